//! What a number in a brief answer is the number of: "week 5" is no "5 weeks", and "May 2024" no 2024.

use super::measure::{self, Unit};
use super::{fold, months};

/// Words in front of a number; more are a sentence.
const MOST_WORDS: usize = 3;

/// Behind the word that numbers: no noun behind a number ends so.
const MARK: &str = " no";

/// The label in front of a number: a span of time that is numbered, or a month.
pub fn of(before: &str, value: &str) -> Option<String> {
    // Most numbers stand in sentences.
    if before.is_empty() || before.split_whitespace().nth(MOST_WORDS).is_some() {
        return None;
    }
    let words = fold::tokens(before);
    let last =
        words.last().filter(|_| words.len() <= MOST_WORDS && before.trim_end().ends_with(char::is_alphabetic))?;
    let year = value.len() == 4
        && matches!(measure::known(last), Some(unit) if Some(&unit) == measure::known("year").as_ref());
    let timed = last.chars().count() >= SHORTEST && !year && is_time(last);
    (timed || months::month(last).is_some()).then(|| format!("{last}{MARK}"))
}

/// Whether the words in front of a number add it to something: "base plus 5".
pub fn is_added(before: &str) -> bool {
    let words = fold::tokens(before);
    (2..=MOST_WORDS).contains(&words.len()) && words.last().is_some_and(|last| last == "plus")
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
    use super::{is_added, of};

    #[test]
    fn what_a_number_is_added_to_makes_another_value() {
        assert!(is_added("base plus ") && !is_added("plus ") && !is_added("about "));
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
