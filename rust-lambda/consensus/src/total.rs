//! Sums that do not depend on the order of their terms.
//!
//! Floating-point addition is not associative, so a sum taken in the order of the input would give
//! other bits when the experts are listed differently. Terms are rounded once to fixed point
//! (2^-48) and added as integers.
//!
//! # Performance
//! One multiplication, one rounding and one 128-bit addition a term.

/// 2^48: 14 decimal places, and room for 2^78 terms of size one.
const SCALE: f64 = (1_u64 << 48) as f64;

/// An exact sum of rounded terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Total(i128);

impl Total {
    /// Adds one term; a term that is not finite adds nothing.
    pub fn add(&mut self, term: f64) {
        if term.is_finite() {
            self.0 += (term * SCALE).round() as i128;
        }
    }

    /// Two sums in one.
    pub fn plus(self, other: Total) -> Total {
        Total(self.0 + other.0)
    }

    /// The sum as a floating-point number.
    pub fn value(self) -> f64 {
        self.0 as f64 / SCALE
    }
}

impl FromIterator<f64> for Total {
    fn from_iter<I: IntoIterator<Item = f64>>(terms: I) -> Total {
        let mut total = Total::default();
        for term in terms {
            total.add(term);
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::Total;

    #[test]
    fn order_does_not_change_the_bits() {
        let terms = [0.1, 0.7, 1e-9, 12.3, 0.3];
        let forward: Total = terms.iter().copied().collect();
        let backward: Total = terms.iter().rev().copied().collect();
        assert_eq!(forward.value().to_bits(), backward.value().to_bits());
    }

    #[test]
    fn terms_that_are_not_finite_add_nothing() {
        let total: Total = [1.0, f64::NAN, f64::INFINITY].into_iter().collect();
        assert_eq!(total.value(), 1.0);
    }
}
