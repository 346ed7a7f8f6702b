//! What the answers of a `short` panel are made of.

use super::first::{First, is_literal, is_prose};
use super::strings::Strings;
use crate::normalise::measure::Unit;
use crate::normalise::{Key, months};

/// What the answers of a `short` panel are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Numbers: only equal values mean the same.
    Numbers,
    /// Literals of code: only equal literals mean the same.
    Literals,
    /// Names and sentences: similar words mean the same.
    Words,
}

/// What the experts wrote in quotes, where literals are compared.
pub fn strings(matter: Matter, question: Option<&str>, first: &[Option<First>]) -> Strings {
    let quoted = |first: &&First| matter == Matter::Literals && matches!(first.key, Some(Key::Quoted(_)));
    Strings::of(
        first.iter().flatten().filter(quoted).map(|first| first.text.as_str()),
        question.is_some_and(about_code),
    )
}

/// Literals where the question is about code, or where one answer is a literal and none is prose;
/// else numbers where more than half are.
pub fn of(question: Option<&str>, first: &[Option<First>]) -> Matter {
    let keys: Vec<&Key> = first.iter().flatten().filter_map(|first| first.key.as_ref()).collect();
    let literals = first.iter().flatten().filter(|first| is_literal(first)).count();
    let prose = first.iter().flatten().any(is_prose);
    if question.is_some_and(about_code) || (literals > 0 && !prose) || 2 * literals > keys.len() {
        return Matter::Literals;
    }
    let number = |first: &&First| matches!(first.key, Some(Key::Number(_) | Key::Expression(_))) && !is_day(first);
    let numbers = first.iter().flatten().filter(number).count();
    if 2 * numbers > keys.len() { Matter::Numbers } else { Matter::Words }
}

/// Whether a number is a day of a month, in which the words in front of it count: "before 1 May".
fn is_day(first: &First) -> bool {
    let unit = first.measure.as_ref().map(|measure| &measure.unit);
    matches!(unit, Some(Unit::Noun(words)) if words.last().is_some_and(|word| months::month(word).is_some()))
}

/// A function or an assertion in the question asks for a value exactly as code would write it.
pub fn about_code(question: &str) -> bool {
    question.contains("assert ") || (question.contains("def ") && question.contains("return "))
}
