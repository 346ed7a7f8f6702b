//! A decision put into the words of the contract.

use std::collections::BTreeSet;

use crate::ballot::Ballot;
use crate::calibrate::Evidence;
use crate::decide::Decision;
use crate::normalise::Key;
use crate::reply;
use crate::wire::{Cluster, Kind, Panel, Verdict};

/// Everything decided about one panel.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Agreement, where measurable.
    pub agreement: Option<f64>,
    /// The decision; None if nobody gave a readable answer.
    pub decision: Option<Decision>,
    /// What the confidence rests on.
    pub evidence: Option<Evidence>,
    /// Calibrated confidence.
    pub confidence: Option<f64>,
    /// Chance of the winner to be right, where known experts foretell one.
    pub chance: Option<f64>,
    /// The rule that decided.
    pub method: String,
    /// Weight of each vote.
    pub weights: Vec<f64>,
}

/// The verdict on a panel, without the optional fields.
pub fn verdict(panel: &Panel, ballot: &Ballot, outcome: Outcome) -> Verdict {
    let Some(decision) = outcome.decision else {
        let mut verdict = Verdict::empty(&panel.id, &format!("{}+nobody-answered", outcome.method));
        verdict.clusters = unread(panel, ballot);
        return verdict;
    };
    let opinion = ballot.votes[decision.pick].opinion;
    let many = if ballot.compared().points.are_many() { "+many-answers" } else { "" };
    let kept_out = if ballot.kept_out.contains(&true) { "+kept-out" } else { "" };
    let mut verdict = Verdict::empty(&panel.id, &format!("{}{many}{kept_out}", outcome.method));
    verdict.answer = answer(panel, ballot, opinion);
    verdict.pick = Some(panel.opinions[opinion].expert.clone());
    verdict.agreement = outcome.agreement;
    verdict.confidence = outcome.confidence;
    verdict.clusters = clusters(panel, ballot, &decision);
    verdict.span = span(panel, ballot, opinion);
    if panel.kind == Kind::Text {
        verdict.scores = Some(decision.scores.clone());
    }
    verdict
}

/// Similarity of all pairs of opinions that could be read.
pub fn pairs(ballot: &Ballot) -> Vec<(usize, usize, f64)> {
    let read: Vec<usize> = (0..ballot.class_of.len()).filter(|&at| ballot.class_of[at].is_some()).collect();
    let mut pairs = Vec::with_capacity(read.len() * read.len().saturating_sub(1) / 2);
    for (at, &i) in read.iter().enumerate() {
        pairs.extend(read[at + 1..].iter().map(|&j| (i, j, ballot.similarity(i, j))));
    }
    pairs
}

/// The option as given for a `choice`, else the words of the expert.
fn answer(panel: &Panel, ballot: &Ballot, opinion: usize) -> Option<String> {
    match (panel.kind, &panel.options, ballot.readings.key(opinion)) {
        (Kind::Choice, Some(_), Some(Key::Quoted(option))) => Some(option.clone()),
        // A span tells where a short answer stands; a text is given without the thinking around it.
        _ if panel.kind == Kind::Short => panel.opinions[opinion].answer.clone(),
        _ => panel.opinions[opinion].answer.as_deref().map(|reply| reply::part(reply).answer(reply)),
    }
}

/// Where the short answer stands in a longer reply, counted as JavaScript counts.
pub fn span(panel: &Panel, ballot: &Ballot, opinion: usize) -> Option<[usize; 2]> {
    let reply = panel.opinions[opinion].answer.as_deref()?;
    let span = ballot.readings.each[opinion].as_ref()?.span.clone();
    if panel.kind != Kind::Short || span.len() == reply.len() {
        return None;
    }
    let start = units(&reply[..span.start]);
    Some([start, start + units(&reply[span])])
}

/// How many code units of UTF-16 a text has: one for each letter, one more for those of four bytes. Without branches, so
/// that many bytes are looked at in one step.
pub fn units(text: &str) -> usize {
    text.bytes().map(|byte| usize::from(byte & 0xc0 != 0x80) + usize::from(byte >= 0xf0)).sum()
}

/// Classes by weight, then replies that could not be read.
fn clusters(panel: &Panel, ballot: &Ballot, decision: &Decision) -> Vec<Cluster> {
    let mut members: Vec<Vec<&str>> = vec![Vec::new(); ballot.classes];
    for (opinion, class) in panel.opinions.iter().zip(&ballot.class_of) {
        if let Some(class) = *class {
            members[class].push(&opinion.expert);
        }
    }
    // Nobody can be named twice where all experts are different.
    let named = if ballot.asked == panel.opinions.len() { all } else { different };
    let mut clusters: Vec<Cluster> = class_order(ballot, decision)
        .into_iter()
        .map(|class| Cluster { experts: named(&members[class]), share: decision.shares[class] })
        .collect();
    clusters.extend(unread(panel, ballot));
    clusters
}

/// The classes by weight, the winner first among equals.
pub fn class_order(ballot: &Ballot, decision: &Decision) -> Vec<usize> {
    let mut first_seen = vec![usize::MAX; ballot.classes];
    for (at, class) in ballot.class_of.iter().enumerate() {
        if let Some(class) = *class {
            first_seen[class] = first_seen[class].min(at);
        }
    }
    let mut order: Vec<usize> = (0..ballot.classes).collect();
    order.sort_by(|&a, &b| {
        let by_share = decision.shares[b].total_cmp(&decision.shares[a]);
        by_share
            .then_with(|| (b == decision.class).cmp(&(a == decision.class)))
            .then_with(|| first_seen[a].cmp(&first_seen[b]))
    });
    order
}

fn all(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Each name once, in the order of the panel.
fn different(names: &[&str]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.iter().filter(|name| seen.insert(**name)).map(|name| (*name).to_owned()).collect()
}

/// Each reply that could not be read, in a cluster of its own without weight.
fn unread(panel: &Panel, ballot: &Ballot) -> Vec<Cluster> {
    let read = panel.opinions.iter().zip(&ballot.readings.each);
    read.filter(|(_, reading)| reading.as_ref().is_some_and(|reading| reading.key.is_none()))
        .map(|(opinion, _)| Cluster { experts: vec![opinion.expert.clone()], share: 0.0 })
        .collect()
}
