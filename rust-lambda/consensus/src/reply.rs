//! One reply as it arrived, read once for everybody: what is the answer, what was only thinking, what
//! it comes to, and whether it holds an answer at all.

use crate::extract::choice::Options;
use crate::panel::Kind;

/// What was asked, as far as reading a reply needs it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// How the question wants to be answered.
    pub kind: Kind,
    /// The question itself.
    pub question: Option<&'a str>,
    /// The allowed answers of a `choice` or a `ranking`.
    pub options: Option<&'a [String]>,
    /// JSON Schema of the answer, as JSON text.
    pub schema: Option<&'a str>,
}

/// What a reply says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The answer in the expert's own characters, without thinking and without the line of the conclusion.
    pub answer: String,
    /// What the expert thought before it answered, where the reply holds that.
    pub reasoning: Option<String>,
    /// What the answer comes to, in one line, where the expert said it.
    pub conclusion: Option<String>,
    /// Kind `choice`: index of the option that the reply commits itself to.
    pub option: Option<usize>,
    /// Why there is no answer in it, for people; None where there is one.
    pub unreadable: Option<String>,
}

/// Reads one reply; `cut` says that it ended before its expert would have ended it.
pub fn read(asked: &Asked, reply: &str, cut: bool) -> Reply {
    let _ = cut;
    let option = match (asked.kind, asked.options) {
        (Kind::Choice, Some(options)) => Options::new(options, asked.question).vote(reply).ok(),
        _ => None,
    };
    let missed = asked.kind == Kind::Choice && asked.options.is_some() && option.is_none();
    Reply {
        answer: reply.to_owned(),
        option,
        unreadable: missed.then(|| "it commits itself to none of the options".to_owned()),
        ..Reply::default()
    }
}
