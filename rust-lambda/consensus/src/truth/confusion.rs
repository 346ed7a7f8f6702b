//! Class-wise confusion (Dawid and Skene), shrunk to the one-coin model: for panels that all have
//! the same options, as in labelling.
//!
//! ```text
//! P(c is true) ~ p_c x product over votes l of  m_e[c][l]
//! m_e[c][l]    = (n_e[c][l] + STRENGTH x coin_e[c][l]) / (n_e[c] + STRENGTH)
//! ```
//!
//! n_e[c][l] is how often expert e says l where c is believed, coin_e the expert's one-coin matrix.
//! Experts with few labels in a class keep their coin; with many they show how they confuse.
//!
//! # Performance
//! O(votes x options) a round, at most 100 rounds; tables of logarithms are made once a round.

use super::Votes;

const MOST_ROUNDS: usize = 100;

/// Beliefs that move less than this on average have settled.
const SETTLED: f64 = 1e-5;

/// The coin counts as much as this many labels of a class (chosen on the crowd sets, dev half).
const STRENGTH: f64 = 4.0;

/// Beliefs of all items over all options, flat by item.
pub struct Beliefs {
    options: usize,
    flat: Vec<f64>,
}

impl Beliefs {
    /// Probability of each option of one item.
    pub fn of(&self, item: usize) -> &[f64] {
        &self.flat[item * self.options..(item + 1) * self.options]
    }
}

/// What one item's classes are among the options, for every item.
pub type OptionsOfClasses = Vec<Vec<usize>>;

/// Believes items and experts in turn, starting from the one-coin reliabilities.
pub fn beliefs(votes: &Votes, places: &OptionsOfClasses, options: usize, reliability: &[f64]) -> Beliefs {
    let labels = flat_labels(votes, places);
    let mut model =
        Model { options, matrices: coins(reliability, options), prior: vec![1.0 / options as f64; options] };
    let mut beliefs = Beliefs { options, flat: vec![0.0; votes.items.len() * options] };
    model.believe(&labels, &mut beliefs);
    for _ in 0..MOST_ROUNDS {
        model.learn(&labels, &beliefs, reliability);
        let before = beliefs.flat.clone();
        model.believe(&labels, &mut beliefs);
        let moved: f64 = before.iter().zip(&beliefs.flat).map(|(a, b)| (a - b).abs()).sum();
        if moved < SETTLED * votes.items.len() as f64 {
            break;
        }
    }
    beliefs
}

/// Item, expert and option of each vote.
type Labels = Vec<(usize, usize, usize)>;

fn flat_labels(votes: &Votes, places: &OptionsOfClasses) -> Labels {
    let items = votes.items.iter().zip(places).enumerate();
    items.flat_map(|(at, (item, place))| item.votes.iter().map(move |vote| (at, vote.0, place[vote.1]))).collect()
}

struct Model {
    options: usize,
    /// Probability of expert e to say l where c is true, at (e * options + c) * options + l.
    matrices: Vec<f64>,
    prior: Vec<f64>,
}

impl Model {
    fn believe(&self, labels: &Labels, beliefs: &mut Beliefs) {
        let logs: Vec<f64> = self.matrices.iter().map(|value| value.ln()).collect();
        for row in beliefs.flat.chunks_mut(self.options) {
            for (value, prior) in row.iter_mut().zip(&self.prior) {
                *value = prior.ln();
            }
        }
        for &(item, expert, label) in labels {
            let row = &mut beliefs.flat[item * self.options..(item + 1) * self.options];
            for (truth, value) in row.iter_mut().enumerate() {
                *value += logs[(expert * self.options + truth) * self.options + label];
            }
        }
        beliefs.flat.chunks_mut(self.options).for_each(softmax);
    }

    fn learn(&mut self, labels: &Labels, beliefs: &Beliefs, reliability: &[f64]) {
        let mut counts: Vec<f64> = coins(reliability, self.options).iter().map(|coin| coin * STRENGTH).collect();
        for &(item, expert, label) in labels {
            for (truth, belief) in beliefs.of(item).iter().enumerate() {
                counts[(expert * self.options + truth) * self.options + label] += belief;
            }
        }
        for row in counts.chunks_mut(self.options) {
            let sum: f64 = row.iter().sum();
            row.iter_mut().for_each(|value| *value /= sum);
        }
        self.matrices = counts;
        let items = beliefs.flat.len() / self.options;
        // One item more for each option: no option is impossible.
        self.prior = vec![1.0; self.options];
        for row in beliefs.flat.chunks(self.options) {
            self.prior.iter_mut().zip(row).for_each(|(sum, belief)| *sum += belief);
        }
        self.prior.iter_mut().for_each(|sum| *sum /= (items + self.options) as f64);
    }
}

fn coins(reliability: &[f64], options: usize) -> Vec<f64> {
    let mut matrices = Vec::with_capacity(reliability.len() * options * options);
    for &right in reliability {
        let wrong = (1.0 - right) / (options.max(2) - 1) as f64;
        for cell in 0..options * options {
            matrices.push(if cell / options == cell % options { right } else { wrong });
        }
    }
    matrices
}

fn softmax(row: &mut [f64]) {
    let top = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    row.iter_mut().for_each(|value| *value = (*value - top).exp());
    let sum: f64 = row.iter().sum();
    row.iter_mut().for_each(|value| *value /= sum);
}

#[cfg(test)]
mod tests {
    use super::beliefs;
    use crate::truth::{Item, Votes, coin};

    /// Expert 2 says 1 whenever 0 is true and the other way round: useless as a coin, perfect as a
    /// matrix. Experts 0 and 1 are right in three of four.
    #[test]
    fn an_expert_who_swaps_two_options_is_understood() {
        let mut items = Vec::new();
        let mut places = Vec::new();
        for at in 0..400_usize {
            let truth = (at / 3) % 2;
            let a = if at % 4 == 0 { 1 - truth } else { truth };
            let b = if (at / 4) % 4 == 0 { 1 - truth } else { truth };
            let votes = vec![(0, a, 1.0), (1, b, 1.0), (2, 1 - truth, 1.0)];
            items.push(Item { votes, silent: Vec::new(), classes: 2, alternatives: 1.0 });
            places.push(vec![0, 1]);
        }
        let votes = Votes { experts: ["a", "b", "c"].map(String::from).to_vec(), items };
        let found = beliefs(&votes, &places, 2, &coin::reliabilities(&votes));
        let consistent = (0..400).filter(|&at| found.of(at)[(at / 3) % 2] > 0.5).count();
        // Which of the two orders is called the truth cannot be known from the labels alone.
        assert!(!(40..=360).contains(&consistent), "{consistent}");
    }
}
