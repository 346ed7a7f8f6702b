//! What a language says of words beside marks: their time, their forms and their synonyms, and what they do in a list.

use super::language::Language;
use super::units::unit;
use crate::relation::endings;
use crate::relation::mark::{Cue, Mark};
use crate::relation::token::Token;

impl Language {
    /// The time that a verb of some tokens tells; of a text without blanks by its last letters.
    pub fn tense(&self, tokens: &[Token]) -> Option<u8> {
        if !self.is_unspaced() {
            return tokens.iter().find_map(|token| self.facts(token, |facts| facts.tense));
        }
        let letters: String = tokens.iter().map(|token| token.text.as_str()).collect();
        let ends = |(word, group): (&String, &u8)| letters.ends_with(word.as_str()).then_some(*group);
        self.tenses.iter().find_map(ends)
    }

    /// The times that the words tell, one bit for each.
    pub fn tenses(&self, tokens: &[Token]) -> u8 {
        tokens
            .iter()
            .filter_map(|token| self.facts(token, |facts| facts.tense))
            .fold(0, |times, tense| times | 1 << tense)
    }

    /// Whether a word is a form of "be" or "become": it stands between two names of one thing, and before a verb in the passive.
    pub fn is_copula(&self, token: &Token) -> bool {
        self.copula.contains(&token.text)
    }

    /// Whether a word says that something comes first.
    pub fn is_first(&self, token: &Token) -> bool {
        self.facts(token, |facts| facts.first)
    }

    /// Whether a word puts one thing before or after another.
    pub fn is_step(&self, token: &Token) -> bool {
        self.is_first(token) || matches!(self.cue(token), Some(Cue::Then | Cue::Before | Cue::After))
    }

    /// Whether a phrase begins with a word: "except billing", "after the upgrade".
    pub fn leads_a_phrase(&self, token: &Token) -> bool {
        match self.cue(token) {
            Some(Cue::Article | Cue::Than | Cue::Then | Cue::Nearly) => false,
            Some(_) => true,
            None => self.is_grammar(token) && self.has(token, |mark| matches!(mark, Mark::Side(..))),
        }
    }

    /// Which of the two a word stands before: a value that something changes to, or one that it changes by.
    pub fn change(&self, token: &Token) -> Option<usize> {
        self.changes.iter().position(|words| words.contains(&token.text))
    }

    /// Whether a word joins the members of a list.
    pub fn joins(&self, token: &Token) -> bool {
        self.facts(token, |facts| facts.joins)
    }

    /// Whether a word, written alone, joins the members of a list.
    pub fn joins_word(&self, word: &str) -> bool {
        self.joins.contains(word)
    }

    /// Whether a word says the same of two sides.
    pub fn is_mutual(&self, token: &Token) -> bool {
        let word = token.text.to_lowercase();
        self.mutual.iter().any(|stem| word.starts_with(stem.as_str()))
    }

    /// Whether a letter of a text without blanks leads on, denies or limits.
    pub fn turns_on(&self, token: &Token) -> bool {
        self.turning.split(' ').any(|letter| letter == token.text)
    }

    /// Whether two words mean the same: they do the same to a meaning, or stand in one group of synonyms.
    pub fn are_synonyms(&self, a: &Token, b: &Token) -> bool {
        let marks = |token: &Token| self.marks(std::slice::from_ref(token));
        let sense = |token: &Token| self.facts(token, |facts| facts.sense);
        // Forms of one word are judged as such: "grantor" and "grantee" stand in one row of the table by their stem.
        if endings::of(&a.text, &b.text).is_some() {
            return false;
        }
        let own = marks(a);
        let places = |cue: &Cue| matches!(cue, Cue::Then | Cue::Before | Cue::After | Cue::Except | Cue::Nearly);
        !own.is_empty() && own == marks(b)
            || sense(a).is_some() && sense(a) == sense(b)
            || self.cue(a).filter(places).is_some_and(|cue| self.cue(b) == Some(cue))
            || unit(a).is_some() && unit(a) == unit(b)
    }

    /// Whether two words are forms of one: one stem, and endings that only bend it. Who does something is not to whom
    /// it is done: `employer`, `employee`.
    pub fn are_forms(&self, a: &str, b: &str) -> bool {
        let Some([own, other]) = endings::of(a, b) else { return false };
        let known = |ending: &str| self.endings.is_empty() || ending.is_empty() || self.endings.contains(ending);
        let does = |ending: &str| self.doers.iter().any(|doer| doer == ending);
        known(&own) && known(&other) && does(&own) == does(&other) || does(&own) && does(&other)
    }

    /// Whether a syllable before the one word makes the other.
    pub fn prefixed(&self, a: &str, b: &str) -> bool {
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        let head = long.strip_suffix(short).filter(|_| short.chars().count() >= 4);
        head.is_some_and(|head| self.prefixes.iter().any(|prefix| prefix == head))
    }

    /// Whether a word turns a meaning in this language, by its letters alone.
    pub fn knows(&self, word: &Token) -> bool {
        self.facts(word, |facts| !facts.marks.is_empty())
    }

    /// The word of which one is a form, where its forms do not begin alike: "keep", "kept".
    pub fn form(&self, token: &Token) -> Option<u16> {
        self.facts(token, |facts| facts.form)
    }

    /// Whether a word stands before a reason and nothing else: "as" compares, too.
    pub fn tells_why(&self, token: &Token) -> bool {
        self.why.contains(&token.text)
    }

    /// Whether a word stands for something that was named before: "it", "she".
    pub fn is_pronoun(&self, token: &Token) -> bool {
        self.pronouns.contains(&token.text)
    }

    /// How many words at the head of a statement say that it comes next: "then", "after that".
    pub fn next_step(&self, tokens: &[Token]) -> Option<usize> {
        let first = self.cue(tokens.first()?);
        let points = || tokens.get(1).is_some_and(|next| self.points(next));
        match first {
            Some(Cue::Then) => Some(1),
            Some(Cue::After) if points() => Some(2),
            _ => None,
        }
    }

    /// Whether a word points at one of several: "this".
    pub fn points(&self, token: &Token) -> bool {
        self.pointing.contains(&token.text)
    }

    /// Whether one of two words points at one of several, and the other one stands for each: "this", "any".
    pub fn points_otherwise(&self, a: &Token, b: &Token) -> bool {
        let each = |token: &Token| {
            self.whichever.contains(&token.text) || self.has(token, |mark| matches!(mark, Mark::Quantity("all")))
        };
        self.points(a) && each(b) || self.points(b) && each(a)
    }

    /// Whether a word takes away what stands behind it: "without".
    pub fn lacks(&self, token: &Token) -> bool {
        self.lacking.contains(&token.text)
    }

    /// Whether a word is one for all of two.
    pub fn is_both(&self, token: &Token) -> bool {
        self.both.contains(&token.text)
    }

    /// Whether a word makes another verb of the one before it: "call off".
    pub fn is_particle(&self, token: &Token) -> bool {
        self.particles.contains(&token.text)
    }

    /// Whether some tokens say that something may be so, was so, or is missing.
    pub fn doubts(&self, tokens: &[Token]) -> bool {
        self.marks(tokens).contains(&Mark::Doubt)
    }
}
