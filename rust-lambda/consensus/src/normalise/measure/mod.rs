//! A number with what stands around it: its unit, its scale, and whether it is a bound.

mod terms;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{decimal, fold, localised, number};
use crate::hash::Words;
use terms::{BOUNDS, ENDS, ROUNDED, SCALES};

/// What a value is a bound of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The value itself.
    #[default]
    Is,
    /// It is less.
    Less,
    /// It is this or less.
    AtMost,
    /// It is this or more.
    AtLeast,
    /// It is more.
    More,
    /// It is anything but this.
    IsNot,
}

/// What a value is counted in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Nothing is said.
    #[default]
    None,
    /// A unit of the table: its dimension, with "per …" where that follows, and its scale.
    Known {
        /// Units of one dimension convert.
        dimension: String,
        /// Of the dimension's base unit.
        scale: &'static str,
    },
    /// A noun that no table knows, as stems of its words.
    Noun(Vec<String>),
}

/// A number with what stands around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measure {
    /// In canonical digits.
    pub value: String,
    /// What it is counted in.
    pub unit: Unit,
    /// Whether it is a bound.
    pub relation: Relation,
}

/// Units and nouns behind a number: at most this many words.
const MOST_WORDS: usize = 5;

static UNITS: LazyLock<HashMap<String, (&str, &str), Words>> = LazyLock::new(|| {
    let mut units = HashMap::default();
    let mut listed = Vec::new();
    for line in include_str!("../units.txt").lines().filter(|line| !line.starts_with('#')) {
        let Some((head, names)) = line.split_once(": ") else { continue };
        let Some(unit) = head.split_once(' ') else { continue };
        for name in names.split(" | ") {
            units.entry(name.trim().to_owned()).or_insert(unit);
            listed.push((name.trim(), unit));
        }
    }
    // In the order of the list: of "MB" and "Mb" always the same one lends its small letters.
    for (name, unit) in listed {
        units.entry(name.to_lowercase()).or_insert(unit);
    }
    units
});

/// Reads a text that is one number with what belongs to it; None for anything else.
pub fn read(text: &str) -> Option<Measure> {
    let plain = localised::plain(text.trim());
    let (relation, rest) = bound(plain.trim());
    let (currency, rest) = currency(rest);
    if let Some(digits) = localised::words(rest) {
        return Some(Measure { value: decimal::decimal(&digits)?, unit: Unit::None, relation });
    }
    let (value, rest) = number::signed(rest)?;
    let value = thousands(&value, &plain, rest).unwrap_or(value);
    let (value, rest) = scaled(value, rest)?;
    let (end, rest) = ending(explained(rest));
    let unit = unit(rest.trim())
        .map(|unit| if is_span_of_years(&value, rest) { known("years").unwrap_or(unit) } else { unit })?;
    let unit = if unit == Unit::None { currency } else { unit };
    Some(Measure { value, unit, relation: if relation == Relation::Is { end } else { relation } })
}

/// What belongs to the number at the start of `behind`, and to what stands `before` it, in prose.
pub fn around(value: &str, before: &str, behind: &str) -> Measure {
    let lower = before.to_lowercase();
    let tail = lower.trim_end_matches(['$', '\u{20ac}', '\u{a3}', ' ']);
    let relation =
        BOUNDS.iter().filter(|(words, _)| words.trim().chars().any(char::is_alphabetic) || before.ends_with(*words));
    let relation = relation.filter(|(words, _)| tail.ends_with(words.trim())).max_by_key(|(words, _)| words.len());
    let currency = before.trim_end().chars().next_back().and_then(|sign| known(&sign.to_string()));
    let (value, rest) = scaled(value.to_owned(), behind).unwrap_or((value.to_owned(), behind));
    let words: Vec<&str> = rest
        .split([',', '.', ';', '(', '\n', ':', '!', '?', '*'])
        .next()
        .unwrap_or("")
        .split_whitespace()
        .take(3)
        .collect();
    let unit = (1..=words.len())
        .rev()
        .find_map(|count| known(&words[..count].join(" ")))
        .filter(|_| rest.starts_with([' ', '%', '\u{b0}']) || !rest.starts_with(char::is_alphabetic));
    Measure {
        value,
        unit: unit.or(currency).unwrap_or_default(),
        relation: relation.map_or(Relation::Is, |(_, relation)| *relation),
    }
}

