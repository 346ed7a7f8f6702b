//! Days in the usual written orders.

use super::{fold, months};

/// Year, month and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year of the common era.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// A date with its weekday is at most this long.
const LONGEST: usize = 60;

/// Reads a text that is one day and nothing else, in twelve languages. "07/04/1776" is read month first, as the day
/// cannot be told from the month, unless the first number exceeds 12; "04.07.1776" has its day first.
pub fn read(text: &str) -> Option<Date> {
    if text.len() > LONGEST || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let tokens = fold::tokens(text);
    let parts: Vec<&str> = tokens.iter().map(String::as_str).filter(|token| !months::is_silent(token)).collect();
    match parts[..] {
        [a, b, c] => named(a, b, c).or_else(|| numeric(text, a, b, c)),
        [a, "\u{5e74}", b, "\u{6708}", c, "\u{65e5}" | "\u{53f7}"] => date(year(a)?, b.parse().ok()?, day(c)?),
        _ => None,
    }
}

/// A day with its month in words.
fn named(a: &str, b: &str, c: &str) -> Option<Date> {
    match (months::month(a), months::month(b)) {
        (Some(month), _) => date(year(c)?, month, day(b)?),
        (_, Some(month)) => date(year(c)?, month, day(a)?),
        _ => None,
    }
}

fn numeric(text: &str, a: &str, b: &str, c: &str) -> Option<Date> {
    let text = text.trim().trim_end_matches('.');
    let separated = text.matches(['-', '/', '.']).count() == 2 && !text.contains([' ', ',']);
    if !separated {
        return None;
    }
    if let Some(year) = year(a) {
        return date(year, b.parse().ok()?, day(c)?);
    }
    let (first, second) = (a.parse::<u8>().ok()?, b.parse::<u8>().ok()?);
    if first > 12 || text.contains('.') { date(year(c)?, second, first) } else { date(year(c)?, first, second) }
}

fn date(year: u16, month: u8, day: u8) -> Option<Date> {
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Date { year, month, day })
}

fn year(token: &str) -> Option<u16> {
    if token.len() == 4 { token.parse().ok() } else { None }
}

fn day(token: &str) -> Option<u8> {
    let bare =
        ["st", "nd", "rd", "th", "er", "o", "a"].iter().find_map(|ending| token.strip_suffix(ending)).unwrap_or(token);
    bare.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Date, read};

    #[test]
    fn a_day_is_a_day() {
        let day = Some(Date { year: 1776, month: 7, day: 4 });
        for text in [
            "1776-07-04",
            "07/04/1776",
            "04.07.1776",
            "4 July 1776",
            "July 4th, 1776",
            "Thursday, July 4, 1776",
            "4. Juli 1776",
            "le 4 juillet 1776",
            "4 de julio de 1776",
            "4 luglio 1776",
            "4 \u{438}\u{44e}\u{43b}\u{44f} 1776 \u{433}.",
            "1776\u{5e74}7\u{6708}4\u{65e5}",
        ] {
            assert_eq!(read(text), day, "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_day() {
        for text in ["1776", "July 1776", "1-2-3", "4 Foo 1776", "2001-13-01"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
