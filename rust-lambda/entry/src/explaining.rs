//! Verdicts into words: JSON in, plain text out.

use std::io::{self, BufRead, Write};

use consensus::explain;

/// Explains each verdict. They come one a line, as `agree` and `infer` write them, or as documents of many lines, as
/// `circle show --json` does. What holds none is named by its first line on the error stream, and the rest goes on.
///
/// # Errors
/// Fails only if a stream cannot be read or written.
pub fn explain(mut input: impl BufRead, output: impl Write, errors: impl Write) -> io::Result<()> {
    let mut teller = Teller { output, errors, told: 0 };
    let (mut document, mut number, mut first) = (Vec::new(), 0, 1);
    loop {
        let before = document.len();
        if input.read_until(b'\n', &mut document)? == 0 {
            break;
        }
        number += 1;
        if before == 0 {
            first = number;
        } else if document[before] == b'{' {
            // Another one begins, so the one before was cut off.
            teller.tell(&document[..before], first)?;
            document.drain(..before);
            first = number;
        }
        if !is_open(&document) {
            teller.tell(&document, first)?;
            document.clear();
        }
    }
    if document.is_empty() { Ok(()) } else { teller.tell(&document, first) }
}

/// Whether a brace stands alone on the first line and its partner is still to come.
fn is_open(document: &[u8]) -> bool {
    let mut lines = document.trim_ascii_end().split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    lines.next() == Some(b"{") && lines.next_back() != Some(b"}")
}

struct Teller<Output, Errors> {
    output: Output,
    errors: Errors,
    told: usize,
}

impl<Output: Write, Errors: Write> Teller<Output, Errors> {
    fn tell(&mut self, document: &[u8], first: usize) -> io::Result<()> {
        match explain::line(document) {
            Ok(words) => {
                // An empty line between two verdicts.
                let gap = if self.told > 0 { "\n" } else { "" };
                write!(self.output, "{gap}{words}")?;
                self.told += 1;
                self.output.flush()
            }
            Err(reason) => writeln!(self.errors, "line {first}: {reason}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::explain;

    const VERDICT: &str = r#"{"id":"a","answer":"42","pick":"ada","clusters":[],"method":"short/plurality-1"}"#;
    const DOCUMENT: &str = "{\r\n  \"id\": \"b\",\n  \"verdict\": {\n    \"answer\": \"yes\",\n    \"pick\": \"bob\",\n    \"clusters\": [],\n    \"method\": \"choice/plurality-1\"\n  }\n}\n";

    fn explained(input: &str) -> (String, String) {
        let (mut output, mut errors) = (Vec::new(), Vec::new());
        explain(input.as_bytes(), &mut output, &mut errors).expect("memory");
        [output, errors].map(|bytes| String::from_utf8(bytes).expect("UTF-8")).into()
    }

    #[test]
    fn lines_and_documents_of_many_lines_may_follow_each_other() {
        let (words, errors) = explained(&format!("{VERDICT}\n{DOCUMENT}{VERDICT}\n{DOCUMENT}"));
        assert_eq!(words.matches("The answer is").count(), 4, "{words}");
        assert_eq!(errors, "");
        assert_eq!(explained(DOCUMENT.trim_end()).1, "");
    }

    #[test]
    fn a_document_that_is_cut_off_is_named_by_its_first_line_and_the_rest_goes_on() {
        let (words, errors) = explained(&format!("{VERDICT}\n{{\n  \"id\": 1,\n{VERDICT}\n{{\n  \"id\""));
        assert_eq!(words.matches("The answer is").count(), 2, "{words}");
        let lines: Vec<&str> = errors.lines().filter_map(|error| error.split(':').next()).collect();
        assert_eq!(lines, ["line 2", "line 5"]);
    }
}
