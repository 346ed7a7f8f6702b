//! The tokens of a text, with what is read of all of them at once.
//!
//! # Performance
//! Each text is compared with all others: what is read of it alone is read once and kept with it.

use std::cell::{Cell, OnceCell};
use std::ops::Deref;

use super::amounts::{self, Value};
use super::contrast::{self, Heard, Language};
use super::mark::Mark;
use super::roles::{self, Role};
use super::token::{Sort, Token};

/// The tokens of a text.
#[derive(Clone, Debug)]
pub struct Tokens {
    list: Vec<Token>,
    /// Numbers for the texts of the tokens in small letters.
    pub keys: Vec<u64>,
    /// Their sum: texts with another one have other words.
    pub sum: u64,
    /// Whether some stand in code.
    pub has_code: bool,
    /// How many numbers there are.
    pub numbers: usize,
    /// Whether there are arguments of a command or paths.
    pub has_command: bool,
    heard: OnceCell<Heard>,
    /// How many of the words each language knows.
    known: [Cell<Option<usize>>; contrast::SPACED],
    marks: OnceCell<(u8, Vec<(usize, Mark)>)>,
    values: OnceCell<(u8, Vec<Value>)>,
    roles: OnceCell<(u8, Vec<Role>)>,
}

impl Deref for Tokens {
    type Target = [Token];

    fn deref(&self) -> &[Token] {
        &self.list
    }
}

impl Tokens {
    /// Keeps the tokens of a text.
    pub fn new(list: Vec<Token>) -> Tokens {
        let keys: Vec<u64> = list.iter().map(|token| token.key(false)).collect();
        Tokens {
            sum: keys.iter().fold(0, |sum, key| sum.wrapping_add(*key)),
            keys,
            has_code: list.iter().any(|token| token.code),
            numbers: list.iter().filter(|token| token.sort == Sort::Number).count(),
            has_command: list.iter().any(|token| matches!(token.sort, Sort::Flag | Sort::Path)),
            list,
            heard: OnceCell::new(),
            known: Default::default(),
            marks: OnceCell::new(),
            values: OnceCell::new(),
            roles: OnceCell::new(),
        }
    }

    /// The language of two texts.
    pub fn language_with(&self, other: &Tokens) -> &'static Language {
        if self.len() + other.len() > contrast::MOST_TOKENS {
            return contrast::language_of(self, other);
        }
        let heard = |tokens: &Tokens| *tokens.heard.get_or_init(|| Heard::of(tokens));
        let known = |language: &Language| self.known(language) + other.known(language);
        contrast::language_heard(heard(self).and(heard(other)), known)
    }

    /// How many of the words a language knows.
    fn known(&self, language: &Language) -> usize {
        let kept = &self.known[usize::from(language.place())];
        let known =
            kept.get().unwrap_or_else(|| self.list.iter().filter(|token| !token.code && language.knows(token)).count());
        kept.set(Some(known));
        known
    }

    /// What each of the tokens does to a meaning in a language, with its place.
    pub fn marks(&self, language: &Language) -> Kept<'_, (usize, Mark)> {
        kept(&self.marks, language, || language.marks_at(self))
    }

    /// The values of the text.
    pub fn values(&self, language: &Language) -> Kept<'_, Value> {
        kept(&self.values, language, || amounts::values(self, language))
    }

    /// The role of each token.
    pub fn roles(&self, language: &Language) -> Kept<'_, Role> {
        kept(&self.roles, language, || roles::of(self, language))
    }
}

/// What is kept for the language that was asked first, or read anew for another.
pub type Kept<'t, T> = std::borrow::Cow<'t, [T]>;

fn kept<'t, T: Clone>(cell: &'t OnceCell<(u8, Vec<T>)>, language: &Language, read: impl Fn() -> Vec<T>) -> Kept<'t, T> {
    let (of, known) = cell.get_or_init(|| (language.place(), read()));
    if *of == language.place() { Kept::Borrowed(known) } else { Kept::Owned(read()) }
}
