//! What a panel says field by field, and which answer holds the majority of every field.

use std::collections::{BTreeMap, BTreeSet};

use super::Typed;
use crate::agreement;
use crate::ballot::{Ballot, Vote};
use crate::decide::{Decision, words_order};
use crate::hash;
use crate::panel::{Kind, Opinion, Panel};
use crate::report;
use crate::total::Total;
use crate::verdict::{Field, FieldRole, FieldValue, Position, Verdict};

/// Fields that a verdict tells of: with 50 experts named in each they stay below what a workflow's state holds.
const MOST_FIELDS: usize = 40;

/// Above half: weights are sums of rounded numbers.
const MAJORITY: f64 = 0.5 + 1e-9;

/// A field and a place in it.
type Spot<'a> = (&'a str, &'a str);

impl Typed {
    /// The class of the answer that holds the majority of every vote; None where there is no such answer.
    pub fn held(&self, ballot: &Ballot, weights: &[f64]) -> Option<usize> {
        let won = self.won(ballot, weights)?;
        let holds = |vote: &&Vote| self.spots(vote.opinion) == won;
        let weight = |class: usize| -> Total {
            let own = ballot.votes.iter().zip(weights).filter(|(vote, _)| vote.class == class);
            own.map(|(_, weight)| *weight).collect()
        };
        let classes: BTreeSet<usize> = ballot.votes.iter().filter(holds).map(|vote| vote.class).collect();
        classes.into_iter().max_by_key(|&class| weight(class))
    }

    /// The value of every vote that more than half of the weight stands behind; what most do not have is left out. None
    /// where one has no such value.
    fn won<'a>(&'a self, ballot: &Ballot, weights: &[f64]) -> Option<BTreeMap<Spot<'a>, &'a str>> {
        let all = weights.iter().copied().collect::<Total>().value();
        let mut tally: BTreeMap<Spot, BTreeMap<&str, Total>> = BTreeMap::new();
        for (vote, weight) in ballot.votes.iter().zip(weights) {
            for (spot, value) in self.spots(vote.opinion) {
                tally.entry(spot).or_default().entry(value).or_default().add(*weight);
            }
        }
        let mut won = BTreeMap::new();
        for (spot, values) in tally {
            let weighed = values.into_iter().map(|(value, weight)| (value, weight.value()));
            let weighed: Vec<(&str, f64)> = weighed.collect();
            let given: f64 = weighed.iter().map(|(_, weight)| weight).sum();
            match weighed.iter().find(|(_, weight)| *weight > MAJORITY * all) {
                Some((value, _)) => drop(won.insert(spot, *value)),
                None if all - given > MAJORITY * all => {}
                None => return None,
            }
        }
        Some(won)
    }

    fn spots(&self, opinion: usize) -> BTreeMap<Spot<'_>, &str> {
        let fields = self.each[opinion].iter().flat_map(|(said, _)| said.votes.iter());
        let spots = fields.flat_map(|(field, votes)| {
            votes.iter().map(move |(place, value)| ((field.as_str(), place.as_str()), value.as_str()))
        });
        spots.collect()
    }

    /// Adds what only typed answers tell: whether they are decided, the positions and the fields.
    pub fn tell(&self, panel: &Panel, ballot: &Ballot, weights: &[f64], decision: &Decision, verdict: &mut Verdict) {
        let most = decision.shares[decision.class] > MAJORITY;
        verdict.decided = Some(most || self.held(ballot, weights) == Some(decision.class));
        verdict.positions = Some(positions(panel, ballot, weights, decision));
        verdict.fields = Some(self.fields(panel, ballot, weights));
    }

    fn fields(&self, panel: &Panel, ballot: &Ballot, weights: &[f64]) -> Vec<Field> {
        let said = || ballot.votes.iter().filter_map(|vote| self.each[vote.opinion].as_ref()).map(|(said, _)| said);
        let votes: BTreeSet<&String> = said().flat_map(|said| said.votes.keys()).collect();
        let reasons: BTreeSet<&String> = said().flat_map(|said| said.reasons.iter().map(|(path, _)| path)).collect();
        let voted = votes.into_iter().map(|path| (path, FieldRole::Vote));
        let mut all: Vec<(&String, FieldRole)> =
            voted.chain(reasons.into_iter().map(|path| (path, FieldRole::Reason))).collect();
        // The outer ones first, where not all are told.
        all.sort_by_key(|(path, role)| (path.matches('/').count(), *role, *path));
        all.truncate(MOST_FIELDS);
        all.sort_by_key(|(path, role)| (*path, *role));
        let field = |(path, role): (&String, FieldRole)| match role {
            FieldRole::Vote => self.voted(panel, ballot, weights, path),
            FieldRole::Reason => self.reasoned(panel, ballot, weights, path),
        };
        all.into_iter().map(field).collect()
    }

    fn voted(&self, panel: &Panel, ballot: &Ballot, weights: &[f64], path: &str) -> Field {
        let value = |vote: &Vote| self.each[vote.opinion].as_ref().and_then(|(said, _)| said.votes.get(path));
        let values: BTreeSet<_> = ballot.votes.iter().map(value).collect();
        let numbered: Vec<_> = values.into_iter().collect();
        let class = |vote: &Vote| numbered.binary_search(&value(vote)).unwrap_or(0);
        let classes: Vec<Option<usize>> = ballot.votes.iter().map(|vote| Some(class(vote))).collect();
        let values = values_of(panel, ballot, weights, &classes);
        Field {
            path: path.to_owned(),
            role: FieldRole::Vote,
            agreement: agreement::of_classes(ballot, |vote| class(vote)),
            decided: Some(
                values.first().is_some_and(|value| value.share > MAJORITY) || self.held_field(ballot, weights, path),
            ),
            values,
        }
    }

    /// Whether somebody holds the majority of every vote in a field.
    fn held_field(&self, ballot: &Ballot, weights: &[f64], path: &str) -> bool {
        let alone = |(said, span): &(super::Said, std::ops::Range<usize>)| {
            let votes = said.votes.get_key_value(path).map(|(path, votes)| (path.clone(), votes.clone()));
            (super::Said { votes: votes.into_iter().collect(), ..super::Said::default() }, span.clone())
        };
        let only = Typed {
            each: self.each.iter().map(|said| said.as_ref().map(alone)).collect(),
            roles: self.roles.clone(),
            compared: std::sync::OnceLock::new(),
        };
        only.held(ballot, weights).is_some()
    }

    /// Reasons are compared as texts are; nobody counts them.
    fn reasoned(&self, panel: &Panel, ballot: &Ballot, weights: &[f64], path: &str) -> Field {
        let text = |opinion: usize| {
            let reasons = self.each[opinion].as_ref()?.0.reasons.iter().filter(|(own, _)| own == path);
            Some(reasons.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")).filter(|text| !text.is_empty())
        };
        let opinions = ballot
            .votes
            .iter()
            .map(|vote| Opinion { answer: text(vote.opinion), ..panel.opinions[vote.opinion].clone() });
        let texts = Panel {
            kind: Kind::Text,
            opinions: opinions.collect(),
            question: panel.question.clone(),
            ..Panel::default()
        };
        let compared = Ballot::new(&texts);
        Field {
            path: path.to_owned(),
            role: FieldRole::Reason,
            agreement: agreement::of(&compared, Kind::Text),
            decided: None,
            values: values_of(panel, ballot, weights, &compared.class_of),
        }
    }
}

