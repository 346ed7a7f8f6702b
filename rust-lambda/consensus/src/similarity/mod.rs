//! How alike two texts are.
//!
//! Words of the question carry no information and are left out, and words that are rare in general weigh more
//! (question-aware cosine). The weights come from a fixed table, not from the panel.
//!
//! - [`Profile`] and [`alike`]: short answers in words, by a learnt pair score.
//! - [`wording`]: which brief answers may be one at all, however alike they are.
//! - [`overlap`]: long texts, all pairs of a panel at once.
//! - [`sparse`]: panels with very many different answers, against the sum of the panel.

pub mod marker;
pub mod overlap;
mod pair;
mod pair_weights;
mod profile;
pub mod rarity;
mod rows;
mod shared;
pub mod sparse;
pub mod wording;

pub use pair::{FEATURES, alike, features};
pub use profile::{Profile, Profiler};
