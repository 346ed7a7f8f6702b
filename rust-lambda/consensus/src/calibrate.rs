//! How likely the returned answer is right: logistic maps from evidence to probability.
//!
//! ```text
//! confidence = 1 / (1 + exp(-(intercept + sum of coefficient x evidence)))
//! ```
//!
//! Every coefficient is at least zero and every piece of evidence falls, or stays, when a supporter
//! turns away; so does the confidence. It is not the agreement: it knows who is silent, how many
//! speak and how hard the set is, and a unanimous panel stays below 1.

use crate::ballot::Ballot;
use crate::coefficients::{ALONE, JOINTLY};
use crate::decide::{self, Decision};
use crate::reading::Matter;

/// Number of pieces of evidence.
pub const EVIDENCE: usize = 7;

/// Evidence of one decision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// Part of the answering weight behind the winner, 0 to 1.
    pub share: f64,
    /// The winner's part minus the runner-up's, 0 to 1.
    pub margin: f64,
    /// Part of the asked experts who answered, 0 to 1.
    pub coverage: f64,
    /// ln(1 + number of experts behind the winner).
    pub supporters: f64,
    /// Weighted mean similarity of the picked answer to the answers of the others, 0 to 1.
    pub nearness: f64,
    /// 1 where answers are compared by similarity, else 0.
    pub words: f64,
    /// Mean share of the winners over all lines of the run, 0 to 1; 0 where lines stand alone.
    pub level: f64,
}

impl Evidence {
    /// Evidence of a decision; `weights` are those it was taken with.
    pub fn new(ballot: &Ballot, decision: &Decision, weights: &[f64]) -> Evidence {
        let share = decision.shares[decision.class];
        let others = decision.shares.iter().enumerate().filter(|(class, _)| *class != decision.class);
        let runner_up = others.map(|(_, share)| *share).fold(0.0, f64::max);
        let supporters = ballot.votes.iter().filter(|vote| vote.class == decision.class).count();
        Evidence {
            share,
            margin: (share - runner_up).max(0.0),
            coverage: ballot.answered as f64 / ballot.asked.max(1) as f64,
            supporters: (1.0 + supporters as f64).ln(),
            nearness: decide::centrality(ballot, weights, ballot.votes[decision.pick].opinion),
            words: f64::from(ballot.readings.matter == Matter::Words),
            level: 0.0,
        }
    }

    /// The pieces in the order of the coefficients.
    pub fn pieces(&self) -> [f64; EVIDENCE] {
        [self.share, self.margin, self.coverage, self.supporters, self.level, self.nearness, self.words]
    }
}

/// Confidence of a line that stands alone.
pub fn alone(evidence: &Evidence) -> f64 {
    logistic(&ALONE, evidence)
}

/// Confidence of a line among many.
pub fn jointly(evidence: &Evidence) -> f64 {
    logistic(&JOINTLY, evidence)
}

fn logistic(coefficients: &[f64; EVIDENCE + 1], evidence: &Evidence) -> f64 {
    let products = coefficients[1..].iter().zip(evidence.pieces()).map(|(coefficient, piece)| coefficient * piece);
    let sum = coefficients[0] + products.sum::<f64>();
    // Evidence is bounded, so the map stays inside; the bounds hold for any coefficients.
    (1.0 / (1.0 + (-sum).exp())).clamp(0.001, 0.999)
}
