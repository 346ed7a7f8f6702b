//! What stands on the two sides of a place where texts differ, told against each other.

use std::collections::BTreeSet;

use super::contrast;
use super::mark::Mark;
use super::token::{Sort, Token};
use super::tokens::Tokens;
use crate::normalise::{fold, number};

/// Whether two names are one in two spellings: the same letters without accents and stops, one of them inside the
/// other, or much the same beginning. Their digits count.
pub fn spelled_alike(own: &[&str], other: &[&str]) -> bool {
    let plain = |names: &[&str]| fold::tokens(&names.join(" ")).concat();
    let (own, other) = (plain(own), plain(other));
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    let shared = own.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let least = own.chars().count().min(other.chars().count());
    let inside = least >= 3 && (own.contains(&other) || other.contains(&own));
    digits(&own) == digits(&other) && (own == other || inside || (shared >= 4 && 4 * shared >= 3 * least))
}

/// Takes out what both have.
pub fn take_common(own: &mut Vec<Mark>, other: &mut Vec<Mark>) {
    own.retain(|mark| match other.iter().position(|found| found == mark) {
        Some(at) => {
            other.swap_remove(at);
            false
        }
        None => true,
    });
}

/// Whether a mark of the one stands against one of the other.
pub fn faced(own: &[Mark], other: &[Mark]) -> bool {
    own.iter().any(|a| {
        other.iter().any(|b| match (a, b) {
            (Mark::Side(axis, side), Mark::Side(others, opposite)) => axis == others && side != opposite,
            (Mark::Quantity(a), Mark::Quantity(b)) | (Mark::Modal(a), Mark::Modal(b)) => a != b,
            (Mark::Number(a), Mark::Number(b)) => a != b,
            _ => false,
        })
    })
}

/// Whether one forbids what the other leaves open or asks for: "must not", "need not".
pub fn forbids(own: &[Mark], other: &[Mark]) -> bool {
    let modals =
        |marks: &[Mark]| -> Vec<Mark> { marks.iter().filter(|mark| matches!(mark, Mark::Modal(_))).copied().collect() };
    let (own, other) = (modals(own), modals(other));
    let forbidden = |mark: &Mark| matches!(mark, Mark::Modal(group) if *group == contrast::FORBIDDEN);
    own.iter().chain(&other).any(forbidden) && faced(&own, &other)
}

/// Whether each of two texts binds in one way, and one orders or forbids what the other does not: "must be kept", "need
/// not be kept".
pub fn bind_otherwise(own: &Tokens, other: &Tokens) -> bool {
    let language = own.language_with(other);
    let bound = |tokens: &[Token]| {
        let groups = language.marks(tokens).into_iter().filter_map(|mark| match mark {
            Mark::Modal(group) if BINDING.contains(&group) => Some(group),
            _ => None,
        });
        let groups: BTreeSet<&str> = groups.collect();
        groups.first().copied().filter(|_| groups.len() == 1)
    };
    bound(own).zip(bound(other)).is_some_and(|(own, other)| own != other)
}

/// Whether each of two texts has a word that counts, denies or has an opposite, and of which the other has no equal.
pub fn turn_otherwise(own: &Tokens, other: &Tokens) -> bool {
    let language = own.language_with(other);
    let turns = |tokens: &Tokens| -> Vec<Mark> {
        let marks = tokens.marks(language);
        marks.iter().map(|(_, mark)| *mark).filter(|mark| !matches!(mark, Mark::Modal(_))).collect()
    };
    let (mut mine, mut others) = (turns(own), turns(other));
    take_common(&mut mine, &mut others);
    !mine.is_empty() && !others.is_empty()
}

/// Groups of modals by which something is ordered, left open or forbidden.
const BINDING: [&str; 3] = ["must", "may", contrast::FORBIDDEN];

/// Whether a mark says that nothing else is meant, or nothing at all.
pub fn limited(marks: &[Mark]) -> bool {
    marks.iter().any(|mark| matches!(mark, Mark::Quantity(group) if *group == "only" || *group == "none"))
}

/// The signs of some tokens that stand where the others do. An ampersand is a word, and a stretch of numbers that the
/// others leave out, such as the years of a life, is a remark.
pub fn signs<'t>(tokens: &'t [Token], others: &[Token]) -> Vec<&'t str> {
    let number = |at: usize| tokens.get(at).is_some_and(|token| token.sort == Sort::Number);
    let left_out = others.iter().all(|token| token.sort != Sort::Number);
    let stretch = |at: usize| tokens[at].text == "-" && left_out && at > 0 && number(at - 1) && number(at + 1);
    let sign = |at: &usize| tokens[*at].sort == Sort::Sign && tokens[*at].text != "&" && !stretch(*at);
    (0..tokens.len()).filter(sign).map(|at| tokens[at].text.as_str()).collect()
}

/// Whether each has such a token that the other lacks; a flag or a path on one side is enough.
pub fn differ(own: &[Token], other: &[Token], wanted: impl Fn(&Token) -> bool) -> bool {
    let of = |tokens: &[Token]| -> Vec<String> { tokens.iter().filter(|token| wanted(token)).map(value).collect() };
    let (own, other) = (of(own), of(other));
    if own.iter().chain(&other).any(|text| text.starts_with(['-', '/', '.', '~']) || text.contains("://")) {
        return own != other;
    }
    own.iter().any(|text| !other.contains(text)) && other.iter().any(|text| !own.contains(text))
}

fn value(token: &Token) -> String {
    match token.sort {
        Sort::Number => number::read(&token.text).unwrap_or_else(|| token.text.clone()),
        _ => token.text.clone(),
    }
}

/// Numbers with a unit, in the units of their dimension.
pub fn amounts(tokens: &[Token]) -> Vec<(&'static str, f64)> {
    let pairs = tokens.windows(2).filter(|pair| pair[0].sort == Sort::Number);
    pairs
        .filter_map(|pair| {
            let (dimension, factor) = contrast::unit(&pair[1])?;
            Some((dimension.as_str(), pair[0].text.parse::<f64>().ok()? * factor))
        })
        .collect()
}
