//! A reply parted into what was only thought and what is the answer.
//!
//! Thinking is what stands between tags or in channels of its own, what stands before a closing tag whose opening
//! one is missing, and everything behind an opening tag that is never closed. A tag that the answer only mentions,
//! in code, in quotes or in the middle of a sentence, stays where it is.
//!
//! # Performance
//! Linear in the length of the reply; a reply without any sign that could open a tag is looked at once.

#![allow(clippy::single_range_in_vec_init, reason = "a part is a list of stretches, often of one")]

mod channels;
mod leaks;

use std::ops::Range;

use super::marks::{self, Mark, Role};
use super::spellings::SPOKEN;
use leaks::without_leaks;

/// A reply in its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The stretches of thinking, in order.
    pub reasoning: Vec<Range<usize>>,
    /// The stretches of the answer, in order; empty where there is none.
    pub answer: Vec<Range<usize>>,
    /// Whether the stretches stand in answer tags of their own and differ: several answers are none.
    pub torn: bool,
}

impl Part {
    /// The stretch that holds what the reply comes to: the last one.
    pub fn last(&self) -> Range<usize> {
        self.answer.last().cloned().unwrap_or(0..0)
    }

    /// The thinking as one text; None where there is none.
    pub fn reasoning(&self, reply: &str) -> Option<String> {
        let stretches: Vec<&str> = self.reasoning.iter().map(|range| reply[range.clone()].trim()).collect();
        let text = stretches.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
        (!text.is_empty()).then_some(text)
    }

    /// The answer as one text, in the expert's own characters.
    pub fn answer(&self, reply: &str) -> String {
        match &self.answer[..] {
            [only] => reply[only.clone()].to_owned(),
            many => many.iter().map(|range| reply[range.clone()].trim()).collect::<Vec<_>>().join("\n\n"),
        }
    }
}

/// Parts a reply. One without thinking and leaked marks is one answer from its first byte to its last.
pub fn part(reply: &str) -> Part {
    if is_plain(reply) {
        return Part { answer: vec![0..reply.len()], ..Part::default() };
    }
    let whole = without_leaks(reply, 0..reply.len());
    if let Some(parted) = channels::part(reply, whole.clone()).or_else(|| spoken(reply, whole.clone())) {
        return tidied(reply, parted);
    }
    let marks = marks::find(reply, whole.clone());
    if marks.is_empty() {
        let answer = if whole.len() < reply.len() { trimmed(reply, whole) } else { whole };
        return Part { answer: vec![answer], ..Part::default() };
    }
    tidied(reply, framed(reply, &marks, by_marks(&marks, whole)))
}

/// The answer in a reply: its last stretch; nothing where it gives several that differ. What is given is always a
/// stretch of the reply itself, so that its place can be told.
pub fn said(reply: &str) -> &str {
    if is_plain(reply) {
        return reply;
    }
    let part = part(reply);
    if part.torn { &reply[..0] } else { &reply[part.last()] }
}

/// Whether nothing in the reply can open a tag, a mark or a channel.
fn is_plain(reply: &str) -> bool {
    let lead = reply.trim_start();
    let named = ["analysis", "assistant", "Here"].iter().any(|name| lead.starts_with(name));
    !named && !marks::may_be_in(reply)
}

/// "Here is my thought process: … Here is my response: …"
fn spoken(reply: &str, whole: Range<usize>) -> Option<Part> {
    let text = &reply[whole.clone()];
    let lead = text.len() - text.trim_start().len();
    let (opening, closing) = SPOKEN.iter().find(|(opening, _)| text[lead..].starts_with(opening))?;
    let start = whole.start + lead + opening.len();
    Some(match reply[start..whole.end].find(closing) {
        Some(at) => Part {
            reasoning: vec![start..start + at],
            answer: vec![start + at + closing.len()..whole.end],
            ..Part::default()
        },
        None => Part { reasoning: vec![start..whole.end], ..Part::default() },
    })
}

/// Parts by opening and closing marks of thinking.
fn by_marks(marks: &[Mark], whole: Range<usize>) -> Part {
    let thinking: Vec<&Mark> = marks.iter().filter(|mark| matches!(mark.role, Role::Opens | Role::Closes)).collect();
    let last_close = thinking.iter().rposition(|mark| mark.role == Role::Closes);
    let mut part = Part::default();
    let (mut at, mut from) = (0, whole.start);
    while let Some(mark) = thinking.get(at) {
        if mark.role == Role::Closes {
            // Its opening mark is missing: all before it was thinking.
            let before = std::mem::take(&mut part.answer).into_iter().chain([from..mark.range.start]);
            part.reasoning.extend(before);
            (at, from) = (at + 1, mark.range.end);
            continue;
        }
        part.answer.push(from..mark.range.start);
        let Some(close) = closing(&thinking, at, last_close) else {
            part.reasoning.push(mark.range.end..whole.end);
            part.reasoning.sort_by_key(|range| range.start);
            return part;
        };
        part.reasoning.push(mark.range.end..thinking[close].range.start);
        (at, from) = (close + 1, thinking[close].range.end);
    }
    part.answer.push(from..whole.end);
    part.reasoning.sort_by_key(|range| range.start);
    part
}

