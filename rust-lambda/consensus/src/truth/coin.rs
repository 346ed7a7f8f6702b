//! One-coin expectation maximisation: each expert is right with one probability, wrong answers
//! spread evenly over the alternatives (the model of ZenCrowd, with open answer sets).
//!
//! ```text
//! P(class c is true) ~ product over votes of  p_e              if the vote is c
//!                                             (1 - p_e) / m    otherwise, m alternatives
//! p_e = (sum of P(vote is true) + 1) / (asked + 1)             mode under Beta(2, 1)
//! ```
//!
//! # Performance
//! O(votes x classes) a round, at most 100 rounds, no allocation in a round.

use super::{Item, Votes, log_odds};

const MOST_ROUNDS: usize = 100;

/// Reliabilities that move less than this have settled.
const SETTLED: f64 = 1e-6;

/// Nobody is certain and nobody is certainly wrong: without bounds one round can lock in.
const BOUNDS: (f64, f64) = (0.02, 0.98);

/// A miss by silence, as part of a miss by a wrong answer (chosen on the dev panels).
const SILENCE: f64 = 1.0;

/// Estimated chance of each expert to be right.
pub fn reliabilities(votes: &Votes) -> Vec<f64> {
    let mut beliefs: Vec<Vec<f64>> = votes.items.iter().map(plurality).collect();
    let mut reliability = maximise(votes, &beliefs);
    for _ in 0..MOST_ROUNDS {
        for (item, belief) in votes.items.iter().zip(&mut beliefs) {
            believe(item, &reliability, belief);
        }
        let next = maximise(votes, &beliefs);
        let moved = next.iter().zip(&reliability).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        reliability = next;
        if moved < SETTLED {
            break;
        }
    }
    reliability
}

fn plurality(item: &Item) -> Vec<f64> {
    let mut belief = vec![0.0; item.classes];
    for &(_, class, weight) in &item.votes {
        belief[class] += weight;
    }
    normalise(&mut belief);
    belief
}

fn believe(item: &Item, reliability: &[f64], belief: &mut [f64]) {
    belief.fill(0.0);
    for &(expert, class, weight) in &item.votes {
        belief[class] += weight * log_odds(reliability[expert], item.alternatives);
    }
    let top = belief.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    for value in belief.iter_mut() {
        *value = (*value - top).exp();
    }
    normalise(belief);
}

fn normalise(belief: &mut [f64]) {
    let sum: f64 = belief.iter().sum();
    if sum > 0.0 {
        for value in belief {
            *value /= sum;
        }
    }
}

fn maximise(votes: &Votes, beliefs: &[Vec<f64>]) -> Vec<f64> {
    let mut hits = vec![0.0; votes.experts.len()];
    let mut asked = vec![0.0; votes.experts.len()];
    for (item, belief) in votes.items.iter().zip(beliefs).filter(|(item, _)| !item.votes.is_empty()) {
        for &(expert, class, _) in &item.votes {
            hits[expert] += belief[class];
            asked[expert] += 1.0;
        }
        for &expert in &item.silent {
            asked[expert] += SILENCE;
        }
    }
    hits.iter()
        .zip(&asked)
        .map(|(hits, asked)| ((hits + 1.0_f64) / (asked + 1.0_f64)).clamp(BOUNDS.0, BOUNDS.1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Item, Votes, reliabilities};

    fn item(classes: &[usize]) -> Item {
        Item {
            votes: classes.iter().enumerate().map(|(expert, &class)| (expert, class, 1.0)).collect(),
            silent: Vec::new(),
            classes: classes.iter().max().unwrap() + 1,
            alternatives: 4.0,
        }
    }

    /// Experts 0 and 1 agree always, 2 and 3 scatter.
    fn crowd() -> Votes {
        let items = (0..60).map(|at| item(&[0, 0, 1 + at % 2, (at % 3) + 1])).collect();
        Votes { experts: ["a", "b", "c", "d"].map(String::from).to_vec(), items }
    }

    #[test]
    fn experts_who_agree_are_believed() {
        let reliability = reliabilities(&crowd());
        assert!(reliability[0] > 0.9 && reliability[1] > 0.9, "{reliability:?}");
        assert!(reliability[2] < 0.2 && reliability[3] < 0.2, "{reliability:?}");
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(reliabilities(&Votes::default()).is_empty());
    }
}
