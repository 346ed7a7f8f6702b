//! ISO 8601 into days since 1970-01-01: the one form of time in the table.

/// Days, with the time of the day as a fraction; None if the text is no time in UTC such as
/// `2026-01-02T12:00:00.000Z`.
pub fn day(text: &str) -> Option<f64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let [year, month, day] = three(date, '-')?;
    let [hour, minute, second] = three(time, ':')?;
    let valid =
        (1.0..=12.0).contains(&month) && (1.0..=31.0).contains(&day) && hour < 24.0 && minute < 60.0 && second < 61.0;
    let whole = [year, month, day].iter().all(|part| part.fract() == 0.0 && *part < 10_000.0);
    (valid && whole).then(|| {
        civil(year as i64, month as i64, day as i64) as f64 + (hour * 3600.0 + minute * 60.0 + second) / 86_400.0
    })
}

fn three(text: &str, mark: char) -> Option<[f64; 3]> {
    let digits =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.').then(|| part.parse().ok())?;
    let parts: Vec<f64> = text.split(mark).map(digits).collect::<Option<_>>()?;
    parts.try_into().ok()
}

/// Days of a date in the Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms", 2013).
fn civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    // March is the first month, so that a leap day ends the year.
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day("1970-01-01T00:00:00Z"), Some(0.0));
        assert_eq!(day("2026-01-01T00:00:00.000Z"), Some(20_454.0));
        assert_eq!(day("2000-02-29T06:00:00.000Z"), Some(11_016.25));
        assert_eq!(day("2024-12-31T12:00:00.000Z"), Some(20_088.5));
    }

    #[test]
    fn anything_else_is_no_time() {
        for text in
            ["", "yesterday", "2026-01-01", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00+01:00", "NaN-01-01T00:00:00Z"]
        {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
