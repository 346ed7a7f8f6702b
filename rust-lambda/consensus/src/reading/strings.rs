//! Strings among literals: one expert writes them in quotes, another without, a third with escapes undone.

use std::collections::BTreeSet;

use crate::normalise::{self, literal};

const QUOTES: [char; 2] = ['\'', '"'];

/// The contents of the answers of a panel that are written in quotes.
pub struct Strings {
    contents: BTreeSet<String>,
    /// Whether the question shows code.
    code: bool,
}

impl Strings {
    /// Gathers the contents; numbers in quotes are left out, since quotes around them are forgiven.
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>, code: bool) -> Strings {
        let contents = texts.filter_map(|text| literal::quoted(normalise::bare(text))).collect();
        Strings { contents, code }
    }

    /// Whether the answer may be a string: of code, or where somebody wrote one. Else `80 km` is a number.
    pub fn expected(&self) -> bool {
        self.code || !self.contents.is_empty()
    }

    /// The string that an answer without quotes, or with one only, stands for: one that somebody wrote in
    /// quotes, as it is or with escapes undone, with its final stop before without.
    pub fn meant(&self, text: &str) -> Option<&str> {
        let bare = normalise::bare(text);
        let written = [text.trim(), bare, text.trim().trim_matches(QUOTES)];
        let undone = written.map(literal::undone);
        let forms = written.into_iter().chain(undone.iter().map(String::as_str));
        forms.filter_map(|form| self.contents.get(form)).map(String::as_str).next()
    }
}

/// Whether the text begins like a number of code: `80 km` does, `0080` and `80px` are strings.
pub fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    let digits = digits.split_whitespace().next().unwrap_or_default();
    let padded = digits.len() > 1 && digits.starts_with('0') && digits[1..].starts_with(|c: char| c.is_ascii_digit());
    let exponent = |at: usize| digits[..at].ends_with(|c: char| c.is_ascii_digit() || c == '.');
    let mut letters = digits.char_indices().filter(|(_, letter)| letter.is_alphabetic());
    !padded && letters.all(|(at, letter)| matches!(letter, 'e' | 'E') && exponent(at))
}

#[cfg(test)]
mod tests {
    use super::{Strings, is_number};

    #[test]
    fn quotes_and_escapes_are_forgiven_where_somebody_wrote_them() {
        let strings = Strings::of(["'6,8,8'", "\"a\\nb\"", "'DFA.'", "plain"].into_iter(), false);
        assert_eq!(strings.meant("6,8,8"), Some("6,8,8"));
        assert_eq!(strings.meant("a\\nb"), Some("a\nb"));
        assert_eq!((strings.meant("DFA."), strings.meant("'DFA.")), (Some("DFA."), Some("DFA.")));
        assert_eq!((strings.meant("6, 8, 8"), strings.meant("plain")), (None, None));
    }

    #[test]
    fn padded_digits_and_words_are_no_numbers() {
        for text in ["0", "-5", "0.5", "1e9", "2.E3", "1/2", "80 km"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["0080", "00", "0ThisIsSo", "12abc", "e9"] {
            assert!(!is_number(text), "{text}");
        }
    }
}
