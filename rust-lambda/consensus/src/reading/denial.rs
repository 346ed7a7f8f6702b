//! What a short sentence denies: one number, which may be anything else; a bound, which is turned; or something else,
//! of which all words count.

use crate::extract::choice::{denies, denies_alone};
use crate::normalise::measure::{self, Measure, Relation};
use crate::normalise::number;

/// A sentence of at most this many bytes that denies is no answer by its number: "443 is wrong".
pub const SHORT_SENTENCE: usize = 80;

/// What a short sentence denies.
pub enum Denied {
    /// One number, which may be anything else; or a bound, which makes another bound.
    Value(Measure),
    /// Something else.
    Words,
}

/// What deny what is behind them.
const DENIALS: [&str; 17] = [
    "not",
    "never",
    "no",
    "cannot",
    "can't",
    "mustn't",
    "nicht",
    "nie",
    "pas",
    "jamais",
    "nunca",
    "non",
    "mai",
    "n\u{e3}o",
    "niet",
    "nooit",
    "\u{43d}\u{435}",
];

/// What may stand in front of a denial, or between it and its bound.
const LEADS: [&str; 26] = [
    "it", "is", "was", "must", "may", "should", "shall", "will", "can", "does", "do", "be", "are", "but", "es", "darf",
    "ist", "il", "c'est", "ne", "est", "\u{e8}", "\u{e9}", "het", "mag", "deve",
];

/// Bounds behind a denial, and what they are with it.
const TURNED: [(&str, Relation); 71] = [
    ("after", Relation::AtMost),
    ("later than", Relation::AtMost),
    ("past", Relation::AtMost),
    ("beyond", Relation::AtMost),
    ("above", Relation::AtMost),
    ("over", Relation::AtMost),
    ("more than", Relation::AtMost),
    ("greater than", Relation::AtMost),
    ("higher than", Relation::AtMost),
    ("exceed", Relation::AtMost),
    ("exceeding", Relation::AtMost),
    ("before", Relation::AtLeast),
    ("until", Relation::AtLeast),
    ("earlier than", Relation::AtLeast),
    ("sooner than", Relation::AtLeast),
    ("below", Relation::AtLeast),
    ("under", Relation::AtLeast),
    ("less than", Relation::AtLeast),
    ("fewer than", Relation::AtLeast),
    ("lower than", Relation::AtLeast),
    ("fall below", Relation::AtLeast),
    ("nach", Relation::AtMost),
    ("sp\u{e4}ter als", Relation::AtMost),
    ("\u{fc}ber", Relation::AtMost),
    ("mehr als", Relation::AtMost),
    ("gr\u{f6}\u{df}er als", Relation::AtMost),
    ("vor", Relation::AtLeast),
    ("fr\u{fc}her als", Relation::AtLeast),
    ("unter", Relation::AtLeast),
    ("weniger als", Relation::AtLeast),
    ("kleiner als", Relation::AtLeast),
    ("apr\u{e8}s", Relation::AtMost),
    ("plus de", Relation::AtMost),
    ("plus tard que", Relation::AtMost),
    ("au-dessus de", Relation::AtMost),
    ("avant", Relation::AtLeast),
    ("moins de", Relation::AtLeast),
    ("plus t\u{f4}t que", Relation::AtLeast),
    ("en dessous de", Relation::AtLeast),
    ("despu\u{e9}s de", Relation::AtMost),
    ("m\u{e1}s de", Relation::AtMost),
    ("m\u{e1}s tarde que", Relation::AtMost),
    ("antes de", Relation::AtLeast),
    ("menos de", Relation::AtLeast),
    ("dopo il", Relation::AtMost),
    ("dopo", Relation::AtMost),
    ("oltre", Relation::AtMost),
    ("pi\u{f9} di", Relation::AtMost),
    ("prima del", Relation::AtLeast),
    ("prima di", Relation::AtLeast),
    ("meno di", Relation::AtLeast),
    ("sotto", Relation::AtLeast),
    ("depois de", Relation::AtMost),
    ("mais de", Relation::AtMost),
    ("acima de", Relation::AtMost),
    ("abaixo de", Relation::AtLeast),
    ("na", Relation::AtMost),
    ("later dan", Relation::AtMost),
    ("meer dan", Relation::AtMost),
    ("boven", Relation::AtMost),
    ("voor", Relation::AtLeast),
    ("eerder dan", Relation::AtLeast),
    ("minder dan", Relation::AtLeast),
    ("onder", Relation::AtLeast),
    ("\u{43f}\u{43e}\u{441}\u{43b}\u{435}", Relation::AtMost),
    ("\u{43f}\u{43e}\u{437}\u{436}\u{435}", Relation::AtMost),
    ("\u{431}\u{43e}\u{43b}\u{44c}\u{448}\u{435}", Relation::AtMost),
    ("\u{432}\u{44b}\u{448}\u{435}", Relation::AtMost),
    ("\u{440}\u{430}\u{43d}\u{44c}\u{448}\u{435}", Relation::AtLeast),
    ("\u{43c}\u{435}\u{43d}\u{44c}\u{448}\u{435}", Relation::AtLeast),
    ("\u{43d}\u{438}\u{436}\u{435}", Relation::AtLeast),
];