/// The mark that closes what mark `at` opens: its own partner, or the last one where the marks do not pair up.
fn closing(thinking: &[&Mark], at: usize, last: Option<usize>) -> Option<usize> {
    let mut depth = 0_usize;
    for (place, mark) in thinking.iter().enumerate().skip(at) {
        depth = if mark.role == Role::Opens { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return Some(place);
        }
    }
    last.filter(|last| *last > at)
}

/// The answer inside its own tags, where the reply has such outside its thinking; what stands before them led there.
fn framed(reply: &str, marks: &[Mark], mut part: Part) -> Part {
    // The stretches are in order, and none overlaps another.
    let outside = |mark: &&Mark| {
        let place = part.answer.partition_point(|range| range.end < mark.range.end);
        part.answer.get(place).is_some_and(|range| range.start <= mark.range.start)
    };
    let frames: Vec<&Mark> =
        marks.iter().filter(|mark| matches!(mark.role, Role::Frames | Role::Unframes)).filter(outside).collect();
    let last = frames.iter().rposition(|mark| mark.role == Role::Frames);
    let Some(last) = last else { return part };
    if let Some(torn) = torn(reply, &frames) {
        part.answer = torn;
        part.torn = true;
        return part;
    }
    let end = frames.get(last + 1).map_or(part.last().end, |mark| mark.range.start);
    let inside = frames[last].range.end..end.max(frames[last].range.end);
    if reply[inside.clone()].trim().is_empty() {
        return part;
    }
    let before = part.answer.iter().filter(|range| range.start < frames[last].range.start);
    let led: Vec<Range<usize>> = before.map(|range| range.start..range.end.min(frames[last].range.start)).collect();
    part.reasoning.extend(led);
    part.reasoning.sort_by_key(|range| range.start);
    let within = part.answer.iter().map(|range| range.start.max(inside.start)..range.end.min(inside.end));
    part.answer = within.filter(|range| range.start < range.end).collect();
    part
}

/// What stands in several pairs of answer tags, where it differs; None where it is one answer.
fn torn(reply: &str, frames: &[&Mark]) -> Option<Vec<Range<usize>>> {
    let closed = frames.windows(2).filter(|pair| pair[0].role == Role::Frames && pair[1].role == Role::Unframes);
    let held: Vec<Range<usize>> = closed.map(|pair| pair[0].range.end..pair[1].range.start).collect();
    let around = |sign: char| sign.is_whitespace() || "()[]{}.,;:*_`\"'".contains(sign);
    let said: Vec<String> = held.iter().map(|range| reply[range.clone()].trim_matches(around).to_lowercase()).collect();
    let mut said = said.iter().filter(|said| !said.is_empty());
    let first = said.next()?;
    said.any(|other| other != first).then_some(held)
}

/// Without blank stretches, and without blanks, leaked marks and lone fences around the others.
fn tidied(reply: &str, part: Part) -> Part {
    let bare = |range: Range<usize>| {
        let range = trimmed(reply, without_leaks(reply, range));
        // What was parted from a fence leaves its other half behind.
        let text = &reply[range.clone()];
        let fence = memchr::memchr(b'`', text.as_bytes()).is_some() && text.matches("```").count() % 2 == 1;
        match (fence, text.strip_prefix("```"), text.strip_suffix("```")) {
            (true, Some(rest), _) if rest.is_empty() || rest.starts_with('\n') => {
                trimmed(reply, range.start + 3..range.end)
            }
            (true, _, Some(_)) => trimmed(reply, range.start..range.end - 3),
            _ => range,
        }
    };
    let kept = |ranges: Vec<Range<usize>>| {
        ranges
            .into_iter()
            .filter(|range| range.start < range.end)
            .map(bare)
            .filter(|range| range.start < range.end && is_more_than_fence(&reply[range.clone()]))
            .collect()
    };
    Part { reasoning: kept(part.reasoning), answer: kept(part.answer), torn: part.torn }
}

/// "```xml" left over of a fence around thinking is no answer.
fn is_more_than_fence(text: &str) -> bool {
    !(text.starts_with("```") && !text.contains('\n') && text.matches("```").count() == 1)
}

fn trimmed(reply: &str, range: Range<usize>) -> Range<usize> {
    let text = &reply[range.clone()];
    let start = range.start + text.len() - text.trim_start().len();
    start..(start + text.trim().len())
}

#[cfg(test)]
mod tests;
