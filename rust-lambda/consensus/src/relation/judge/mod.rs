//! Two lists of tokens judged: the same, different, or in contradiction.

mod denied;
mod named;
mod order;

use std::cell::OnceCell;

use super::contrast::Language;
use super::facing::{differ, signs};
use super::flags;
use super::halves;
use super::hunks::{self, Hunk};
use super::token::{Sort, Token};
use super::tokens::Tokens;
use crate::wire::Relation;

/// A place that differs in more tokens is another remark, not another word.
const MOST_IN_HUNK: usize = 9;

/// Texts of at most this many tokens are statements that need not be worded alike to deny each other.
const FEW: usize = 4;

/// How two lists of tokens of a language stand to each other; without `names` another name is another spelling.
pub fn relation(a: &[Token], b: &[Token], language: &Language, names: bool) -> Relation {
    let (a, b) = (&*halves::written(a, b), &*halves::written(b, a));
    let b = &*flags::aligned(a, b);
    if equal(a, b) {
        return Relation::Same;
    }
    if a.is_empty() || b.is_empty() {
        return Relation::Differs;
    }
    if let Some(relation) = order::reordered(a, b, language) {
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
    let several = hunks.len() > 1;
    let judge = Judge { a, b, language, few, by_name: names, several, moved: OnceCell::new() };
    let units = judge.same_amounts();
    let hunks = judge.with_what_is_denied(hunks);
    let turned = hunks.iter().any(|hunk| judge.contrasts(hunk, units));
    if turned { Relation::Contradicts } else { Relation::Differs }
}

/// Whether two lists differ in amounts that convert into each other and in nothing else: "60 s", "1 minute".
pub fn are_converted(a: &Tokens, b: &Tokens) -> bool {
    if a.numbers == 0 || b.numbers == 0 {
        return false;
    }
    let language = a.language_with(b);
    let judge = Judge { a, b, language, few: false, by_name: false, several: false, moved: OnceCell::new() };
    let hunks = || hunks::between(a, b).map(|(hunks, _)| hunks).unwrap_or_default();
    judge.same_amounts() && hunks().iter().all(|hunk| judge.is_amount(hunk))
}

fn equal(a: &[Token], b: &[Token]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals(b))
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
        let of = |sorts: &[Sort]| own.iter().chain(other).any(|token| sorts.contains(&token.sort));
        (!same_amounts && of(&[Sort::Sign]) && signs(own, other) != signs(other, own))
            || (of(&[Sort::Flag, Sort::Path])
                && differ(own, other, |token| matches!(token.sort, Sort::Flag | Sort::Path)))
            || (!same_amounts && (self.numbers(own, other) || self.units(hunk)))
            || (self.by_name && self.names(hunk))
            || self.marks(hunk)
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
}
