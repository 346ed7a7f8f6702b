//! Replies that give several values: items of a list, a value a line, one for each of several names.
//!
//! # Performance
//! One look at a short reply of several lines, or with several equals signs.

use crate::normalise::{self, fold, number};

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

/// Values of several names: "x = 4, y = 5".
fn assigned(answer: &str) -> Option<Vec<String>> {
    if answer.matches('=').count() < 2 {
        return None;
    }
    let parts = normalise::bare(answer).split([',', ';']).flat_map(|part| part.split(" and "));
    let mut values = Vec::new();
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        let (name, said) = part.split_once('=')?;
        let name = name.trim();
        let named = (1..=MOST_LETTERS).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        values.push((name, number::read(said.trim()).filter(|_| named)?));
    }
    values.sort();
    let parted = values.windows(2).all(|two| two[0].0 != two[1].0);
    parted.then(|| values.into_iter().map(|(name, said)| format!("{name}={said}")).collect())
}

/// Letters of a variable.
const MOST_LETTERS: usize = 3;
