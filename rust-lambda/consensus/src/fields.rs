//! What a panel says field by field.

use std::collections::{BTreeMap, BTreeSet};

use crate::agreement;
use crate::ballot::Ballot;
use crate::decide::{Decision, words_order};
use crate::hash;
use crate::majority::{self, MAJORITY};
use crate::report;
use crate::total::Total;
use crate::typed::Typed;
use crate::vote::Vote;
use crate::wire::{Field, FieldRole, FieldValue, Kind, Opinion, Panel, Position, Verdict};

/// Fields that a verdict tells of: with 50 experts named in each they stay below what a workflow's state holds.
const MOST_FIELDS: usize = 40;

/// Adds what only typed answers tell: whether they are decided, the positions and the fields.
pub fn tell(
    typed: &Typed,
    panel: &Panel,
    ballot: &Ballot,
    weights: &[f64],
    decision: &Decision,
    verdict: &mut Verdict,
) {
    let most = decision.shares[decision.class] > MAJORITY;
    verdict.decided = Some(most || majority::held(typed, ballot, weights) == Some(decision.class));
    verdict.positions = Some(positions(panel, ballot, weights, decision));
    verdict.fields = Some(fields(typed, panel, ballot, weights));
}

fn fields(typed: &Typed, panel: &Panel, ballot: &Ballot, weights: &[f64]) -> Vec<Field> {
    let said = || ballot.votes.iter().filter_map(|vote| typed.said(vote.opinion));
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
        FieldRole::Vote => field_of_votes(typed, panel, ballot, weights, path),
        FieldRole::Reason => field_of_reasons(typed, panel, ballot, weights, path),
    };
    all.into_iter().map(field).collect()
}

fn field_of_votes(typed: &Typed, panel: &Panel, ballot: &Ballot, weights: &[f64], path: &str) -> Field {
    let value = |vote: &Vote| typed.said(vote.opinion).and_then(|said| said.votes.get(path));
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
            values.first().is_some_and(|value| value.share > MAJORITY)
                || majority::held_in(typed, ballot, weights, path),
        ),
        values,
    }
}

/// Reasons are compared as texts are; nobody counts them.
fn field_of_reasons(typed: &Typed, panel: &Panel, ballot: &Ballot, weights: &[f64], path: &str) -> Field {
    let text = |opinion: usize| {
        let reasons = typed.said(opinion)?.reasons.iter().filter(|(own, _)| own == path);
        Some(reasons.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")).filter(|text| !text.is_empty())
    };
    let opinions =
        ballot.votes.iter().map(|vote| Opinion { answer: text(vote.opinion), ..panel.opinions[vote.opinion].clone() });
    let texts =
        Panel { kind: Kind::Text, opinions: opinions.collect(), question: panel.question.clone(), ..Panel::default() };
    let compared = Ballot::new(&texts);
    Field {
        path: path.to_owned(),
        role: FieldRole::Reason,
        agreement: agreement::of(&compared, Kind::Text),
        decided: None,
        values: values_of(panel, ballot, weights, &compared.class_of),
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
