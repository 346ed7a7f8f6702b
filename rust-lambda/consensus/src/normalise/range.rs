//! Ranges of numbers: "3-5", "from 3 to 5", "zwischen 3 und 5". A range is a value of its own.

use super::{decimal, localised, measure, number};

/// A range is at most this long.
const LONGEST: usize = 80;

/// Words in front of the first number.
const STARTS: [&str; 17] = [
    "between",
    "from",
    "zwischen",
    "von",
    "entre",
    "de",
    "tra",
    "fra",
    "da",
    "dal",
    "tussen",
    "van",
    "от",
    "между",
    "с",
    "从",
    "介于",
];

/// What stands between the two numbers wherever that is.
const JOINTS: [&str; 27] = [
    "-", "\u{2013}", "\u{2014}", "\u{2212}", "~", "\u{ff5e}", "\u{301c}", "...", "\u{2026}", "..", "to", "through",
    "until", "up to", "bis", "à", "a", "tot", "do", "до", "по", "到", "至", "から", "إلى", "से", "al",
];

/// What joins two numbers to a range only behind a word of [`STARTS`].
const PAIRS: [&str; 9] = ["and", "und", "et", "y", "e", "en", "и", "和", "与"];

/// What may stand behind the second number.
const ENDS: [&str; 6] = ["之间", "之間", "の間", "まで", "inclusive", "の範囲"];

/// The canonical text of a range and its unit; None for anything else.
pub fn read(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > LONGEST || text.bytes().filter(u8::is_ascii_digit).count() < 2 && text.is_ascii() {
        return None;
    }
    let plain = localised::plain(text);
    let lower = plain.to_lowercase();
    let (start, rest) = lead(&lower);
    let (low, after) = value(rest)?;
    let (first_unit, after) = unit_before_joint(after);
    let after = joint(after, start)?;
    let (high, after) = value(after)?;
    let unit_text = ENDS.iter().fold(after.trim(), |rest, end| rest.trim_end_matches(end).trim());
    let unit = if unit_text.is_empty() { first_unit } else { unit_text };
    measured(&low, &high, unit)
}

/// Whether the text between two numbers ties them to a range; `before` is what stands before the first.
pub fn ties(before: &str, between: &str) -> bool {
    let (before, between) = (before.to_lowercase(), between.trim().to_lowercase());
    let start = STARTS.iter().any(|word| before.trim_end().ends_with(word));
    // A hyphen in prose may be a minus or a date, and "a" is an article in English.
    let joint = JOINTS.contains(&between.as_str()) && !matches!(between.as_str(), "a" | "-" | "...");
    joint || (start && (PAIRS.contains(&between.as_str()) || JOINTS.contains(&between.as_str())))
}

/// Whether a word of [`STARTS`] begins the text, and what follows it.
fn lead(text: &str) -> (bool, &str) {
    let spaced = |word: &str| {
        let rest = text.strip_prefix(word)?;
        rest.starts_with(|next: char| next == ' ' || (!word.is_ascii() && next.is_ascii_digit())).then_some(rest)
    };
    STARTS.iter().find_map(|word| spaced(word)).map_or((false, text), |rest| (true, rest.trim_start()))
}

/// A plain number at the start.
fn value(text: &str) -> Option<(String, &str)> {
    let trimmed = text.trim_start();
    let sign = trimmed.starts_with(['$', '\u{20ac}', '\u{a3}']);
    let (mark, trimmed) = trimmed.split_at(if sign { trimmed.chars().next()?.len_utf8() } else { 0 });
    let end =
        trimmed.find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | ','))).unwrap_or(trimmed.len());
    let digits = trimmed[..end].trim_end_matches(['.', ',']);
    let number = decimal::decimal(digits)?;
    Some((format!("{mark}{number}"), &trimmed[digits.len()..]))
}

/// The unit that stands between the first number and the joint: "10% to 20%", "3 GB - 5 GB".
fn unit_before_joint(text: &str) -> (&str, &str) {
    let trimmed = text.trim_start();
    let end = trimmed.find([' ', '-', '\u{2013}', '~']).unwrap_or(trimmed.len());
    let word = &trimmed[..end];
    if !word.is_empty() && measure::is_known(word) && !JOINTS.contains(&word) && !PAIRS.contains(&word) {
        (word, &trimmed[end..])
    } else {
        ("", text)
    }
}

/// What follows the joint.
fn joint(text: &str, started: bool) -> Option<&str> {
    let trimmed = text.trim_start();
    let words = JOINTS.iter().chain(PAIRS.iter().filter(|_| started));
    let fits = |word: &str| {
        let rest = trimmed.strip_prefix(word)?;
        let lettered = word.ends_with(char::is_alphabetic) && word.is_ascii();
        (!lettered || rest.starts_with(' ')).then_some(rest)
    };
    let mut rests: Vec<&str> = words.filter_map(|word| fits(word)).collect();
    rests.sort_by_key(|rest| rest.len());
    rests.into_iter().find(|rest| {
        rest.trim_start().starts_with(|next: char| next.is_ascii_digit() || "$\u{20ac}\u{a3}".contains(next))
    })
}

/// Both ends in the base unit. The first is the lower one: "10-2" is no range.
fn measured(low: &str, high: &str, unit: &str) -> Option<String> {
    let one =
        |value: &str| measure::read(&format!("{value} {unit}")).filter(|read| read.relation == measure::Relation::Is);
    let (low, mut high) = (one(low)?, one(high)?);
    let (mut low, named) = (low, high.unit.clone());
    if low.unit == measure::Unit::None {
        low.unit = named;
    } else if high.unit == measure::Unit::None {
        high.unit = low.unit.clone();
    }
    number::is_less(&low.value, &high.value).then(|| format!("{}..{}", low.written(), high.written()))
}

#[cfg(test)]
mod tests {
    use super::{read, ties};

    #[test]
    fn one_range_in_many_languages() {
        for text in [
            "3-5",
            "3\u{2013}5",
            "3 to 5",
            "from 3 to 5",
            "between 3 and 5",
            "zwischen 3 und 5",
            "von 3 bis 5",
            "entre 3 et 5",
            "de 3 à 5",
            "entre 3 y 5",
            "de 3 a 5",
            "tra 3 e 5",
            "da 3 a 5",
            "entre 3 e 5",
            "tussen 3 en 5",
            "van 3 tot 5",
            "от 3 до 5",
            "между 3 и 5",
            "3到5",
            "3至5",
            "3から5",
            "3 ~ 5",
        ] {
            assert_eq!(read(text).as_deref(), Some("3..5"), "{text}");
        }
        assert_eq!(read("3-5 minutes"), read("from 3 min to 5 min"));
        assert_eq!(read("10-20%"), read("10% to 20%"));
        assert_ne!(read("3-5 minutes"), read("3-5 hours"));
    }

    #[test]
    fn other_texts_are_no_range() {
        for text in
            ["5", "3 and 5", "-5", "10-2", "2024-01-05", "3, 5", "3/5", "from 3", "555-1234-1", "a 3 b 5", "5-5"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(ties("it takes ", " to ") && ties("between ", " and ") && !ties("", " and ") && !ties("", ", "));
    }
}
