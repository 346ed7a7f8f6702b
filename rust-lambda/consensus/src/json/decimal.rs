//! Numbers of JSON as exact decimals: nothing passes through `f64` unless it is too long to be counted.

use std::cmp::Ordering;

/// Digits up to which differences are exact.
const MOST_DIGITS: i64 = 30;

/// A decimal number: its digits, without zeros at either end, times a power of ten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    /// Reads a number as JSON writes it; None where its exponent is beyond all measure.
    pub fn read(written: &str) -> Option<Decimal> {
        let (negative, rest) = written.strip_prefix('-').map_or((false, written), |rest| (true, rest));
        let (mantissa, power) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{part}");
        let digits = all.trim_start_matches('0').trim_end_matches('0');
        if digits.is_empty() {
            return Some(Decimal { negative: false, digits: String::new(), exponent: 0 });
        }
        let zeros = all.len() - all.trim_end_matches('0').len();
        let shift = i64::try_from(zeros).ok()? - i64::try_from(part.len()).ok()?;
        let exponent = power.parse::<i64>().ok()?.checked_add(shift)?;
        Some(Decimal { negative, digits: digits.to_owned(), exponent })
    }

    /// The same text for equal numbers.
    pub fn key(&self) -> String {
        format!("{}{}e{}", if self.negative { "-" } else { "" }, self.digits, self.exponent)
    }

    /// Whether it has no fraction.
    pub fn is_whole(&self) -> bool {
        self.exponent >= 0
    }

    /// Whether the two differ by no more than `tolerance`.
    pub fn is_near(&self, other: &Decimal, tolerance: &Decimal) -> bool {
        let scale = self.exponent.min(other.exponent).min(tolerance.exponent);
        let exact = || Some((self.scaled(scale)? - other.scaled(scale)?).abs() <= tolerance.scaled(scale)?);
        exact().unwrap_or_else(|| (self.rounded() - other.rounded()).abs() <= tolerance.rounded())
    }

    /// How many of the given power of ten it is; None where that has too many digits.
    fn scaled(&self, scale: i64) -> Option<i128> {
        let zeros = self.exponent.checked_sub(scale)?;
        let length = i64::try_from(self.digits.len()).ok()?.checked_add(zeros)?;
        if self.digits.is_empty() {
            return Some(0);
        }
        if length > MOST_DIGITS {
            return None;
        }
        let padded = format!("{}{}", self.digits, "0".repeat(usize::try_from(zeros).ok()?));
        padded.parse::<i128>().ok().map(|value| if self.negative { -value } else { value })
    }

    fn rounded(&self) -> f64 {
        self.key().parse().unwrap_or(0.0)
    }

    fn size(&self, other: &Decimal) -> Ordering {
        let top = |number: &Decimal| number.exponent.saturating_add(number.digits.len() as i64);
        match (self.digits.is_empty(), other.digits.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            // Digits of one height compare like words.
            (false, false) => top(self).cmp(&top(other)).then_with(|| self.digits.cmp(&other.digits)),
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.size(other),
            (true, true) => other.size(self),
        }
    }
}

/// Groups of numbers that lie within `tolerance` of each other, the same number for one group: the fullest window
/// first, the lower one among equals.
pub fn groups(numbers: &[&Decimal], tolerance: &Decimal) -> Vec<usize> {
    let mut left: Vec<usize> = (0..numbers.len()).collect();
    left.sort_by(|&a, &b| numbers[a].cmp(numbers[b]));
    let mut group_of = vec![0; numbers.len()];
    let mut group = 0;
    while !left.is_empty() {
        let window = fullest(numbers, tolerance, &left);
        for at in left.drain(window) {
            group_of[at] = group;
        }
        group += 1;
    }
    group_of
}

/// The longest stretch of sorted numbers whose ends are near each other.
fn fullest(numbers: &[&Decimal], tolerance: &Decimal, sorted: &[usize]) -> std::ops::Range<usize> {
    let (mut best, mut end) = (0..1, 0);
    for start in 0..sorted.len() {
        end = end.max(start + 1);
        while end < sorted.len() && numbers[sorted[start]].is_near(numbers[sorted[end]], tolerance) {
            end += 1;
        }
        if end - start > best.len() {
            best = start..end;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::{Decimal, groups};

    fn number(written: &str) -> Decimal {
        Decimal::read(written).expect("a number")
    }

    #[test]
    fn one_number_in_many_spellings_has_one_key() {
        for same in [&["100", "1e2", "100.0", "1.00E+2", "1000e-1"][..], &["0", "-0", "0.0e7"], &["-0.5", "-5e-1"]] {
            assert!(same.iter().all(|other| number(other).key() == number(same[0]).key()), "{same:?}");
        }
        assert_ne!(number("1234567890123456789").key(), number("1234567890123456790").key());
        assert_ne!(number("1e400").key(), number("1e401").key());
    }

    #[test]
    fn numbers_are_ordered_and_compared_without_rounding() {
        let sorted = ["-1e400", "-2", "-1.5", "0", "0.05", "0.1", "9", "10", "1e400"];
        assert!(sorted.windows(2).all(|pair| number(pair[0]) < number(pair[1])));
        assert!(number("0.8").is_near(&number("0.7"), &number("0.1")));
        assert!(!number("0.8").is_near(&number("0.6999"), &number("0.1")));
        assert!(number("7.0").is_whole() && number("7e3").is_whole() && !number("7.5").is_whole());
    }

    #[test]
    fn near_numbers_form_groups_that_never_chain() {
        let numbers = ["1.0", "1.4", "1.8", "5"].map(number);
        let all: Vec<&Decimal> = numbers.iter().collect();
        let found = groups(&all, &number("0.5"));
        assert_eq!(found[0], found[1]);
        assert!(found[2] != found[0] && found[3] != found[2]);
    }
}
