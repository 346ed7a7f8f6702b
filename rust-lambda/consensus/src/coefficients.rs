//! Made by `fit/confidence.py` from the developer parts of mmlu-pro, short-answer and open-qa; do not edit.

/// intercept, share, margin, coverage, supporters, level, nearness, words: lines that stand alone.
pub const ALONE: [f64; 8] = [-3.596, 0.000, 1.571, 1.539, 0.567, 0.000, 2.595, 1.552];

/// intercept, share, margin, coverage, supporters, level, nearness, words: lines under `infer`.
pub const JOINTLY: [f64; 8] = [-4.703, 3.035, 1.735, 1.578, 0.000, 2.307, 0.000, 1.415];
