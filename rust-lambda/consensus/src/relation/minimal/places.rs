//! One place in which two texts differ: whether its two fillings make two statements.

use std::ops::Range;

use super::scripts;
use crate::relation::contrast::{Language, others};
use crate::relation::hunks::{self, Hunk};
use crate::relation::mark::Cue;
use crate::relation::token::{Sort, Token};

/// Tokens of one filling; more is another remark.
const MOST_IN_A_PLACE: usize = 4;

/// Words of one filling that carry something.
const MOST_CARRIED: usize = 2;

/// Two texts of one language.
pub struct Places<'t> {
    /// The one.
    pub a: &'t [Token],
    /// The other.
    pub b: &'t [Token],
    /// Their language.
    pub language: &'t Language,
}

impl Places<'_> {
    /// Whether what stands in one place makes another statement.
    pub fn tells(&self, hunk: &Hunk) -> bool {
        let (own, other) = (&self.a[hunk.a.clone()], &self.b[hunk.b.clone()]);
        if let ([own], [other]) = (own, other)
            && is_letter(own)
            && is_letter(other)
        {
            return true;
        }
        if scripts::tells_other_script(own, other) {
            return true;
        }
        if self.is_meant_otherwise(own, other) {
            return true;
        }
        let (own, other) = (self.bare(own), self.bare(other));
        if own.len().max(other.len()) > MOST_IN_A_PLACE {
            return false;
        }
        let (own, other) = (self.without(&own, &other), self.without(&other, &own));
        if self.say_alike(&own, &other) || hunks::are_one_word(&own, &other) {
            return false;
        }
        let carries = |token: &&Token| token.sort == Sort::Word && !self.language.is_grammar(token);
        let carried = |tokens: &[Token]| tokens.iter().filter(carries).count();
        if self.names_before(&own, &other) || self.names_before(&other, &own) || self.follow_alike(&own, &other) {
            return false;
        }
        match (carried(&own), carried(&other)) {
            _ if self.is_another_verb(&own, &other)
                || others::tell(&own, &other)
                || self.changes_otherwise(hunk, &own, &other) =>
            {
                true
            }
            (0, 0) => self.directs_otherwise(&own, &other) || self.binds_otherwise(&own, &other),
            (0, _) | (_, 0) if own.is_empty() || other.is_empty() => self.limits(hunk, &own, &other),
            // "the main thread", "any thread"
            (0, _) => self.turns(&own) || self.binds_otherwise(&own, &other),
            (_, 0) => self.turns(&other) || self.binds_otherwise(&own, &other),
            (few, many) => few.max(many) <= MOST_CARRIED && !self.have_moved(hunk, &own, &other),
        }
    }

    /// Whether all that one of two fillings carries stands elsewhere in the other text, in another form: "Add a cache and put it
    /// in front", "a cache should be added in front".
    fn have_moved(&self, hunk: &Hunk, own: &[Token], other: &[Token]) -> bool {
        let beside = |tokens: &[Token], range: &Range<usize>| [&tokens[..range.start], &tokens[range.end..]].concat();
        let is_form = |a: &Token, b: &Token| a.stem().is_some() && a.stem() == b.stem() && !a.equals(b);
        let bends = |a: &Token, b: &Token| is_form(a, b) && self.language.are_forms(&a.text, &b.text);
        let moved = |tokens: &[Token], others: &[Token]| {
            let mut said = tokens.iter().filter(|token| self.language.carries(token)).peekable();
            said.peek().is_some() && said.all(|token| others.iter().any(|other| bends(token, other)))
        };
        moved(own, &beside(self.b, &hunk.b)) || moved(other, &beside(self.a, &hunk.a))
    }

    /// Whether both fillings say that what follows comes next: "After that", "and afterwards".
    fn follow_alike(&self, own: &[Token], other: &[Token]) -> bool {
        let follows = |tokens: &[Token]| {
            let said =
                tokens.iter().position(|token| !self.language.joins(token)).map_or(&tokens[..0], |at| &tokens[at..]);
            self.language.next_step(said) == Some(said.len())
        };
        follows(own) && follows(other)
    }

    /// Whether one filling is a word for what was named before, and the other names something or joins what follows.
    fn names_before(&self, own: &[Token], other: &[Token]) -> bool {
        let stands = |token: &Token| self.language.is_pronoun(token);
        let names = |token: &Token| (self.language.carries(token) || self.language.joins(token)) && !stands(token);
        matches!(own, [word] if stands(word)) && !other.is_empty() && other.iter().all(names)
    }

    /// Without articles.
    fn bare(&self, tokens: &[Token]) -> Vec<Token> {
        let article =
            |token: &&Token| self.language.cue(token) != Some(Cue::Article) || self.marked(std::slice::from_ref(token));
        tokens.iter().filter(article).cloned().collect()
    }

    /// Without words that the other filling has in another form, or for which it has one of the same meaning.
    fn without(&self, tokens: &[Token], others: &[Token]) -> Vec<Token> {
        let held = |token: &&Token| {
            !others.iter().any(|other| {
                token.sort == other.sort
                    && (token.equals(other)
                        || self.language.are_forms(&token.text, &other.text) && !is_past(token, other)
                        || self.language.are_synonyms(token, other))
            })
        };
        tokens.iter().filter(held).cloned().collect()
    }
}

/// Whether a token is one letter: clause (a).
fn is_letter(token: &Token) -> bool {
    matches!(token.text.as_bytes(), [letter] if letter.is_ascii_alphabetic())
}

/// Whether one of two forms of a word tells of what was, and the other of what is: `expired`, `expires`.
fn is_past(a: &Token, b: &Token) -> bool {
    let of = |past: &Token, present: &Token| {
        past.text.ends_with("ed") && present.text.ends_with('s') && !present.text.ends_with("ss")
    };
    of(a, b) || of(b, a)
}
