//! One sentence prepared for comparison, and what it means for another.
//!
//! Two sentences speak of the same matter if their words, weighted by rarity and with numbers and negations left out,
//! have a cosine of [`SAME_MATTER`], or if nearly all of the shorter stands in the longer. They then contradict each
//! other if each has one number that the other lacks, or if one of them is negated; else the one supports the other.

use std::cmp::Ordering;

use crate::scan;
use crate::similarity::{marker, rarity};

/// Cosine from which two sentences speak of the same matter.
const SAME_MATTER: f64 = 0.6;

/// Part of the shorter sentence that stands in the longer one.
const CONTAINED: f64 = 0.85;

/// A sentence of fewer words with content says too little to be found in a longer one.
const FEWEST_CONTAINED: usize = 3;

/// A sentence of fewer words with content claims nothing.
const FEWEST_WORDS: usize = 2;

/// What one sentence says of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearing {
    /// It says the same, or more.
    Supports,
    /// It says something else of the same matter.
    Contradicts,
    /// It speaks of something else.
    Silent,
}

/// A sentence prepared for comparison.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Hash and weight of each different word of the matter, by hash.
    words: Vec<(u64, f32)>,
    mass: f64,
    numbers: Vec<u64>,
    negated: bool,
    content: usize,
}

impl Statement {
    /// Prepares a sentence; None if it has too little content to be a claim.
    pub fn new(sentence: &str) -> Option<Statement> {
        let (mut words, mut numbers, mut negations) = (Vec::new(), Vec::new(), 0_usize);
        scan::words(sentence, |word| {
            if word.number {
                numbers.push(word.hash);
            } else if marker::negates(word.hash) {
                negations += 1;
            } else {
                words.push((word.hash, rarity::of(&word)));
            }
        });
        words.sort_unstable_by_key(|word| word.0);
        words.dedup_by_key(|word| word.0);
        numbers.sort_unstable();
        numbers.dedup();
        let content = words.iter().filter(|word| word.1 >= rarity::CONTENT).count();
        let mass = words.iter().map(|word| f64::from(word.1).powi(2)).sum();
        // Two negations make a statement.
        let negated = negations % 2 == 1;
        (content + numbers.len() >= FEWEST_WORDS).then_some(Statement { words, mass, numbers, negated, content })
    }

    /// What `other` says of this claim.
    pub fn bearing_of(&self, other: &Statement) -> Bearing {
        let shared = self.shared(other);
        let cosine = match shared > 0.0 {
            true => shared / (self.mass * other.mass).sqrt(),
            // Without words the numbers are the whole matter.
            false => f64::from(u8::from(self.mass == 0.0 && other.mass == 0.0 && self.numbers == other.numbers)),
        };
        let contained = shared >= CONTAINED * self.mass.min(other.mass)
            && shared > 0.0
            && self.content.min(other.content) >= FEWEST_CONTAINED;
        if cosine < SAME_MATTER && !contained {
            return Bearing::Silent;
        }
        let lacks =
            |left: &[u64], right: &[u64]| left.iter().filter(|number| right.binary_search(number).is_err()).count();
        match (lacks(&self.numbers, &other.numbers), lacks(&other.numbers, &self.numbers)) {
            (1, 1) => Bearing::Contradicts,
            // Where more than one number differs, it is another calculation, not another result.
            (2.., 1..) | (1, 2..) => Bearing::Silent,
            _ if self.negated != other.negated => Bearing::Contradicts,
            // Who leaves out the number does not confirm it.
            (1.., _) => Bearing::Silent,
            _ => Bearing::Supports,
        }
    }

    fn shared(&self, other: &Statement) -> f64 {
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        while let (Some(left), Some(right)) = (self.words.get(i), other.words.get(j)) {
            match left.0.cmp(&right.0) {
                Ordering::Less => i += 1,
                Ordering::Greater => j += 1,
                Ordering::Equal => {
                    sum += f64::from(left.1).powi(2);
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::{Bearing, Statement};

    fn bearing(claim: &str, other: &str) -> Bearing {
        let [claim, other] = [claim, other].map(|sentence| Statement::new(sentence).expect("content"));
        claim.bearing_of(&other)
    }

    #[test]
    fn the_same_in_other_words_supports() {
        let claim = "The bucket policy allows public read access.";
        assert_eq!(bearing(claim, "Public read access is allowed by the bucket policy"), Bearing::Supports);
        assert_eq!(bearing(claim, "The database has no backups."), Bearing::Silent);
    }

    /// Words that are in no table, so that all weigh alike.
    fn words(range: std::ops::Range<u8>) -> String {
        let word = |number: u8| format!("{}u{}qx", char::from(b'b' + number % 20), char::from(b'c' + number / 20));
        range.map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn sentences_are_of_one_matter_from_a_cosine_of_six_tenths() {
        let of_one = |shared: u8, all: u8| bearing(&words(0..all), &words(all - shared..2 * all - shared));
        assert_eq!((of_one(7, 12), of_one(4, 7)), (Bearing::Silent, Bearing::Silent));
        assert_eq!((of_one(8, 13), of_one(5, 8)), (Bearing::Supports, Bearing::Supports));
    }

    #[test]
    fn a_sentence_stands_in_a_longer_one_that_holds_nearly_all_of_it() {
        let within = |shared: u8, all: u8| bearing(&words(0..all), &words(all - shared..90));
        assert_eq!((within(11, 13), within(6, 7)), (Bearing::Silent, Bearing::Supports));
        assert_eq!((within(2, 2), within(3, 3)), (Bearing::Silent, Bearing::Supports));
    }

    #[test]
    fn another_number_or_a_negation_contradicts() {
        let claim = "The retention period of the backups is 30 days.";
        assert_eq!(bearing(claim, "Backups have a retention period of 7 days."), Bearing::Contradicts);
        assert_eq!(
            bearing("The template is safe to deploy.", "The template is not safe to deploy."),
            Bearing::Contradicts
        );
    }

    #[test]
    fn another_calculation_is_no_contradiction() {
        assert_eq!(bearing("17 times 20 is 340.", "17 times 23 is 391."), Bearing::Silent);
        assert_eq!(bearing("17 times 23 is 401.", "17 times 23 is 391."), Bearing::Contradicts);
    }

    #[test]
    fn a_number_left_out_is_not_confirmed() {
        let claim = "The retention period of the backups is 30 days.";
        assert_eq!(bearing(claim, "The backups have a retention period in days."), Bearing::Silent);
        assert_eq!(bearing("Backups have a retention period.", claim), Bearing::Supports);
    }

    #[test]
    fn numbers_without_words_support_the_same_numbers_only() {
        assert_eq!(bearing("1[0", "1[0"), Bearing::Supports);
        assert_eq!(bearing("1[0", "2[3"), Bearing::Silent);
        assert_eq!(bearing("1[0", "not 1[0"), Bearing::Contradicts);
    }

    #[test]
    fn a_nod_claims_nothing() {
        assert!(Statement::new("I see.").is_none() && Statement::new("").is_none());
        assert!(Statement::new(&words(0..1)).is_none() && Statement::new(&words(0..2)).is_some());
    }
}
