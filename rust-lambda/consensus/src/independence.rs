//! How many independent experts the answering ones are worth.
//!
//! ```text
//! n_eff = sum over families f of n_f / (1 + (n_f - 1) rho) = 1' R^-1 1
//! ```
//!
//! Each family counts its size divided by Kish's design effect (Kish, Survey Sampling, 1965), where
//! mates correlate by rho and strangers not at all: the number of independent experts whose mean is
//! as precise as the best weighted mean of these. All independent: n. One family: at most 1 / rho,
//! however many. One more expert is never worth less than nothing.
//!
//! rho is the correlation at which two mates are worth what the vote gives them when they say the
//! same: 2 / (1 + rho) = 2^0.75, so rho = 2^0.25 - 1 = 0.19. (Measured on the dev parts with known
//! families, errors of mates correlate 0.05 to 0.12 more than those of strangers do, who share the
//! difficulty of the questions only; the value errs on the side of caution.)

/// Mates of one family with one answer weigh `mates^0.75` together: more than one, less than so
/// many independent experts (see [`crate::agreement`] for what the exponent does there).
const MATE_DISCOUNT: f64 = 0.25;

/// Effective number of independent experts, from the size of each family; a loner is a family of one.
/// None if there is nobody.
pub fn effective(families: impl Iterator<Item = usize>) -> Option<f64> {
    let correlation = 1.0 / mate_weight(2.0) - 1.0;
    let worth = |size: usize| size as f64 / (1.0 + (size - 1) as f64 * correlation);
    // Sums in the order of size: the order of the experts leaves the bits alone.
    let mut sizes: Vec<usize> = families.filter(|size| *size > 0).collect();
    sizes.sort_unstable();
    (!sizes.is_empty()).then(|| sizes.into_iter().map(worth).sum())
}

/// Weight of one of `mates` experts of one family who say the same.
pub fn mate_weight(mates: f64) -> f64 {
    mates.max(1.0).powf(-MATE_DISCOUNT)
}

#[cfg(test)]
mod tests {
    use super::{effective, mate_weight};

    #[test]
    fn strangers_count_in_full_and_a_family_has_a_ceiling() {
        assert_eq!(effective([1; 7].into_iter()), Some(7.0));
        assert_eq!(effective([].into_iter()), None);
        let family = effective([1000].into_iter()).expect("somebody");
        assert!(family > 1.0 && family < 5.3, "{family}");
    }

    #[test]
    fn two_mates_are_worth_what_the_vote_gives_them() {
        let two = effective([2].into_iter()).expect("somebody");
        assert!((two - 2.0 * mate_weight(2.0)).abs() < 1e-12);
    }

    #[test]
    fn one_more_expert_is_never_worth_less() {
        for size in 1..100 {
            let now = effective([size, 3, 1].into_iter());
            assert!(effective([size + 1, 3, 1].into_iter()) >= now, "{size}");
            assert!(effective([size, 3, 1, 1].into_iter()) >= now, "{size}");
        }
    }
}
