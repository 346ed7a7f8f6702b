//! Copeland's score (1951): duels won, and half of the duels drawn.
//!
//! # Performance
//! O(options^2).

use super::tally::Tally;

/// Score of each option.
pub fn scores(tally: &Tally) -> Vec<f64> {
    let duel = |a: usize, b: usize| match tally.prefer(a, b).cmp(&tally.prefer(b, a)) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    };
    let options = 0..tally.options();
    options.clone().map(|a| options.clone().filter(|&b| b != a).map(|b| duel(a, b)).sum()).collect()
}
