//! What the head of a reply says: its first line or sentence.
//!
//! A reply that begins with its answer ends with other matters: a runner-up, a case, another file. An option of the
//! last line counts against the head only where the line draws a conclusion.

use super::commit::{Said, later};
use super::lexicon::Class;
use super::mentions::Item;
use super::{Options, lines, marks};

impl Options<'_> {
    /// Whether the head or the last line of a reply names another option than the one that was read, without a
    /// conclusion or a correction between them.
    pub(super) fn is_contradicted(&self, answer: &str, option: usize) -> bool {
        let other = |said: Option<usize>| said.is_some_and(|said| said != option);
        let contradicted = other(self.headed(answer)) || other(self.ended(answer));
        contradicted && !self.turns(answer, option)
    }

    /// The option that the first line names: it alone, in bold, or in its first sentence.
    fn headed(&self, answer: &str) -> Option<usize> {
        let line = lines::said(answer).next()?.trim_start_matches(['#', '>', ' ']);
        if self.is_of_list(answer, line) {
            return None;
        }
        let bold = line.strip_prefix("**").and_then(|rest| Some(rest.split_once("**")?.0));
        let alone = self.whole(line).or_else(|| bold.and_then(|bold| self.whole(bold)));
        alone.or_else(|| option_of(self.judged(lines::first_sentence(line))))
    }

    /// The option that the last line names.
    fn ended(&self, answer: &str) -> Option<usize> {
        option_of(self.in_line(lines::last_said(answer)?))
    }

    /// Whether a line is the first of a list that tells the options one by one.
    fn is_of_list(&self, answer: &str, line: &str) -> bool {
        let labelled = |line: &str| lines::label(line).and_then(|label| self.whole(label));
        let Some(first) = labelled(line) else { return false };
        lines::said(answer).skip(1).any(|line| labelled(line).is_some_and(|other| other != first))
    }

    /// Whether a later line takes the head back, or concludes with the option and names no other.
    fn turns(&self, answer: &str, option: usize) -> bool {
        let retracts = || lines::said(answer).skip(1).any(|line| later::retracts(&self.items(line)));
        let last = lines::last_sentence(lines::last_said(answer).unwrap_or(""));
        let concludes = lines::draws_conclusion(last) || self.names_answer(last);
        concludes && self.judged(last) == Said::Option(option) || retracts()
    }

    /// Whether a sentence begins with "The answer is", or the like.
    fn names_answer(&self, sentence: &str) -> bool {
        let mut phrases = marks::phrases(sentence, &marks::CHOICE_VERBS);
        phrases.next().is_some_and(|phrase| self.is_plain(&sentence[..phrase.noun]))
    }

    /// Whether the words in front of "answer" say nothing of their own.
    pub(super) fn is_plain(&self, lead: &str) -> bool {
        let plain = |item: &Item| {
            matches!(item, Item::Known(Class::Lead | Class::Best | Class::Pick) | Item::Echo | Item::Sign(_))
        };
        self.items(lead).iter().all(plain)
    }
}

fn option_of(said: Said) -> Option<usize> {
    if let Said::Option(option) = said { Some(option) } else { None }
}
