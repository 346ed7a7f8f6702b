//! JSON with its members in the order of their keys.

use super::token::{Sort, Token};

/// Deeper values stay as they are.
const DEEPEST: usize = 64;

/// The tokens with the members of each object ordered; as they are if they are no JSON.
pub fn ordered(tokens: Vec<Token>) -> Vec<Token> {
    match value(&tokens, 0, 0) {
        Some((ordered, end)) if end == tokens.len() => ordered,
        _ => tokens,
    }
}

fn is(tokens: &[Token], at: usize, sign: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.sort == Sort::Sign && token.text == sign)
}

/// The value at a place, and the place behind it.
fn value(tokens: &[Token], at: usize, depth: usize) -> Option<(Vec<Token>, usize)> {
    if depth > DEEPEST {
        return None;
    }
    let (close, keyed) = match (is(tokens, at, "{"), is(tokens, at, "[")) {
        (true, _) => ("}", true),
        (_, true) => ("]", false),
        // A number may have a sign.
        _ if is(tokens, at, "-") => return Some((tokens.get(at..at + 2)?.to_vec(), at + 2)),
        _ => return Some((tokens.get(at..=at)?.to_vec(), at + 1)),
    };
    let mut members: Vec<Vec<Token>> = Vec::new();
    let mut next = at + 1;
    while !is(tokens, next, close) {
        let mut member = Vec::new();
        if keyed {
            member.push(tokens.get(next)?.clone());
            if !is(tokens, next + 1, ":") {
                return None;
            }
            member.push(tokens[next + 1].clone());
            next += 2;
        }
        let (inner, end) = value(tokens, next, depth + 1)?;
        member.extend(inner);
        members.push(member);
        next = end;
        if is(tokens, next, ",") {
            next += 1;
        }
    }
    if keyed {
        members.sort_by(|a, b| a[0].text.cmp(&b[0].text));
    }
    let mut all = vec![tokens[at].clone()];
    all.extend(members.into_iter().flatten());
    all.push(tokens[next].clone());
    Some((all, next + 1))
}
