//! Replies of experts, read one by one as they arrive: for a parent process, and as JSON lines.

use std::io::{self, BufRead, Write};

use consensus::Kind;
use consensus::line::{self, Unreadable};
use consensus::reply::{self, Asked, Reply};
use serde::{Deserialize, Serialize};

use crate::stream::for_each_line;

/// A reply with what was asked.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ReadRequest {
    /// How the question wants to be answered.
    #[serde(default)]
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
    let Reply { answer, reasoning, conclusion, option, unreadable } = understood(request);
    Read { answer, reasoning, conclusion, option, unreadable }
}

fn understood(request: &ReadRequest) -> Reply {
    let asked = Asked {
        kind: request.kind,
        question: request.question.as_deref(),
        options: request.options.as_deref(),
        schema: request.schema.as_deref(),
    };
    reply::read(&asked, &request.reply, request.cut)
}

/// A reply on a line, with a name.
#[derive(Debug, Deserialize)]
struct Received {
    /// Name of the line, repeated in what was read.
    id: String,
    #[serde(flatten)]
    request: ReadRequest,
}

/// What one line says.
#[derive(Debug, Serialize)]
struct Reading {
    id: String,
    answer: String,
    reasoning: Option<String>,
    conclusion: Option<String>,
    /// Index of the chosen option.
    option: Option<usize>,
    unreadable: Option<String>,
}

/// Reads each reply as it comes, and flushes what it says before the next line is awaited.
///
/// # Errors
/// Fails only if a stream cannot be read or written.
pub fn read_lines(input: impl BufRead, mut output: impl Write, mut errors: impl Write) -> io::Result<()> {
    for_each_line(input, |number, bytes| {
        let (id, reply) = match line::read_as::<Received>(bytes) {
            Ok(received) => {
                let reply = understood(&received.request);
                (received.id, reply)
            }
            Err(Unreadable { id, reason }) => {
                writeln!(errors, "line {number}: {reason}")?;
                (id, Reply { unreadable: Some(format!("unreadable-line: {reason}")), ..Reply::default() })
            }
        };
        let Reply { answer, reasoning, conclusion, option, unreadable } = reply;
        let mut line = serde_json::to_vec(&Reading { id, answer, reasoning, conclusion, option, unreadable })?;
        line.push(b'\n');
        output.write_all(&line)?;
        output.flush()
    })
}
