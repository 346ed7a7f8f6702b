//! The parts in which two long texts differ: near copies are told by a sentence or two.

use std::ops::Range;

use memchr::memmem;

use super::answer::Meaning;
use crate::relation;
use crate::wire::Relation;

/// Bytes of the part in which two long texts differ, up to which it is compared token by token.
const LONGEST_PART: usize = 480;

/// How two long texts stand to each other, by the part in which they differ: where that is a page, they differ in more
/// than a word. Both are tight.
pub fn of_long(left: &Meaning, right: &Meaning) -> Relation {
    if left.tight() == right.tight() {
        return Relation::Same;
    }
    let Some([own, other]) = parts(left, right) else { return Relation::Differs };
    left.part(own).relation_to(&right.part(other))
}

/// How two texts of several sentences stand to each other by what is left over where they differ.
pub fn of_parts(left: &Meaning, right: &Meaning) -> Option<Relation> {
    let [own, other] = parts(left, right)?;
    // The whole has been judged.
    if own.len() == left.tight().len() || other.len() == right.tight().len() {
        return None;
    }
    let states_alike = || left.whole.text().states_as(right.whole.text());
    left_over(true, &left.part(own), &right.part(other)).filter(|_| !states_alike())
}

/// The parts in which two tight texts differ, from the start of a sentence to the end of one; None where that is a page.
fn parts(left: &Meaning, right: &Meaning) -> Option<[Range<usize>; 2]> {
    let (a, b) = (left.tight(), right.tight());
    let line = |text: &str, at: usize| text[..at].rfind(['\n', '.']).map_or(0, |found| found + 1);
    let mut head = shared_head(a.as_bytes(), b.as_bytes());
    head = (0..=head).rev().find(|&at| a.is_char_boundary(at) && b.is_char_boundary(at)).unwrap_or(0);
    let fenced = memmem::find_iter(&a.as_bytes()[..head], b"```").count() % 2 == 1;
    let start = if fenced { a[..head].rfind("```").unwrap_or(0) } else { line(a, head) };
    let (rest_a, rest_b) = (&a[start..], &b[start..]);
    let mut tail = shared_tail(rest_a.as_bytes(), rest_b.as_bytes());
    // From the end of a line on, so that no word is cut.
    let stop = rest_a.as_bytes()[rest_a.len() - tail..].iter().position(|byte| *byte == b'\n' || *byte == b'.');
    tail -= stop.map_or(tail, |stop| stop + 1);
    let (end_a, end_b) = (a.len() - tail, b.len() - tail);
    ((end_a - start).max(end_b - start) <= LONGEST_PART).then_some([start..end_a, start..end_b])
}

/// How two short texts stand to each other that are neither the same nor deny each other where they are worded alike.
pub fn left_over(matters: bool, a: &relation::Text, b: &relation::Text) -> Option<Relation> {
    if !matters {
        return None;
    }
    a.left_over(b).or_else(|| (a.is_apart_from(b) && !a.states_as(b)).then_some(Relation::Differs))
}

/// Bytes that are compared in one step.
const STEP: usize = 32;

/// How many bytes two texts begin with alike.
fn shared_head(a: &[u8], b: &[u8]) -> usize {
    let steps = a.chunks_exact(STEP).zip(b.chunks_exact(STEP)).take_while(|(a, b)| a == b).count() * STEP;
    steps + a[steps..].iter().zip(&b[steps..]).take_while(|(a, b)| a == b).count()
}

/// How many bytes two texts end with alike.
fn shared_tail(a: &[u8], b: &[u8]) -> usize {
    let steps = a.rchunks_exact(STEP).zip(b.rchunks_exact(STEP)).take_while(|(a, b)| a == b).count() * STEP;
    let rest = |text: &[u8]| text.len() - steps;
    let rests = a[..rest(a)].iter().rev().zip(b[..rest(b)].iter().rev());
    steps + rests.take_while(|(a, b)| a == b).count()
}
