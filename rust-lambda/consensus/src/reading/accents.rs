//! Accents of words: where two spellings of a panel are two words, each keeps its letters.
//!
//! Two accents on one letter make two words ("avó", "avô"), and in a single word a letter with one is no letter without
//! ("drucken", "drücken"). In several words, and in a name that the question asks for, an accent may be left out: "São Paulo",
//! "Malaga".
//!
//! # Performance
//! Panels without an accent are not looked at.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use super::first::Settled;
use crate::normalise::{self, Key, compose, fold};
use crate::reply::talk::{self, Class};

/// Longer answers are texts.
const LONGEST: usize = 80;

/// Gives words that differ in their accents keys of their own.
pub fn part(question: Option<&str>, texts: &[Option<String>], settled: &mut [Option<Settled>]) {
    if texts.iter().flatten().all(|text| text.is_ascii()) {
        return;
    }
    let named =
        LazyCell::new(|| question.is_some_and(|question| talk::is_asked_for(Class::Name, &fold::tokens(question))));
    let mut groups: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    for (at, (one, text)) in settled.iter_mut().zip(texts).enumerate() {
        let (Some(one), Some(text)) = (one, text) else { continue };
        if let Some(symbol) = symbol(text) {
            one.key = Some(Key::Literal(symbol));
        } else if let Some(Key::Words(words)) = &one.key
            && text.len() <= LONGEST
        {
            groups.entry(words.clone()).or_default().push((at, spelled(text)));
        }
    }
    for group in groups.into_values().filter(|group| group.len() > 1) {
        // A name is written with a capital, and its accents may be left out.
        let capital = |at: &usize| texts[*at].as_ref().is_some_and(|text| text.starts_with(char::is_uppercase));
        let strict = !(*named && group.iter().all(|(at, _)| capital(at)));
        let differ = |a: &str| group.iter().any(|(_, b)| are_two(a, b, strict));
        if group.iter().any(|(_, spelled)| differ(spelled)) {
            for (at, spelled) in &group {
                if let Some(one) = &mut settled[*at] {
                    one.key = Some(Key::Literal(spelled.clone()));
                }
            }
        }
    }
}

/// A letter of another alphabet alone has its case: a capital delta is no small one.
fn symbol(text: &str) -> Option<String> {
    let mut letters = normalise::bare(text).chars();
    let letter = letters.next().filter(|letter| !letter.is_ascii() && letter.is_alphabetic())?;
    (letters.next().is_none() && (letter.is_lowercase() || letter.is_uppercase())).then(|| letter.to_string())
}

/// The words of an answer in small letters with their accents.
fn spelled(text: &str) -> String {
    let lower = compose::composed(normalise::bare(text)).to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric() && letter != '\'').filter(|word| !word.is_empty());
    words.filter(|word| !matches!(*word, "a" | "an" | "the")).collect::<Vec<_>>().join(" ")
}

/// Whether two spellings of equal letters are two words.
fn are_two(a: &str, b: &str, strict: bool) -> bool {
    let (own, other): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if own.len() != other.len() || own == other {
        return false;
    }
    let single = strict && !a.contains(' ');
    own.iter().zip(&other).any(|(x, y)| x != y && (single || !x.is_ascii() && !y.is_ascii()))
}
