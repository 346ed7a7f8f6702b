//! Replies that give several values: items of a list, a value a line, one for each of several names.
//!
//! # Performance
//! One look at a short reply of several lines, or with several equals signs.

use crate::normalise::{self, fold, number};
use crate::question::table;

/// A longer reply gives reasons.
const LONGEST: usize = 400;

/// More words are a sentence.
const MOST_WORDS: usize = 3;

/// What a reply says that gives nothing but several values, of which no one is its answer.
pub fn several(answer: &str) -> Option<String> {
    if answer.len() > LONGEST {
        return None;
    }
    let values = if answer.trim().contains('\n') { lines(answer) } else { assigned(answer) }?;
    let differ = values.iter().any(|value| *value != values[0]);
    differ.then(|| values.join("; "))
}

/// The values of a list, or of lines of numbers.
fn lines(answer: &str) -> Option<Vec<String>> {
    let lines: Vec<&str> = answer.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() < 2 {
        return None;
    }
    let items: Option<Vec<&str>> = lines.iter().map(|line| item(line)).collect();
    if let Some(items) = items {
        let brief = items.iter().all(|item| item.split_whitespace().nth(MOST_WORDS).is_none());
        return brief.then(|| items.iter().map(|item| value(item)).collect());
    }
    lines.iter().map(|line| number::read(normalise::bare(line))).collect()
}

fn value(item: &str) -> String {
    number::read(normalise::bare(item)).unwrap_or_else(|| fold::words(item))
}

/// What stands behind the mark of an item: "1. ", "a) ", "- ".
fn item(line: &str) -> Option<&str> {
    let bullet = ["- ", "* ", "\u{2022} "].iter().find_map(|mark| line.strip_prefix(mark));
    let numbered = || {
        let (mark, rest) = line.split_once(' ')?;
        let label = mark.trim_start_matches('(').strip_suffix([')', '.'])?;
        let counts = label.bytes().all(|byte| byte.is_ascii_digit()) && label.len() <= 2;
        let letter = label.len() == 1 && label.bytes().all(|byte| byte.is_ascii_alphabetic());
        (!label.is_empty() && (counts || letter)).then_some(rest)
    };
    bullet.or_else(numbered).map(str::trim)
}

/// Values of several names, "x = 4, y = 5", or several of one, "x = -3 or x = 3", "x = -3 or 3", in any order.
fn assigned(answer: &str) -> Option<Vec<String>> {
    if !answer.contains('=') {
        return None;
    }
    let mut values: Vec<(&str, String)> = Vec::new();
    for part in parts(normalise::bare(answer)) {
        let (name, said) = match part.split_once('=') {
            // "The solutions are x = 3": the first name may stand behind words.
            Some((name, said)) if values.is_empty() => (name.trim().rsplit(' ').next()?, said),
            Some((name, said)) => (name.trim(), said),
            None => (values.last()?.0, part),
        };
        let named = (1..=MOST_LETTERS).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !named {
            return None;
        }
        let signed = said.trim().strip_prefix('\u{b1}').and_then(|size| number::read(size.trim()));
        match signed {
            Some(size) => values.extend([(name, format!("-{size}")), (name, size)]),
            None => values.push((name, number::read(said.trim())?)),
        }
    }
    values.sort();
    values.dedup();
    (values.len() > 1).then(|| values.into_iter().map(|(name, said)| format!("{name}={said}")).collect())
}

/// What stands between commas, "and" and "or".
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut parts = vec![];
    let mut start = 0;
    for word in text.split(' ') {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let ends = word.ends_with([',', ';']);
        if table::is("and", word) || table::is("or", word) {
            parts.push(&text[start..at]);
            start = at + word.len();
        } else if ends {
            parts.push(&text[start..at + word.len() - 1]);
            start = at + word.len();
        }
    }
    parts.push(&text[start..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty())
}

/// Letters of a variable.
const MOST_LETTERS: usize = 3;
