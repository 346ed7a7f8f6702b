//! What a panel says of reliability: what may decide, what became known, and what a line tells of its experts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::state::{State, Tally};

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

/// How good an expert is known to be before any question.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Skill {
    /// Part of the questions of its field that it answers rightly, 0 to 1.
    pub rate: f64,
    /// How far it is taken at its word, 0 to 1: the rest is drawn to the mean of the panel.
    pub trust: f64,
}

impl Skill {
    /// Whether both figures can be.
    pub fn is_possible(&self) -> bool {
        (0.0..=1.0).contains(&self.rate) && (0.0..=1.0).contains(&self.trust)
    }
}

/// What a weighing with known experts rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Nothing: nobody is known.
    #[default]
    Nothing,
    /// How far experts agreed with the others.
    Agreement,
    /// Skill that was published or stated.
    Skill,
    /// Outcomes: questions whose right answer became known.
    Outcomes,
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

/// What a state says of experts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Estimates {
    /// Smallest evidence among the experts: decayed questions asked.
    pub evidence: f64,
    /// Whether it decides, or would.
    pub weighs: bool,
    /// Estimated chance of each expert to be right.
    pub estimates: BTreeMap<String, f64>,
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

/// What became of a promise that a part of the decided answers is right.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Promise {
    /// The part that must be right.
    pub asked: f64,
    /// Whether this verdict may be decided under it.
    pub kept: bool,
    /// Whether it would be decided without.
    pub otherwise: bool,
    /// Decided verdicts whose right answer became known, older ones counting less.
    pub outcomes: f64,
    /// Part of the weight from which verdicts are decided. None where the outcomes promise nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<f64>,
    /// Part of those verdicts that would be decided. None without outcomes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<f64>,
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
    /// What the weights rest on.
    pub basis: Basis,
    /// Weight of each expert's vote; they sum to 1.
    pub weights: BTreeMap<String, f64>,
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
