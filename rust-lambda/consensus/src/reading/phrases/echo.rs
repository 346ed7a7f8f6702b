//! The value of a sentence that repeats the question: "The square root of 144 is 12.", "Ward 3 has 24 beds."
//!
//! What stands neither in the question nor among the words that say nothing must be one stretch: with two, the sentence may speak
//! of something else.

use super::asked::{self, Asked};
use super::words::has_digit;
use crate::normalise::{fold, measure};

/// Fewer words are no sentence.
pub const LEAST_WORDS: usize = 4;

/// Words of a value.
const MOST_OF_VALUE: usize = 4;

/// Fewer words of the question may stand there by chance.
const LEAST_REPEATED: usize = 2;

/// The stretch of a sentence that is new beside the question; None where there is none, or more than one.
pub fn value<'a>(text: &'a str, asked: &Asked<'_>) -> Option<&'a str> {
    if text.contains('\n') || text.split_whitespace().nth(LEAST_WORDS - 1).is_none() {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let (mut first, mut last, mut repeated, mut silent) = (None, 0, 0, 0);
    // Where the last word of place stands that only articles part from what follows.
    let mut place = None;
    let mut folded = String::new();
    for (at, word) in words.iter().enumerate() {
        match Word::of(word, asked, &mut folded) {
            Word::Repeated => {
                repeated += 1;
                place = place.filter(|_| first.is_some());
            }
            Word::Silent => silent += 1,
            Word::Place => {
                silent += 1;
                place = place.filter(|_| first.is_some()).or(Some(at));
            }
            // A second stretch, or one that is too long.
            Word::New if first.is_some_and(|first| last + 1 < at || at - first >= MOST_OF_VALUE) => return None,
            Word::New => {
                first.get_or_insert(at);
                last = at;
            }
        }
    }
    let new = first?;
    let numbered = words[new..=last].iter().any(|word| has_digit(word));
    let first = place.filter(|place| *place < new && !numbered).unwrap_or(new);
    let done = first == 0 && words.get(last + 1).is_some_and(|next| asked.asks_who(&fold::words(next)));
    if !done && (repeated < LEAST_REPEATED || silent == 0 && repeated == LEAST_REPEATED) {
        return None;
    }
    // "14 days" to "How many days …?"
    if words.get(last + 1).is_some_and(|next| measure::is_known(next.trim_end_matches(['.', ',']))) {
        last += 1;
    }
    let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let end = words[last];
    Some(text[at(words[first])..at(end) + end.len()].trim_end_matches(['.', ',', '!']))
}

/// What a word of a sentence is beside the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// It stands in the question.
    Repeated,
    /// It says nothing.
    Silent,
    /// It says where, and nothing in front of a number.
    Place,
    /// It is neither.
    New,
}

impl Word {
    /// `folded` is a place to write in.
    fn of(word: &str, asked: &Asked<'_>, folded: &mut String) -> Word {
        let bare = word.trim_matches(|sign: char| sign.is_ascii_punctuation());
        if bare.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            folded.clear();
            folded.extend(bare.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
            // An operator of the question stands alone: "17 * 23".
            return if folded.is_empty() { Word::Silent } else { Word::of_token(folded, asked) };
        }
        let mut tokens = fold::tokens(word).into_iter().map(|token| Word::of_token(&token, asked));
        let first = tokens.next().unwrap_or(Word::Silent);
        if tokens.all(|other| other == first) { first } else { Word::New }
    }

    fn of_token(token: &str, asked: &Asked<'_>) -> Word {
        // What the question lets choose among is news in its answers.
        if asked.alternatives().is_some_and(|alternatives| alternatives.hold(token)) {
            Word::New
        } else if asked.repeats(token) {
            Word::Repeated
        } else if asked::is_filler(token) {
            Word::Silent
        } else if asked::is_place(token) {
            Word::Place
        } else {
            Word::New
        }
    }
}
