//! JSON Lines in, JSON Lines out.
//!
//! One line in gives one line out, in the same order, whatever stands in it: a line that cannot be
//! read gives a verdict of nulls, and its number goes to the error stream.

use std::io::{self, BufRead, Write};
use std::mem::ManuallyDrop;

use consensus::line::{self, Unreadable};
use consensus::{Kind, Learner, Panel, Verdict};

/// Bytes written at once where nobody waits for single lines.
const OUTPUT_BUFFER: usize = 1 << 16;

/// What `agree` does beside weighing each line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct With {
    /// Let earlier lines teach later ones.
    pub learn: bool,
    /// Add `pairs` to each verdict.
    pub pairs: bool,
    /// Add `claims` to each verdict on a long text.
    pub claims: bool,
}

/// Weighs each line as it comes. Every verdict is flushed before the next line is awaited, so that
/// the program can serve as a long-lived child.
///
/// # Errors
/// Fails only if a stream cannot be read or written.
pub fn agree(input: impl BufRead, output: impl Write, errors: impl Write, with: With) -> io::Result<()> {
    let mut learner = with.learn.then(Learner::new);
    let mut output = output;
    let mut errors = errors;
    let mut room = Vec::new();
    for_each_line(input, |number, line| {
        let verdict = match line::read(line) {
            Ok(panel) => {
                let mut verdict =
                    learner.as_mut().map_or_else(|| consensus::agree(&panel), |learner| learner.agree(&panel));
                verdict.claims = (with.claims && (panel.kind == Kind::Text || verdict.read_as == Some(Kind::Text)))
                    .then(|| consensus::claims(&panel));
                with_pairs(verdict, &panel, with.pairs)
            }
            Err(unreadable) => refuse(&unreadable, number, &mut errors)?,
        };
        write_line(&mut output, &verdict, &mut room)?;
        output.flush()
    })
}

/// Reads all lines and weighs them jointly.
///
/// # Errors
/// Fails only if a stream cannot be read or written.
pub fn infer(input: impl BufRead, output: impl Write, errors: impl Write, pairs: bool) -> io::Result<()> {
    let mut errors = errors;
    let mut panels = Vec::new();
    // A refused line keeps its place among the verdicts.
    let mut refused: Vec<Option<Verdict>> = Vec::new();
    for_each_line(input, |number, line| {
        refused.push(match line::read(line) {
            Ok(panel) => {
                panels.push(panel);
                None
            }
            Err(unreadable) => Some(refuse(&unreadable, number, &mut errors)?),
        });
        Ok(())
    })?;
    // The program ends after the last line: giving so many small pieces back one by one would only cost time.
    let panels = ManuallyDrop::new(panels);
    let mut weighed = ManuallyDrop::new(consensus::infer_each(&panels).zip(panels.iter()));
    let mut room = Vec::new();
    let mut output = io::BufWriter::with_capacity(OUTPUT_BUFFER, output);
    for refusal in refused {
        let verdict = refusal.or_else(|| weighed.next().map(|(verdict, panel)| with_pairs(verdict, panel, pairs)));
        if let Some(verdict) = verdict {
            write_line(&mut output, &verdict, &mut room)?;
        }
    }
    output.flush()
}

/// Calls `take` with the number and the bytes of each line. Lines end at a line feed and nowhere else: U+2028 and its like may stand in
/// any text.
///
/// # Errors
/// Fails if the input cannot be read, or with what `take` fails with.
pub(crate) fn for_each_line(
    mut input: impl BufRead,
    mut take: impl FnMut(usize, &[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let mut line = Vec::new();
    let mut number = 0;
    while input.read_until(b'\n', &mut line)? > 0 {
        number += 1;
        take(number, &line)?;
        line.clear();
    }
    Ok(())
}

fn refuse(unreadable: &Unreadable, number: usize, errors: &mut impl Write) -> io::Result<Verdict> {
    writeln!(errors, "line {number}: {}", unreadable.reason)?;
    Ok(Verdict::empty(&unreadable.id, &format!("unreadable-line: {}", unreadable.reason)))
}

fn with_pairs(mut verdict: Verdict, panel: &Panel, pairs: bool) -> Verdict {
    verdict.pairs = pairs.then(|| consensus::pairs(panel));
    verdict
}

/// Writes one line at once; `line` is room for it.
fn write_line(output: &mut impl Write, verdict: &Verdict, line: &mut Vec<u8>) -> io::Result<()> {
    line.clear();
    serde_json::to_writer(&mut *line, verdict)?;
    line.push(b'\n');
    output.write_all(line)
}
