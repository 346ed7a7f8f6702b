//! Which answers of a panel say different things in words of the question.
//!
//! # Performance
//! Most questions list nothing: one look-up for each of their words. The words of an answer are folded once, and only where
//! something that the question lists could tell it from another.

use std::cell::OnceCell;

use super::alternatives::Alternatives;
use super::{advice, facing, phrase};
use crate::normalise::fold;
use crate::relation::{Candidates, Text};

/// Bytes of an answer that are looked at; longer ones repeat the question in passing.
const LONGEST: usize = 240;

/// A question and the answers to it.
pub struct Turns<'a> {
    texts: &'a [&'a str],
    listed: Option<Listed>,
    words: Vec<OnceCell<Vec<String>>>,
}

/// What a question lists.
struct Listed {
    candidates: Option<Candidates>,
    lists: Vec<Alternatives>,
}

impl<'a> Turns<'a> {
    /// The answers to a question.
    pub fn of(question: Option<&'a str>, texts: &'a [&'a str]) -> Turns<'a> {
        let listed = question.filter(|question| phrase::joins(question)).map(|question| Listed {
            candidates: Candidates::of(&Text::new(question)),
            lists: Alternatives::lists(question),
        });
        Turns { texts, listed, words: vec![OnceCell::new(); texts.len()] }
    }

    /// Whether two of them choose different candidates of the question, advise different things, or have different things that
    /// the question lists in one place.
    pub fn part(&self, a: usize, b: usize) -> bool {
        let [own, other] = [self.texts[a], self.texts[b]];
        if own.len().max(other.len()) > LONGEST {
            return false;
        }
        if advice::differ(own, other) {
            return true;
        }
        let Some(Listed { candidates, lists }) = &self.listed else { return false };
        let told = |candidates: &Candidates| candidates.tell(&Text::new(own), &Text::new(other));
        candidates.as_ref().is_some_and(told) || facing::differ(self.words(a), self.words(b), lists)
    }

    fn words(&self, at: usize) -> &[String] {
        self.words[at].get_or_init(|| fold::tokens(self.texts[at]))
    }
}
