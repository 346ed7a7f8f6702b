//! Messages without their changing parts: `user 17 took 3 ms` and `user 4 took 90 ms` are one.

use std::collections::HashMap;

use serde::Serialize;

use super::line::LEVELS;

/// How many kinds of messages are held; rarer ones make room.
const KINDS: usize = 5_000;
/// Words of a message that are looked at.
const WORDS: usize = 40;

/// Messages so far.
#[derive(Default)]
pub struct Templates {
    kinds: HashMap<String, Kind>,
    others: u64,
}

struct Kind {
    lines: u64,
    level: usize,
    example: String,
}

/// A kind of message.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The words that stay, with `<*>` for what changes.
    pub template: String,
    /// How many lines.
    pub lines: u64,
    /// The worst level among them.
    pub level: &'static str,
    /// One of them.
    pub example: String,
}

impl Templates {
    /// Counts a message.
    pub fn take(&mut self, message: &str, level: usize) {
        let template = of(message);
        if template.is_empty() {
            return;
        }
        if !self.kinds.contains_key(&template) && self.kinds.len() >= KINDS {
            self.make_room();
        }
        let kind = self.kinds.entry(template).or_insert_with(|| Kind {
            lines: 0,
            level,
            example: message.chars().take(300).collect(),
        });
        kind.lines += 1;
        kind.level = kind.level.min(level);
    }

    /// The rarer half goes, all at once: linear over the whole log.
    fn make_room(&mut self) {
        let mut counts: Vec<u64> = self.kinds.values().map(|kind| kind.lines).collect();
        counts.sort_unstable();
        let median = counts[counts.len() / 2];
        let mut others = 0;
        self.kinds.retain(|_, kind| {
            let stays = kind.lines > median;
            others += if stays { 0 } else { kind.lines };
            stays
        });
        self.others += others;
    }

    /// The most frequent ones, and the lines that went with those that made room.
    pub fn told(self, top: usize) -> (Vec<Told>, u64) {
        let mut all: Vec<(String, Kind)> = self.kinds.into_iter().collect();
        all.sort_by(|(a, left), (b, right)| right.lines.cmp(&left.lines).then_with(|| a.cmp(b)));
        let told = all.into_iter().take(top.min(100)).map(|(template, kind)| Told {
            template,
            lines: kind.lines,
            level: LEVELS[kind.level],
            example: kind.example,
        });
        (told.collect(), self.others)
    }
}

/// The template of a message. A word with a digit changes, and what stands in quotes does.
fn of(message: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    let mut quoted = None;
    for word in message.split_whitespace().take(WORDS) {
        let opens = word.trim_start_matches(['(', '[', '=', ':']).chars().next().filter(|c| "\"'".contains(*c));
        let quote = quoted.or(opens);
        let ends = quote.is_some_and(|quote| word.trim_end_matches([',', ';', ')', ']', ':', '.']).ends_with(quote));
        let long_enough = quoted.is_some() || word.chars().count() > 1;
        let changes = quote.is_some() || word.chars().any(|c| c.is_ascii_digit()) || is_path(word);
        match word.split_once('=') {
            Some((_, value)) if quote.is_none() && changes_value(value) => {
                words.push(&word[..word.len() - value.len()])
            }
            _ => words.push(if changes { "<*>" } else { word }),
        }
        quoted = quote.filter(|_| !(ends && long_enough));
    }
    // Several changing words in a row are one.
    words.dedup_by(|a, b| *a == "<*>" && *b == "<*>");
    words.join(" ")
}

fn changes_value(value: &str) -> bool {
    value.chars().any(|c| c.is_ascii_digit()) || value.starts_with(['"', '\'']) || is_path(value)
}

fn is_path(word: &str) -> bool {
    word.starts_with('/') && word.len() > 1 || word.contains("://") || word.contains('@')
}
