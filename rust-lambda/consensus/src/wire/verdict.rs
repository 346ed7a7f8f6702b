//! What goes out: one verdict for each panel.

use std::collections::BTreeMap;

use serde::Serialize;

use super::claim::Claim;
use super::panel::Kind;
use super::ranking::Ranking;
use super::relation::Relation;
use super::reliability::{Promise, Reliability};

/// Answers that mean the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cluster {
    /// The experts behind the answer, in the order of the panel, each named once.
    pub experts: Vec<String>,
    /// Part of the answering weight, 0 to 1. A reply that could not be read has a share of 0.
    pub share: f64,
}

/// Who was asked and who answered: separate from how far the answers agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Different experts of the panel.
    pub asked: usize,
    /// Those with a readable answer.
    pub answered: usize,
    /// Different families among those who answered; an expert without a family is one of its own.
    pub families: usize,
}

/// How much the answer hangs on single experts (leave-one-out, the jackknife of Quenouille 1949).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stability {
    /// Part of the answering experts after whose removal the answer stays the same.
    pub unchanged: f64,
    /// Those whose removal changes it, in the order of the panel.
    pub pivotal: Vec<String>,
}

impl Stability {
    /// Stability of an answer with `answered` experts behind it or against it, at least one, of whom `pivotal` turn it.
    pub fn new(answered: usize, pivotal: Vec<String>) -> Stability {
        Stability { unchanged: (answered - pivotal.len()) as f64 / answered as f64, pivotal }
    }
}

/// An answer that did not win, by reference to the words of one who gave it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dissent {
    /// The experts behind it.
    pub experts: Vec<String>,
    /// The expert whose words stand for it.
    pub pick: String,
    /// Where in those words the answer stands, in UTF-16 code units; absent if they are all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<[usize; 2]>,
    /// How it stands to the answer that won; for texts only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
}

/// One of the answers that experts stand behind, by reference to the words of one who gave it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Position {
    /// The experts behind it, in the order of the panel, each named once.
    pub experts: Vec<String>,
    /// Part of the answering weight, 0 to 1.
    pub share: f64,
    /// The expert whose words stand for it.
    pub pick: String,
    /// Where in those words the answer stands, in UTF-16 code units; absent if they are all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<[usize; 2]>,
}

/// What a field of typed answers is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldRole {
    /// It is a part of the conclusion.
    Vote,
    /// It is compared and not counted.
    Reason,
}

/// A value that experts give to a field, by reference to the answer of one who gave it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldValue {
    /// The experts behind it, in the order of the panel.
    pub experts: Vec<String>,
    /// Part of the answering weight, 0 to 1.
    pub share: f64,
    /// The expert whose answer holds it; where the field is absent there, that is what they say.
    pub pick: String,
}

/// One field of typed answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// Where it stands in an answer (JSON Pointer, RFC 6901).
    pub path: String,
    /// What it is for.
    pub role: FieldRole,
    /// How alike the answers are in it, 0 to 1. None with fewer than two experts.
    pub agreement: Option<f64>,
    /// Whether one value has the majority; None for a reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided: Option<bool>,
    /// The values, heaviest first.
    pub values: Vec<FieldValue>,
}

/// What a panel that is weighed on its own tells beside the answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// Who was asked and who answered.
    pub coverage: Coverage,
    /// None with fewer than two answering experts.
    pub stability: Option<Stability>,
    /// Effective number of independent experts among those who answered. None if nobody did.
    pub independent: Option<f64>,
    /// The answers that did not win, heaviest first.
    pub dissent: Vec<Dissent>,
}

/// The outcome of weighing one panel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// Id of the panel.
    pub id: String,
    /// The option for `choice`, else the words of the picked expert. None if nobody answered.
    pub answer: Option<String>,
    /// The expert whose words are returned.
    pub pick: Option<String>,
    /// Whether the answers lead to one answer and no other. Where they do not, `answer` and `pick` are of the
    /// leading position, which is then no result. None where nobody looked (`infer`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided: Option<bool>,
    /// The answers that experts stand behind, heaviest first (`agree` only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub positions: Option<Vec<Position>>,
    /// Whether a promise that was asked for is kept (`agree` only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
    /// What the answers say field by field, where a schema describes them (`agree` only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<Field>>,
    /// Kind `auto`: what the answers turned out to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_as: Option<Kind>,
    /// How alike the answers are in content, 0 to 1. None with fewer than two answering experts.
    pub agreement: Option<f64>,
    /// Calibrated chance that the answer is right, 0 to 1. None where the evidence cannot carry it.
    pub confidence: Option<f64>,
    /// Answers that mean the same, heaviest first.
    pub clusters: Vec<Cluster>,
    /// Name and version of the rule that decided, guards and fallbacks included.
    pub method: String,
    /// Where in the picked answer the short answer stands: start and end in UTF-16 code units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<[usize; 2]>,
    /// What the long answers claim, most supported first; on demand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<Vec<Claim>>,
    /// Similarity 0 to 1 of opinions i and j, counted from 0 in the order of the panel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pairs: Option<Vec<(usize, usize, f64)>>,
    /// How much each opinion is preferred, in the order of the panel (`text` only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scores: Option<Vec<f64>>,
    /// Estimated chance of each expert to be right (`infer` only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimates: Option<BTreeMap<String, f64>>,
    /// Coverage, stability, independence and dissent (`agree` only).
    #[serde(flatten)]
    pub standing: Option<Standing>,
    /// The orders of all options (`ranking` only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ranking: Option<Ranking>,
    /// What is known of the experts, and what this panel adds to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Reliability>,
}

impl Verdict {
    /// A verdict of nulls: nothing could be weighed, and `method` says why.
    pub fn empty(id: &str, method: &str) -> Verdict {
        Verdict {
            id: id.to_owned(),
            answer: None,
            pick: None,
            decided: None,
            positions: None,
            promise: None,
            fields: None,
            read_as: None,
            agreement: None,
            confidence: None,
            clusters: Vec::new(),
            method: method.to_owned(),
            span: None,
            claims: None,
            pairs: None,
            scores: None,
            estimates: None,
            standing: None,
            ranking: None,
            reliability: None,
        }
    }
}
