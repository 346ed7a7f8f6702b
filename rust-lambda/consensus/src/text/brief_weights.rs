//! Weights of short answers in words, fitted by `fit/wording.py` on the developer part of open-qa (Apache-2.0).

/// In the order of the features.
pub const WEIGHTS: [f64; 6] = [0.4695, 0.2758, -0.3503, -0.1433, 0.1777, 0.0814];
