//! What a question says of how brief answers to it may be written.

use std::cell::OnceCell;

use super::table;
use crate::normalise::fold;
use crate::question::alternatives::{self, Alternatives};
use crate::question::table::{are_forms, is};
use crate::reading::codes;

/// Words behind "which" that name what is asked for.
const REACH: usize = 2;

/// Bytes of a question that are looked at, from its end.
const REACHED: usize = 400;

/// A question, looked at where an answer needs it.
pub struct Asked<'a> {
    question: &'a str,
    words: OnceCell<Vec<String>>,
    alternatives: OnceCell<Option<Alternatives>>,
    lists: OnceCell<Vec<Alternatives>>,
}

impl<'a> Asked<'a> {
    /// The end of a question, where it asks.
    pub fn new(question: Option<&'a str>) -> Asked<'a> {
        let question = question.unwrap_or_default();
        let from = question.len().saturating_sub(REACHED);
        let from = (from..=question.len()).find(|at| question.is_char_boundary(*at)).unwrap_or_default();
        Asked {
            question: &question[from..],
            words: OnceCell::new(),
            alternatives: OnceCell::new(),
            lists: OnceCell::new(),
        }
    }

    /// Its words, folded.
    fn words(&self) -> &[String] {
        self.words.get_or_init(|| fold::tokens(self.question))
    }

    /// What it lets its answers choose among, if anything.
    pub fn alternatives(&self) -> Option<&Alternatives> {
        self.alternatives.get_or_init(|| Alternatives::of(self.question)).as_ref()
    }

    /// All that it lists.
    pub fn lists(&self) -> &[Alternatives] {
        self.lists.get_or_init(|| Alternatives::lists(self.question))
    }

    /// The one of its alternatives that a brief answer comes to, if it says nothing else that the question does not.
    pub fn chosen(&self, text: &str) -> Option<String> {
        let alternatives = self.alternatives()?;
        alternatives
            .stated(&fold::tokens(text), |word| self.words().iter().any(|own| alternatives::are_forms(own, word)))
    }

    /// Whether it asks how many.
    pub fn counts(&self) -> bool {
        self.words().iter().any(|word| codes::is_count(word))
    }

    /// Whether it asks how many of a whole.
    pub fn counts_of(&self, whole: &str) -> bool {
        self.counts() && self.holds(whole)
    }

    /// Whether a word stands in it, in one number or the other.
    pub fn holds(&self, word: &str) -> bool {
        let word = word.strip_suffix('s').unwrap_or(word);
        self.words().iter().any(|own| own.strip_suffix('s').unwrap_or(own) == word)
    }

    /// Whether a word stands in it, in another form perhaps: "appear", "appeared".
    pub fn repeats(&self, word: &str) -> bool {
        self.words().iter().any(|own| are_forms(own, word))
    }

    /// Whether a word names what it asks for: "Which form".
    pub fn names(&self, word: &str) -> bool {
        let asks = |(at, own): (usize, &String)| is("which", own).then_some(at);
        let named = self.words().iter().enumerate().find_map(asks).map(|at| &self.words()[at + 1..]);
        named.is_some_and(|named| named.iter().take(REACH).any(|own| *own == word.to_lowercase()))
    }

    /// Whether it asks who or what does what a word says: "Who approved the expense?", "approved".
    pub fn asks_who(&self, word: &str) -> bool {
        self.words().windows(2).any(|pair| is("asks", &pair[0]) && pair[1] == word && !is_filler(word))
    }

    /// Whether it counts what a word names: "How many of the 20 tests".
    pub fn counts_in(&self, word: &str) -> bool {
        let Some(at) = self.words().iter().rposition(|own| codes::is_count(own)) else { return false };
        let telling = |own: &&String| {
            !matches!(&own[..], "of" | "the" | "these" | "all")
                && !own.starts_with(|first: char| first.is_ascii_digit())
        };
        let word = word.strip_suffix('s').unwrap_or(word);
        self.words()[at + 1..]
            .iter()
            .filter(telling)
            .take(REACH)
            .any(|own| own.strip_suffix('s').unwrap_or(own) == word)
    }

    /// Whether it asks how old, long or far: then the same word behind a quantity says nothing.
    pub fn asks_how(&self, word: &str) -> bool {
        is("how", word) && self.words().windows(2).any(|pair| pair[0] == "how" && is("how", &pair[1]))
    }

    /// Whether it wants several things.
    pub fn wants_several(&self) -> bool {
        let number = |word: &String| {
            table::digits(word).is_some_and(|digits| digits != "1")
                || word.len() == 1 && matches!(word.as_bytes()[0], b'2'..=b'9')
        };
        let plural =
            self.words().windows(2).any(|pair| is("which", &pair[0]) && pair[1].len() > 3 && pair[1].ends_with('s'));
        plural || self.words().iter().any(|word| is("several", word) || number(word))
    }

    /// Whether it wants them in an order, or each for a question of its own.
    pub fn wants_order(&self) -> bool {
        let asks = self.words().iter().filter(|word| is("asks", word)).count();
        asks > 1 || self.words().iter().any(|word| is("order", word))
    }
}

/// Whether a word says nothing in a sentence that repeats the question.
pub fn is_filler(word: &str) -> bool {
    is("filler", word)
}

/// Whether a word says where, and nothing in front of a number.
pub fn is_place(word: &str) -> bool {
    is("place", word)
}
