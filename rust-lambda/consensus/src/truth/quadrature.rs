//! Sums over the ease of questions in place of integrals.

/// Ease and weight of the nodes of Gauss-Hermite quadrature of order 5 for a standard normal.
pub const NODES: [(f64, f64); 5] = [
    (-2.856_970_013_872_806, 0.011_257_411_327_720_69),
    (-1.355_626_179_974_266, 0.222_075_922_005_612_6),
    (0.0, 0.533_333_333_333_333_3),
    (1.355_626_179_974_266, 0.222_075_922_005_612_6),
    (2.856_970_013_872_806, 0.011_257_411_327_720_69),
];

/// Adds terms times a weight.
pub fn add(row: &mut [f64], terms: &[f64; NODES.len()], weight: f64) {
    for (value, term) in row.iter_mut().zip(terms) {
        *value += weight * term;
    }
}
