//! How reliable each expert is, learnt from many panels without gold.
//!
//! [`pool`] serves panels whose questions differ, [`crowd`] items that all have the same options, as
//! in labelling, and [`stream`] panels that come one after the other.

pub mod clarity;
mod counts;
pub mod crowd;
pub mod guard;
pub mod known;
pub mod labels;
pub mod pool;
mod quadrature;
mod rows;
pub mod special;
pub mod stream;
pub mod subtypes;
pub mod urn;
pub mod votes;

pub use votes::{Item, Votes, alternatives, log_odds};

/// Fewer answered lines than this teach nothing about the experts.
pub const FEWEST_LINES: usize = 20;
