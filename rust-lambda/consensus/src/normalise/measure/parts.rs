//! What stands around a number, part by part: bounds, currencies, scales, explanations.

use super::table::known;
use super::terms::{BOUNDS, ENDS, ROUNDED, SCALES};
use super::{Relation, Unit};
use crate::normalise::number;

pub fn bound(text: &str) -> (Relation, &str) {
    let mut rest = text;
    let mut relation = Relation::Is;
    loop {
        let found = BOUNDS.iter().find_map(|(words, bound)| Some((strip_folded(rest, words)?, *bound)));
        match (found, ROUNDED.iter().find_map(|words| strip_folded(rest, words))) {
            (Some((after, bound)), _) if relation == Relation::Is => (rest, relation) = (after.trim_start(), bound),
            (_, Some(after)) => rest = after.trim_start(),
            _ => return (relation, rest),
        }
    }
}

fn strip_folded<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    // One byte tells most apart.
    if text
        .bytes()
        .next()
        .is_some_and(|first| first.is_ascii() && !words.as_bytes()[..1].eq_ignore_ascii_case(&[first]))
    {
        return None;
    }
    let head = text.get(..words.len())?;
    let same = if head.is_ascii() { head.eq_ignore_ascii_case(words) } else { head.to_lowercase() == words };
    same.then(|| &text[words.len()..])
}

/// A currency in front of a number.
pub fn currency(text: &str) -> (Unit, &str) {
    let end = text.find(|letter: char| letter.is_ascii_digit() || letter == '-').unwrap_or(0);
    let name = text[..end].trim().trim_start_matches(['\\', '~', '\u{2248}', '+']).trim();
    match before(name) {
        Some(unit) if !name.is_empty() => (unit, &text[end..]),
        _ => (Unit::None, text),
    }
}

/// "-€12,400" with the minus behind the sign of money.
pub fn minus_before_currency(text: &str) -> Option<String> {
    let rest = text.strip_prefix(['-', '\u{2212}'])?.trim_start();
    let sign = rest.chars().next().filter(|sign| "$\u{20ac}\u{a3}\u{a5}".contains(*sign))?;
    Some(format!("{sign}-{}", rest[sign.len_utf8()..].trim_start()))
}

/// "€2.3m": of money a small m is a million.
pub fn millions<'a>(value: &str, rest: &'a str, currency: &Unit) -> Option<(String, &'a str)> {
    let after = rest
        .strip_prefix('m')
        .filter(|after| !after.starts_with(|next: char| next.is_alphanumeric() || next == '/'))?;
    (*currency != Unit::None).then(|| Some((number::with_power(value, 6)?, after))).flatten()
}

/// The unit that a name in front of a number is. A span of time numbers there: "week 5" is no "5 weeks".
pub fn before(name: &str) -> Option<Unit> {
    let spans =
        |unit: &Unit| matches!(unit, Unit::Known { dimension, .. } if matches!(&dimension[..], "time" | "month"));
    known(name).filter(|unit| !spans(unit)).or_else(|| other_currency(name))
}

/// A sign of money behind letters that no table knows is money of its own: "Z$5" is no "$5".
pub fn other_currency(name: &str) -> Option<Unit> {
    let letters = name.trim_end_matches(['$', '\u{a3}', '\u{a5}', '\u{20ac}']);
    let money = letters.len() < name.len() && (1..=4).contains(&letters.len());
    let own = money && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    own.then(|| Unit::Known { dimension: name.to_lowercase(), scale: "1" })
}

