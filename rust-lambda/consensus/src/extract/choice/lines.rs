//! Lines and sentences of a reply.

use std::collections::HashSet;

use super::lexicon;
use super::words::{self, Piece};
use crate::extract::{Found, Mark, json, marks, says};

/// A text of at most this many bytes behind a vote is read whole for what takes the vote back; of a longer one the
/// first sentence and the last line.
const SHORT_REST: usize = 400;

/// A sentence of more bytes takes nothing back.
const LONGEST_SENTENCE: usize = 300;

/// A line of an enumeration is at most this long.
const SHORT_LINE: usize = 120;

/// A label of a list is at most this many bytes.
const LONGEST_LABEL: usize = 24;

/// Fields in which a JSON answer puts its decision.
const DECISIONS: [&str; 19] = [
    "answer",
    "final_answer",
    "finalanswer",
    "choice",
    "chosen",
    "option",
    "verdict",
    "final_verdict",
    "vote",
    "decision",
    "final_decision",
    "selected",
    "selected_option",
    "selection",
    "conclusion",
    "recommendation",
    "pick",
    "winner",
    "judgment",
];

/// Fields that hold a decision where none of the others is there.
const FINDINGS: [&str; 12] = [
    "label",
    "result",
    "grade",
    "rating",
    "score",
    "class",
    "classification",
    "category",
    "prediction",
    "sentiment",
    "outcome",
    "status",
];

/// Lines that say something, trimmed.
pub fn said(answer: &str) -> impl DoubleEndedIterator<Item = &str> {
    answer.lines().map(str::trim).filter(|line| says(line))
}

/// The last line that says something.
pub fn last_said(answer: &str) -> Option<&str> {
    said(answer).next_back()
}

/// Whether a line is short enough to be one of a list.
pub fn is_short(line: &str) -> bool {
    line.len() <= SHORT_LINE
}

/// The label at the start of a line that goes on: "B" of "- B. Rome".
pub fn label(line: &str) -> Option<&str> {
    let bare = line.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    let end = bare.find(['.', ')', ':'])?;
    let label = bare[..end].trim_end_matches('*');
    (label.len() <= LONGEST_LABEL && says(&bare[end..])).then_some(label)
}

/// What stands behind the first line that says something.
pub fn behind_first(answer: &str) -> &str {
    let Some(first) = said(answer).next() else { return "" };
    let start = first.as_ptr() as usize - answer.as_ptr() as usize;
    &answer[start + first.len()..]
}

/// Whether a mark is whole although the reply was cut off: its line is ended or it is closed.
pub fn is_whole(answer: &str, found: &Found) -> bool {
    let behind = &answer[found.range.end..];
    match found.mark {
        Mark::AnswerLine => true,
        Mark::Field => behind.starts_with('"') || behind.starts_with([',', '}']),
        Mark::Boxed => behind.starts_with('}'),
        Mark::Phrase => {
            let start = answer[..found.range.start].rfind('\n').map_or(0, |at| at + 1);
            let line = start..answer[start..].find('\n').map_or(answer.len(), |at| start + at);
            behind.contains('\n') && marks::line_value(answer, line).is_some()
        }
        Mark::Label => behind.trim_start_matches(['*', '_', '`', ' ']).starts_with('\n'),
        Mark::Whole => false,
    }
}

/// Sentences of a text.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['\n', '\u{3002}', '!', '?'])
        .flat_map(|part| part.split(". "))
        .map(str::trim)
        .filter(|part| says(part))
}

/// The first sentence of a line.
pub fn first_sentence(line: &str) -> &str {
    sentences(line).next().unwrap_or(line)
}

/// The last sentence of a line.
pub fn last_sentence(line: &str) -> &str {
    sentences(line).last().unwrap_or(line)
}

/// The sentences behind a vote that may take it back.
pub fn later(behind: &str) -> Vec<&str> {
    let all = sentences(behind).filter(|sentence| sentence.len() <= LONGEST_SENTENCE);
    if behind.len() <= SHORT_REST {
        return all.collect();
    }
    let last = last_said(behind).unwrap_or("");
    all.take(1).chain(sentences(last).filter(|sentence| sentence.len() <= LONGEST_SENTENCE)).collect()
}

/// The sentence in front of a byte, as far as it goes.
pub fn lead_in(answer: &str, at: usize) -> &str {
    // What stands further in front is cut off in any case; a stop has five bytes at most.
    let far = at.saturating_sub(LONGEST_SENTENCE + 5);
    let far = (0..=far).rev().find(|far| answer.is_char_boundary(*far)).unwrap_or(0);
    let before = &answer[far..at];
    let start = [". ", ".\" ", ".) ", ".\u{201d} ", "\n", "! ", "? ", "\u{3002}", "; "]
        .iter()
        .filter_map(|stop| before.rfind(stop).map(|at| at + stop.len()))
        .max();
    let lead = &before[start.unwrap_or(0)..];
    let cut = lead.len().saturating_sub(LONGEST_SENTENCE);
    let from = (cut..lead.len()).find(|at| lead.is_char_boundary(*at)).unwrap_or(lead.len());
    &lead[from..]
}

