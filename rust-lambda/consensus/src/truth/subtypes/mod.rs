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
//! O(labels x options x subtypes) a round, one pass over the labels, in rows of a length known when the
//! program is built, and two logarithms' work for each table cell.

mod bound;
mod model;

use super::labels::Labels;
use model::Model;

/// Least and most rounds.
const ROUNDS: (usize, usize) = (16, 90);

/// Label updates a design may cost, cells of a row taken in fours: large crowds settle in substance
/// within few rounds.
const MOST_UPDATES: usize = 6_000_000;

/// Cells that cost about as much as one.
const LANES: usize = 4;

/// Beliefs that move less than this on average have settled.
const SETTLED: f64 = 1e-4;

/// Rounds between two looks at the bound.
const CHECK_EVERY: usize = 8;

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

/// A design that was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GivenUp {
    /// Rounds it took until then.
    pub rounds: usize,
}

/// Infers the classes of all items.
///
/// # Errors
/// Gives up if the bound can no longer come near `floor`, that is once three more gains like the last
/// one would not reach it; and at once where options x subtypes are more than 36.
pub fn infer(labels: &Labels, design: Design, floor: f64) -> Result<Inferred, GivenUp> {
    match labels.options * design.subtypes {
        0..=2 => climb(Model::<2>::new(labels, design), labels, floor),
        3..=4 => climb(Model::<4>::new(labels, design), labels, floor),
        5..=6 => climb(Model::<6>::new(labels, design), labels, floor),
        7..=8 => climb(Model::<8>::new(labels, design), labels, floor),
        9..=12 => climb(Model::<12>::new(labels, design), labels, floor),
        13..=16 => climb(Model::<16>::new(labels, design), labels, floor),
        17..=24 => climb(Model::<24>::new(labels, design), labels, floor),
        25..=36 => climb(Model::<36>::new(labels, design), labels, floor),
        _ => Err(GivenUp { rounds: 0 }),
    }
}

fn climb<const CELLS: usize>(mut model: Model<CELLS>, labels: &Labels, floor: f64) -> Result<Inferred, GivenUp> {
    let mut last = f64::NEG_INFINITY;
    let cost = labels.each.len() * model.used.next_multiple_of(LANES);
    let affordable = (MOST_UPDATES / cost.max(1)).clamp(ROUNDS.0, ROUNDS.1);
    let mut rounds = 0;
    while rounds < affordable {
        rounds += 1;
        model.learn();
        if model.believe(labels) < SETTLED {
            break;
        }
        if rounds % CHECK_EVERY == 0 && floor > f64::NEG_INFINITY {
            let bound = model.bound();
            if bound + 3.0 * (bound - last) < floor && last > f64::NEG_INFINITY {
                return Err(GivenUp { rounds });
            }
            last = bound;
        }
    }
    Ok(Inferred { beliefs: model.classes(), bound: model.bound(), rounds })
}
