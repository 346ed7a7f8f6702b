//! The table of units, and the units that words name.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::Unit;
use crate::hash::Words;
use crate::normalise::{fold, number};

/// Units and nouns behind a number: at most this many words.
const MOST_WORDS: usize = 5;

static UNITS: LazyLock<HashMap<Cow<str>, (&str, &str), Words>> = LazyLock::new(|| {
    let mut listed = Vec::new();
    for line in include_str!("../units.txt").lines().filter(|line| !line.starts_with('#')) {
        let Some((head, names)) = line.split_once(": ") else { continue };
        let Some(unit) = head.split_once(' ') else { continue };
        for name in names.split(" | ") {
            listed.push((name.trim(), unit));
        }
    }
    let mut units = HashMap::with_capacity_and_hasher(2 * listed.len(), Words::default());
    for (name, unit) in &listed {
        units.entry(Cow::Borrowed(*name)).or_insert(*unit);
    }
    // In the order of the list: of "MB" and "Mb" always the same one lends its small letters.
    for (name, unit) in listed.into_iter().filter(|(name, _)| !is_letter(name) && !is_small(name)) {
        units.entry(Cow::Owned(name.to_lowercase())).or_insert(unit);
    }
    units
});

/// The names of the units of a dimension.
pub fn names(dimension: &str) -> impl Iterator<Item = &'static str> {
    UNITS.iter().filter(move |(_, unit)| unit.0 == dimension).map(|(name, _)| &**name)
}

/// The unit that the words are; None where they are no unit.
pub fn unit(words: &str) -> Option<Unit> {
    let words = words.trim_matches([' ', '\\', '.']);
    if words.is_empty() || is_common_era(words) {
        return Some(Unit::None);
    }
    let spelled = spelled_out(words);
    let words = spelled.as_deref().unwrap_or(words);
    if let Some(unit) = known(words) {
        return Some(unit);
    }
    if is_letter(words) && words.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return Some(Unit::Noun(vec![words.to_owned()]));
    }
    if !number::is_unit(words) || words.split_whitespace().count() > MOST_WORDS {
        return None;
    }
    if let Some((first, of)) = words.split_once(" of ")
        && let Some(Unit::Known { dimension, scale }) = known(first.trim())
    {
        return Some(Unit::Known { dimension: format!("{dimension} of {}", stems(of).join(" ")), scale });
    }
    let per = EACH.iter().find_map(|sign| words.split_once(sign));
    if let Some((first, each)) = per
        && let Some(Unit::Known { dimension, scale }) = known(first.trim())
    {
        let each = stems(each).join(" ");
        return Some(Unit::Known { dimension: format!("{dimension} per {each}"), scale });
    }
    if let Some(unit) = compound(words) {
        return Some(unit);
    }
    if is_symbol(words) {
        return Some(Unit::Noun(vec![words.to_owned()]));
    }
    let stems = stems(words);
    Some(if stems.is_empty() { Unit::None } else { Unit::Noun(stems) })
}

/// "MBps" is "MB/s", which is no "Mbps"; "% p.a" is "% per year".
fn spelled_out(words: &str) -> Option<String> {
    if let Some(prefix) = words.strip_suffix("Bps").filter(|prefix| prefix.len() <= 2) {
        return Some(format!("{prefix}B/s"));
    }
    let (unit, each) = words.split_once(' ').filter(|(_, each)| each.starts_with('p'))?;
    let each = match each.replace([' ', '.'], "").as_str() {
        "pa" | "perannum" => "year",
        "pm" | "permensem" => "month",
        "pd" => "day",
        _ => return None,
    };
    known(unit).map(|_| format!("{unit} per {each}"))
}

/// In front of what a rate is reckoned by.
const EACH: [&str; 7] = [" per ", " a ", " an ", "/", " pro ", " par ", " por "];

/// What an amount of money is for, "per month" or "/month" right behind it.
pub fn each(words: &str) -> Option<String> {
    let behind = EACH.iter().find_map(|sign| words.strip_prefix(sign.trim_start()))?;
    let stems = stems(behind);
    (!stems.is_empty() && behind.split_whitespace().count() <= MOST_WORDS).then(|| stems.join(" "))
}

