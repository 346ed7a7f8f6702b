//! How alike two texts are: cosine of word sets, weighted by how rare the words are in general.
//!
//! Words of the question carry no news and are left out (question-aware cosine); stop words count
//! little. The weights come from a fixed table, not from the panel, so the similarity of two
//! answers does not change when a third expert joins.
//!
//! # Performance
//! O(L log L) to prepare a text of L words, O(L) for a pair.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::hash;
use crate::normalise::fold;

/// Word weights, one `word weight` a line, made by `fit/idf.py` from the parts named in its head.
const TABLE: &str = include_str!("idf.txt");

/// Weight of a word that the table does not know: rarer than all that it lists.
const UNKNOWN: f64 = 8.0;

/// Numbers tell answers apart better than words of the same rarity.
const NUMBER_FACTOR: f64 = 1.25;

/// Different numbers in two short answers, or a "not" in only one of them, leave this part of their similarity:
/// less than any link between clusters.
const CONTRADICTION: f64 = 0.4;

/// A text prepared for comparison.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Hash and weight of each different word, by hash.
    words: Vec<(u64, f64)>,
    /// Euclidean length of the weights.
    length: f64,
    /// Hashes of the words that are numbers, sorted.
    numbers: Vec<u64>,
    negated: bool,
}

/// Prepares texts that answer one question.
#[derive(Clone, Debug, Default)]
pub struct Profiler {
    question: HashSet<String>,
}

impl Profiler {
    /// A profiler that leaves out the words of the question.
    pub fn new(question: Option<&str>) -> Profiler {
        Profiler { question: fold::tokens(question.unwrap_or("")).into_iter().collect() }
    }

    /// Prepares one text.
    pub fn profile(&self, text: &str) -> Profile {
        let tokens = fold::tokens(text);
        let news: Vec<&str> =
            tokens.iter().map(String::as_str).filter(|token| !self.question.contains(*token)).collect();
        // "Paris" to "Paris or London?": if all words stand in the question, all of them count.
        if news.iter().any(|token| weight(token) > 0.0) {
            return profile(&news);
        }
        let all: Vec<&str> = tokens.iter().map(String::as_str).collect();
        profile(&all)
    }
}

fn profile(tokens: &[&str]) -> Profile {
    let mut words: Vec<(u64, f64)> = tokens.iter().map(|token| (hash::of_parts(&[token]), weight(token))).collect();
    words.sort_by_key(|word| word.0);
    words.dedup_by_key(|word| word.0);
    let length = words.iter().map(|word| word.1 * word.1).sum::<f64>().sqrt();
    let mut numbers: Vec<u64> =
        tokens.iter().filter(|token| is_number(token)).map(|token| hash::of_parts(&[token])).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let negated = tokens.iter().any(|token| {
        matches!(*token, "not" | "never" | "no" | "cannot") || token.ends_with("nt") && fold_negation(token)
    });
    Profile { words, length, numbers, negated }
}

fn fold_negation(token: &str) -> bool {
    matches!(
        token,
        "isnt" | "wasnt" | "dont" | "doesnt" | "didnt" | "cant" | "wont" | "arent" | "werent" | "hasnt" | "havent"
    )
}

fn is_number(token: &str) -> bool {
    token.starts_with(|letter: char| letter.is_ascii_digit())
}

/// General rarity of a word: natural logarithm of texts by texts that hold it.
fn weight(token: &str) -> f64 {
    static WEIGHTS: OnceLock<HashMap<&'static str, f64>> = OnceLock::new();
    let weights = WEIGHTS.get_or_init(|| {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        lines
            .filter_map(|line| line.split_once(' '))
            .filter_map(|(word, weight)| Some((word, weight.parse().ok()?)))
            .collect()
    });
    let rarity = weights.get(token).copied().unwrap_or(UNKNOWN);
    if is_number(token) { rarity * NUMBER_FACTOR } else { rarity }
}

/// Similarity 0 to 1 of two texts; exactly 1 for the same set of words.
pub fn cosine(a: &Profile, b: &Profile) -> f64 {
    if a.words == b.words {
        return 1.0;
    }
    if a.length == 0.0 || b.length == 0.0 {
        return 0.0;
    }
    (shared(&a.words, &b.words) / (a.length * b.length)).clamp(0.0, 1.0)
}

/// As [`cosine`], for short answers: contradictions in numbers and negation count as such.
pub fn short(a: &Profile, b: &Profile) -> f64 {
    let similarity = cosine(a, b);
    let apart = contradict(&a.numbers, &b.numbers);
    if apart || a.negated != b.negated { similarity * CONTRADICTION } else { similarity }
}

fn shared(a: &[(u64, f64)], b: &[(u64, f64)]) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += a[i].1 * b[j].1;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

/// Each side has a number that the other lacks.
fn contradict(a: &[u64], b: &[u64]) -> bool {
    let lacks = |left: &[u64], right: &[u64]| left.iter().any(|number| right.binary_search(number).is_err());
    lacks(a, b) && lacks(b, a)
}

#[cfg(test)]
mod tests {
    use super::{Profiler, cosine, short};

    #[test]
    fn the_question_carries_no_news() {
        let profiler = Profiler::new(Some("who got the first nobel prize in physics"));
        let name = profiler.profile("Wilhelm R\u{f6}ntgen");
        let sentence = profiler.profile("The first Nobel Prize in Physics was awarded to Wilhelm R\u{f6}ntgen.");
        let other = profiler.profile("The first Nobel Prize in Physics was awarded to Marie Curie.");
        assert!(short(&name, &sentence) > 0.7);
        assert!(short(&sentence, &other) < 0.4);
    }

    #[test]
    fn contradictions_count() {
        let profiler = Profiler::new(None);
        let (one, two) = (profiler.profile("built in 1963"), profiler.profile("built in 1995"));
        assert!(short(&one, &two) < 0.3);
        let (yes, no) = (profiler.profile("it is safe"), profiler.profile("it is not safe"));
        assert!(short(&yes, &no) <= 0.5);
    }

    #[test]
    fn the_same_words_are_exactly_one_and_nothing_shared_is_zero() {
        let profiler = Profiler::new(None);
        let (a, b) = (profiler.profile("alpha beta"), profiler.profile("Beta, alpha!"));
        assert_eq!(cosine(&a, &b), 1.0);
        assert_eq!(cosine(&a, &profiler.profile("gamma")), 0.0);
        assert_eq!(cosine(&profiler.profile("..."), &a), 0.0);
    }
}
