//! Leave-one-out among long texts: an expert moves the nearness of all others.

use super::{Parts, SMALL, recount};
use crate::ballot::Ballot;
use crate::decide::{Decision, words_order};
use crate::independence::mate_weight;
use crate::panel::{Kind, Panel};
use crate::total::Total;

/// Whether the pick changes without each expert; if the pick itself goes, whether its cluster does.
pub(super) fn changes(
    panel: &Panel,
    ballot: &mut Ballot,
    weights: &[f64],
    parts: &Parts,
    experts: &[Vec<usize>],
    decision: &Decision,
) -> Vec<bool> {
    let nearness = Nearness::new(panel, ballot, weights, parts);
    // Where another rule than nearness picked, it is asked again.
    let by_nearness = nearness.leads(decision.pick, ballot);
    let mut changes = Vec::with_capacity(experts.len());
    for votes in experts {
        let picked = if by_nearness || ballot.votes.len() > SMALL {
            nearness.pick_without(panel, votes, ballot)
        } else {
            let discounts = nearness.discounts_without(votes, ballot);
            recount(panel, ballot, parts, votes, |at| discounts[at]).map(|again| again.pick)
        };
        let gone = votes.contains(&decision.pick);
        changes.push(!picked.is_some_and(|pick| {
            pick == decision.pick || (gone && ballot.votes[pick].class == ballot.votes[decision.pick].class)
        }));
    }
    changes
}

/// Weighted sums of similarity, kept so that one expert can be taken out. They are exact sums of the
/// same rounded terms as in the vote, so that a tie there is a tie here.
struct Nearness {
    /// Weighted similarity of each vote to all others.
    sums: Vec<Total>,
    weights: Vec<f64>,
    all: Total,
    /// What a vote weighs per unit of discount.
    loads: Vec<f64>,
    /// Mates that each vote has, counted by similarity, itself included; nothing without a family.
    mass: Vec<Total>,
    /// Number of the family of each vote.
    family: Vec<Option<usize>>,
    splits: Vec<f64>,
}

/// A vote whose weight changes.
struct Change {
    vote: usize,
    before: f64,
    after: f64,
}

impl Nearness {
    fn new(panel: &Panel, ballot: &Ballot, weights: &[f64], parts: &Parts) -> Nearness {
        let votes = &ballot.votes;
        let similar = |a: usize, b: usize| weights[b] * ballot.similarity(votes[b].opinion, votes[a].opinion);
        let sum = |a: usize| (0..votes.len()).filter(|&b| b != a).map(|b| similar(a, b)).collect();
        let mut names: Vec<&str> =
            votes.iter().filter_map(|vote| panel.opinions[vote.opinion].family.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        let number = |opinion: usize| names.binary_search(&panel.opinions[opinion].family.as_deref()?).ok();
        let mut nearness = Nearness {
            sums: (0..votes.len()).map(sum).collect(),
            all: weights.iter().copied().collect(),
            weights: weights.to_vec(),
            loads: parts.load.clone(),
            mass: Vec::new(),
            family: votes.iter().map(|vote| number(vote.opinion)).collect(),
            splits: parts.split.clone(),
        };
        nearness.mass = (0..votes.len()).map(|at| nearness.mass_of(at, ballot)).collect();
        nearness
    }

    fn mass_of(&self, at: usize, ballot: &Ballot) -> Total {
        let mates = (0..self.family.len()).filter(|other| self.mates(at, *other, ballot));
        let mut mass: Total = mates.map(|other| self.part(at, other, ballot)).collect();
        if self.family[at].is_some() {
            mass.add(self.splits[at]);
        }
        mass
    }

    /// What one mate adds to the mass of another.
    fn part(&self, at: usize, mate: usize, ballot: &Ballot) -> f64 {
        self.splits[mate] * ballot.likeness(Kind::Text, &ballot.votes[at], &ballot.votes[mate])
    }

    fn mates(&self, a: usize, b: usize, ballot: &Ballot) -> bool {
        self.family[a].is_some() && self.family[a] == self.family[b] && ballot.votes[a].expert != ballot.votes[b].expert
    }

    /// Discount of each vote without the votes of one expert.
    fn discounts_without(&self, gone: &[usize], ballot: &Ballot) -> Vec<f64> {
        (0..self.splits.len()).map(|at| self.discount_without(at, gone, ballot)).collect()
    }

    fn discount_without(&self, at: usize, gone: &[usize], ballot: &Ballot) -> f64 {
        let mut mass = self.mass[at];
        for &mate in gone.iter().filter(|mate| self.mates(at, **mate, ballot)) {
            mass.add(-self.part(at, mate, ballot));
        }
        mate_weight(mass.value())
    }

    /// Whether no other vote is nearer to the rest than `pick`.
    fn leads(&self, pick: usize, ballot: &Ballot) -> bool {
        let nearness = self.without(&[], ballot);
        nearness.iter().max() == nearness.get(pick)
    }

    /// The nearest vote without those of one expert; a tie is broken as in the vote.
    fn pick_without(&self, panel: &Panel, gone: &[usize], ballot: &Ballot) -> Option<usize> {
        let changes = self.changes(gone, ballot);
        let nearness = self.without(&changes, ballot);
        let left = (0..nearness.len()).filter(|at| !gone.contains(at));
        let best = left.clone().map(|at| nearness[at]).max()?;
        let tied: Vec<usize> = left.filter(|&at| nearness[at] == best).collect();
        if let [only] = tied[..] {
            return Some(only);
        }
        let mut weights = self.weights.clone();
        changes.iter().for_each(|change| weights[change.vote] = change.after);
        tied.into_iter().max_by(|&a, &b| words_order(panel, ballot, &weights, a, b))
    }

    /// The votes of one expert, which go, and those of its mates, which gain.
    fn changes(&self, gone: &[usize], ballot: &Ballot) -> Vec<Change> {
        let changes = (0..self.weights.len()).filter_map(|vote| {
            let before = self.weights[vote];
            if gone.contains(&vote) {
                return Some(Change { vote, before, after: 0.0 });
            }
            let mate = gone.iter().any(|&at| self.mates(at, vote, ballot));
            let after = || self.loads[vote] * self.discount_without(vote, gone, ballot);
            mate.then(|| Change { vote, before, after: after() })
        });
        changes.collect()
    }

    /// Weighted mean similarity of each vote to the others, after changes of weight.
    fn without(&self, changes: &[Change], ballot: &Ballot) -> Vec<Total> {
        let mut all = self.all;
        for change in changes {
            all.add(change.after);
            all.add(-change.before);
        }
        let one = |at: usize| {
            let (mut sum, mut rest, mut own) = (self.sums[at], all, self.weights[at]);
            for change in changes {
                if change.vote == at {
                    own = change.after;
                    continue;
                }
                let similarity = ballot.similarity(ballot.votes[change.vote].opinion, ballot.votes[at].opinion);
                sum.add(change.after * similarity);
                sum.add(-(change.before * similarity));
            }
            rest.add(-own);
            let mean = if rest.value() > 0.0 { sum.value() / rest.value() } else { 0.0 };
            [mean].into_iter().collect()
        };
        (0..self.weights.len()).map(one).collect()
    }
}
