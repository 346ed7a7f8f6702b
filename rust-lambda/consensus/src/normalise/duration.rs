//! Stretches of time in several parts, `1 h 30 min`, `PT1H30M`, and in words, "half an hour".

use super::measure::{self, Unit};
use super::{decimal, number};

/// Words that are a duration, in seconds.
const NAMED: [(&str, &str); 26] = [
    ("half an hour", "1800"),
    ("a half hour", "1800"),
    ("a quarter of an hour", "900"),
    ("three quarters of an hour", "2700"),
    ("an hour and a half", "5400"),
    ("one and a half hours", "5400"),
    ("half a day", "43200"),
    ("half a minute", "30"),
    ("eine halbe stunde", "1800"),
    ("eine viertelstunde", "900"),
    ("anderthalb stunden", "5400"),
    ("eineinhalb stunden", "5400"),
    ("une demi-heure", "1800"),
    ("un quart d'heure", "900"),
    ("une heure et demie", "5400"),
    ("media hora", "1800"),
    ("una hora y media", "5400"),
    ("mezz'ora", "1800"),
    ("un'ora e mezza", "5400"),
    ("meia hora", "1800"),
    ("uma hora e meia", "5400"),
    ("een half uur", "1800"),
    ("anderhalf uur", "5400"),
    ("полчаса", "1800"),
    ("полтора часа", "5400"),
    ("半小时", "1800"),
];

/// Words between two parts.
const JOINTS: [&str; 9] = ["and", "und", "et", "y", "e", "en", "и", ",", "&"];

/// Letters of ISO 8601 and their seconds.
const DAYS: [(char, &str); 2] = [('W', "604800"), ('D', "86400")];
const CLOCK: [(char, &str); 3] = [('H', "3600"), ('M', "60"), ('S', "1")];

/// Parts of one duration: days to milliseconds are five.
const MOST_PARTS: usize = 6;

/// A duration is at most this long.
const LONGEST: usize = 60;

/// Reads a text that is one duration in several parts or in words: its seconds.
pub fn read(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    if lower.len() > LONGEST {
        return None;
    }
    let named = NAMED.iter().find(|(name, _)| *name == lower).map(|(_, seconds)| (*seconds).to_owned());
    named.or_else(|| iso(text.trim())).or_else(|| parts(text.trim()))
}

/// `P1DT2H30M`
fn iso(text: &str) -> Option<String> {
    let rest = text.strip_prefix('P')?;
    let (days, clock) = rest.split_once('T').unwrap_or((rest, ""));
    let mut total = "0".to_owned();
    let mut any = false;
    for (part, units) in [(days, &DAYS[..]), (clock, &CLOCK[..])] {
        let mut rest = part;
        while !rest.is_empty() {
            let end = rest.find(|letter: char| letter.is_ascii_alphabetic())?;
            let (_, scale) = units.iter().find(|(letter, _)| rest[end..].starts_with(*letter))?;
            total = number::sum(&total, &number::times(&decimal::decimal(&rest[..end])?, scale)?)?;
            (rest, any) = (&rest[end + 1..], true);
        }
    }
    any.then_some(total)
}

/// Two parts or more, each smaller than the one before it.
fn parts(text: &str) -> Option<String> {
    let mut rest = text;
    let (mut total, mut last, mut count) = ("0".to_owned(), f64::INFINITY, 0);
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')).count();
        let value = decimal::decimal(&rest[..digits])?;
        let behind = rest[digits..].trim_start();
        let end = behind.find(|letter: char| !letter.is_alphabetic()).unwrap_or(behind.len());
        let scale = seconds(&behind[..end])?;
        let size: f64 = scale.parse().ok()?;
        count += 1;
        if size >= last || count > MOST_PARTS {
            return None;
        }
        total = number::sum(&total, &number::times(&value, scale)?)?;
        last = size;
        rest = behind[end..].trim_start_matches(['.', ' ']);
        while let Some(after) = JOINTS.iter().find_map(|word| rest.strip_prefix(word)) {
            rest = after.trim_start();
        }
    }
    (count > 1).then_some(total)
}

/// Seconds of a unit; among times "m" is a minute.
fn seconds(name: &str) -> Option<&'static str> {
    if name == "m" {
        return Some("60");
    }
    match measure::known(name)? {
        Unit::Known { dimension, scale } if dimension == "time" => Some(scale),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::read;

    proptest! {
        #[test]
        fn hours_and_minutes_are_one_in_all_forms(hours in 1_u32..100, minutes in 1_u32..60) {
            let expected = Some((hours * 3600 + minutes * 60).to_string());
            for form in [
                format!("{hours} h {minutes} min"),
                format!("{hours}h{minutes}m"),
                format!("{hours} hours and {minutes} minutes"),
                format!("{hours} Std. {minutes} Min."),
                format!("{hours} heures et {minutes} minutes"),
                format!("{hours} \u{447}\u{430}\u{441}\u{43e}\u{432} {minutes} \u{43c}\u{438}\u{43d}\u{443}\u{442}"),
                format!("{hours}\u{5c0f}\u{65f6}{minutes}\u{5206}\u{949f}"),
                format!("PT{hours}H{minutes}M"),
            ] {
                prop_assert_eq!(read(&form), expected.clone(), "{}", form);
            }
        }
    }

    #[test]
    fn other_texts_are_no_duration() {
        assert_eq!(read("half an hour").as_deref(), Some("1800"));
        assert_eq!(read("1 min 1.5 s").as_deref(), Some("61.5"));
        for text in ["90 min", "30 min 1 h", "5 km 3 m", "1 h 1 h", "P", "Paris", "3 m", "1 h or 30 min", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
