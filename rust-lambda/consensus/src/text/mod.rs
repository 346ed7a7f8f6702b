//! Which of several answers in words reads best: by what it shares with the others and by its form, with
//! fitted weights, never by length alone.

pub mod brief;
mod brief_weights;
pub mod form;
pub mod quality;
mod quality_weights;
mod reasons;
pub mod standard;

use crate::ballot::Ballot;
use crate::wire::Panel;
use crate::words::Points;

/// How much each opinion is preferred, 0 to 1; 0 for an opinion that is no vote. None where answers are values, or so
/// many that only their nearness to the rest is known.
pub fn preference(panel: &Panel, ballot: &Ballot) -> Option<Vec<f64>> {
    if let Some(typed) = &ballot.typed {
        return Some(reasons::preference(typed, panel.opinions.len(), ballot));
    }
    match &ballot.compared().points {
        Points::Texts(overlap, _) => Some(by_opinion(panel, ballot, &quality::scores(panel, ballot, overlap))),
        Points::Words(_, profiles) => Some(by_opinion(panel, ballot, &brief::scores(panel, ballot, profiles))),
        Points::Apart(_) | Points::Many(..) => None,
    }
}

/// Scores of votes as numbers between 0 and 1 in the order of the opinions. An expert's repeated answer scores alike.
fn by_opinion(panel: &Panel, ballot: &Ballot, scores: &[f64]) -> Vec<f64> {
    let mut all = vec![0.0; panel.opinions.len()];
    for (vote, score) in ballot.votes.iter().zip(scores) {
        all[vote.opinion] = 1.0 / (1.0 + (-score).exp());
    }
    all
}
