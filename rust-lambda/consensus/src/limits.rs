//! Limits that several rules share.

/// Every two of so many long answers, and of so many votes, are compared; of more, each against the sum of all.
pub const MAX_PAIRED: usize = 64;
