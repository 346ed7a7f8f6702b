//! The words of a text as numbers: folded and hashed in one pass, without a string for each word.
//!
//! A word is what [`fold::tokens`] calls a token; its hash depends on the folded letters alone, so
//! "Röntgen" and "RONTGEN" are one word.
//!
//! # Performance
//! Words of ASCII letters are read eight bytes a step, with one multiplication for each; others take a table
//! look-up a letter.

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
#[inline]
pub fn words(text: &str, mut take: impl FnMut(Word)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if FOLDED[usize::from(bytes[at])] == 0 {
            at += 1;
            continue;
        }
        let mut word = plain_word(bytes, at);
        if word.length > 0 {
            // What stands behind it ends words.
            at = word.end + 1;
        } else {
            let (found, behind) = word_by_letter(text, at);
            at = behind;
            match found {
                Some(found) => word = found,
                None => continue,
            }
        }
        // The only call, so that it costs none.
        take(word);
    }
}

/// The word at `at` if it is letters and digits of ASCII alone, eight bytes a step; else one without letters.
#[inline]
fn plain_word(bytes: &[u8], at: usize) -> Word {
    let (mut state, mut end) = (0, at);
    let waiting = loop {
        let (folded, letters) = letters_at(bytes, end);
        end += letters as usize;
        if letters < 8 {
            break if letters == 0 { 0 } else { folded >> (64 - 8 * letters) };
        }
        state = mix(state ^ folded);
    };
    let plain = end > at && bytes.get(end).is_none_or(|next| FOLDED[usize::from(*next)] == 0);
    let length = if plain { (end - at) as u32 } else { 0 };
    let hash = mix(state ^ waiting ^ u64::from(length) << 57);
    Word { hash, start: at, end, length, capital: bytes[at].is_ascii_uppercase(), number: bytes[at].is_ascii_digit() }
}

/// Eight bytes folded, the first one highest, and how many of the first are letters or digits of ASCII.
#[inline]
fn letters_at(bytes: &[u8], at: usize) -> (u64, u32) {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    let raw = match bytes[at..].first_chunk::<8>() {
        Some(eight) => u64::from_be_bytes(*eight),
        None => {
            bytes[at..].iter().fold(0, |raw, byte| raw << 8 | u64::from(*byte)) << (8 * (8 + at - bytes.len()) % 64)
        }
    };
    // Letters differ from their capitals, and digits from nothing, by this bit.
    let folded = raw | (0x20 * EACH);
    // The high bit of each byte says whether the lower ones reach a limit.
    let reach = |value: u64, limit: u8| (value & !HIGH) + EACH * u64::from(0x80 - limit);
    let letter = reach(folded, b'a') & !reach(folded, b'z' + 1);
    let digit = reach(raw, b'0') & !reach(raw, b'9' + 1);
    let others = !((letter | digit) & !raw) & HIGH;
    (folded, others.leading_zeros() / 8)
}

/// The first word from `at` on, if one stands in front of the next byte that ends words, and where to read on.
#[inline(never)]
fn word_by_letter(text: &str, mut at: usize) -> (Option<Word>, usize) {
    let bytes = text.as_bytes();
    let mut open = Open::default();
    while at < bytes.len() {
        match FOLDED[usize::from(bytes[at])] {
            0 => break,
            JOIN => at += 1,
            WIDE => {
                let letter = text[at..].chars().next().unwrap_or(' ');
                let alone = fold::unspaced(letter);
                let ends = alone || !(letter.is_alphanumeric() || fold::joins(letter));
                if ends && open.length > 0 {
                    break;
                }
                if alone || letter.is_alphanumeric() {
                    open.wide_letter(letter, at);
                }
                at += letter.len_utf8();
                if alone {
                    break;
                }
            }
            folded => {
                open.letter(folded, at, bytes[at].is_ascii_uppercase());
                at += 1;
            }
        }
    }
    (open.word(at), at)
}

/// Hash of one word that is already folded.
pub fn hash(folded: &str) -> u64 {
    let mut open = Open::default();
    for byte in folded.bytes() {
        open.letter(byte, 0, false);
    }
    open.finish()
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

    /// The word that ends here, if there is one.
    fn word(&self, end: usize) -> Option<Word> {
        let Open { start, length, capital, number, .. } = *self;
        (length > 0).then(|| Word { hash: self.finish(), start, end, length, capital, number })
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
        fn words_read_in_steps_are_those_read_by_letter(text in "[a-zA-Z0-9@`\\[{/:' .\u{e9}\u{b1}\n]{0,80}") {
            let mut by_letter = Vec::new();
            let mut at = 0;
            while at < text.len() {
                let (word, behind) = super::word_by_letter(&text, at);
                by_letter.extend(word);
                at = behind + usize::from(behind == at);
            }
            let mut in_steps = Vec::new();
            words(&text, |word| in_steps.push(word));
            prop_assert_eq!(in_steps, by_letter);
        }

        #[test]
        fn any_text_has_the_words_of_its_tokens(text in "\\PC{0,60}|[a-zA-Z' \u{300}\u{e9}\u{6771}\u{130}]{0,40}") {
            prop_assert_eq!(hashes(&text), by_tokens(&text));
        }
    }
}
