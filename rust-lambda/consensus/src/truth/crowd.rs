//! Several designs of the crowd model, weighed by their evidence.
//!
//! How much to shrink workers and how many subtypes the items have is left to the data: each design
//! weighs exp((its bound - the best bound) / temperature). The temperature grows with the items,
//! because the bound overstates the difference of models that are all a little wrong (Bayesian model
//! averaging with a coarsened likelihood: Miller and Dunson, JASA 2019). The share of the labels
//! has a smaller weight: it decides where labels are few.

use super::labels::Labels;
use super::subtypes::{self, Design, Inferred};

/// Numbers of subtypes that are tried beside one.
const SUBTYPES: [usize; 2] = [2, 3];

/// A design this many temperatures behind the best would have no weight.
const FAR: f64 = 6.0;

/// Prior labels of a worker that name the class.
const DIAGONAL: f64 = 2.0;

/// Temperature: nats for the set, and for each item.
const TEMPERATURE: (f64, f64) = (3.0, 0.001);

/// Voice of the plain share of the labels beside the models (chosen on the crowd sets, dev half).
const SHARE_VOICE: f64 = 0.3;

/// Beliefs of all items over all options, flat by item.
#[derive(Clone, Debug)]
pub struct Beliefs {
    options: usize,
    flat: Vec<f64>,
    /// Mean number of subtypes, by weight of the designs.
    pub subtypes: f64,
    /// Rounds over all labels, of all designs, given up or not: labels x rounds is the work done.
    pub rounds: usize,
}

impl Beliefs {
    /// Probability of each option of one item.
    pub fn of(&self, item: usize) -> &[f64] {
        &self.flat[item * self.options..(item + 1) * self.options]
    }

    /// How often each worker's labels are believed, smoothed by one right and one wrong.
    pub fn rates(&self, labels: &Labels) -> Vec<f64> {
        let mut sums = vec![(1.0, 2.0); labels.workers];
        for item in 0..labels.items() {
            for label in labels.of(item) {
                let (worker, option) = (*label as usize / self.options, *label as usize % self.options);
                sums[worker].0 += self.of(item)[option];
                sums[worker].1 += 1.0;
            }
        }
        sums.iter().map(|(right, labelled)| right / labelled).collect()
    }

    /// The rule's name.
    pub fn rule(&self) -> &'static str {
        if self.subtypes > 1.5 { "crowd-1+subtypes" } else { "crowd-1" }
    }
}

/// Infers beliefs under several designs and averages them.
pub fn beliefs(labels: &Labels) -> Beliefs {
    let temperature = TEMPERATURE.0 + TEMPERATURE.1 * labels.items() as f64;
    let Heard { designs, rounds } = Heard::all(labels, temperature);
    let best = designs.iter().map(|(_, one)| one.bound).fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = designs.iter().map(|(_, one)| ((one.bound - best) / temperature).exp()).collect();
    let all: f64 = weights.iter().sum();
    // Where no design can be, the labels are counted plainly.
    let voices = if designs.is_empty() { SHARE_VOICE } else { 1.0 + SHARE_VOICE };
    let mut flat = labels.shares();
    flat.iter_mut().for_each(|share| *share *= SHARE_VOICE / voices);
    for ((_, one), weight) in designs.iter().zip(&weights) {
        let voice = weight / all / voices;
        flat.iter_mut().zip(&one.beliefs).for_each(|(sum, belief)| *sum += voice * belief);
    }
    let subtypes = designs.iter().zip(&weights).map(|((design, _), weight)| design.subtypes as f64 * weight / all);
    Beliefs { options: labels.options, flat, subtypes: subtypes.sum(), rounds }
}

/// The designs worth hearing.
#[derive(Default)]
struct Heard {
    designs: Vec<(Design, Inferred)>,
    /// Rounds of these and of those given up.
    rounds: usize,
}

impl Heard {
    /// Those without subtypes, and under the prior that fits better of these those with subtypes that do
    /// not fall hopelessly behind.
    fn all(labels: &Labels, temperature: f64) -> Heard {
        let mut heard = Heard::default();
        let mut off_diagonals = vec![0.5, 1.0 / (labels.options.max(2) - 1) as f64];
        off_diagonals.dedup();
        for off_diagonal in off_diagonals {
            heard.hear(labels, Design { subtypes: 1, diagonal: DIAGONAL, off_diagonal }, f64::NEG_INFINITY);
        }
        let Some((prior, mut best)) = heard.best() else { return heard };
        for subtypes in SUBTYPES {
            heard.hear(labels, Design { subtypes, ..prior }, best - FAR * temperature);
            best = heard.best().map_or(best, |(_, bound)| bound);
        }
        heard
    }

    fn hear(&mut self, labels: &Labels, design: Design, floor: f64) {
        match subtypes::infer(labels, design, floor) {
            Ok(inferred) => {
                self.rounds += inferred.rounds;
                self.designs.push((design, inferred));
            }
            Err(given_up) => self.rounds += given_up.rounds,
        }
    }

    /// The design that fits best, and its bound.
    fn best(&self) -> Option<(Design, f64)> {
        let bounds = self.designs.iter().map(|(design, one)| (*design, one.bound));
        bounds.max_by(|a, b| a.1.total_cmp(&b.1))
    }
}
