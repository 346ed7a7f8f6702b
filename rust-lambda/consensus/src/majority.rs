//! Typed answers: which one holds the majority of every field.

use std::collections::{BTreeMap, BTreeSet};

use crate::ballot::Ballot;
use crate::total::Total;
use crate::typed::Typed;
use crate::vote::Vote;

/// Above half: weights are sums of rounded numbers.
pub const MAJORITY: f64 = 0.5 + 1e-9;

/// A field and a place in it.
type Spot<'a> = (&'a str, &'a str);

/// The class of the answer that holds the majority of every vote; None where there is no such answer.
pub fn held(typed: &Typed, ballot: &Ballot, weights: &[f64]) -> Option<usize> {
    let won = won(typed, ballot, weights)?;
    let holds = |vote: &&Vote| spots(typed, vote.opinion) == won;
    let weight = |class: usize| -> Total {
        let own = ballot.votes.iter().zip(weights).filter(|(vote, _)| vote.class == class);
        own.map(|(_, weight)| *weight).collect()
    };
    let classes: BTreeSet<usize> = ballot.votes.iter().filter(holds).map(|vote| vote.class).collect();
    classes.into_iter().max_by_key(|&class| weight(class))
}

/// The value of every vote that more than half of the weight stands behind; what most do not have is left out. None
/// where one has no such value.
fn won<'a>(typed: &'a Typed, ballot: &Ballot, weights: &[f64]) -> Option<BTreeMap<Spot<'a>, &'a str>> {
    let all = weights.iter().copied().collect::<Total>().value();
    let mut tally: BTreeMap<Spot, BTreeMap<&str, Total>> = BTreeMap::new();
    for (vote, weight) in ballot.votes.iter().zip(weights) {
        for (spot, value) in spots(typed, vote.opinion) {
            tally.entry(spot).or_default().entry(value).or_default().add(*weight);
        }
    }
    let mut won = BTreeMap::new();
    for (spot, values) in tally {
        let weighed = values.into_iter().map(|(value, weight)| (value, weight.value()));
        let weighed: Vec<(&str, f64)> = weighed.collect();
        let given: f64 = weighed.iter().map(|(_, weight)| weight).sum();
        match weighed.iter().find(|(_, weight)| *weight > MAJORITY * all) {
            Some((value, _)) => drop(won.insert(spot, *value)),
            None if all - given > MAJORITY * all => {}
            None => return None,
        }
    }
    Some(won)
}

fn spots(typed: &Typed, opinion: usize) -> BTreeMap<Spot<'_>, &str> {
    let fields = typed.said(opinion).into_iter().flat_map(|said| said.votes.iter());
    let spots = fields.flat_map(|(field, votes)| {
        votes.iter().map(move |(place, value)| ((field.as_str(), place.as_str()), value.as_str()))
    });
    spots.collect()
}

/// Whether somebody holds the majority of every vote in a field.
pub fn held_in(typed: &Typed, ballot: &Ballot, weights: &[f64], path: &str) -> bool {
    held(&typed.with_votes_of(path), ballot, weights).is_some()
}
