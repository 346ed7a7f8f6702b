//! Reliability learnt line by line: how often an expert stood with the weighted winner so far.
//!
//! Weights are linear in that rate. Logarithmic weights collapse on panels of weak experts, because
//! early luck feeds on itself.
//!
//! # Performance
//! O(votes x log experts) a line; memory grows with the number of different experts only.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ballot::Ballot;
use crate::decide::Decision;
use crate::panel::Panel;

/// Layout of the saved state; raised when its meaning changes.
pub const VERSION: u32 = 1;

/// An expert nobody has seen counts as one who was right in two of four lines.
const PRIOR: (f64, f64) = (2.0, 4.0);

/// What is known of one expert.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Lines in which the expert stood with the winner.
    pub with_winner: f64,
    /// Lines in which the expert was asked; silence is a miss.
    pub asked: f64,
}

/// What has been learnt so far. It can be saved and loaded with serde.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standings {
    version: u32,
    experts: BTreeMap<String, Standing>,
}

impl Default for Standings {
    fn default() -> Standings {
        Standings { version: VERSION, experts: BTreeMap::new() }
    }
}

impl Standings {
    /// Whether the state was saved under this layout.
    pub fn is_current(&self) -> bool {
        self.version == VERSION
    }

    /// Estimated chance that an expert stands with the winner.
    pub fn rate(&self, expert: &str) -> f64 {
        let standing = self.experts.get(expert).copied().unwrap_or_default();
        (standing.with_winner + PRIOR.0) / (standing.asked + PRIOR.1)
    }

    /// Weight of each vote: its own times the expert's rate.
    pub fn weights(&self, panel: &Panel, ballot: &Ballot) -> Vec<f64> {
        ballot.votes.iter().map(|vote| vote.weight * self.rate(&panel.opinions[vote.opinion].expert)).collect()
    }

    /// Takes one decided line in.
    pub fn learn(&mut self, panel: &Panel, ballot: &Ballot, decision: &Decision) {
        let mut seen: BTreeMap<&str, f64> = BTreeMap::new();
        for opinion in &panel.opinions {
            seen.entry(&opinion.expert).or_insert(0.0);
        }
        for vote in ballot.votes.iter().filter(|vote| vote.class == decision.class) {
            seen.insert(&panel.opinions[vote.opinion].expert, 1.0);
        }
        for (expert, with_winner) in seen {
            let standing = self.experts.entry(expert.to_owned()).or_default();
            standing.with_winner += with_winner;
            standing.asked += 1.0;
        }
    }
}
