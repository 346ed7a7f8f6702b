//! Made by `fit/confidence.py` from the developer parts of mmlu-pro, short-answer and open-qa; do not edit.

/// intercept, share, margin, coverage, supporters, unanimous, nearness, words: lines that stand alone.
pub const ALONE: [f64; 8] = [-3.876, 0.000, 0.922, 1.331, 1.135, 0.530, 2.144, 0.229];

/// intercept, coverage, belief, log-odds of the belief, log-odds of the best supporter, unanimous: lines under `infer`.
pub const JOINTLY: [f64; 6] = [-2.266, 0.424, 1.492, 1.716, 2.545, 1.337];

/// intercept, coverage, belief, log-odds of the belief, log-odds of the best supporter, unanimous: lines weighed with what earlier lines taught.
pub const LEARNT: [f64; 6] = [-2.242, 0.756, 1.107, 1.898, 2.150, 1.307];
