//! Which number of a sentence is its answer: not the one that cites, dates, counts a list or says how sure somebody is.

use std::cell::OnceCell;
use std::ops::Range;

use super::denial::SHORT_SENTENCE;
use crate::normalise::number;

/// In front of a number that is not what is asked for.
const BESIDE: [&str; 30] = [
    "see",
    "figure",
    "fig",
    "section",
    "chapter",
    "table",
    "page",
    "pages",
    "line",
    "rfc",
    "python",
    "java",
    "version",
    "confidence",
    "note",
    "step",
    "example",
    "equation",
    "theorem",
    "of",
    "as of",
    "of the",
    "since",
    "than",
    "als",
    "siehe",
    "abschnitt",
    "seite",
    "voir",
    "v\u{e9}ase",
];

/// Behind a number that is not what is asked for.
const BEHIND: [&str; 7] =
    ["% confidence", "% sure", "% certain", "% confident", "% probability", "/10 confidence", " dollars"];

/// The last words in front of a result.
const RESULTS: [&str; 20] = [
    "is", "are", "be", "was", "were", "equals", "equal", "get", "gives", "give", "makes", "yields", "to", "total",
    "answer", "ist", "sind", "est", "es", "\u{e8}",
];

/// Years that an answer may be given as of.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;

type Value = (Range<usize>, String);

/// Numbers of a sentence that are told apart, and bytes on either side of one that are looked at.
const MOST_TOLD_APART: usize = 200;
const LOOKED_AT: usize = 120;

/// The numbers of a sentence that may be its answer; all of them where none is left.
pub fn values(said: &str) -> Vec<Value> {
    let all = number::all_in(said);
    // Of so many nobody knows which is meant.
    if all.len() < 2 || all.len() > MOST_TOLD_APART {
        return all;
    }
    let kept: Vec<Value> = all.iter().filter(|(range, _)| !is_beside(said, range)).cloned().collect();
    if kept.is_empty() { all } else { kept }
}

/// The numbers of a question, looked for once and only where an answer has several.
pub struct Asked<'a> {
    question: Option<&'a str>,
    numbers: OnceCell<Vec<String>>,
}

impl<'a> Asked<'a> {
    /// Of a panel's question.
    pub fn new(question: Option<&'a str>) -> Asked<'a> {
        Asked { question, numbers: OnceCell::new() }
    }

    /// The one of several numbers that the question does not have: "The square root of 144 is 12."
    pub fn new_one<'v>(&self, values: &'v [Value]) -> Option<&'v Value> {
        let values_of = |text| number::all_in(text).into_iter().map(|(_, value)| value).collect();
        let asked = self.numbers.get_or_init(|| self.question.map(values_of).unwrap_or_default());
        let mut new = values.iter().filter(|(_, value)| !asked.contains(value));
        new.next().filter(|_| new.next().is_none())
    }
}

