//! One sentence of a text told against its counterpart in another: "An index is enough; a node can handle it." and "A
//! node cannot handle it. An index is not enough."
//!
//! # Performance
//! Only texts of at most [`MOST_TOKENS`] tokens and [`MOST_SENTENCES`] sentences are looked at.

use super::contrast;
use super::hunks;
use super::judge;
use super::token::{Sort, Token};
use super::tokens::Tokens;
use crate::wire::Relation;

/// Longer texts speak of more than one thing.
const MOST_TOKENS: usize = 60;

/// Sentences of a text that are looked at.
const MOST_SENTENCES: usize = 6;

/// Shorter sentences share their words by chance.
const LEAST_TOKENS: usize = 5;

/// Part of the shorter sentence that its counterpart holds, in quarters.
const SHARED_QUARTERS: usize = 3;

/// Whether a sentence of the one text says the opposite of the sentence of the other that speaks of the same.
pub fn apart(a: &Tokens, b: &Tokens) -> bool {
    let brief = |tokens: &Tokens| (LEAST_TOKENS..=MOST_TOKENS).contains(&tokens.len());
    if !brief(a) || !brief(b) || a.has_code || b.has_code {
        return false;
    }
    let (own, other) = (sentences(a), sentences(b));
    if own.len() + other.len() < 3 || own.len().max(other.len()) > MOST_SENTENCES {
        return false;
    }
    own.iter().any(|sentence| counterpart(sentence, &other).is_some_and(|found| denies(sentence, found)))
        || other.iter().any(|sentence| counterpart(sentence, &own).is_some_and(|found| denies(found, sentence)))
}

/// The tokens of each sentence.
fn sentences(tokens: &[Token]) -> Vec<&[Token]> {
    let starts: Vec<usize> = (0..tokens.len()).filter(|at| *at == 0 || tokens[*at].opens).collect();
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(tokens.len()));
    starts.iter().zip(ends).map(|(start, end)| &tokens[*start..end]).collect()
}

/// The one sentence that speaks of what this one speaks of.
fn counterpart<'t>(sentence: &[Token], others: &[&'t [Token]]) -> Option<&'t [Token]> {
    let near = |other: &&&[Token]| {
        let (short, long) = if sentence.len() <= other.len() { (sentence, **other) } else { (**other, sentence) };
        let enough = |shared: usize| 4 * shared >= SHARED_QUARTERS * short.len();
        // Of what they share at most, most fall short.
        short.len() >= LEAST_TOKENS && enough(hunks::most_shared(short, long)) && enough(shared(short, long))
    };
    let mut found = others.iter().filter(near);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// How many tokens of the one stand in the other.
fn shared(short: &[Token], long: &[Token]) -> usize {
    short.iter().filter(|token| long.iter().any(|other| token.equals(other))).count()
}

fn denies(a: &[Token], b: &[Token]) -> bool {
    let words = |tokens: &[Token]| tokens.iter().filter(|token| token.sort == Sort::Word).count();
    words(a).min(words(b)) >= LEAST_TOKENS - 1
        && judge::relation(a, b, contrast::language_of(a, b), false) == Relation::Contradicts
}
