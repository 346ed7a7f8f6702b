//! Days in the usual written orders.

use super::fold;

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

/// Reads a text that is one day and nothing else. "07/04/1776" is read month first, as the day
/// cannot be told from the month, unless the first number exceeds 12.
pub fn read(text: &str) -> Option<Date> {
    if text.len() > 40 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let tokens = fold::tokens(text);
    let parts: Vec<&str> =
        tokens.iter().map(String::as_str).filter(|token| !matches!(*token, "the" | "of" | "on")).collect();
    let [a, b, c] = parts[..] else { return None };
    if let Some(month) = month(a) {
        return date(year(c)?, month, day(b)?);
    }
    if let Some(month) = month(b) {
        return date(year(c)?, month, day(a)?);
    }
    numeric(text, a, b, c)
}

fn numeric(text: &str, a: &str, b: &str, c: &str) -> Option<Date> {
    let separated = text.matches(['-', '/', '.']).count() == 2 && !text.contains([' ', ',']);
    if !separated {
        return None;
    }
    if let Some(year) = year(a) {
        return date(year, b.parse().ok()?, day(c)?);
    }
    let (first, second) = (a.parse::<u8>().ok()?, b.parse::<u8>().ok()?);
    if first > 12 { date(year(c)?, second, first) } else { date(year(c)?, first, second) }
}

fn date(year: u16, month: u8, day: u8) -> Option<Date> {
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Date { year, month, day })
}

fn year(token: &str) -> Option<u16> {
    if token.len() == 4 { token.parse().ok() } else { None }
}

fn day(token: &str) -> Option<u8> {
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|ending| token.strip_suffix(ending)).unwrap_or(token);
    bare.parse().ok()
}

fn month(token: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let found = MONTHS.iter().position(|name| token.len() >= 3 && (*name == token || name[..3] == *token))?;
    u8::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::{Date, read};

    #[test]
    fn a_day_is_a_day() {
        let day = Some(Date { year: 1776, month: 7, day: 4 });
        for text in ["1776-07-04", "07/04/1776", "4 July 1776", "July 4th, 1776"] {
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
