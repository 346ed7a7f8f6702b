//! Who does what to whom, and where something goes: "the tenant pays the landlord", "it is paid by the tenant to the
//! landlord".

use super::shared::Shared;
use crate::relation::contrast::Language;
use crate::relation::mark::{Cue, Mark};
use crate::relation::token::{Sort, Token};
use crate::relation::tokens::Tokens;

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

/// How the roles of two texts stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing shows that they differ.
    None,
    /// Two changed places.
    Swapped,
    /// Two that are compared changed places: "A is faster than B".
    Compared,
    /// Each text takes the view of another of two: "A sends to B", "B receives from A".
    Converse,
}

/// How the roles of two texts stand to each other, by the words that both have.
pub fn turn(shared: &Shared) -> Turn {
    let several = |text: &&Tokens| text.iter().skip(1).any(|token| token.opens);
    if shared.content.len() < 2 || shared.texts.iter().any(several) {
        return Turn::None;
    }
    let [own, other] = shared.texts.map(|text| text.roles(shared.language));
    let mut found = Turn::None;
    for (at, first) in shared.content.iter().enumerate() {
        for second in &shared.content[at + 1..] {
            let one = [own[first[0]], own[second[0]]];
            let two = [other[first[1]], other[second[1]]];
            let turn = between(one, two).or_else(|| between([one[1], one[0]], [two[1], two[0]]));
            match turn {
                Some(Turn::Converse) => found = Turn::Converse,
                Some(turn) => return turn,
                None => {}
            }
        }
    }
    found
}

/// What became of two words, the first of which does it in the first text.
fn between(one: [Role; 2], two: [Role; 2]) -> Option<Turn> {
    use Role::{Agent, From, Moved, Other, Subject, Than, To};
    match (one, two) {
        ([Agent | Subject | Other, Than], [Than, Agent | Subject | Other]) => Some(Turn::Compared),
        ([Agent, Subject | Other | Moved | To], [Subject | Other | Moved | To, Agent])
        | ([Agent | From | Subject | Moved, To], [To, Agent | From | Subject | Moved]) => Some(Turn::Swapped),
        ([Agent, To | Moved | Other], [From, Agent]) | ([From, Agent], [Agent, To | Moved | Other]) => {
            Some(Turn::Converse)
        }
        _ => None,
    }
}

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
    let binds = |token: &Token| language.has(token, |mark| matches!(mark, Mark::Modal(_)));
    let is = |token: &Token| language.be.contains(&token.text) && !binds(token);
    let noun = first > 0 || tokens.get(1).is_some_and(binds);
    let role = if tokens.iter().any(is) { Role::Subject } else { Role::Agent };
    (language.subject_first && noun && language.carries(&tokens[first])).then_some((first, role))
}
