//! Kind `ranking`: experts put the options in an order, the best first.
//!
//! One expert, one ballot; nobody ranks an option of its own (`authors`). [`schulze`] decides, and
//! [`borda`], [`copeland`] and [`kemeny`] stand beside it: where the methods differ, the order is less
//! certain than one of them makes it look. [`concordance`] tells how far the experts rank alike.
//!
//! # Performance
//! O(ballots x options^2 + options^3); at most [`MOST_OPTIONS`] options.

pub mod alike;
pub mod borda;
mod circle;
pub mod concordance;
pub mod copeland;
pub mod kemeny;
pub mod read;
pub mod schulze;
pub mod tally;
mod weigh;

use std::collections::BTreeMap;

use serde::Serialize;

pub use weigh::{pairs, weigh};

/// More options than this are refused: nobody ranks them with care, and the work grows with their cube.
pub const MOST_OPTIONS: usize = 100;

/// The orders of all options.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranking {
    /// Schulze's order, best first, options of one rank together.
    pub order: Vec<Vec<String>>,
    /// Borda points of each option.
    pub borda: BTreeMap<String, f64>,
    /// Copeland's score of each option.
    pub copeland: BTreeMap<String, f64>,
    /// Kemeny's order.
    pub kemeny: Kemeny,
    /// Kendall's W, where it is defined.
    pub concordance: Option<f64>,
}

/// Kemeny's order of all options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kemeny {
    /// Best first.
    pub order: Vec<String>,
    /// Ballots against it, summed over pairs of options.
    pub distance: u64,
    /// Whether no order has a smaller distance. If not, `method` names the bound below it.
    pub exact: bool,
}
