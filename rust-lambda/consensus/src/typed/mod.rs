//! Answers that a JSON Schema describes: each field is weighed by its type.
//!
//! Values with few forms have a vote: enumerations, constants, booleans, null, numbers (equal as exact decimals) and short
//! strings, in lists and objects at any depth. Free strings beside them are reasons: compared, never counted.
//! So are short ones beside enumerations, booleans or prescribed forms where no two experts say the same.
//! The *conclusion* of an answer is all its votes together. The majority of conclusions decides; where there is none, the
//! answer that holds the majority of every field. What is delivered is one expert's answer as it stands in its reply.
//!
//! Where nothing has a vote, the strings are weighed as texts are.
//!
//! # Performance
//! O(L log L) for L bytes of answers, and what comparing the reasons of the winning answers costs.

mod find;
mod names;
mod roles;
mod said;
mod schema;
mod strings;
mod tree;
mod worded;

use std::ops::Range;
use std::sync::OnceLock;

use crate::injection;
use crate::limits::MAX_PAIRED;
use crate::normalise::Key;
use crate::reading::{Matter, Reading, Readings};
use crate::similarity::overlap::Overlap;
use crate::wire::{Kind, Opinion, Panel, Verdict};
use roles::Roles;
pub use said::Said;
use schema::Schema;

/// What the answers of a panel with a schema say.
#[derive(Clone, Debug)]
pub struct Typed {
    /// For each opinion what its answer says, and where in the reply it stands. None: unreadable, or nothing said.
    each: Vec<Option<(Said, Range<usize>)>>,
    roles: Roles,
    /// Looked at once, however often the panel is counted.
    compared: OnceLock<Option<(Overlap, Vec<bool>)>>,
}

/// Where in a reply the answer stands that a schema asks for; None where no value in it can be that.
pub fn place(schema: &str, reply: &str) -> Option<Range<usize>> {
    let schema = readable(schema);
    find::value(reply, |node| schema.fits(node)).map(|node| node.span)
}

/// A schema that cannot be read demands nothing.
fn readable(text: &str) -> Schema {
    Schema::read(text).or_else(|| Schema::read("true")).unwrap_or_else(|| unreachable!("`true` is a schema"))
}

impl Typed {
    /// Reads the answers of a panel; None where it has no schema.
    pub fn read(panel: &Panel) -> Option<Typed> {
        let mut schema = readable(panel.schema.as_deref()?);
        schema.unordered = panel.question.as_deref().is_some_and(names::says_unordered);
        let found: Vec<_> = panel
            .opinions
            .iter()
            .map(|opinion| find::value(opinion.answer.as_deref()?, |node| schema.fits(node)))
            .collect();
        let trees: Vec<_> = found.iter().map(|node| node.as_ref().map(|node| tree::of(&schema, node))).collect();
        let spoken = panel.opinions.iter().zip(&trees);
        let roles = Roles::of(spoken.filter_map(|(opinion, tree)| Some((opinion.expert.as_str(), tree.as_ref()?))));
        let said = said::all(&trees, &roles);
        let each = said.into_iter().zip(found).map(|(said, node)| said.zip(node.map(|node| node.span)));
        Some(Typed { each: each.collect(), roles, compared: OnceLock::new() })
    }

    /// The conclusions as the readings of a ballot.
    pub fn readings(&self, panel: &Panel) -> Readings {
        let mut keys = Vec::new();
        let each = panel.opinions.iter().zip(&self.each).map(|(opinion, said)| {
            let reply = opinion.answer.as_deref().filter(|answer| !answer.trim().is_empty())?;
            let Some((said, span)) = said else { return Some(Reading { key: None, span: 0..reply.len() }) };
            keys.push(Key::Quoted(said.conclusion.clone().unwrap_or_default()));
            Some(Reading { key: Some(keys.len() - 1), span: span.clone() })
        });
        let each = each.collect();
        Readings { each, keys, matter: Matter::Literals }
    }

    /// What an opinion's answer says; None where it is unreadable or says nothing.
    pub fn said(&self, opinion: usize) -> Option<&Said> {
        self.each[opinion].as_ref().map(|(said, _)| said)
    }

