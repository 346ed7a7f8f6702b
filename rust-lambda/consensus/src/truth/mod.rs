//! How reliable each expert is, learnt from many panels without gold.

pub mod coin;
pub mod confusion;
pub mod guard;
pub mod stream;

use std::collections::BTreeMap;

use crate::ballot::Ballot;
use crate::panel::{Kind, Panel};

/// Wrong answers of an open question spread over at least this many alternatives.
const FEWEST_ALTERNATIVES: usize = 4;

/// Votes of many panels, with experts numbered across them.
#[derive(Clone, Debug, Default)]
pub struct Votes {
    /// Names of the experts, in the order of their numbers.
    pub experts: Vec<String>,
    /// One item for each panel.
    pub items: Vec<Item>,
}

/// One panel as truth inference sees it.
#[derive(Clone, Debug)]
pub struct Item {
    /// Expert, class and weight of each vote.
    pub votes: Vec<(usize, usize, f64)>,
    /// Experts who were asked and gave nothing readable.
    pub silent: Vec<usize>,
    /// Number of classes.
    pub classes: usize,
    /// How many wrong answers there are to fall for.
    pub alternatives: f64,
}

impl Votes {
    /// Gathers panels and their ballots.
    pub fn gather<'a>(pairs: impl Iterator<Item = (&'a Panel, &'a Ballot)>) -> Votes {
        let mut votes = Votes::default();
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for (panel, ballot) in pairs {
            let mut number = |opinion: usize| {
                let name = panel.opinions[opinion].expert.as_str();
                *numbers.entry(name).or_insert_with(|| {
                    votes.experts.push(name.to_owned());
                    votes.experts.len() - 1
                })
            };
            let cast: Vec<_> =
                ballot.votes.iter().map(|vote| (number(vote.opinion), vote.class, vote.weight)).collect();
            let mut silent: Vec<usize> = (0..panel.opinions.len()).map(&mut number).collect();
            silent.retain(|expert| cast.iter().all(|vote| vote.0 != *expert));
            silent.sort_unstable();
            silent.dedup();
            votes.items.push(Item {
                votes: cast,
                silent,
                classes: ballot.classes,
                alternatives: alternatives(panel, ballot),
            });
        }
        votes
    }
}

/// Options but one for a `choice`; for open answers those seen but one, and at least four.
pub fn alternatives(panel: &Panel, ballot: &Ballot) -> f64 {
    let count = match (panel.kind, &panel.options) {
        (Kind::Choice, Some(options)) => options.len().max(2) - 1,
        _ => ballot.classes.saturating_sub(1).max(FEWEST_ALTERNATIVES),
    };
    count as f64
}

/// Log-odds of an expert of this reliability against one alternative: the vote weight of the
/// one-coin model, ln(p * alternatives / (1 - p)).
pub fn log_odds(reliability: f64, alternatives: f64) -> f64 {
    (reliability * alternatives / (1.0 - reliability)).ln()
}
