//! Texts that are prepared only where they are compared.

use std::cell::OnceCell;

use super::Text;
use super::leftover;

/// A text that is prepared when it is compared for the first time, and once for all comparisons.
#[derive(Clone, Debug)]
pub struct Lazy<'a> {
    /// The text.
    pub raw: &'a str,
    words: OnceCell<usize>,
    is_long: OnceCell<bool>,
    prepared: OnceCell<Text<'a>>,
}

/// Words of a text are counted up to this number.
const MOST_COUNTED: usize = 64;

impl<'a> Lazy<'a> {
    /// Keeps a text.
    pub fn new(raw: &'a str) -> Lazy<'a> {
        Lazy { raw, words: OnceCell::new(), is_long: OnceCell::new(), prepared: OnceCell::new() }
    }

    /// How many words it has, at most [`MOST_COUNTED`].
    pub fn words(&self) -> usize {
        *self.words.get_or_init(|| self.raw.split_whitespace().take(MOST_COUNTED).count())
    }

    /// Whether it surely has more words than [`Text::is_told_from`] looks at: a number of a list may be none, and other
    /// lines may be code.
    pub fn is_long(&self) -> bool {
        *self.is_long.get_or_init(|| {
            let said = |word: &&str| word.contains(char::is_alphanumeric);
            let least = leftover::MOST_OF_A_SENTENCE + 2;
            !self.raw.contains('\n') && self.raw.split_whitespace().filter(said).take(least).count() == least
        })
    }

    /// The text prepared for comparison.
    pub fn text(&self) -> &Text<'a> {
        self.prepared.get_or_init(|| Text::new(self.raw))
    }
}
