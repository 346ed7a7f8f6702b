//! Votes of many panels, as truth inference sees them.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::ballot::Ballot;
use crate::hash;
use crate::reading::Matter;
use crate::wire::{Kind, Panel};

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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Expert, class and weight of each vote.
    pub votes: Vec<(usize, usize, f64)>,
    /// Experts who were asked and gave nothing readable.
    pub silent: Vec<usize>,
    /// Number of classes.
    pub classes: usize,
    /// How many wrong answers there are to fall for.
    pub alternatives: f64,
    /// Whether the answers are open: no list of options bounds them.
    pub open: bool,
    /// Whether the answers are in words: equal answers may have been taken for different ones.
    pub words: bool,
    /// The class that is known to be right, from feedback or gold; `classes` if none of them is.
    pub known: Option<usize>,
}

impl Item {
    /// One panel, its experts numbered by `number` from the place of their opinion.
    pub fn new(panel: &Panel, ballot: &Ballot, mut number: impl FnMut(usize) -> usize) -> Item {
        let votes: Vec<_> = ballot.votes.iter().map(|vote| (number(vote.opinion), vote.class, vote.weight)).collect();
        let mut silent = Vec::new();
        if ballot.answered < ballot.asked {
            silent = (0..panel.opinions.len()).map(number).collect();
            silent.retain(|expert| votes.iter().all(|vote| vote.0 != *expert));
            silent.sort_unstable();
            silent.dedup();
        }
        let open = panel.kind != Kind::Choice || panel.options.is_none();
        let alternatives = alternatives(panel, ballot);
        Item {
            votes,
            silent,
            classes: ballot.classes,
            alternatives,
            open,
            words: ballot.readings.matter == Matter::Words,
            known: None,
        }
    }
}

impl Votes {
    /// Whether most answers are in words: they split where they should not, and a model would take
    /// that for errors of the experts, so they are counted plainly (open-qa dev 0.849 against 0.834).
    pub fn in_words(&self) -> bool {
        2 * self.items.iter().filter(|item| item.words).count() > self.items.len()
    }

    /// Gathers panels and their ballots.
    pub fn gather<'a>(pairs: impl Iterator<Item = (&'a Panel, &'a Ballot)>) -> Votes {
        let mut experts = Vec::new();
        // Only looked up, never walked through: the order of a hash map decides nothing.
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut items = Vec::new();
        for (panel, ballot) in pairs {
            items.push(Item::new(panel, ballot, |opinion| {
                let name = panel.opinions[opinion].expert.as_str();
                *numbers.entry(name).or_insert_with(|| {
                    experts.push(name.to_owned());
                    experts.len() - 1
                })
            }));
        }
        let mut votes = Votes { experts, items };
        votes.settle();
        votes
    }

    /// Renumbers the experts by what they said and sorts all votes, so that neither names nor the
    /// order of opinions change one bit of a sum. Experts who said the same in all lines are alike.
    pub fn settle(&mut self) {
        let mut marks = vec![0_u64; self.experts.len()];
        for (line, item) in self.items.iter().enumerate() {
            for &(expert, class, _) in &item.votes {
                // Added, as the order of an expert's own votes in a line carries no meaning either.
                marks[expert] = marks[expert].wrapping_add(hash::of_numbers(line as u64, class as u64 + 1));
            }
            for &expert in &item.silent {
                marks[expert] = marks[expert].wrapping_add(hash::of_numbers(line as u64, 0));
            }
        }
        let mut order: Vec<usize> = (0..self.experts.len()).collect();
        order.sort_by_key(|&expert| marks[expert]);
        let mut place = vec![0; order.len()];
        for (at, &expert) in order.iter().enumerate() {
            place[expert] = at;
        }
        for item in &mut self.items {
            item.votes.iter_mut().for_each(|vote| vote.0 = place[vote.0]);
            item.votes.sort_unstable_by_key(|vote| (vote.0, vote.1));
            item.silent.iter_mut().for_each(|expert| *expert = place[*expert]);
            item.silent.sort_unstable();
        }
        self.experts = order.iter().map(|&expert| std::mem::take(&mut self.experts[expert])).collect();
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
/// one-coin model (ZenCrowd, Demartini et al., WWW 2012), ln(p * alternatives / (1 - p)).
pub fn log_odds(reliability: f64, alternatives: f64) -> f64 {
    let bounded = reliability.clamp(0.02, 0.98);
    (bounded * alternatives / (1.0 - bounded)).ln()
}
