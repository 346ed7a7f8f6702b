//! One sentence of a text told against its counterpart in another: "An index is enough; a node can handle it." and "A
//! node cannot handle it. An index is not enough."
//!
//! # Performance
//! Only texts of at most [`MOST_TOKENS`] tokens and [`MOST_SENTENCES`] sentences are looked at.

use super::judge;
use super::token::{Sort, Token};
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
pub fn apart(a: &[Token], b: &[Token]) -> bool {
    let brief = |tokens: &[Token]| (LEAST_TOKENS..=MOST_TOKENS).contains(&tokens.len());
    if !brief(a) || !brief(b) || a.iter().chain(b).any(|token| token.code) {
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
        let least = sentence.len().min(other.len());
        least >= LEAST_TOKENS && 4 * shared(sentence, other) >= SHARED_QUARTERS * least
    };
    let mut found = others.iter().filter(near);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn shared(a: &[Token], b: &[Token]) -> usize {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.iter().filter(|token| long.iter().any(|other| token.equals(other))).count()
}

fn denies(a: &[Token], b: &[Token]) -> bool {
    let words = |tokens: &[Token]| tokens.iter().filter(|token| token.sort == Sort::Word).count();
    words(a).min(words(b)) >= LEAST_TOKENS - 1 && judge::relation(a, b, false) == Relation::Contradicts
}
