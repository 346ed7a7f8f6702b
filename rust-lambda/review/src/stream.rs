//! The door over pipes: a request a line, an answer a line, in order.

use std::io::{BufRead, Write};

use serde_json::json;

use crate::reviewer::Reviewer;
use crate::wire::Request;

/// Answers each line of the input and flushes before the next is read.
pub fn serve(mut input: impl BufRead, mut output: impl Write) -> std::io::Result<()> {
    let mut reviewer = Reviewer::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice::<Request>(&line) {
            Ok(request) => serde_json::to_writer(&mut output, &reviewer.answer(request))?,
            Err(error) => serde_json::to_writer(&mut output, &json!({ "id": null, "error": error.to_string() }))?,
        }
        output.write_all(b"\n")?;
        output.flush()?;
    }
}
