//! What a word does to an option that stands beside it: it denies, doubts, gives a reason. In twelve languages.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::{self, Piece};
use crate::hash::Words;
use crate::normalise::fold;
use crate::poles;

/// What a word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    // The first of two classes counts: the more careful reading.
    Retract,
    Deny,
    Bad,
    Doubt,
    Draft,
    /// What was thought before: "at first". A draft, unless a turn follows.
    Past,
    Reader,
    Cond,
    Soft,
    Report,
    But,
    Or,
    Over,
    Because,
    Without,
    Best,
    Fine,
    Pick,
    Advise,
    Off,
    Be,
    /// The turn behind [`Class::Past`], else a word that leads in: "now".
    Now,
    Lead,
}

/// Names of the classes in the data.
const NAMES: [(&str, Class); 23] = [
    ("retract", Class::Retract),
    ("deny", Class::Deny),
    ("bad", Class::Bad),
    ("doubt", Class::Doubt),
    ("draft", Class::Draft),
    ("past", Class::Past),
    ("reader", Class::Reader),
    ("cond", Class::Cond),
    ("soft", Class::Soft),
    ("report", Class::Report),
    ("but", Class::But),
    ("or", Class::Or),
    ("over", Class::Over),
    ("because", Class::Because),
    ("without", Class::Without),
    ("best", Class::Best),
    ("fine", Class::Fine),
    ("pick", Class::Pick),
    ("advise", Class::Advise),
    ("off", Class::Off),
    ("be", Class::Be),
    ("lead", Class::Lead),
    ("now", Class::Now),
];

/// Entries by their first word, the longest first.
type Entries = HashMap<String, Vec<(Vec<String>, Class)>, Words>;

static ENTRIES: LazyLock<Entries> = LazyLock::new(|| {
    let mut entries = Entries::default();
    for (class, phrase) in lines(include_str!("lexicon.txt")) {
        let name = class.split(' ').next().unwrap_or("");
        let Some((_, class)) = NAMES.iter().find(|(known, _)| *known == name) else { continue };
        // Small letters and single blanks are words as they stand.
        let words: Vec<String> = if phrase.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' ') {
            phrase.split_ascii_whitespace().map(str::to_owned).collect()
        } else {
            words::pieces(phrase).into_iter().filter_map(Piece::into_lower).collect()
        };
        if let Some(first) = words.first() {
            entries.entry(first.clone()).or_default().push((words, *class));
        }
    }
    for same in entries.values_mut() {
        same.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.1.cmp(&b.1)));
    }
    entries
});

static AGREEMENT: LazyLock<HashMap<&str, &str, Words>> = LazyLock::new(|| {
    let mut said: HashMap<&str, &str, Words> =
        lines(include_str!("agree.txt")).map(|(answer, word)| (word, answer)).collect();
    for (word, yes) in poles::words() {
        said.entry(word).or_insert(if yes { "yes" } else { "no" });
    }
    said
});

/// Head and entry of each entry of a data file.
fn lines(data: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = data.lines().filter(|line| !line.starts_with('#'));
    let heads = lines.filter_map(|line| line.split_once(": "));
    heads.flat_map(|(head, entries)| entries.split('|').map(move |entry| (head, entry.trim())))
}

/// Class of the longest entry at the start of the pieces, and how many pieces it takes.
pub fn class_at(pieces: &[Piece]) -> Option<(Class, usize)> {
    let first = pieces.first()?.lower()?;
    if first.ends_with("n't") {
        return Some((Class::Deny, 1));
    }
    let fits = |words: &[String]| {
        words.len() <= pieces.len() && words.iter().zip(pieces).all(|(word, piece)| piece.lower() == Some(word))
    };
    let same = ENTRIES.get(first)?;
    same.iter().find(|(words, _)| fits(words)).map(|(words, class)| (*class, words.len()))
}

/// Whether a word says yes (true) or no (false).
pub fn agreement(word: &str) -> Option<bool> {
    AGREEMENT.get(word).filter(|answer| matches!(**answer, "yes" | "no")).map(|answer| *answer == "yes")
}

/// What stands behind a yes or no of several letters at the start of a text, in a script without blanks.
pub fn behind_agreement(text: &str) -> Option<&str> {
    let bare = text.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    let unspaced = |word: &&&str| word.chars().all(fold::unspaced);
    let words = AGREEMENT.keys().filter(unspaced).filter_map(|word| bare.strip_prefix(*word));
    words.min_by_key(|rest| rest.len())
}

/// All words that say yes (true) or no (false), each once.
pub fn words_of(yes: bool) -> impl Iterator<Item = &'static str> {
    let heads: &[&str] = if yes { &["yes"] } else { &["no", "denial"] };
    let own = lines(include_str!("agree.txt")).filter(|(answer, _)| heads.contains(answer)).map(|(_, word)| word);
    let others = poles::words().filter(move |(word, says)| *says == yes && !is_listed(word));
    own.chain(others.map(|(word, _)| word))
}

/// Whether the data of this folder says already what a word stands for.
fn is_listed(word: &str) -> bool {
    lines(include_str!("agree.txt")).any(|(_, known)| known == word)
}

/// How an option stands to a denial behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// It is denied.
    Affirms,
    /// A reason that denies agrees with it, as behind "reject"; a bare "no" does not.
    Refuses,
    /// Every denial agrees with it, as behind "no".
    SaysNo,
    /// A denial of something else agrees with it: "revise, the loop never ends".
    FindsFault,
    /// Points on a scale: what is said of them is no vote against them.
    Counts,
}

/// The stance of an option in small letters.
pub fn stance(option: &str) -> Stance {
    match AGREEMENT.get(option) {
        Some(&"no") => Stance::SaysNo,
        Some(&"negative") => Stance::Refuses,
        Some(&"faulty") => Stance::FindsFault,
        _ => Stance::Affirms,
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, class_at, lines};
    use crate::extract::choice::words;

    fn class(text: &str) -> Option<(Class, usize)> {
        class_at(&words::pieces(text))
    }

    #[test]
    fn every_line_of_the_data_has_a_known_class() {
        for (head, entry) in lines(include_str!("lexicon.txt")) {
            let name = head.split(' ').next().unwrap_or("");
            assert!(super::NAMES.iter().any(|(known, _)| *known == name), "{head}");
            assert!(class(entry).is_some(), "{entry}");
        }
    }

    #[test]
    fn the_longest_entry_counts() {
        assert_eq!(class("no doubt, yes"), Some((Class::Lead, 2)));
        assert_eq!(class("I take that back"), Some((Class::Retract, 4)));
        assert_eq!(class("couldn't"), Some((Class::Deny, 1)));
        assert_eq!(class("\u{4e0d}\u{786e}\u{5b9a}"), Some((Class::Doubt, 3)));
    }
}
