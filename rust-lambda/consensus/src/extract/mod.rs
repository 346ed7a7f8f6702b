//! Where in a whole reply the answer stands.
//!
//! A reply may be one word, or pages of reasoning. Marks are looked for in the order of how surely
//! they name the answer: a last line `Answer: X`, the last JSON field `"answer"`, the last
//! `\boxed{}`, a phrase "the answer is X". A reply without a mark is taken whole.
//!
//! # Performance
//! A few linear scans of the reply.

pub mod aside;
pub mod asks;
pub mod choice;
pub mod json;
pub mod labels;
pub mod marks;
mod nouns;
pub mod tables;

use std::ops::Range;

/// How the answer was found; the surer marks come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A last line that begins with `Answer:`.
    AnswerLine,
    /// A JSON field named "answer".
    Field,
    /// `\boxed{}`.
    Boxed,
    /// "the answer is …", or an `Answer:` above the last line.
    Phrase,
    /// A place that a label names, such as the line below a heading `# Answer`.
    Label,
    /// No mark: the whole reply.
    Whole,
}

/// A place in a reply, and the mark that led there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Bytes of the reply.
    pub range: Range<usize>,
    /// The mark.
    pub mark: Mark,
}

/// All marked places of the reply, surest first; empty if there is no mark.
pub fn marked(reply: &str) -> Vec<Found> {
    places(without_run_on(reply)).collect()
}

/// The marked places one by one, each looked for when it is asked for.
fn places(reply: &str) -> impl Iterator<Item = Found> {
    type Look = fn(&str) -> Option<Range<usize>>;
    let looks: [(Mark, Look); 4] = [
        (Mark::AnswerLine, marks::answer_line),
        (Mark::Field, json::answer_field),
        (Mark::Boxed, marks::boxed),
        (Mark::Phrase, marks::phrase),
    ];
    let found = looks.into_iter().filter_map(move |(mark, look)| look(reply).map(|range| Found { range, mark }));
    found.filter(move |found| !reply[found.range.clone()].trim().is_empty())
}

/// The surest place, or the whole reply.
pub fn best(reply: &str) -> Found {
    let reply = without_run_on(reply);
    let marked = places(reply).next().or_else(|| labelled(reply));
    marked.unwrap_or(Found { range: 0..reply.len(), mark: Mark::Whole })
}

/// The one value that labels of a reply of several lines name; None where they name several.
fn labelled(reply: &str) -> Option<Found> {
    if !reply.trim().contains('\n') {
        return None;
    }
    let mut found = labels::all(reply).into_iter().filter(|found| found.weight > labels::Weight::Loose);
    let first = found.next()?;
    let same = |other: labels::Labelled| reply[other.value] == reply[first.value.clone()];
    found.all(same).then_some(Found { range: first.value, mark: Mark::Label })
}

/// The text of a found place with JSON escapes undone.
pub fn text(reply: &str, found: &Found) -> String {
    let raw = &reply[found.range.clone()];
    if found.mark == Mark::Field { json::unescaped(raw) } else { raw.to_owned() }
}

/// Where the line starts that ends here.
fn line_start(reply: &str, end: usize) -> usize {
    memchr::memrchr(b'\n', &reply.as_bytes()[..end]).map_or(0, |at| at + 1)
}

/// The last line that is not blank.
pub fn last_line(reply: &str) -> Range<usize> {
    let end = reply.trim_end().len();
    line_start(reply, end)..end
}

/// The last line that says something: signs, fences and tags alone say nothing.
pub fn last_said_line(reply: &str) -> Range<usize> {
    let mut end = reply.len();
    while end > 0 {
        let start = line_start(reply, end);
        if says(&reply[start..end]) {
            return start..start + reply[start..end].trim_end().len();
        }
        end = start.saturating_sub(1);
    }
    last_line(reply)
}

/// Whether a line holds a letter or a digit outside a lone tag or the start of a fence.
pub fn says(line: &str) -> bool {
    let line = line.trim();
    let tag = line.starts_with('<') && line.ends_with('>') && !line[1..line.len() - 1].contains(['<', '>']);
    let fence = line.starts_with("```") && !line[3..].contains('`');
    !tag && !fence && line.chars().any(char::is_alphanumeric)
}

/// The reply up to a second question that a base model goes on to invent, provided that an answer
/// stands before it.
fn without_run_on(reply: &str) -> &str {
    const SECOND_QUESTIONS: [&str; 8] =
        ["\nQuestion:", "\nQ:", "\nProblem:", "\n### Question", "\nHuman:", "\nUser:", "\nInstruction:", "\n[PYTHON]"];
    // All begin a line: one look at each line, and only the first line of each kind counts.
    let mut seen = [false; SECOND_QUESTIONS.len()];
    for at in memchr::memchr_iter(b'\n', reply.as_bytes()) {
        let line = &reply[at..];
        // One byte tells nearly all other lines apart.
        if !matches!(line.as_bytes().get(1), Some(b'Q' | b'P' | b'#' | b'H' | b'U' | b'I' | b'[')) {
            continue;
        }
        let first =
            |(mark, seen): (&&str, &mut bool)| !*seen && line.starts_with(*mark) && !std::mem::replace(seen, true);
        if SECOND_QUESTIONS.iter().zip(&mut seen).any(first) && answers_before(reply, at) {
            return &reply[..at];
        }
    }
    reply
}

fn answers_before(reply: &str, at: usize) -> bool {
    let before = &reply[..at];
    marks::answer_line(before).is_some() || marks::phrase(before).is_some() || json::answer_field(before).is_some()
}

#[cfg(test)]
mod tests {
    use super::{best, text};

    fn found(reply: &str) -> String {
        text(reply, &best(reply))
    }

    #[test]
    fn the_surest_mark_wins() {
        assert_eq!(found("I say {\"answer\": \"3\"}.\nAnswer: 4"), "4");
        assert_eq!(found("The answer is 3. {\"answer\": \"5\"}"), "5");
        assert_eq!(found("So \\boxed{7} it is. The answer is 8."), "7");
        assert_eq!(found("Long reasoning.\n\n**Answer:** approve"), "approve");
        assert_eq!(found("Long reasoning.\n\n**Answer: it depends**\n"), "it depends");
        assert_eq!(found("Thus the final answer is: **12**."), "12");
    }

    #[test]
    fn a_reply_without_a_mark_is_taken_whole() {
        assert_eq!(found("Paris, of course"), "Paris, of course");
        assert_eq!(found(""), "");
    }

    #[test]
    fn a_second_question_is_cut_off() {
        assert_eq!(found("The answer is (B).\n\nQuestion: another?\nThe answer is (D)."), "(B)");
    }
}
