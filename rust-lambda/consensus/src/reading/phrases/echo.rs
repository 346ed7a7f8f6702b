//! The value of a sentence that repeats the question: "The square root of 144 is 12.", "Ward 3 has 24 beds."
//!
//! What stands neither in the question nor among the words that say nothing must be one stretch: with two, the sentence may speak
//! of something else.

use super::asked::Asked;
use crate::normalise::{fold, measure};

/// A longer text says more than that.
const LONGEST: usize = 160;

/// Fewer words are no sentence.
const LEAST_WORDS: usize = 4;

/// Words of a value.
const MOST_OF_VALUE: usize = 4;

/// Fewer words of the question may stand there by chance.
const LEAST_REPEATED: usize = 2;

/// The stretch of a sentence that is new beside the question; None where there is none, or more than one.
pub fn value<'a>(text: &'a str, asked: &Asked<'_>) -> Option<&'a str> {
    if text.len() > LONGEST || text.contains('\n') || text.split_whitespace().nth(LEAST_WORDS - 1).is_none() {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let (mut first, mut last, mut repeated, mut silent) = (None, 0, 0, 0);
    for (at, word) in words.iter().enumerate() {
        match Word::of(word, asked) {
            Word::Repeated => repeated += 1,
            Word::Silent => silent += 1,
            // A second stretch, or one that is too long.
            Word::New if first.is_some_and(|first| last + 1 < at || at - first >= MOST_OF_VALUE) => return None,
            Word::New => {
                first.get_or_insert(at);
                last = at;
            }
        }
    }
    let first = first?;
    if repeated < LEAST_REPEATED || silent == 0 && repeated == LEAST_REPEATED {
        return None;
    }
    // "14 days" to "How many days …?"
    if words.get(last + 1).is_some_and(|next| measure::is_known(next.trim_end_matches(['.', ',']))) {
        last += 1;
    }
    let place = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let end = words[last];
    Some(text[place(words[first])..place(end) + end.len()].trim_end_matches(['.', ',', '!']))
}

/// What a word of a sentence is beside the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// It stands in the question.
    Repeated,
    /// It says nothing.
    Silent,
    /// It is neither.
    New,
}

impl Word {
    fn of(word: &str, asked: &Asked<'_>) -> Word {
        let folded = fold::tokens(word);
        if folded.is_empty() {
            // An operator of the question: "17 * 23".
            return Word::Silent;
        }
        if folded.iter().all(|token| asked.repeats(token)) {
            Word::Repeated
        } else if folded.iter().all(|token| asked.is_filler(token)) {
            Word::Silent
        } else {
            Word::New
        }
    }
}
