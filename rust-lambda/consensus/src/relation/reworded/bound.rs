//! What denies, limits, counts or compares, told by the word before which it stands.

use super::{Shared, Words};
use crate::relation::mark::{Cue, Mark};
use crate::relation::token::{Sort, Token};

/// What stands before a word of both texts.
#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    Mark(Mark),
    Cue(Cue),
    /// A number, by its text.
    Value(u64),
}

/// It, and the shared word that follows; None where none does.
type Bound = (What, Option<usize>);

/// Whether all of it stands before the same words in both texts.
pub fn is_alike(shared: &Shared, words: &Words) -> bool {
    let [mut own, mut other] = [strict(shared, words, 0), strict(shared, words, 1)];
    take_equal(&mut own, &mut other);
    if !own.is_empty() || !other.is_empty() || !modals_alike(shared, words) || !limits_alike(shared, words) {
        return false;
    }
    // A word of direction that only one text needs says nothing; two that stand against each other do.
    let [mut own, mut other] = [lenient(shared, words, 0), lenient(shared, words, 1)];
    take_equal(&mut own, &mut other);
    own.is_empty() || other.is_empty()
}

/// The same, but for what denies.
pub fn but_for_denials(shared: &Shared, words: &Words) -> bool {
    counts_alike(shared, words) && modals_alike(shared, words) && limits_alike(shared, words)
}

/// The same, but for what denies and for how it binds: "may not" and "must not" are a no to "may it".
pub fn but_for_modals(shared: &Shared, words: &Words) -> bool {
    counts_alike(shared, words) && limits_alike(shared, words)
}

/// The same, wherever it stands.
pub fn but_for_places(shared: &Shared, words: &Words) -> bool {
    let [mut own, mut other] = [0, 1].map(|text| {
        let bound = strict(shared, words, text).into_iter();
        bound.map(|(what, _)| (what, None)).collect::<Vec<Bound>>()
    });
    take_equal(&mut own, &mut other);
    own.is_empty() && other.is_empty() && modals_alike(shared, words) && limits_alike(shared, words)
}

/// Whether what counts stands before the same words in both, but for what denies.
fn counts_alike(shared: &Shared, words: &Words) -> bool {
    let [mut own, mut other] = [0, 1].map(|text| {
        let mut bound = strict(shared, words, text);
        bound.retain(|(what, _)| *what != What::Mark(Mark::Not));
        bound
    });
    take_equal(&mut own, &mut other);
    own.is_empty() && other.is_empty()
}

fn take_equal(own: &mut Vec<Bound>, other: &mut Vec<Bound>) {
    own.retain(|one| match other.iter().position(|found| found == one) {
        Some(at) => {
            other.swap_remove(at);
            false
        }
        None => true,
    });
}

/// Denials, quantities and numbers: each has its counterpart.
fn strict(shared: &Shared, words: &Words, text: usize) -> Vec<Bound> {
    let tokens = shared.texts[text];
    let is_value = |token: &Token| {
        token.sort == Sort::Number || shared.language.has(token, |mark| matches!(mark, Mark::Number(_)))
    };
    // "At most one": two words before a value bound it together.
    let bounds = |at: usize| tokens.iter().skip(at + 1).take(2).any(is_value);
    let marks = shared.language.marks_at(tokens).into_iter().filter(|(at, mark)| match mark {
        Mark::Not | Mark::Doubt => true,
        Mark::Quantity(group) => *group != "only",
        // "One" is an article or a pronoun more often than a number.
        Mark::Number(value) => *value != 1,
        Mark::Side(axis, _) => shared.language.bounds == Some(*axis) || !shared.carries(&tokens[*at]) && bounds(*at),
        Mark::Modal(_) => false,
    });
    let marks = marks.map(|(at, mark)| (What::Mark(mark), words.behind(text, at)));
    // "To 20" is another change than "20" or "by 20".
    let leads = |at: usize| tokens.get(at + 1).is_some_and(&is_value);
    let cues = tokens.iter().enumerate().filter_map(|(at, token)| shared.language.cue(token).map(|cue| (at, cue)));
    let cues = cues.filter(|(at, cue)| matches!(cue, Cue::To | Cue::From | Cue::By) && leads(*at));
    let cues = cues.map(|(at, cue)| (What::Cue(cue), words.behind(text, at)));
    let values = tokens.iter().enumerate().filter(|(_, token)| token.sort == Sort::Number);
    let next = |at: usize| words.content.iter().position(|pair| pair[text] == at + 1);
    marks.chain(cues).chain(values.map(|(at, token)| (What::Value(token.key(true)), next(at)))).collect()
}

