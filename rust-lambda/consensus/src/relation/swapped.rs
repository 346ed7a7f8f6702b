//! The same words, and two of them have changed places around what joins them: "Alice sued Bob.", "Bob sued Alice."
//!
//! # Performance
//! O(n^2) comparisons of numbers for the n tokens between which two texts differ, at most [`MOST_TOKENS`].

use super::mark::Cue;
use super::token::{Sort, Token};
use super::tokens::Tokens;

/// Longer texts say more than one thing.
const MOST_TOKENS: usize = 24;

/// Whether a text lists things, whose order says nothing.
pub fn lists(text: &str) -> bool {
    text.trim_end_matches(['.', ' ']).contains([',', ';', '/', '\n', '|', '&', '+', '=', '\u{3001}', '\u{ff0c}'])
}

/// Whether a text is a numbered list: steps, of which each has its place.
pub fn is_numbered(text: &str) -> bool {
    let numbered = |line: &str| {
        // "Step 1:", "1."
        let line = line.trim_start().trim_start_matches(char::is_alphabetic).trim_start();
        let rest = line.trim_start_matches(|digit: char| digit.is_ascii_digit());
        rest.len() < line.len() && rest.trim_start().starts_with(['.', ')', ':'])
    };
    text.lines().filter(|line| numbered(line)).take(2).count() == 2
}

/// Whether two texts have the same tokens in another order.
pub fn is_reordered(a: &Tokens, b: &Tokens) -> bool {
    let sorted = |tokens: &[Token]| {
        let mut keys: Vec<u64> = tokens.iter().map(|token| token.key(token.code)).collect();
        keys.sort_unstable();
        keys
    };
    a.sum == b.sum && a.len() == b.len() && a.iter().zip(b.iter()).any(|(a, b)| !a.equals(b)) && sorted(a) == sorted(b)
}

/// Whether what stands before some words in the one text stands behind them in the other, all else being equal.
pub fn is_swapped(a: &Tokens, b: &Tokens) -> bool {
    if a.len() != b.len() || a.len() < 3 || a.len() > MOST_TOKENS || a.has_code || b.has_code {
        return false;
    }
    let language = a.language_with(b);
    if language.free_order {
        return false;
    }
    let head = a.iter().zip(b.iter()).take_while(|(a, b)| a.equals(b)).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a.equals(b)).count();
    let (a, b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    let equal = |own: &[Token], other: &[Token]| own.iter().zip(other).all(|(a, b)| a.equals(b));
    let n = a.len();
    let joins = |pivot: &[Token]| {
        if language.is_unspaced() {
            return !pivot.iter().any(|token| language.joins(token));
        }
        // What stands between a sentence and the next joins nothing.
        let apart = |token: &Token| token.opens || language.is_mutual(token);
        let joins = |token: &Token| {
            token.sort == Sort::Word
                && !language.be.contains(&token.text)
                && !language.joins(token)
                && language.cue(token) != Some(Cue::Article)
        };
        pivot.iter().any(joins) && !pivot.iter().any(apart)
    };
    (1..n).any(|first| {
        (1..n - first).any(|last| {
            let (pivot, end) = (first..n - last, n - last);
            let cased = |token: &Token| language.cased.contains(&token.text);
            let marked = first > 1 && last > 1 && a[0].text != a[end].text && (cased(&a[0]) || cased(&a[end]));
            !marked
                && equal(&a[..first], &b[n - first..])
                && equal(&a[end..], &b[..last])
                && equal(&a[pivot.clone()], &b[last..n - first])
                && joins(&a[pivot])
        })
    })
}
