//! What one text has and the other has not, wherever it stands: two texts that are worded unlike can be one only if
//! nothing in that carries a difference. "Keep the logs for 30 months." and "Logs are kept 30 days." share all but two
//! words, and these two are what they are about.
//!
//! Looked at are values with their signs and units, pairs of opposites, denials, names, a last word on either side, the
//! order of steps, and who does what to whom. What only one of two says is a remark, and tells nothing.
//!
//! # Performance
//! O(n m) comparisons of numbers for n and m tokens; only texts of at most [`MOST_TOKENS`] tokens are looked at.

pub mod amounts;
pub mod beyond;
mod bindings;
mod counted;
mod facing;
mod fillings;
mod lacking;
mod names;
pub mod parallel;
mod roles;
pub mod shared;
mod steps;
mod verbs;

use super::token::Token;
use super::tokens::Tokens;
use crate::wire::Relation;
use shared::Shared;

/// Shorter texts state nothing that could be worded otherwise.
const LEAST_TOKENS: usize = 3;

/// Longer texts speak of more than one thing.
const MOST_TOKENS: usize = 60;

/// Words of the grammar by which two forms of one sentence differ in length.
const MOST_SILENT: usize = 4;

/// Longer sentences tell more than an answer.
pub const MOST_OF_A_SENTENCE: usize = 24;

/// Whether two sentences that answer a question say something else by what is left over: a last word may be one of many
/// that say the same.
pub fn tells_apart(a: &Tokens, b: &Tokens) -> bool {
    if !are_brief(a, b, MOST_OF_A_SENTENCE) {
        return false;
    }
    let language = a.language_with(b);
    if language.is_unspaced() {
        return facing::unspaced(a, b, language);
    }
    let shared = Shared::of(a, b, language);
    if shared.content.is_empty() {
        return false;
    }
    (a.numbers == b.numbers && amounts::clash(&shared))
        || says_opposite(&shared)
        || speaks_of_others(&shared)
        || names::codes(&shared)
        || names::numbered_otherwise(&shared)
}

/// Whether one sentence does without what the other does, speaks of all where the other speaks of some, of somebody else, or
/// of something else to do.
fn speaks_of_others(shared: &Shared) -> bool {
    let brief = shared.texts.iter().all(|text| text.len() <= MOST_OF_A_SENTENCE);
    let otherwise = || lacking::differ(shared) || counted::differ(shared) || roles::is_joined_by_another(shared);
    brief && (otherwise() || verbs::differ(shared))
}

/// How two texts in prose stand to each other by what is left over: in contradiction, different, or as it may be.
pub fn relation(a: &Tokens, b: &Tokens) -> Option<Relation> {
    if !are_brief(a, b, MOST_TOKENS) {
        return None;
    }
    // Of longer texts values are compared and little else.
    if a.len().max(b.len()) > MOST_OF_A_SENTENCE && (a.numbers == 0 || b.numbers == 0) {
        return None;
    }
    let language = a.language_with(b);
    if language.is_unspaced() {
        return facing::unspaced(a, b, language).then_some(Relation::Contradicts);
    }
    let shared = Shared::of(a, b, language);
    if shared.content.is_empty() {
        return None;
    }
    if amounts::clash(&shared) || says_opposite(&shared) {
        return Some(Relation::Contradicts);
    }
    let differs =
        speaks_of_others(&shared) || facing::qualified(&shared) || names::codes(&shared) || names::differ(&shared);
    differs.then_some(Relation::Differs)
}

/// Whether two short statements differ in how sure, how much or for what each they say something is: "It is safe.", "It would
/// be safe."; "5 mg", "5 mg per kilogram".
pub fn qualify_otherwise(a: &Tokens, b: &Tokens) -> bool {
    let language = a.language_with(b);
    if !are_brief(a, b, MOST_OF_A_SENTENCE) || language.is_unspaced() {
        return false;
    }
    let shared = Shared::of(a, b, language);
    !shared.content.is_empty() && (facing::qualified(&shared) || a.numbers == b.numbers && amounts::clash(&shared))
}

/// Whether two sentences say the same in other forms of the same words: nothing that carries a meaning is left over, and
/// nothing that turns one. Asked of texts that nothing tells apart.
pub fn says_same(a: &Tokens, b: &Tokens) -> bool {
    let brief = |tokens: &Tokens| tokens.len() <= MOST_OF_A_SENTENCE && !tokens.has_code;
    let language = a.language_with(b);
    if !brief(a) || !brief(b) || language.is_unspaced() || a.len().abs_diff(b.len()) > MOST_SILENT {
        return false;
    }
    let shared = Shared::of(a, b, language);
    !shared.content.is_empty() && facing::unturned(&shared)
}

/// Whether two texts are one frame with other fillings; words of the question say nothing.
pub fn is_filled_otherwise(a: &Tokens, b: &Tokens, asked: &[Token]) -> bool {
    let language = a.language_with(b);
    are_brief(a, b, MOST_TOKENS) && !language.is_unspaced() && fillings::differ(&Shared::of(a, b, language), asked)
}

/// Whether two values of both texts belong to other words in the one than in the other.
pub fn ties_otherwise(a: &Tokens, b: &Tokens) -> bool {
    let language = a.language_with(b);
    are_brief(a, b, MOST_TOKENS) && !language.is_unspaced() && bindings::crossed(&Shared::of(a, b, language))
}

/// Whether two texts put the same things side by side, and other things together.
pub fn are_crossed(a: &Tokens, b: &Tokens) -> bool {
    let language = a.language_with(b);
    are_brief(a, b, MOST_OF_A_SENTENCE)
        && !language.is_unspaced()
        && parallel::of(&Shared::of(a, b, language)) == Some(parallel::Match::Crossed)
}

/// Whether two texts are prose of few tokens.
fn are_brief(a: &Tokens, b: &Tokens, most: usize) -> bool {
    let brief = |tokens: &Tokens| (LEAST_TOKENS..=most).contains(&tokens.len());
    brief(a) && brief(b) && !a.has_code && !b.has_code
}

/// Whether one sentence says the opposite of another; longer texts hold opposites that belong to different things.
pub fn says_opposite(shared: &Shared) -> bool {
    let brief = shared.texts.iter().all(|text| text.len() <= MOST_OF_A_SENTENCE);
    let crossed = || parallel::of(shared) == Some(parallel::Match::Crossed);
    brief && (facing::turned(shared) || bindings::crossed(shared) || crossed())
}
