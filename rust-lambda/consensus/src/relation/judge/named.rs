//! Amounts and names in the place in which texts differ.

use super::Judge;
use crate::relation::contrast;
use crate::relation::facing::{amounts, differ, spelled_alike};
use crate::relation::hunks::Hunk;
use crate::relation::mark::{Cue, Mark};
use crate::relation::token::{Sort, Token};

impl Judge<'_> {
    /// Whether each has a number that the other lacks, in figures or in words.
    pub fn numbers(&self, own: &[Token], other: &[Token]) -> bool {
        differ(own, other, |token| token.sort == Sort::Number)
    }

    /// Whether all amounts are the same, in other units: `60 s` and `1 minute`.
    pub fn same_amounts(&self) -> bool {
        let (own, other) = (amounts(self.a), amounts(self.b));
        let near =
            |a: &(&str, f64), b: &(&str, f64)| a.0 == b.0 && (a.1 - b.1).abs() <= 1e-9 * a.1.abs().max(b.1.abs());
        let count = |tokens: &[Token]| tokens.iter().filter(|token| token.sort == Sort::Number).count();
        !own.is_empty()
            && own.len() == other.len()
            && own.len() == count(self.a)
            && other.len() == count(self.b)
            && own.iter().zip(&other).all(|(a, b)| near(a, b))
    }

    /// Whether a place holds amounts and nothing else.
    pub fn is_amount(&self, hunk: &Hunk) -> bool {
        let all = |tokens: &[Token], range: &std::ops::Range<usize>| {
            let measured = |at: usize| {
                let unit = at > 0 && tokens[at - 1].sort == Sort::Number && contrast::unit(&tokens[at]).is_some();
                !tokens[at].code && (tokens[at].sort == Sort::Number || unit)
            };
            range.clone().all(measured)
        };
        all(self.a, &hunk.a) && all(self.b, &hunk.b)
    }

    /// Whether an amount has another unit.
    pub fn units(&self, hunk: &Hunk) -> bool {
        let of = |tokens: &[Token], range: &std::ops::Range<usize>| {
            let measured = |at: &usize| *at > 0 && tokens[at - 1].sort == Sort::Number;
            range.clone().filter(measured).find_map(|at| contrast::unit(&tokens[at]))
        };
        match (of(self.a, &hunk.a), of(self.b, &hunk.b)) {
            (Some(own), Some(other)) => own != other,
            _ => false,
        }
    }

    /// Whether another name stands in the same place.
    pub fn names(&self, hunk: &Hunk) -> bool {
        let (own, other) = (self.named(self.a, &hunk.a), self.named(self.b, &hunk.b));
        !own.is_empty()
            && !other.is_empty()
            && own.iter().all(|name| !other.contains(name))
            && !spelled_alike(&own, &other)
            && !self.are_quantities(hunk)
    }

    /// Whether the places begin with words that say the same of how many: "all", "every".
    fn are_quantities(&self, hunk: &Hunk) -> bool {
        let first = self.a.get(hunk.a.start).zip(self.b.get(hunk.b.start));
        first.is_some_and(|(own, other)| own.opens && other.opens && self.language.are_synonyms(own, other))
    }

    fn named<'t>(&self, tokens: &'t [Token], range: &std::ops::Range<usize>) -> Vec<&'t str> {
        let is_name = |at: &usize| {
            let token = &tokens[*at];
            let after = tokens.get(at + 1).filter(|_| range.end == at + 1);
            let subject = self.few || after.is_some_and(|next| self.language.be.contains(&next.text));
            let noun = !self.language.nouns.is_empty() && *at > 0 && !token.opens && {
                let before = &tokens[at - 1].text;
                self.language.nouns.contains(before)
                    || ["e", "en", "er", "es", "em"].iter().any(|end| before.ends_with(end))
            };
            let measured = *at > 0 && tokens[at - 1].sort == Sort::Number && contrast::unit(token).is_some();
            // "All values", "the values": a capital that only opens a sentence makes no name of a small word.
            let article = self.language.cue(token) == Some(Cue::Article);
            let small = token.opens && (article || self.language.is_pronoun(token));
            token.sort == Sort::Word
                && token.named
                && !small
                && !(token.opens && self.language.has(token, |mark| matches!(mark, Mark::Modal(_))))
                && !measured
                && (!token.opens || subject)
                && (!noun || token.text.contains(|letter: char| letter.is_numeric() || letter == '_'))
        };
        range.clone().filter(is_name).map(|at| tokens[at].text.as_str()).collect()
    }
}
