//! Replies that say nothing of the matter: greetings, delays, offers and requests, a source that is said to be silent, the error
//! message of whatever stood between the expert and its reply. Where the question asks for such words, they are an answer.
//!
//! # Performance
//! A reply of more than [`LONGEST`] bytes is not looked at; patterns are kept by their first words.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::pattern::{Step, is, sentences, steps};
use super::refusal::refuses;
use super::wavering::OR;
use crate::normalise::fold;

/// A longer reply says more than that.
const LONGEST: usize = 400;

/// What a sentence of talk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Nothing by itself.
    Neutral,
    /// A greeting or thanks.
    Greeting,
    /// "Let me think about it."
    Delay,
    /// "Could you clarify?", "How can I help?"
    Request,
    /// "The document does not say."
    Silent,
    /// "Error: rate limit exceeded".
    Failure,
    /// No sentence: a lone sign.
    Sign,
    /// No sentence: a question in place of an answer.
    Question,
    /// No sentence: two values to choose from.
    Value,
    /// No sentence: a refusal that is quoted.
    Refusal,
    /// No sentence: a name.
    Name,
    /// No sentence: the question is Dutch.
    Dutch,
    /// No sentence: a glob or another pattern.
    Pattern,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../../../../layers/knowledge/replies/talk.txt")));

/// What stands in `talk.txt`.
#[derive(Default)]
struct Table {
    /// Sentences by a word that they may begin with.
    by_first: HashMap<String, Vec<usize>>,
    /// Sentences that may begin with any word.
    open: Vec<usize>,
    sentences: Vec<(Class, Vec<Step>)>,
    /// Words of a question that asks for such a sentence.
    asked: HashMap<Class, HashSet<String>>,
}

impl Table {
    fn parse(text: &str) -> Table {
        let mut table = Table::default();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        for (head, list) in lines.filter_map(|line| line.split_once(": ")) {
            let mut names = head.split(' ');
            let name = names.next().unwrap_or_default();
            if name == "asked" {
                let words = list.split('|').flat_map(fold::tokens);
                table.asked.entry(class(names.next().unwrap_or_default())).or_default().extend(words);
            } else {
                list.split(" / ").for_each(|pattern| table.add(class(name), steps(pattern)));
            }
        }
        table
    }

    fn add(&mut self, class: Class, steps: Vec<Step>) {
        let at = self.sentences.len();
        match steps.first() {
            Some(Step::OneOf(phrases)) => {
                for first in phrases.iter().filter_map(|phrase| phrase.first()) {
                    let known = self.by_first.entry(first.clone()).or_default();
                    if known.last() != Some(&at) {
                        known.push(at);
                    }
                }
            }
            _ => self.open.push(at),
        }
        self.sentences.push((class, steps));
    }

    /// What a sentence is; None where it says something.
    fn class(&self, words: &[String]) -> Option<Class> {
        let first = self.by_first.get(words.first()?).into_iter().flatten();
        let found = first.chain(&self.open).find(|at| is(words, &self.sentences[**at].1));
        found.map(|at| self.sentences[*at].0)
    }
}

fn class(name: &str) -> Class {
    match name {
        "greeting" => Class::Greeting,
        "delay" => Class::Delay,
        "request" => Class::Request,
        "silent" => Class::Silent,
        "failure" => Class::Failure,
        "sign" => Class::Sign,
        "question" => Class::Question,
        "value" => Class::Value,
        "refusal" => Class::Refusal,
        "name" => Class::Name,
        "dutch" => Class::Dutch,
        "pattern" => Class::Pattern,
        _ => Class::Neutral,
    }
}

/// Whether the words of a question ask for such a sentence.
pub fn is_asked_for(class: Class, question: &[String]) -> bool {
    TABLE.asked.get(&class).is_some_and(|words| question.iter().any(|word| words.contains(word)))
}

/// What the whole of a short reply is, where no sentence of it says anything of the matter and the question does not ask for
/// such words, or is made of them itself.
pub fn of(answer: &str, question: &str, words: &[String]) -> Option<Class> {
    whole(answer).filter(|class| !is_asked_for(*class, words) && whole(question).is_none())
}

/// The first class of a text of which each sentence is talk.
fn whole(text: &str) -> Option<Class> {
    if text.len() > LONGEST {
        return None;
    }
    let mut whole = None;
    for sentence in sentences(text) {
        let words = fold::tokens(sentence);
        if words.is_empty() {
            continue;
        }
        let class = TABLE.class(unlabelled(&words)).or_else(|| refuses(sentence).then_some(Class::Neutral))?;
        if class != Class::Neutral {
            whole = whole.or(Some(class));
        }
    }
    whole
}

/// Without "Answer" in front.
fn unlabelled(words: &[String]) -> &[String] {
    let label = usize::from(words.len() > 1 && words[0] == "answer");
    &words[label..]
}

/// Whether the question offers these words as an answer, "clear or unclear", or asks what a sentence in quotes means.
pub fn offers(said: &str, question: Option<&str>) -> bool {
    let Some(question) = question else { return false };
    let (asked, words) = (fold::tokens(question), fold::tokens(said));
    let quotes = ['"', '\'', '\u{201c}', '\u{201e}', '\u{ab}', '`'];
    if words.len() <= MOST_QUOTED && question.contains(quotes) && is_asked_for(Class::Refusal, &asked) {
        return true;
    }
    let label = usize::from(words.len() > 1 && words[0] == "answer");
    let words = &words[label..words.len().min(label + MOST_OFFERED)];
    let offered = |at: usize| {
        let behind = at.checked_sub(1).is_some_and(|before| OR.contains(&asked[before].as_str()));
        behind || asked.get(at + words.len()).is_some_and(|next| OR.contains(&next.as_str()))
    };
    !words.is_empty() && asked.windows(words.len()).enumerate().any(|(at, run)| run == words && offered(at))
}

/// A translation of a short sentence has no more words.
const MOST_QUOTED: usize = 6;

/// Words by which an offered answer is known.
const MOST_OFFERED: usize = 4;
