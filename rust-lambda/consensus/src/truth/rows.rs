//! Rows of a fixed number of cells: the unit in which the crowd model counts.
//!
//! # Performance
//! The length is known when the program is built, so that sums over many rows stay in registers and
//! go through vector instructions.

use super::special::{digamma, exp};

/// Adds one row to another.
pub fn add<const CELLS: usize>(sum: &mut [f64; CELLS], row: &[f64; CELLS]) {
    for (sum, value) in sum.iter_mut().zip(row) {
        *sum += value;
    }
}

/// Adds the distance of two rows, cell by cell.
pub fn add_distance<const CELLS: usize>(sum: &mut [f64; CELLS], a: &[f64; CELLS], b: &[f64; CELLS]) {
    for (sum, (a, b)) in sum.iter_mut().zip(a.iter().zip(b)) {
        *sum += (a - b).abs();
    }
}

/// ψ of each cell.
pub fn digammas<const CELLS: usize>(row: &[f64; CELLS]) -> [f64; CELLS] {
    row.map(digamma)
}

/// Logarithms into probabilities, at least one of them finite.
pub fn probabilities<const CELLS: usize>(logs: &[f64; CELLS]) -> [f64; CELLS] {
    let top = logs.iter().fold(f64::NEG_INFINITY, |top, log| if *log > top { *log } else { top });
    let parts = logs.map(|log| exp(log - top));
    let inverse = 1.0 / parts.iter().sum::<f64>();
    parts.map(|part| part * inverse)
}

#[cfg(test)]
mod tests {
    use super::{digammas, probabilities};
    use crate::truth::special::{digamma, normalise_logs};

    #[test]
    fn rows_become_probabilities_as_single_numbers_do() {
        let logs = [-1.5, -700.0, -2.25, -40.0, f64::NEG_INFINITY, 3.0];
        let mut right = logs;
        normalise_logs(&mut right);
        let found = probabilities(&logs);
        assert!(found.iter().zip(right).all(|(found, right)| (found - right).abs() < 1e-13), "{found:?} {right:?}");
        assert_eq!((found[4], found.iter().sum::<f64>()), (0.0, 1.0));
        assert_eq!(digammas(&[0.5, 7.0]), [digamma(0.5), digamma(7.0)]);
    }
}
