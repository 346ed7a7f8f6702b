//! Whether a sentence gives a name as its answer, or only mentions it: "Student of Goethe", "Avoid PostgreSQL.", "People
//! say Goethe but that is a myth."
//!
//! # Performance
//! The words of an answer are folded once; one pass over sentences of at most [`MOST_WORDS`] words for each name.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::hash::Words;
use crate::normalise::fold;

/// A longer text is no sentence about a name.
const MOST_WORDS: usize = 60;

/// A longer answer is no name.
const MOST_NAME_WORDS: usize = 4;

/// Letters of a word that the question and a sentence do not share by chance.
const CONTENT: usize = 4;

/// Articles between a word and a name.
const REACH: usize = 4;

/// A phrase of at most so many words has no verb that could make it an assertion.
const PHRASE: usize = 5;

/// Articles, which stand between a word and a name and say nothing.
const ARTICLES: [&str; 24] = [
    "a", "an", "the", "der", "die", "das", "den", "dem", "des", "le", "la", "les", "el", "los", "las", "il", "lo", "i",
    "o", "os", "as", "de", "het", "l",
];

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("mentions.txt")));

/// What stands in `mentions.txt`, in folded words.
#[derive(Default)]
struct Table {
    /// By their first word.
    ruled: HashMap<String, Vec<Vec<String>>, Words>,
    /// By their last word.
    before: HashMap<String, Vec<Vec<String>>, Words>,
    behind: Vec<Vec<String>>,
    but: Vec<Vec<String>>,
    aside: Vec<Vec<String>>,
}

impl Table {
    fn parse(text: &str) -> Table {
        let mut table = Table::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((head, entries)) = line.split_once(": ") else { continue };
            for entry in entries.split('|').map(fold::tokens) {
                let (first, last) = (entry.first().cloned(), entry.last().cloned());
                let list = match head.split(' ').next().unwrap_or_default() {
                    "ruled" => table.ruled.entry(first.unwrap_or_default()).or_default(),
                    "before" => table.before.entry(last.unwrap_or_default()).or_default(),
                    "behind" => &mut table.behind,
                    "but" => &mut table.but,
                    _ => &mut table.aside,
                };
                list.push(entry);
            }
        }
        table
    }
}

/// An answer that is held against others: its words are looked at once, and only where another one is a name.
pub struct Said<'a> {
    text: &'a str,
    name: OnceCell<Option<Vec<String>>>,
    sentences: OnceCell<Vec<Vec<String>>>,
}

impl<'a> Said<'a> {
    pub fn new(text: &'a str) -> Said<'a> {
        Said { text, name: OnceCell::new(), sentences: OnceCell::new() }
    }

    /// Its words without articles, if it is short enough for a name.
    fn name(&self) -> Option<&[String]> {
        let read = || {
            // Most answers are sentences: no word of them need be folded.
            if self.text.split_whitespace().nth(2 * MOST_NAME_WORDS).is_some() {
                return None;
            }
            let words = without_articles(fold::tokens(self.text));
            (1..=MOST_NAME_WORDS).contains(&words.len()).then_some(words)
        };
        self.name.get_or_init(read).as_deref()
    }

    fn sentences(&self) -> &[Vec<String>] {
        let ends = ['.', ';', '!', '?', '\n', '\u{3002}'];
        self.sentences.get_or_init(|| self.text.split(ends).map(fold::tokens).collect())
    }
}

/// Whether one of two different answers is a name that the other one only mentions. What the question says itself
/// ("apart from London", "named after whom?") is said of every answer.
pub fn is_only(question: Option<&str>, a: &Said<'_>, b: &Said<'_>) -> bool {
    let (long, short) = if a.text.len() >= b.text.len() { (a, b) } else { (b, a) };
    let Some(name) = short.name() else { return false };
    let mut mentioned = false;
    for words in long.sentences() {
        if words.len() > MOST_WORDS {
            return false;
        }
        let places = places(words, name);
        if places.is_empty() {
            continue;
        }
        if words.len() > name.len() && places.iter().all(|at| is_told_of(words, *at, name.len(), question)) {
            mentioned = true;
        } else {
            return false;
        }
    }
    mentioned
}

fn without_articles(words: Vec<String>) -> Vec<String> {
    let bare: Vec<String> = words.iter().filter(|word| !ARTICLES.contains(&word.as_str())).cloned().collect();
    if bare.is_empty() { words } else { bare }
}

/// Where the words of a name stand in a row.
fn places(words: &[String], name: &[String]) -> Vec<usize> {
    words.windows(name.len()).enumerate().filter(|(_, window)| *window == name).map(|(at, _)| at).collect()
}

/// Whether the words around a name make it something that is spoken of.
fn is_told_of(words: &[String], at: usize, length: usize, question: Option<&str>) -> bool {
    let table = &*TABLE;
    let fresh = |entry: &[String]| {
        let asked = question.map(fold::tokens).unwrap_or_default();
        !entry.iter().any(|word| word.len() >= CONTENT && asked.contains(word))
    };
    let (front, rest) = words.split_at(at);
    let rest = &rest[length..];
    let rules = |words: &[String]| {
        let begins = |at: usize| {
            let entries = table.ruled.get(&words[at]);
            entries.is_some_and(|entries| entries.iter().any(|entry| words[at..].starts_with(entry) && fresh(entry)))
        };
        (0..words.len()).any(begins)
    };
    if rules(front) || rules(rest) {
        return true;
    }
    let articles = front.iter().rev().take_while(|word| ARTICLES.contains(&word.as_str())).count().min(REACH);
    let done = |front: &[String]| {
        let entries = front.last().and_then(|last| table.before.get(last));
        entries.is_some_and(|entries| entries.iter().any(|entry| front.ends_with(entry) && fresh(entry)))
    };
    if (0..=articles).any(|skipped| done(&front[..front.len() - skipped])) {
        return true;
    }
    if words.len() <= PHRASE && rest.len() == 1 && table.behind.iter().any(|entry| *entry == rest[..1]) {
        return true;
    }
    let turn = table.but.iter().filter_map(|entry| rest.iter().position(|word| entry.len() == 1 && *word == entry[0]));
    let turn = turn.min();
    turn.is_some_and(|turn| {
        let behind = &rest[turn + 1..];
        table.aside.iter().any(|entry| behind.starts_with(entry)) || rules(behind)
    })
}

#[cfg(test)]
mod tests;
