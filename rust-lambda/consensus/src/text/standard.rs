//! Features compared inside one panel only: what matters is who does better than the others here.

use crate::total::Total;

/// Keeps features that hardly differ from being blown up.
const LEAST_DEVIATION: f64 = 1e-3;

/// Each column less its mean, over its standard deviation; both taken over the rows that count.
pub fn standardise<const N: usize>(rows: &mut [[f64; N]], counts: &[bool]) {
    for column in 0..N {
        let values = || rows.iter().zip(counts).filter(|(_, counts)| **counts).map(|(row, _)| row[column]);
        let mean = mean_of(values());
        let deviation = deviation_of(values(), mean);
        for row in rows.iter_mut() {
            row[column] = (row[column] - mean) / (deviation + LEAST_DEVIATION);
        }
    }
}

/// Mean of values, whatever their order.
pub fn mean(values: &[f64]) -> f64 {
    mean_of(values.iter().copied())
}

/// Standard deviation of values around their mean.
pub fn deviation(values: &[f64], mean: f64) -> f64 {
    deviation_of(values.iter().copied(), mean)
}

fn mean_of(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (Total::default(), 0_usize);
    for value in values {
        sum.add(value);
        count += 1;
    }
    sum.value() / count.max(1) as f64
}

fn deviation_of(values: impl Iterator<Item = f64>, mean: f64) -> f64 {
    mean_of(values.map(|value| (value - mean).powi(2))).sqrt()
}

/// The middle value; of an even number the upper of both.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::{median, standardise};

    #[test]
    fn rows_that_do_not_count_leave_the_scale_alone() {
        let mut rows = [[1.0], [3.0], [1000.0]];
        standardise(&mut rows, &[true, true, false]);
        assert!((rows[0][0] + 1.0).abs() < 0.01 && (rows[1][0] - 1.0).abs() < 0.01 && rows[2][0] > 900.0);
    }

    #[test]
    fn the_median_ignores_order() {
        assert_eq!(median([3.0, 1.0, 2.0].into_iter()), 2.0);
        assert_eq!(median(std::iter::empty()), 0.0);
    }
}
