//! What up to 64 long texts share, all pairs at once.
//!
//! Each different word of the panel is one row: its weight, and one bit for each text that holds it; each different
//! pair of neighbouring words is one too. When all texts are read, every row adds its weight to what each two of its
//! texts share. Sums are of whole numbers, so the order of the texts leaves the bits alone.
//!
//! # Performance
//! O(L) table look-ups for L words in all, without a branch on which texts hold a word. Then one addition for each row
//! where there are few texts, and one for each row and pair of texts that share it where there are many. Memory is that
//! of the different words, and a square of 64 texts at most.

use super::marker;
use super::rarity;
use super::rows::Rows;
use super::shared::shared;
use crate::injection;
use crate::limits::MAX_PAIRED;
use crate::scan::{self, Word};

/// Squared weights are kept as whole numbers of this part of one.
const FRACTION: f32 = 256.0;

/// What one text is made of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Words.
    pub words: u32,
    /// Different words.
    pub distinct: u32,
    /// Letters in all words.
    pub letters: u32,
    /// Sum of the words' rarity, in 1/256.
    pub rarity: u64,
    /// Different pairs of neighbouring words.
    pub pairs: u32,
    /// Whether it opens with an excuse instead of an answer.
    pub refused: bool,
    /// Which words of orders to a judge it holds: the bits of [`injection::calls`].
    pub calls: u8,
    /// Squared weights of the different words that are news.
    mass: u64,
}

/// What two texts share.
#[derive(Clone, Copy, Debug)]
pub struct Between {
    /// Cosine of the weighted words.
    pub cosine: f64,
    /// Part of the pairs of neighbouring words of the text with fewer of them.
    pub pairs: f64,
}

/// The overlap of several texts.
#[derive(Clone, Debug)]
pub struct Overlap {
    /// One for each text.
    pub tallies: Vec<Tally>,
    /// Shared squared weights, a full square.
    mass: Vec<u64>,
    /// Shared pairs of neighbouring words, a full square.
    pairs: Vec<u64>,
}

impl Overlap {
    /// Compares texts that answer one question; [`MAX_PAIRED`] at most.
    pub fn new(question: Option<&str>, texts: &[&str]) -> Overlap {
        let overlap = Overlap::of(question, texts);
        // "Paris" to "Paris or London?": where nothing but the question is left of a text, its words count.
        let mute = overlap.tallies.iter().any(|tally| tally.words > 0 && tally.mass == 0);
        if mute { Overlap::of(None, texts) } else { overlap }
    }

    fn of(question: Option<&str>, texts: &[&str]) -> Overlap {
        let size = texts.iter().map(|text| text.len()).sum::<usize>();
        let mut words = Rows::<Weight>::with_room(size / 8);
        let mut neighbours = Rows::<()>::with_room(size / 4);
        scan::words(question.unwrap_or(""), |word| {
            words.row(word.hash, || Weight { square: 0, ..weight(&word) });
        });
        let tallies = texts.iter().enumerate().map(|(at, text)| tally(at, text, &mut words, &mut neighbours)).collect();
        let mass = shared(texts.len(), words.all().map(|row| (row.texts, u64::from(row.entry.square))));
        let pairs = shared(texts.len(), neighbours.all().map(|row| (row.texts, 1)));
        Overlap { tallies, mass, pairs }
    }

    /// Cosine 0 to 1 of two texts by their weighted words, those of the question left out.
    pub fn cosine(&self, i: usize, j: usize) -> f64 {
        let shared = self.mass[i * self.tallies.len() + j] as f64;
        let product = self.tallies[i].mass as f64 * self.tallies[j].mass as f64;
        match (i == j, product > 0.0) {
            (true, _) => 1.0,
            (_, true) => (shared / product.sqrt()).clamp(0.0, 1.0),
            (_, false) => 0.0,
        }
    }

    /// What two different texts share.
    pub fn between(&self, i: usize, j: usize) -> Between {
        let fewer = self.tallies[i].pairs.min(self.tallies[j].pairs);
        let pairs = if fewer > 0 { self.shared_pairs(i, j) as f64 / f64::from(fewer) } else { 0.0 };
        Between { cosine: self.cosine(i, j), pairs }
    }

