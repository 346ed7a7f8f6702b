//! Percentiles of any number of values in bounded memory: counts in buckets that grow by two in a hundred, so that a
//! percentile is right to one in a hundred.

use std::collections::BTreeMap;

use serde::Serialize;

/// How much wider each bucket is.
const GROWTH: f64 = 1.02;
/// The least value that is told from nothing, in milliseconds.
const LEAST: f64 = 0.001;
/// No bucket above this one: some ten thousand years.
const LAST: i32 = 1_700;

/// Values so far.
#[derive(Default)]
pub struct Spread {
    buckets: BTreeMap<i32, u64>,
    count: u64,
    sum: f64,
    most: f64,
}

/// What is told of them.
#[derive(Debug, PartialEq, Serialize)]
pub struct Told {
    /// How many.
    pub count: u64,
    /// Their mean.
    pub mean: f64,
    /// Half of them are no longer.
    pub p50: f64,
    /// Nine in ten.
    pub p90: f64,
    /// 95 in a hundred.
    pub p95: f64,
    /// 99 in a hundred.
    pub p99: f64,
    /// The longest.
    pub max: f64,
}

impl Spread {
    /// Counts a value; what is no number or negative says nothing.
    pub fn take(&mut self, value: f64) {
        if !value.is_finite() || value < 0.0 {
            return;
        }
        let bucket = if value < LEAST { 0 } else { ((value / LEAST).ln() / GROWTH.ln()).ceil() as i32 };
        *self.buckets.entry(bucket.clamp(0, LAST)).or_default() += 1;
        self.count += 1;
        self.sum += value;
        self.most = self.most.max(value);
    }

    /// What is told; none where nothing was counted.
    pub fn told(&self) -> Option<Told> {
        let at = |share| round(self.percentile(share));
        (self.count > 0).then(|| Told {
            count: self.count,
            mean: round(self.sum / self.count as f64),
            p50: at(0.5),
            p90: at(0.9),
            p95: at(0.95),
            p99: at(0.99),
            max: round(self.most),
        })
    }

    fn percentile(&self, share: f64) -> f64 {
        let rank = (share * self.count as f64).ceil() as u64;
        let mut seen = 0;
        for (bucket, count) in &self.buckets {
            seen += count;
            if seen >= rank {
                // The middle of the bucket.
                let upper = LEAST * GROWTH.powi(*bucket);
                return if *bucket == 0 { 0.0 } else { (upper / GROWTH.sqrt()).min(self.most) };
            }
        }
        self.most
    }
}

fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_percentile_is_right_to_one_in_a_hundred(values in prop::collection::vec(0.01_f64..1e7, 1..400)) {
            let mut spread = Spread::default();
            values.iter().for_each(|value| spread.take(*value));
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            let told = spread.told().expect("values");
            for (share, found) in [(0.5, told.p50), (0.9, told.p90), (0.99, told.p99)] {
                let exact = sorted[(share * sorted.len() as f64).ceil() as usize - 1];
                prop_assert!((found - exact).abs() <= exact * 0.011 + 0.001, "{share}: {found} for {exact}");
            }
            prop_assert!(spread.buckets.len() <= LAST as usize + 1);
        }
    }

    #[test]
    fn nothing_has_no_percentiles() {
        let mut spread = Spread::default();
        spread.take(f64::NAN);
        spread.take(-1.0);
        assert_eq!(spread.told(), None);
    }
}
