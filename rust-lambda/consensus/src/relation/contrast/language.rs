//! The marks of one language: tables made once, and what they say of each word kept with the word.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::hash::Words;
use crate::relation::mark::{Cue, Facts, Mark};
use crate::relation::token::{Sort, Token};

/// The group of modals that deny and bind at once: "must not".
pub const FORBIDDEN: &str = "forbidden";

/// The marks of one language.
pub struct Language {
    pub(super) at: u8,
    /// Words of the language's own grammar, and verbs that follow a subject.
    pub(super) silent: HashSet<String, Words>,
    /// Verbs that follow a subject.
    pub be: Vec<String>,
    /// Forms of "be" and "become".
    pub(super) copula: HashSet<String, Words>,
    /// What offers one or another.
    pub or: &'static str,
    /// What stands before an owner.
    pub of: &'static str,
    /// Words before a noun, in a language that writes nouns with a capital.
    pub nouns: Vec<String>,
    /// Syllables that turn a word around.
    pub(super) prefixes: Vec<String>,
    pub(super) whole: HashMap<String, Vec<Mark>, Words>,
    /// Entries of two words, by the first.
    pub(super) pairs: HashMap<String, Vec<(String, Vec<Mark>)>, Words>,
    pub(super) stems: HashMap<String, Vec<Mark>, Words>,
    /// The least and the greatest length of a stem in bytes.
    pub(super) stem_lengths: (usize, usize),
    /// How stems begin: most words begin otherwise, and need no look for each length.
    pub(super) stem_heads: HashSet<u32, Words>,
    pub(super) longest: usize,
    /// Letters stand for words, and nothing stands between them.
    pub(super) unspaced: bool,
    /// What a word does to the order and the roles of others.
    pub(super) cues: HashMap<String, Cue, Words>,
    /// Words by the time that they tell.
    pub(super) tenses: HashMap<String, u8, Words>,
    /// Words by the group of those that mean the same.
    pub(super) senses: HashMap<String, u8, Words>,
    /// Words by the place of those whose forms do not begin alike.
    pub(super) forms: HashMap<String, u16, Words>,
    /// What stands before a reason and nothing else.
    pub(super) why: Vec<String>,
    /// What stands for something that was named before.
    pub(super) pronouns: Vec<String>,
    /// What points at one of several.
    pub(super) pointing: Vec<String>,
    /// What stands for each of several, whichever it is.
    pub(super) whichever: Vec<String>,
    /// What takes away what stands behind it.
    pub(super) lacking: Vec<String>,
    /// Words for all of two.
    pub(super) both: Vec<String>,
    /// What makes another verb of the verb before it.
    pub(super) particles: Vec<String>,
    /// Words that tell what comes first.
    pub(super) first: HashSet<String, Words>,
    /// What joins the members of a list.
    pub(super) joins: HashSet<String, Words>,
    /// Stems of what is said of two sides alike.
    pub(super) mutual: Vec<String>,
    /// Letters that lead on, deny or limit.
    pub(super) turning: &'static str,
    /// Endings by which forms of one word differ.
    pub(super) endings: HashSet<String, Words>,
    /// What stands before a value that something changes to, and before one that it changes by.
    pub(super) changes: Vec<Vec<String>>,
    /// Articles that tell who does something from whom it is done to.
    pub cased: Vec<String>,
    /// Whether endings tell that, wherever a word stands.
    pub free_order: bool,
    /// Endings of a word for who does something.
    pub(super) doers: Vec<String>,
    /// Whether a sentence begins with who does it.
    pub subject_first: bool,
    /// The pair of opposites that tells the most and the least.
    pub bounds: Option<usize>,
}

/// Bytes at the start of a stem that are looked at first.
const HEAD: usize = 3;

/// How a stem begins, as a number; a shorter stem is all of it.
pub(super) fn head(stem: &[u8]) -> u32 {
    stem.iter().take(HEAD).fold(1, |head, byte| head << 8 | u32::from(*byte))
}