/// Reads what a short sentence denies; None where it denies nothing: "3 is wrong" is not 3, whatever unit "is wrong" may
/// look like, and "Symphony No. 5" is a name.
pub fn read(bare: &str) -> Option<Denied> {
    if bare.len() > SHORT_SENTENCE || !bare.contains(char::is_alphabetic) {
        return None;
    }
    if is_explained(bare) {
        return None;
    }
    if is_numbered(bare) {
        return Some(Denied::Words);
    }
    if let Some(bound) = turned(bare) {
        return Some(Denied::Value(bound));
    }
    let bounds = |read: Measure| !matches!(read.relation, Relation::Is | Relation::IsNot);
    if !denies(bare) || measure::read(bare).is_some_and(bounds) {
        return None;
    }
    let mut numbers = number::all_in(bare);
    let only = numbers.pop().filter(|_| numbers.is_empty());
    Some(only.and_then(|(at, value)| denied(bare, at.start, at.end, &value)).map_or(Denied::Words, Denied::Value))
}

/// "403 (access denied)" is 403; "5 (not sure)" is doubted.
fn is_explained(bare: &str) -> bool {
    let parts = bare.strip_suffix(')').and_then(|text| text.split_once(" ("));
    parts.is_some_and(|(value, aside)| {
        let first = aside.split_whitespace().next().unwrap_or("");
        aside.contains(' ') && number::read(value).is_some() && !denies(first)
    })
}

/// "No 5" may be the fifth or, in Spanish, anything but five.
fn is_numbered(bare: &str) -> bool {
    let digits = bare.strip_prefix("No ").or_else(|| bare.strip_prefix("no "));
    digits.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The number that is denied, where nothing else is said.
fn denied(bare: &str, start: usize, end: usize, value: &str) -> Option<Measure> {
    let whole = measure::read(bare).filter(|read| read.relation == Relation::IsNot && read.unit != measure::Unit::None);
    let around = || {
        let read = measure::around(value, &bare[..start], &bare[end..]);
        let behind = if read.unit == measure::Unit::None { &bare[end..] } else { without_unit(&bare[end..]) };
        denies_alone(&bare[..start], behind).then_some(Measure { relation: Relation::IsNot, ..read })
    };
    whole.or_else(around)
}

/// What stands behind the first word, or behind the sign of a unit.
fn without_unit(behind: &str) -> &str {
    let rest = behind.trim_start_matches(['%', '\u{b0}', '\u{2030}', '\u{20ac}', '\u{a3}', '$']);
    if rest.len() < behind.len() {
        return rest;
    }
    let rest = behind.trim_start();
    rest.find(|letter: char| !letter.is_alphabetic()).map_or("", |at| &rest[at..])
}

/// "not after 2030" is at most 2030, as "no more than 5" is at most 5.
fn turned(bare: &str) -> Option<Measure> {
    let mut rest = bare;
    while let Some(behind) = LEADS.iter().find_map(|word| behind(rest, word)) {
        rest = behind;
    }
    rest = DENIALS.iter().find_map(|word| behind(rest, word))?;
    while let Some(behind) = LEADS.iter().find_map(|word| behind(rest, word)) {
        rest = behind;
    }
    let (relation, value) = TURNED.iter().find_map(|(words, relation)| Some((*relation, behind(rest, words)?)))?;
    let read = measure::read(value).filter(|read| read.relation == Relation::Is)?;
    Some(Measure { relation, ..read })
}

/// What stands behind words at the start of a text.
fn behind<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let head = text.get(..words.len())?;
    let same = if head.is_ascii() { head.eq_ignore_ascii_case(words) } else { head.to_lowercase() == words };
    text[words.len()..].strip_prefix(' ').filter(|_| same).map(str::trim_start)
}
