//! Decimal digits in one canonical form: no separators, no leading and no trailing zeros.

/// Digits beyond this are not expanded: an exponent of a million must not make a million zeros.
const MOST_DIGITS: usize = 400;

/// Digits with separators to canonical digits: no leading and no trailing zeros. A comma is the decimal sign where
/// it cannot part thousands: "1.234,56", "3,5", "0,188".
pub fn decimal(digits: &str) -> Option<String> {
    if digits.is_empty() {
        return None;
    }
    let (commas, points) = (digits.matches(',').count(), digits.matches('.').count());
    let swapped = match (digits.rfind(','), digits.rfind('.')) {
        (Some(comma), Some(point)) => comma > point,
        (Some(_), None) => commas == 1 && (!thousands(digits) || digits.starts_with("0,")),
        (None, Some(_)) => points > 1,
        (None, None) => false,
    };
    let usual = if swapped { digits.chars().map(exchanged).collect() } else { digits.to_owned() };
    if usual.matches('.').count() > 1 {
        return None;
    }
    let (whole, part) = usual.split_once('.').unwrap_or((&usual, ""));
    if part.contains(',') || !thousands(whole) {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    Some(canonical(&whole, part))
}

fn exchanged(letter: char) -> char {
    match letter {
        ',' => '.',
        '.' => ',',
        other => other,
    }
}

fn canonical(whole: &str, part: &str) -> String {
    let whole = whole.trim_start_matches('0');
    let part = part.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
}

/// Commas only between groups of three (or the two-three groups of Indian notation).
fn thousands(whole: &str) -> bool {
    let mut groups = whole.split(',');
    let head = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    let Some((last, middle)) = rest.split_last() else { return true };
    (1..=3).contains(&head.len()) && last.len() == 3 && middle.iter().all(|group| matches!(group.len(), 2 | 3))
}

/// Moves the decimal point.
pub fn shift(number: &str, power: i32) -> Option<String> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{whole}{part}");
    let point = i64::try_from(whole.len()).ok()? + i64::from(power);
    if point.unsigned_abs() > MOST_DIGITS as u64 || digits.len() > MOST_DIGITS {
        return None;
    }
    if point <= 0 {
        let zeros = "0".repeat(usize::try_from(-point).ok()?);
        return Some(canonical("0", &format!("{zeros}{digits}")));
    }
    let point = usize::try_from(point).ok()?;
    let padded = format!("{digits:0<point$}");
    Some(canonical(&padded[..point], &padded[point..]))
}

/// A fraction in lowest terms, as a decimal where it ends.
pub fn quotient(top: i128, bottom: i128) -> Option<String> {
    if bottom == 0 {
        return None;
    }
    let divisor = greatest_common_divisor(top, bottom);
    let (top, bottom) = (top / divisor, bottom / divisor);
    Some(ending_decimal(top, bottom).unwrap_or_else(|| format!("{top}/{bottom}")))
}

/// top / bottom where bottom divides a power of ten of at most 12 digits.
fn ending_decimal(top: i128, bottom: i128) -> Option<String> {
    let mut scale = 1_i128;
    for places in 0..=12_usize {
        if scale % bottom == 0 {
            let digits = top.checked_mul(scale / bottom)?.to_string();
            let padded = format!("{digits:0>width$}", width = places + 1);
            let point = padded.len() - places;
            return Some(canonical(&padded[..point], &padded[point..]));
        }
        scale *= 10;
    }
    None
}

fn greatest_common_divisor(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.abs().max(1)
}
