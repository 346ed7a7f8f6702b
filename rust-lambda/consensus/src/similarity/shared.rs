//! What each two texts of a panel share, from rows that say which texts hold what.
//!
//! # Performance
//! Few texts have few sets of texts: one addition for a row, and at the end some for each set. Of many texts each row
//! adds to every two of its texts.

/// Panels of up to so many texts have few enough sets of texts for a sum of each.
const FEW: usize = 8;

/// What each two texts share, a full square: the sum of the amounts of those rows that both hold.
pub fn shared(texts: usize, rows: impl Iterator<Item = (u64, u64)>) -> Vec<u64> {
    if texts <= FEW { shared_by_sets(texts, rows) } else { shared_by_rows(texts, rows) }
}

/// Sums for each set of texts; those of two texts are the sums of all sets that hold both.
fn shared_by_sets(texts: usize, rows: impl Iterator<Item = (u64, u64)>) -> Vec<u64> {
    let mut sums = [0_u64; 1 << FEW];
    for (set, amount) in rows {
        sums[set as usize % (1 << FEW)] += amount;
    }
    for text in 0..texts {
        // Sets with this text stand behind those without it.
        for sets in sums[..1 << texts].chunks_exact_mut(2 << text) {
            let (without, with) = sets.split_at_mut(1 << text);
            without.iter_mut().zip(with).for_each(|(sum, more)| *sum += *more);
        }
    }
    let pairs = (0..texts).flat_map(|a| (0..texts).map(move |b| 1 << a | 1 << b));
    pairs.map(|set: usize| sums[set]).collect()
}

/// Each row adds to every two of its texts.
fn shared_by_rows(texts: usize, rows: impl Iterator<Item = (u64, u64)>) -> Vec<u64> {
    let mut square = vec![0; texts * texts];
    for (set, amount) in rows {
        each(set, |a| each(set & (u64::MAX << a), |b| square[a * texts + b] += amount));
    }
    for a in 0..texts {
        for b in 0..a {
            square[a * texts + b] = square[b * texts + a];
        }
    }
    square
}

/// Calls `take` for each bit.
#[inline]
fn each(mut texts: u64, mut take: impl FnMut(usize)) {
    while texts != 0 {
        take(texts.trailing_zeros() as usize);
        texts &= texts - 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{FEW, shared_by_rows, shared_by_sets};

    proptest! {
        #[test]
        fn sums_of_sets_are_those_of_rows(
            texts in 0..=FEW,
            rows in prop::collection::vec((0_u64..256, 0_u64..30_000), 0..60),
        ) {
            let rows: Vec<(u64, u64)> = rows.into_iter().map(|(set, amount)| (set % (1 << texts), amount)).collect();
            prop_assert_eq!(shared_by_sets(texts, rows.iter().copied()), shared_by_rows(texts, rows.iter().copied()));
        }
    }
}
