//! How rare words are in general: a fixed table, not the panel, so that the similarity of two answers
//! does not change when a third expert joins.
//!
//! # Performance
//! One probe of a small hash table for a word; the table is built once, in tens of microseconds.

use std::sync::OnceLock;

use crate::scan::{self, Word};

/// Word weights, one `word weight` a line, made by `fit/idf.py` from the parts named in its head.
const TABLE: &str = include_str!("idf.txt");

/// Weight of a word that the table does not know: rarer than all that it lists.
const UNKNOWN: f32 = 8.0;

/// Numbers distinguish answers better than words of the same rarity.
const NUMBER_FACTOR: f32 = 1.25;

/// Weight from which a word carries content of its own.
pub const CONTENT: f32 = 2.0;

/// General rarity of a word: natural logarithm of texts by texts that hold it.
#[inline]
pub fn of(word: &Word) -> f32 {
    // The table holds no numbers: "2" may be the whole answer.
    if word.number { UNKNOWN * NUMBER_FACTOR } else { rarities().get(word.hash) }
}

/// The table by hash of the word.
struct Rarities {
    /// Upper half of the hash, and weight; a weight below zero marks a free slot.
    slots: Vec<(u32, f32)>,
}

/// Slots of the table: about three for each word, so that most probes hit at once.
const SLOTS: usize = 4096;

fn rarities() -> &'static Rarities {
    static RARITIES: OnceLock<Rarities> = OnceLock::new();
    RARITIES.get_or_init(|| {
        let mut slots = vec![(0, -1.0); SLOTS];
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        for (word, weight) in lines.filter_map(|line| line.split_once(' ')) {
            let hash = scan::hash(word);
            let Ok(weight) = weight.parse::<f32>() else { continue };
            let mut at = hash as usize % SLOTS;
            while slots[at].1 >= 0.0 {
                at = (at + 1) % SLOTS;
            }
            slots[at] = ((hash >> 32) as u32, weight);
        }
        Rarities { slots }
    })
}

impl Rarities {
    #[inline]
    fn get(&self, hash: u64) -> f32 {
        let mut at = hash as usize % SLOTS;
        loop {
            let (known, weight) = self.slots[at];
            if weight < 0.0 {
                return UNKNOWN;
            }
            if known == (hash >> 32) as u32 {
                return weight;
            }
            at = (at + 1) % SLOTS;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CONTENT, UNKNOWN, of};
    use crate::scan;

    fn rarity(word: &str) -> f32 {
        let mut found = 0.0;
        scan::words(word, |word| found = of(&word));
        found
    }

    #[test]
    fn rare_words_weigh_more_and_numbers_most() {
        assert!(rarity("the") < CONTENT && rarity("The") == rarity("the"));
        assert_eq!(rarity("R\u{f6}ntgen"), UNKNOWN);
        assert!(rarity("1963") > UNKNOWN);
    }
}
