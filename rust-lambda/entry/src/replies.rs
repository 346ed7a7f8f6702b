//! Replies into what they say: one JSON line in, one out.

use std::io::{self, BufRead, Write};

use consensus::Kind;
use consensus::line::{self, Unreadable};
use consensus::reply::{self, Asked, Reply};
use serde::{Deserialize, Serialize};

use crate::stream::for_each_line;

/// A reply with what was asked for.
#[derive(Debug, Deserialize)]
struct Received {
    /// Name of the line, repeated in what was read.
    id: String,
    #[serde(default)]
    kind: Kind,
    #[serde(default)]
    question: Option<String>,
    #[serde(default)]
    options: Option<Vec<String>>,
    #[serde(default)]
    schema: Option<String>,
    /// The whole reply.
    reply: String,
    /// It ended before its expert would have ended it.
    #[serde(default)]
    cut: bool,
}

/// What one line says.
#[derive(Debug, Serialize)]
struct Reading<'a> {
    id: &'a str,
    answer: &'a str,
    reasoning: Option<&'a str>,
    conclusion: Option<&'a str>,
    /// Index of the chosen option.
    option: Option<usize>,
    unreadable: Option<&'a str>,
}

/// Reads each reply as it comes, and flushes what it says before the next line is awaited.
///
/// # Errors
/// Fails only if a stream cannot be read or written.
pub fn read(input: impl BufRead, mut output: impl Write, mut errors: impl Write) -> io::Result<()> {
    for_each_line(input, |number, bytes| {
        let (id, reply) = match line::parse::<Received>(bytes) {
            Ok(received) => {
                let reply = read_one(&received);
                (received.id, reply)
            }
            Err(Unreadable { id, reason }) => {
                writeln!(errors, "line {number}: {reason}")?;
                (id, Reply { unreadable: Some(format!("unreadable-line: {reason}")), ..Reply::default() })
            }
        };
        let mut line = serde_json::to_vec(&Reading::of(&id, &reply))?;
        line.push(b'\n');
        output.write_all(&line)?;
        output.flush()
    })
}

fn read_one(received: &Received) -> Reply {
    let asked = Asked {
        kind: received.kind,
        question: received.question.as_deref(),
        options: received.options.as_deref(),
        schema: received.schema.as_deref(),
    };
    reply::read(&asked, &received.reply, received.cut)
}

impl Reading<'_> {
    fn of<'a>(id: &'a str, reply: &'a Reply) -> Reading<'a> {
        Reading {
            id,
            answer: &reply.answer,
            reasoning: reply.reasoning.as_deref(),
            conclusion: reply.conclusion.as_deref(),
            option: reply.option,
            unreadable: reply.unreadable.as_deref(),
        }
    }
}
