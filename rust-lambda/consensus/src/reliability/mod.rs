//! Learnt reliability as a state outside the library: what earlier panels and feedback taught of the
//! experts comes in with a panel, and what this panel adds goes out with its verdict.
//!
//! An observation without feedback is judged by the plurality of the *other* experts, never by the
//! expert's own vote, and counts [`UNCONFIRMED`]: a verdict must not teach itself. Feedback counts in
//! full and replaces it, and teaches beside it how often each two experts said the same (see `joint`). What is learnt
//! decides only where the caller allows it and every expert of the panel has [`ENOUGH`] evidence, or known skill; until
//! then it is reported beside the verdict (shadow).

pub mod decay;
mod estimate;
mod foretell;
mod joint;
mod judged;
mod learnt;
pub mod names;
mod observe;
pub mod promise;
mod state;
mod weigh;

pub use estimate::estimate;
pub use judged::experts;
pub use learnt::relearn;
pub use observe::observe;
pub use weigh::{Learning, Shadowed, deciding, may_decide};

/// How often an observation of a panel counts; None if no question can have been asked then.
pub fn growth(panel: &crate::wire::Panel) -> Option<f64> {
    decay::day(panel.at).map(decay::growth)
}

/// What an observation without feedback counts.
pub const UNCONFIRMED: f64 = 0.25;

/// Evidence (decayed questions) that every expert of a panel needs before what was learnt decides: from so many outcomes
/// on, no panel of the evaluation lies more than a point or so below its majority (`npm run eval`).
pub const ENOUGH: f64 = 20.0;