/// Directions, comparisons and steps.
fn lenient(shared: &Shared, words: &Words, text: usize) -> Vec<Bound> {
    let tokens = shared.texts[text];
    let language = shared.language;
    let reasons = |token: &Token| matches!(language.cue(token), Some(Cue::Because | Cue::So));
    let silent = |token: &Token| !shared.carries(token) && !language.be.contains(&token.text) && !reasons(token);
    let sides = language.marks_at(tokens).into_iter();
    let sides = sides.filter(|(at, mark)| matches!(mark, Mark::Side(..)) && silent(&tokens[*at]));
    let steps = |at: usize| matches!(language.cue(&tokens[at]), Some(Cue::After | Cue::Before | Cue::Then));
    let sides = sides.filter(|(at, _)| !steps(*at)).map(|(at, mark)| (What::Mark(mark), words.behind(text, at)));
    let cues = tokens.iter().enumerate().filter_map(|(at, token)| language.cue(token).map(|cue| (at, cue)));
    let cues = cues.filter(|(_, cue)| !matches!(cue, Cue::Article | Cue::By | Cue::Because | Cue::So));
    // "Once a day": a step has what follows right behind it.
    let next = |at: usize| {
        let leads = tokens.get(at + 1).is_some_and(|next| super::order::leads(language, next));
        words.behind(text, at).filter(|_| !leads)
    };
    sides.chain(cues.map(|(at, cue)| (What::Cue(cue), next(at)))).collect()
}

/// Whether both bind in the same way; an order may be given as one, or as what must or should be done.
fn modals_alike(shared: &Shared, words: &Words) -> bool {
    let of = |text: usize| -> Vec<(usize, Mark)> {
        let tokens = shared.texts[text];
        let marks = shared.language.marks_at(tokens).into_iter();
        // "Wird" makes the passive, and the future.
        let binds = |at: usize| !shared.language.is_copula(&tokens[at]);
        marks.filter(|(at, mark)| matches!(mark, Mark::Modal(_)) && binds(*at)).collect()
    };
    let groups = |marks: &[(usize, Mark)]| {
        let mut groups: Vec<&str> = marks
            .iter()
            .filter_map(|(_, mark)| if let Mark::Modal(group) = mark { Some(*group) } else { None })
            .collect();
        groups.sort_unstable();
        groups
    };
    let (own, other) = (of(0), of(1));
    let orders = |text: usize, marks: &[(usize, Mark)]| match marks {
        [(at, Mark::Modal("must" | "should"))] => is_order(shared, words, 1 - text, *at),
        _ => false,
    };
    match (&own[..], &other[..]) {
        (marks, []) if !marks.is_empty() => orders(0, marks),
        ([], marks) if !marks.is_empty() => orders(1, marks),
        _ => groups(&own) == groups(&other),
    }
}

/// Whether a text begins with the word that stands behind the modal of the other: "Hire her.", "She should be hired."
fn is_order(shared: &Shared, words: &Words, text: usize, modal: usize) -> bool {
    let first = words.content.iter().min_by_key(|pair| pair[text]);
    // "It does work" is no order.
    let told = |place: usize| shared.texts[text][..place].iter().any(|token| shared.language.be.contains(&token.text));
    first.is_some_and(|pair| pair[1 - text] > modal && !told(pair[text]))
        && !shared.texts[text].iter().any(|token| shared.language.is_copula(token))
}

/// Whether "only" limits who it is in both, or in neither.
fn limits_alike(shared: &Shared, words: &Words) -> bool {
    let of = |text: usize| -> Vec<bool> {
        let tokens = shared.texts[text];
        let only = |at: &usize| shared.language.has(&tokens[*at], |mark| matches!(mark, Mark::Quantity("only")));
        let leads = |at: usize| {
            let leads = tokens.get(at + 1).is_some_and(|next| super::order::leads(shared.language, next));
            !words.any_before(text, at) && !leads
        };
        (0..tokens.len()).filter(only).map(leads).collect()
    };
    of(0) == of(1)
}
