//! Places that a reply labels as what it comes to: `**Verdict:** revise`, a heading `# Answer` with the answer below
//! it, a row `| Answer | B |` of a table, `<decision>revise</decision>`. In twelve languages (`labels.txt`).
//!
//! # Performance
//! O(L) for a reply of L bytes; of each line only the head up to its separator is looked at, and only the last
//! [`MOST`] labelled places are given.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::{marks, says, tables};
use crate::hash::Words;

/// How surely a label names the answer; the surer ones are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It may head a passage of prose as well: "Conclusion".
    Loose,
    /// It names a decision: "Verdict".
    Named,
    /// It says that nothing follows: "Final verdict".
    Final,
}

/// A labelled place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// What stands behind or below the label, in bytes of the reply.
    pub value: Range<usize>,
    /// How surely the label names the answer.
    pub weight: Weight,
}

/// A label is at most this many bytes.
const LONGEST: usize = 60;

/// Only so many labelled places are looked at, from the end.
const MOST: usize = 64;

/// Between tags at most this many bytes are a value.
const LONGEST_TAGGED: usize = 1_000;

/// Signs around a label and a value that carry nothing.
const MARKS: [char; 12] = ['*', '_', '#', '>', '`', ' ', '\t', '\r', '\u{a0}', '|', '\u{2022}', '\u{fe0f}'];

/// What stands between a label and its value; where one begins with another, the shorter one.
const SEPARATORS: [&str; 9] = [":", "\u{ff1a}", "->", "=", "\u{2192}", "\u{27a1}", "\u{2014}", "\u{2013}", " - "];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Noun,
    Loose,
    Beside,
    Final,
}

static PARTS: LazyLock<HashMap<&str, Part, Words>> = LazyLock::new(|| {
    let lines = include_str!("labels.txt").lines().filter(|line| !line.starts_with('#'));
    let mut parts = HashMap::default();
    for (head, names) in lines.filter_map(|line| line.split_once(": ")) {
        let part = match head.split(' ').next() {
            Some("noun") => Part::Noun,
            Some("loose") => Part::Loose,
            Some("final") => Part::Final,
            _ => Part::Beside,
        };
        names.split('|').for_each(|name| {
            parts.entry(name.trim()).or_insert(part);
        });
    }
    parts
});

/// Words that stand beside a name, the longest first.
static BESIDE: LazyLock<Vec<(&str, Part)>> = LazyLock::new(|| {
    let beside = PARTS.iter().filter(|(_, part)| matches!(part, Part::Beside | Part::Final));
    let mut beside: Vec<(&str, Part)> = beside.map(|(word, part)| (*word, *part)).collect();
    beside.sort_by_key(|(word, _)| (std::cmp::Reverse(word.len()), *word));
    beside
});

/// All labelled places of a reply, in order.
pub fn all(reply: &str) -> Vec<Labelled> {
    let lines: Vec<Range<usize>> = reply
        .split_inclusive('\n')
        .map(|line| {
            let start = line.as_ptr() as usize - reply.as_ptr() as usize;
            start..start + line.trim_end().len()
        })
        .collect();
    let mut found = Vec::new();
    for at in 0..lines.len() {
        let line = &reply[lines[at].clone()];
        if line.trim_start().starts_with('|') {
            continue;
        }
        let Some((weight, value)) = head(reply, &lines, at) else { continue };
        let value = value.map_or_else(|| below(reply, &lines, at), |start| Some(start..lines[at].end));
        found.extend(value.map(|value| Labelled { value: trimmed(reply, value), weight }));
    }
    let cells = tables::cells(reply, &lines, weight);
    found.extend(cells.into_iter().map(|(weight, value)| Labelled { value: trimmed(reply, value), weight }));
    found.extend(tags(reply));
    found.retain(|found| says(&reply[found.value.clone()]));
    found.sort_by_key(|found| found.value.start);
    found.drain(..found.len().saturating_sub(MOST));
    found
}

/// Lines like `A: No.`, where the options have no letters.
pub fn abbreviated(reply: &str) -> Option<Labelled> {
    let line = reply.lines().find(|line| says(line))?;
    let bare = line.trim_start_matches(MARKS);
    let value = bare.strip_prefix("A:").or_else(|| bare.strip_prefix("A**:"))?;
    let start = value.as_ptr() as usize - reply.as_ptr() as usize;
    let value = trimmed(reply, start..start + value.len());
    says(&reply[value.clone()]).then_some(Labelled { value, weight: Weight::Named })
}

