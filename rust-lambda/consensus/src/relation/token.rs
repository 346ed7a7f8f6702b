//! What texts are compared by.

use std::cell::OnceCell;

use super::mark::{Facts, Unit};
use super::spellings;
use crate::hash;

/// Letters that two forms of one word begin with.
pub const STEM: usize = 4;

/// Letters of a short title.
const LONGEST_TITLE: usize = 3;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A word or an identifier.
    Word,
    /// A number as it is written.
    Number,
    /// An operator or another sign that carries meaning.
    Sign,
    /// What stands between quotes in code.
    Quoted,
    /// An argument like `-r` or `--force`.
    Flag,
    /// A path or an address.
    Path,
    /// End of a line or a command, where the language knows one.
    Break,
}

/// A word, number or sign of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// In lower case where case is harmless.
    pub text: String,
    /// What it is.
    pub sort: Sort,
    /// Whether it stands in code.
    pub code: bool,
    /// Whether it is written with a capital or a digit among its letters.
    pub named: bool,
    /// Whether a sentence begins with it.
    pub opens: bool,
    /// Whether a colon stands behind it: it belongs to what follows.
    pub labels: bool,
    /// Whether a comma or a semicolon stands behind it.
    pub pauses: bool,
    /// Number of the line.
    pub line: usize,
    /// Numbers for the text as it is and in small letters: different ones are of different texts.
    pub keys: [u64; 2],
    /// What has been looked up of the word.
    pub known: Known,
}

/// What has been looked up of a word: each text is compared with all others, and its words are looked up once.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// What the word is in the two languages that were asked first: those of a tie, or of one text among others.
    pub facts: [OnceCell<Facts>; 2],
    /// The languages whose grammar the word belongs to, one bit for each.
    pub languages: OnceCell<u16>,
    /// The unit that it names.
    pub unit: OnceCell<Option<&'static Unit>>,
    /// A number for its first letters.
    stem: OnceCell<Option<u64>>,
}

/// What is known of a word follows from the word.
impl PartialEq for Known {
    fn eq(&self, _: &Known) -> bool {
        true
    }
}

impl Eq for Known {}

impl Token {
    /// A token of code.
    pub fn code(text: impl Into<String>, sort: Sort, line: usize) -> Token {
        Token { code: true, ..Token::prose(text, sort, line) }
    }

    /// A token of prose.
    pub fn prose(text: impl Into<String>, sort: Sort, line: usize) -> Token {
        let text = text.into();
        let exact = hash::of_word(&text);
        let small = text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let lower = if small { None } else { Some(text.to_lowercase()) };
        let spelled = if sort == Sort::Word { spellings::spelled(lower.as_deref().unwrap_or(&text)) } else { None };
        let keys = [exact, spelled.or(lower).map_or(exact, |word| hash::of_word(&word))];
        Token {
            text,
            sort,
            code: false,
            named: false,
            opens: false,
            labels: false,
            pauses: false,
            line,
            keys,
            known: Known::default(),
        }
    }

    /// A number for the text: in small letters, or with its case where that counts.
    pub fn key(&self, case: bool) -> u64 {
        self.keys[usize::from(!case)]
    }

    /// Whether it holds a digit: then each letter counts.
    pub fn has_digit(&self) -> bool {
        self.text.bytes().any(|byte| byte.is_ascii_digit())
    }

    /// A number for the first letters of a word without digits, which all of its forms share; None for a shorter one.
    pub fn stem(&self) -> Option<u64> {
        *self.known.stem.get_or_init(|| {
            if self.sort != Sort::Word || self.has_digit() {
                return None;
            }
            let letters = self.text.chars().flat_map(char::to_lowercase).take(STEM);
            let (count, stem) =
                letters.fold((0, 0), |(at, stem), letter| (at + 1, stem ^ u64::from(letter) << (16 * at)));
            (count == STEM).then_some(stem)
        })
    }

    /// Whether it may be a short title, whose stop ends no sentence: "Dr.", "Mrs.".
    pub fn is_title(&self) -> bool {
        self.named && self.text.len() <= LONGEST_TITLE && !self.text.contains(['a', 'e', 'i', 'o', 'u', 'y'])
    }

    /// Whether two tokens say the same: case counts where both stand in code.
    pub fn equals(&self, other: &Token) -> bool {
        if self.keys[0] == other.keys[0] && self.text == other.text {
            return true;
        }
        let folds = self.keys[1] == other.keys[1]
            && !is_letter(&self.text)
            && !(self.code && other.code)
            && self.sort == Sort::Word
            && other.sort == Sort::Word;
        folds && {
            let (own, other) = (self.text.to_lowercase(), other.text.to_lowercase());
            own == other || spelling(&own) == spelling(&other)
        }
    }
}

/// A word in small letters as it is compared.
fn spelling(word: &str) -> String {
    spellings::spelled(word).unwrap_or_else(|| word.to_owned())
}

/// Whether a word is one letter that is no word of its own in any of the languages: a name, and `c` is no `C`.
pub fn is_letter(word: &str) -> bool {
    matches!(word.as_bytes(), [letter] if letter.is_ascii_alphabetic() && !b"aeiouyAEIOUY".contains(letter))
}