/// Who says the same, heaviest first; `classes` one for each vote.
fn values_of(panel: &Panel, ballot: &Ballot, weights: &[f64], classes: &[Option<usize>]) -> Vec<FieldValue> {
    let all = weights.iter().copied().collect::<Total>().value();
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, class) in classes.iter().enumerate() {
        if let Some(class) = class {
            groups.entry(*class).or_default().push(at);
        }
    }
    let value = |votes: &Vec<usize>| {
        let weight = votes.iter().map(|&at| weights[at]).collect::<Total>().value();
        let first = votes.iter().copied().max_by(|&a, &b| words_order(panel, ballot, weights, a, b))?;
        let expert = |at: usize| panel.opinions[ballot.votes[at].opinion].expert.clone();
        let mut experts: Vec<String> = votes.iter().map(|&at| expert(at)).collect();
        experts.dedup();
        let share = if all > 0.0 { weight / all } else { 0.0 };
        Some((words_hash(panel, ballot, first), FieldValue { experts, share, pick: expert(first) }))
    };
    let mut values: Vec<(u64, FieldValue)> = groups.values().filter_map(value).collect();
    values.sort_by(|a, b| b.1.share.total_cmp(&a.1.share).then(a.0.cmp(&b.0)));
    values.into_iter().map(|(_, value)| value).collect()
}

fn words_hash(panel: &Panel, ballot: &Ballot, vote: usize) -> u64 {
    hash::of_parts(&[panel.opinions[ballot.votes[vote].opinion].answer.as_deref().unwrap_or("")])
}

/// The conclusions, the winner first, then by weight.
fn positions(panel: &Panel, ballot: &Ballot, weights: &[f64], decision: &Decision) -> Vec<Position> {
    let position = |class: usize| {
        let own = |at: &usize| ballot.votes[*at].class == class;
        let votes: Vec<usize> = (0..ballot.votes.len()).filter(own).collect();
        let score = |at: usize| decision.scores[ballot.votes[at].opinion];
        let best = votes
            .iter()
            .copied()
            .max_by(|&a, &b| score(a).total_cmp(&score(b)).then_with(|| words_order(panel, ballot, weights, a, b)))?;
        let pick = if class == decision.class { decision.pick } else { best };
        let opinion = ballot.votes[pick].opinion;
        let expert = |at: usize| panel.opinions[ballot.votes[at].opinion].expert.clone();
        let mut experts: Vec<String> = votes.iter().map(|&at| expert(at)).collect();
        experts.dedup();
        let span = report::span(panel, ballot, opinion);
        let hash = words_hash(panel, ballot, pick);
        Some((
            class != decision.class,
            hash,
            Position { experts, share: decision.shares[class], pick: expert(pick), span },
        ))
    };
    let mut all: Vec<(bool, u64, Position)> = (0..ballot.classes).filter_map(position).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.share.total_cmp(&a.2.share)).then(a.1.cmp(&b.1)));
    all.into_iter().map(|(_, _, position)| position).collect()
}
