//! A short answer prepared for comparison.
//!
//! # Performance
//! O(L log L) for a text of L words; letter triples are taken from the first words only.

use super::marker;
use super::rarity;
use crate::scan::{self, Word};

/// Letter triples come from this many different words at most: the answer stands in the first ones, and a
/// whole reply costs no more than a sentence.
const MOST_SPELLED: usize = 32;

/// A word's weight is halved when it first stands this many words into the news of a text.
const EARLY: f32 = 6.0;

/// Hardly any answer on which the pair score was fitted has more words.
const MOST_FITTED: usize = 200;

/// Words of a short sentence. In a longer text a "not" or a number may stand in a side remark.
const MAX_SENTENCE_WORDS: usize = 12;

/// One different word of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub hash: u64,
    /// General rarity.
    pub weight: f32,
    /// Rarity times the root of 1 / (1 + place / [`EARLY`]).
    pub early: f32,
    /// Written with a capital at least once.
    pub name: bool,
    pub number: bool,
}

/// A text prepared for comparison.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Different words by hash.
    pub(super) words: Vec<Entry>,
    /// Sums of squared weights: of all words, of early weights, of names.
    pub(super) mass: f64,
    pub(super) early_mass: f64,
    pub(super) name_mass: f64,
    /// Different letter triples of words with content, sorted.
    pub(super) triples: Vec<u32>,
    /// Number of different numbers.
    pub(super) numbers: usize,
    /// Whether it is so long that much stands in it by chance.
    pub(super) long: bool,
    /// Whether it is one short sentence.
    pub(super) brief: bool,
    /// Whether it is one short sentence with a "not".
    pub(super) negated: bool,
    /// Whether it opens with an excuse instead of an answer.
    pub refused: bool,
}

/// Prepares texts that answer one question.
#[derive(Clone, Debug, Default)]
pub struct Profiler {
    /// Hashes of the question's words, sorted.
    question: Vec<u64>,
}

impl Profile {
    /// Number of different words that are news.
    pub fn news(&self) -> usize {
        self.words.len()
    }

    /// Mean rarity of the different words.
    pub fn rarity(&self) -> f64 {
        self.words.iter().map(|word| f64::from(word.weight)).sum::<f64>() / self.words.len().max(1) as f64
    }
}

impl Profiler {
    /// A profiler that leaves out the words of the question.
    pub fn new(question: Option<&str>) -> Profiler {
        Profiler { question: sorted(question.map(hashes).unwrap_or_default()) }
    }

    /// Prepares one text.
    pub fn profile(&self, text: &str) -> Profile {
        let mut all: Vec<Weighed> = Vec::with_capacity(text.len() / 6);
        scan::words(text, |word| all.push((word, rarity::of(&word))));
        let is_news = |word: &&Weighed| self.question.binary_search(&word.0.hash).is_err();
        let news: Vec<Weighed> = all.iter().filter(is_news).copied().collect();
        // "Paris" to "Paris or London?": if all words with content stand in the question, all of them count.
        let tells = news.iter().any(|word| word.1 > 0.25);
        let mut profile = of_words(if tells { &news } else { &all });
        profile.triples = triples(text, if tells { &news } else { &all });
        profile.long = all.len() > MOST_FITTED;
        profile.brief = all.len() <= MAX_SENTENCE_WORDS;
        profile.negated = profile.brief && all.iter().any(|word| marker::negates(word.0.hash));
        profile.refused = all.iter().take(marker::OPENING).any(|word| marker::refuses(word.0.hash));
        profile
    }
}

fn hashes(text: &str) -> Vec<u64> {
    let mut found = Vec::new();
    scan::words(text, |word| found.push(word.hash));
    found
}

fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort_unstable();
    items.dedup();
    items
}

/// A word and its rarity.
type Weighed = (Word, f32);

fn of_words(words: &[Weighed]) -> Profile {
    let mut places: Vec<(u64, usize)> = words.iter().enumerate().map(|(place, word)| (word.0.hash, place)).collect();
    places.sort_unstable();
    let mut profile = Profile::default();
    for (hash, place) in places {
        let (word, weight) = words[place];
        if let Some(last) = profile.words.last_mut().filter(|last| last.hash == hash) {
            last.name |= word.capital;
            continue;
        }
        let early = weight / (1.0 + place as f32 / EARLY).sqrt();
        profile.words.push(Entry { hash, weight, early, name: word.capital, number: word.number });
    }
    for entry in &profile.words {
        let square = f64::from(entry.weight).powi(2);
        profile.mass += square;
        profile.early_mass += f64::from(entry.early).powi(2);
        profile.name_mass += if entry.name { square } else { 0.0 };
        profile.numbers += usize::from(entry.number);
    }
    profile
}

/// Triples of letters with the ends of the word marked: they forgive spelling and inflection.
fn triples(text: &str, words: &[Weighed]) -> Vec<u32> {
    let mut spelled: Vec<u64> = Vec::with_capacity(MOST_SPELLED);
    let mut found = Vec::new();
    for (word, _) in words.iter().filter(|word| word.1 >= rarity::CONTENT) {
        if spelled.contains(&word.hash) {
            continue;
        }
        if spelled.len() == MOST_SPELLED {
            break;
        }
        spelled.push(word.hash);
        spell(&text[word.start..word.end], &mut found);
    }
    sorted(found)
}

fn spell(word: &str, found: &mut Vec<u32>) {
    let (mut before, mut last) = (u32::MAX, '^' as u32);
    let letters = word.chars().filter(|letter| letter.is_alphanumeric());
    let mut push = |before: u32, last: u32, next: u32| {
        let triple = u64::from(before) << 42 ^ u64::from(last) << 21 ^ u64::from(next);
        found.push((scan::mix(triple) >> 32) as u32);
    };
    for letter in letters {
        crate::normalise::fold::folded(letter, |folded| {
            if before != u32::MAX {
                push(before, last, folded as u32);
            }
            (before, last) = (last, folded as u32);
        });
    }
    if before != u32::MAX {
        push(before, last, '$' as u32);
    }
}
