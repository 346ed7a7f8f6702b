//! What an answer comes to, where it says so in a line of its own: `Conclusion: …`, `ANSWER: B`, `Final answer: 42`,
//! `\boxed{…}`, or a last line of one word.

use std::ops::Range;

use crate::extract::{self, marks};
use crate::wire::Opinion;

/// A longer line concludes nothing; it goes on.
const LONGEST: usize = 400;

/// A last line of at most this many bytes and one word is a conclusion.
const ONE_WORD: usize = 40;

/// What stands in the place of a conclusion where the task asked for a text and not for a finding.
const NONE: [&str; 12] = [
    "none",
    "n/a",
    "keine",
    "aucune",
    "ninguna",
    "nessuna",
    "nenhuma",
    "geen",
    "\u{65e0}",
    "\u{306a}\u{3057}",
    "null",
    "-",
];

/// What an opinion comes to: what its expert was asked for and said, else what its answer ends in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conclusion<'a> {
    /// The expert said that there is none to be drawn.
    Nothing,
    /// In its own words.
    Words(&'a str),
}

/// The conclusion of an opinion, where it gives one.
pub fn of(opinion: &Opinion) -> Option<Conclusion<'_>> {
    let answer = opinion.answer.as_deref().unwrap_or("");
    let said = opinion.conclusion.as_deref().map(str::trim).filter(|said| !said.is_empty());
    let words = said.or_else(|| place(answer).map(|place| &answer[place]))?;
    let bare = crate::normalise::bare(words).to_lowercase();
    Some(if NONE.contains(&bare.as_str()) { Conclusion::Nothing } else { Conclusion::Words(words) })
}

/// Where the line of a conclusion stands in an answer, without its mark.
pub fn place(answer: &str) -> Option<Range<usize>> {
    let line = extract::last_line(answer);
    if line.len() > LONGEST {
        return None;
    }
    let found = labelled(answer, &line)
        .or_else(|| marks::answer_line(answer))
        .or_else(|| boxed(answer, &line))
        .or_else(|| last_word(answer, &line))?;
    (!answer[found.clone()].trim().is_empty()).then_some(found)
}

/// The one value that labels anywhere in an answer name: `# Answer` with `No` below it.
pub fn labelled_place(answer: &str) -> Option<Range<usize>> {
    let found = extract::best(answer);
    (found.mark == extract::Mark::Label && found.range.len() <= LONGEST).then_some(found.range)
}

/// The value of a last line that begins with `Conclusion:` or `Final answer is`.
fn labelled(answer: &str, line: &Range<usize>) -> Option<Range<usize>> {
    const LABELS: [&str; 4] = ["conclusion", "in conclusion", "verdict", "result"];
    let text = &answer[line.clone()];
    if !text.contains([':', '\u{ff1a}']) {
        return None;
    }
    let bare = text.trim_start_matches(['*', '_', '#', '>', '-', ' ', '`']);
    let label =
        LABELS.iter().find(|label| bare.get(..label.len()).is_some_and(|head| head.eq_ignore_ascii_case(label)))?;
    let rest = bare[label.len()..].trim_start_matches(['*', '_', ' ']).strip_prefix([':', '\u{ff1a}'])?;
    let value = rest.trim_start_matches(['*', '_', ' ', '\t']);
    let start = line.end - value.len();
    Some(start..start + value.trim_end_matches(['*', '_', ' ', '\t', '\r']).len())
}

/// A box in the last line; a box is closed on the line on which it is opened.
fn boxed(answer: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let found = marks::boxed(&answer[line.clone()])?;
    Some(line.start + found.start..line.start + found.end)
}

/// A last line of one word behind others, such as `B` or `**mitochondrion**`.
fn last_word(answer: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let text = &answer[line.clone()];
    let bare = text.trim_matches(['*', '_', '`', ' ', '.', '(', ')']);
    let word = !bare.is_empty() && bare.len() <= ONE_WORD && !bare.contains(char::is_whitespace);
    let plain = bare.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '.' | ',' | '%'));
    let alone = answer[..line.start].trim_end();
    // Behind code or a list a single word is the end of that.
    let listed = alone.ends_with("```")
        || text.trim_start().starts_with(['-', '*', '+']) && !text.trim_start().starts_with("**");
    if !word || !plain || alone.is_empty() || listed || !alone.ends_with(['.', ':', '!', '?', ')', '*', '\u{3002}']) {
        return None;
    }
    let start = line.start + text.find(bare)?;
    Some(start..start + bare.len())
}

#[cfg(test)]
mod tests {
    use super::place;

    fn found(answer: &str) -> Option<&str> {
        place(answer).map(|place| &answer[place])
    }

    #[test]
    fn lines_that_conclude_are_found() {
        assert_eq!(found("It makes ATP.\nANSWER: B"), Some("B"));
        assert_eq!(found("It makes ATP.\n\n**Answer**: B"), Some("B"));
        assert_eq!(found("Reasons.\nFinal answer: 42"), Some("42"));
        assert_eq!(found("Reasons.\n\nConclusion: Use Redis."), Some("Use Redis."));
        assert_eq!(found("Reasons.\n**Conclusion:** no"), Some("no"));
        assert_eq!(found("So \\boxed{7}."), Some("7"));
        assert_eq!(found("It is the powerhouse.\n\nB"), Some("B"));
    }

    #[test]
    fn other_texts_conclude_nothing() {
        assert_eq!(found("Roses are red.\nViolets are blue."), None);
        assert_eq!(found("Paris"), None);
        assert_eq!(found("Buy:\n- eggs\n- milk"), None);
        assert_eq!(found(""), None);
    }
}
