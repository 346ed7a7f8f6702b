//! How much the answer hangs on single experts: leave-one-out (the jackknife of Quenouille, Biometrika
//! 43, 1956, applied to a vote).
//!
//! Each answering expert is taken out in turn, with all its votes, and the vote is counted again: the
//! weights of its mates rise, the rest stays. What the answers say and which of them mean the same is
//! kept as read from the whole panel, so nothing is read twice.
//!
//! # Performance
//! `choice` and `short`: O(n log n) for n votes, since one expert moves the sums of its own classes
//! only. `text`: O(n) for n votes without mates; O(n^2) with mates, up to 256 votes.

mod classes;
mod scale;
mod texts;

use crate::ballot::Ballot;
use crate::decide::Decision;
use crate::median;
use crate::vote::Vote;
use crate::wire::{Kind, Panel, Stability};

/// Weights closer than this are tied: rounding of sums in fixed point.
const TIED: f64 = 1e-9;

/// Stability of a decision taken with `weights`; None with fewer than two answering experts.
pub fn of(panel: &Panel, ballot: &mut Ballot, weights: &[f64], decision: &Decision) -> Option<Stability> {
    if ballot.answered < 2 {
        return None;
    }
    if median::has_scale(panel) {
        return scale::of(panel, ballot, decision);
    }
    let experts = by_expert(ballot);
    let parts = Parts::new(ballot, weights, &experts);
    let changes = match panel.kind {
        Kind::Text | Kind::Auto => texts::changes(panel, ballot, weights, &parts, &experts, decision),
        _ => classes::changes(panel, ballot, &parts, &experts, decision),
    };
    let name = |votes: &Vec<usize>| panel.opinions[ballot.votes[votes[0]].opinion].expert.clone();
    let pivotal = experts.iter().zip(changes).filter(|(_, changes)| *changes).map(|(votes, _)| name(votes));
    Some(Stability::new(experts.len(), pivotal.collect()))
}

/// Each vote without the discount for its mates.
struct Parts {
    /// The expert's vote split over its answers.
    split: Vec<f64>,
    /// The same times what the expert's reliability makes of it.
    load: Vec<f64>,
}

impl Parts {
    fn new(ballot: &Ballot, weights: &[f64], experts: &[Vec<usize>]) -> Parts {
        let mut split = vec![1.0; ballot.votes.len()];
        for votes in experts {
            for &at in votes {
                split[at] = 1.0 / votes.len() as f64;
            }
        }
        let load = |(at, vote): (usize, &Vote)| {
            if vote.weight > 0.0 { split[at] * (weights[at] / vote.weight) } else { 0.0 }
        };
        let load = ballot.votes.iter().enumerate().map(load).collect();
        Parts { split, load }
    }
}

/// Votes of each answering expert, in the order of the panel.
fn by_expert(ballot: &Ballot) -> Vec<Vec<usize>> {
    let mut places: Vec<Option<usize>> = vec![None; ballot.asked];
    let mut experts: Vec<Vec<usize>> = Vec::with_capacity(ballot.answered);
    for (at, vote) in ballot.votes.iter().enumerate() {
        match places[vote.expert] {
            Some(place) => experts[place].push(at),
            None => {
                places[vote.expert] = Some(experts.len());
                experts.push(vec![at]);
            }
        }
    }
    experts
}
