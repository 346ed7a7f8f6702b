//! How far the answers agree in content: a property of the answers, not a probability.
//!
//! The weighted mean similarity over pairs of different experts,
//!
//! ```text
//! agreement = sum w_i w_j s_ij / sum w_i w_j        (i < j, different experts)
//! ```
//!
//! where s is 1 within a class and 0 across classes for `choice` and `short`, and the cosine of the
//! texts for `text`; w is the vote's weight after the family discount. All the same is exactly 1,
//! all different exactly 0, an even split over k answers at most 1/k. Reliability plays no part.
//!
//! # Performance
//! O(n^2) for n votes; O(n) for very many different texts, against their sum. Terms are added in fixed point, so the order of the experts leaves the bits alone.

use crate::ballot::Ballot;
use crate::panel::Kind;
use crate::total::Total;

/// Agreement 0 to 1; None with fewer than two answering experts.
pub fn of(ballot: &Ballot, kind: Kind) -> Option<f64> {
    if ballot.answered < 2 {
        return None;
    }
    if let Some(agreement) = ballot.compared().agreement_of_many(kind, &ballot.votes) {
        return Some(agreement);
    }
    let (mut alike, mut apart) = (Total::default(), Total::default());
    for (at, a) in ballot.votes.iter().enumerate() {
        for b in ballot.votes[..at].iter().filter(|b| b.expert != a.expert) {
            let (weight, likeness) = (a.weight * b.weight, ballot.likeness(kind, a, b));
            alike.add(weight * likeness);
            apart.add(weight * (1.0 - likeness));
        }
    }
    let all = alike.value() + apart.value();
    (all > 0.0).then(|| (alike.value() / all).clamp(0.0, 1.0))
}
