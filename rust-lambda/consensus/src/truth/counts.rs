//! What one round of expectation maximisation learns of the experts' abilities.

use super::quadrature::{NODES, add};
use super::{Item, Votes};

/// Nobody is certain and nobody is certainly wrong: without bounds one round can lock in.
const MOST_ABILITY: f64 = 8.0;

/// Expected counts of a round.
pub struct Counts {
    right: Vec<f64>,
    asked: Vec<[f64; NODES.len()]>,
}

impl Counts {
    /// None yet, for so many experts.
    pub fn new(experts: usize) -> Counts {
        Counts { right: vec![0.0; experts], asked: vec![[0.0; NODES.len()]; experts] }
    }

    /// Forgets the last round.
    pub fn clear(&mut self) {
        self.right.fill(0.0);
        self.asked.fill([0.0; NODES.len()]);
    }

    /// Takes in P(class, node) of one item, classes by rows; silence counts as a miss.
    pub fn take(&mut self, item: &Item, table: &[f64]) {
        let mut ease = [0.0; NODES.len()];
        for row in table.chunks(NODES.len()) {
            ease.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        }
        for &(expert, class, weight) in &item.votes {
            let row = &table[class * NODES.len()..(class + 1) * NODES.len()];
            self.right[expert] += weight * row.iter().sum::<f64>();
            add(&mut self.asked[expert], &ease, weight);
        }
        for &expert in &item.silent {
            add(&mut self.asked[expert], &ease, 1.0);
        }
    }

    /// The ability with the highest posterior, by Newton's method from the last one. The prior is
    /// one right and one wrong answer to a question of middling ease.
    pub fn ability(&self, spread: f64, expert: usize, last: f64) -> f64 {
        let mut ability = last;
        for _ in 0..8 {
            let middle = sigmoid(ability);
            let mut slope = self.right[expert] + 1.0 - 2.0 * middle;
            let mut bend = 2.0 * middle * (1.0 - middle);
            for ((node, _), asked) in NODES.iter().zip(self.asked[expert]) {
                let chance = sigmoid(ability + spread * node);
                slope -= asked * chance;
                bend += asked * chance * (1.0 - chance);
            }
            let step = (slope / bend).clamp(-1.0, 1.0);
            ability = (ability + step).clamp(-MOST_ABILITY, MOST_ABILITY);
            if step.abs() < 1e-6 {
                break;
            }
        }
        ability
    }
}

/// How often each expert stands with the shares of the votes: (sum of shares + 1) / (asked + 1).
pub fn plurality_rates(votes: &Votes) -> Vec<f64> {
    let mut hits = vec![1.0; votes.experts.len()];
    let mut asked = vec![1.0; votes.experts.len()];
    for item in votes.items.iter().filter(|item| !item.votes.is_empty()) {
        let mut masses = vec![0.0; item.classes];
        for &(_, class, weight) in &item.votes {
            masses[class] += weight;
        }
        let all: f64 = masses.iter().sum();
        for &(expert, class, weight) in &item.votes {
            hits[expert] += weight * masses[class] / all;
            asked[expert] += weight;
        }
        for &expert in &item.silent {
            asked[expert] += 1.0;
        }
    }
    hits.iter().zip(&asked).map(|(hits, asked)| hits / asked).collect()
}

fn sigmoid(value: f64) -> f64 {
    1.0 / (1.0 + (-value).exp())
}

#[cfg(test)]
mod tests {
    use super::{Counts, Item, NODES, Votes, plurality_rates, sigmoid};

    #[test]
    fn silence_is_a_miss_and_the_others_share_what_they_say() {
        let item = Item { votes: vec![(0, 0, 1.0), (1, 0, 1.0)], silent: vec![2], classes: 1, ..Item::default() };
        let votes = Votes { experts: ["a", "b", "c"].map(String::from).to_vec(), items: vec![item] };
        assert_eq!(plurality_rates(&votes), [1.0, 1.0, 0.5]);
    }

    #[test]
    fn the_ability_is_where_right_answers_and_prior_balance() {
        let item = Item { votes: vec![(0, 0, 1.0)], classes: 1, ..Item::default() };
        let mut counts = Counts::new(1);
        for _ in 0..30 {
            counts.take(&item, &NODES.map(|(_, weight)| weight));
        }
        // 30 right of 30, and one right of two by the prior: 31 of 32.
        assert!((sigmoid(counts.ability(0.0, 0, 0.0)) - 31.0 / 32.0).abs() < 1e-4);
    }
}
