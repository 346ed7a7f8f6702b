//! Where two lists of tokens differ: the longest common subsequence, behind what both begin and end with.
//!
//! # Performance
//! O(n m) comparisons of numbers for n and m tokens, and O(n m / 64) steps for the subsequence.

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
    let common = Common::of(mid_a, mid_b);
    let (mut i, mut j, mut shared) = (0, 0, head + tail);
    let mut hunks: Vec<Hunk> = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    while i < mid_a.len() || j < mid_b.len() {
        let equal = i < mid_a.len() && j < mid_b.len() && common.equal(i, j);
        if equal {
            if let Some((from_a, from_b)) = open.take() {
                hunks.push(Hunk { a: from_a + head..i + head, b: from_b + head..j + head });
            }
            shared += 1;
            (i, j) = (i + 1, j + 1);
            continue;
        }
        open.get_or_insert((i, j));
        let down = i < mid_a.len() && (j >= mid_b.len() || common.length(i + 1, j) >= common.length(i, j + 1));
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

/// Whether a word is written as one in one place and as two in the other: "e-mail", "email".
pub fn are_one_word(own: &[Token], other: &[Token]) -> bool {
    let whole = |tokens: &[Token]| tokens.iter().map(|token| token.text.as_str()).collect::<String>();
    own.len() + other.len() == 3 && !own.is_empty() && !other.is_empty() && whole(own) == whole(other)
}

/// Tokens that one word of a row stands for.
const WORD: usize = u64::BITS as usize;

/// Lengths of the longest common subsequences of all two tails, a row of bits for each tail of the first list (Hyyrö,
/// "Bit-parallel LCS-length computation revisited", 2004): a bit is 0 where one more token of the second list makes it
/// longer. The last token of the second list is the lowest bit.
struct Common {
    /// Tokens of the second list.
    width: usize,
    /// Words of a row.
    words: usize,
    /// Which tokens of the second list equal one of the first, a row for each.
    equal: Vec<u64>,
    /// The lengths, a row for each tail and one for the empty one.
    rows: Vec<u64>,
}

impl Common {
    fn of(a: &[Token], b: &[Token]) -> Common {
        let (width, words) = (b.len(), b.len().div_ceil(WORD));
        let equal = equals(a, b, words);
        let mut rows = vec![u64::MAX; (a.len() + 1) * words];
        for i in (0..a.len()).rev() {
            let (row, below) = rows[i * words..(i + 2) * words].split_at_mut(words);
            let mut carry = false;
            for ((row, below), equal) in row.iter_mut().zip(below).zip(&equal[i * words..]) {
                let (sum, first) = below.overflowing_add(*below & equal);
                let (sum, second) = sum.overflowing_add(u64::from(carry));
                *row = sum | (*below & !equal);
                carry = first | second;
            }
        }
        Common { width, words, equal, rows }
    }

    /// Whether token `i` of the first list equals token `j` of the second.
    fn equal(&self, i: usize, j: usize) -> bool {
        let bit = self.width - 1 - j;
        self.equal[i * self.words + bit / WORD] >> (bit % WORD) & 1 == 1
    }

    /// Length for the tails from `i` and from `j` on.
    fn length(&self, i: usize, j: usize) -> usize {
        let row = &self.rows[i * self.words..][..self.words];
        let bits = self.width - j;
        let (whole, rest) = row.split_at(bits / WORD);
        let partly = rest.first().map_or(0, |word| (word | u64::MAX << (bits % WORD)).count_zeros());
        partly as usize + whole.iter().map(|word| word.count_zeros() as usize).sum::<usize>()
    }
}

/// Which tokens of the second list equal each of the first. Their numbers tell nearly all others apart.
fn equals(a: &[Token], b: &[Token], words: usize) -> Vec<u64> {
    let keys: Vec<u64> = b.iter().rev().map(|token| token.key(false)).collect();
    let mut rows = Vec::with_capacity(a.len() * words);
    for token in a {
        let key = token.key(false);
        for (at, keys) in keys.chunks(WORD).enumerate() {
            let mut row = keys.iter().enumerate().fold(0, |row, (bit, other)| row | u64::from(*other == key) << bit);
            let mut left = row;
            while left != 0 {
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                if !token.equals(&b[b.len() - 1 - at * WORD - bit]) {
                    row &= !(1 << bit);
                }
            }
            rows.push(row);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Hunk, between};
    use crate::relation::token::{Sort, Token};

    /// As in the textbook: a table of the lengths for all two tails.
    fn by_table(a: &[Token], b: &[Token]) -> (Vec<Hunk>, usize) {
        let mut lengths = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in (0..a.len()).rev() {
            for j in (0..b.len()).rev() {
                let longest = lengths[i + 1][j].max(lengths[i][j + 1]);
                lengths[i][j] = if a[i].equals(&b[j]) { lengths[i + 1][j + 1] + 1 } else { longest };
            }
        }
        let (mut i, mut j, mut shared) = (0, 0, 0);
        let mut hunks: Vec<Hunk> = Vec::new();
        let mut open = None;
        while i < a.len() || j < b.len() {
            if i < a.len() && j < b.len() && a[i].equals(&b[j]) {
                hunks.extend(open.take().map(|(from_a, from_b)| Hunk { a: from_a..i, b: from_b..j }));
                (i, j, shared) = (i + 1, j + 1, shared + 1);
                continue;
            }
            open.get_or_insert((i, j));
            let down = i < a.len() && (j == b.len() || lengths[i + 1][j] >= lengths[i][j + 1]);
            if down { i += 1 } else { j += 1 }
        }
        hunks.extend(open.map(|(from_a, from_b)| Hunk { a: from_a..i, b: from_b..j }));
        (hunks, shared)
    }

    fn tokens(words: &[(u8, bool)]) -> Vec<Token> {
        let token = |(word, code): &(u8, bool)| {
            let text = ["alpha", "Alpha", "beta", "c", "C", "delta", "epsilon"][usize::from(*word) % 7];
            Token { code: *code, ..Token::prose(text, Sort::Word, 0) }
        };
        words.iter().map(token).collect()
    }

    proptest! {
        #[test]
        fn rows_of_bits_tell_the_places_that_a_table_tells(
            a in prop::collection::vec((0_u8..7, any::<bool>()), 0..150),
            b in prop::collection::vec((0_u8..7, any::<bool>()), 0..150),
        ) {
            let (a, b) = (tokens(&a), tokens(&b));
            let (hunks, shared) = between(&a, &b).expect("few tokens");
            let (expected, alike) = by_table(&a, &b);
            // What both end with is left out before: it is shared, wherever a table finds as much.
            prop_assert_eq!(shared, alike);
            let size = |hunks: &[Hunk]| hunks.iter().map(|hunk| hunk.a.len() + hunk.b.len()).sum::<usize>();
            prop_assert_eq!(size(&hunks), size(&expected));
            if a.last().zip(b.last()).is_some_and(|(a, b)| !a.equals(b)) {
                prop_assert_eq!(&hunks, &expected);
            }
        }
    }
}
