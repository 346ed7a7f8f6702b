//! Plain baselines and other crates on the same panels. Each compares all pairs and sums up; none of them clusters,
//! picks or calibrates, so ours does more in its time.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};

use consensus::Panel;
use rapidfuzz::distance::{indel, levenshtein};
use rustc_hash::FxHasher;

use crate::panels::Crowd;

fn answers(panel: &Panel) -> Vec<&str> {
    panel.opinions.iter().filter_map(|opinion| opinion.answer.as_deref()).collect()
}

fn all_pairs<Prepared>(prepared: &[Prepared], similarity: impl Fn(&Prepared, &Prepared) -> f64) -> f64 {
    prepared
        .iter()
        .enumerate()
        .flat_map(|(at, a)| prepared[..at].iter().map(move |b| (a, b)))
        .map(|(a, b)| similarity(a, b))
        .sum()
}

/// Jaccard of word sets, with the hash of the standard library: the simplest thing that works.
pub fn word_sets(panel: &Panel) -> f64 {
    let sets: Vec<HashSet<&str>> = answers(panel).iter().map(|answer| answer.split_whitespace().collect()).collect();
    all_pairs(&sets, |a, b| {
        let common = a.intersection(b).count() as f64;
        common / (a.len() as f64 + b.len() as f64 - common)
    })
}

/// Jaccard of sorted 64-bit word hashes, merged pair by pair: the fastest plain way.
pub fn word_hashes(panel: &Panel) -> f64 {
    let hash = |word: &str| {
        let mut hasher = FxHasher::default();
        word.hash(&mut hasher);
        hasher.finish()
    };
    let sets: Vec<Vec<u64>> = answers(panel)
        .iter()
        .map(|answer| {
            let mut hashes: Vec<u64> = answer.split_whitespace().map(hash).collect();
            hashes.sort_unstable();
            hashes.dedup();
            hashes
        })
        .collect();
    all_pairs(&sets, |a, b| {
        let common = common(a, b) as f64;
        common / (a.len() as f64 + b.len() as f64 - common)
    })
}

fn common(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        i += usize::from(x <= y);
        j += usize::from(y <= x);
        common += usize::from(x == y);
    }
    common
}

/// rapidfuzz: normalised Levenshtein similarity, each text prepared once.
pub fn rapidfuzz_levenshtein(panel: &Panel) -> f64 {
    let texts: Vec<_> =
        answers(panel).into_iter().map(|text| (levenshtein::BatchComparator::new(text.bytes()), text)).collect();
    all_pairs(&texts, |(prepared, _), (_, text)| prepared.normalized_similarity(text.bytes()))
}

/// rapidfuzz: `fuzz.ratio`, that is the normalised Indel similarity, each text prepared once.
pub fn rapidfuzz_ratio(panel: &Panel) -> f64 {
    let texts: Vec<_> =
        answers(panel).into_iter().map(|text| (indel::BatchComparator::new(text.bytes()), text)).collect();
    all_pairs(&texts, |(prepared, _), (_, text)| prepared.normalized_similarity(text.bytes()))
}

/// strsim: normalised Levenshtein similarity.
pub fn strsim_levenshtein(panel: &Panel) -> f64 {
    all_pairs(&answers(panel), |a, b| strsim::normalized_levenshtein(a, b))
}

/// strsim: Sorensen and Dice over bigrams.
pub fn strsim_dice(panel: &Panel) -> f64 {
    all_pairs(&answers(panel), |a, b| strsim::sorensen_dice(a, b))
}

/// Plurality by item: the least that a crowd method does.
pub fn majority(crowd: &Crowd) -> usize {
    let mut counts = vec![0_u32; crowd.items * crowd.classes];
    for &(item, _, class) in &crowd.labels {
        counts[item * crowd.classes + class] += 1;
    }
    counts
        .chunks(crowd.classes)
        .map(|row| row.iter().enumerate().max_by_key(|(_, count)| **count).map_or(0, |(at, _)| at))
        .sum()
}

/// Dawid and Skene (1979), a fixed number of rounds, in flat arrays with logarithms once a round.
pub fn dawid_skene(crowd: &Crowd, rounds: usize) -> f64 {
    let k = crowd.classes;
    let mut beliefs = vec![0.0; crowd.items * k];
    for &(item, _, class) in &crowd.labels {
        beliefs[item * k + class] += 1.0;
    }
    beliefs.chunks_mut(k).for_each(normalise);
    for _ in 0..rounds {
        // For each worker and label, the row over the true classes lies together.
        let mut tables = vec![0.01; crowd.workers * k * k];
        for &(item, worker, label) in &crowd.labels {
            let row = &mut tables[(worker * k + label) * k..][..k];
            row.iter_mut().zip(&beliefs[item * k..][..k]).for_each(|(cell, belief)| *cell += belief);
        }
        let mut prior = vec![0.0; k];
        for row in beliefs.chunks(k) {
            prior.iter_mut().zip(row).for_each(|(sum, belief)| *sum += belief);
        }
        normalise(&mut prior);
        tables.chunks_mut(k * k).for_each(|table| logarithms(table, k));
        beliefs.chunks_mut(k).for_each(|row| row.iter_mut().zip(&prior).for_each(|(cell, prior)| *cell = prior.ln()));
        for &(item, worker, label) in &crowd.labels {
            let row = &tables[(worker * k + label) * k..][..k];
            beliefs[item * k..][..k].iter_mut().zip(row).for_each(|(cell, log)| *cell += log);
        }
        beliefs.chunks_mut(k).for_each(softmax);
    }
    beliefs.iter().sum()
}

/// Each true class's labels sum to one; then logarithms.
fn logarithms(table: &mut [f64], k: usize) {
    for truth in 0..k {
        let sum: f64 = (0..k).map(|label| table[label * k + truth]).sum();
        (0..k).for_each(|label| table[label * k + truth] = (table[label * k + truth] / sum).ln());
    }
}

fn normalise(row: &mut [f64]) {
    let sum: f64 = row.iter().sum();
    row.iter_mut().for_each(|value| *value /= sum);
}

fn softmax(row: &mut [f64]) {
    let top = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    row.iter_mut().for_each(|value| *value = (*value - top).exp());
    normalise(row);
}

#[cfg(test)]
mod tests {
    use super::{Crowd, dawid_skene, majority, rapidfuzz_levenshtein, strsim_levenshtein, word_hashes, word_sets};
    use crate::panels::{letters, replies, texts};

    #[test]
    fn rivals_of_one_kind_find_the_same_similarities() {
        let panel = texts(5, 400);
        assert!((word_sets(&panel) - word_hashes(&panel)).abs() < 1e-9);
        assert!((rapidfuzz_levenshtein(&panel) - strsim_levenshtein(&panel)).abs() < 1e-9);
    }

    #[test]
    fn panels_have_the_size_that_their_names_say() {
        assert!(
            texts(7, 1024)
                .opinions
                .iter()
                .all(|opinion| opinion.answer.as_ref().is_some_and(|answer| answer.len() == 1024))
        );
        assert_eq!(replies(100).opinions.len(), 100);
        assert_eq!(letters(1000).opinions.len(), 1000);
    }

    #[test]
    fn the_crowd_is_labelled_as_densely_as_s_rel() {
        let crowd = Crowd::like_rel();
        assert!((95_000..=98_000).contains(&crowd.labels.len()), "{}", crowd.labels.len());
        assert_eq!(crowd.panels().len(), crowd.items);
        assert!(majority(&crowd) > 0);
        // The beliefs of an item sum to one.
        assert!((dawid_skene(&crowd, 2) - crowd.items as f64).abs() < 1e-6);
    }
}
