//! Panels with very many different answers: each against the sum of the panel, never all pairs.
//!
//! With unit vectors x and weights w, the weighted sum S = sum w_j x_j gives the mean cosine of one answer
//! to all others as (x_i . S - w_i) / (sum w - w_i), and of all pairs from |S|^2 (Rocchio's centroid,
//! "The SMART Retrieval System", 1971). Clusters come from leaders (Hartigan, "Clustering Algorithms",
//! 1975, chapter 3): an answer joins the most similar leader, or becomes one.
//!
//! # Performance
//! O(N L) time and memory for N answers of L words against the sum. Leaders are found by an inverted
//! index of their words with content: O(N L K) at worst for K leaders, [`MOST_LEADERS`] at most.

use std::collections::HashMap;

use super::rarity;
use crate::scan;

/// Answers that meet no leader once there are this many stay on their own.
const MOST_LEADERS: usize = 256;

/// Sums are of whole numbers of 2^-40, so that their order does not matter.
const SCALE: f64 = (1_u64 << 40) as f64;

/// Answers as unit vectors over words.
#[derive(Clone, Debug)]
pub struct Sparse {
    /// Hash and weight of each different word, by hash; Euclidean length 1, or empty.
    vectors: Vec<Vec<(u64, f32)>>,
}

impl Sparse {
    /// Prepares answers to one question.
    pub fn new(question: Option<&str>, texts: &[&str]) -> Sparse {
        let mut asked = Vec::new();
        scan::words(question.unwrap_or(""), |word| asked.push(word.hash));
        asked.sort_unstable();
        Sparse { vectors: texts.iter().map(|text| vector(text, &asked)).collect() }
    }

    /// Cosine 0 to 1 of two answers.
    pub fn cosine(&self, i: usize, j: usize) -> f64 {
        if i == j { 1.0 } else { dot(&self.vectors[i], &self.vectors[j]).clamp(0.0, 1.0) }
    }

    /// Weighted sum of the cosines of each of some answers to the others of them: x_i . (S - w_i x_i).
    pub fn among(&self, answers: &[(usize, f64)]) -> Vec<f64> {
        let mut sum: HashMap<u64, i64> = HashMap::new();
        for (answer, weight) in answers {
            for &(hash, part) in &self.vectors[*answer] {
                *sum.entry(hash).or_default() += (f64::from(part) * weight * SCALE).round() as i64;
            }
        }
        let total = |&(hash, part): &(u64, f32)| f64::from(part) * sum[&hash] as f64 / SCALE;
        let own = |vector: &[(u64, f32)]| vector.iter().map(|word| f64::from(word.1).powi(2)).sum::<f64>();
        let others = |(answer, weight): &(usize, f64)| {
            let vector = &self.vectors[*answer];
            vector.iter().map(total).sum::<f64>() - weight * own(vector)
        };
        answers.iter().map(others).collect()
    }

    /// The cluster of each answer, numbered from 0 by first member: joined where the cosine to a leader is
    /// at least `threshold`. Callers number the answers by content, so the order of a panel has no part.
    pub fn leaders(&self, threshold: f64) -> Vec<usize> {
        let mut index: HashMap<u64, Vec<(usize, f32)>> = HashMap::new();
        let mut leaders: Vec<usize> = Vec::new();
        let mut classes = Vec::with_capacity(self.vectors.len());
        let mut next = 0;
        for (at, vector) in self.vectors.iter().enumerate() {
            let near = self.nearest_leader(vector, &index, leaders.len());
            let joined = near.filter(|&near| dot(vector, &self.vectors[leaders[near]]) >= threshold);
            if let Some(near) = joined {
                classes.push(classes[leaders[near]]);
                continue;
            }
            if leaders.len() < MOST_LEADERS {
                for &(hash, part) in vector {
                    index.entry(hash).or_default().push((leaders.len(), part));
                }
                leaders.push(at);
            }
            classes.push(next);
            next += 1;
        }
        classes
    }

    fn nearest_leader(
        &self,
        vector: &[(u64, f32)],
        index: &HashMap<u64, Vec<(usize, f32)>>,
        count: usize,
    ) -> Option<usize> {
        let mut shared = vec![0.0_f32; count];
        for (hash, part) in vector {
            for (leader, other) in index.get(hash).into_iter().flatten() {
                shared[*leader] += part * other;
            }
        }
        let best = (0..count).max_by(|&a, &b| shared[a].total_cmp(&shared[b]).then(b.cmp(&a)))?;
        (shared[best] > 0.0).then_some(best)
    }
}

fn vector(text: &str, asked: &[u64]) -> Vec<(u64, f32)> {
    let mut all = Vec::new();
    scan::words(text, |word| all.push((word.hash, rarity::of(&word))));
    all.sort_unstable_by_key(|word| word.0);
    all.dedup_by_key(|word| word.0);
    let news: Vec<(u64, f32)> = all.iter().filter(|word| asked.binary_search(&word.0).is_err()).copied().collect();
    let mut kept = if news.is_empty() { all } else { news };
    let length = kept.iter().map(|word| f64::from(word.1).powi(2)).sum::<f64>().sqrt();
    for word in &mut kept {
        word.1 = (f64::from(word.1) / length) as f32;
    }
    kept
}

fn dot(a: &[(u64, f32)], b: &[(u64, f32)]) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        let (left, right) = (a[i].0, b[j].0);
        if left == right {
            sum += f64::from(a[i].1) * f64::from(b[j].1);
        }
        i += usize::from(left <= right);
        j += usize::from(right <= left);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::Sparse;

    const TEXTS: [&str; 5] =
        ["alpha beta gamma", "alpha beta gamma delta", "omega psi chi", "omega psi chi phi", "alone"];

    #[test]
    fn the_sum_gives_the_same_as_all_pairs() {
        let sparse = Sparse::new(None, &TEXTS);
        let weights = [(0, 1.0), (1, 0.5), (2, 1.0), (3, 0.25), (4, 1.0)];
        for (i, found) in sparse.among(&weights).into_iter().enumerate() {
            let all: f64 = (0..TEXTS.len()).filter(|&j| j != i).map(|j| weights[j].1 * sparse.cosine(i, j)).sum();
            assert!((found - all).abs() < 1e-6, "{i}: {found} {all}");
        }
    }

    #[test]
    fn answers_join_the_leader_they_resemble() {
        assert_eq!(Sparse::new(None, &TEXTS).leaders(0.6), [0, 0, 1, 1, 2]);
    }
}
