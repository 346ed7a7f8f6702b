//! The guard of the models of panels: do they believe the experts whom the others confirm?
//!
//! Expectation maximisation can lock on to a pair that errs together. Leave-one-out agreement (how
//! often an expert matches the plurality of the *others*, where at least two of them agree) cannot
//! be moved by one pair that way. Where the two orders differ, the agreement is used instead.

use super::Votes;
use crate::total::Total;

/// Below this correlation the model is not believed. On the dev panels the collapsing panel has
/// 0.46 and the 19 others 0.90 or more.
const LEAST_CORRELATION: f64 = 0.7;

/// A correlation over fewer experts says nothing.
const FEWEST_EXPERTS: usize = 3;

/// Experts with fewer comparisons than this are left out of the correlation.
const FEWEST_COMPARISONS: f64 = 10.0;

/// How often each expert stands with the plurality of the others.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// Smoothed leave-one-out agreement of each expert, 0 to 1.
    pub rates: Vec<f64>,
    /// Number of comparisons behind each.
    compared: Vec<f64>,
}

impl Agreement {
    /// Counts it over all items. A known answer stands in for the plurality of the others.
    pub fn of(votes: &Votes) -> Agreement {
        let (matches, compared) = leave_one_out(votes);
        // One match in two as the prior keeps experts without comparisons in the middle.
        let rates = matches.iter().zip(&compared).map(|(matches, compared)| (matches + 1.0) / (compared + 2.0));
        Agreement { rates: rates.collect(), compared }
    }

    /// Whether reliabilities believe the experts whom the others confirm.
    pub fn passes(&self, reliability: &[f64]) -> bool {
        let pairs: Vec<(f64, f64)> = (0..self.rates.len())
            .filter(|&expert| self.compared[expert] >= FEWEST_COMPARISONS)
            .map(|expert| (reliability[expert], self.rates[expert]))
            .collect();
        pairs.len() < FEWEST_EXPERTS || correlation(&pairs) >= LEAST_CORRELATION
    }
}

fn leave_one_out(votes: &Votes) -> (Vec<f64>, Vec<f64>) {
    let mut matches = vec![0.0; votes.experts.len()];
    let mut compared = vec![0.0; votes.experts.len()];
    for item in &votes.items {
        let mut counts = vec![0_u32; item.classes];
        if let Some(known) = item.known {
            for &(expert, class, _) in &item.votes {
                matches[expert] += f64::from(class == known);
                compared[expert] += 1.0;
            }
            item.silent.iter().for_each(|&expert| compared[expert] += 1.0);
            continue;
        }
        for vote in &item.votes {
            counts[vote.1] += 1;
        }
        for &(expert, class, _) in &item.votes {
            counts[class] -= 1;
            if let Some(share) = plurality_share(&counts, class) {
                matches[expert] += share;
                compared[expert] += 1.0;
            }
            counts[class] += 1;
        }
        for &expert in &item.silent {
            compared[expert] += f64::from(plurality_share(&counts, 0).is_some());
        }
    }
    (matches, compared)
}

/// 1 if the class is the plurality, a part of 1 if it ties; None if no two agree.
fn plurality_share(counts: &[u32], class: usize) -> Option<f64> {
    let top = counts.iter().copied().max().filter(|&top| top >= 2)?;
    let tied = counts.iter().filter(|&&count| count == top).count();
    Some(if counts[class] == top { 1.0 / tied as f64 } else { 0.0 })
}

/// Pearson's correlation; 1 where one side does not vary, as then there is no contradiction.
fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let count = pairs.len() as f64;
    let mean = |side: fn(&(f64, f64)) -> f64| pairs.iter().map(side).collect::<Total>().value() / count;
    let (mean_a, mean_b) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |term: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(term).collect::<Total>().value();
    let covariance = sum(&|pair| (pair.0 - mean_a) * (pair.1 - mean_b));
    let (spread_a, spread_b) = (sum(&|pair| (pair.0 - mean_a).powi(2)), sum(&|pair| (pair.1 - mean_b).powi(2)));
    let spread = (spread_a * spread_b).sqrt();
    if spread > 1e-12 { covariance / spread } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::{Agreement, Votes, correlation};
    use crate::truth::Item;

    #[test]
    fn a_model_that_believes_the_wrong_experts_is_refused() {
        let items = (0..40_usize)
            .map(|at| Item {
                votes: vec![
                    (0, 0, 1.0),
                    (1, usize::from(at % 3 == 0), 1.0),
                    (2, usize::from(at % 2 == 0), 1.0),
                    (3, 2 + at % 2, 1.0),
                ],
                classes: 4,
                alternatives: 4.0,
                ..Item::default()
            })
            .collect();
        let votes = Votes { experts: ["a", "b", "c", "d"].map(String::from).to_vec(), items };
        assert!(Agreement::of(&votes).passes(&[0.9, 0.7, 0.6, 0.1]));
        assert!(!Agreement::of(&votes).passes(&[0.1, 0.2, 0.3, 0.9]));
    }

    #[test]
    fn correlations_of_lines_are_one_and_minus_one() {
        assert!((correlation(&[(0.0, 0.0), (1.0, 2.0), (2.0, 4.0)]) - 1.0).abs() < 1e-9);
        assert!((correlation(&[(0.0, 4.0), (1.0, 2.0), (2.0, 0.0)]) + 1.0).abs() < 1e-9);
        assert_eq!(correlation(&[(1.0, 1.0), (1.0, 2.0)]), 1.0);
    }
}
