//! Leave-one-out among long texts: who goes takes weight out of a cluster, and its mates gain. How well
//! the texts read is kept as judged among all of them.
//!
//! Beyond [`MOST_REWEIGHED`] votes what the mates gain is left out: it is hardly anything then, and each pair of
//! mates would have to be compared.

use super::Parts;
use crate::ballot::Ballot;
use crate::decide::{self, Decision, words_order};
use crate::independence::mate_weight;
use crate::total::Total;
use crate::wire::{Kind, Panel};

/// Mates gain weight in panels of up to this many votes.
const MOST_REWEIGHED: usize = 256;

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
    /// Weight of all.
    all: Total,
    /// Classes, the heaviest first.
    heaviest: Vec<usize>,
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
        if votes.len() > MOST_REWEIGHED {
            names.clear();
        }
        let number = |opinion: usize| names.binary_search(&panel.opinions[opinion].family.as_deref()?).ok();
        let family = votes.iter().map(|vote| number(vote.opinion)).collect();
        let all = classes.iter().fold(Total::default(), |sum, class| sum.plus(*class));
        let mut heaviest: Vec<usize> = (0..classes.len()).collect();
        heaviest.sort_by(|&a, &b| classes[b].cmp(&classes[a]));
        let mut without = Without { parts, weights, classes, all, heaviest, order, family, mass: Vec::new() };
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

    /// What the classes gain without one expert; most gain nothing.
    fn gains(&self, gone: &[usize], ballot: &Ballot) -> Vec<(usize, Total)> {
        let mut gains: Vec<(usize, Total)> = Vec::new();
        let mut gain = |at: usize, left: f64| {
            let class = ballot.votes[at].class;
            let known = gains.iter().position(|(known, _)| *known == class);
            let place = known.unwrap_or(gains.len());
            if known.is_none() {
                gains.push((class, Total::default()));
            }
            gains[place].1.add(left);
            gains[place].1.add(-self.weights[at]);
        };
        gone.iter().for_each(|&at| gain(at, 0.0));
        if gone.iter().any(|&at| self.family[at].is_some()) {
            for at in (0..self.weights.len()).filter(|at| !gone.contains(at)) {
                if gone.iter().any(|&mate| self.mates(mate, at, ballot)) {
                    gain(at, self.weight_without(at, gone, ballot));
                }
            }
        }
        gains
    }

    /// The class that must win without one expert.
    fn most(&self, gone: &[usize], ballot: &Ballot) -> Option<usize> {
        let gains = self.gains(gone, ballot);
        if ballot.meant.contains(&true) {
            let mut classes = self.classes.clone();
            for (class, gain) in &gains {
                classes[*class] = classes[*class].plus(*gain);
            }
            return decide::prevailing(&classes, &ballot.meant);
        }
        let all = gains.iter().fold(self.all, |sum, gain| sum.plus(gain.1)).value();
        let still = self.heaviest.iter().find(|class| gains.iter().all(|(moved, _)| moved != *class));
        let still = still.filter(|class| 2.0 * self.classes[**class].value() > all).copied();
        let moved = gains.iter().find(|(class, gain)| 2.0 * self.classes[*class].plus(*gain).value() > all);
        still.or(moved.map(|(class, _)| *class))
    }

    /// The vote that reads best without one expert: in the class with more than half of the weight, else among all.
    fn pick(&self, gone: &[usize], ballot: &Ballot) -> Option<usize> {
        let most = self.most(gone, ballot);
        let stays = |at: &&usize| !gone.contains(at);
        let fair = |at: &&usize| stays(at) && !ballot.kept_out[ballot.votes[**at].opinion];
        let eligible = |at: &&usize| fair(at) && most.is_none_or(|class| ballot.votes[**at].class == class);
        let first = |rule: &dyn Fn(&&usize) -> bool| self.order.iter().find(|at| rule(at)).copied();
        first(&eligible).or_else(|| first(&fair)).or_else(|| first(&stays))
    }
}
