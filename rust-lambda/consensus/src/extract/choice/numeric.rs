//! Options that are numbers: a reply chooses one by its value, however it is written.

use super::Options;
use crate::extract::marks;
use crate::normalise::{self, number};

impl Options<'_> {
    /// The option whose number the reply, or its last line behind `Answer:`, is: "1,000" is 1000.
    pub(super) fn numbered(&self, answer: &str) -> Option<usize> {
        let line = super::super::last_line(answer);
        let value = marks::written_value(answer, line).map_or(answer.trim(), |range| &answer[range]);
        let said = plain(normalise::bare(value))?;
        let numbers: Option<Vec<String>> = self.given.iter().map(|option| plain(option)).collect();
        let mut equal = numbers?.into_iter().enumerate().filter(|(_, number)| *number == said);
        let (at, _) = equal.next()?;
        equal.next().is_none().then_some(at)
    }
}

/// A number without a unit: "1,000 km" is no 1000 m.
fn plain(text: &str) -> Option<String> {
    if text.contains(|sign: char| sign.is_alphabetic() || matches!(sign, '\n' | '%' | '$' | '\u{b0}')) {
        return None;
    }
    number::read(text)
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn a_number_chooses_the_option_of_its_value() {
        let options = ["10", "100", "1000"].map(String::from);
        let prepared = Options::new(&options, None);
        for (reply, option) in [("1,000", 2), ("Answer: 1,000", 2), ("**1'000**", 2), ("Answer: 100.0", 1)] {
            assert_eq!(prepared.vote(reply), Ok(option), "{reply}");
        }
        for reply in ["1,0", "10 or 100", "5"] {
            assert!(prepared.vote(reply).is_err(), "{reply}");
        }
        let names = ["1000 m", "10 m"].map(String::from);
        assert!(Options::new(&names, None).vote("1,000 km").is_err());
    }
}
