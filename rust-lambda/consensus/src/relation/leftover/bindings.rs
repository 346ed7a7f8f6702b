//! What belongs to what: "introduced in 1.4 and fixed in 1.5", "1.5 introduced it; 1.4 fixes it".

use super::shared::Shared;
use crate::relation::token::{Sort, Token};

/// More values are a table.
const MOST_VALUES: usize = 4;

/// A value belongs to a word that stands so near.
const NEAR: usize = 2;

/// Whether two values of both texts belong to two words of both the other way round.
pub fn crossed(shared: &Shared) -> bool {
    let values = values(shared);
    if !(2..=MOST_VALUES).contains(&values.len()) {
        return false;
    }
    values.iter().enumerate().any(|(at, first)| values[at + 1..].iter().any(|second| cross(shared, first, second)))
}

/// Values that each text has once, as places in the two.
fn values(shared: &Shared) -> Vec<[usize; 2]> {
    let value = |token: &Token| token.sort == Sort::Number || (token.named && token.has_digit());
    let only = |text: usize, token: &Token| {
        let mut places = (0..shared.texts[text].len()).filter(|at| shared.texts[text][*at].equals(token));
        places.next().filter(|_| places.next().is_none())
    };
    let own = shared.texts[0].iter().filter(|token| value(token));
    own.filter_map(|token| Some([only(0, token)?, only(1, token)?])).collect()
}

fn cross(shared: &Shared, first: &[usize; 2], second: &[usize; 2]) -> bool {
    let nearer = |text: usize, word: &[usize; 2], other: &[usize; 2]| {
        let far = |value: &[usize; 2], word: &[usize; 2]| value[text].abs_diff(word[text]);
        let (own, others) = (far(first, word), far(first, other));
        let (turned, kept) = (far(second, word), far(second, other));
        let belong = |own: usize, others: usize, kept: usize, turned: usize| {
            own.max(kept) <= NEAR && own <= others && kept <= turned && own + kept < others + turned
        };
        match (belong(own, others, kept, turned), belong(others, own, turned, kept)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    };
    // A word that stands twice belongs to neither.
    let once = |text: usize, at: usize| {
        let word = &shared.texts[text][at];
        shared.texts[text].iter().filter(|token| token.equals(word)).count() == 1
    };
    let words: Vec<_> = shared.content.iter().filter(|[a, b]| once(0, *a) && once(1, *b)).collect();
    words.iter().enumerate().any(|(at, word)| {
        words[at + 1..].iter().any(|other| {
            let sides = (nearer(0, word, other), nearer(1, word, other));
            matches!(sides, (Some(own), Some(others)) if own != others)
        })
    })
}
