//! Where in a reply its answer stands.

use std::ops::Range;

use super::{corrected, dress, prose};
use crate::extract::{self, Found, Mark};

/// Where in a reply its answer stands, without what is put around it.
pub fn of(reply: &str, answer: Range<usize>, by_address: bool) -> Found {
    let mut found = corrected::line(&reply[answer.clone()]).unwrap_or_else(|| extract::best(&reply[answer.clone()]));
    if found.mark != Mark::Field {
        undress(&mut found, &reply[answer.clone()], by_address);
    }
    found.range = asserted(reply, found.range.start + answer.start..found.range.end + answer.start);
    found.range.end -= prose::citations(&reply[found.range.clone()]);
    if found.mark != Mark::Field
        && let Some(value) = corrected::value(&reply[found.range.clone()])
        && !is_operand(reply[found.range.clone()][value.clone()].trim())
    {
        found.range = found.range.start + value.start..found.range.start + value.end;
    }
    found
}

/// Narrows a place to the literal in it. A fence or a code span stands for the whole of a reply without a mark.
fn undress(found: &mut Found, answer: &str, by_address: bool) {
    let whole = matches!(found.mark, Mark::Whole | Mark::Phrase | Mark::Label);
    let literal = if whole && !answer[found.range.end..].contains(char::is_alphanumeric) || found.mark == Mark::Phrase {
        dress::literal(answer)
    } else {
        None
    };
    if let Some(range) = literal {
        (found.range, found.mark) = (range, Mark::Label);
        return;
    }
    if let Some(span) = dress::undressed(&answer[found.range.clone()], by_address) {
        found.range = found.range.start + span.start..found.range.start + span.end;
    }
}

/// "x (not y)" is a formula: nothing is ruled out.
fn is_operand(value: &str) -> bool {
    let mut letters = value.chars();
    letters.next().is_some_and(char::is_lowercase) && letters.next().is_none()
}

/// The value that an assertion claims: the right side of `assert f(1) == 2`.
fn asserted(reply: &str, range: Range<usize>) -> Range<usize> {
    let text = &reply[range.clone()];
    let right = text.rfind(" == ").filter(|_| text.trim_start().starts_with("assert "));
    right.map_or(range.clone(), |at| range.start + at + 4..range.end)
}
