//! Made by `fit/confidence.py` from the developer parts of mmlu-pro and short-answer; do not edit.

/// intercept, share, margin, coverage, supporters, log-odds, level: lines that stand alone.
pub const ALONE: [f64; 9] = [-3.841, 0.000, 2.457, 0.715, 1.851, 0.000, 0.000, 0.0, 0.0];

/// intercept, share, margin, coverage, supporters, log-odds, level: lines under `infer`.
pub const JOINTLY: [f64; 9] = [-4.541, 2.744, 1.946, 1.464, 0.000, 0.000, 2.356, 0.0, 0.0];
