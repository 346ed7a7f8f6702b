//! Two lists of tokens judged: the same, different, or in contradiction.

use std::cell::OnceCell;

use super::Relation;
use super::contrast::{self, Language, Mark};
use super::facing::{amounts, differ, faced, forbids, limited, signs, spelled_alike, take_common};
use super::flags;
use super::hunks::{self, Hunk};
use super::token::{Sort, Token};

/// A place that differs in more tokens is another remark, not another word.
const MOST_IN_HUNK: usize = 9;

/// Texts of at most this many tokens are statements that need not be worded alike to deny each other.
const FEW: usize = 4;

/// Longer texts are not one clause and another.
const LONGEST_ROTATED: usize = 60;

/// A denial belongs to a place that follows within so many words.
const NEAR: usize = 3;

/// Words with the same first letters are forms of one.
const STEM: usize = 4;

/// Letters beside a place that differs which belong to its words, in scripts without blanks.
const BESIDE: usize = 3;

/// How two lists of tokens stand to each other; without `names` another name is another spelling.
pub fn relation(a: &[Token], b: &[Token], names: bool) -> Relation {
    let b = &*flags::aligned(a, b);
    if equal(a, b) {
        return Relation::Same;
    }
    if a.is_empty() || b.is_empty() {
        return Relation::Differs;
    }
    if let Some(relation) = reordered(a, b) {
        return relation;
    }
    let few = a.len().max(b.len()) <= FEW;
    let alike = |shared: usize| few || 2 * shared >= a.len().min(b.len());
    if !alike(hunks::most_shared(a, b)) {
        return Relation::Differs;
    }
    let Some((hunks, shared)) = hunks::between(a, b) else { return Relation::Differs };
    if !alike(shared) {
        return Relation::Differs;
    }
    let language = contrast::language_of(a, b);
    let judge = Judge { a, b, language, few, by_name: names, several: hunks.len() > 1, moved: OnceCell::new() };
    let units = judge.same_amounts();
    let hunks = judge.with_what_is_denied(hunks);
    let turned = hunks.iter().any(|hunk| judge.contrasts(hunk, units));
    if turned { Relation::Contradicts } else { Relation::Differs }
}

fn equal(a: &[Token], b: &[Token]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals(b))
}

/// The same tokens in another order: lines or sentences in another order differ, words around a sign, a negation or a
/// direction contradict.
fn reordered(a: &[Token], b: &[Token]) -> Option<Relation> {
    if a.len() != b.len() {
        return None;
    }
    // Sums of numbers for the tokens tell nearly all others apart.
    let sum = |tokens: &[Token]| tokens.iter().fold(0_u64, |sum, token| sum.wrapping_add(token.key(token.code)));
    if sum(a) != sum(b) {
        return None;
    }
    let sorted = |tokens: &[Token]| {
        let mut texts: Vec<String> = tokens.iter().map(folded).collect();
        texts.sort_unstable();
        texts
    };
    if sorted(a) != sorted(b) {
        return None;
    }
    if statements(a) == statements(b) || is_rotated(a, b) {
        return Some(Relation::Differs);
    }
    let language = contrast::language_of(a, b);
    let turns =
        a.iter().any(|token| token.code || matches!(token.sort, Sort::Sign | Sort::Number | Sort::Flag | Sort::Path))
            || language.marks(a).iter().any(|mark| matches!(mark, Mark::Not | Mark::Side(..)));
    Some(if turns { Relation::Contradicts } else { Relation::Differs })
}

/// Whether a clause only stands at the other end: "after the upgrade, restart the pod".
fn is_rotated(a: &[Token], b: &[Token]) -> bool {
    let prose =
        a.len() > 3 && a.iter().chain(b).all(|token| !token.code && matches!(token.sort, Sort::Word | Sort::Number));
    let turned = |at: usize| a[at..].iter().chain(&a[..at]).zip(b).all(|(a, b)| a.equals(b));
    prose && a.len() <= LONGEST_ROTATED && (2..=a.len() - 2).any(turned)
}

/// A token without the case that is harmless: `-v` and `-V` are two flags.
fn folded(token: &Token) -> String {
    if token.code || token.sort != Sort::Word { token.text.clone() } else { token.text.to_lowercase() }
}

/// Sentences and lines of code, sorted.
fn statements(tokens: &[Token]) -> Vec<String> {
    let parts = tokens
        .chunk_by(|before, next| !next.opens && before.sort != Sort::Break && (!next.code || before.line == next.line));
    let mut texts: Vec<String> = parts
        .map(|part| {
            let words = part.iter().filter(|token| token.sort != Sort::Break).map(folded);
            words.collect::<Vec<_>>().join(" ")
        })
        .filter(|text| !text.is_empty())
        .collect();
    texts.sort_unstable();
    texts
}

struct Judge<'a> {
    a: &'a [Token],
    b: &'a [Token],
    language: &'a Language,
    few: bool,
    /// Whether another name in the same place turns the meaning.
    by_name: bool,
    /// Whether the texts differ in several places.
    several: bool,
    /// See [`Judge::moved`]; few comparisons ask for it.
    moved: OnceCell<bool>,
}

