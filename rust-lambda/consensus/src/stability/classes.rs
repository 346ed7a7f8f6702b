//! Leave-one-out where answers are counted: an expert moves the sums of its own classes only.

use std::collections::{BTreeMap, BTreeSet};

use super::{Parts, SMALL, TIED, recount};
use crate::ballot::{Ballot, Vote};
use crate::decide::Decision;
use crate::independence::mate_weight;
use crate::panel::Panel;

/// Whether the winning class changes without each expert.
pub(super) fn changes(
    panel: &Panel,
    ballot: &mut Ballot,
    parts: &Parts,
    experts: &[Vec<usize>],
    decision: &Decision,
) -> Vec<bool> {
    let count = Count::new(panel, ballot, parts);
    let verdict = |votes: &Vec<usize>| count.without(votes, ballot, parts, decision.class);
    let settled: Vec<Option<bool>> = experts.iter().map(verdict).collect();
    let small = ballot.votes.len() <= SMALL;
    // What holds the majority of every field need not be the heaviest.
    let recounted = small && ballot.typed.is_some();
    let mut changes = Vec::with_capacity(experts.len());
    for (votes, settled) in experts.iter().zip(settled) {
        changes.push(match settled.filter(|_| !recounted) {
            Some(changes) => changes,
            None if small => {
                let group: Vec<Option<(usize, f64)>> = votes.iter().map(|&at| count.group(at, parts)).collect();
                let discount = |at: usize| count.discount(at, &group);
                let again = recount(panel, ballot, parts, votes, discount);
                again.is_none_or(|again| again.class != decision.class)
            }
            None => count.loses_tie(votes, ballot, parts, decision),
        });
    }
    changes
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

    /// The mates of a vote and what it splits off them.
    fn group(&self, at: usize, parts: &Parts) -> Option<(usize, f64)> {
        self.mates_of[at].map(|group| (group, parts.split[at]))
    }

    /// Discount of a vote without votes of these groups.
    fn discount(&self, at: usize, gone: &[Option<(usize, f64)>]) -> f64 {
        let Some(group) = self.mates_of[at] else { return 1.0 };
        let split: f64 = gone.iter().flatten().filter(|gone| gone.0 == group).map(|gone| gone.1).sum();
        mate_weight(self.mates[group].split - split)
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

    /// Whether another class wins without an expert; None where that hangs on a tie.
    fn without(&self, votes: &[usize], ballot: &Ballot, parts: &Parts, winner: usize) -> Option<bool> {
        let left = self.left(votes, ballot, parts);
        let own = self.sum(winner, &left);
        if own.experts == 0 {
            return Some(true);
        }
        let gap = self.rivals(winner, &left).map(|rival| self.sum(rival, &left).weight - own.weight);
        let top = gap.fold(f64::NEG_INFINITY, f64::max);
        if top.abs() <= TIED { None } else { Some(top > 0.0) }
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

    /// A tie of many votes: experts, then families, then the order of the whole panel.
    fn loses_tie(&self, votes: &[usize], ballot: &Ballot, parts: &Parts, decision: &Decision) -> bool {
        let left = self.left(votes, ballot, parts);
        let own = self.sum(decision.class, &left);
        let tied = (0..self.sums.len()).map(|class| (class, self.sum(class, &left)));
        let tied = tied.filter(|(class, sum)| *class != decision.class && (sum.weight - own.weight).abs() <= TIED);
        let stands = |sum: &Sum| (sum.experts, sum.families);
        tied.into_iter().any(|(_, sum)| stands(&sum) > stands(&own))
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
