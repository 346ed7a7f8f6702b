//! Independent flags of a command, whose order says nothing.

use std::borrow::Cow;

use super::token::{Sort, Token};

/// Programs for which the order of arguments counts.
const ORDERED: [&str; 5] = ["find", "ffmpeg", "convert", "tar", "test"];

/// The second text's tokens with the flags of each command in the order of the first's, where that changes nothing.
pub fn aligned<'t>(first: &[Token], second: &'t [Token]) -> Cow<'t, [Token]> {
    let flagged = |tokens: &[Token]| tokens.iter().any(|token| token.sort == Sort::Flag);
    if !flagged(first) || !flagged(second) {
        return Cow::Borrowed(second);
    }
    let (a, b) = (commands(first), commands(second));
    if a.len() != b.len() {
        return Cow::Borrowed(second);
    }
    let pick = |(own, other): (&&[Token], &&[Token])| {
        if independent(own, other) { own.to_vec() } else { other.to_vec() }
    };
    a.iter().zip(&b).flat_map(pick).collect()
}

/// Runs of one line without controls between; each control is a run of its own.
fn commands(tokens: &[Token]) -> Vec<&[Token]> {
    tokens
        .chunk_by(|a, b| !matches!(a.sort, Sort::Break | Sort::Sign) && !matches!(b.sort, Sort::Break | Sort::Sign))
        .collect()
}

/// Whether two commands hold the same flags with the same values between the same words.
fn independent(a: &[Token], b: &[Token]) -> bool {
    let flagged = |tokens: &[Token]| tokens.iter().any(|token| token.sort == Sort::Flag);
    let ordered = a.first().is_some_and(|first| ORDERED.contains(&first.text.as_str()));
    if a.len() < 2 || !flagged(a) || !flagged(b) || ordered {
        return false;
    }
    let (Some(left), Some(right)) = (slots(a, b), slots(b, a)) else { return false };
    left == right
}

/// What a command is made of: its words in order, and between them its flags, sorted, each with its value. None where a
/// flag is followed by different words, so that nobody knows which belong to it.
fn slots(own: &[Token], other: &[Token]) -> Option<Vec<Vec<String>>> {
    let follows = |tokens: &[Token], flag: &str| {
        let at = tokens.iter().position(|token| token.sort == Sort::Flag && token.text == flag)?;
        tokens.get(at + 1).filter(|next| next.sort != Sort::Flag).map(|next| next.text.clone())
    };
    let mut slots: Vec<Vec<String>> = vec![Vec::new()];
    let mut at = 0;
    while at < own.len() {
        let token = &own[at];
        if token.sort != Sort::Flag {
            slots.push(vec![token.text.clone()]);
            slots.push(Vec::new());
            at += 1;
            continue;
        }
        let mut entry = vec![token.text.clone()];
        let (next, others) = (follows(own, &token.text), follows(other, &token.text));
        match (next, others) {
            (Some(next), Some(others)) if next != others => return None,
            (Some(next), Some(_)) if token.text.starts_with("--") || token.text.len() == 2 => {
                entry.push(next);
                at += 1;
            }
            _ => {}
        }
        slots.last_mut()?.push(entry.join(" "));
        at += 1;
    }
    for slot in &mut slots {
        let parts: Vec<String> = slot.iter().flat_map(|entry| split(entry)).collect();
        *slot = parts;
        slot.sort();
    }
    Some(slots)
}

/// `-rf` is `-r -f`; words of one dash like `-name` stay whole.
fn split(entry: &str) -> Vec<String> {
    let short = entry.strip_prefix('-').filter(|rest| !rest.starts_with('-') && (2..=3).contains(&rest.len()));
    match short {
        Some(rest) if rest.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            rest.chars().map(|letter| format!("-{letter}")).collect()
        }
        _ => vec![entry.to_owned()],
    }
}
