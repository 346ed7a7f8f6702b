//! The claim ledger of long answers: what is claimed, who supports it, who contradicts it, who is silent.
//!
//! Sentences and list items of all answers are compared with one another. The one that most experts support is the
//! first claim and stands for all that say the same; of the rest again the most supported one, until none is left. A
//! claim is shown by reference to one expert's own words, so no text is written here.
//!
//! # Performance
//! O(S^2) comparisons of sentences. S is bounded: [`MOST_SENTENCES`] in all, shared out evenly over the different
//! answers (the first sentences of each); of more answers than that, the rest is silent.

mod courtesy;
mod sentence;
mod statement;
mod support;

use std::collections::BTreeMap;

use crate::ballot::Ballot;
use crate::hash;
use crate::vote::Vote;
use crate::wire::{Claim, Panel};
pub use statement::Bearing;
use statement::Statement;
pub use support::{Support, support};

/// Sentences compared in one panel.
const MOST_SENTENCES: usize = 384;

/// Sentences of one answer.
const MOST_OF_ONE: usize = 64;

/// A sentence of the panel.
struct Found {
    opinion: usize,
    bytes: std::ops::Range<usize>,
    statement: Statement,
    /// Orders sentences that are supported alike, whatever the order of the panel.
    order: u64,
}

/// The distinct claims of the answers, most supported first.
pub fn ledger(panel: &Panel, ballot: &Ballot) -> Vec<Claim> {
    let (experts, expert_of) = answering(panel, ballot);
    let found = sentences(panel, ballot);
    // Answers that are word for word the same were read once: all who gave them say it.
    let alike = same_answers(ballot, &expert_of, &found);
    let bearings: Vec<Vec<Bearing>> = found
        .iter()
        .map(|claim| found.iter().map(|other| claim.statement.bearing_of(&other.statement)).collect())
        .collect();
    let stands = |claim: usize| standing(experts.len(), &bearings[claim], &alike);
    let mut open: Vec<bool> = vec![true; found.len()];
    let mut order: Vec<(usize, Vec<Bearing>)> = (0..found.len()).map(|claim| (claim, stands(claim))).collect();
    let count = |standing: &[Bearing]| standing.iter().filter(|bearing| **bearing == Bearing::Supports).count();
    order.sort_by(|a, b| count(&b.1).cmp(&count(&a.1)).then(found[a.0].order.cmp(&found[b.0].order)));
    let mut claims = Vec::new();
    for (at, standing) in order {
        if !std::mem::replace(&mut open[at], false) {
            continue;
        }
        for (other, bearing) in bearings[at].iter().enumerate() {
            open[other] &= *bearing != Bearing::Supports;
        }
        claims.push(claim(panel, &found[at], &experts, &standing));
    }
    claims
}

/// The experts with a readable answer, each once, in the order of the panel; and the number of each vote's expert
/// among them.
fn answering<'a>(panel: &'a Panel, ballot: &Ballot) -> (Vec<&'a str>, Vec<usize>) {
    let mut experts: Vec<&str> = Vec::new();
    let mut number_of: BTreeMap<usize, usize> = BTreeMap::new();
    let of_vote = |vote: &Vote| {
        *number_of.entry(vote.expert).or_insert_with(|| {
            experts.push(panel.opinions[vote.opinion].expert.as_str());
            experts.len() - 1
        })
    };
    let of_votes = ballot.votes.iter().map(of_vote).collect();
    (experts, of_votes)
}

/// The first sentences of each different answer.
fn sentences(panel: &Panel, ballot: &Ballot) -> Vec<Found> {
    let point_of = &ballot.compared().point_of;
    // By point: points are numbered by content, so the same answers are read whatever the order of the panel.
    let mut shown: BTreeMap<usize, usize> = BTreeMap::new();
    let name = |opinion: usize| &panel.opinions[opinion].expert;
    for vote in &ballot.votes {
        let Some(point) = point_of[vote.opinion] else { continue };
        let slot = shown.entry(point).or_insert(vote.opinion);
        // Of equal answers the expert first in the alphabet is quoted, wherever the panel lists it.
        if name(vote.opinion) < name(*slot) {
            *slot = vote.opinion;
        }
    }
    let shown: Vec<usize> = shown.into_values().take(MOST_SENTENCES).collect();
    let each = (MOST_SENTENCES / shown.len().max(1)).clamp(1, MOST_OF_ONE);
    shown.into_iter().flat_map(|opinion| of_answer(panel, ballot, opinion, each)).collect()
}

fn of_answer(panel: &Panel, ballot: &Ballot, opinion: usize, most: usize) -> Vec<Found> {
    let text = panel.opinions[opinion].answer.as_deref().unwrap_or("");
    // What an expert only thought claims nothing.
    let said = ballot.readings.each[opinion].as_ref().map_or(0..text.len(), |reading| reading.span.clone());
    let places = sentence::places(&text[said.clone()]).into_iter();
    let places = places.map(|place| said.start + place.start..said.start + place.end);
    let claims = places.filter_map(|bytes| Statement::new(&text[bytes.clone()]).map(|statement| (bytes, statement)));
    let found = claims.map(|(bytes, statement)| {
        let order = hash::of_parts(&[&text[bytes.clone()]]);
        Found { opinion, bytes, statement, order }
    });
    found.take(most).collect()
}

/// For each sentence the experts whose answer holds it word for word.
fn same_answers(ballot: &Ballot, expert_of: &[usize], found: &[Found]) -> Vec<Vec<usize>> {
    let point_of = &ballot.compared().point_of;
    let mut holders: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (vote, expert) in ballot.votes.iter().zip(expert_of) {
        if let Some(point) = point_of[vote.opinion] {
            holders.entry(point).or_default().push(*expert);
        }
    }
    let of = |found: &Found| point_of[found.opinion].and_then(|point| holders.get(&point).cloned());
    found.iter().map(|found| of(found).unwrap_or_default()).collect()
}

/// How each expert stands to a claim: who says it anywhere supports it, even if another sentence does not.
fn standing(experts: usize, bearings: &[Bearing], alike: &[Vec<usize>]) -> Vec<Bearing> {
    let mut standing = vec![Bearing::Silent; experts];
    for (bearing, holders) in bearings.iter().zip(alike) {
        for &expert in holders {
            match (*bearing, standing[expert]) {
                (Bearing::Supports, _) => standing[expert] = Bearing::Supports,
                (Bearing::Contradicts, Bearing::Silent) => standing[expert] = Bearing::Contradicts,
                _ => {}
            }
        }
    }
    standing
}

fn claim(panel: &Panel, found: &Found, experts: &[&str], standing: &[Bearing]) -> Claim {
    let text = panel.opinions[found.opinion].answer.as_deref().unwrap_or("");
    let units = |text: &str| text.encode_utf16().count();
    let start = units(&text[..found.bytes.start]);
    let who = |wanted: Bearing| -> Vec<String> {
        let stand = experts.iter().zip(standing).filter(|(_, bearing)| **bearing == wanted);
        stand.map(|(expert, _)| (*expert).to_owned()).collect()
    };
    Claim {
        expert: panel.opinions[found.opinion].expert.clone(),
        span: [start, start + units(&text[found.bytes.clone()])],
        supports: who(Bearing::Supports),
        contradicts: who(Bearing::Contradicts),
        silent: who(Bearing::Silent),
    }
}
