//! Channels: `<|channel|>analysis<|message|>…<|start|>assistant<|channel|>final<|message|>…`, with their marks or
//! with the marks stripped by a server.

#![allow(clippy::single_range_in_vec_init, reason = "a part is a list of stretches, often of one")]

use std::ops::Range;

use memchr::memmem;

use super::Part;

const CHANNEL: &str = "<|channel|>";
const MESSAGE: &str = "<|message|>";
const ENDS: [&str; 4] = ["<|end|>", "<|return|>", "<|call|>", "<|start|>"];

/// What is left of the marks between two channels.
const STRIPPED_FINAL: &str = "assistantfinal";
const STRIPPED_OTHERS: [&str; 2] = ["assistantanalysis", "assistantcommentary"];

/// Parts a reply of channels; None where it has none.
pub fn part(reply: &str, whole: Range<usize>) -> Option<Part> {
    marked(reply, whole.clone()).or_else(|| stripped(reply, whole))
}

fn marked(reply: &str, whole: Range<usize>) -> Option<Part> {
    let mut part = Part::default();
    let mut at = whole.start;
    let first = reply[whole.clone()].find(CHANNEL)?;
    // "final<|message|>" may be all that is left of the first mark.
    let led = &reply[whole.start..whole.start + first];
    let led = led.trim_end_matches("<|start|>assistant").trim();
    if led.contains('`') {
        return None;
    }
    while let Some(found) = reply[at..whole.end].find(CHANNEL) {
        let name_at = at + found + CHANNEL.len();
        let Some(length) = reply[name_at..whole.end].find(MESSAGE) else { break };
        let name = reply[name_at..name_at + length].split_whitespace().next().unwrap_or("");
        let start = name_at + length + MESSAGE.len();
        let end = first_end(&reply[start..whole.end]);
        let message = start..end.map_or(whole.end, |end| start + end);
        at = message.end;
        if name == "final" { part.answer = vec![message] } else { part.reasoning.push(message) }
    }
    (!part.answer.is_empty() || !part.reasoning.is_empty()).then_some(part)
}

/// Where the first mark stands that ends a message; all of them begin alike.
fn first_end(text: &str) -> Option<usize> {
    memmem::find_iter(text.as_bytes(), "<|").find(|&at| ENDS.iter().any(|mark| text[at..].starts_with(mark)))
}

fn stripped(reply: &str, whole: Range<usize>) -> Option<Part> {
    let text = &reply[whole.clone()];
    let lead = text.len() - text.trim_start().len();
    let start = whole.start + lead;
    let text = &reply[start..whole.end];
    if let Some(rest) = text.strip_prefix(STRIPPED_FINAL) {
        return Some(Part { answer: vec![whole.end - rest.len()..whole.end], ..Part::default() });
    }
    let rest =
        text.strip_prefix("analysis").or_else(|| STRIPPED_OTHERS.iter().find_map(|name| text.strip_prefix(name)))?;
    let thought = whole.end - rest.len();
    if let Some(at) = rest.rfind(STRIPPED_FINAL) {
        let answer = thought + at + STRIPPED_FINAL.len();
        return Some(Part {
            reasoning: vec![thought..thought + at],
            answer: vec![answer..whole.end],
            ..Part::default()
        });
    }
    // "analysisWe need" has lost its mark; "analysis of" is a word.
    let cut_off = rest.starts_with(|letter: char| letter.is_uppercase());
    cut_off.then(|| Part { reasoning: vec![thought..whole.end], ..Part::default() })
}
