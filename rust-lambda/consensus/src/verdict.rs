//! What goes out: one verdict for each panel.

use std::collections::BTreeMap;

use serde::Serialize;

/// Answers that mean the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cluster {
    /// The experts behind the answer, in the order of the panel, each named once.
    pub experts: Vec<String>,
    /// Part of the answering weight, 0 to 1. A reply that could not be read has a share of 0.
    pub share: f64,
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
    /// Similarity 0 to 1 of opinions i and j, counted from 0 in the order of the panel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pairs: Option<Vec<(usize, usize, f64)>>,
    /// How much each opinion is preferred, in the order of the panel (`text` only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scores: Option<Vec<f64>>,
    /// Estimated chance of each expert to be right (`infer` only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimates: Option<BTreeMap<String, f64>>,
}

impl Verdict {
    /// A verdict of nulls: nothing could be weighed, and `method` says why.
    pub fn empty(id: &str, method: &str) -> Verdict {
        Verdict {
            id: id.to_owned(),
            answer: None,
            pick: None,
            agreement: None,
            confidence: None,
            clusters: Vec::new(),
            method: method.to_owned(),
            span: None,
            pairs: None,
            scores: None,
            estimates: None,
        }
    }
}
