//! Which answer wins, and whose words are returned.
//!
//! Ties are broken by weight, number of experts, number of families, mean similarity to all
//! answers, among numbers by giving one, and last by a fixed hash of the answer: never by place in the list, by letter,
//! by length or by the id of the line.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::ballot::Ballot;
use crate::hash;
use crate::majority;
use crate::median;
use crate::normalise::Key;
use crate::reading::Matter;
use crate::text;
use crate::total::Total;
use crate::vote::Vote;
use crate::wire::{Kind, Panel};

/// The outcome of one vote.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The winning class.
    pub class: usize,
    /// Number of the picked vote.
    pub pick: usize,
    /// Weighted mean similarity of the picked answer to the answers of the others.
    pub nearness: f64,
    /// Part of the weight behind each class; sums to 1.
    pub shares: Vec<f64>,
    /// How much each opinion is preferred as a wording, in the order of the panel.
    pub scores: Vec<f64>,
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
    let near = ballot.nearness(weights);
    let ranks = class_ranks(panel, ballot, weights, &near);
    settle(panel, ballot, weights, &ranks, near)
}

/// As [`decide`], but classes weigh by `beliefs`, one for each class.
pub fn decide_by_beliefs(panel: &Panel, ballot: &Ballot, weights: &[f64], beliefs: &[f64]) -> Option<Decision> {
    let near = ballot.nearness(weights);
    let mut ranks = class_ranks(panel, ballot, weights, &near);
    for (rank, belief) in ranks.iter_mut().zip(beliefs) {
        rank.weight = [*belief].into_iter().collect();
    }
    settle(panel, ballot, weights, &ranks, near)
}

fn settle(panel: &Panel, ballot: &Ballot, weights: &[f64], ranks: &[Rank], near: Vec<f64>) -> Option<Decision> {
    let of = |class: usize| (!is_without_number(ballot, class), class_hash(ballot, class));
    let heaviest = (0..ballot.classes).max_by(|&a, &b| ranks[a].cmp(&ranks[b]).then_with(|| of(a).cmp(&of(b))))?;
    let leading = median::median(panel, ballot, &shares(ranks)).unwrap_or(heaviest);
    let preferred = text::preference(panel, ballot);
    let scores = preferred.as_deref().unwrap_or(&near);
    let best = |eligible: &dyn Fn(&Vote) -> bool| best_vote(panel, ballot, weights, scores, eligible);
    let (class, pick) = match panel.kind {
        // Long texts have no answer to count, unless many say much the same, or the most come to one meaning.
        Kind::Text | Kind::Auto => {
            let most = prevailing(&ranks.iter().map(|rank| rank.weight).collect::<Vec<_>>(), &ballot.meant);
            // Who speaks to a judge cannot win, however many say the same.
            let fair = |vote: &Vote| !ballot.kept_out[vote.opinion];
            let among = |vote: &Vote| fair(vote) && most.is_none_or(|class| vote.class == class);
            let pick = best(&among).or_else(|| best(&fair))?;
            (ballot.votes[pick].class, pick)
        }
        _ => {
            let class = by_fields(ballot, weights, ranks, leading).unwrap_or(leading);
            (class, best(&|vote| vote.class == class)?)
        }
    };
    let nearness = near[ballot.votes[pick].opinion];
    Some(Decision { class, pick, nearness, shares: shares(ranks), scores: preferred.unwrap_or(near) })
}

/// Typed answers without a majority: the one that holds the majority of every field.
fn by_fields(ballot: &Ballot, weights: &[f64], ranks: &[Rank], leading: usize) -> Option<usize> {
    let typed = ballot.typed.as_ref()?;
    let most = 2.0 * shares(ranks)[leading] > 1.0 + 2e-9;
    if most { None } else { majority::held(typed, ballot, weights) }
}

/// The class of texts that must win: the one with more than half of the weight, else the heaviest alone, if experts
/// come to the same in it by what they conclude and not only by likeness of words.
pub(crate) fn prevailing(weights: &[Total], meant: &[bool]) -> Option<usize> {
    let all = weights.iter().fold(Total::default(), |sum, weight| sum.plus(*weight)).value();
    let heaviest = (0..weights.len()).max_by(|&a, &b| weights[a].cmp(&weights[b]))?;
    let alone = (0..weights.len()).all(|other| other == heaviest || weights[other] < weights[heaviest]);
    let most = 2.0 * weights[heaviest].value() > all;
    (most || (alone && meant[heaviest])).then_some(heaviest)
}

fn shares(ranks: &[Rank]) -> Vec<f64> {
    let all: f64 = ranks.iter().fold(Total::default(), |sum, rank| sum.plus(rank.weight)).value();
    ranks.iter().map(|rank| if all > 0.0 { rank.weight.value() / all } else { 0.0 }).collect()
}

