//! What only one of two texts does without: "waiting longer each time", "without waiting".

use super::shared::Shared;
use crate::relation::mark::Mark;

/// Words between what takes something away and what it takes away.
const MOST_BETWEEN: usize = 2;

/// Whether one text says that something is missing, and the other says the same word and denies nothing.
pub fn differ(shared: &Shared) -> bool {
    (0..2).any(|text| lacks(shared, text) && !denies(shared, 1 - text))
}

/// Whether a word of both stands behind one that takes it away.
fn lacks(shared: &Shared, text: usize) -> bool {
    let tokens = shared.texts[text];
    let behind = |at: usize| {
        let near = |pair: &[usize; 2]| pair[text] > at && pair[text] - at <= MOST_BETWEEN + 1;
        let plain = |place: usize| tokens[at + 1..place].iter().all(|token| !token.opens);
        shared.content.iter().any(|pair| near(pair) && plain(pair[text]))
    };
    shared.left[text].iter().any(|at| shared.language.lacks(&tokens[*at]) && behind(*at))
}

/// Whether a text denies something, or says in other words that it is missing.
fn denies(shared: &Shared, text: usize) -> bool {
    let denies = |mark: &Mark| matches!(mark, Mark::Not | Mark::Doubt | Mark::Quantity("none") | Mark::Number(0));
    let tokens = shared.texts[text];
    tokens.marks(shared.language).iter().any(|(_, mark)| denies(mark))
        || tokens.iter().any(|token| shared.language.lacks(token) || token.text == "0")
}
