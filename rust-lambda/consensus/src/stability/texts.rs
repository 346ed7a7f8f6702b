//! Leave-one-out among long texts: who goes takes weight out of a cluster, and its mates gain. How well
//! the texts read is kept as judged among all of them.

use super::Parts;
use crate::ballot::Ballot;
use crate::decide::{Decision, words_order};
use crate::independence::mate_weight;
use crate::panel::{Kind, Panel};
use crate::total::Total;

/// Whether the pick changes without each expert; if the pick itself goes, whether its cluster does.
pub(super) fn changes(
    panel: &Panel,
    ballot: &Ballot,
    weights: &[f64],
    parts: &Parts,
    experts: &[Vec<usize>],
    decision: &Decision,
) -> Vec<bool> {
    let panel_without = Without::new(panel, ballot, weights, parts, decision);
    let class = |vote: usize| ballot.votes[vote].class;
    let stays = |gone: &Vec<usize>| {
        panel_without.pick(gone, ballot).is_some_and(|pick| {
            pick == decision.pick || (gone.contains(&decision.pick) && class(pick) == class(decision.pick))
        })
    };
    experts.iter().map(|gone| !stays(gone)).collect()
}

/// What is needed to take one expert out.
struct Without<'a> {
    parts: &'a Parts,
    weights: &'a [f64],
    /// Weight of each class; exact sums, so that a tie in the vote is a tie here.
    classes: Vec<Total>,
    /// Votes, the one that reads best first.
    order: Vec<usize>,
    /// Number of the family of each vote.
    family: Vec<Option<usize>>,
    /// Mates that each vote has, counted by similarity, itself included; nothing without a family.
    mass: Vec<Total>,
}

impl<'a> Without<'a> {
    fn new(panel: &Panel, ballot: &Ballot, weights: &'a [f64], parts: &'a Parts, decision: &Decision) -> Without<'a> {
        let votes = &ballot.votes;
        let mut classes = vec![Total::default(); ballot.classes];
        for (vote, weight) in votes.iter().zip(weights) {
            classes[vote.class].add(*weight);
        }
        let score = |at: usize| -> Total { [decision.scores[votes[at].opinion]].into_iter().collect() };
        let mut order: Vec<usize> = (0..votes.len()).collect();
        order.sort_by(|&a, &b| score(b).cmp(&score(a)).then_with(|| words_order(panel, ballot, weights, b, a)));
        let mut names: Vec<&str> =
            votes.iter().filter_map(|vote| panel.opinions[vote.opinion].family.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        let number = |opinion: usize| names.binary_search(&panel.opinions[opinion].family.as_deref()?).ok();
        let family = votes.iter().map(|vote| number(vote.opinion)).collect();
        let mut without = Without { parts, weights, classes, order, family, mass: Vec::new() };
        without.mass = (0..votes.len()).map(|at| without.mass_of(at, ballot)).collect();
        without
    }

    fn mass_of(&self, at: usize, ballot: &Ballot) -> Total {
        let mates = (0..self.family.len()).filter(|other| self.mates(at, *other, ballot));
        let mut mass: Total = mates.map(|other| self.part(at, other, ballot)).collect();
        if self.family[at].is_some() {
            mass.add(self.parts.split[at]);
        }
        mass
    }

    /// What one mate adds to the mass of another.
    fn part(&self, at: usize, mate: usize, ballot: &Ballot) -> f64 {
        self.parts.split[mate] * ballot.likeness(Kind::Text, &ballot.votes[at], &ballot.votes[mate])
    }

    fn mates(&self, a: usize, b: usize, ballot: &Ballot) -> bool {
        self.family[a].is_some() && self.family[a] == self.family[b] && ballot.votes[a].expert != ballot.votes[b].expert
    }

    /// Weight of a mate of the expert who goes.
    fn weight_without(&self, at: usize, gone: &[usize], ballot: &Ballot) -> f64 {
        let mut mass = self.mass[at];
        for &mate in gone.iter().filter(|mate| self.mates(at, **mate, ballot)) {
            mass.add(-self.part(at, mate, ballot));
        }
        self.parts.load[at] * mate_weight(mass.value())
    }

    /// Weights of the classes without one expert.
    fn classes_without(&self, gone: &[usize], ballot: &Ballot) -> Vec<Total> {
        let mut classes = self.classes.clone();
        for at in 0..self.weights.len() {
            let left = if gone.contains(&at) {
                0.0
            } else if gone.iter().any(|&mate| self.mates(mate, at, ballot)) {
                self.weight_without(at, gone, ballot)
            } else {
                continue;
            };
            let class = &mut classes[ballot.votes[at].class];
            class.add(left);
            class.add(-self.weights[at]);
        }
        classes
    }

    /// The vote that reads best without one expert: in the class with more than half of the weight, else among all.
    fn pick(&self, gone: &[usize], ballot: &Ballot) -> Option<usize> {
        let classes = self.classes_without(gone, ballot);
        let all = classes.iter().fold(Total::default(), |sum, class| sum.plus(*class)).value();
        let most = classes.iter().position(|class| 2.0 * class.value() > all);
        let eligible = |at: &&usize| !gone.contains(at) && most.is_none_or(|class| ballot.votes[**at].class == class);
        self.order.iter().find(eligible).copied()
    }
}
