//! What comes in: one panel, that is one question and the opinions of a circle of experts on it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::reliability::{Feedback, Mode, Skill};
use super::state::Given;

/// How a question wants to be answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The answer is one of the options.
    Choice,
    /// Free-form but short: a number, an expression, a literal, a name, or a reply that holds one.
    Short,
    /// Long free text.
    #[default]
    Text,
    /// Whatever the answers turn out to be: a choice, something short, or a text.
    Auto,
    /// All options in an order, the best first.
    Ranking,
}

impl Kind {
    /// The word used on the wire and in `method`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Choice => "choice",
            Kind::Short => "short",
            Kind::Text => "text",
            Kind::Auto => "auto",
            Kind::Ranking => "ranking",
        }
    }
}

/// One expert's answer. `answer: None` says that the expert abstained.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// Name of the expert. The same expert may stand in a panel more than once.
    pub expert: String,
    /// Maker or model line. Members of one family tend to err together.
    #[serde(default)]
    pub family: Option<String>,
    /// The expert's own words, possibly a whole reply.
    #[serde(default)]
    pub answer: Option<String>,
    /// What the answer comes to, in one line, where the expert was asked for it and said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<String>,
}

/// One question with the opinions on it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// Name of the line, repeated in the verdict.
    pub id: String,
    /// The question, where it is known: its words carry no information in an answer.
    #[serde(default)]
    pub question: Option<String>,
    /// How the question wants to be answered.
    pub kind: Kind,
    /// The allowed answers of a `choice`. Without them the distinct answers are the options.
    #[serde(default)]
    pub options: Option<Vec<String>>,
    /// The opinions, in any order: the order carries no meaning.
    pub opinions: Vec<Opinion>,
    /// JSON Schema of the answers, as JSON text: each answer is one JSON value that conforms to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Kind `choice`: the options stand on a scale, the lowest first, and the verdict is their weighed median.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ordered: bool,
    /// Agreement from which a text is decided without a majority of one conclusion, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_agreement: Option<f64>,
    /// Kind `ranking`: who wrote each option. An expert's own option is left out of its own ranking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authors: Option<Vec<Option<String>>>,
    /// What is known of the experts from earlier panels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Given>,
    /// Whether what is known may decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reliability_mode: Option<Mode>,
    /// Skill of experts that was known before any question, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub skill: BTreeMap<String, Skill>,
    /// When the question was asked, in days since 1970-01-01: the library has no clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<f64>,
    /// Part of the decided answers that must be right: nothing is decided where that cannot be promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<f64>,
    /// What became known of the right answer afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Feedback>,
}
