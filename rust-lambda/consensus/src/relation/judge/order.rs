//! The same tokens in another order: what that does to a meaning.

use crate::relation::contrast::Language;
use crate::relation::mark::Mark;
use crate::relation::token::{Sort, Token};
use crate::wire::Relation;

/// Longer texts are not one clause and another.
const LONGEST_ROTATED: usize = 60;

/// The same tokens in another order: lines or sentences in another order differ, words around a sign, a negation or a
/// direction contradict.
pub fn reordered(a: &[Token], b: &[Token], language: &Language) -> Option<Relation> {
    if a.len() != b.len() {
        return None;
    }
    // Sums of numbers for the tokens tell nearly all others apart.
    let sum = |tokens: &[Token]| tokens.iter().fold(0_u64, |sum, token| sum.wrapping_add(token.key(token.code)));
    if sum(a) != sum(b) {
        return None;
    }
    let sorted = |tokens: &[Token]| {
        let mut texts: Vec<String> = tokens.iter().map(folded).collect();
        texts.sort_unstable();
        texts
    };
    if sorted(a) != sorted(b) {
        return None;
    }
    if statements(a) == statements(b) || is_rotated(a, b) {
        return Some(Relation::Differs);
    }
    let turns =
        a.iter().any(|token| token.code || matches!(token.sort, Sort::Sign | Sort::Number | Sort::Flag | Sort::Path))
            || language.marks(a).iter().any(|mark| matches!(mark, Mark::Not | Mark::Side(..)));
    Some(if turns { Relation::Contradicts } else { Relation::Differs })
}

/// Whether a clause only stands at the other end: "after the upgrade, restart the pod".
fn is_rotated(a: &[Token], b: &[Token]) -> bool {
    let prose =
        a.len() > 3 && a.iter().chain(b).all(|token| !token.code && matches!(token.sort, Sort::Word | Sort::Number));
    let turned = |at: usize| a[at..].iter().chain(&a[..at]).zip(b).all(|(a, b)| a.equals(b));
    prose && a.len() <= LONGEST_ROTATED && (2..=a.len() - 2).any(turned)
}

/// A token without the case that is harmless: `-v` and `-V` are two flags.
fn folded(token: &Token) -> String {
    if token.code || token.sort != Sort::Word { token.text.clone() } else { token.text.to_lowercase() }
}

/// Sentences and lines of code, sorted.
fn statements(tokens: &[Token]) -> Vec<String> {
    let parts = tokens
        .chunk_by(|before, next| !next.opens && before.sort != Sort::Break && (!next.code || before.line == next.line));
    let mut texts: Vec<String> = parts
        .map(|part| {
            let words = part.iter().filter(|token| token.sort != Sort::Break).map(folded);
            words.collect::<Vec<_>>().join(" ")
        })
        .filter(|text| !text.is_empty())
        .collect();
    texts.sort_unstable();
    texts
}
