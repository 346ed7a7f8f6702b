//! The phrases of `phrases.txt`: what brief answers write in several ways, and how it counts.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::hash::Words;

/// Where an entry counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Anywhere.
    Any,
    /// In front of a number only.
    Before,
    /// Behind a number only.
    Behind,
    /// At one end of a span only.
    Span,
    /// Between the ends of a span only.
    Between,
    /// Between a part and its whole only.
    Part,
    /// Between the items of a list only.
    List,
    /// Behind other words only.
    Rate,
    /// As the whole answer to a question that counts.
    Nothing,
    /// In front of a number that it only announces.
    Numbering,
}

/// What an entry counts as, by its first word, the longest entries first.
type Entries = HashMap<&'static str, Vec<(Place, Vec<&'static str>, &'static str)>, Words>;

static TABLE: LazyLock<Entries> = LazyLock::new(|| {
    let mut table = Entries::default();
    let lines = include_str!("../../../../../layers/knowledge/replies/phrases.txt").lines();
    for (head, list) in lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": ")) {
        let Some((meant, _)) = head.rsplit_once(' ') else { continue };
        let (place, meant) = placed(meant);
        for entry in list.split(" | ") {
            let words: Vec<&str> = entry.split_whitespace().collect();
            if let Some(first) = words.first() {
                table.entry(first).or_default().push((place, words, meant));
            }
        }
    }
    table.values_mut().for_each(|entries| entries.sort_by_key(|(_, words, _)| std::cmp::Reverse(words.len())));
    table
});

/// The place that a meaning or the sign in front of it stands for.
fn placed(meant: &'static str) -> (Place, &'static str) {
    match meant {
        ".." => return (Place::Between, meant),
        "of" => return (Place::Part, meant),
        "&" => return (Place::List, meant),
        "\u{2116}" => return (Place::Numbering, meant),
        "0 things" => return (Place::Nothing, "0"),
        rate if rate.starts_with("per ") => return (Place::Rate, meant),
        _ => {}
    }
    let signs = [("+", Place::Before), ("-", Place::Behind), ("~", Place::Span)];
    let found = signs.iter().find_map(|(sign, place)| Some((*place, meant.strip_prefix(sign)?)));
    found.unwrap_or((Place::Any, meant))
}

/// What the words at the start of some mean, and how many they are; `fits` knows which places they may have by their number.
pub fn at(words: &[String], fits: impl Fn(Place, usize) -> bool) -> Option<(&'static str, usize)> {
    let entries = TABLE.get(words.first()?.as_str())?;
    let starts = |entry: &[&str]| entry.len() <= words.len() && entry.iter().zip(words).all(|(own, word)| own == word);
    let found = entries.iter().find(|(place, entry, _)| starts(entry) && fits(*place, entry.len()));
    found.map(|(_, entry, meant)| (*meant, entry.len()))
}

/// The number that a single word is.
pub fn digits(word: &str) -> Option<&'static str> {
    let entries = TABLE.get(word)?;
    let number = |meant: &str| meant.bytes().all(|byte| byte.is_ascii_digit());
    entries
        .iter()
        .find(|(place, words, meant)| *place == Place::Any && words.len() == 1 && number(meant))
        .map(|(.., meant)| *meant)
}

/// Whether an entry begins with a word.
pub fn begins(word: &str) -> bool {
    TABLE.contains_key(word)
}

/// Whether a word alone is an entry.
pub fn is_entry(word: &str) -> bool {
    TABLE.get(word).is_some_and(|entries| entries.iter().any(|(_, words, _)| words.len() == 1))
}

/// Whether a word parts the items of a list.
pub fn parts_items(word: &str) -> bool {
    stands(word, Place::List)
}

/// Whether a word only announces a number: "no.".
pub fn numbers(word: &str) -> bool {
    stands(word, Place::Numbering)
}

/// Whether a word alone is an entry of a place.
fn stands(word: &str, wanted: Place) -> bool {
    TABLE.get(word).is_some_and(|entries| entries.iter().any(|(place, words, _)| *place == wanted && words.len() == 1))
}
