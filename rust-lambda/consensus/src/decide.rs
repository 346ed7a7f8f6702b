//! Which answer wins, and whose words are returned.
//!
//! Ties are broken by weight, number of experts, number of families, mean similarity to all
//! answers, and last by a fixed hash of the line's id and the answer: never by place in the list,
//! by letter or by length.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::ballot::{Ballot, Vote};
use crate::hash;
use crate::panel::{Kind, Panel};
use crate::total::Total;

/// The outcome of one vote.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The winning class.
    pub class: usize,
    /// Number of the picked vote.
    pub pick: usize,
    /// Part of the weight behind each class; sums to 1.
    pub shares: Vec<f64>,
}

/// What classes and votes are compared by, most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    weight: Total,
    experts: usize,
    families: usize,
    nearness: Total,
}

/// Decides by `weights`, one for each vote: the vote's own weight times the expert's reliability.
/// None if nobody gave a readable answer.
pub fn decide(panel: &Panel, ballot: &Ballot, weights: &[f64]) -> Option<Decision> {
    let ranks: Vec<Rank> = (0..ballot.classes).map(|class| class_rank(panel, ballot, weights, class)).collect();
    settle(panel, ballot, weights, &ranks)
}

/// As [`decide`], but classes weigh by `beliefs`, one for each class.
pub fn decide_by_beliefs(panel: &Panel, ballot: &Ballot, weights: &[f64], beliefs: &[f64]) -> Option<Decision> {
    let believed = |class: usize| {
        let weight = [beliefs[class]].into_iter().collect();
        Rank { weight, ..class_rank(panel, ballot, weights, class) }
    };
    let ranks: Vec<Rank> = (0..ballot.classes).map(believed).collect();
    settle(panel, ballot, weights, &ranks)
}

fn settle(panel: &Panel, ballot: &Ballot, weights: &[f64], ranks: &[Rank]) -> Option<Decision> {
    let by_hash = |a: usize, b: usize| class_hash(panel, ballot, a).cmp(&class_hash(panel, ballot, b));
    let leading = (0..ballot.classes).max_by(|&a, &b| ranks[a].cmp(&ranks[b]).then_with(|| by_hash(a, b)))?;
    let (class, pick) = match panel.kind {
        // Long texts have no answer to count: the most central one is returned.
        Kind::Text => {
            let pick = best_vote(panel, ballot, weights, |_| true)?;
            (ballot.votes[pick].class, pick)
        }
        Kind::Choice | Kind::Short => (leading, best_vote(panel, ballot, weights, |vote| vote.class == leading)?),
    };
    Some(Decision { class, pick, shares: shares(ranks) })
}

/// Weighted mean similarity of an opinion to the answers of the others, itself left out.
pub fn centrality(ballot: &Ballot, weights: &[f64], opinion: usize) -> f64 {
    let (mut sum, mut all) = (Total::default(), Total::default());
    for (vote, weight) in ballot.votes.iter().zip(weights).filter(|(vote, _)| vote.opinion != opinion) {
        sum.add(weight * ballot.similarity(vote.opinion, opinion));
        all.add(*weight);
    }
    if all.value() > 0.0 { sum.value() / all.value() } else { 0.0 }
}

fn shares(ranks: &[Rank]) -> Vec<f64> {
    let all: f64 = ranks.iter().fold(Total::default(), |sum, rank| sum.plus(rank.weight)).value();
    ranks.iter().map(|rank| if all > 0.0 { rank.weight.value() / all } else { 0.0 }).collect()
}

fn class_rank(panel: &Panel, ballot: &Ballot, weights: &[f64], class: usize) -> Rank {
    let members: Vec<usize> = (0..ballot.votes.len()).filter(|&at| ballot.votes[at].class == class).collect();
    let families: BTreeSet<&str> =
        members.iter().filter_map(|&at| panel.opinions[ballot.votes[at].opinion].family.as_deref()).collect();
    let near: Total = members.iter().map(|&at| centrality(ballot, weights, ballot.votes[at].opinion)).collect();
    let mut mean = Total::default();
    mean.add(near.value() / members.len().max(1) as f64);
    Rank {
        weight: members.iter().map(|&at| weights[at]).collect(),
        // An expert has one vote for each class.
        experts: members.len(),
        families: families.len(),
        nearness: mean,
    }
}

/// The class's lowest answer hash names it whatever the order of its members; it is made for ties only.
fn class_hash(panel: &Panel, ballot: &Ballot, class: usize) -> u64 {
    let members = (0..ballot.votes.len()).filter(|&at| ballot.votes[at].class == class);
    members.map(|at| answer_hash(panel, ballot, at)).min().unwrap_or(0)
}

fn answer_hash(panel: &Panel, ballot: &Ballot, vote: usize) -> u64 {
    let opinion = ballot.votes[vote].opinion;
    let key = ballot.readings.each[opinion].as_ref().map(|reading| format!("{:?}", reading.key));
    hash::of_parts(&[&panel.id, key.as_deref().unwrap_or("")])
}

/// The most central vote; among equals the most reliable, then a hash of the words, then the name.
fn best_vote(panel: &Panel, ballot: &Ballot, weights: &[f64], eligible: impl Fn(&Vote) -> bool) -> Option<usize> {
    let nearness =
        |at: usize| -> Total { [centrality(ballot, weights, ballot.votes[at].opinion)].into_iter().collect() };
    let candidates = (0..ballot.votes.len()).filter(|&at| eligible(&ballot.votes[at]));
    let scored: Vec<(usize, Total)> = candidates.map(|at| (at, nearness(at))).collect();
    let best =
        scored.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| words_order(panel, ballot, weights, a.0, b.0)));
    best.map(|(at, _)| at)
}

fn words_order(panel: &Panel, ballot: &Ballot, weights: &[f64], a: usize, b: usize) -> Ordering {
    let opinion = |at: usize| &panel.opinions[ballot.votes[at].opinion];
    let words = |at: usize| hash::of_parts(&[&panel.id, opinion(at).answer.as_deref().unwrap_or("")]);
    let by_words = weights[a].total_cmp(&weights[b]).then_with(|| words(a).cmp(&words(b)));
    // Equal words: the name only decides who is credited.
    by_words.then_with(|| opinion(b).expert.cmp(&opinion(a).expert))
}