    /// The same answers as if a schema gave a vote to one field alone.
    pub fn with_votes_of(&self, path: &str) -> Typed {
        let alone = |(said, span): &(Said, Range<usize>)| {
            let votes = said.votes.get_key_value(path).map(|(path, votes)| (path.clone(), votes.clone()));
            (Said { votes: votes.into_iter().collect(), ..Said::default() }, span.clone())
        };
        Typed {
            each: self.each.iter().map(|said| said.as_ref().map(alone)).collect(),
            roles: self.roles.clone(),
            compared: OnceLock::new(),
        }
    }

    /// The reasons of all opinions compared, and which ones speak to the reader; None where they are too many.
    pub fn reasons_compared(&self) -> Option<&(Overlap, Vec<bool>)> {
        self.compared.get_or_init(|| self.compare()).as_ref()
    }

    fn compare(&self) -> Option<(Overlap, Vec<bool>)> {
        if self.each.len() > MAX_PAIRED {
            return None;
        }
        let reasons: Vec<String> = (0..self.each.len()).map(|opinion| self.reasons(opinion)).collect();
        let texts: Vec<&str> = reasons.iter().map(String::as_str).collect();
        let overlap = Overlap::new(None, &texts);
        let called = |at: usize| overlap.tallies[at].calls | injection::FIELD;
        let fair = texts.iter().enumerate().map(|(at, text)| !injection::speaks_to_judge(text, called(at))).collect();
        Some((overlap, fair))
    }

    fn reasons(&self, opinion: usize) -> String {
        let reasons = self.each[opinion].iter().flat_map(|(said, _)| said.reasons.iter());
        reasons.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// A panel with a schema as the rules weigh it: without its id, so that no tie hangs on that.
pub struct Resolved {
    /// What is weighed.
    pub panel: Panel,
    /// The answers as they stand in the replies.
    answers: Vec<Option<String>>,
    id: String,
}

/// Prepares a panel whose answers a schema describes; None for any other.
pub fn resolve(panel: &Panel) -> Option<Resolved> {
    if !matches!(panel.kind, Kind::Text | Kind::Auto) {
        return None;
    }
    let typed = Typed::read(panel)?;
    let cut = |(opinion, said): (&Opinion, &Option<(Said, Range<usize>)>)| {
        let (_, span) = said.as_ref()?;
        opinion.answer.as_deref().map(|reply| reply[span.clone()].to_owned())
    };
    let answers = panel.opinions.iter().zip(&typed.each).map(cut).collect();
    let votes = typed.roles.vote();
    let worded = worded::all(typed.each.iter().map(|said| said.as_ref().map(|(said, _)| said)));
    let opinions = panel.opinions.iter().zip(worded).map(|(opinion, worded)| Opinion {
        answer: if votes { opinion.answer.clone() } else { worded },
        conclusion: opinion.conclusion.clone().filter(|_| !votes),
        ..opinion.clone()
    });
    let resolved = Panel {
        id: String::new(),
        kind: if votes { Kind::Short } else { panel.kind },
        schema: panel.schema.clone().filter(|_| votes),
        opinions: opinions.collect(),
        ..panel.clone()
    };
    Some(Resolved { panel: resolved, answers, id: panel.id.clone() })
}

impl Resolved {
    /// The verdict on the prepared panel in terms of the given one.
    pub fn verdict(&self, mut verdict: Verdict) -> Verdict {
        let texts = self.panel.schema.is_none();
        verdict.id.clone_from(&self.id);
        let rule = verdict.method.split_once('/').map_or(verdict.method.as_str(), |(_, rule)| rule);
        verdict.method = format!("typed/{rule}");
        let picked =
            |opinion: &&Opinion| Some(&opinion.expert) == verdict.pick.as_ref() && opinion.answer == verdict.answer;
        let at = self.panel.opinions.iter().position(|opinion| picked(&opinion));
        verdict.answer = at.and_then(|at| self.answers[at].clone());
        // The answer is cut out already.
        verdict.span = None;
        if texts {
            // Places in the strings are no places in the answer.
            (verdict.claims, verdict.read_as) = (None, None);
            let dissent = verdict.standing.iter_mut().flat_map(|standing| standing.dissent.iter_mut());
            dissent.for_each(|entry| entry.span = None);
            verdict.positions.iter_mut().flatten().for_each(|position| position.span = None);
        }
        verdict
    }
}