/// The label of a line, and where its value starts; None: below it.
fn head(reply: &str, lines: &[Range<usize>], at: usize) -> Option<(Weight, Option<usize>)> {
    let line = lines[at].clone();
    let text = &reply[line.clone()];
    let bare = unnumbered(text.trim_start_matches(|sign: char| !is_letter(sign)));
    let reach = (0..=LONGEST.min(bare.len())).rev().find(|&at| bare.is_char_boundary(at)).unwrap_or(0);
    let separator = separator(&bare[..reach]);
    if let Some((place, length)) = separator
        && !bare[..place].ends_with(['"', '\''])
        && let Some(weight) = weight(&bare[..place])
    {
        let rest = &bare[place + length..];
        let start = line.end - rest.len();
        return Some((weight, says(rest).then_some(start)));
    }
    let underlined = lines.get(at + 1).is_some_and(|next| is_underline(&reply[next.clone()]));
    let bold = text.trim().starts_with("**") && text.trim().ends_with("**");
    let alone = underlined || bold || text.trim_start().starts_with('#');
    (alone && bare.len() <= LONGEST).then(|| weight(bare)).flatten().map(|weight| (weight, None))
}

/// The first separator, and its length.
fn separator(head: &str) -> Option<(usize, usize)> {
    // The bytes with which they begin, of which most heads hold none but blanks.
    let begins = |byte: u8| matches!(byte, b':' | b'=' | b'-' | b' ' | 0xe2 | 0xef);
    let found = |at: usize| SEPARATORS.iter().find(|sign| head.as_bytes()[at..].starts_with(sign.as_bytes()));
    let places = head.bytes().enumerate().filter(|(_, byte)| begins(*byte));
    places.into_iter().find_map(|(at, _)| found(at).map(|sign| (at, sign.len())))
}

/// "1. Verdict" is a verdict.
fn unnumbered(text: &str) -> &str {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix(['.', ')']).filter(|_| (1..=2).contains(&digits));
    rest.map_or(text, |rest| rest.trim_start_matches(|sign: char| !is_letter(sign)))
}

fn is_letter(sign: char) -> bool {
    sign.is_alphanumeric()
}

fn is_underline(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && (line.bytes().all(|byte| byte == b'-') || line.bytes().all(|byte| byte == b'='))
}

/// The next line that says something, unless it is a heading or a label.
fn below(reply: &str, lines: &[Range<usize>], at: usize) -> Option<Range<usize>> {
    let next = (at + 1..lines.len()).find(|&next| says(&reply[lines[next].clone()]))?;
    let text = reply[lines[next].clone()].trim_start();
    (!text.starts_with(['#', '|']) && head(reply, lines, next).is_none()).then(|| lines[next].clone())
}

/// What a label names; None where it names no decision.
pub fn weight(label: &str) -> Option<Weight> {
    if label.len() > LONGEST {
        return None;
    }
    let lower = label.trim_matches(|sign: char| !is_letter(sign) || MARKS.contains(&sign)).to_lowercase();
    let mut rest = lower.as_str();
    let mut last = false;
    loop {
        if let Some(part) = PARTS.get(rest).filter(|part| matches!(part, Part::Noun | Part::Loose)) {
            return Some(match part {
                _ if last => Weight::Final,
                Part::Noun => Weight::Named,
                _ => Weight::Loose,
            });
        }
        // One byte tells most words apart.
        let (first, end) = (rest.as_bytes().first().copied()?, rest.as_bytes().last().copied()?);
        let may_stand =
            |(word, _): &&(&str, Part)| word.as_bytes().first() == Some(&first) || word.as_bytes().last() == Some(&end);
        let (shorter, part) =
            BESIDE.iter().filter(may_stand).find_map(|(word, part)| Some((without(rest, word)?, *part)))?;
        last |= part == Part::Final;
        rest = shorter;
    }
}

