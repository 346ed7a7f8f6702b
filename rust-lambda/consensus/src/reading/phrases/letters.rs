//! The case of the letters of a word, as far as it tells words apart.

use std::borrow::Cow;

use super::table;
use crate::normalise::measure;

/// Letters up to which the case of a word behind a number may tell two units apart: "5 mW", "5 MW".
const LONGEST_SYMBOL: usize = 2;

/// A word in small letters, as it is where it has no others.
pub fn lower(word: &str) -> Cow<'_, str> {
    let small = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if small { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

/// In small letters, unless its capitals may make another word of it.
pub fn folded(word: &str, after_number: bool) -> String {
    let Cow::Owned(lower) = lower(word) else { return word.to_owned() };
    let count = word.chars().count();
    let part = |part: &str| part.chars().skip(1).any(char::is_uppercase) && part.contains(char::is_lowercase);
    let mixed = word.split(['-', '\u{2013}']).any(part);
    let letter = |letter: char| letter.is_alphabetic() || matches!(letter, '-' | '\u{2013}' | '\'' | '\u{2019}');
    let plain = word.chars().all(letter) && !mixed && !is_symbol(word, &lower, count, after_number);
    let time = count > LONGEST_SYMBOL && word.starts_with(|first: char| first.is_ascii_digit());
    let clock = time && (lower.ends_with("am") || lower.ends_with("pm"));
    if plain || clock { lower } else { word.to_owned() }
}

/// Whether the case of a word tells it from another one: a unit behind a number ("Gbps", "GBps"; "mbar", "Mbar"), two capitals
/// ("CO", "Co"), a letter of another alphabet.
fn is_symbol(word: &str, lower: &str, count: usize, after_number: bool) -> bool {
    if matches!(lower, "am" | "pm" | "of" | "in") || table::is_entry(lower) {
        return false;
    }
    let unit =
        || count <= LONGEST_SYMBOL || measure::is_known(word) || measure::is_known(lower) || measure::is_symbol(word);
    after_number && unit()
        || count == LONGEST_SYMBOL && word.chars().all(char::is_uppercase)
        || count == 1 && !word.is_ascii()
}