/// The rank of each class, in one pass over the votes.
fn class_ranks(panel: &Panel, ballot: &Ballot, weights: &[f64], near: &[f64]) -> Vec<Rank> {
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); ballot.classes];
    for (at, vote) in ballot.votes.iter().enumerate() {
        members[vote.class].push(at);
    }
    members.iter().map(|members| class_rank(panel, ballot, weights, near, members)).collect()
}

fn class_rank(panel: &Panel, ballot: &Ballot, weights: &[f64], near: &[f64], members: &[usize]) -> Rank {
    let families: BTreeSet<&str> =
        members.iter().filter_map(|&at| panel.opinions[ballot.votes[at].opinion].family.as_deref()).collect();
    let nearness: Total = members.iter().map(|&at| near[ballot.votes[at].opinion]).collect();
    let mut mean = Total::default();
    mean.add(nearness.value() / members.len().max(1) as f64);
    Rank {
        weight: members.iter().map(|&at| weights[at]).collect(),
        // An expert has one vote for each class.
        experts: members.len(),
        families: families.len(),
        nearness: mean,
    }
}

/// Among numbers, whether a class gives none: it counts for agreement, but no tie of numbers falls to it.
fn is_without_number(ballot: &Ballot, class: usize) -> bool {
    let words = |vote: &&Vote| matches!(ballot.readings.key(vote.opinion), Some(Key::Words(_)));
    ballot.readings.matter == Matter::Numbers
        && ballot.votes.iter().filter(|vote| vote.class == class).any(|vote| words(&vote))
}

/// The class's lowest answer hash names it whatever the order of its members.
fn class_hash(ballot: &Ballot, class: usize) -> u64 {
    let members = (0..ballot.votes.len()).filter(|&at| ballot.votes[at].class == class);
    members.map(|at| answer_hash(ballot, at)).min().unwrap_or(0)
}

fn answer_hash(ballot: &Ballot, vote: usize) -> u64 {
    let opinion = ballot.votes[vote].opinion;
    let key = ballot.readings.each[opinion].as_ref().map(|_| format!("{:?}", ballot.readings.key(opinion)));
    hash::of_parts(&[key.as_deref().unwrap_or("")])
}

/// The vote that reads best (`text` and answers in words), else the most central one; among equals the most reliable,
/// then a hash of the words, then the name.
fn best_vote(
    panel: &Panel,
    ballot: &Ballot,
    weights: &[f64],
    scores: &[f64],
    eligible: &dyn Fn(&Vote) -> bool,
) -> Option<usize> {
    let score = |at: usize| -> Total { [scores[ballot.votes[at].opinion]].into_iter().collect() };
    let candidates = (0..ballot.votes.len()).filter(|&at| eligible(&ballot.votes[at]));
    let scored: Vec<(usize, Total)> = candidates.map(|at| (at, score(at))).collect();
    let best =
        scored.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| words_order(panel, ballot, weights, a.0, b.0)));
    best.map(|(at, _)| at)
}

/// Order of two votes of equal standing: by weight, then by a hash of the words, then by name.
pub(crate) fn words_order(panel: &Panel, ballot: &Ballot, weights: &[f64], a: usize, b: usize) -> Ordering {
    let opinion = |at: usize| &panel.opinions[ballot.votes[at].opinion];
    let words = |at: usize| hash::of_parts(&[opinion(at).answer.as_deref().unwrap_or("")]);
    let by_words = weights[a].total_cmp(&weights[b]).then_with(|| words(a).cmp(&words(b)));
    // Equal words: the name only decides who is credited.
    by_words.then_with(|| opinion(b).expert.cmp(&opinion(a).expert))
}

#[cfg(test)]
mod tests {
    use super::prevailing;
    use crate::total::Total;

    fn must_win(weights: &[f64], meant: bool) -> Option<usize> {
        let weights: Vec<Total> = weights.iter().map(|weight| [*weight].into_iter().collect()).collect();
        prevailing(&weights, &vec![meant; weights.len()])
    }

    #[test]
    fn texts_must_win_with_more_than_half_of_the_weight_and_not_with_half() {
        assert_eq!(must_win(&[0.501, 0.499], false), Some(0));
        assert_eq!(must_win(&[0.25, 0.5, 0.25], false), None);
        assert_eq!(must_win(&[0.499, 0.301, 0.2], false), None);
    }

    #[test]
    fn texts_that_come_to_the_same_must_win_where_they_are_the_heaviest_alone() {
        assert_eq!(must_win(&[0.3, 0.4, 0.3], true), Some(1));
        assert_eq!(must_win(&[0.4, 0.4, 0.2], true), None);
    }
}