    /// Pairs of neighbouring words that two different texts share.
    pub fn shared_pairs(&self, i: usize, j: usize) -> u64 {
        self.pairs[i * self.tallies.len() + j]
    }
}

/// Reads a text, and marks the rows of its words and of its pairs of neighbouring words.
fn tally(own: usize, text: &str, words: &mut Rows<Weight>, neighbours: &mut Rows<()>) -> Tally {
    let bit = 1 << (own % MAX_PAIRED);
    let mut tally = Tally::default();
    let mut before = 0;
    scan::words(text, |word: Word| {
        let row = words.row(word.hash, || weight(&word));
        let news = row.texts & bit == 0;
        row.texts |= bit;
        tally.refused |= row.entry.refuses && tally.words < marker::OPENING as u32;
        tally.words += 1;
        tally.letters += word.length;
        tally.rarity += u64::from(row.entry.rarity);
        tally.calls |= row.entry.calls;
        tally.distinct += u32::from(news);
        tally.mass += if news { u64::from(row.entry.square) } else { 0 };
        if tally.words > 1 {
            let row = neighbours.any_row(neighbours_hash(before, word.hash));
            tally.pairs += u32::from(row.texts & bit == 0);
            row.texts |= bit;
        }
        before = word.hash;
    });
    tally
}

/// Hash of two words in a row; those of words are mixed well.
#[inline]
fn neighbours_hash(before: u64, hash: u64) -> u64 {
    before.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ hash
}

fn weight(word: &Word) -> Weight {
    let weight = rarity::of(word);
    let [rarity, square] = [weight, weight * weight].map(|weight| (weight * FRACTION) as u16);
    Weight { rarity, square, calls: injection::calls(word.hash), refuses: marker::refuses(word.hash) }
}

/// What a word counts, in 1/256: the rarest is 10, its square 100.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    rarity: u16,
    square: u16,
    calls: u8,
    refuses: bool,
}

#[cfg(test)]
mod tests {
    use super::Overlap;

    #[test]
    fn the_same_words_are_one_and_nothing_shared_is_zero() {
        let overlap = Overlap::new(None, &["Alpha beta gamma", "alpha, BETA gamma!", "delta epsilon", ""]);
        assert_eq!(overlap.cosine(0, 1), 1.0);
        assert_eq!(overlap.cosine(0, 2), 0.0);
        assert_eq!(overlap.cosine(0, 3), 0.0);
        assert_eq!((overlap.shared_pairs(1, 0), overlap.shared_pairs(0, 2)), (2, 0));
    }

    #[test]
    fn the_question_carries_no_news_unless_nothing_else_is_said() {
        let question = Some("is paris or london larger");
        let overlap = Overlap::new(question, &["London is larger, twelve million", "Paris is larger, two million"]);
        let plain = Overlap::new(None, &["London is larger, twelve million", "Paris is larger, two million"]);
        assert!(overlap.cosine(0, 1) < plain.cosine(0, 1));
        let bare = Overlap::new(question, &["London", "London is larger", "Paris"]);
        assert!(bare.cosine(0, 1) > 0.5 && bare.cosine(0, 2) == 0.0);
    }

    #[test]
    fn the_order_of_the_texts_changes_no_bit() {
        let texts: Vec<String> = (0..40_usize)
            .map(|at| (0..300_usize).map(|word| format!("w{} ", (at * word * 7919 + word) % 701)).collect())
            .collect();
        let forward: Vec<&str> = texts.iter().map(String::as_str).collect();
        let backward: Vec<&str> = texts.iter().rev().map(String::as_str).collect();
        let (one, two) = (Overlap::new(None, &forward), Overlap::new(None, &backward));
        for i in 0..40 {
            for j in 0..40 {
                assert_eq!(one.cosine(i, j).to_bits(), two.cosine(39 - i, 39 - j).to_bits());
                assert_eq!(one.shared_pairs(i, j), two.shared_pairs(39 - i, 39 - j));
            }
        }
    }
}
