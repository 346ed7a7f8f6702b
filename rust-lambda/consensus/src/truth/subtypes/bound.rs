//! How well a design fits: the evidence lower bound.

use super::model::{Model, SUBTYPES_PRIOR};
use crate::truth::rows::add;
use crate::truth::special::{ln, ln_gamma};

impl<const CELLS: usize> Model<CELLS> {
    /// Evidence lower bound at the best tables for the present beliefs, in nats.
    pub(super) fn bound(&self) -> f64 {
        let mut bound: f64 = self.beliefs.iter().map(entropy).sum();
        let before = self.prior_counts.iter().fold([0.0; CELLS], |mut sums, row| {
            add(&mut sums, row);
            sums
        });
        for worker in self.counts.chunks(self.options.max(1)) {
            let mut sums = [0.0; CELLS];
            worker.iter().for_each(|row| add(&mut sums, row));
            bound += worker.iter().zip(&self.prior_counts).map(|(count, prior)| gain(count, prior)).sum::<f64>();
            bound -= gain(&sums, &before);
        }
        bound + self.bound_of_classes()
    }

    fn bound_of_classes(&self) -> f64 {
        let each = SUBTYPES_PRIOR / self.design.subtypes as f64;
        let masses = &self.masses[..self.used];
        let mut bound = 0.0;
        for masses in masses.chunks(self.design.subtypes) {
            let mass: f64 = masses.iter().sum();
            bound += ln_gamma(mass + 1.0) - ln_gamma(mass + SUBTYPES_PRIOR) + ln_gamma(SUBTYPES_PRIOR);
            bound += masses.iter().map(|cell| ln_gamma(cell + each) - ln_gamma(each)).sum::<f64>();
        }
        bound - ln_gamma(masses.iter().sum::<f64>() + self.options as f64)
    }
}

/// Sum of -p ln p over a row.
fn entropy<const CELLS: usize>(row: &[f64; CELLS]) -> f64 {
    row.map(|value| if value > 1e-300 { -value * ln(value) } else { 0.0 }).iter().sum()
}

/// Sum of ln Γ(count) - ln Γ(prior) over a row; most counts of workers with few labels are still the prior.
fn gain<const CELLS: usize>(count: &[f64; CELLS], prior: &[f64; CELLS]) -> f64 {
    let grown = count.iter().zip(prior).filter(|(count, prior)| count != prior);
    grown.map(|(count, prior)| ln_gamma(*count) - ln_gamma(*prior)).sum()
}
