//! How many of the same are spoken of: "all findings", "two findings"; "all requests", "only requests that timed out".

use super::shared::Shared;
use crate::relation::mark::{Cue, Mark};
use crate::relation::token::Sort;

/// Words behind a count that it may count: "all failed requests".
const MOST_COUNTED: usize = 2;

/// How many are meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Count {
    All,
    Only,
    Number,
}

/// Whether two texts speak of another number of the same, one of them of all.
pub fn differ(shared: &Shared) -> bool {
    let of_all = |text: usize| shared.left[text].iter().any(|at| is_all(shared, text, *at));
    if !of_all(0) && !of_all(1) {
        return false;
    }
    let [own, other] = [counts(shared, 0), counts(shared, 1)];
    let all = |count: &(Count, usize), others: &[(Count, usize)]| {
        count.0 == Count::All && others.iter().any(|found| found.1 == count.1 && found.0 != Count::All)
    };
    own.iter().any(|count| all(count, &other)) || other.iter().any(|count| all(count, &own))
}

/// Whether a word speaks of all.
fn is_all(shared: &Shared, text: usize, at: usize) -> bool {
    let token = &shared.texts[text][at];
    shared.language.has(token, |mark| matches!(mark, Mark::Quantity("all"))) && !shared.language.is_both(token)
}

/// What counts the shared word right behind it and has no counterpart, with the place of that word among the shared ones.
fn counts(shared: &Shared, text: usize) -> Vec<(Count, usize)> {
    let (tokens, language) = (shared.texts[text], shared.language);
    let count = |at: usize| {
        let token = &tokens[at];
        let only = |mark: &Mark| matches!(mark, Mark::Quantity("only"));
        let several = |mark: &Mark| matches!(mark, Mark::Number(value) if *value > 1);
        match () {
            () if is_all(shared, text, at) => Some(Count::All),
            () if language.is_both(token) => None,
            () if language.has(token, only) => Some(Count::Only),
            () if token.sort == Sort::Number || language.has(token, several) => Some(Count::Number),
            () => None,
        }
    };
    // "All of the findings"
    let silent = |at: usize| language.cue(&tokens[at]) == Some(Cue::Article) || tokens[at].text == language.of;
    let counted = |at: usize| {
        let first = (at + 1..tokens.len()).find(|next| !silent(*next)).unwrap_or(tokens.len());
        let row = (first..tokens.len()).take(MOST_COUNTED).take_while(|next| shared.carries(&tokens[*next]));
        row.filter_map(|word| shared.content.iter().position(|pair| pair[text] == word)).collect::<Vec<_>>()
    };
    let found = shared.left[text].iter().filter_map(|at| Some((count(*at)?, *at)));
    found.flat_map(|(count, at)| counted(at).into_iter().map(move |word| (count, word))).collect()
}