/// Whether what stands before "answer" makes it one of several: "a better answer would be".
pub fn is_indefinite(lead: &str) -> bool {
    const INDEFINITE: [&str; 11] =
        ["a", "an", "another", "any", "no", "one", "each", "every", "whose", "first", "possible"];
    let pieces = words::pieces(lead);
    let near = pieces.iter().rev().take(3).map_while(Piece::lower);
    near.into_iter().any(|word| INDEFINITE.contains(&word.as_str()))
}

/// Whether a sentence begins as a conclusion does.
pub fn concludes(sentence: &str) -> bool {
    const STARTS: [&str; 24] = [
        "so",
        "therefore",
        "thus",
        "hence",
        "i",
        "we",
        "the",
        "my",
        "overall",
        "ultimately",
        "finally",
        "also",
        "daher",
        "somit",
        "ich",
        "donc",
        "je",
        "por",
        "quindi",
        "portanto",
        "dus",
        "поэтому",
        "所以",
        "因此",
    ];
    begins_with(sentence, &STARTS)
}

/// Whether a sentence begins as one that draws a conclusion does. "Finally" and "also" may go on with something else.
pub fn draws_conclusion(sentence: &str) -> bool {
    const STARTS: [&str; 24] = [
        "so",
        "therefore",
        "thus",
        "hence",
        "overall",
        "ultimately",
        "in conclusion",
        "in summary",
        "for these reasons",
        "for this reason",
        "daher",
        "somit",
        "folglich",
        "donc",
        "ainsi",
        "por lo tanto",
        "por tanto",
        "quindi",
        "dunque",
        "portanto",
        "dus",
        "\u{43f}\u{43e}\u{44d}\u{442}\u{43e}\u{43c}\u{443}",
        "\u{6240}\u{4ee5}",
        "\u{56e0}\u{6b64}",
    ];
    begins_with(sentence, &STARTS)
}

fn begins_with(sentence: &str, starts: &[&str]) -> bool {
    let lower = sentence.to_lowercase();
    starts.iter().any(|start| {
        lower.strip_prefix(start).is_some_and(|rest| !start.is_ascii() || !rest.starts_with(char::is_alphanumeric))
    })
}

/// What stands behind the first comma or colon of "Wait, no: reject".
pub fn behind_retraction(sentence: &str) -> &str {
    sentence.rsplit([':', ',', '\u{2014}', '-']).next().unwrap_or(sentence).trim()
}

/// Whether a place only supposes what it says: "reject would be right".
pub fn is_supposed(place: &str) -> bool {
    const MOODS: [&str; 28] = [
        "would", "should", "could", "might", "may", "wäre", "würde", "sollte", "könnte", "serait", "devrait",
        "pourrait", "sería", "debería", "podría", "sarebbe", "dovrebbe", "potrebbe", "seria", "deveria", "poderia",
        "zou", "бы", "才", "应", "應", "し", "べ",
    ];
    words::pieces(place).iter().filter_map(Piece::lower).any(|word| MOODS.contains(&word.as_str()))
}

/// The folded words of a question that carry meaning of their own.
pub fn echo(question: &str) -> HashSet<String> {
    const MOST_BYTES: usize = 2_000;
    let end = (0..=MOST_BYTES.min(question.len())).rev().find(|at| question.is_char_boundary(*at)).unwrap_or(0);
    let pieces = words::pieces(&question[..end]);
    let words = pieces.iter().enumerate().filter(|(at, _)| lexicon::class_at(&pieces[*at..]).is_none());
    words.filter_map(|(_, piece)| Some(piece.word()?.folded.clone())).collect()
}

/// The values of a JSON object that is the whole answer or ends it, in fields that name a decision; those of fields
/// that may hold one apart.
pub fn decisions(answer: &str) -> [Vec<String>; 2] {
    let nothing = [Vec::new(), Vec::new()];
    let (Some(start), Some(end)) = (answer.find('{'), answer.rfind('}')) else { return nothing };
    if start > end || answer[end..].len() > SHORT_LINE {
        return nothing;
    }
    // Prose in front of it may quote other objects.
    let fresh = answer[..start].trim_end_matches([' ', '\t', '[']).ends_with('\n');
    if answer[..start].len() > SHORT_LINE && !fresh {
        return nothing;
    }
    let object = &answer[start..=end];
    let values = |names: &[&str]| -> Vec<String> {
        json::fields(object, names).into_iter().map(|value| json::unescaped(object[value].trim())).collect()
    };
    [values(&DECISIONS), values(&FINDINGS)]
}
