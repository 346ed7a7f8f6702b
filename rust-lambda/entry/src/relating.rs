//! Pairs of texts in, how each two stand to each other out.

use std::io::{self, BufRead, Write};

use consensus::meaning;
use consensus::wire::Relation;
use serde::{Deserialize, Serialize};

/// Two texts that answer one question.
#[derive(Deserialize)]
struct Pair {
    id: String,
    #[serde(default)]
    question: Option<String>,
    a: String,
    b: String,
}

/// How they stand to each other; nulls where the line could not be read.
#[derive(Serialize)]
struct Related {
    id: String,
    relation: Option<Relation>,
    similarity: Option<f64>,
}

/// Relates the texts of each line. One line in gives one line out; a line that cannot be read is named on the error
/// stream.
///
/// # Errors
/// Fails only if a stream cannot be read or written.
pub fn relate(input: impl BufRead, mut output: impl Write, mut errors: impl Write) -> io::Result<()> {
    for (number, line) in input.lines().enumerate() {
        let related = match serde_json::from_str::<Pair>(&line?) {
            Ok(pair) => {
                let (relation, similarity) = meaning::of_two(pair.question.as_deref(), &pair.a, &pair.b);
                Related { id: pair.id, relation: Some(relation), similarity: Some(similarity) }
            }
            Err(error) => {
                writeln!(errors, "line {}: {error}", number + 1)?;
                Related { id: String::new(), relation: None, similarity: None }
            }
        };
        serde_json::to_writer(&mut output, &related)?;
        output.write_all(b"\n")?;
    }
    output.flush()
}