fn bound(text: &str) -> (Relation, &str) {
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
fn currency(text: &str) -> (Unit, &str) {
    let end = text.find(|letter: char| letter.is_ascii_digit() || letter == '-').unwrap_or(0);
    let name = text[..end].trim().trim_start_matches(['\\', '~', '\u{2248}', '+']).trim();
    match known(name) {
        Some(unit) if !name.is_empty() => (unit, &text[end..]),
        _ => (Unit::None, text),
    }
}

/// A dot before three digits and a currency behind them parts thousands: "1.200 €".
fn thousands(value: &str, text: &str, behind: &str) -> Option<String> {
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
fn scaled(value: String, rest: &str) -> Option<(String, &str)> {
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
fn explained(rest: &str) -> &str {
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

fn ending(rest: &str) -> (Relation, &str) {
    let trimmed = rest.trim_end();
    let found = ENDS.iter().find_map(|(words, bound)| Some((*bound, trimmed.strip_suffix(words)?)));
    found.unwrap_or(match trimmed.strip_suffix('+') {
        Some(before) => (Relation::AtLeast, before),
        None => (Relation::Is, rest),
    })
}

/// The unit that the words are; None where they are no unit.
fn unit(words: &str) -> Option<Unit> {
    let words = words.trim_matches([' ', '\\', '.']);
    if words.is_empty() || is_common_era(words) {
        return Some(Unit::None);
    }
    if let Some(unit) = known(words) {
        return Some(unit);
    }
    if !number::is_unit(words) || words.split_whitespace().count() > MOST_WORDS {
        return None;
    }
    let per = [" per ", " a ", " an ", "/", " pro ", " par ", " por "].iter().find_map(|sign| words.split_once(sign));
    if let Some((first, each)) = per
        && let Some(Unit::Known { dimension, scale }) = known(first.trim())
    {
        let each = stems(each).join(" ");
        return Some(Unit::Known { dimension: format!("{dimension} per {each}"), scale });
    }
    let stems = stems(words);
    Some(if stems.is_empty() { Unit::None } else { Unit::Noun(stems) })
}

/// Years are of the common era unless they say otherwise.
fn is_common_era(words: &str) -> bool {
    matches!(words, "AD" | "CE" | "A.D" | "C.E" | "n. Chr" | "d.C" | "apr. J.-C" | "н. э" | "年")
}

/// Whether a name is that of a unit in the table.
pub fn is_known(name: &str) -> bool {
    entry(name).is_some()
}

/// "5年" is no year of the calendar.
fn is_span_of_years(value: &str, rest: &str) -> bool {
    rest.trim() == "年" && value.len() <= 2
}

/// The unit of the table that a name names.
pub fn known(name: &str) -> Option<Unit> {
    entry(name).map(|(dimension, scale)| Unit::Known { dimension: dimension.to_owned(), scale })
}

/// Dimension and scale of the unit that a name names; its case counts where it tells two units apart.
fn entry(name: &str) -> Option<(&'static str, &'static str)> {
    let small = name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    let folded = || if small { None } else { UNITS.get(&name.to_lowercase()) };
    UNITS.get(name).or_else(folded).copied()
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

/// A measure is at most this long.
const LONGEST: usize = 160;

/// Whether a text is worth reading as a measure.
pub fn may_be(text: &str) -> bool {
    text.len() <= LONGEST && (text.chars().any(char::is_numeric) || localised::words(text).is_some())
}

impl Measure {
    /// Whether nothing stands around the number.
    pub fn is_bare(&self) -> bool {
        self.unit == Unit::None && self.relation == Relation::Is
    }

    /// The value in the base unit of its dimension, where it has one: the same for all spellings of one quantity.
    pub fn base(&self) -> String {
        match &self.unit {
            Unit::Known { dimension, .. } if self.kelvins(dimension).is_some() => {
                format!("{} temperature", self.kelvins(dimension).unwrap_or_default())
            }
            Unit::Known { dimension, scale } => {
                let value = number::times(&self.value, scale).unwrap_or_else(|| format!("{}*{scale}", self.value));
                format!("{value} {dimension}")
            }
            _ => self.value.clone(),
        }
    }

    /// A temperature from absolute zero: its scales have zeros of their own.
    fn kelvins(&self, dimension: &str) -> Option<String> {
        match dimension {
            "kelvin" => Some(self.value.clone()),
            "celsius" => number::sum(&self.value, "273.15"),
            "fahrenheit" => number::times(&number::sum(&self.value, "459.67")?, "5/9"),
            _ => None,
        }
    }

    /// The value in its base unit, or with the words of its noun.
    pub fn written(&self) -> String {
        match &self.unit {
            Unit::Noun(stems) => format!("{} {}", self.value, stems.join(" ")),
            _ => self.base(),
        }
    }

    /// Whether a bare number of the same digits may be meant as this.
    pub fn takes_bare(&self) -> bool {
        !matches!(&self.unit, Unit::Known { dimension, scale } if dimension == "bc" || (dimension == "percent" && *scale != "1"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Relation, read};

    fn base(text: &str) -> Option<(String, Relation)> {
        read(text).map(|measure| (measure.base(), measure.relation))
    }

    #[test]
    fn quantities_that_convert_are_one() {
        for same in [
            ["0.391 s", "391 ms"],
            ["1.5 million", "1500000"],
            ["391k", "391000"],
            ["5 minutes", "300 seconds"],
            ["$5", "5 dollars"],
            ["US$1,000", "1000 USD"],
            ["5%", "500 basis points"],
            ["1 GB", "1000 MB"],
            ["2 km", "2000 m"],
            ["1.234,56", "1234.56"],
            ["1 234,56", "1'234.56"],
            ["at least 391", "\u{2265} 391"],
            ["no more than 391", "<= 391"],
            ["twenty-one", "21"],
            ["391 (17 \u{d7} 23)", "391, i.e. 17*23"],
            ["1905 AD", "1905"],
            ["3,5", "3.5"],
            ["\u{2212}5,13%", "-5.13 percent"],
            ["1.000.000", "1e6"],
            ["100 \u{b0}C", "212 \u{b0}F"],
            ["100 \u{b0}C", "373.15 K"],
            ["1.200 \u{20ac}", "EUR 1200"],
            ["1.234,50 \u{20ac}", "1234.50 EUR"],
        ] {
            assert!(base(same[0]).is_some(), "{same:?}");
            assert_eq!(base(same[0]), base(same[1]), "{same:?}");
        }
    }

    #[test]
    fn quantities_that_differ_stay_apart() {
        for two in [
            ["30 s", "30 minutes"],
            ["512 MB", "512 GB"],
            ["5 km", "5 miles"],
            ["5%", "5 basis points"],
            ["1905 BC", "1905 AD"],
            ["< 391", "391"],
            ["\u{2265} 391", "391"],
            ["not 443", "443"],
            ["5 kB", "5 KiB"],
            ["$5", "\u{20ac}5"],
            ["5 dollars per day", "5 dollars per hour"],
        ] {
            assert!(base(two[0]).is_some() && base(two[1]).is_some(), "{two:?}");
            assert_ne!(base(two[0]), base(two[1]), "{two:?}");
        }
    }
}
