//! Class-wise confusion with subtypes of items: for crowds, whose labels err together.
//!
//! ```text
//! item i:   class z_i ~ prior, subtype g_i ~ mixture of the class
//! worker w: label ~ row (z_i, g_i) of w's own matrix, rows ~ Dirichlet(diagonal, off the diagonal)
//! ```
//!
//! Workers are independent given class *and* subtype, so those who err on the same kind of item are
//! not counted twice (EBCC: Li, Rubinstein and Cohn, ICML 2019); with one subtype it is the Bayesian
//! form of Dawid and Skene (iBCC: Kim and Ghahramani, AISTATS 2012). The prior of the rows draws
//! workers with few labels to the vote. Inference is mean-field; the evidence lower bound it ends
//! with tells how well the model fits, and compares models on the same labels.
//!
//! # Performance
//! O(labels x options x subtypes) a round, in rows padded to four numbers for vector instructions, and
//! two logarithms' work for each table cell.

use super::clarity;
use super::labels::Labels;
use super::special::{digamma, ln_gamma, normalise_logs};

const ROUNDS: (usize, usize) = (16, 90);

/// Label updates a design may cost: large crowds settle in substance within few rounds.
const MOST_UPDATES: usize = 6_000_000;

/// Beliefs that move less than this on average have settled.
const SETTLED: f64 = 1e-4;

/// Rounds between two looks at the bound.
const CHECK_EVERY: usize = 8;

/// Weight of the even prior over the subtypes of one class: small, so that idle subtypes die out.
const SUBTYPES_PRIOR: f64 = 0.1;

/// How firmly items start in the subtype of their own share.
const START_LEAN: f64 = 0.9;

/// Numbers a row is padded to.
const LANES: usize = 4;

/// The model before it sees labels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Design {
    /// Number of subtypes of each class.
    pub subtypes: usize,
    /// Prior labels that name the class.
    pub diagonal: f64,
    /// Prior labels of each other option.
    pub off_diagonal: f64,
}

/// What came out.
#[derive(Clone, Debug)]
pub struct Inferred {
    /// Beliefs over the options, flat by item.
    pub beliefs: Vec<f64>,
    /// Evidence lower bound, in nats.
    pub bound: f64,
    /// Rounds it took.
    pub rounds: usize,
}

/// Infers the classes of all items. None if the bound can no longer come near `floor`: a slow climb
/// is given up once three more gains like the last one would not reach it.
pub fn infer(labels: &Labels, design: Design, floor: f64) -> Option<Inferred> {
    let mut model = Model::new(labels, design);
    let mut last = f64::NEG_INFINITY;
    let affordable = MOST_UPDATES / (labels.each.len() * model.width).max(1);
    let mut rounds = 0;
    for round in 1..=affordable.clamp(ROUNDS.0, ROUNDS.1) {
        rounds = round;
        model.learn(labels);
        if model.believe(labels) < SETTLED {
            break;
        }
        if round % CHECK_EVERY == 0 && floor > f64::NEG_INFINITY {
            let bound = model.bound(labels);
            if bound + 3.0 * (bound - last) < floor && last > f64::NEG_INFINITY {
                return None;
            }
            last = bound;
        }
    }
    let bound = model.bound(labels);
    Some(Inferred { beliefs: model.classes(), bound, rounds })
}

struct Model {
    design: Design,
    options: usize,
    /// Cells of a row: options x subtypes, padded.
    width: usize,
    /// Cells in use.
    used: usize,
    /// Beliefs over cells, by item.
    cells: Vec<f64>,
    /// For each worker and label a row over cells: first counts, then expected logarithms.
    tables: Vec<f64>,
    /// Expected logarithms of the prior of each cell.
    prior: Vec<f64>,
    /// Room for one row.
    row: Vec<f64>,
}

impl Model {
    fn new(labels: &Labels, design: Design) -> Model {
        let used = labels.options * design.subtypes;
        let width = used.next_multiple_of(LANES);
        let mut model = Model {
            design,
            options: labels.options,
            width,
            used,
            cells: vec![0.0; labels.items() * width],
            tables: vec![0.0; labels.workers * labels.options * width],
            prior: vec![0.0; width],
            row: vec![0.0; width],
        };
        model.start(labels);
        model
    }

    /// Classes start at the shares of the labels, subtypes by how clear those are: the hardest items
    /// of each leading class in the first subtype, the clearest in the last. Nothing is drawn at random.
    fn start(&mut self, labels: &Labels) {
        let shares = labels.shares();
        let groups = clarity::groups(&shares, self.options, self.design.subtypes);
        let even = (1.0 - START_LEAN) / self.design.subtypes as f64;
        for (item, group) in groups.iter().enumerate() {
            let row = &mut self.cells[item * self.width..][..self.used];
            for (cell, value) in row.iter_mut().enumerate() {
                let lean = if cell % self.design.subtypes == *group { START_LEAN } else { 0.0 };
                *value = shares[item * self.options + cell / self.design.subtypes] * (even + lean);
            }
        }
    }

