//! Many shapes of the urn model, pooled: those that pass the guard speak together.
//!
//! No data says for sure how much questions differ or how much errors concentrate, and the likelihood is
//! no judge of it: on panels of weak experts its highest peak is the collapse itself. So the model is
//! fitted under each shape of a small grid, a fit is heard only if the guard passes it, and the
//! beliefs of those heard are averaged (Bayesian model averaging with equal weights). A cautious
//! member that trusts leave-one-out agreement always has a smaller weight.
//!
//! # Performance
//! Eight fits of [`urn`](super::urn), each O(votes) a round; beliefs cost O(votes) a line.

use serde::{Deserialize, Serialize};

use super::guard::Agreement;
use super::urn::{Abilities, Shape};
use super::{Item, Votes};

/// Spreads of the ease of questions: mild and strong (one logistic unit is 1.8).
const SPREADS: [f64; 2] = [0.7, 1.4];

/// Concentrations of the urn: strongly concentrated to nearly scattered errors.
const CLUMPS: [f64; 4] = [2.0, 4.0, 8.0, 16.0];

/// The shape under which leave-one-out agreement is read.
const CAUTIOUS: Shape = Shape { spread: 1.0, clump: 8.0 };

/// Voice of the cautious member beside the average of the others (chosen on random halves of the dev
/// panels: it costs 0.1 points of the mean and gains 0.4 on panels of equals).
const CAUTIOUS_VOICE: f64 = 0.15;

/// What many lines teach about the experts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pool {
    heard: Vec<Abilities>,
    cautious: Abilities,
    /// Estimated chance of each expert to be right, in the order of the votes' experts.
    pub rates: Vec<f64>,
}

impl Pool {
    /// Fits all shapes and lets the guard choose.
    pub fn fit(votes: &Votes) -> Pool {
        let agreement = Agreement::of(votes);
        let cautious = Abilities::given(CAUTIOUS, &agreement.rates);
        let shapes = SPREADS.iter().flat_map(|&spread| CLUMPS.map(|clump| Shape { spread, clump }));
        let fits: Vec<Abilities> = shapes.map(|shape| Abilities::fit(shape, votes)).collect();
        let heard: Vec<Abilities> = fits.into_iter().filter(|fit| agreement.passes(&fit.rates())).collect();
        let rates = pooled_rates(&heard, &agreement.rates);
        Pool { heard, cautious, rates }
    }

    /// The rule's name, guard included.
    pub fn rule(&self) -> &'static str {
        match self.heard.len() {
            0 => "loo-agreement-2+guard",
            all if all == SPREADS.len() * CLUMPS.len() => "urn-1",
            _ => "urn-1+guard",
        }
    }

    /// Estimated chance of an expert to be right; the mean of all for one whom no line knows.
    pub fn rate(&self, expert: usize) -> f64 {
        let mean = || self.rates.iter().sum::<f64>() / self.rates.len().max(1) as f64;
        self.rates.get(expert).copied().unwrap_or_else(mean)
    }

    /// Probability of each class of an item to be right, given that one of them is.
    pub fn beliefs(&self, item: &Item) -> Vec<f64> {
        let mut beliefs = self.cautious.beliefs(item);
        if self.heard.is_empty() {
            return beliefs;
        }
        beliefs.iter_mut().for_each(|belief| *belief *= CAUTIOUS_VOICE);
        for fit in &self.heard {
            for (sum, belief) in beliefs.iter_mut().zip(fit.beliefs(item)) {
                *sum += belief / self.heard.len() as f64;
            }
        }
        beliefs.iter_mut().for_each(|belief| *belief /= 1.0 + CAUTIOUS_VOICE);
        beliefs
    }
}

fn pooled_rates(heard: &[Abilities], cautious: &[f64]) -> Vec<f64> {
    if heard.is_empty() {
        return cautious.to_vec();
    }
    let rates: Vec<Vec<f64>> = heard.iter().map(Abilities::rates).collect();
    let mean = |at: usize| rates.iter().map(|rates| rates[at]).sum::<f64>() / heard.len() as f64;
    let pooled = |at: usize| (mean(at) + CAUTIOUS_VOICE * cautious[at]) / (1.0 + CAUTIOUS_VOICE);
    (0..cautious.len()).map(pooled).collect()
}