/// A word in small letters.
pub fn lower(word: &str) -> Cow<'_, str> {
    let small = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if small { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

impl Language {
    /// Its place among the languages.
    pub fn place(&self) -> u8 {
        self.at
    }

    /// What a word does to the order and the roles of others.
    pub fn cue(&self, token: &Token) -> Option<Cue> {
        self.facts(token, |facts| facts.cue)
    }

    /// What each of the tokens does to a meaning, with its place; of two that do it together the first.
    pub fn marks_at(&self, tokens: &[Token]) -> Vec<(usize, Mark)> {
        let mut marks = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let pair = tokens.get(at + 1).filter(|next| self.are_one(&tokens[at], next));
            match pair.and_then(|next| self.pair(&tokens[at], next)) {
                Some(pair) => marks.extend(pair.iter().map(|mark| (at, *mark))),
                None => self.facts(&tokens[at], |facts| marks.extend(facts.marks.iter().map(|mark| (at, *mark)))),
            }
            at += 1 + usize::from(pair.is_some());
        }
        marks
    }

    /// What the tokens do to a meaning.
    pub fn marks(&self, tokens: &[Token]) -> Vec<Mark> {
        if self.unspaced {
            return self.marks_within(tokens);
        }
        let mut marks = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let next = || tokens.get(at + 1);
            let pair = self.facts(&tokens[at], |facts| {
                let pair = next().filter(|_| facts.leads).and_then(|next| self.pair(&tokens[at], next));
                if pair.is_none() {
                    marks.extend(&facts.marks);
                }
                pair
            });
            marks.extend(pair.into_iter().flatten());
            at += 1 + usize::from(pair.is_some());
        }
        marks
    }

    /// Whether a token does anything to a meaning by itself.
    pub fn turns(&self, token: &Token) -> bool {
        if self.unspaced {
            return !self.marks_within(std::slice::from_ref(token)).is_empty();
        }
        self.facts(token, |facts| !facts.marks.is_empty())
    }

    /// Whether a token does this to a meaning by itself.
    pub fn has(&self, token: &Token, wanted: impl Fn(&Mark) -> bool) -> bool {
        if self.unspaced {
            return self.marks_within(std::slice::from_ref(token)).iter().any(wanted);
        }
        self.facts(token, |facts| facts.marks.iter().any(wanted))
    }

    /// Whether two words in a row turn a meaning together.
    pub fn are_one(&self, word: &Token, next: &Token) -> bool {
        self.facts(word, |facts| facts.leads) && self.pair(word, next).is_some()
    }

    fn pair(&self, word: &Token, next: &Token) -> Option<&Vec<Mark>> {
        self.pairs.get(word.text.as_str())?.iter().find(|(known, _)| *known == next.text).map(|(_, marks)| marks)
    }

    /// Uses what the language says of a word; the word keeps it for the languages that are asked first.
    pub(super) fn facts<T>(&self, token: &Token, used: impl FnOnce(&Facts) -> T) -> T {
        for kept in &token.known.facts {
            let known = kept.get_or_init(|| self.look_up(&token.text));
            if known.language == self.at {
                return used(known);
            }
        }
        used(&self.look_up(&token.text))
    }

    fn look_up(&self, word: &str) -> Facts {
        let lower = lower(word);
        let marks = self.entries(&lower).flatten().copied();
        Facts {
            language: self.at,
            grammar: self.silent.contains(&*lower),
            leads: self.pairs.contains_key(word),
            cue: self.cues.get(word).copied(),
            marks: marks.collect(),
            tense: self.tenses.get(word).copied(),
            first: self.first.contains(word),
            joins: self.joins.contains(word),
            sense: self.senses.get(word).copied(),
            form: self.forms.get(&*lower).copied(),
        }
    }

    /// What the tables hold of a word in small letters: the whole of it, then its stems.
    fn entries(&self, lower: &str) -> impl Iterator<Item = &Vec<Mark>> {
        let (least, most) = self.stem_lengths;
        let bytes = lower.as_bytes();
        let begins = |length: usize| self.stem_heads.contains(&head(&bytes[..length.min(bytes.len())]));
        let most = if (least.min(HEAD)..=HEAD).any(begins) { most.min(lower.len()) } else { 0 };
        let stems = (least.max(1)..=most).filter_map(|length| self.stems.get(lower.get(..length)?));
        self.whole.get(lower).into_iter().chain(stems)
    }

    /// The longest entries of a text without blanks, from its head on.
    fn marks_within(&self, tokens: &[Token]) -> Vec<Mark> {
        let letters: Vec<char> = tokens.iter().flat_map(|token| token.text.chars()).collect();
        let mut marks = Vec::new();
        let mut at = 0;
        while at < letters.len() {
            let most = self.longest.min(letters.len() - at);
            let found = (1..=most).rev().find_map(|length| {
                let word: String = letters[at..at + length].iter().collect();
                self.whole.get(&word).map(|found| (length, found))
            });
            match found {
                Some((length, found)) => {
                    marks.extend(found);
                    at += length;
                }
                None => at += 1,
            }
        }
        marks
    }

    /// Whether a word is part of the grammar and carries no meaning of its own.
    pub fn is_grammar(&self, word: &Token) -> bool {
        self.facts(word, |facts| facts.grammar)
    }

    /// Whether a word carries a meaning of its own.
    pub fn carries(&self, word: &Token) -> bool {
        word.sort == Sort::Word && self.facts(word, |facts| !facts.grammar && facts.cue.is_none())
    }

    /// Whether the language writes no blanks.
    pub fn is_unspaced(&self) -> bool {
        self.unspaced
    }
}
