//! In what a question wants to be answered: "How many days?" takes a bare number for days, and for nothing else.

use std::cell::OnceCell;

use super::codes;
use crate::normalise::fold;
use crate::normalise::measure::{self, Measure, Unit};

/// Words behind "how many" in which a unit may stand: "how many square metres".
const REACH: usize = 3;

/// Shorter words of a question are no units: "in" is no inch.
const SHORTEST: usize = 3;

/// What a question counts.
pub struct Wanted {
    /// It counts something.
    counts: bool,
    /// The units that it names.
    units: Vec<Unit>,
}

impl Wanted {
    /// Reads a question from its end: a story may count before it asks.
    pub fn of(question: &str) -> Wanted {
        let mut behind: Vec<&str> = Vec::new();
        for word in question.rsplit(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()) {
            if codes::is_quantity(word) {
                return Wanted::behind(word, &behind);
            }
            behind.push(word);
        }
        Wanted { counts: false, units: Vec::new() }
    }

    /// What stands behind "how many", the last word first.
    fn behind(quantity: &str, words: &[&str]) -> Wanted {
        let counts = codes::is_count(quantity);
        let near = words.iter().rev().take(REACH).enumerate();
        let named = near.filter(|(place, word)| *place == 0 || word.chars().count() >= SHORTEST);
        Wanted { counts, units: named.filter(|_| counts).flat_map(|(_, word)| units(word)).collect() }
    }

    /// Whether a bare number may be meant as this measure.
    pub fn takes(&self, measure: &Measure) -> bool {
        !self.counts || matches!(measure.unit, Unit::Noun(_)) || self.units.contains(&measure.unit)
    }
}

/// The words of a question, taken apart where they are needed.
pub struct Asked<'a> {
    /// The question.
    pub text: &'a str,
    words: OnceCell<Vec<String>>,
}

impl<'a> Asked<'a> {
    /// A question; without one it has no words.
    pub fn new(question: Option<&'a str>) -> Asked<'a> {
        Asked { text: question.unwrap_or_default(), words: OnceCell::new() }
    }

    /// Its words, folded.
    pub fn words(&self) -> &[String] {
        self.words.get_or_init(|| fold::tokens(self.text))
    }
}

/// What a word of a question may name; pounds are money and a weight.
fn units(word: &str) -> impl Iterator<Item = Unit> {
    let weight = if word.starts_with("pound") { measure::known("lb") } else { None };
    measure::known(word).into_iter().chain(weight)
}

#[cfg(test)]
mod tests {
    use super::Wanted;
    use crate::normalise::measure;

    #[test]
    fn a_bare_number_is_of_the_unit_that_is_asked_for() {
        for (question, text, takes) in [
            ("How many days?", "5 days", true),
            ("How many days?", "5 hours", false),
            ("How many mL are in 8 doses?", "448 mL", true),
            ("How many pounds of salad?", "225 lbs", true),
            ("How many users failed?", "5 percent", false),
            ("How many users failed?", "5 users", true),
            ("He buys how many he likes. How much does he pay?", "$5", true),
            ("What is the dose?", "5 mg", true),
        ] {
            let read = measure::read(text).expect(text);
            assert_eq!(Wanted::of(question).takes(&read), takes, "{question} {text}");
        }
    }
}