/// A unit made of others, "N/m", "m^3": all of its signs and letters count.
fn compound(words: &str) -> Option<Unit> {
    let sign =
        |letter: char| matches!(letter, '/' | '^' | '*' | '\u{b7}' | '\u{b2}' | '\u{b3}') || letter.is_ascii_digit();
    if !words.contains(sign) || words.split_whitespace().count() > 1 {
        return None;
    }
    let plain = words.replace('\u{b2}', "2").replace('\u{b3}', "3").replace('^', "").replace('*', "\u{b7}");
    known(&plain).or(Some(Unit::Noun(vec![plain])))
}

/// Whether words are one symbol in which case tells powers of ten or units apart: "mPa", "MeV", "nM", "Cal".
pub fn is_symbol(words: &str) -> bool {
    let mut letters = words.chars();
    let prefix = letters.next().is_some_and(|first| "dcmunpfhkMGTP\u{b5}\u{3bc}".contains(first));
    let base = letters.as_str().to_lowercase();
    let cased = words.chars().any(char::is_uppercase);
    words == "Cal" || cased && prefix && (PREFIXED.contains(&base.as_str()) || SYMBOLS.contains(&base.as_str()))
}

/// More units that take prefixes, which the table does not list.
const SYMBOLS: [&str; 5] = ["bar", "cal", "gy", "kat", "lm"];

/// Years are of the common era unless they say otherwise.
fn is_common_era(words: &str) -> bool {
    matches!(words, "AD" | "CE" | "A.D" | "C.E" | "n. Chr" | "d.C" | "apr. J.-C" | "н. э" | "年")
}

/// Whether a name is that of a unit in the table.
pub fn is_known(name: &str) -> bool {
    entry(name).is_some()
}

/// "5年" is no year of the calendar.
pub fn is_span_of_years(value: &str, rest: &str) -> bool {
    rest.trim() == "年" && value.len() <= 2
}

/// The unit of the table that a name names.
pub fn known(name: &str) -> Option<Unit> {
    entry(name).map(|(dimension, scale)| Unit::Known { dimension: dimension.to_owned(), scale })
}

/// Dimension and scale of the unit that a name names; its case counts where it tells two units apart.
fn entry(name: &str) -> Option<(&'static str, &'static str)> {
    let folded = || {
        if is_small(name) || is_letter(name) || is_mixed(name) || is_other_prefix(name) {
            None
        } else {
            UNITS.get(&*name.to_lowercase())
        }
    };
    UNITS.get(name).or_else(folded).copied()
}

fn is_small(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
}

/// A symbol of one letter has its case: "5 K" and "5 k", "5 s" and "5 S".
fn is_letter(name: &str) -> bool {
    name.chars().nth(1).is_none()
}

/// A small letter before a large one is another unit than two small ones: "nM" is no "nm".
fn is_mixed(name: &str) -> bool {
    matches!(name.as_bytes(), [first, second] if first.is_ascii_lowercase() && second.is_ascii_uppercase())
}

/// Units that take the prefixes of powers of ten, in small letters.
const PREFIXED: [&str; 26] = [
    "a", "hz", "w", "wh", "v", "g", "m", "s", "l", "b", "j", "n", "pa", "f", "h", "\u{3c9}", "\u{2126}", "t", "k", "c",
    "ev", "mol", "bq", "sv", "va", "bar",
];

/// Whether another case would make another power of ten of a unit: "mHz" is no "MHz", and "MA" is no "mA".
fn is_other_prefix(name: &str) -> bool {
    let Some(first) = name.chars().next().filter(|first| matches!(first, 'm' | 'M' | 'p' | 'P')) else { return false };
    let rest = &name[first.len_utf8()..];
    let mixed = rest.chars().any(char::is_uppercase) && first.is_lowercase();
    PREFIXED.contains(&rest.to_lowercase().as_str()) && (mixed || first.is_uppercase() && !is_listed_large(name))
}

/// Whether the table knows a unit by a name that begins with the same large letter.
fn is_listed_large(name: &str) -> bool {
    UNITS
        .keys()
        .any(|known| known.starts_with(['M', 'P']) && known.starts_with(&name[..1]) && known.eq_ignore_ascii_case(name))
}

/// Words without their plural, articles left out.
fn stems(words: &str) -> Vec<String> {
    let stem = |word: String| match word.strip_suffix('s') {
        Some(short) if short.len() >= 3 => short.to_owned(),
        _ => word,
    };
    let mut stems: Vec<String> = fold::tokens(words)
        .into_iter()
        .filter(|word| !matches!(word.as_str(), "of" | "the" | "in" | "and" | "a" | "an" | "total" | "per"))
        .map(stem)
        .collect();
    stems.sort();
    stems
}
