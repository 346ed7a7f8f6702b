//! Who does what to whom, and where something goes: "the tenant pays the landlord", "it is paid by the tenant to the
//! landlord".

use super::shared::Shared;
use crate::relation::mark::Cue;
use crate::relation::roles::{self, Role};
use crate::relation::tokens::{Kept, Tokens};

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
    let [mut own, mut other] = shared.texts.map(|text| text.roles(shared.language));
    opens_active(shared, 0, &mut own, &other);
    opens_active(shared, 1, &mut other, &own);
    follows_phrase(shared, &mut own, &mut other);
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

/// Gives the first word of a text its role where the other text shows that it is a noun: in "Bob sued Alice" Bob does it,
/// since "Bob was sued" has him for its subject.
fn opens_active(shared: &Shared, text: usize, own: &mut Kept<'_, Role>, other: &[Role]) {
    let tokens = shared.texts[text];
    let opens = |pair: &&[usize; 2]| {
        let before = &tokens[..pair[text]];
        before.iter().all(|token| shared.language.cue(token) == Some(Cue::Article))
    };
    let Some(pair) = shared.content.iter().find(opens) else { return };
    let active = !tokens.iter().any(|token| shared.language.be.contains(&token.text));
    if active && own[pair[text]] == Role::Other && other[pair[1 - text]] == Role::Subject {
        own.to_mut()[pair[text]] = Role::Agent;
    }
}

/// Gives the first noun behind a phrase with which both texts begin its role: in "On Monday the nurse trains the pupil" the
/// nurse does it.
fn follows_phrase(shared: &Shared, own: &mut Kept<'_, Role>, other: &mut Kept<'_, Role>) {
    let [a, b] = shared.texts;
    let active = |text: &Tokens| !text.iter().any(|token| shared.language.be.contains(&token.text));
    let start = roles::behind_phrase(a, shared.language);
    let Some(start) = start.filter(|_| shared.language.subject_first && active(a) && active(b)) else { return };
    let one = start < b.len() && a[..=start].iter().zip(b.iter()).all(|(a, b)| a.equals(b));
    let first = [0, 1].map(|text| {
        let behind = shared.content.iter().map(|pair| pair[text]).filter(|at| *at > start);
        behind.min()
    });
    if let (true, [Some(first), Some(second)]) = (one, first)
        && own[first] == Role::Other
        && other[second] == Role::Other
    {
        own.to_mut()[first] = Role::Agent;
        other.to_mut()[second] = Role::Agent;
    }
}

/// Whether only one text tells who does it by a word like "by", and whom it names so does not come first in the other.
pub fn is_reversed_passive(shared: &Shared) -> bool {
    let by = |text: usize| shared.texts[text].iter().position(|token| shared.language.cue(token) == Some(Cue::By));
    let (text, at) = match (by(0), by(1)) {
        (Some(at), None) => (0, at),
        (None, Some(at)) => (1, at),
        _ => return false,
    };
    let agent = shared.content.iter().filter(|pair| pair[text] > at).min_by_key(|pair| pair[text]);
    let first = shared.content.iter().map(|pair| pair[1 - text]).min();
    agent.is_none_or(|agent| Some(agent[1 - text]) != first)
}

/// Whether somebody else does in one text what is only joined on in the other: "installs and maintains it", "installs it and
/// the tenant maintains it".
pub fn is_joined_by_another(shared: &Shared) -> bool {
    let joins = |text: usize, at: usize| shared.language.joins(&shared.texts[text][at]);
    let another = |text: usize, pair: &[usize; 2]| {
        let Some(at) = pair[text].checked_sub(2) else { return false };
        let (tokens, actor) = (shared.texts[text], at + 1);
        let article = shared.language.cue(&tokens[at]) == Some(Cue::Article) && at > 0 && joins(text, at - 1);
        let named = tokens[actor].named && joins(text, at);
        shared.left[text].contains(&actor) && shared.carries(&tokens[actor]) && (article || named)
    };
    let joined = |text: usize, pair: &[usize; 2]| pair[text] > 0 && joins(text, pair[text] - 1);
    shared.content.iter().any(|pair| (0..2).any(|text| another(text, pair) && joined(1 - text, pair)))
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
