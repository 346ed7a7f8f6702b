//! Borda's count (1781): points for every option that is beaten.
//!
//! ```text
//! points(a) = sum over ballots of (options below a + half of the options tied with a)
//! ```
//!
//! Tied options share the mean of their places, and the options left out share the rest of the
//! points (Dummett 1997, "averaged Borda"). A ballot without its writer's own option is stretched to
//! the same range, and an option that a ballot leaves out that way gets its mean over the others.
//!
//! # Performance
//! O(ballots x options^2).

use crate::orders::Levels;

/// Points of each option.
pub fn points(options: usize, ballots: &[&Levels]) -> Vec<f64> {
    let mut points = vec![0.0; options];
    let mut ranked = vec![0_u32; options];
    let mut counted = 0_u32;
    for ballot in ballots {
        let levels: Vec<(usize, usize)> =
            ballot.iter().enumerate().filter_map(|(option, level)| Some((option, (*level)?))).collect();
        if levels.len() < 2 {
            continue;
        }
        counted += 1;
        let stretch = (options - 1) as f64 / (levels.len() - 1) as f64;
        for &(option, level) in &levels {
            let halves: usize =
                levels.iter().map(|&(_, other)| 2 * usize::from(other > level) + usize::from(other == level)).sum();
            // The option is tied with itself.
            points[option] += stretch * (halves - 1) as f64 / 2.0;
            ranked[option] += 1;
        }
    }
    for (points, ranked) in points.iter_mut().zip(ranked) {
        if ranked > 0 && ranked < counted {
            *points *= f64::from(counted) / f64::from(ranked);
        }
    }
    points
}
