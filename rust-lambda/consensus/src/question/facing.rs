//! Words of the question that tell two answers apart: each answer has one where the other one has another of the same list.
//!
//! "Opens at nine on Sunday" and "opens at nine on Monday" to "When does it open on Sunday and on Monday?" have one value, and say
//! two things.
//!
//! # Performance
//! O(n m) comparisons of words for n and m words, at most [`MOST_WORDS`] each.

use std::ops::Range;

use super::alternatives::Alternatives;
use super::table::{are_forms, is_silent};

/// Longer answers repeat the question in passing.
const MOST_WORDS: usize = 24;

/// Whether each of two answers has a thing that the question lists in the place in which the other has another one of them.
pub fn differ(a: &[String], b: &[String], lists: &[Alternatives]) -> bool {
    if lists.is_empty() {
        return false;
    }
    let content = |words: &[String]| -> Vec<String> { words.iter().filter(|word| !is_silent(word)).cloned().collect() };
    let (a, b) = (content(a), content(b));
    if a.is_empty() || b.is_empty() || a.len() > MOST_WORDS || b.len() > MOST_WORDS {
        return false;
    }
    let has = |words: &[String], word: &String| words.iter().any(|own| are_forms(own, word));
    let facing = |(own, other): &(Range<usize>, Range<usize>)| {
        let (mine, others) = (&a[own.start], &b[other.start]);
        // Of several words it is not known which stands for which, unless the rest is an addition at the end.
        let last = own.end == a.len() && other.end == b.len();
        let single = own.len().min(other.len()) == 1 && (last || own.len() == other.len());
        single && lists.iter().any(|list| list.oppose(mine, others)) && !has(&b, mine) && !has(&a, others)
    };
    gaps(&a, &b).iter().any(facing)
}

/// The stretches in which two rows of words differ, where both have some.
fn gaps(a: &[String], b: &[String]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut longest = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for at in (0..a.len()).rev() {
        for other in (0..b.len()).rev() {
            longest[at][other] = if are_forms(&a[at], &b[other]) {
                longest[at + 1][other + 1] + 1
            } else {
                longest[at + 1][other].max(longest[at][other + 1])
            };
        }
    }
    let mut found = Vec::new();
    let (mut at, mut other) = (0, 0);
    let (mut from, mut since) = (0, 0);
    loop {
        let done = at == a.len() || other == b.len();
        if done || are_forms(&a[at], &b[other]) {
            let (to, until) = if done { (a.len(), b.len()) } else { (at, other) };
            if to > from && until > since {
                found.push((from..to, since..until));
            }
            if done {
                return found;
            }
            (at, other) = (at + 1, other + 1);
            (from, since) = (at, other);
        } else if longest[at + 1][other] >= longest[at][other + 1] {
            at += 1;
        } else {
            other += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Alternatives, differ};
    use crate::normalise::fold;

    fn apart(question: &str, a: &str, b: &str) -> bool {
        differ(&fold::tokens(a), &fold::tokens(b), &Alternatives::lists(question))
    }

    #[test]
    fn what_the_question_lists_tells_apart_in_one_place() {
        let question = "When does the shop open on Sunday and on Monday?";
        assert!(apart(question, "It opens at nine on Sunday.", "The shop opens at nine on Monday."));
        assert!(apart("Who pays, tenant and landlord?", "The landlord pays.", "The tenant pays for the boiler."));
    }

    #[test]
    fn what_only_one_repeats_says_nothing() {
        let question = "How long does the contract between Acme and Bolt run?";
        assert!(!apart(question, "The contract runs two years.", "It runs two years."));
        assert!(!apart(question, "Acme's contract runs two years.", "The contract with Bolt runs two years."));
        assert!(!apart(question, "Between Acme and Bolt it runs two years.", "The contract runs two years."));
        assert!(!apart(question, "The contract runs two years.", "The run is two years."));
    }
}
