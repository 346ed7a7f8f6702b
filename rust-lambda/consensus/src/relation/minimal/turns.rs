//! What turns a statement where only one of two fillings has it, or each has another.

use super::places::Places;
use super::scripts::is_other_script;
use crate::relation::contrast::others;
use crate::relation::hunks::Hunk;
use crate::relation::mark::{Cue, Mark};
use crate::relation::token::{Sort, Token};

/// A preposition that has an opposite and fewer letters is put for many others: `in`, `on`, `at`.
const LEAST_OF_A_DIRECTION: usize = 4;

impl Places<'_> {
    /// Whether the fillings do the same to a meaning and carry nothing else: "rose", "went up"; "not possible", "impossible".
    pub(super) fn say_alike(&self, own: &[Token], other: &[Token]) -> bool {
        let marks = |tokens: &[Token]| self.language.marks(tokens);
        let (mut mine, mut others) = (marks(own), marks(other));
        let denied = |marks: &mut Vec<Mark>| {
            let before = marks.len();
            marks.retain(|mark| *mark != Mark::Not);
            before != marks.len()
        };
        let (denies, denies_too) = (denied(&mut mine), denied(&mut others));
        if denies != denies_too {
            return own.iter().any(|a| other.iter().any(|b| self.language.prefixed(&a.text, &b.text)));
        }
        !mine.is_empty() && mine == others && own.len().max(other.len()) <= mine.len() + 1
    }

    /// Whether something changes to a value in the one and by it in the other.
    pub(super) fn changes_otherwise(&self, hunk: &Hunk, own: &[Token], other: &[Token]) -> bool {
        let ([own], [other]) = (own, other) else { return false };
        let number = |tokens: &[Token], end: usize| tokens.get(end).is_some_and(|next| next.sort == Sort::Number);
        let changes = self.language.change(own).zip(self.language.change(other));
        changes.is_some_and(|(own, other)| own != other) && number(self.a, hunk.a.end) && number(self.b, hunk.b.end)
    }

    /// Whether a filling counts, denies, or takes one side of a pair of opposites.
    pub(super) fn marked(&self, tokens: &[Token]) -> bool {
        self.language.marks(tokens).iter().any(|mark| !matches!(mark, Mark::Modal(_)))
    }

    pub(super) fn is(&self, token: &Token, cue: Cue) -> bool {
        self.language.cue(token) == Some(cue)
    }

    /// Whether words of the grammar alone turn what is said.
    pub(super) fn turns(&self, tokens: &[Token]) -> bool {
        let short = |token: &Token| token.text.chars().count() < LEAST_OF_A_DIRECTION;
        let turns = |token: &Token| {
            self.language.has(token, |mark| match mark {
                Mark::Modal(_) => false,
                Mark::Side(..) => !short(token),
                _ => true,
            })
        };
        tokens.iter().any(|token| turns(token) || self.is(token, Cue::Except))
    }

    /// Whether both lead on, and not to the same: "to 20", "by 20"; "from 2", "up to 2".
    pub(super) fn directs_otherwise(&self, own: &[Token], other: &[Token]) -> bool {
        let (own, other) = (self.directions(own), self.directions(other));
        !own.is_empty() && !other.is_empty() && own != other
    }

    /// Whether one word makes one of several of any of them, or what is of what should be: "this", "any"; "does", "should".
    pub(super) fn is_meant_otherwise(&self, own: &[Token], other: &[Token]) -> bool {
        let ([own], [other]) = (own, other) else { return false };
        let binds = |token: &Token| self.language.has(token, |mark| matches!(mark, Mark::Modal("must" | "should")));
        let is = |token: &Token| self.language.tenses(std::slice::from_ref(token)) != 0;
        self.language.points_otherwise(own, other) || binds(own) && is(other) || is(own) && binds(other)
    }

    /// Whether only one text has another verb by a word like "off": "calls for", "calls off".
    pub(super) fn is_another_verb(&self, own: &[Token], other: &[Token]) -> bool {
        let ([own], [other]) = (own, other) else { return false };
        let from = |token: &Token| self.is(token, Cue::From);
        self.language.is_particle(own) != self.language.is_particle(other) && !from(own) && !from(other)
    }

    fn directions(&self, tokens: &[Token]) -> Vec<(Option<Cue>, Vec<Mark>)> {
        let sides = |tokens: &[Token]| -> Vec<Mark> {
            self.language.marks(tokens).into_iter().filter(|mark| matches!(mark, Mark::Side(..))).collect()
        };
        if tokens.len() > 1 && !sides(tokens).is_empty() {
            return vec![(None, sides(tokens))];
        }
        let of = |token: &Token| {
            let cue = self.language.cue(token).filter(|cue| !matches!(cue, Cue::Article | Cue::Than | Cue::Nearly));
            let long = token.text.chars().count() >= LEAST_OF_A_DIRECTION;
            let sides = if long { sides(std::slice::from_ref(token)) } else { Vec::new() };
            (cue.is_some() || !sides.is_empty()).then_some((cue, sides))
        };
        tokens.iter().filter_map(of).collect()
    }

    /// Whether only one of two is a mere possibility, or lies in the future.
    pub(super) fn binds_otherwise(&self, own: &[Token], other: &[Token]) -> bool {
        if matches!((self.language.tense(own), self.language.tense(other)), (Some(own), Some(other)) if own != other) {
            return true;
        }
        let modal = |tokens: &[Token], group: &str| {
            self.language.marks(tokens).iter().any(|mark| matches!(mark, Mark::Modal(found) if *found == group))
        };
        ["may", "will"].iter().any(|group| modal(own, group) != modal(other, group))
    }

    /// Whether what only one of two adds leaves something out, counts, or turns the word behind it: "all regions but
    /// Paris", "at least one", "no less", "to 20".
    pub(super) fn limits(&self, hunk: &Hunk, own: &[Token], other: &[Token]) -> bool {
        let (added, next) =
            if own.is_empty() { (other, self.b.get(hunk.b.end)) } else { (own, self.a.get(hunk.a.end)) };
        let Some((first, last)) = added.first().zip(added.last()) else { return false };
        if is_other_script(first)
            || self.language.doubts(added)
            || others::denies(added)
            || added.len() > 1 && self.is(first, Cue::Except)
        {
            return true;
        }
        // "A and C" is more than A.
        let named = |token: &Token| token.named || token.sort == Sort::Number;
        if added.len() > 1 && self.language.joins(first) && added[1..].iter().all(named) {
            return true;
        }
        let has = |tokens: &[Token], wanted: fn(&Mark) -> bool| self.language.marks(tokens).iter().any(wanted);
        let numbered = |token: &Token| {
            token.sort == Sort::Number || has(std::slice::from_ref(token), |mark| matches!(mark, Mark::Number(_)))
        };
        if added.len() > 1
            && has(added, |mark| matches!(mark, Mark::Side(..)))
            && added.iter().chain(next).any(numbered)
        {
            return true;
        }
        let Some(next) = next else { return false };
        let nearly = added.iter().any(|token| self.is(token, Cue::Nearly));
        nearly && has(std::slice::from_ref(next), |mark| matches!(mark, Mark::Quantity(_)))
            || self.language.are_one(last, next)
            || added.len() == 1 && numbered(next) && matches!(self.language.cue(first), Some(Cue::To | Cue::By))
    }
}
