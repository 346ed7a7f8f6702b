//! Moments as logs write them, to the second, in universal time.

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The moment at the beginning of a text, and how many bytes it takes. What states no year is no moment.
pub fn read(text: &str) -> Option<(i64, usize)> {
    iso(text).or_else(|| common(text))
}

/// `2026-11-30T10:00:00.123Z`, with a blank for the `T`, slashes for the hyphens, or an offset.
fn iso(text: &str) -> Option<(i64, usize)> {
    let bytes = text.as_bytes();
    let is = |at: usize, any: &[u8]| bytes.get(at).is_some_and(|byte| any.contains(byte));
    if !(is(4, b"-/") && is(7, b"-/") && is(10, b"T t") && is(13, b":") && is(16, b":")) {
        return None;
    }
    let seconds = seconds(number(text, 0, 4)?, number(text, 5, 2)?, number(text, 8, 2)?, clock(text, 11)?)?;
    let mut at = 19;
    if is(at, b".,") {
        at += 1;
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    }
    let (offset, length) = offset(&text[at..]);
    Some((seconds - offset, at + length))
}

/// `30/Nov/2026:10:00:00 +0100`, as web servers write it.
fn common(text: &str) -> Option<(i64, usize)> {
    let bytes = text.as_bytes();
    if bytes.get(2) != Some(&b'/') || bytes.get(6) != Some(&b'/') || bytes.get(11) != Some(&b':') {
        return None;
    }
    let month = text.get(3..6)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| *name == month)? as i64 + 1;
    let seconds = seconds(number(text, 7, 4)?, month, number(text, 0, 2)?, clock(text, 12)?)?;
    let blank = usize::from(bytes.get(20) == Some(&b' '));
    let (offset, length) = offset(text.get(20 + blank..)?);
    Some((seconds - offset, 20 + if length > 0 { blank + length } else { 0 }))
}

fn clock(text: &str, at: usize) -> Option<i64> {
    let (hours, minutes, seconds) = (number(text, at, 2)?, number(text, at + 3, 2)?, number(text, at + 6, 2)?);
    (hours < 24 && minutes < 60 && seconds <= 60).then_some(hours * 3600 + minutes * 60 + seconds)
}

/// Seconds east of Greenwich and the bytes that say so.
fn offset(text: &str) -> (i64, usize) {
    let sign = match text.as_bytes().first() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(b'Z' | b'z') => return (0, 1),
        _ => return (0, 0),
    };
    let colon = usize::from(text.as_bytes().get(3) == Some(&b':'));
    match (number(text, 1, 2), number(text, 3 + colon, 2)) {
        (Some(hours), Some(minutes)) => (sign * (hours * 3600 + minutes * 60), 5 + colon),
        _ => (0, 0),
    }
}

fn number(text: &str, at: usize, length: usize) -> Option<i64> {
    let digits = text.get(at..at + length)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

fn seconds(year: i64, month: i64, day: i64, clock: i64) -> Option<i64> {
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| days(year, month, day) * 86_400 + clock)
}

/// Days since the beginning of 1970, by years that begin in March.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// A moment as it is told.
pub fn written(seconds: i64) -> String {
    let (day, clock) = (seconds.div_euclid(86_400) + 719_468, seconds.rem_euclid(86_400));
    let (era, of_era) = (day.div_euclid(146_097), day.rem_euclid(146_097));
    let years = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * years + years / 4 - years / 100);
    let from_march = (5 * of_year + 2) / 153;
    let (month, date) = ((from_march + 2) % 12 + 1, of_year - (153 * from_march + 2) / 5 + 1);
    let year = era * 400 + years + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{date:02}T{:02}:{:02}:{:02}Z", clock / 3600, clock / 60 % 60, clock % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn moments_are_read_as_logs_write_them() {
        for (text, expected) in [
            ("2026-11-30T10:00:00Z x", "2026-11-30T10:00:00Z"),
            ("2026-11-30 10:00:00,123 x", "2026-11-30T10:00:00Z"),
            ("2026/11/30 10:00:00 x", "2026-11-30T10:00:00Z"),
            ("2026-11-30T10:00:00.5+01:00", "2026-11-30T09:00:00Z"),
            ("30/Nov/2026:10:00:00 +0100] x", "2026-11-30T09:00:00Z"),
        ] {
            assert_eq!(read(text).map(|(seconds, _)| written(seconds)).as_deref(), Some(expected), "{text}");
        }
        for text in
            ["2026-13-30T10:00:00Z", "2026-11-30T25:00:00Z", "10:00:00", "Nov 30 10:00:00", "", "é2026-11-30T10:00:00"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same_moment(seconds in 0_i64..250_000_000_000) {
            prop_assert_eq!(read(&written(seconds)).map(|(seconds, _)| seconds), Some(seconds));
        }

        #[test]
        fn no_text_is_read_beyond_its_end(text in "\\PC{0,40}") {
            if let Some((_, length)) = read(&text) {
                prop_assert!(text.is_char_boundary(length));
            }
        }
    }
}