/// A dot before three digits and a currency behind them parts thousands: "1.200 €".
pub fn thousands(value: &str, text: &str, behind: &str) -> Option<String> {
    const MONEY: [&str; 9] = ["eur", "usd", "gbp", "chf", "brl", "rub", "inr", "cny", "jpy"];
    let money = matches!(known(behind.trim())?, Unit::Known { dimension, .. } if MONEY.contains(&dimension.as_str()));
    let start = text.find(|letter: char| letter.is_ascii_digit())?;
    let digits = text[start..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let (whole, part) = text[start..start + digits].split_once('.')?;
    let ends = !text[start + digits..].starts_with([',', '\'']);
    let grouped = ends && money && (1..=3).contains(&whole.len()) && part.len() == 3 && !whole.starts_with('0');
    let sign = if value.starts_with('-') { "-" } else { "" };
    grouped.then(|| format!("{sign}{whole}{part}"))
}

/// "391k", "1.5 million", "3万".
pub fn scaled(value: String, rest: &str) -> Option<(String, &str)> {
    let glued = rest
        .strip_prefix(['k', 'K'])
        .map(|after| (3, after))
        .or_else(|| rest.strip_prefix('M').map(|after| (6, after)));
    let glued = glued.filter(|(_, after)| !after.starts_with(|letter: char| letter.is_alphanumeric() || letter == '/'));
    let trimmed = rest.trim_start();
    let word = trimmed.split(|letter: char| !(letter.is_alphabetic() || letter == '.')).next().unwrap_or("");
    let lower = word.to_lowercase();
    let named = SCALES.iter().find(|(name, _)| *name == lower).map(|(_, power)| (*power, &trimmed[word.len()..]));
    let named = named
        .map(|(power, after)| second_scale(&lower, after).map_or((power, after), |(by, after)| (power + by, after)));
    let east = SCALES
        .iter()
        .filter(|(name, _)| !name.is_ascii() && !trimmed.starts_with(|first: char| first.is_ascii()))
        .find_map(|(name, power)| Some((*power, trimmed.strip_prefix(name)?)));
    let Some((power, after)) = glued.or(named).or(east) else { return Some((value, rest)) };
    Some((number::with_power(&value, power)?, after))
}

/// "2 mil millones": a thousand in front of a million.
fn second_scale<'a>(first: &str, after: &'a str) -> Option<(i32, &'a str)> {
    let thousand = matches!(first, "mil" | "thousand" | "mille" | "tausend");
    let trimmed = after.trim_start();
    let word = trimmed.split(|letter: char| !letter.is_alphabetic()).next().filter(|_| thousand)?;
    let lower = word.to_lowercase();
    let (_, power) = SCALES.iter().find(|(name, power)| *name == lower && *power == 6)?;
    Some((*power, &trimmed[word.len()..]))
}

/// Without an explanation behind the value: "391 (17 × 23)", "391, i.e. 17*23".
pub fn explained(rest: &str) -> &str {
    let open = rest.find(" (").or_else(|| rest.starts_with('(').then_some(0));
    let said = [
        ", i.e.",
        ", that is",
        ", since",
        ", because",
        ", as ",
        ", weil",
        ", car ",
        "; ",
        ", d. h.",
        ", d.h.",
        ", namely",
        ", das heißt",
        ", also ",
        ", c'est-à-dire",
        ", soit ",
        ", es decir",
        ", o sea",
        ", cioè",
        ", ovvero",
        ", ou seja",
        ", isto é",
        ", oftewel",
        ", dat wil zeggen",
        ", то есть",
        ", т. е.",
        ", т.е.",
        ",即",
        ",也就是",
        "、つまり",
        "、すなわち",
    ];
    // All begin with a sign that most values have not.
    let sign = |letter: char| matches!(letter, ',' | ';' | '\u{3001}' | '\u{ff0c}');
    let begins = |(at, _): &(usize, &str)| said.iter().any(|words| rest[*at..].starts_with(words));
    let first = rest.match_indices(sign).find(begins).map(|(at, _)| at);
    let end = first.into_iter().chain(open).min();
    end.map_or(rest, |end| &rest[..end])
}

pub fn ending(rest: &str) -> (Relation, &str) {
    let trimmed = rest.trim_end();
    let found = ENDS.iter().find_map(|(words, bound)| Some((*bound, trimmed.strip_suffix(words)?)));
    found.unwrap_or(match trimmed.strip_suffix('+') {
        Some(before) => (Relation::AtLeast, before),
        None => (Relation::Is, rest),
    })
}
