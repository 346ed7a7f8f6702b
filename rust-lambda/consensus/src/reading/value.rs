//! The key of an answer by what it is made of: a literal, a quantity, a day, a bound, words.

use super::denial::{self, Denied, SHORT_SENTENCE};
use super::turned;
use crate::normalise::measure::{self, Measure, Relation, Unit};
use crate::normalise::{self, Key, clock, date, duration, fold, fraction, latex, number, range, verbatim};

/// The key of a text before what stands beside it is looked at.
pub fn plain(text: &str) -> Option<Key> {
    let bare = normalise::bare(text);
    if is_pattern(bare) { Some(Key::Quoted(bare.to_owned())) } else { normalise::key(text) }
}

/// The key of an answer and the number in it, with what stands beside it.
pub fn of(text: &str, bare: &str, key: Option<Key>) -> (Option<Key>, Option<Measure>) {
    // The sign of a tolerance is one of a formula too.
    if !turned::is_tolerance(bare)
        && let Some(key) = verbatim_key(bare, key.as_ref())
    {
        return (Some(key), None);
    }
    if let Some(value) = turned::primed(text.trim()).or_else(|| turned::value(bare)) {
        return (Some(Key::Expression(value)), None);
    }
    if let Some(quoted) = quoted_nothing(text) {
        return (Some(Key::Literal(quoted)), None);
    }
    if let Some((key, measure)) = valued(bare) {
        return (Some(key), measure);
    }
    // "Thirty days" is a quantity; "Seven Samurai" is none.
    if matches!(key, Some(Key::Words(_)))
        && !bare.contains(|sign: char| sign.is_ascii_digit())
        && bare.rsplit_once(' ').is_some_and(|(_, unit)| measure::is_known(unit))
        && let Some(value) = measure::numeral(bare).filter(|value| matches!(value.unit, Unit::Known { .. }))
    {
        return (Some(Key::Number(value.value.clone())), Some(value));
    }
    let worded = matches!(key, Some(Key::Number(_) | Key::Words(_) | Key::Expression(_)));
    let measure = if worded && measure::may_be(bare) { measure::read(&latex::plain(bare)) } else { None };
    if let Some(stretch) = Some(bare).filter(|_| worded).and_then(range::read) {
        return (Some(Key::Expression(stretch)), None);
    }
    let (key, measure) = match denial::read(bare) {
        Some(Denied::Value(value)) => (Some(Key::Number(value.value.clone())), Some(value)),
        Some(Denied::Words) => {
            let bound = measure.filter(|measure| measure.relation != Relation::Is);
            let key = if matches!(key, Some(Key::Number(_))) { Some(Key::Words(fold::words(bare))) } else { key };
            (key, bound)
        }
        None => (key, measure),
    };
    let key = match (&measure, key) {
        // A bound, a scale or an explained value is a number too.
        (Some(measure), Some(Key::Words(_) | Key::Expression(_) | Key::Number(_))) => {
            Some(Key::Number(measure.value.clone()))
        }
        (None, Some(Key::Words(words))) if is_choice(bare) => Some(Key::Expression(words)),
        (_, key) => key,
    };
    (key, measure)
}

/// Words for nothing in quotes are texts: `'NULL'` is no NULL.
fn quoted_nothing(text: &str) -> Option<String> {
    let text = text.trim();
    let inner = ['\'', '"'].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote))?;
    let word = inner.to_ascii_lowercase();
    matches!(&word[..], "null" | "none" | "nil" | "undefined" | "nan" | "true" | "false").then(|| format!("'{word}'"))
}

/// The key of an answer that is no prose and nothing that has a form of its own, such as a number or a list.
fn verbatim_key(bare: &str, key: Option<&Key>) -> Option<Key> {
    if verbatim::is_sure(bare) {
        return Some(Key::Literal(verbatim::of(bare).unwrap_or_else(|| bare.to_owned())));
    }
    let called = || matches!(key, Some(Key::Expression(_))) && verbatim::called(bare).is_some();
    if !matches!(key, Some(Key::Words(_))) && !called() {
        return None;
    }
    let literal = verbatim::of(bare)?;
    // A day, a time, a quantity or a range has a form of its own.
    let measured = || measure::may_be(bare) && measure::read(&latex::plain(bare)).is_some();
    let formed = valued(bare).is_some() || measured() || range::read(bare).is_some();
    (!formed).then_some(Key::Literal(literal))
}

/// A day, a duration in several parts, a time of day or a share in words.
fn valued(bare: &str) -> Option<(Key, Option<Measure>)> {
    if let Some(day) = date::read(bare) {
        return Some((Key::Date(day), None));
    }
    if let Some(seconds) = duration::read(bare) {
        let unit = measure::Unit::Known { dimension: "time".to_owned(), scale: "1" };
        let value = Measure { value: seconds.clone(), unit, relation: Relation::Is };
        return Some((Key::Number(seconds), Some(value)));
    }
    if let Some(share) = fraction::read(bare) {
        let value = Measure { value: share.to_owned(), ..Measure::default() };
        return Some((Key::Number(share.to_owned()), Some(value)));
    }
    clock::read(bare).map(|time| (Key::Expression(time), None))
}

/// "5 or 6" is neither 5 nor 6, however alike they are written.
fn is_choice(bare: &str) -> bool {
    let words = bare.split_whitespace().filter(|word| !word.contains(|letter: char| letter.is_ascii_digit())).count();
    bare.len() <= SHORT_SENTENCE && words <= MOST_JOINING && number::all_in(bare).len() > 1 && ranges(bare)
}

/// Words beside the numbers of a choice among them.
const MOST_JOINING: usize = 4;

/// A class of a regular expression, `\d+`, is no arithmetic: case counts in it.
fn is_pattern(bare: &str) -> bool {
    let mut letters = bare.chars();
    let class = letters.next() == Some('\\') && letters.next().is_some_and(char::is_alphabetic);
    class && matches!(letters.next(), Some('+' | '*' | '?' | '.'))
}

/// Whether a sentence of several numbers gives a stretch or a choice.
pub fn ranges(said: &str) -> bool {
    let words = fold::tokens(said);
    words.iter().any(|word| {
        matches!(
            word.as_str(),
            "between" | "from" | "or" | "to" | "zwischen" | "bis" | "oder" | "entre" | "ou" | "tra" | "tussen" | "или"
        )
    })
}
