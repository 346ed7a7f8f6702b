//! How two texts stand to each other: the same but for what is harmless, different in wording, or in contradiction.
//!
//! A text is cut into words, numbers, signs, flags and paths; code in it keeps its case, its operators and its strings.
//! Two texts are the *same* if these are equal: white space, Markdown marks, quotes, closing stops, case outside code,
//! the order of JSON keys and of independent flags do not count. They *contradict* each other if they are said alike
//! and differ in something that turns the meaning: a negation, a number, a name, an operator, a pair of opposites
//! (`layers/knowledge/contrast`), or if one begins with yes and the other with no.
//!
//! # Performance
//! O(L) to prepare a text; O(L1 L2) to compare two, for at most [`MOST_CELLS`] pairs of tokens, behind what they begin
//! and end with alike.

mod amounts;
mod apart;
mod blocks;
mod candidates;
mod code;
mod contrast;
mod emphasis;
mod endings;
mod facing;
mod flags;
mod halves;
mod head;
mod hunks;
mod irregular;
mod json;
mod judge;
mod language;
mod lazy;
mod leftover;
mod listed;
mod mark;
mod minimal;
mod prose;
mod remainder;
mod replaced;
mod reworded;
mod roles;
mod sentences;
mod shell;
mod signs;
mod spellings;
mod stated;
mod statements;
mod swapped;
mod symbols;
mod text;
mod token;
mod tokens;
mod values;

pub use candidates::Candidates;
pub use head::{Polarity, has_but, polarity};
pub use hunks::MOST_CELLS;
pub use irregular::are_forms;
pub use lazy::Lazy;
pub use leftover::beyond::Beyond;
pub use text::Text;

use crate::wire::Relation;

/// A contradiction leaves at most this much similarity.
pub const CONTRADICTING: f64 = 0.2;

/// Texts that are not the same are never more alike than this.
pub const DIFFERING: f64 = 0.95;

impl Relation {
    /// What remains of a similarity 0 to 1 between texts that stand so to each other.
    pub fn bound(self, similarity: f64) -> f64 {
        match self {
            Relation::Same => 1.0,
            Relation::Differs => similarity.min(DIFFERING),
            Relation::Contradicts => similarity.min(CONTRADICTING),
        }
    }
}

/// How two texts stand to each other.
pub fn of(a: &str, b: &str) -> Relation {
    Text::new(a).relation_to(&Text::new(b))
}

/// Whether one of two short answers denies what the other says; names are left to how they are spelled.
pub fn denies(a: &Text, b: &Text) -> bool {
    let opposite = a.polarity.is_some() && b.polarity.is_some() && a.polarity != b.polarity;
    opposite
        || judge::relation(&a.tokens, &b.tokens, a.tokens.language_with(&b.tokens), false) == Relation::Contradicts
        || leftover::qualify_otherwise(&a.tokens, &b.tokens)
}

/// Whether two sentences that are worded alike say something else: in a word or two, or by what turns a meaning.
pub fn says_else(a: &Text, b: &Text) -> bool {
    if apart::by_few_words(&a.tokens, &b.tokens) || a.is_turned_round(b) {
        return true;
    }
    let near = a.tokens.len().abs_diff(b.tokens.len()) <= 2 && hunks::are_few(&a.tokens, &b.tokens);
    near && judge::relation(&a.tokens, &b.tokens, a.tokens.language_with(&b.tokens), false) == Relation::Contradicts
}

#[cfg(test)]
mod tests;
