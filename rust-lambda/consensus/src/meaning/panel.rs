//! What the texts of one panel are compared by.

use super::SHORT;
use crate::relation::{Candidates, Lazy, Polarity, polarity};
use crate::similarity::Profile;

/// What the texts of one panel are compared by.
pub struct Panel<'p> {
    /// The question.
    pub asked: Lazy<'p>,
    /// Whether that can be answered by yes or no.
    whether: bool,
    /// What it puts up for choice.
    candidates: Option<Candidates>,
    /// What short answers are compared by.
    pub profile: &'p dyn Fn(&str) -> Profile,
}

impl<'p> Panel<'p> {
    /// Prepares the question.
    pub fn new(question: Option<&'p str>, profile: &'p dyn Fn(&str) -> Profile) -> Panel<'p> {
        let asked = Lazy::new(question.unwrap_or_default().trim());
        let asks = asked.raw.ends_with('?') && asked.raw.len() <= SHORT;
        let whether = asks && asked.text().asks_whether();
        let candidates = asks.then(|| Candidates::of(asked.text())).flatten();
        Panel { asked, whether, candidates, profile }
    }

    /// Whether a short text says a yes or no, if any, and then only repeats what was asked.
    pub fn is_echo(&self, said: &Lazy) -> bool {
        self.whether && said.raw.len() <= SHORT && said.text().echoes(self.asked.text())
    }

    /// The yes or no to which a text comes.
    pub fn head_of(&self, said: &Lazy) -> Option<Polarity> {
        let question = (!self.asked.raw.is_empty()).then_some(self.asked.raw);
        let answered = || (self.whether && said.raw.len() <= SHORT).then(|| said.text().answered(self.asked.text()));
        polarity(said.raw, question).or_else(|| answered().flatten())
    }

    /// Whether two short texts name two of the candidates that the question puts up.
    pub fn are_two_candidates(&self, a: &Lazy, b: &Lazy) -> bool {
        let brief = a.raw.len().max(b.raw.len()) <= SHORT;
        self.candidates.as_ref().is_some_and(|candidates| brief && candidates.tell(a.text(), b.text()))
    }
}
