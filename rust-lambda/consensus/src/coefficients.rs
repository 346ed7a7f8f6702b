//! Made by `fit/confidence.py`; do not edit.

/// Intercept, share, margin, coverage, supporters, log-odds, level: lines that stand alone.
pub const ALONE: [f64; 7] = [-3.0, 1.5, 1.5, 1.0, 0.5, 0.0, 0.0];

/// The same pieces under `infer`.
pub const JOINTLY: [f64; 7] = [-4.0, 1.0, 1.0, 1.0, 0.5, 0.3, 2.0];