/// The last of several numbers, where the words in front of it say that it is the result or it stands in a line alone.
pub fn last(said: &str, mut values: Vec<Value>) -> Option<Value> {
    let (range, value) = values.pop()?;
    let line = said[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let others = values.iter().any(|(other, _)| other.start >= line);
    let before = said[line..range.start].trim_end_matches(['$', '*', '`', ' ', '(', '\u{20ac}', '\u{a3}', '~']);
    let word = before.rsplit(|letter: char| !letter.is_alphabetic()).next().unwrap_or("").to_lowercase();
    let result = before.ends_with(['=', ':', '\u{2192}', '\u{21d2}', '\u{2248}']) || RESULTS.contains(&word.as_str());
    let long = said.len() > SHORT_SENTENCE;
    (!others || result || long).then_some((range, value))
}

fn is_beside(said: &str, range: &Range<usize>) -> bool {
    let near = |at: &usize| said.is_char_boundary(*at);
    let from = (0..=range.start.saturating_sub(LOOKED_AT)).rev().find(near).unwrap_or(0);
    let to = ((range.end + LOOKED_AT).min(said.len())..=said.len()).find(near).unwrap_or(said.len());
    let (before, behind) = (said[from..range.start].to_lowercase(), said[range.end..to].to_lowercase());
    let bare = before.trim_end_matches([' ', '.', ':', '*', '_', '~']);
    let led = BESIDE.iter().any(|word| {
        bare.strip_suffix(word).is_some_and(|rest| !rest.ends_with(|letter: char| letter.is_alphanumeric()))
    });
    let told = BEHIND.iter().any(|words| behind.starts_with(words)) && !behind.starts_with(" dollars.");
    let year = said[range.clone()].parse().is_ok_and(|year: u32| YEARS.contains(&year));
    let dated = year && bare.ends_with(" in");
    let numbered = before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty() && before.contains('\n'))
        && behind.starts_with([')', '.'])
        && behind[1..].starts_with(' ');
    let set = before.trim_end().rsplit([' ', '(']).nth(2).is_some_and(|word| word == "for")
        && before.trim_end().ends_with('=');
    let timed = behind.starts_with(':') && behind[1..].starts_with(|next: char| next.is_ascii_digit())
        || before.ends_with(':') && before[..before.len() - 1].ends_with(|last: char| last.is_ascii_digit());
    led || told || dated || numbered || set || timed || is_bracketed(&before, &behind)
}

/// Whether a number stands in brackets behind other words: "[3]", "(see 4)".
fn is_bracketed(before: &str, behind: &str) -> bool {
    let open = before.rfind(['(', '[']).filter(|at| !before[*at..].contains([')', ']']));
    let closed = behind.find([')', ']']).is_some_and(|at| !behind[..at].contains(['(', '[']));
    open.is_some_and(|at| {
        closed && before[..at].ends_with([' ', '.', ',']) && before[..at].chars().any(char::is_alphanumeric)
    })
}

/// Bytes of the citations at the end of an answer: numbers in brackets, `【1†source】`, a link in brackets. Brackets that are glued
/// to a name, a call or a path are part of it: `m[0][1]`.
pub fn citations(text: &str) -> usize {
    let mut rest = text.trim_end();
    loop {
        let stopped = rest.trim_end_matches(['.', ' ']);
        let Some(mut open) = citation(stopped) else { break };
        while let Some(glued) = citation(&stopped[..open]) {
            open = glued;
        }
        let before = stopped[..open].trim_end();
        let parted = before.len() < open || stopped.ends_with('\u{3011}') || is_said(before);
        let says = before.chars().any(char::is_alphanumeric) && !before.ends_with([',', ':', '=', '(']);
        // "[1, 2] [3]" are two lists.
        if !(parted && says) || before.ends_with(']') && citation(before).is_none() {
            break;
        }
        rest = before;
    }
    if rest.len() == text.trim_end().len() { 0 } else { text.len() - rest.len() }
}

/// Whether what a bracket is glued to has been said to its end: a number, or a sentence.
fn is_said(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or("");
    let number = word.ends_with(|last: char| last.is_ascii_digit())
        && word.chars().all(|sign| {
            sign.is_ascii_digit() || matches!(sign, '.' | ',' | '-' | '+' | '$' | '\u{20ac}' | '\u{a3}' | '~')
        });
    number || before.contains(' ') && before.ends_with(['.', '!', ')'])
}

/// Where the citation at the end of a text begins.
fn citation(text: &str) -> Option<usize> {
    if text.ends_with('\u{3011}') {
        return text.rfind('\u{3010}');
    }
    if text.ends_with("))") {
        let open = text.rfind("([")?;
        return text[open..].contains("](http").then_some(open);
    }
    let inner = text.strip_suffix(']')?;
    let open = inner.rfind('[')?;
    let cited = inner[open + 1..].trim_start_matches('^');
    let digits = cited.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b' ' | b'-'));
    (digits && !cited.is_empty() && cited.len() <= MOST_CITED).then_some(open)
}

/// Bytes of a citation.
const MOST_CITED: usize = 12;
