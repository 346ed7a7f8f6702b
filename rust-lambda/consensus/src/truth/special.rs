//! Logarithm of the gamma function and its derivative, for counts.

/// Arguments are raised to at least this before the asymptotic series is used: error below 1e-8.
const SERIES_FROM: f64 = 5.0;

/// 2^52: numbers from here on have no fraction.
const WHOLE: f64 = (1_u64 << 52) as f64;

/// ln 2 in two parts, the first with few enough bits to be multiplied by a whole number without rounding.
const LN_2_HIGH: f64 = 186_065_279.0 / (1_u64 << 28) as f64;
const LN_2_LOW: f64 = 1.820_635_998_504_146_2e-9;

/// ln Γ(x) for x > 0: recurrence, then Stirling's series (Abramowitz and Stegun 6.1.15, 6.1.41).
pub fn ln_gamma(x: f64) -> f64 {
    let mut product = 1.0;
    let mut raised = x;
    while raised < SERIES_FROM {
        product *= raised;
        raised += 1.0;
    }
    let inverse = 1.0 / raised;
    let square = inverse * inverse;
    let series = inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0)));
    (raised - 0.5) * raised.ln() - raised + 0.918_938_533_204_672_7 + series - product.ln()
}

/// ψ(x) = d/dx ln Γ(x) for x > 0, to within 1e-9: six steps of the recurrence, then the asymptotic series
/// (Abramowitz and Stegun 6.3.5, 6.3.18). In plain arithmetic without branches, as [`exp`] and [`ln`].
#[inline]
pub fn digamma(x: f64) -> f64 {
    // The six terms 1 / (x + n) in pairs: x (x + 5) = u, (x + 1) (x + 4) = u + 4, (x + 2) (x + 3) = u + 6.
    let u = x * (x + 5.0);
    let steps = (x + x + 5.0) * ((3.0 * u + 20.0) * u + 24.0) / (u * (u + 4.0) * (u + 6.0));
    let raised = x + 6.0;
    let inverse = 1.0 / raised;
    let square = inverse * inverse;
    let series = square * (1.0 / 12.0 - square * (1.0 / 120.0 - square * (1.0 / 252.0 - square * (1.0 / 240.0))));
    ln(raised) - 0.5 * inverse - series - steps
}

/// Natural logarithm of a normal number above 0, to within 1e-13 of its size: the exponent, and the series
/// ln m = 2 artanh((m - 1) / (m + 1)) with m between the square roots of 1/2 and 2 (Abramowitz and Stegun 4.1.27).
///
/// Sums and products only: the same bits on every machine, and loops over it go through vector instructions.
#[inline]
pub fn ln(x: f64) -> f64 {
    const ROOT: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits();
    const ONE: u64 = 1.0_f64.to_bits();
    const FRACTION: u64 = (1 << 52) - 1;
    let shifted = x.to_bits().wrapping_add(ONE - ROOT);
    let exponent = f64::from_bits((shifted >> 52) | WHOLE.to_bits()) - (WHOLE + 1023.0);
    let mantissa = f64::from_bits((shifted & FRACTION) + ROOT);
    let ratio = (mantissa - 1.0) / (mantissa + 1.0);
    let square = ratio * ratio;
    let far = 1.0 / 9.0 + square * (1.0 / 11.0 + square * (1.0 / 13.0 + square * (1.0 / 15.0)));
    let near = square * (1.0 / 3.0 + square * (1.0 / 5.0 + square * (1.0 / 7.0 + square * far)));
    exponent * std::f64::consts::LN_2 + 2.0 * (ratio + ratio * near)
}

/// e^x for x up to 0, to within 1e-12 of its size; 0 below -708. Halves and doubles exactly, and the power
/// series in what is left, between -0.35 and 0.35. In plain arithmetic, as [`ln`].
#[inline]
pub fn exp(x: f64) -> f64 {
    const LEAST: f64 = -708.0;
    let bounded = if x > LEAST { x } else { LEAST };
    // Adding 1.5 x 2^52 leaves the whole number in the lowest bits.
    let doublings = bounded * std::f64::consts::LOG2_E + 1.5 * WHOLE;
    let whole = doublings - 1.5 * WHOLE;
    let rest = bounded - whole * LN_2_HIGH - whole * LN_2_LOW;
    let square = rest * rest;
    let end = 1.0 / 40_320.0 + square * (1.0 / 3_628_800.0);
    let even = 1.0 + square * (1.0 / 2.0 + square * (1.0 / 24.0 + square * (1.0 / 720.0 + square * end)));
    let odd =
        1.0 + square * (1.0 / 6.0 + square * (1.0 / 120.0 + square * (1.0 / 5_040.0 + square * (1.0 / 362_880.0))));
    let scale = f64::from_bits(doublings.to_bits().wrapping_add(1023) << 52);
    let value = (even + rest * odd) * scale;
    if x > LEAST { value } else { 0.0 }
}

/// Turns logarithms into probabilities, in place.
pub fn normalise_logs(row: &mut [f64]) {
    let top = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for value in row.iter_mut() {
        *value = (*value - top).exp();
        sum += *value;
    }
    let inverse = 1.0 / sum;
    for value in row.iter_mut() {
        *value *= inverse;
    }
}

#[cfg(test)]
mod tests {
    use super::{digamma, exp, ln, ln_gamma, normalise_logs};

    #[test]
    fn exponentials_and_logarithms_are_those_of_the_machine() {
        let near = |found: f64, right: f64, within: f64| assert!((found - right).abs() <= within, "{found} {right}");
        for step in 0..4000 {
            let x = -0.17 * f64::from(step);
            near(exp(x), x.exp(), 1e-12 * x.exp());
            let y = 1e-3 * (f64::from(step) * 0.01).exp();
            near(ln(y), y.ln(), 1e-13 * (1.0 + y.ln().abs()));
        }
        assert_eq!([exp(0.0), exp(-709.0), exp(f64::NEG_INFINITY)], [1.0, 0.0, 0.0]);
        assert_eq!([ln(1.0), ln(2.0)], [0.0, std::f64::consts::LN_2]);
    }

    #[test]
    fn gamma_of_whole_numbers_is_a_factorial() {
        let mut factorial: f64 = 1.0;
        for n in 1..40_u32 {
            assert!((ln_gamma(f64::from(n)) - factorial.ln()).abs() < 1e-8, "{n}");
            factorial *= f64::from(n);
        }
        assert!((ln_gamma(0.5) - std::f64::consts::PI.sqrt().ln()).abs() < 1e-8);
    }

    #[test]
    fn digamma_is_the_slope_of_ln_gamma() {
        for x in [0.05, 0.5, 1.0, 3.3, 20.0, 400.0] {
            let slope = (ln_gamma(x + 1e-5) - ln_gamma(x - 1e-5)) / 2e-5;
            assert!((digamma(x) - slope).abs() < 1e-4 * (1.0 + slope.abs()), "{x}");
        }
        assert!((digamma(1.0) + 0.577_215_664_9).abs() < 1e-9);
        assert!((digamma(0.05) + 20.497_844_991_5).abs() < 1e-9);
    }

    #[test]
    fn logarithms_of_any_size_become_probabilities() {
        let mut row = [1000.0, 1000.0, f64::NEG_INFINITY];
        normalise_logs(&mut row);
        assert_eq!(row, [0.5, 0.5, 0.0]);
    }
}
