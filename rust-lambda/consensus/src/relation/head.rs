//! A yes or a no at the head of a text: what the text comes to.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::contrast;
use crate::extract::asks;
use crate::hash::Words;
use crate::poles;

/// What a text begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Polarity {
    /// Yes, or a word that stands for it.
    Yes,
    /// No.
    No,
}

/// Bytes that are looked at.
const REACH: usize = 40;

/// The yes or no that a text begins with, if a stop or the end of a line stands behind it, and the text goes on to say
/// something: "Yes, please send me the query" answers no other question than whether to send it.
pub fn polarity(text: &str, question: Option<&str>) -> Option<Polarity> {
    let bare = text.trim_start_matches(|letter: char| {
        letter.is_whitespace()
            || matches!(letter, '*' | '_' | '#' | '>' | '`' | '"' | '\'' | '\u{201c}' | '\u{bf}' | '\u{a1}' | '(')
    });
    let reach = (0..=REACH.min(bare.len())).rev().find(|&at| bare.is_char_boundary(at)).unwrap_or(0);
    let end = match bare[..reach].char_indices().find(|(at, letter)| stops(*letter, &bare[..*at])) {
        Some((at, _)) => at,
        None if reach == bare.len() => reach,
        None => return None,
    };
    let head = bare[..end]
        .trim_end_matches(|letter: char| letter.is_whitespace() || "*_`\"'\u{201d})\u{2019}".contains(letter));
    let found = known().get(head.to_lowercase().as_str()).copied()?;
    (!asks::back(&bare[end..], &asks::in_question(question))).then_some(found)
}

/// Whether a text that begins with a yes or no takes something of it back: "Yes, but do not restart it."
pub fn has_but(text: &str) -> bool {
    let mut words = text.trim_start().splitn(3, char::is_whitespace).skip(1);
    let bare = |word: &str| word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
    words.next().is_some_and(|word| contrast::buts().contains(&bare(word)))
}

/// Every word that stands for yes or no.
fn known() -> &'static HashMap<String, Polarity, Words> {
    static KNOWN: OnceLock<HashMap<String, Polarity, Words>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let heads = contrast::heads().flat_map(|heads| heads.into_iter().zip([Polarity::Yes, Polarity::No]));
        let said = heads.flat_map(|(words, polarity)| words.into_iter().map(move |word| (word, polarity)));
        let mut known: HashMap<String, Polarity, Words> = said.collect();
        for (word, yes) in poles::words() {
            known.entry(word.to_owned()).or_insert(if yes { Polarity::Yes } else { Polarity::No });
        }
        known
    })
}

/// Whether a head ends at a letter.
fn stops(letter: char, before: &str) -> bool {
    matches!(letter, '\n' | '\r' | '.' | ',' | ':' | ';' | '!' | '\u{2014}' | '\u{3002}' | '\u{ff0c}' | '\u{3001}')
        || matches!(letter, '\u{ff01}' | '\u{ff1a}' | '\u{ff1b}')
        || (matches!(letter, '-' | '\u{2013}' | '(') && before.ends_with(' '))
}
