//! The same words, and two of them have changed places around what joins them: "Alice sued Bob.", "Bob sued Alice."
//!
//! # Performance
//! O(n^2) comparisons of numbers for the n tokens between which two texts differ, at most [`MOST_TOKENS`].

use super::token::{Sort, Token};
use super::tokens::Tokens;

/// Longer texts say more than one thing.
const MOST_TOKENS: usize = 24;

/// Stems of what is said of both sides alike.
const MUTUAL: [&str; 17] = [
    "equal",
    "differ",
    "conflict",
    "match",
    "resembl",
    "correlat",
    "intersect",
    "border",
    "marri",
    "interact",
    "overlap",
    "collid",
    "commut",
    "same",
    "gleich",
    "\u{e9}gal",
    "igual",
];

/// What joins the members of a list in a text without blanks.
const LISTING: [&str; 8] =
    ["\u{3068}", "\u{3084}", "\u{548c}", "\u{4e0e}", "\u{53ca}", "\u{8ddf}", "\u{540c}", "\u{6216}"];

/// Whether a text lists things, whose order says nothing.
pub fn lists(text: &str) -> bool {
    text.trim_end_matches(['.', ' ']).contains([',', ';', '/', '\n', '|', '&', '+', '=', '\u{3001}', '\u{ff0c}'])
}

/// Whether a text is a numbered list: steps, of which each has its place.
pub fn is_numbered(text: &str) -> bool {
    let numbered = |line: &str| {
        let rest = line.trim_start().trim_start_matches(|digit: char| digit.is_ascii_digit());
        rest.len() < line.trim_start().len() && rest.starts_with(['.', ')'])
    };
    text.lines().filter(|line| numbered(line)).take(2).count() == 2
}

/// Whether two texts have the same tokens in another order.
pub fn is_reordered(a: &[Token], b: &[Token]) -> bool {
    let sorted = |tokens: &[Token]| {
        let mut keys: Vec<u64> = tokens.iter().map(|token| token.key(token.code)).collect();
        keys.sort_unstable();
        keys
    };
    a.len() == b.len() && a.iter().zip(b).any(|(a, b)| !a.equals(b)) && sorted(a) == sorted(b)
}

/// Whether what stands before some words in the one text stands behind them in the other, all else being equal.
pub fn is_swapped(a: &Tokens, b: &Tokens) -> bool {
    if a.len() != b.len() || a.len() < 3 || a.len() > MOST_TOKENS || a.has_code || b.has_code {
        return false;
    }
    let language = a.language_with(b);
    let head = a.iter().zip(b.iter()).take_while(|(a, b)| a.equals(b)).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a.equals(b)).count();
    let (a, b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    let equal = |own: &[Token], other: &[Token]| own.iter().zip(other).all(|(a, b)| a.equals(b));
    let n = a.len();
    let joins = |pivot: &[Token]| {
        if language.is_unspaced() {
            return !pivot.iter().any(|token| LISTING.contains(&token.text.as_str()));
        }
        let mutual = |token: &Token| MUTUAL.iter().any(|stem| token.text.to_lowercase().starts_with(stem));
        pivot.iter().any(|token| token.sort == Sort::Word && !language.is_grammar(token)) && !pivot.iter().any(mutual)
    };
    (1..n).any(|first| {
        (1..n - first).any(|last| {
            let (pivot, end) = (first..n - last, n - last);
            equal(&a[..first], &b[n - first..])
                && equal(&a[end..], &b[..last])
                && equal(&a[pivot.clone()], &b[last..n - first])
                && joins(&a[pivot])
        })
    })
}
