//! The words of a text as numbers: folded and hashed in one pass, without a string for each word.
//!
//! A word is what [`fold::tokens`] calls a token; its hash depends on the folded letters alone, so
//! "Röntgen" and "RONTGEN" are one word.
//!
//! # Performance
//! About two cycles a letter for ASCII: one table look-up, and one multiplication for eight letters.

use crate::normalise::fold;

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Hash of the folded letters.
    pub hash: u64,
    /// Byte of the text at which the word starts.
    pub start: usize,
    /// Byte behind its last letter.
    pub end: usize,
    /// Number of folded bytes.
    pub length: u32,
    /// Whether it is written with a capital first.
    pub capital: bool,
    /// Whether it begins with a digit.
    pub number: bool,
}

/// What an ASCII byte does: 0 ends a word, [`JOIN`] and [`WIDE`] below, else the folded letter.
const FOLDED: [u8; 256] = table();
/// An apostrophe: neither a letter nor the end of a word.
const JOIN: u8 = 1;
/// The first byte of a letter beyond ASCII.
const WIDE: u8 = 2;

const fn table() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = byte as u8;
        table[byte] = match letter {
            b'a'..=b'z' | b'0'..=b'9' | b'A'..=b'Z' => letter.to_ascii_lowercase(),
            b'\'' => JOIN,
            0x80.. => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    table
}

/// Calls `take` for each word of the text, in order.
pub fn words(text: &str, mut take: impl FnMut(Word)) {
    let bytes = text.as_bytes();
    let mut open = Open::default();
    let mut at = 0;
    while at < bytes.len() {
        match FOLDED[usize::from(bytes[at])] {
            0 => open.close(at, &mut take),
            JOIN => {}
            WIDE => {
                let letter = text[at..].chars().next().unwrap_or(' ');
                wide(&mut open, letter, at, &mut take);
                at += letter.len_utf8();
                continue;
            }
            folded => open.letter(folded, at, bytes[at].is_ascii_uppercase()),
        }
        at += 1;
    }
    open.close(bytes.len(), &mut take);
}

/// Hash of one word that is already folded.
pub fn hash(folded: &str) -> u64 {
    let mut open = Open::default();
    for byte in folded.bytes() {
        open.letter(byte, 0, false);
    }
    open.finish()
}

fn wide(open: &mut Open, letter: char, at: usize, take: &mut impl FnMut(Word)) {
    if fold::unspaced(letter) {
        open.close(at, take);
        open.wide_letter(letter, at);
        open.close(at + letter.len_utf8(), take);
    } else if letter.is_alphanumeric() {
        open.wide_letter(letter, at);
    } else if !fold::joins(letter) {
        open.close(at, take);
    }
}

/// A word in the making.
#[derive(Default)]
struct Open {
    state: u64,
    /// Up to eight letters that wait for their multiplication.
    waiting: u64,
    length: u32,
    start: usize,
    capital: bool,
    number: bool,
}

impl Open {
    #[inline]
    fn letter(&mut self, folded: u8, at: usize, capital: bool) {
        if self.length == 0 {
            self.start = at;
            self.capital = capital;
            self.number = folded.is_ascii_digit();
        }
        self.waiting = self.waiting << 8 | u64::from(folded);
        self.length += 1;
        if self.length.is_multiple_of(8) {
            self.state = mix(self.state ^ self.waiting);
            self.waiting = 0;
        }
    }

    fn wide_letter(&mut self, letter: char, at: usize) {
        let capital = letter.is_uppercase();
        fold::folded(letter, |piece| {
            let mut buffer = [0; 4];
            for byte in piece.encode_utf8(&mut buffer).bytes() {
                self.letter(byte, at, capital);
            }
        });
    }

    fn finish(&self) -> u64 {
        mix(self.state ^ self.waiting ^ u64::from(self.length) << 57)
    }

    #[inline]
    fn close(&mut self, end: usize, take: &mut impl FnMut(Word)) {
        if self.length == 0 {
            return;
        }
        let hash = self.finish();
        let Open { start, length, capital, number, .. } = *self;
        take(Word { hash, start, end, length, capital, number });
        *self = Open::default();
    }
}

/// Folded multiplication: both halves of the 128-bit product (as in wyhash, Wang Yi 2019).
#[inline]
pub fn mix(value: u64) -> u64 {
    let product = u128::from(value ^ 0x9e37_79b9_7f4a_7c15) * u128::from(0xa076_1d64_78bd_642f_u64);
    (product as u64) ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{hash, words};
    use crate::normalise::fold;

    fn hashes(text: &str) -> Vec<u64> {
        let mut found = Vec::new();
        words(text, |word| found.push(word.hash));
        found
    }

    fn by_tokens(text: &str) -> Vec<u64> {
        fold::tokens(text).iter().map(|token| hash(token)).collect()
    }

    #[test]
    fn words_are_the_tokens_of_folding() {
        for text in [
            "D\u{2019}Artagnan, \u{c9}mile & Gro\u{df}! don't 1,963",
            "e\u{301}t\u{e9} \u{6771}\u{4eac}ok \u{130}x \u{b2}",
            "",
            "''",
        ] {
            assert_eq!(hashes(text), by_tokens(text), "{text}");
        }
    }

    #[test]
    fn capitals_and_numbers_are_seen() {
        let mut found = Vec::new();
        words("the \u{c9}mile of 1963", |word| found.push((word.capital, word.number, word.start, word.end)));
        assert_eq!(found, [(false, false, 0, 3), (true, false, 4, 10), (false, false, 11, 13), (false, true, 14, 18)]);
    }

    proptest! {
        #[test]
        fn any_text_has_the_words_of_its_tokens(text in "\\PC{0,60}|[a-zA-Z' \u{300}\u{e9}\u{6771}\u{130}]{0,40}") {
            prop_assert_eq!(hashes(&text), by_tokens(&text));
        }
    }
}
