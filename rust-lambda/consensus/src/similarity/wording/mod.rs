//! Which brief answers may be one by likeness: the same words in the same order, but for what is harmless.
//!
//! Letters that look alike say nothing of meaning: *Austria* is no *Australia*, and *-v* is no *-V*. So likeness joins
//! two answers only where one has all words of the other in their order and adds nothing that turns it, or where they
//! differ by one slip of typing inside a long word.
//!
//! # Performance
//! O(L) to prepare an answer, O(L1 + L2) to compare two.

mod exact;
mod further;
mod words;

use crate::normalise;
pub use further::Asked;
use further::Longer;
pub use words::MAX_NAME_WORDS;
use words::{Word, words};

/// Shorter words that differ by one letter are two words more often than a slip: *strcpy*, *strncpy*.
const SHORTEST_SLIP: usize = 7;

/// Endings turn a word: *propane*, *propene*.
const ENDING: usize = 3;

/// "Paris, France" is a name of two items; what has more is a list, which an item less makes another.
const MOST_OF_A_NAME: usize = 2;

/// A short answer in words, prepared for comparison.
#[derive(Clone, Debug)]
pub struct Wording {
    words: Vec<Word>,
    /// "Bach, Johann" is read as "Johann Bach" too.
    turned: Option<Vec<Word>>,
    /// Items between commas.
    items: usize,
}

impl Wording {
    /// Prepares an answer; None for one that is not brief.
    pub fn new(text: &str) -> Option<Wording> {
        let words = words(text)?;
        let mut halves = normalise::bare(text).split(", ");
        let turned = match (halves.next(), halves.next(), halves.next()) {
            (Some(last), Some(first), None) if !words.iter().any(|word| word.exact) => {
                self::words(&format!("{first} {last}"))
            }
            _ => None,
        };
        Some(Wording { words, turned, items: items(text) })
    }

    /// Whether two answers may be one by likeness.
    pub fn may_be(&self, other: &Wording, asked: &Asked<'_>) -> bool {
        let turned = |a: &Wording, b: &Wording| {
            b.turned.is_none()
                && b.words.len() > 1
                && a.turned.as_ref().is_some_and(|turned| extends(turned, &b.words, asked))
        };
        let listed = self.items.max(other.items) > MOST_OF_A_NAME && self.items != other.items;
        !listed && (extends(&self.words, &other.words, asked) || turned(self, other) || turned(other, self))
    }
}

/// How many items stand between commas or semicolons.
fn items(text: &str) -> usize {
    normalise::bare(text)
        .split([',', ';', '\u{3001}', '\u{ff0c}'])
        .filter(|item| item.chars().any(char::is_alphanumeric))
        .count()
}

/// The words of an answer where a sign, a capital or an accent tells it from others; None where none does. In longer
/// answers operators count alone.
pub fn exact(text: &str) -> Option<String> {
    let Some(words) = words(text) else { return exact::with_operators(text) };
    let exact = words.iter().any(|word| word.exact);
    exact.then(|| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "))
}

/// Whether one of two answers is the other with harmless additions.
fn extends(a: &[Word], b: &[Word], asked: &Asked<'_>) -> bool {
    let bytes = |words: &[Word]| words.iter().map(|word| word.text.len()).sum::<usize>();
    let joined = |words| <[Word]>::iter(words).flat_map(|word| word.text.bytes());
    if bytes(a) == bytes(b) && joined(a).eq(joined(b)) {
        return true;
    }
    let (words, shorter) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let Some(shared) = shared(words, shorter) else { return false };
    Longer { words, shared: &shared, shorter }.is_the_same(asked)
}

/// Which words of the longer of two answers stand in the other; None where the other has words of its own.
fn shared(long: &[Word], short: &[Word]) -> Option<Vec<bool>> {
    let mut left = short.iter().peekable();
    let (mut equal, mut slips) = (0, 0);
    let stands = |word| {
        let likened = left.peek().map_or(Likened::No, |next| likened(word, next));
        equal += usize::from(matches!(likened, Likened::Same | Likened::Slip));
        slips += usize::from(matches!(likened, Likened::Slip));
        let stands = !matches!(likened, Likened::No);
        if stands {
            left.next();
        }
        stands
    };
    let shared = long.iter().map(stands).collect();
    (left.peek().is_none() && equal > 0 && slips <= 1).then_some(shared)
}

enum Likened {
    Same,
    Initial,
    Slip,
    No,
}

fn likened(a: &Word, b: &Word) -> Likened {
    let (short, long) = if a.text.len() <= b.text.len() { (a, b) } else { (b, a) };
    if a.text == b.text {
        Likened::Same
    } else if a.exact || b.exact {
        Likened::No
    } else if short.name && long.name && short.text.len() == 1 && !long.is_roman() && long.text.starts_with(&short.text)
    {
        Likened::Initial
    } else if is_slip(&short.text, &long.text) {
        Likened::Slip
    } else {
        Likened::No
    }
}

/// One letter more, another letter, or two letters in the other order, neither at the start nor in the ending.
fn is_slip(short: &str, long: &str) -> bool {
    let (short, long): (Vec<char>, Vec<char>) = (short.chars().collect(), long.chars().collect());
    let (short, long) = if short.len() <= long.len() { (short, long) } else { (long, short) };
    let digit = short.iter().chain(&long).any(|letter| letter.is_numeric());
    if short.len() < SHORTEST_SLIP || long.len() - short.len() > 1 || digit {
        return false;
    }
    let front = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let back = short.iter().rev().zip(long.iter().rev()).take_while(|(a, b)| a == b).count();
    let swapped = short.len() == long.len()
        && front + back + 2 == short.len()
        && short[front] == long[front + 1]
        && short[front + 1] == long[front];
    front > 0 && back >= ENDING && (front + back + 1 >= long.len() || swapped)
}
