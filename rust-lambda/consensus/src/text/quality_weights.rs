//! Weights of long texts, fitted by `fit/wording.py` on the developer part of wildbench (Apache-2.0).

/// In the order of the features.
pub const WEIGHTS: [f64; 18] = [
    0.3461, -0.0153, 0.0694, -0.0585, 0.0976, 0.0337, -0.0525, -0.0932, 0.0555, 0.0511, -0.0802, 0.1109, 0.0289,
    0.0804, 0.0774, 0.1407, -0.1371, 0.0566,
];
