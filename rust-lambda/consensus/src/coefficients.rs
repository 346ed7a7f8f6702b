//! Made by `fit/confidence.py` from the developer parts of mmlu-pro, short-answer and open-qa; do not edit.

/// intercept, share, margin, coverage, supporters, unanimous, nearness, words: lines that stand alone.
pub const ALONE: [f64; 8] = [-3.858, 0.000, 1.034, 1.500, 0.938, 0.639, 2.302, 1.584];

/// intercept, coverage, belief, log-odds of the belief, log-odds of the best supporter, unanimous: lines under `infer`.
pub const JOINTLY: [f64; 6] = [-2.284, 0.420, 1.523, 1.700, 2.564, 1.335];

/// intercept, coverage, belief, log-odds of the belief, log-odds of the best supporter, unanimous: lines weighed with what earlier lines taught.
pub const LEARNT: [f64; 6] = [-2.246, 0.737, 1.149, 1.865, 2.191, 1.307];
