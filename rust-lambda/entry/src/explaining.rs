//! Verdicts into words: JSON Lines in, plain text out.

use std::io::{self, BufRead, Write};

use consensus::explain;

/// Explains each verdict. A line that holds none is named on the error stream, and the rest goes on.
///
/// # Errors
/// Fails only if a stream cannot be read or written.
pub fn explain(mut input: impl BufRead, mut output: impl Write, mut errors: impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    let (mut number, mut explained) = (0, 0);
    while input.read_until(b'\n', &mut line)? > 0 {
        number += 1;
        match explain::line(&line) {
            Ok(words) => {
                // An empty line between two verdicts.
                let gap = if explained > 0 { "\n" } else { "" };
                write!(output, "{gap}{words}")?;
                output.flush()?;
                explained += 1;
            }
            Err(reason) => writeln!(errors, "line {number}: {reason}")?,
        }
        line.clear();
    }
    Ok(())
}