impl Judge<'_> {
    /// Whether a place that differs turns the meaning.
    fn contrasts(&self, hunk: &Hunk, same_amounts: bool) -> bool {
        let (own, other) = (&self.a[hunk.a.clone()], &self.b[hunk.b.clone()]);
        let code = own.iter().chain(other).any(|token| token.code);
        if code {
            return !self.is_added_line(hunk);
        }
        if own.len().max(other.len()) > MOST_IN_HUNK && !self.language.is_unspaced() {
            return false;
        }
        if own.len().max(other.len()) > 3 * MOST_IN_HUNK {
            return false;
        }
        signs(own, other) != signs(other, own) && !same_amounts
            || differ(own, other, |token| matches!(token.sort, Sort::Flag | Sort::Path))
            || (!same_amounts && (self.numbers(own, other) || self.units(hunk)))
            || (self.by_name && self.names(hunk))
            || self.marks(hunk)
    }

    /// The places that differ, a lone denial together with the other place that follows in its clause: "cannot take many
    /// writers" and "can take only one writer" differ in one place.
    fn with_what_is_denied(&self, hunks: Vec<Hunk>) -> Vec<Hunk> {
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
                token.sort == Sort::Word
                    && !self.language.is_grammar(&token.text)
                    && self.language.marks(std::slice::from_ref(*token)).is_empty()
            };
            tokens.iter().filter(carries).map(|token| token.text.chars().take(STEM).collect()).collect()
        };
        let (own, other) = (words(own), words(other));
        let (short, long) = if own.len() <= other.len() { (own, other) } else { (other, own) };
        !short.is_empty() && (long.len() > short.len() || short.iter().any(|word| !long.contains(word)))
    }

    /// Whether only whole lines of a longer code were added or taken away.
    fn is_added_line(&self, hunk: &Hunk) -> bool {
        let (tokens, range) = match (hunk.a.is_empty(), hunk.b.is_empty()) {
            (true, false) => (self.b, &hunk.b),
            (false, true) => (self.a, &hunk.a),
            _ => return false,
        };
        let lines = tokens.iter().map(|token| token.line).collect::<std::collections::BTreeSet<_>>().len();
        let inside = |line: usize| {
            let all = tokens.iter().enumerate().filter(|(_, token)| token.line == line && token.sort != Sort::Break);
            all.into_iter().all(|(at, _)| range.contains(&at))
        };
        lines > 2
            && tokens[range.clone()].iter().filter(|token| token.sort != Sort::Break).all(|token| inside(token.line))
    }

    /// Whether each has a number that the other lacks, in figures or in words.
    fn numbers(&self, own: &[Token], other: &[Token]) -> bool {
        differ(own, other, |token| token.sort == Sort::Number)
    }

    /// Whether all amounts are the same, in other units: `60 s` and `1 minute`.
    fn same_amounts(&self) -> bool {
        let (own, other) = (amounts(self.a), amounts(self.b));
        let near =
            |a: &(String, f64), b: &(String, f64)| a.0 == b.0 && (a.1 - b.1).abs() <= 1e-9 * a.1.abs().max(b.1.abs());
        let count = |tokens: &[Token]| tokens.iter().filter(|token| token.sort == Sort::Number).count();
        !own.is_empty()
            && own.len() == other.len()
            && own.len() == count(self.a)
            && other.len() == count(self.b)
            && own.iter().zip(&other).all(|(a, b)| near(a, b))
    }

    /// Whether an amount has another unit.
    fn units(&self, hunk: &Hunk) -> bool {
        let of = |tokens: &[Token], range: &std::ops::Range<usize>| {
            let measured = |at: &usize| *at > 0 && tokens[at - 1].sort == Sort::Number;
            range.clone().filter(measured).find_map(|at| contrast::unit(&tokens[at].text))
        };
        match (of(self.a, &hunk.a), of(self.b, &hunk.b)) {
            (Some(own), Some(other)) => own != other,
            _ => false,
        }
    }

    /// Whether another name stands in the same place.
    fn names(&self, hunk: &Hunk) -> bool {
        let (own, other) = (self.named(self.a, &hunk.a), self.named(self.b, &hunk.b));
        !own.is_empty()
            && !other.is_empty()
            && own.iter().all(|name| !other.contains(name))
            && !spelled_alike(&own, &other)
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
            let measured = *at > 0 && tokens[at - 1].sort == Sort::Number && contrast::unit(&token.text).is_some();
            token.sort == Sort::Word
                && token.named
                && !measured
                && (!token.opens || subject)
                && (!noun || token.text.contains(|letter: char| letter.is_numeric() || letter == '_'))
        };
        range.clone().filter(is_name).map(|at| tokens[at].text.as_str()).collect()
    }

    /// Whether a word that turns the meaning stands on one side only, or its opposite on the other.
    fn marks(&self, hunk: &Hunk) -> bool {
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
