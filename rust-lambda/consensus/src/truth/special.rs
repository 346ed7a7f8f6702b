//! Logarithm of the gamma function and its derivative, for counts.

/// Arguments are raised to at least this before the asymptotic series is used: error below 1e-8.
const SERIES_FROM: f64 = 5.0;

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

/// ψ(x) = d/dx ln Γ(x) for x > 0 (Abramowitz and Stegun 6.3.5, 6.3.18). The sum of reciprocals is
/// kept as one fraction, because divisions are what it would cost.
pub fn digamma(x: f64) -> f64 {
    let (mut over, mut under) = (0.0, 1.0);
    let mut raised = x;
    while raised < SERIES_FROM {
        over = over * raised + under;
        under *= raised;
        raised += 1.0;
    }
    let inverse = 1.0 / raised;
    let square = inverse * inverse;
    let series = square * (1.0 / 12.0 - square * (1.0 / 120.0 - square * (1.0 / 252.0 - square / 240.0)));
    raised.ln() - 0.5 * inverse - series - over / under
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
    use super::{digamma, ln_gamma, normalise_logs};

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
        assert!((digamma(1.0) + 0.577_215_664_9).abs() < 1e-8);
    }

    #[test]
    fn logarithms_of_any_size_become_probabilities() {
        let mut row = [1000.0, 1000.0, f64::NEG_INFINITY];
        normalise_logs(&mut row);
        assert_eq!(row, [0.5, 0.5, 0.0]);
    }
}
