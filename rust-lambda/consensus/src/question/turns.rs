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
    candidates: Option<Candidates>,
    lists: Vec<Alternatives>,
    answers: Vec<Answer<'a>>,
}

/// An answer, looked at where it is compared.
struct Answer<'a> {
    raw: &'a str,
    advised: OnceCell<Option<&'a str>>,
    text: OnceCell<Text<'a>>,
    /// Its words, folded; None where they name nothing that the question lists.
    listed: OnceCell<Option<Vec<String>>>,
}

impl<'a> Turns<'a> {
    /// The answers to a question.
    pub fn of(question: Option<&'a str>, texts: &[&'a str]) -> Turns<'a> {
        let answer =
            |raw: &&'a str| Answer { raw, advised: OnceCell::new(), text: OnceCell::new(), listed: OnceCell::new() };
        let offers = |question: &&str| phrase::joins(question)[0];
        Turns {
            candidates: question.filter(offers).and_then(|question| Candidates::of(&Text::new(question))),
            lists: question.map(Alternatives::lists).unwrap_or_default(),
            answers: texts.iter().map(answer).collect(),
        }
    }

    /// Whether two of them choose different candidates of the question, advise different things, or have different things that
    /// the question lists in one place.
    pub fn part(&self, a: usize, b: usize) -> bool {
        let [own, other] = [a, b].map(|at| &self.answers[at]);
        if own.raw.len().max(other.raw.len()) > LONGEST {
            return false;
        }
        if advice::differ([own, other].map(|answer| answer.raw), [own, other].map(Answer::advised)) {
            return true;
        }
        let told = |candidates: &Candidates| candidates.tell(own.text(), other.text());
        self.candidates.as_ref().is_some_and(told)
            || self.listed(own).zip(self.listed(other)).is_some_and(|(a, b)| facing::differ(a, b, &self.lists))
    }

    fn listed<'s>(&self, answer: &'s Answer<'a>) -> Option<&'s [String]> {
        if self.lists.is_empty() {
            return None;
        }
        let words = || {
            let words = fold::tokens(answer.raw);
            self.lists.iter().any(|list| list.are_told(&words)).then_some(words)
        };
        answer.listed.get_or_init(words).as_deref()
    }
}

impl<'a> Answer<'a> {
    fn advised(&self) -> Option<&'a str> {
        *self.advised.get_or_init(|| advice::without_opening(self.raw))
    }

    fn text(&self) -> &Text<'a> {
        self.text.get_or_init(|| Text::new(self.raw))
    }
}
