//! What a panel's report holds beside its answer: coverage, stability, independence and dissent.

use std::collections::{BTreeMap, BTreeSet};

use crate::ballot::Ballot;
use crate::decide::{self, Decision};
use crate::independence;
use crate::report;
use crate::stability;
use crate::wire::{Cluster, Coverage, Dissent, Kind, Panel, Standing};

/// The standing of a panel; `clusters` are those of its verdict.
pub fn of(
    panel: &Panel,
    ballot: &mut Ballot,
    weights: &[f64],
    decision: Option<&Decision>,
    clusters: &[Cluster],
) -> Standing {
    let answering: Vec<usize> = ballot.votes.iter().map(|vote| vote.opinion).collect();
    Standing {
        coverage: coverage(panel, &answering),
        stability: decision.and_then(|decision| stability::of(panel, ballot, weights, decision)),
        independent: independent(panel, &answering),
        dissent: decision.map_or_else(Vec::new, |decision| dissent(panel, ballot, weights, decision, clusters)),
    }
}

/// Who was asked and who answered; `answering` are the opinions that could be read.
pub fn coverage(panel: &Panel, answering: &[usize]) -> Coverage {
    let asked: BTreeSet<&str> = panel.opinions.iter().map(|opinion| opinion.expert.as_str()).collect();
    let sizes = family_sizes(panel, answering);
    Coverage { asked: asked.len(), answered: sizes.iter().sum(), families: sizes.len() }
}

/// Effective number of independent experts among those who answered.
pub fn independent(panel: &Panel, answering: &[usize]) -> Option<f64> {
    independence::effective(family_sizes(panel, answering).into_iter())
}

/// Number of different experts of each family; an expert without a family is one of its own.
fn family_sizes(panel: &Panel, answering: &[usize]) -> Vec<usize> {
    // An expert who is listed twice belongs to the family named first in the order of names.
    let mut family_of: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for &at in answering {
        let opinion = &panel.opinions[at];
        let family = family_of.entry(&opinion.expert).or_insert(opinion.family.as_deref());
        *family = match (*family, opinion.family.as_deref()) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    let mut loners = 0;
    for family in family_of.into_values() {
        match family {
            Some(family) => *sizes.entry(family).or_default() += 1,
            None => loners += 1,
        }
    }
    sizes.into_values().chain(std::iter::repeat_n(1, loners)).collect()
}

/// One entry for each cluster but the winner's, in the order of the clusters.
fn dissent(panel: &Panel, ballot: &Ballot, weights: &[f64], decision: &Decision, clusters: &[Cluster]) -> Vec<Dissent> {
    let classes = report::class_order(ballot, decision);
    // Among long texts the one most like the rest; looked at once for all.
    let near = if panel.kind == Kind::Text { ballot.nearness(weights) } else { Vec::new() };
    let mut picks: Vec<Option<usize>> = vec![None; ballot.classes];
    for (at, vote) in ballot.votes.iter().enumerate().filter(|(_, vote)| vote.class != decision.class) {
        let slot = &mut picks[vote.class];
        let better = |other: usize| stands_before(panel, ballot, weights, &near, at, other);
        if slot.is_none_or(better) {
            *slot = Some(at);
        }
    }
    let entry = |(cluster, class): (&Cluster, &usize)| {
        let opinion = ballot.votes[picks[*class]?].opinion;
        Some(Dissent {
            experts: cluster.experts.clone(),
            pick: panel.opinions[opinion].expert.clone(),
            span: report::span(panel, ballot, opinion),
            relation: ballot.compared().relation(ballot.votes[decision.pick].opinion, opinion),
        })
    };
    let decided = clusters.iter().zip(&classes).filter_map(entry);
    let unread = clusters[classes.len().min(clusters.len())..].iter().filter_map(|cluster| {
        let pick = cluster.experts.first()?.clone();
        Some(Dissent { experts: cluster.experts.clone(), pick, span: None, relation: None })
    });
    decided.chain(unread).collect()
}

/// Whether a vote stands for its class rather than another: nearness where there is any, weight, then a hash of the
/// words, then the name.
fn stands_before(panel: &Panel, ballot: &Ballot, weights: &[f64], near: &[f64], a: usize, b: usize) -> bool {
    let near = |at: usize| near.get(ballot.votes[at].opinion).copied().unwrap_or(0.0);
    near(a).total_cmp(&near(b)).then_with(|| decide::words_order(panel, ballot, weights, a, b)).is_gt()
}
