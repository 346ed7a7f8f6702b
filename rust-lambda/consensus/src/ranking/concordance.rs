//! Kendall's coefficient of concordance W (Kendall and Babington Smith 1939), corrected for ties.
//!
//! ```text
//! W = (12 sum R_i^2 - 3 m^2 n (n + 1)^2) / (m^2 n (n^2 - 1) - m sum T_j)      T_j = sum (t^3 - t)
//! ```
//!
//! for m ballots on n options, R_i the rank sum of an option (ties share their mean rank), t the
//! sizes of the ties of ballot j. 1: all the same; 0: none at all.
//!
//! # Performance
//! O(m n^2).

use crate::orders::Levels;

/// W; None with fewer than two ballots, where a ballot lacks an option, and where all is tied.
pub fn of(options: usize, ballots: &[&Levels]) -> Option<f64> {
    if ballots.len() < 2 || options < 2 || ballots.iter().any(|ballot| ballot.iter().any(Option::is_none)) {
        return None;
    }
    // Twice the ranks are whole numbers, so the sums are exact.
    let mut twice = vec![0_u64; options];
    let mut ties = 0_u64;
    for ballot in ballots {
        for (option, level) in ballot.iter().enumerate() {
            let before = ballot.iter().filter(|other| *other < level).count() as u64;
            let tied = ballot.iter().filter(|other| *other == level).count() as u64;
            twice[option] += 2 * before + tied + 1;
            // Each of t tied options adds t^2 - 1: t^3 - t in all.
            ties += tied * tied - 1;
        }
    }
    let (m, n) = (ballots.len() as f64, options as f64);
    let squares: f64 = twice.iter().map(|&rank| (rank as f64 / 2.0).powi(2)).sum();
    let spread = 12.0 * squares - 3.0 * m * m * n * (n + 1.0).powi(2);
    let most = m * m * n * (n * n - 1.0) - m * ties as f64;
    (most > 0.0).then(|| (spread / most).clamp(0.0, 1.0))
}
