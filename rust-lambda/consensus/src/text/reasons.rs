//! Which of several typed answers gives the reasons that the others with its conclusion give.

use crate::ballot::Ballot;
use crate::total::Total;
use crate::typed::Typed;

/// How near the reasons of each opinion stand to those of the others with the same conclusion, 0 to 1. Who speaks to
/// a judge instead stands behind all others.
pub fn preference(typed: &Typed, opinions: usize, ballot: &Ballot) -> Vec<f64> {
    let mut scores = vec![0.0; opinions];
    let Some((overlap, fair)) = typed.reasons_compared() else { return scores };
    for class in 0..ballot.classes {
        let members: Vec<usize> =
            ballot.votes.iter().filter(|vote| vote.class == class).map(|vote| vote.opinion).collect();
        for &opinion in members.iter().filter(|&&opinion| fair[opinion]) {
            let others = members.iter().filter(|&&other| other != opinion);
            let near = others.map(|&other| overlap.cosine(opinion, other)).collect::<Total>().value();
            scores[opinion] = (1.0 + near / (members.len().max(2) - 1) as f64) / 2.0;
        }
    }
    scores
}
