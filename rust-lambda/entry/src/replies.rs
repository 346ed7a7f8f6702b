//! Replies of experts, read one by one as they arrive.

use consensus::Kind;
use consensus::reply::{self, Asked};
use serde::{Deserialize, Serialize};

/// A reply with what was asked.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ReadRequest {
    /// How the question wants to be answered.
    pub kind: Kind,
    /// The question itself.
    #[serde(default)]
    pub question: Option<String>,
    /// The allowed answers of a `choice` or a `ranking`.
    #[serde(default)]
    pub options: Option<Vec<String>>,
    /// JSON Schema of the answer, as JSON text.
    #[serde(default)]
    pub schema: Option<String>,
    /// The expert's reply, whole.
    pub reply: String,
    /// Whether it ended before its expert would have ended it.
    #[serde(default)]
    pub cut: bool,
}

/// What a reply says; fields that have nothing to say are absent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Read {
    /// The answer in the expert's own characters.
    pub answer: String,
    /// What the expert thought before it answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasoning: Option<String>,
    /// What the answer comes to, in one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<String>,
    /// Kind `choice`: index of the option that the reply commits itself to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<usize>,
    /// Why there is no answer in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unreadable: Option<String>,
}

/// Reads one reply.
pub fn read(request: &ReadRequest) -> Read {
    let asked = Asked {
        kind: request.kind,
        question: request.question.as_deref(),
        options: request.options.as_deref(),
        schema: request.schema.as_deref(),
    };
    let found = reply::read(&asked, &request.reply, request.cut);
    Read {
        answer: found.answer,
        reasoning: found.reasoning,
        conclusion: found.conclusion,
        option: found.option,
        unreadable: found.unreadable,
    }
}
