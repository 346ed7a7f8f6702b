//! Advice: "Sign the contract.", "We should sign the contract." and "I would sign the contract." say one thing, and what is done
//! tells one from another.

use std::sync::LazyLock;

use super::table::{self, are_forms};
use crate::normalise::fold;
use crate::relation;

/// Words of a longer answer give reasons.
const MOST_WORDS: usize = 16;

/// How advice begins, the longest first.
static OPENINGS: LazyLock<Vec<Vec<&str>>> = LazyLock::new(|| {
    let mut openings: Vec<Vec<&str>> =
        table::entries("advice").map(|entry| entry.split_whitespace().collect()).collect();
    openings.sort_by_key(|words| std::cmp::Reverse(words.len()));
    openings
});

/// What an answer advises, without the words that say that it does; None where it has none.
pub fn without_opening(text: &str) -> Option<&str> {
    let starts = |opening: &&Vec<&str>| {
        let words = text.split_whitespace().take(opening.len());
        words.map(str::len).eq(opening.iter().map(|word| word.len()))
            && text.split_whitespace().zip(opening.iter()).all(|(word, own)| word.eq_ignore_ascii_case(own))
    };
    let first = text.split_whitespace().next().filter(|first| first.len() <= LONGEST_FIRST)?;
    let may_start = |opening: &&Vec<&str>| opening[0].eq_ignore_ascii_case(first);
    let opening = OPENINGS.iter().filter(may_start).find(starts)?;
    let next = text.split_whitespace().nth(opening.len())?;
    Some(&text[next.as_ptr() as usize - text.as_ptr() as usize..])
}

/// Bytes of the first word of an opening.
const LONGEST_FIRST: usize = 6;

/// Whether two answers advise two things, each beside what follows its opening: one of them begins as advice, and what is done in
/// them are two words.
pub fn differ([a, b]: [&str; 2], openings: [Option<&str>; 2]) -> bool {
    if openings.iter().all(Option::is_none) {
        return false;
    }
    let said = |at: usize| fold::tokens(openings[at].unwrap_or([a, b][at]));
    let (own, other) = (said(0), said(1));
    let (Some(mine), Some(others)) = (own.first(), other.first()) else { return false };
    let has = |words: &[String], word: &str| {
        words.iter().any(|known| are_forms(known, word) || relation::are_forms(known, word))
    };
    // "The server should be restarted." says it elsewhere.
    own.len().max(other.len()) <= MOST_WORDS && !has(&other, mine) && !has(&own, others)
}
