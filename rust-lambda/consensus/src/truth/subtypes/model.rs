//! The tables and beliefs of one design, and the two steps of a round.

use super::Design;
use crate::truth::clarity;
use crate::truth::labels::Labels;
use crate::truth::rows::{add, add_distance, digammas, probabilities};
use crate::truth::special::digamma;

/// Weight of the even prior over the subtypes of one class: small, so that idle subtypes die out.
pub(super) const SUBTYPES_PRIOR: f64 = 0.1;

/// How firmly items start in the subtype of their own share.
const START_LEAN: f64 = 0.9;

/// A row has a cell for each class and subtype, the subtypes of one class side by side; cells beyond
/// are never believed.
pub(super) struct Model<const CELLS: usize> {
    pub(super) design: Design,
    pub(super) options: usize,
    /// Cells in use.
    pub(super) used: usize,
    /// Beliefs over cells, by item.
    pub(super) beliefs: Vec<[f64; CELLS]>,
    /// Sum of the beliefs.
    pub(super) masses: [f64; CELLS],
    /// For each worker and label: prior labels, and those expected from the beliefs.
    pub(super) counts: Vec<[f64; CELLS]>,
    /// Expected logarithms of the chances behind the counts.
    logs: Vec<[f64; CELLS]>,
    /// Prior labels of each label.
    pub(super) prior_counts: Vec<[f64; CELLS]>,
    /// Expected logarithms of the prior of each cell.
    prior: [f64; CELLS],
}

impl<const CELLS: usize> Model<CELLS> {
    pub(super) fn new(labels: &Labels, design: Design) -> Model<CELLS> {
        let (options, used) = (labels.options, labels.options * design.subtypes);
        let prior_count = |label: usize, cell: usize| match cell / design.subtypes {
            class if class == label => design.diagonal,
            _ => design.off_diagonal,
        };
        let mut model = Model {
            design,
            options,
            used,
            beliefs: vec![[0.0; CELLS]; labels.items()],
            masses: [0.0; CELLS],
            counts: vec![[0.0; CELLS]; labels.workers * options],
            logs: vec![[0.0; CELLS]; labels.workers * options],
            prior_counts: (0..options).map(|label| std::array::from_fn(|cell| prior_count(label, cell))).collect(),
            prior: [f64::NEG_INFINITY; CELLS],
        };
        model.start(labels);
        model
    }

    /// Classes start at the shares of the labels, subtypes by how clear those are: the hardest items
    /// of each leading class in the first subtype, the clearest in the last. Nothing is drawn at random.
    fn start(&mut self, labels: &Labels) {
        let (subtypes, options) = (self.design.subtypes, self.options);
        let shares = labels.shares();
        let groups = clarity::groups(&shares, options, subtypes);
        let even = (1.0 - START_LEAN) / subtypes as f64;
        self.forget();
        for (item, group) in groups.iter().enumerate() {
            let row = &mut self.beliefs[item];
            for (cell, value) in row.iter_mut().take(self.used).enumerate() {
                let lean = if cell % subtypes == *group { START_LEAN } else { 0.0 };
                *value = shares[item * options + cell / subtypes] * (even + lean);
            }
            labels.of(item).iter().for_each(|label| add(&mut self.counts[*label as usize], row));
            add(&mut self.masses, row);
        }
    }

    /// Back to the prior.
    fn forget(&mut self) {
        self.masses = [0.0; CELLS];
        self.counts.chunks_mut(self.options.max(1)).for_each(|worker| worker.copy_from_slice(&self.prior_counts));
    }

    /// Counts into expected logarithms.
    pub(super) fn learn(&mut self) {
        let options = self.options.max(1);
        let untouched: Vec<[f64; CELLS]> = self.prior_counts.iter().map(digammas).collect();
        for (counts, logs) in self.counts.chunks(options).zip(self.logs.chunks_mut(options)) {
            let mut sums = [0.0; CELLS];
            counts.iter().for_each(|row| add(&mut sums, row));
            let whole = digammas(&sums);
            for ((count, log), prior) in counts.iter().zip(logs).zip(self.prior_counts.iter().zip(&untouched)) {
                *log = if count == prior.0 { *prior.1 } else { digammas(count) };
                log.iter_mut().zip(&whole).for_each(|(log, whole)| *log -= whole);
            }
        }
        self.learn_prior();
    }

    fn learn_prior(&mut self) {
        let subtypes = self.design.subtypes;
        let each = SUBTYPES_PRIOR / subtypes as f64;
        let masses = &self.masses[..self.used];
        let all = digamma(masses.iter().sum::<f64>() + self.options as f64);
        for (prior, masses) in self.prior.chunks_mut(subtypes).zip(masses.chunks(subtypes)) {
            let mass: f64 = masses.iter().sum();
            let within = digamma(mass + SUBTYPES_PRIOR);
            for (prior, cell) in prior.iter_mut().zip(masses) {
                *prior = digamma(mass + 1.0) - all + digamma(cell + each) - within;
            }
        }
    }

    /// Renews the beliefs and counts them; returns how far they moved on average.
    pub(super) fn believe(&mut self, labels: &Labels) -> f64 {
        self.forget();
        let mut moved = [0.0; CELLS];
        for (item, belief) in self.beliefs.iter_mut().enumerate() {
            let labels_of_item = labels.of(item);
            let mut row = self.prior;
            labels_of_item.iter().for_each(|label| add(&mut row, &self.logs[*label as usize]));
            if let Some(known) = labels.known[item] {
                let others = row.iter_mut().enumerate().filter(|(cell, _)| cell / self.design.subtypes != known);
                others.for_each(|(_, value)| *value = f64::NEG_INFINITY);
            }
            let row = probabilities(&row);
            labels_of_item.iter().for_each(|label| add(&mut self.counts[*label as usize], &row));
            add(&mut self.masses, &row);
            add_distance(&mut moved, belief, &row);
            *belief = row;
        }
        moved.iter().sum::<f64>() / labels.items().max(1) as f64
    }

    /// Beliefs over the options, flat by item.
    pub(super) fn classes(&self) -> Vec<f64> {
        let rows = self.beliefs.iter();
        rows.flat_map(|row| row[..self.used].chunks(self.design.subtypes).map(|cells| cells.iter().sum())).collect()
    }
}
