//! Denials, opposites and other words that turn the meaning of a place in which texts differ.

use super::{Judge, MOST_IN_HUNK};
use crate::relation::contrast;
use crate::relation::facing::{faced, forbids, limited, take_common};
use crate::relation::hunks::Hunk;
use crate::relation::mark::Mark;
use crate::relation::token::{Sort, Token};

/// A denial belongs to a place that follows within so many words.
const NEAR: usize = 3;

/// Words with the same first letters are forms of one.
const STEM: usize = 4;

/// Letters beside a place that differs which belong to its words, in scripts without blanks.
const BESIDE: usize = 3;

impl Judge<'_> {
    /// The places that differ, a lone denial together with the other place that follows in its clause: "cannot take many
    /// writers" and "can take only one writer" differ in one place.
    pub fn with_what_is_denied(&self, hunks: Vec<Hunk>) -> Vec<Hunk> {
        let mut kept: Vec<Hunk> = Vec::with_capacity(hunks.len());
        for hunk in hunks {
            let near = |last: &Hunk| {
                let lone = last.a.is_empty() != last.b.is_empty();
                let marks = |range: &std::ops::Range<usize>, of: &[Token]| self.language.marks(&of[range.clone()]);
                let denies =
                    || marks(&last.a, self.a).into_iter().chain(marks(&last.b, self.b)).any(|mark| mark == Mark::Not);
                let between = &self.a[last.a.end..hunk.a.start];
                let both = !hunk.a.is_empty() && !hunk.b.is_empty();
                let length = (hunk.a.end - last.a.start).max(hunk.b.end - last.b.start);
                lone && both
                    && between.len() <= NEAR
                    && length <= MOST_IN_HUNK
                    && !between.iter().chain(&self.a[hunk.a.clone()]).any(|token| token.opens || token.code)
                    && denies()
            };
            match kept.last_mut().filter(|last| near(last)) {
                Some(last) => *last = Hunk { a: last.a.start..hunk.a.end, b: last.b.start..hunk.b.end },
                None => kept.push(hunk),
            }
        }
        kept
    }

    /// Whether a place says more on both sides than what is denied: then the denial speaks of something else.
    fn speaks_of_other(&self, own: &[Token], other: &[Token]) -> bool {
        let words = |tokens: &[Token]| -> Vec<String> {
            let carries = |token: &&Token| {
                token.sort == Sort::Word && !self.language.is_grammar(token) && !self.language.turns(token)
            };
            tokens.iter().filter(carries).map(|token| token.text.chars().take(STEM).collect()).collect()
        };
        let (own, other) = (words(own), words(other));
        let (short, long) = if own.len() <= other.len() { (own, other) } else { (other, own) };
        !short.is_empty() && (long.len() > short.len() || short.iter().any(|word| !long.contains(word)))
    }

    /// Whether a word that turns the meaning stands on one side only, or its opposite on the other.
    pub fn marks(&self, hunk: &Hunk) -> bool {
        // "must not" and "need not" differ in one word, and mean something as two.
        let pairs = |tokens: &[Token], range: &std::ops::Range<usize>| {
            let ends = range.end > range.start && range.end < tokens.len();
            ends && self.language.are_one(&tokens[range.end - 1], &tokens[range.end])
        };
        let joined = pairs(self.a, &hunk.a) || pairs(self.b, &hunk.b);
        let wide = |tokens: &[Token], range: &std::ops::Range<usize>| {
            if !self.language.is_unspaced() {
                return range.start..range.end + usize::from(joined && range.end < tokens.len());
            }
            let letter = |at: usize| contrast::is_unspaced(&tokens[at]);
            let mut start = range.start;
            while start > 0 && range.start - start < BESIDE && letter(start - 1) {
                start -= 1;
            }
            let mut end = range.end;
            while end < tokens.len() && end - range.end < BESIDE && letter(end) {
                end += 1;
            }
            start..end
        };
        let (a, b) = (&self.a[wide(self.a, &hunk.a)], &self.b[wide(self.b, &hunk.b)]);
        let mut own = self.language.marks(a);
        let mut other = self.language.marks(b);
        take_common(&mut own, &mut other);
        let odd = own.iter().chain(&other).filter(|mark| **mark == Mark::Not).count() % 2 == 1;
        let faced = faced(&own, &other) || self.turned(a, b);
        let elsewhere = || self.moved() || (!self.language.is_unspaced() && self.speaks_of_other(a, b));
        // "not open" is "closed": a denial turns an opposite back. "Must not" is no "need not".
        if faced { !odd || forbids(&own, &other) } else { (odd && !elsewhere()) || limited(&own) != limited(&other) }
    }

    /// Whether denials only stand in other places: each text has as many.
    fn moved(&self) -> bool {
        let count = |tokens: &[Token]| self.language.marks(tokens).iter().filter(|mark| **mark == Mark::Not).count();
        self.several && *self.moved.get_or_init(|| count(self.a) == count(self.b))
    }

    /// Whether one word is another with a syllable that turns it around.
    fn turned(&self, own: &[Token], other: &[Token]) -> bool {
        own.iter().any(|a| other.iter().any(|b| self.language.prefixed(&a.text, &b.text)))
    }
}
