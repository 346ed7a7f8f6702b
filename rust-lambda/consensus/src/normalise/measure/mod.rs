//! A number with what stands around it: its unit, its scale, and whether it is a bound.

mod parts;
mod table;
mod terms;

use super::{decimal, localised, number};
use parts::{bound, currency, ending, explained, scaled, thousands};
pub use table::{is_known, is_symbol, known, names};
use table::{is_span_of_years, unit};
use terms::BOUNDS;

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

/// Reads a text that is one number with what belongs to it; None for anything else.
pub fn read(text: &str) -> Option<Measure> {
    let plain = localised::plain(text.trim());
    let (relation, rest) = bound(plain.trim());
    let signed = parts::minus_before_currency(rest);
    let rest = signed.as_deref().unwrap_or(rest);
    let (currency, rest) = currency(rest);
    if let Some(digits) = localised::words(rest) {
        return Some(Measure { value: decimal::decimal(&digits)?, unit: Unit::None, relation });
    }
    let (value, rest) = number::signed(rest)?;
    let value = thousands(&value, &plain, rest).unwrap_or(value);
    let (value, rest) = parts::millions(&value, rest, &currency).or_else(|| scaled(value, rest))?;
    let (end, rest) = ending(explained(rest));
    let each = if currency == Unit::None { None } else { table::each(rest.trim()) };
    // "5 k" is no 5, and no 5 K; "9n" is a product.
    let unit = (rest == " k")
        .then(|| Unit::Noun(vec!["k".to_owned()]))
        .or_else(|| if each.is_some() { Some(Unit::None) } else { unit(rest.trim()) })
        .map(|unit| if is_span_of_years(&value, rest) { known("years").unwrap_or(unit) } else { unit })?;
    let unit = match (each, currency) {
        (Some(each), Unit::Known { dimension, scale }) => {
            Unit::Known { dimension: format!("{dimension} per {each}"), scale }
        }
        (_, currency) if unit == Unit::None => currency,
        _ => unit,
    };
    Some(Measure { value, unit, relation: if relation == Relation::Is { end } else { relation } })
}

/// A number in words with what it counts: "three people", "fifty percent".
pub fn numeral(text: &str) -> Option<Measure> {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() < 2 || words.len() > 6 {
        return None;
    }
    let ends = text.match_indices(' ').map(|(at, _)| at).rev();
    let (value, rest) = ends.filter_map(|at| Some((read(&text[..at])?, &text[at + 1..]))).next()?;
    let plain = value.unit == Unit::None && !value.value.is_empty();
    if plain {
        read(&format!("{} {rest}", value.value)).map(|read| Measure { relation: value.relation, ..read })
    } else {
        None
    }
}

/// What belongs to the number at the start of `behind`, and to what stands `before` it, in prose.
pub fn around(value: &str, before: &str, behind: &str) -> Measure {
    let lower = before.to_lowercase();
    let tail = lower.trim_end_matches(['$', '\u{20ac}', '\u{a3}', ' ']);
    let relation =
        BOUNDS.iter().filter(|(words, _)| words.trim().chars().any(char::is_alphabetic) || before.ends_with(*words));
    let relation = relation.filter(|(words, _)| tail.ends_with(words.trim())).max_by_key(|(words, _)| words.len());
    let sign = before.trim_end().rsplit([' ', '(', '*', '"', '\n']).next().unwrap_or("");
    let last =
        || sign.chars().next_back().filter(|sign| !sign.is_alphabetic()).and_then(|sign| known(&sign.to_string()));
    let currency = if sign.len() > 1 { parts::before(sign) } else { None }.or_else(last);
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
