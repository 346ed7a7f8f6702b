//! A ranking in text, read into levels.
//!
//! Understood are `B > A = C > D` and `D < C = A < B`, a JSON list of options or of lists of tied options, and one
//! option a line, numbered or not; numbers count, whichever way they run, and so does "worst to best" above. Options left
//! out rank last together. What names no option is passed over; a reply that names none says nothing, and so does one in
//! which an option stands where it cannot be told what is said of it.
//!
//! # Performance
//! Linear in the length of the reply, times the options where words stand around one.

mod chains;
mod pieces;

use std::collections::HashMap;

use serde_json::Value;

use crate::places;

/// The options of a panel, prepared for look-up.
#[derive(Clone, Debug)]
pub struct Names {
    exact: HashMap<String, usize>,
    /// Folded; None where two options differ in case only.
    folded: HashMap<String, Option<usize>>,
    count: usize,
    /// Pieces into which the marks of a chain cut an option at most: 1 where no option holds such a mark.
    pieces: usize,
}

/// An option with more marks than this is not looked for in a chain: it keeps hostile options from costing time.
const MOST_PIECES: usize = 8;

/// Stand between options of which the former is better, and between tied ones.
const BETTER: [char; 3] = ['>', '\u{227b}', '\u{2192}'];
const TIED: [char; 2] = ['=', '~'];

/// One expert's order: the level of each option, 0 the best. None: the expert's own option.
pub type Levels = Vec<Option<usize>>;

/// Lists at the end of a reply that are looked at: citations stand behind the ranking.
const MOST_LISTS: usize = 10;

impl Names {
    /// Prepares the options.
    pub fn new(options: &[String]) -> Names {
        let pieces =
            options.iter().map(|option| 1 + option.matches(is_mark).count()).max().unwrap_or(1).min(MOST_PIECES);
        let mut names = Names { exact: HashMap::new(), folded: HashMap::new(), count: options.len(), pieces };
        for (at, option) in options.iter().enumerate() {
            names.exact.entry(bare(option).to_owned()).or_insert(at);
            let twice = names.folded.contains_key(&fold(option));
            names.folded.insert(fold(option), (!twice).then_some(at));
        }
        names
    }

    /// The levels of a reply; None if it names no option.
    pub fn levels(&self, reply: &str) -> Option<Levels> {
        let kept = chains::unstruck(reply);
        let reply = kept.as_deref().unwrap_or(reply);
        let mut order = match self.listed(reply) {
            Some(order) => order,
            None => self.chained(reply).unwrap_or_else(|| self.in_lines(reply))?,
        };
        if chains::is_worst_first(reply) {
            order.reverse();
        }
        let mut levels: Vec<Option<usize>> = vec![None; self.count];
        let mut next = 0;
        for tied in order {
            let fresh: Vec<usize> = tied.into_iter().filter(|&option| levels[option].is_none()).collect();
            for &option in &fresh {
                levels[option] = Some(next);
            }
            next += usize::from(!fresh.is_empty());
        }
        (next > 0).then(|| levels.into_iter().map(|level| Some(level.unwrap_or(next))).collect())
    }

    /// The option that a piece of text names.
    fn named(&self, text: &str) -> Option<usize> {
        let text = bare(text);
        self.exact.get(text).copied().or_else(|| self.folded.get(&fold(text)).copied().flatten())
    }

    /// The last JSON list of the reply that names an option.
    fn listed(&self, reply: &str) -> Option<Vec<Vec<usize>>> {
        reply.rmatch_indices(']').take(MOST_LISTS).find_map(|(at, _)| self.list_until(reply, at + 1))
    }

    fn list_until(&self, reply: &str, end: usize) -> Option<Vec<Vec<usize>>> {
        // A list of tied options ends in "]]": its start is the bracket that is never closed before.
        let mut depth = 0_i64;
        let start = reply[..end].bytes().rposition(|byte| {
            depth += i64::from(byte == b']') - i64::from(byte == b'[');
            depth == 0
        })?;
        let Value::Array(entries) = serde_json::from_str(&reply[start..end]).ok()? else { return None };
        let tied = |entry: &Value| match entry {
            Value::Array(tied) => tied.iter().filter_map(|option| self.value(option)).collect(),
            single => self.value(single).into_iter().collect(),
        };
        some_named(entries.iter().map(tied).collect())
    }

    fn value(&self, value: &Value) -> Option<usize> {
        match value {
            Value::String(text) => self.named(text),
            Value::Number(number) => self.named(&number.to_string()),
            _ => None,
        }
    }

    /// One option a line, or all in one line between commas; by their numbers where they have such.
    fn in_lines(&self, reply: &str) -> Option<Vec<Vec<usize>>> {
        let numbered =
            |entry: &str| Some((places::of(entry)?, self.of_line(entry))).filter(|(_, named)| !named.is_empty());
        let lines: Vec<(u32, Vec<usize>)> = reply.lines().map(str::trim).filter_map(numbered).collect();
        // Who names the worst and leaves others out does not put them behind it.
        let named = lines.iter().map(|(_, named)| named.len()).sum::<usize>();
        if named < self.count && lines.iter().any(|(place, _)| *place == places::LAST) {
            return None;
        }
        let entries = || places::entries(reply).into_iter().filter_map(numbered).collect();
        if let Some(order) = places::ordered(lines).or_else(|| places::ordered(entries())) {
            return Some(order);
        }
        if let Some(order) = self.scored(reply) {
            return order;
        }
        let lines: Vec<Vec<usize>> = reply.lines().map(|line| self.of_line(line)).collect();
        some_named(lines).or_else(|| reply.lines().rev().find_map(|line| self.in_list(line)))
    }

    /// The option of a line, which may be numbered and followed by a reason; tied options stand between `=`.
    fn of_line(&self, line: &str) -> Vec<usize> {
        let whole = self.named(line).or_else(|| self.named(unnumbered(line)));
        if let Some(option) = whole {
            return vec![option];
        }
        let line = unnumbered(line);
        if line.contains('=') {
            // "A = 3" gives points.
            let tied: Option<Vec<usize>> = line.split('=').map(|option| self.named(option)).collect();
            return tied.unwrap_or_default();
        }
        let until = |mark: &str| self.named(line.split_once(mark)?.0);
        until(": ").or_else(|| until(" - ")).or_else(|| until(" \u{2013} ")).into_iter().collect()
    }
}

fn is_mark(letter: char) -> bool {
    BETTER.contains(&letter) || TIED.contains(&letter)
}

fn some_named(order: Vec<Vec<usize>>) -> Option<Vec<Vec<usize>>> {
    order.iter().any(|tied| !tied.is_empty()).then_some(order)
}

/// Without the marks around an option: spaces, quotes, bold, a final stop.
fn bare(text: &str) -> &str {
    text.trim().trim_end_matches(['.', ',', ';']).trim_matches(['*', '`', '"', '\'']).trim()
}

fn fold(text: &str) -> String {
    bare(text).to_lowercase()
}

/// Without "1.", "2)", "2nd:", "#2", "Rank 2:", "-" or "*" at the start.
fn unnumbered(line: &str) -> &str {
    let line = line.trim();
    if let Some(rest) = places::behind(line) {
        return rest;
    }
    let digits = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    if digits.len() < line.len()
        && let Some(rest) = digits.strip_prefix(['.', ')', ':'])
    {
        return rest.trim();
    }
    line.strip_prefix(['-', '*', '\u{2022}']).map_or(line, str::trim)
}

#[cfg(test)]
mod tests;
