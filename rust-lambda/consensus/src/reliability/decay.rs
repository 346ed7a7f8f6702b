//! Forward decay (Cormode, Shkapenyuk, Srivastava, Xu: "Forward Decay: A Practical Time Decay Model
//! for Streaming Systems", ICDE 2009): an observation of day t is added
//!
//! ```text
//! g(t) = 2^((t - LANDMARK) / HALF_LIFE)
//! ```
//!
//! times, and sums are divided by g(now) when they are read. So what is stored never has to be
//! touched as time goes by, and states are merged by addition, in any order.

/// 2026-01-01 in days since 1970-01-01.
pub const LANDMARK: f64 = 20_454.0;

/// Days after which an observation counts half.
pub const HALF_LIFE: f64 = 90.0;

/// Days around the landmark in which a question can have been asked: ten years before, a hundred after.
const WITHIN: (f64, f64) = (-3_653.0, 36_525.0);

/// How often an observation of `day` counts.
pub fn growth(day: f64) -> f64 {
    ((day - LANDMARK) / HALF_LIFE).exp2()
}

/// The day of a line: the landmark where none is given, so that nothing fades; None if no question
/// can have been asked then.
pub fn day(at: Option<f64>) -> Option<f64> {
    let day = at.unwrap_or(LANDMARK);
    (WITHIN.0..=WITHIN.1).contains(&(day - LANDMARK)).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::{HALF_LIFE, LANDMARK, day, growth};

    #[test]
    fn an_observation_counts_half_after_a_half_life() {
        let (then, now) = (LANDMARK + 400.0, LANDMARK + 400.0 + HALF_LIFE);
        assert!((growth(then) / growth(now) - 0.5).abs() < 1e-12);
        assert_eq!(growth(LANDMARK), 1.0);
    }

    #[test]
    fn a_day_that_cannot_be_is_none() {
        assert_eq!(day(None), Some(LANDMARK));
        assert_eq!(day(Some(LANDMARK + 0.5)), Some(LANDMARK + 0.5));
        for at in [f64::NAN, f64::INFINITY, 1e300, -1.0] {
            assert_eq!(day(Some(at)), None, "{at}");
        }
    }
}
