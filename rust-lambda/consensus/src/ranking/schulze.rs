//! Schulze's beat-path method (Social Choice and Welfare 36, 2011), winning votes.
//!
//! ```text
//! strength of a path = its weakest link, a link a -> b of strength d(a, b) where d(a, b) > d(b, a)
//! a above b            where the strongest path a -> b is stronger than the strongest b -> a
//! ```
//!
//! # Performance
//! O(options^3) by the Floyd-Warshall recursion.

use super::tally::Tally;

/// Options in layers, the best first; within a layer no option is above another.
pub fn order(tally: &Tally) -> Vec<Vec<usize>> {
    let strength = strongest_paths(tally);
    let count = tally.options();
    let above = |a: usize, b: usize| strength[a * count + b] > strength[b * count + a];
    let mut left: Vec<usize> = (0..count).collect();
    let mut layers = Vec::new();
    while !left.is_empty() {
        // The relation is transitive (Schulze 2011, 4.1), so somebody is always unbeaten.
        let (unbeaten, beaten) = left.iter().partition(|&&a| left.iter().all(|&b| !above(b, a)));
        layers.push(unbeaten);
        left = beaten;
    }
    layers
}

fn strongest_paths(tally: &Tally) -> Vec<u32> {
    let count = tally.options();
    let mut strength = vec![0; count * count];
    for a in 0..count {
        for b in 0..count {
            if tally.beats(a, b) {
                strength[a * count + b] = tally.prefer(a, b);
            }
        }
    }
    for through in 0..count {
        for a in 0..count {
            let first = strength[a * count + through];
            if first == 0 || a == through {
                continue;
            }
            for b in (0..count).filter(|&b| b != a) {
                let path = first.min(strength[through * count + b]);
                let best = &mut strength[a * count + b];
                *best = (*best).max(path);
            }
        }
    }
    strength
}
