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
//! # What the family discount costs
//! Equal votes of one family are discounted, so that a family that repeats itself moves agreement less
//! than as many independent experts would. No fixed discount is monotone: an expert who leaves a
//! minority for the leading answer can lower agreement slightly. Take two answers of s independent
//! experts each and k scattered experts. Let one expert of the second answer switch to the first, where
//! one member of its family stands and where it therefore weighs d < 1. The weight of equal pairs (both
//! orders counted) changes by 2 d s - 2 (s - 1) and something below 1, which is negative once
//! s (1 - d) > 3/2; as k grows the denominator hardly changes, and agreement falls. Only a discount
//! that vanishes as the answers grow, d >= 1 - 3 / (2 s), would be monotone, and then a family counts in
//! full. (A discount by the size of the family, whatever its members say, is monotone but worse: a
//! family member who joins the leader would raise agreement more than an independent expert, because
//! it takes weight off its family in the minority, 0.53 against 0.50 in the panel a, a, b + a.)
//!
//! With `mates^-0.25` the smallest panel in which agreement falls has 18 experts (by 0.00001), and up to
//! 200 experts it falls by 0.004 at most; with `mates^-0.5` it takes 10 experts, and the most is 0.010.
//! All other axioms hold, and without family members behind the leading answer this one does too.
//!
//! # Performance
//! O(n) for n votes of `choice` and `short`, from the sums of each answer and of each expert:
//!
//! ```text
//! sum over pairs w_i w_j = ((sum w)^2 - sum over experts (sum w)^2) / 2
//! ```
//!
//! in whole numbers of 2^-40, so that neither order nor cancellation touches the bits. Long texts: O(n^2) up to
//! [`MAX_PAIRED`] votes, beyond that against the sum of the panel, O(n) after the texts are compared.

use std::collections::BTreeMap;

use crate::ballot::Ballot;
use crate::limits::MAX_PAIRED;
use crate::total::Total;
use crate::vote::Vote;
use crate::wire::Kind;

/// 2^40: twelve decimal places, and room for the square of 2^24 votes.
const WHOLE: f64 = (1_u64 << 40) as f64;

/// Agreement 0 to 1; None with fewer than two answering experts.
pub fn of(ballot: &Ballot, kind: Kind) -> Option<f64> {
    if ballot.answered < 2 {
        return None;
    }
    if !matches!(kind, Kind::Text | Kind::Auto) {
        return by_sums(ballot);
    }
    if ballot.votes.len() > MAX_PAIRED {
        return ballot.compared().agreement_of_many(&ballot.votes);
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

/// Agreement where votes are put into other classes than those of the ballot, one for each vote; an expert's votes in
/// one class do not agree with each other. None with fewer than two answering experts.
pub fn of_classes(ballot: &Ballot, class_of: impl Fn(&Vote) -> usize) -> Option<f64> {
    let classes = ballot.votes.iter().map(&class_of).max().map_or(0, |top| top + 1);
    let mut own: BTreeMap<(usize, usize), u128> = BTreeMap::new();
    let (mut sums, mut experts) = (vec![0_u128; classes], vec![0_u128; ballot.asked]);
    for vote in &ballot.votes {
        let weight = whole(vote);
        *own.entry((vote.expert, class_of(vote))).or_default() += weight;
        sums[class_of(vote)] += weight;
        experts[vote.expert] += weight;
    }
    let all: u128 = sums.iter().sum();
    let alike = squared(&sums) - own.values().map(|sum| sum * sum).sum::<u128>();
    let pairs = all * all - squared(&experts);
    (ballot.answered >= 2 && pairs > 0).then(|| (alike as f64 / pairs as f64).clamp(0.0, 1.0))
}

fn whole(vote: &Vote) -> u128 {
    (vote.weight * WHOLE).round() as u128
}

fn squared(sums: &[u128]) -> u128 {
    sums.iter().map(|sum| sum * sum).sum()
}

/// Pairs of votes with one answer, by pairs of votes; an expert has one vote for each answer.
fn by_sums(ballot: &Ballot) -> Option<f64> {
    let (mut classes, mut experts) = (vec![0_u128; ballot.classes], vec![0_u128; ballot.asked]);
    let (mut all, mut squares) = (0_u128, 0_u128);
    for vote in &ballot.votes {
        let weight = whole(vote);
        classes[vote.class] += weight;
        experts[vote.expert] += weight;
        all += weight;
        squares += weight * weight;
    }
    let (alike, pairs) = (squared(&classes) - squares, all * all - squared(&experts));
    (pairs > 0).then(|| (alike as f64 / pairs as f64).clamp(0.0, 1.0))
}
