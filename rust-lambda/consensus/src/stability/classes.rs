//! Leave-one-out where answers are counted: an expert moves the sums of its own classes only.

use std::collections::{BTreeMap, BTreeSet};

use super::{Parts, TIED};
use crate::ballot::Ballot;
use crate::decide::Decision;
use crate::independence::mate_weight;
use crate::vote::Vote;
use crate::wire::Panel;

/// Whether the winning class changes without each expert. Without it another class may weigh as much: the answer is then no
/// answer any more, which is a change.
pub(super) fn changes(
    panel: &Panel,
    ballot: &Ballot,
    parts: &Parts,
    experts: &[Vec<usize>],
    decision: &Decision,
) -> Vec<bool> {
    let count = Count::new(panel, ballot, parts);
    experts.iter().map(|votes| count.changes_without(votes, ballot, parts, decision.class)).collect()
}

/// What one class has.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sum {
    weight: f64,
    experts: usize,
    families: usize,
}

/// Mates of one family with one answer.
#[derive(Clone, Copy, Debug, Default)]
struct Mates {
    load: f64,
    split: f64,
    experts: usize,
}

/// The sums of a vote over classes.
struct Count {
    sums: Vec<Sum>,
    /// Classes, the heaviest first.
    heaviest: Vec<usize>,
    mates: Vec<Mates>,
    /// Number of the mates of each vote; None for an expert without a family.
    mates_of: Vec<Option<usize>>,
}

impl Count {
    fn new(panel: &Panel, ballot: &Ballot, parts: &Parts) -> Count {
        let mut known: BTreeMap<(usize, &str), usize> = BTreeMap::new();
        let mut number = |vote: &Vote| {
            let family = panel.opinions[vote.opinion].family.as_deref()?;
            let next = known.len();
            Some(*known.entry((vote.class, family)).or_insert(next))
        };
        let mates_of: Vec<Option<usize>> = ballot.votes.iter().map(&mut number).collect();
        let mut mates = vec![Mates::default(); known.len()];
        let mut sums = vec![Sum::default(); ballot.classes];
        for (class, _) in known.into_keys() {
            sums[class].families += 1;
        }
        for (at, vote) in ballot.votes.iter().enumerate() {
            sums[vote.class].experts += 1;
            match mates_of[at] {
                Some(group) => mates[group].take(parts.load[at], parts.split[at]),
                None => sums[vote.class].weight += parts.load[at],
            }
        }
        let mut counted = BTreeSet::new();
        for (at, vote) in ballot.votes.iter().enumerate() {
            if let Some(group) = mates_of[at].filter(|group| counted.insert(*group)) {
                sums[vote.class].weight += mates[group].weight();
            }
        }
        let mut heaviest: Vec<usize> = (0..sums.len()).collect();
        heaviest.sort_by(|&a, &b| sums[b].weight.total_cmp(&sums[a].weight).then(a.cmp(&b)));
        Count { sums, heaviest, mates, mates_of }
    }

    /// The sums of the classes that an expert voted for, without the expert.
    fn left(&self, votes: &[usize], ballot: &Ballot, parts: &Parts) -> Vec<(usize, Sum)> {
        let left = |&at: &usize| {
            let class = ballot.votes[at].class;
            let mut sum = self.sums[class];
            sum.experts -= 1;
            sum.weight -= match self.mates_of[at] {
                None => parts.load[at],
                Some(group) => {
                    let rest = self.mates[group].without(parts.load[at], parts.split[at]);
                    sum.families -= usize::from(rest.experts == 0);
                    self.mates[group].weight() - rest.weight()
                }
            };
            (class, sum)
        };
        votes.iter().map(left).collect()
    }

    /// Whether another class weighs as much or more without an expert.
    fn changes_without(&self, votes: &[usize], ballot: &Ballot, parts: &Parts, winner: usize) -> bool {
        let left = self.left(votes, ballot, parts);
        let own = self.sum(winner, &left);
        let gap = self.rivals(winner, &left).map(|rival| self.sum(rival, &left).weight - own.weight);
        own.experts == 0 || gap.fold(f64::NEG_INFINITY, f64::max) >= -TIED
    }

    fn sum(&self, class: usize, left: &[(usize, Sum)]) -> Sum {
        left.iter().find(|other| other.0 == class).map_or(self.sums[class], |found| found.1)
    }

    /// The classes that the expert did not move and that weigh the most, and those that it moved.
    fn rivals<'a>(&'a self, winner: usize, left: &'a [(usize, Sum)]) -> impl Iterator<Item = usize> + 'a {
        let moved = |class: usize| left.iter().any(|other| other.0 == class);
        let still = self.heaviest.iter().copied().find(|&class| class != winner && !moved(class));
        let moved = left.iter().filter(|other| other.1.experts > 0).map(|other| other.0);
        still.into_iter().chain(moved.filter(move |&class| class != winner))
    }
}

impl Mates {
    fn take(&mut self, load: f64, split: f64) {
        *self = Mates { load: self.load + load, split: self.split + split, experts: self.experts + 1 };
    }

    fn without(&self, load: f64, split: f64) -> Mates {
        Mates { load: self.load - load, split: self.split - split, experts: self.experts - 1 }
    }

    fn weight(&self) -> f64 {
        if self.experts == 0 { 0.0 } else { self.load * mate_weight(self.split) }
    }
}
