//! What texts are compared by.

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
    /// Number of the line.
    pub line: usize,
}

impl Token {
    /// A token of code.
    pub fn code(text: impl Into<String>, sort: Sort, line: usize) -> Token {
        Token { text: text.into(), sort, code: true, named: false, opens: false, line }
    }

    /// A token of prose.
    pub fn prose(text: impl Into<String>, sort: Sort, line: usize) -> Token {
        Token { text: text.into(), sort, code: false, named: false, opens: false, line }
    }

    /// Whether two tokens say the same: case counts where both stand in code.
    pub fn equals(&self, other: &Token) -> bool {
        if self.text == other.text {
            return true;
        }
        let folds = !(self.code && other.code) && self.sort == Sort::Word && other.sort == Sort::Word;
        if self.text.is_ascii() && other.text.is_ascii() {
            return folds && self.text.eq_ignore_ascii_case(&other.text);
        }
        folds && self.text.to_lowercase() == other.text.to_lowercase()
    }
}
