//! Which of several short answers in words is the best wording: the one nearest to the others that commits itself.
//!
//! ```text
//! q = sum of w_k z_k
//! ```
//!
//! z are features standardised inside the panel, w the weights of `fit/wording.py`: logistic regression on pairs of a
//! right and a wrong answer to one question (Bradley and Terry 1952).
//!
//! # Performance
//! O(N + D^2) look-ups for N answers, D different ones, 64 at most.

use super::brief_weights::WEIGHTS;
use super::standard::standardise;
use crate::ballot::Ballot;
use crate::reply;
use crate::similarity::Profile;
use crate::wire::Panel;

/// Number of features of an answer.
pub const FEATURES: usize = 6;

/// Scores of the votes: higher is better, on no scale of their own.
pub fn scores(panel: &Panel, ballot: &Ballot, profiles: &[Profile]) -> Vec<f64> {
    let mut rows = features(panel, ballot, profiles);
    let all = vec![true; rows.len()];
    standardise(&mut rows, &all);
    rows.iter().map(|row| row.iter().zip(&WEIGHTS).map(|(feature, weight)| feature * weight).sum()).collect()
}

/// Features of the votes, in order: mean similarity to the others; highest similarity to another; 1 for an excuse in
/// place of an answer; 1 for an answer with a question mark; logarithm of the number of words that are news; their
/// mean rarity.
pub fn features(panel: &Panel, ballot: &Ballot, profiles: &[Profile]) -> Vec<[f64; FEATURES]> {
    let weights: Vec<f64> = ballot.votes.iter().map(|vote| vote.weight).collect();
    let nearness = ballot.nearness(&weights);
    let compared = ballot.compared();
    let nearest = nearest(ballot, profiles.len());
    let of_vote = |at: usize| {
        let vote = &ballot.votes[at];
        let nearest = compared.point_of[vote.opinion].map_or(0.0, |point| nearest[point]);
        let text = panel.opinions[vote.opinion].answer.as_deref().map_or("", reply::said);
        let profile = compared.point_of[vote.opinion].map(|point| &profiles[point]);
        [
            nearness[vote.opinion],
            nearest,
            f64::from(profile.is_some_and(|profile| profile.refused)),
            f64::from(text.contains('?')),
            profile.map_or(0.0, |profile| (profile.news() as f64).ln_1p()),
            profile.map_or(0.0, Profile::rarity),
        ]
    };
    (0..ballot.votes.len()).map(of_vote).collect()
}

/// Highest similarity of each different answer to another vote: 1 where two votes give it.
fn nearest(ballot: &Ballot, count: usize) -> Vec<f64> {
    let compared = ballot.compared();
    let mut votes = vec![0_usize; count];
    for point in ballot.votes.iter().filter_map(|vote| compared.point_of[vote.opinion]) {
        votes[point] += 1;
    }
    let given: Vec<usize> = (0..count).filter(|&point| votes[point] > 0).collect();
    let likeness = |a: usize, b: usize| if a != b || votes[a] > 1 { compared.points.alike(a, b) } else { 0.0 };
    (0..count).map(|a| given.iter().map(|&b| likeness(a, b)).fold(0.0, f64::max)).collect()
}
