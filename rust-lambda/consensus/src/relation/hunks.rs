//! Where two lists of tokens differ: the longest common subsequence, behind what both begin and end with.

use std::ops::Range;

use super::token::Token;

/// Pairs of tokens that are looked at for one comparison.
pub const MOST_CELLS: usize = 400_000;

/// A place where two lists differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// Tokens of the first list.
    pub a: Range<usize>,
    /// Tokens of the second list.
    pub b: Range<usize>,
}

/// The places where the lists differ, and how many tokens they share; None if they are too long to be told.
pub fn between(a: &[Token], b: &[Token]) -> Option<(Vec<Hunk>, usize)> {
    let head = a.iter().zip(b).take_while(|(a, b)| a.equals(b)).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a.equals(b)).count();
    let (mid_a, mid_b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    if mid_a.len() * mid_b.len() > MOST_CELLS {
        return None;
    }
    let lengths = common(mid_a, mid_b);
    let width = mid_b.len() + 1;
    let (mut i, mut j, mut shared) = (0, 0, head + tail);
    let mut hunks: Vec<Hunk> = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    while i < mid_a.len() || j < mid_b.len() {
        let equal = i < mid_a.len() && j < mid_b.len() && mid_a[i].equals(&mid_b[j]);
        if equal {
            if let Some((from_a, from_b)) = open.take() {
                hunks.push(Hunk { a: from_a + head..i + head, b: from_b + head..j + head });
            }
            shared += 1;
            (i, j) = (i + 1, j + 1);
            continue;
        }
        open.get_or_insert((i, j));
        let down = i < mid_a.len() && (j >= mid_b.len() || lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]);
        if down { i += 1 } else { j += 1 }
    }
    if let Some((from_a, from_b)) = open {
        hunks.push(Hunk { a: from_a + head..i + head, b: from_b + head..j + head });
    }
    Some((hunks, shared))
}

/// More tokens than two lists can share: those of the first that stand anywhere in the second.
pub fn most_shared(a: &[Token], b: &[Token]) -> usize {
    if a.len() * b.len() > MOST_CELLS {
        return a.len().min(b.len());
    }
    let others: Vec<u64> = b.iter().map(|token| token.key(false)).collect();
    // Without a stop, so that several are compared in one step.
    let stands = |key: u64| others.iter().fold(false, |found, other| found | (*other == key));
    a.iter().filter(|token| stands(token.key(false))).count()
}

/// Tokens by which sentences that are worded alike may differ.
const FEW: usize = 3;

/// Whether two lists are the same but for a few tokens.
pub fn are_few(a: &[Token], b: &[Token]) -> bool {
    let Some((hunks, _)) = between(a, b) else { return false };
    let most = |of: fn(&Hunk) -> &Range<usize>| hunks.iter().map(|hunk| of(hunk).len()).sum::<usize>() <= FEW;
    most(|hunk| &hunk.a) && most(|hunk| &hunk.b)
}

/// Length of the longest common subsequence of each two tails.
fn common(a: &[Token], b: &[Token]) -> Vec<u16> {
    let width = b.len() + 1;
    let mut lengths = vec![0_u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            lengths[i * width + j] = if a[i].equals(&b[j]) {
                lengths[(i + 1) * width + j + 1].saturating_add(1)
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    lengths
}
