//! Leave-one-out among long texts: an expert moves the nearness of all others.

use super::{Parts, SMALL, TIED, recount};
use crate::ballot::Ballot;
use crate::decide::Decision;
use crate::independence::mate_weight;
use crate::panel::{Kind, Panel};

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
    let by_nearness = nearness.leads(decision.pick, &[], ballot);
    let mut changes = Vec::with_capacity(experts.len());
    for votes in experts {
        let picked = if by_nearness || ballot.votes.len() > SMALL {
            nearness.pick_without(votes, ballot, decision.pick)
        } else {
            let discounts = nearness.discounts_without(votes, ballot, parts);
            recount(panel, ballot, parts, votes, |at| discounts[at]).map(|again| again.pick)
        };
        let gone = votes.contains(&decision.pick);
        changes.push(!picked.is_some_and(|pick| {
            pick == decision.pick || (gone && ballot.votes[pick].class == ballot.votes[decision.pick].class)
        }));
    }
    changes
}

/// Weighted sums of similarity, kept so that one expert can be taken out.
struct Nearness {
    /// Weighted similarity of each vote to all others.
    sums: Vec<f64>,
    weights: Vec<f64>,
    all: f64,
    /// What a vote weighs per unit of discount.
    loads: Vec<f64>,
    /// Mates that each vote has, counted by similarity, itself included; 0 without a family.
    mass: Vec<f64>,
    /// Number of the family of each vote.
    family: Vec<Option<usize>>,
    splits: Vec<f64>,
}

impl Nearness {
    fn new(panel: &Panel, ballot: &Ballot, weights: &[f64], parts: &Parts) -> Nearness {
        let votes = &ballot.votes;
        let mut sums = vec![0.0; votes.len()];
        for (i, a) in votes.iter().enumerate() {
            for (j, b) in votes.iter().enumerate().filter(|(j, _)| *j != i) {
                sums[i] += weights[j] * ballot.similarity(a.opinion, b.opinion);
            }
        }
        let mut names: Vec<&str> =
            votes.iter().filter_map(|vote| panel.opinions[vote.opinion].family.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        let number = |opinion: usize| names.binary_search(&panel.opinions[opinion].family.as_deref()?).ok();
        let family: Vec<Option<usize>> = votes.iter().map(|vote| number(vote.opinion)).collect();
        let mut nearness = Nearness {
            sums,
            all: weights.iter().sum(),
            weights: weights.to_vec(),
            loads: parts.load.clone(),
            mass: Vec::new(),
            family,
            splits: parts.split.clone(),
        };
        nearness.mass = (0..votes.len()).map(|at| nearness.mass_without(at, &[], ballot)).collect();
        nearness
    }

    /// Mates of a vote, those in `gone` left out.
    fn mass_without(&self, at: usize, gone: &[usize], ballot: &Ballot) -> f64 {
        if self.family[at].is_none() {
            return 0.0;
        }
        let mates = (0..self.family.len()).filter(|other| self.mates(at, *other, ballot) && !gone.contains(other));
        let own = self.splits[at];
        own + mates.map(|other| self.splits[other] * self.likeness(at, other, ballot)).sum::<f64>()
    }

    fn mates(&self, a: usize, b: usize, ballot: &Ballot) -> bool {
        self.family[a].is_some() && self.family[a] == self.family[b] && ballot.votes[a].expert != ballot.votes[b].expert
    }

    fn likeness(&self, a: usize, b: usize, ballot: &Ballot) -> f64 {
        ballot.likeness(Kind::Text, &ballot.votes[a], &ballot.votes[b])
    }

    /// Discount of each vote without the votes of one expert.
    fn discounts_without(&self, gone: &[usize], ballot: &Ballot, parts: &Parts) -> Vec<f64> {
        (0..parts.split.len()).map(|at| mate_weight(self.mass_without(at, gone, ballot))).collect()
    }

    /// Whether no other vote is nearer to the rest than `pick`, without the votes in `gone`.
    fn leads(&self, pick: usize, gone: &[usize], ballot: &Ballot) -> bool {
        let centrality = self.centralities(gone, ballot);
        let best = centrality.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        best - centrality[pick] <= TIED
    }

    /// The nearest vote without those of one expert; the pick keeps its place in a tie.
    fn pick_without(&self, gone: &[usize], ballot: &Ballot, pick: usize) -> Option<usize> {
        let centrality = self.centralities(gone, ballot);
        let class = ballot.votes[pick].class;
        let stays = |at: &usize| (*at == pick, ballot.votes[*at].class == class);
        let left = (0..centrality.len()).filter(|at| !gone.contains(at));
        let best = left.clone().map(|at| centrality[at]).fold(f64::NEG_INFINITY, f64::max);
        left.filter(|&at| best - centrality[at] <= TIED).max_by_key(stays)
    }

    /// Weighted mean similarity of each vote to the others that are left; minus infinity for those gone.
    fn centralities(&self, gone: &[usize], ballot: &Ballot) -> Vec<f64> {
        let changed: Vec<(usize, f64)> = (0..self.weights.len())
            .filter(|other| gone.iter().any(|&at| self.mates(at, *other, ballot)) && !gone.contains(other))
            .map(|mate| {
                let lost: f64 = gone.iter().map(|&at| self.splits[at] * self.likeness(at, mate, ballot)).sum();
                (mate, self.loads[mate] * mate_weight(self.mass[mate] - lost) - self.weights[mate])
            })
            .chain(gone.iter().map(|&at| (at, -self.weights[at])))
            .collect();
        let moved: f64 = changed.iter().map(|change| change.1).sum();
        let one = |at: usize| {
            if gone.contains(&at) {
                return f64::NEG_INFINITY;
            }
            let own = changed.iter().find(|change| change.0 == at).map_or(0.0, |change| change.1);
            let similar = |change: &(usize, f64)| {
                change.1 * ballot.similarity(ballot.votes[at].opinion, ballot.votes[change.0].opinion)
            };
            let sum = self.sums[at] + changed.iter().filter(|change| change.0 != at).map(similar).sum::<f64>();
            let all = self.all - self.weights[at] + (moved - own);
            if all > TIED { sum / all } else { 0.0 }
        };
        (0..self.weights.len()).map(one).collect()
    }
}
