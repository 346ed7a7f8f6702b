//! Weights of the pair score, the intercept first, fitted by `fit/wording.py` on the developer part of open-qa (Apache-2.0).

/// In the order of the features.
pub const WEIGHTS: [f64; 8] = [-1.6295, 0.0588, 2.4380, 0.8168, 0.5606, 2.8500, -0.6443, -1.0909];
