//! How far two rankings agree, and how far all do.
//!
//! ```text
//! similarity(r, s) = 1 - K(r, s) / pairs          K: pairs in opposite order + half of those tied in one only
//! agreement        = sum w_i w_j (pairs - K) / sum w_i w_j pairs        (i < j, different experts)
//! ```
//!
//! over the pairs of options that both rank: Kendall's tau with ties at one half (Fagin, Kumar,
//! Mahdian, Sivakumar, Vee 2006). w is the discount of mates of one family with the same ranking.
//!
//! # Performance
//! O(options^2) for two rankings, O(ballots x options^2) for all: a pair of options splits the
//! ballots into three camps, and what matters is the weight of each.

use crate::orders::Levels;
use crate::total::Total;

/// Similarity 0 to 1 of two rankings; 1 where they have no pair of options in common.
pub fn similarity(r: &Levels, s: &Levels) -> f64 {
    let both: Vec<(usize, usize)> = r.iter().zip(s).filter_map(|(r, s)| Some(((*r)?, (*s)?))).collect();
    let (mut halves, mut pairs) = (0_usize, 0_usize);
    for (at, a) in both.iter().enumerate() {
        for b in &both[..at] {
            let (r, s) = (a.0.cmp(&b.0), a.1.cmp(&b.1));
            pairs += 1;
            halves += match r == s {
                true => 0,
                false if r.is_eq() || s.is_eq() => 1,
                false => 2,
            };
        }
    }
    if pairs == 0 { 1.0 } else { 1.0 - halves as f64 / (2 * pairs) as f64 }
}

/// Weighted mean similarity over pairs of ballots; None with fewer than two, or nothing in common.
pub fn agreement(ballots: &[&Levels], weights: &[f64]) -> Option<f64> {
    let options = ballots.first().map_or(0, |ballot| ballot.len());
    let (mut alike, mut apart) = (Total::default(), Total::default());
    for a in 0..options {
        for b in 0..a {
            let camps = Camps::new(a, b, ballots, weights);
            alike.add(camps.alike());
            apart.add(camps.apart());
        }
    }
    let all = alike.value() + apart.value();
    (ballots.len() >= 2 && all > 0.0).then(|| (alike.value() / all).clamp(0.0, 1.0))
}

/// Weight of the ballots that prefer one option, the other, and neither.
struct Camps {
    sums: [f64; 3],
    squares: [f64; 3],
}

impl Camps {
    fn new(a: usize, b: usize, ballots: &[&Levels], weights: &[f64]) -> Camps {
        let (mut sums, mut squares) = ([Total::default(); 3], [Total::default(); 3]);
        for (ballot, weight) in ballots.iter().zip(weights) {
            let (Some(level_a), Some(level_b)) = (ballot[a], ballot[b]) else { continue };
            let camp = match level_a.cmp(&level_b) {
                std::cmp::Ordering::Less => 0,
                std::cmp::Ordering::Greater => 1,
                std::cmp::Ordering::Equal => 2,
            };
            sums[camp].add(*weight);
            squares[camp].add(weight * weight);
        }
        Camps { sums: sums.map(Total::value), squares: squares.map(Total::value) }
    }

    /// Weight of the pairs of ballots in one camp, and half of those where one is undecided.
    fn alike(&self) -> f64 {
        let within = |camp: usize| ((self.sums[camp].powi(2) - self.squares[camp]) / 2.0).max(0.0);
        within(0) + within(1) + within(2) + self.halfway()
    }

    fn apart(&self) -> f64 {
        self.sums[0] * self.sums[1] + self.halfway()
    }

    fn halfway(&self) -> f64 {
        (self.sums[0] + self.sums[1]) * self.sums[2] / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::{agreement, similarity};

    fn levels(levels: &[usize]) -> Vec<Option<usize>> {
        levels.iter().copied().map(Some).collect()
    }

    #[test]
    fn the_same_is_one_and_the_reverse_is_none() {
        let (up, down) = (levels(&[0, 1, 2, 3]), levels(&[3, 2, 1, 0]));
        assert_eq!(similarity(&up, &up), 1.0);
        assert_eq!(similarity(&up, &down), 0.0);
        assert_eq!(agreement(&[&up, &up, &up], &[1.0; 3]), Some(1.0));
        assert_eq!(agreement(&[&up, &down], &[1.0; 2]), Some(0.0));
        assert_eq!(agreement(&[&up], &[1.0]), None);
    }

    #[test]
    fn the_camps_give_the_mean_over_pairs() {
        let ballots = [levels(&[0, 1, 2]), levels(&[0, 0, 1]), levels(&[2, 1, 0]), levels(&[1, 0, 1])];
        let weights = [1.0, 0.5, 0.75, 1.0];
        let (mut sum, mut all) = (0.0, 0.0);
        for i in 0..4 {
            for j in 0..i {
                sum += weights[i] * weights[j] * similarity(&ballots[i], &ballots[j]);
                all += weights[i] * weights[j];
            }
        }
        let found = agreement(&ballots.each_ref(), &weights).expect("four ballots");
        assert!((found - sum / all).abs() < 1e-12);
    }
}
