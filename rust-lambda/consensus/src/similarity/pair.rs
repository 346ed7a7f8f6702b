//! The learnt pair score of two short answers in words.
//!
//! ```text
//! s = 1 / (1 + exp(-(w0 + sum of w_k x feature_k)))
//! ```
//!
//! A logistic regression on what two answers share; the weights are fitted by `fit/wording.py`, which
//! names its data. The same words in any order, case and accents are exactly 1; nothing shared is 0.
//!
//! # Performance
//! O(L) for a pair: two merges of sorted lists.

use super::pair_weights::WEIGHTS;
use super::profile::Profile;

/// Number of features of a pair.
pub const FEATURES: usize = 7;

/// Place of the clash of numbers among them.
const CLASH: usize = 5;

/// A "not" in only one of two short sentences, or numbers that differ, leaves this part of their similarity: less than
/// any link between clusters. Set by meaning, not fitted: in longer texts both may stand in side remarks, and there the
/// fitted weights decide.
const CONTRADICTION: f64 = 0.4;

/// Two answers that are not word for word the same are never quite 1.
const MOST: f64 = 0.999;

/// Similarity 0 to 1 of two short answers.
pub fn alike(a: &Profile, b: &Profile) -> f64 {
    match features(a, b) {
        None => 1.0,
        Some(features) if features[0] <= 0.0 && features[1] <= 0.0 => 0.0,
        Some(features) => {
            let sum = features.iter().zip(&WEIGHTS[1..]).map(|(feature, weight)| feature * weight).sum::<f64>();
            let same = (1.0 / (1.0 + (-(WEIGHTS[0] + sum)).exp())).clamp(0.0, MOST);
            let apart = a.negated != b.negated || (a.brief && b.brief && features[CLASH] > 0.0);
            // A long text holds most short ones somewhere: there only the whole counts.
            let same = if a.long || b.long { same.min(features[0]) } else { same };
            if apart { same * CONTRADICTION } else { same }
        }
    }
}

/// What two answers share; None if they have the same words.
///
/// In order: cosine; containment of letter triples (shared by those of the smaller set); containment of
/// names; 1 if one of them names nobody; cosine of the weights that favour first words; 1 if each has a
/// number that the other lacks; the same times the cosine of first words.
pub fn features(a: &Profile, b: &Profile) -> Option<[f64; FEATURES]> {
    let shared = Shared::of(a, b);
    if shared.words == a.words.len() && shared.words == b.words.len() && shared.words > 0 {
        return None;
    }
    let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let cosine = ratio(shared.mass, (a.mass * b.mass).sqrt());
    let early = ratio(shared.early, (a.early_mass * b.early_mass).sqrt());
    let names = a.name_mass.min(b.name_mass);
    let fewer = a.triples.len().min(b.triples.len());
    let spelled = ratio(shared_triples(&a.triples, &b.triples) as f64, fewer as f64);
    let clash = f64::from(shared.numbers < a.numbers && shared.numbers < b.numbers);
    Some([cosine, spelled, ratio(shared.names, names), f64::from(names <= 0.0), early, clash, clash * early])
}

#[derive(Default)]
struct Shared {
    words: usize,
    mass: f64,
    early: f64,
    names: f64,
    numbers: usize,
}

impl Shared {
    fn of(a: &Profile, b: &Profile) -> Shared {
        let mut shared = Shared::default();
        let (mut i, mut j) = (0, 0);
        while let (Some(left), Some(right)) = (a.words.get(i), b.words.get(j)) {
            if left.hash == right.hash {
                let square = f64::from(left.weight).powi(2);
                shared.words += 1;
                shared.mass += square;
                shared.early += f64::from(left.early) * f64::from(right.early);
                shared.names += if left.name && right.name { square } else { 0.0 };
                shared.numbers += usize::from(left.number);
            }
            // Without branches on the data: which list advances is as good as random.
            (i, j) = (i + usize::from(left.hash <= right.hash), j + usize::from(right.hash <= left.hash));
        }
        shared
    }
}

fn shared_triples(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (left, right) = (a[i], b[j]);
        shared += usize::from(left == right);
        i += usize::from(left <= right);
        j += usize::from(right <= left);
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::super::Profiler;
    use super::alike;

    #[test]
    fn the_question_carries_no_news() {
        let profiler = Profiler::new(Some("who got the first nobel prize in physics"));
        let name = profiler.profile("Wilhelm R\u{f6}ntgen");
        let sentence = profiler.profile("The first Nobel Prize in Physics was awarded to Wilhelm R\u{f6}ntgen.");
        let other = profiler.profile("The first Nobel Prize in Physics was awarded to Marie Curie.");
        assert!(alike(&name, &sentence) > 0.7);
        assert!(alike(&sentence, &other) < 0.8 * alike(&name, &sentence));
        assert_eq!(alike(&name, &other), 0.0);
    }

    #[test]
    fn contradictions_count() {
        let profiler = Profiler::new(Some("when was the bridge built"));
        let (one, two) = (profiler.profile("It was built in 1963"), profiler.profile("It was built in 1995"));
        assert!(alike(&one, &two) < 0.4);
        let profiler = Profiler::new(None);
        let (yes, no) = (profiler.profile("it is safe"), profiler.profile("it is not safe"));
        assert!(alike(&yes, &no) < alike(&yes, &profiler.profile("it is quite safe")));
    }

    #[test]
    fn spelling_is_forgiven() {
        let profiler = Profiler::new(Some("who wrote crime and punishment"));
        let (one, two) = (profiler.profile("Fyodor Dostoevsky"), profiler.profile("F. M. Dostoyevsky"));
        assert!(alike(&one, &two) > alike(&one, &profiler.profile("Leo Tolstoy")));
    }

    #[test]
    fn the_same_words_are_exactly_one_and_nothing_shared_is_zero() {
        let profiler = Profiler::new(None);
        let (a, b) = (profiler.profile("alpha beta"), profiler.profile("Beta, ALPHA!"));
        assert_eq!(alike(&a, &b), 1.0);
        assert_eq!(alike(&a, &profiler.profile("gumminess")), 0.0);
        assert_eq!(alike(&profiler.profile("..."), &a), 0.0);
    }
}
