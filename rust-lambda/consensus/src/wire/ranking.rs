//! The orders of all options of a ranking.

use std::collections::BTreeMap;

use serde::Serialize;

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
