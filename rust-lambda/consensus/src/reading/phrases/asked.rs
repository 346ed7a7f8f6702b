//! What a question says of how brief answers to it may be written.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::table;
use super::words::has_digit;
use crate::hash::Words;
use crate::normalise::fold;
use crate::reading::codes;

/// Letters that two forms of a word share at least, and letters that the longer one has more.
const STEM: usize = 4;
const ENDING: usize = 3;

/// Words behind "which" that name what is asked for.
const REACH: usize = 2;

/// What a word of a question says of its answers.
static TABLE: LazyLock<HashMap<&str, Vec<&str>, Words>> = LazyLock::new(|| {
    let mut table: HashMap<&str, Vec<&str>, Words> = HashMap::default();
    let lines = include_str!("../../../../../layers/knowledge/replies/questions.txt").lines();
    for (head, list) in lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": ")) {
        let class = head.split(' ').next().unwrap_or_default();
        list.split(" | ").for_each(|word| table.entry(word).or_default().push(class));
    }
    table
});

fn is(class: &str, word: &str) -> bool {
    TABLE.get(word).is_some_and(|classes| classes.contains(&class))
}

/// Bytes of a question that are looked at, from its end.
const REACHED: usize = 400;

/// A question, looked at where an answer needs it.
pub struct Asked<'a> {
    question: &'a str,
    words: OnceCell<Vec<String>>,
}

impl<'a> Asked<'a> {
    /// The end of a question, where it asks.
    pub fn new(question: Option<&'a str>) -> Asked<'a> {
        let question = question.unwrap_or_default();
        let from = question.len().saturating_sub(REACHED);
        let from = (from..=question.len()).find(|at| question.is_char_boundary(*at)).unwrap_or_default();
        Asked { question: &question[from..], words: OnceCell::new() }
    }

    /// Its words, folded.
    fn words(&self) -> &[String] {
        self.words.get_or_init(|| fold::tokens(self.question))
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
        let stem = |own: &String| {
            let (short, long) = if own.len() <= word.len() { (&own[..], word) } else { (word, &own[..]) };
            // Most words differ in their first letter.
            short.as_bytes().first() == long.as_bytes().first() && is_form(short, long)
        };
        self.words().iter().any(stem)
    }

    /// Whether a word names what it asks for: "Which form".
    pub fn names(&self, word: &str) -> bool {
        let asks = |(at, own): (usize, &String)| is("which", own).then_some(at);
        let named = self.words().iter().enumerate().find_map(asks).map(|at| &self.words()[at + 1..]);
        named.is_some_and(|named| named.iter().take(REACH).any(|own| *own == word.to_lowercase()))
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

/// Whether the longer of two words is the shorter one or a form of it: "use", "uses"; "appear", "appeared".
fn is_form(short: &str, long: &str) -> bool {
    let ending = if short.len() >= STEM { ENDING } else { 1 };
    short == long
        || short.len() + 1 >= STEM
            && long.len() <= short.len() + ending
            && long.starts_with(short)
            && (ending > 1 || long.ends_with('s'))
            && !has_digit(long)
}

/// Whether a word says nothing in a sentence that repeats the question.
pub fn is_filler(word: &str) -> bool {
    is("filler", word)
}

/// Whether a word says where, and nothing in front of a number.
pub fn is_place(word: &str) -> bool {
    is("place", word)
}
