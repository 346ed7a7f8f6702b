//! A choice on a scale: whose leaving moves the median.

use std::collections::BTreeSet;

use crate::ballot::Ballot;
use crate::decide::{self, Decision};
use crate::median::place;
use crate::wire::{Panel, Stability};

/// What becomes of the median if one expert is left out; None with fewer than two answering experts.
pub fn of(panel: &Panel, ballot: &Ballot, decision: &Decision) -> Option<Stability> {
    if ballot.answered < 2 {
        return None;
    }
    let answering: BTreeSet<&str> =
        ballot.votes.iter().map(|vote| panel.opinions[vote.opinion].expert.as_str()).collect();
    let held = place(panel, ballot, decision.class);
    let mut named = BTreeSet::new();
    let in_order = panel.opinions.iter().map(|opinion| opinion.expert.as_str()).filter(|name| named.insert(*name));
    let pivotal = in_order.filter(|name| answering.contains(name) && without(panel, name) != held);
    Some(Stability::new(ballot.answered, pivotal.map(str::to_owned).collect()))
}

/// The place of the median without an expert.
fn without(panel: &Panel, expert: &str) -> Option<usize> {
    let opinions = panel.opinions.iter().filter(|opinion| opinion.expert != expert).cloned().collect();
    let rest = Panel { opinions, ..panel.clone() };
    let ballot = Ballot::new(&rest);
    let weights: Vec<f64> = ballot.votes.iter().map(|vote| vote.weight).collect();
    let decision = decide::decide(&rest, &ballot, &weights)?;
    place(&rest, &ballot, decision.class)
}
