//! What a number in a brief answer is the number of: "week 5" is no "5 weeks", and "May 2024" no 2024.

use super::turned;
use crate::normalise::measure::{self, Unit};
use crate::normalise::{fold, months};

/// Words in front of a number; more are a sentence.
const MOST_WORDS: usize = 3;

/// Behind the word that numbers: no noun behind a number ends so.
const MARK: &str = " no";

/// The label in front of a number: a span of time that is numbered, or a month.
pub fn of(before: &str, value: &str) -> Option<String> {
    let words = fold::tokens(before);
    let last =
        words.last().filter(|_| words.len() <= MOST_WORDS && before.trim_end().ends_with(char::is_alphabetic))?;
    let year = value.len() == 4
        && matches!(measure::known(last), Some(unit) if Some(&unit) == measure::known("year").as_ref());
    let timed = last.chars().count() >= SHORTEST && !year && is_time(last);
    (timed || months::month(last).is_some()).then(|| format!("{last}{MARK}"))
}

/// Whether a brief answer makes another value of its number by the words on its sides: "base plus 5", "5 dozen".
pub fn is_reckoned(before: &str, behind: &str) -> bool {
    let (front, back) = (fold::tokens(before), fold::tokens(behind));
    let few = front.len() + back.len() <= MOST_WORDS;
    let added = front.len() > 1 && front.last().is_some_and(|last| last == "plus");
    few && (added || back.first().is_some_and(|next| turned::turns(next)))
}

/// Shorter names of units are symbols.
const SHORTEST: usize = 3;

fn is_time(word: &str) -> bool {
    matches!(measure::known(word), Some(Unit::Known { dimension, .. }) if matches!(&dimension[..], "time" | "month"))
}

/// The word of a label; None for another noun.
pub fn word(stem: &str) -> Option<&str> {
    stem.strip_suffix(MARK)
}

#[cfg(test)]
mod tests {
    use super::{is_reckoned, of};

    #[test]
    fn what_is_reckoned_with_a_number_is_another_value() {
        assert!(is_reckoned("base plus ", " %") && is_reckoned("", " dozen"));
        assert!(!is_reckoned("plus ", " \u{b0}C") && !is_reckoned("", " boxes") && !is_reckoned("about ", ""));
    }

    #[test]
    fn a_label_numbers_and_other_words_do_not() {
        for (before, value) in [("week ", "5"), ("Day ", "5"), ("in May ", "2024")] {
            assert!(of(before, value).is_some(), "{before}{value}");
        }
        for (before, value) in [
            ("about ", "5"),
            ("the year ", "2024"),
            ("it takes a day: ", "5"),
            ("plus ", "5"),
            ("after that it took them one more week ", "5"),
            ("", "5"),
        ] {
            assert_eq!(of(before, value), None, "{before}{value}");
        }
    }
}
