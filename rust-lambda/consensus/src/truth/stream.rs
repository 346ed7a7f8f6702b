//! Reliability learnt line by line: the pooled urn model, fitted again over remembered lines.
//!
//! A line is weighed with what earlier lines taught and then remembered; the model is fitted again
//! when the memory has grown by a quarter, and once it is full each time a quarter of it is new. The
//! first lines are counted plainly. Nothing is read ahead.
//!
//! # Performance
//! A fit costs O(remembered lines), and there are so few of them that a stream costs O(lines);
//! memory is bounded by [`MEMORY`] lines and the names of the experts in them.

use std::collections::{BTreeSet, HashMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::{FEWEST_LINES, Item, Votes, pool::Pool};
use crate::ballot::Ballot;
use crate::wire::{Kind, Panel};

/// Layout of the saved state; raised when its meaning changes.
pub const VERSION: u32 = 2;

/// Lines that are remembered of each kind.
pub const MEMORY: usize = 2000;

/// What has been learnt so far. It can be saved and loaded with serde.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standings {
    version: u32,
    choice: Memory,
    short: Memory,
}

/// Remembered lines of one kind and what they taught when the model was last fitted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Memory {
    experts: Vec<String>,
    lines: VecDeque<Item>,
    /// Lines taken in since the last fit.
    fresh: usize,
    taught: Option<Taught>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Taught {
    experts: Vec<String>,
    pool: Pool,
    in_words: bool,
}

impl Default for Standings {
    fn default() -> Standings {
        Standings { version: VERSION, choice: Memory::default(), short: Memory::default() }
    }
}

/// What earlier lines say of one line.
#[derive(Clone, Debug)]
pub struct Foresight {
    /// Probability of each class to be right.
    pub beliefs: Vec<f64>,
    /// Estimated chance of the expert behind each vote to be right.
    pub rates: Vec<f64>,
    /// Whether most remembered answers are in words and had better be counted plainly.
    pub in_words: bool,
    /// The rule's name, guard included.
    pub rule: &'static str,
}

impl Standings {
    /// Whether the state was saved under this layout.
    pub fn is_current(&self) -> bool {
        self.version == VERSION
    }

    /// What earlier lines of its kind say of a panel; None while there are too few.
    pub fn foresee(&self, panel: &Panel, ballot: &Ballot) -> Option<Foresight> {
        let taught = self.memory(panel.kind).taught.as_ref()?;
        let numbers: HashMap<&str, usize> =
            taught.experts.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        // Experts whom no line knows share the number after the last.
        let number = |opinion: usize| {
            let name = panel.opinions[opinion].expert.as_str();
            numbers.get(name).copied().unwrap_or(taught.experts.len())
        };
        let mut item = Item::new(panel, ballot, number);
        item.votes.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        let rates = ballot.votes.iter().map(|vote| taught.pool.rate(number(vote.opinion))).collect();
        Some(Foresight {
            beliefs: taught.pool.beliefs(&item),
            rates,
            in_words: taught.in_words,
            rule: taught.pool.rule(),
        })
    }

    /// Estimated chance of each expert of a kind to be right, by name; empty while there are too few lines.
    pub fn rates(&self, kind: Kind) -> Vec<(&str, f64)> {
        let taught = self.memory(kind).taught.iter();
        taught
            .flat_map(|one| one.experts.iter().zip(&one.pool.rates).map(|(name, rate)| (name.as_str(), *rate)))
            .collect()
    }

    /// Takes one line in.
    pub fn learn(&mut self, panel: &Panel, ballot: &Ballot) {
        if ballot.answered > 0 {
            match panel.kind {
                Kind::Choice => self.choice.learn(panel, ballot),
                _ => self.short.learn(panel, ballot),
            }
        }
    }

    fn memory(&self, kind: Kind) -> &Memory {
        if kind == Kind::Choice { &self.choice } else { &self.short }
    }
}

impl Memory {
    fn learn(&mut self, panel: &Panel, ballot: &Ballot) {
        let mut numbers: HashMap<&str, usize> =
            self.experts.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        let mut joined = Vec::new();
        let known = self.experts.len();
        let item = Item::new(panel, ballot, |opinion| {
            let name = panel.opinions[opinion].expert.as_str();
            *numbers.entry(name).or_insert_with(|| {
                joined.push(name.to_owned());
                known + joined.len() - 1
            })
        });
        self.experts.append(&mut joined);
        self.lines.push_back(item);
        self.fresh += 1;
        let enough = self.lines.len().min(MEMORY) / 5;
        if self.lines.len() >= FEWEST_LINES && self.fresh >= enough.max(FEWEST_LINES / 4) {
            self.fit();
        }
    }

    fn fit(&mut self) {
        if self.lines.len() > MEMORY {
            self.forget();
        }
        let mut votes = Votes { experts: self.experts.clone(), items: self.lines.iter().cloned().collect() };
        votes.settle();
        let pool = Pool::fit(&votes);
        let in_words = votes.in_words();
        self.taught = Some(Taught { experts: votes.experts, pool, in_words });
        self.fresh = 0;
    }

    /// Drops the oldest lines, and the experts whom no line names any more.
    fn forget(&mut self) {
        self.lines.drain(..self.lines.len() - MEMORY);
        let named =
            |item: &Item| item.votes.iter().map(|vote| vote.0).chain(item.silent.iter().copied()).collect::<Vec<_>>();
        let kept: Vec<usize> = self.lines.iter().flat_map(named).collect::<BTreeSet<_>>().into_iter().collect();
        let place = |expert: usize| kept.binary_search(&expert).unwrap_or(0);
        for item in &mut self.lines {
            item.votes.iter_mut().for_each(|vote| vote.0 = place(vote.0));
            item.silent.iter_mut().for_each(|expert| *expert = place(*expert));
        }
        self.experts = kept.iter().map(|&expert| std::mem::take(&mut self.experts[expert])).collect();
    }
}
