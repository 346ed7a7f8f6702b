//! What is known of each expert on a day: sums that fade, and the estimate that follows from them.

use std::collections::BTreeMap;

use super::decay;
use crate::wire::{State, Tally};

/// An expert nobody has seen counts as one who was right in two of four questions.
const PRIOR: Tally = Tally { right: 2.0, asked: 4.0 };

impl Tally {
    /// Both sums times `factor`.
    pub fn times(self, factor: f64) -> Tally {
        Tally { right: self.right * factor, asked: self.asked * factor }
    }

    /// Adds the sums of another tally.
    pub fn add(&mut self, other: Tally) {
        self.right += other.right;
        self.asked += other.asked;
    }
}

impl State {
    /// Adds what a line taught, or another state.
    pub fn add(&mut self, learnt: &BTreeMap<String, Tally>) {
        for (expert, tally) in learnt {
            self.experts.entry(expert.clone()).or_default().add(*tally);
        }
    }

    /// What is left of an expert's sums on `day`.
    pub fn on(&self, day: f64, expert: &str) -> Tally {
        let tally = self.experts.get(expert).copied().unwrap_or_default().times(1.0 / decay::growth(day));
        // Feedback takes back what an unconfirmed observation added, and may be added first.
        let asked = tally.asked.max(0.0);
        Tally { right: tally.right.clamp(0.0, asked), asked }
    }

    /// Estimated chance of an expert to be right, on `day`: the mean of a Beta(2, 2) prior and what is known.
    pub fn estimate(&self, day: f64, expert: &str) -> f64 {
        let known = self.on(day, expert);
        (known.right + PRIOR.right) / (known.asked + PRIOR.asked)
    }
}

#[cfg(test)]
mod tests {
    use crate::wire::State;

    #[test]
    fn an_unknown_expert_is_right_in_one_of_two() {
        assert_eq!(State::default().estimate(0.0, "nobody"), 0.5);
    }
}