    fn prior_label(&self, label: usize, cell: usize) -> f64 {
        if cell / self.design.subtypes == label { self.design.diagonal } else { self.design.off_diagonal }
    }

    /// Prior and counts into expected logarithms.
    fn learn(&mut self, labels: &Labels) {
        self.count(labels);
        let (options, width) = (self.options, self.width);
        for worker in self.tables.chunks_mut(options * width) {
            for cell in 0..self.used {
                let sum: f64 = (0..options).map(|label| worker[label * width + cell]).sum();
                let whole = digamma(sum);
                for label in 0..options {
                    let value = &mut worker[label * width + cell];
                    *value = digamma(*value) - whole;
                }
            }
        }
        let masses = self.masses();
        let all = digamma(masses.iter().sum::<f64>() + options as f64);
        for (class, masses) in masses.chunks(self.design.subtypes).enumerate() {
            let mass: f64 = masses.iter().sum();
            let within = digamma(mass + SUBTYPES_PRIOR);
            for (at, cell) in masses.iter().enumerate() {
                let each = SUBTYPES_PRIOR / self.design.subtypes as f64;
                self.prior[class * self.design.subtypes + at] =
                    digamma(mass + 1.0) - all + digamma(cell + each) - within;
            }
        }
    }

    /// Tables of prior labels plus expected counts.
    fn count(&mut self, labels: &Labels) {
        let mut fresh = std::mem::take(&mut self.tables);
        for (place, row) in fresh.chunks_mut(self.width).enumerate() {
            for (cell, value) in row.iter_mut().take(self.used).enumerate() {
                *value = self.prior_label(place % self.options, cell);
            }
        }
        for (item, cells) in self.cells.chunks(self.width).enumerate() {
            for label in labels.of(item) {
                add(&mut fresh[*label as usize * self.width..][..self.width], cells);
            }
        }
        self.tables = fresh;
    }

    /// Sum of beliefs of each cell.
    fn masses(&self) -> Vec<f64> {
        let mut masses = vec![0.0; self.width];
        for cells in self.cells.chunks(self.width) {
            add(&mut masses, cells);
        }
        masses.truncate(self.used);
        masses
    }

    /// Renews the beliefs; returns how far they moved on average.
    fn believe(&mut self, labels: &Labels) -> f64 {
        let mut moved = 0.0;
        let mut row = std::mem::take(&mut self.row);
        for (item, cells) in self.cells.chunks_mut(self.width).enumerate() {
            row.copy_from_slice(&self.prior);
            for label in labels.of(item) {
                add(&mut row, &self.tables[*label as usize * self.width..][..self.width]);
            }
            if let Some(known) = labels.known[item] {
                let others = row.iter_mut().enumerate().filter(|(cell, _)| cell / self.design.subtypes != known);
                others.for_each(|(_, value)| *value = f64::NEG_INFINITY);
            }
            normalise_logs(&mut row[..self.used]);
            for (old, new) in cells.iter_mut().zip(&row).take(self.used) {
                moved += (*old - new).abs();
                *old = *new;
            }
        }
        self.row = row;
        moved / labels.items().max(1) as f64
    }

    /// Evidence lower bound at the best tables for the present beliefs.
    fn bound(&mut self, labels: &Labels) -> f64 {
        self.count(labels);
        let entropy = |value: &f64| if *value > 1e-300 { -value * value.ln() } else { 0.0 };
        let mut bound: f64 = self.cells.iter().map(entropy).sum();
        for worker in self.tables.chunks(self.options * self.width) {
            for cell in 0..self.used {
                let (mut sum, mut before) = (0.0, 0.0);
                for label in 0..self.options {
                    let (value, prior) = (worker[label * self.width + cell], self.prior_label(label, cell));
                    bound += ln_gamma(value) - ln_gamma(prior);
                    sum += value;
                    before += prior;
                }
                bound -= ln_gamma(sum) - ln_gamma(before);
            }
        }
        let masses = self.masses();
        let each = SUBTYPES_PRIOR / self.design.subtypes as f64;
        for masses in masses.chunks(self.design.subtypes) {
            let mass: f64 = masses.iter().sum();
            bound += ln_gamma(mass + 1.0) - ln_gamma(mass + SUBTYPES_PRIOR) + ln_gamma(SUBTYPES_PRIOR);
            bound += masses.iter().map(|cell| ln_gamma(cell + each) - ln_gamma(each)).sum::<f64>();
        }
        bound - ln_gamma(masses.iter().sum::<f64>() + self.options as f64)
    }

    fn classes(&self) -> Vec<f64> {
        let rows = self.cells.chunks(self.width);
        rows.flat_map(|row| row[..self.used].chunks(self.design.subtypes).map(|cells| cells.iter().sum())).collect()
    }
}

/// Adds one padded row to another.
fn add(sum: &mut [f64], row: &[f64]) {
    for (sum, row) in sum.chunks_exact_mut(LANES).zip(row.chunks_exact(LANES)) {
        for lane in 0..LANES {
            sum[lane] += row[lane];
        }
    }
}