/// Without a word at the start or the end; in scripts without blanks it touches its neighbour.
fn without<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let joined = !word.chars().next_back().is_some_and(crate::normalise::fold::unspaced);
    let ends = |rest: &str| !joined || rest.starts_with(' ');
    let begins = |rest: &str| !joined || rest.ends_with(' ');
    let front = text.strip_prefix(word).filter(|rest| ends(rest)).map(str::trim_start);
    let rest = front.or_else(|| text.strip_suffix(word).filter(|rest| begins(rest)).map(str::trim_end))?;
    (!rest.is_empty()).then_some(rest)
}

/// Values between tags whose name is a label.
fn tags(reply: &str) -> Vec<Labelled> {
    let mut found = Vec::new();
    // Behind the last closing tag no other one need be looked for.
    let Some(last) = reply.rfind("</") else { return found };
    for (at, _) in reply[..last].match_indices('<') {
        let Some(end) = reply[at..].bytes().take(LONGEST).position(|byte| byte == b'>') else { continue };
        let name = &reply[at + 1..at + end];
        let Some(weight) = weight(&name.replace('_', " ")).filter(|_| !name.starts_with('/')) else { continue };
        let start = at + end + 1;
        if start > last {
            continue;
        }
        let reach = (start..=reply.len().min(start + LONGEST_TAGGED)).rev().find(|&at| reply.is_char_boundary(at));
        let Some(length) = reply[start..reach.unwrap_or(start)].find(&format!("</{name}")) else { continue };
        found.push(Labelled { value: trimmed(reply, start..start + length), weight });
    }
    found
}

/// Without the marks of the label, of a list, a quotation and a table, and without pairs around the value.
fn trimmed(reply: &str, range: Range<usize>) -> Range<usize> {
    const BLANKS: [char; 9] = ['#', '>', ' ', '\t', '\r', '\u{a0}', '|', '\u{2022}', '\u{fe0f}'];
    let mut value = reply[range].trim_start_matches(BLANKS).trim_end_matches(&BLANKS[1..]);
    // Marks that close a label, or open a line of a list.
    let rest = value.trim_start_matches(['*', '_', '`']);
    let marks = &value[..value.len() - rest.len()];
    if !marks.is_empty() && rest.starts_with([' ', '\u{a0}', '\t']) {
        value = rest.trim_start_matches(BLANKS);
    }
    let start = value.as_ptr() as usize - reply.as_ptr() as usize;
    let said = marks::said_value(reply, start..start + value.len());
    let inner = reply[said.clone()].strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    match inner.filter(|inner| !inner.is_empty() && !inner.contains('`')) {
        Some(inner) => said.start + 1..said.start + 1 + inner.len(),
        None => said,
    }
}

#[cfg(test)]
mod tests {
    use super::{Weight, all};

    fn values(reply: &str) -> Vec<(&str, Weight)> {
        all(reply).into_iter().map(|found| (&reply[found.value], found.weight)).collect()
    }

    #[test]
    fn labels_are_found_wherever_they_stand() {
        for reply in [
            "Verdict: revise",
            "**Verdict:** revise\n\nReasons.",
            "## Verdict\n\n**revise**\n\n## Reasons",
            "Verdict\n-------\nrevise",
            "1. **Verdict:** revise",
            "| Verdict | revise |",
            "| Change | Verdict |\n|---|---|\n| first | revise |",
            "<verdict>revise</verdict>",
            "**Empfehlung**: revise",
            "\u{7ed3}\u{8bba}\u{ff1a}revise",
            "My recommendation \u{2192} revise",
        ] {
            assert_eq!(values(reply).iter().map(|found| found.0).collect::<Vec<_>>(), ["revise"], "{reply}");
        }
        assert_eq!(values("Final answer: 4"), [("4", Weight::Final)]);
        assert_eq!(values("R\u{e9}ponse finale : 4"), [("4", Weight::Final)]);
        assert_eq!(values("\u{6700}\u{7ec8}\u{7b54}\u{6848}\u{ff1a}4"), [("4", Weight::Final)]);
    }

    #[test]
    fn other_heads_are_no_labels() {
        for reply in [
            "Previous verdict: revise",
            "Verdict of the first reviewer: revise",
            "The verdict is hard to give.",
            "Option A: fast",
            "## Verdict\n\n## Reasons",
            "An answer",
        ] {
            assert_eq!(values(reply), [], "{reply}");
        }
    }
}
