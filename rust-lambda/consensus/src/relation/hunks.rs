//! Where two lists of tokens differ: the longest common subsequence, behind what both begin and end with.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::token::{Sort, Token};

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
    let mut known = HashMap::new();
    let (mid_a, mid_b) = (&ids(mid_a, &mut known)[..], &ids(mid_b, &mut known)[..]);
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

/// Tokens by which sentences that are worded alike may differ.
const FEW: usize = 3;

/// Whether two lists are the same but for a few tokens.
pub fn are_few(a: &[Token], b: &[Token]) -> bool {
    let Some((hunks, _)) = between(a, b) else { return false };
    let most = |of: fn(&Hunk) -> &Range<usize>| hunks.iter().map(|hunk| of(hunk).len()).sum::<usize>() <= FEW;
    most(|hunk| &hunk.a) && most(|hunk| &hunk.b)
}

/// A token as numbers, so that many can be compared.
struct Id {
    exact: usize,
    folded: usize,
    folds: bool,
    code: bool,
}

impl Id {
    /// As [`Token::equals`].
    fn equals(&self, other: &Id) -> bool {
        self.exact == other.exact
            || (self.folded == other.folded && self.folds && other.folds && !(self.code && other.code))
    }
}

fn ids<'t>(tokens: &'t [Token], known: &mut HashMap<Cow<'t, str>, usize>) -> Vec<Id> {
    let mut number = |text: Cow<'t, str>| {
        let next = known.len();
        *known.entry(text).or_insert(next)
    };
    let mut id = |token: &'t Token| {
        let exact = number(Cow::Borrowed(&token.text));
        let small = token.text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let folded = if small { exact } else { number(Cow::Owned(token.text.to_lowercase())) };
        Id { exact, folded, folds: token.sort == Sort::Word, code: token.code }
    };
    tokens.iter().map(&mut id).collect()
}

/// Length of the longest common subsequence of each two tails.
fn common(a: &[Id], b: &[Id]) -> Vec<u16> {
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
