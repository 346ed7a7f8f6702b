//! Names with a hyphen: "Proxy-Authorization" is no "Authorization", and "react-dom" no "react".
//!
//! Words that a hyphen ties make one name, so likeness joins none of its parts with the whole.
//!
//! # Performance
//! Panels without such a name are not looked at.

use std::collections::BTreeSet;

use super::first::Settled;
use crate::normalise::{self, Key};

/// A longer answer is a text.
const LONGEST: usize = 80;

/// Words of an answer that is a name; more are a sentence.
const MOST_WORDS: usize = 3;

/// Whether a text may hold such a name.
pub fn is_in(text: &str) -> bool {
    text.len() <= LONGEST && text.contains('-') && text.split_whitespace().any(is_tied)
}

/// Gives a hyphened name and its parts keys of which each character counts.
pub fn part(texts: &[Option<String>], settled: &mut [Option<Settled>]) {
    let names: Vec<Vec<String>> = texts.iter().map(|text| text.as_deref().map(names).unwrap_or_default()).collect();
    let all: BTreeSet<&String> = names.iter().flatten().collect();
    if !all.iter().any(|name| is_tied(name)) {
        return;
    }
    for (one, names) in settled.iter_mut().zip(&names) {
        // "O negative" is "O-negative" without its hyphen.
        let whole = names.join("-");
        let is_other =
            |other: &String, name: &String| is_part(other, name) && !whole.contains(other) || is_part(name, other);
        let told = |name: &&String| all.iter().any(|other| is_other(other, name));
        let Some(one) = one.as_mut().filter(|one| matches!(one.key, Some(Key::Words(_)))) else { continue };
        if let Some(name) = names.iter().find(told) {
            one.key = Some(Key::Expression(name.clone()));
        }
    }
}

/// The names of a brief answer in small letters: its only word, or the words beside which nothing but plain words stand.
fn names(text: &str) -> Vec<String> {
    let words: Vec<&str> = normalise::bare(text).split_whitespace().collect();
    let named = |word: &&&str| is_tied(word) || word.starts_with(char::is_uppercase);
    let several =
        words.iter().skip(1).filter(named).count() > usize::from(words.first().is_some_and(|first| !named(&first)));
    if text.len() > LONGEST || words.len() > MOST_WORDS || several {
        return Vec::new();
    }
    words.iter().map(|word| word.trim_matches([',', '.', '"', '\'']).to_lowercase()).collect()
}

/// Whether a hyphen ties the letters of a word.
fn is_tied(word: &str) -> bool {
    let letters = |part: &str| part.chars().next().is_some_and(char::is_alphabetic);
    word.contains('-') && word.split('-').all(letters)
}

/// Whether a name is one end of a longer one before or behind a hyphen.
fn is_part(whole: &str, part: &str) -> bool {
    let (front, back) = (whole.strip_prefix(part), whole.strip_suffix(part));
    is_tied(whole) && (front.is_some_and(|rest| rest.starts_with('-')) || back.is_some_and(|rest| rest.ends_with('-')))
}

#[cfg(test)]
mod tests {
    use super::{is_part, names};

    #[test]
    fn a_part_of_a_tied_name_is_another_name() {
        assert!(is_part("proxy-authorization", "authorization") && is_part("react-dom", "react"));
        assert!(
            !is_part("authorization", "authorization") && !is_part("react-dom", "rea") && !is_part("covid-19", "covid")
        );
        assert_eq!(names("the Proxy-Authorization header"), ["the", "proxy-authorization", "header"]);
        assert!(names("Jean-Paul Sartre").is_empty());
    }
}
