//! What each word is in its sentence: who does something, where it goes, what it is compared with.

use super::contrast::Language;
use super::mark::{Cue, Mark};
use super::token::{Sort, Token};

/// What a word is in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Does it.
    Agent,
    /// A sentence in the passive begins with it.
    Subject,
    /// It is done to, or of no role that shows.
    Other,
    From,
    /// It goes somewhere: it stands before the place.
    Moved,
    To,
    Than,
}

/// What is left of an ending behind the name of an owner.
const OWNS: &str = "s";

/// The role of each token.
pub fn of(tokens: &[Token], language: &Language) -> Vec<Role> {
    let cue = |token: &Token| language.cue(token);
    let mut roles = vec![Role::Other; tokens.len()];
    let mut role = Role::Other;
    for (at, token) in tokens.iter().enumerate() {
        match cue(token) {
            Some(Cue::Article) => {}
            Some(cue) => {
                role = named(cue).unwrap_or(Role::Other);
                let before = at.checked_sub(1).filter(|before| roles[*before] == Role::Other);
                if let Some(before) = before.filter(|before| cue == Cue::To && language.carries(&tokens[*before])) {
                    roles[before] = Role::Moved;
                }
            }
            None if language.carries(token) || token.sort == Sort::Number => {
                roles[at] = role;
                // The role ends with its noun, but for what is joined to it.
                if !tokens.get(at + 1).is_some_and(|next| language.carries(next) && cue(next).is_none()) {
                    role = Role::Other;
                }
            }
            None => role = Role::Other,
        }
    }
    if let Some((at, role)) = subject(tokens, language).filter(|found| roles[found.0] == Role::Other) {
        // Where somebody else does it, the subject does nothing.
        roles[at] = if roles.contains(&Role::Agent) { Role::Subject } else { role };
    }
    roles
}

fn named(cue: Cue) -> Option<Role> {
    match cue {
        Cue::To => Some(Role::To),
        Cue::From => Some(Role::From),
        Cue::By => Some(Role::Agent),
        Cue::Than => Some(Role::Than),
        _ => None,
    }
}

/// The noun that a sentence begins with and that does something: in "the role is granted" it does nothing. An order
/// begins with its verb, and names nobody who does it.
fn subject(tokens: &[Token], language: &Language) -> Option<(usize, Role)> {
    let first = tokens.iter().position(|token| language.cue(token) != Some(Cue::Article))?;
    // "The user's browser blocks it"
    let first = if tokens.get(first + 1).is_some_and(|next| next.text == OWNS) { first + 2 } else { first };
    if first >= tokens.len() {
        return None;
    }
    let binds = |token: &Token| language.has(token, |mark| matches!(mark, Mark::Modal(_)));
    let is = |token: &Token| language.be.contains(&token.text) && !binds(token);
    let noun = first > 0 || tokens.get(first + 1).is_some_and(|next| binds(next) || is(next));
    let role = if tokens.iter().any(is) { Role::Subject } else { Role::Agent };
    (language.subject_first && noun && language.carries(&tokens[first])).then_some((first, role))
}

/// Where a sentence goes on behind a phrase of one noun with which it begins: "On Monday the nurse", "In the morning the nurse".
pub fn behind_phrase(tokens: &[Token], language: &Language) -> Option<usize> {
    let article = |at: usize| tokens.get(at).is_some_and(|token| language.cue(token) == Some(Cue::Article));
    let leads = |token: &Token| {
        let silent = token.sort == Sort::Word && !language.carries(token) && !language.be.contains(&token.text);
        silent && !language.has(token, |mark| !matches!(mark, Mark::Side(..)))
    };
    let noun = 1 + usize::from(article(1));
    let named = tokens.get(noun).is_some_and(|token| language.carries(token) || token.sort == Sort::Number);
    (tokens.first().is_some_and(leads) && !article(0) && named && article(noun + 1)).then_some(noun + 1)
}
