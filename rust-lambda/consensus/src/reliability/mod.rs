//! Learnt reliability as a state outside the library: what earlier panels and feedback taught of the
//! experts comes in with a panel, and what this panel adds goes out with its verdict.
//!
//! An observation without feedback is judged by the plurality of the *other* experts, never by the
//! expert's own vote, and counts [`UNCONFIRMED`]: a verdict must not teach itself. Feedback counts in
//! full and replaces it. What is learnt decides only where the caller allows it and every expert of
//! the panel has [`ENOUGH`] evidence; until then it is reported beside the verdict (shadow).

pub mod decay;
mod learnt;
mod observe;
mod state;
mod weigh;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use learnt::relearn;
pub use observe::observe;
pub use state::{Given, State, Tally, VERSION};
pub use weigh::{Learning, Shadowed};

/// What an observation without feedback counts.
pub const UNCONFIRMED: f64 = 0.25;

/// Evidence (decayed questions asked) that every expert of a panel needs before what was learnt decides.
pub const ENOUGH: f64 = 20.0;

/// Whether what is known may decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// It decides once there is enough of it.
    Auto,
    /// It is reported and decides nothing.
    #[default]
    Shadow,
}

/// What became known of the right answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// The right answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// Whether the verdict's answer was right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<bool>,
    /// The expert whose answer `right` speaks of: the pick of that verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// What the learnt weights would have decided.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shadow {
    /// The expert whose words would be returned.
    pub pick: String,
    /// Index of the option that would win; kind `choice` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<usize>,
    /// Whether that is the answer of the plain rule too.
    pub agrees: bool,
    /// Calibrated chance that it is right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

/// What a line says of reliability.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// What this line adds to the state, decay included; the caller adds it.
    pub learnt: BTreeMap<String, Tally>,
    /// Smallest evidence among the experts of the panel.
    pub evidence: f64,
    /// Whether what was learnt decided this verdict.
    pub weighs: bool,
    /// Estimated chance of each expert of the panel to be right.
    pub estimates: BTreeMap<String, f64>,
    /// What the learnt weights would have decided; None if nobody answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shadow: Option<Shadow>,
}

/// The field of a verdict.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Reliability {
    /// Of one line of `agree`.
    Line(Report),
    /// Of a whole run of `infer`: the state estimated from all lines.
    Run(State),
}
