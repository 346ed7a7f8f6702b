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
pub mod schulze;
pub mod tally;
mod weigh;

pub use weigh::{pairs, weigh};

/// More options than this are refused: nobody ranks them with care, and the work grows with their cube.
pub const MOST_OPTIONS: usize = 100;
