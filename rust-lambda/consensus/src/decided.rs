//! Whether texts lead to one answer: by a majority behind one conclusion, or by agreement without contradiction.

use crate::ballot::Ballot;
use crate::conclusion::{self, Conclusion};
use crate::decide::Decision;
use crate::relation::Lazy;
use crate::total::Total;
use crate::wire::{Panel, Position, Relation, Verdict};

/// Agreement from which texts without a majority are one answer, unless the panel says otherwise: see DESIGN.
pub const LEAST_AGREEMENT: f64 = 0.3;

/// A cluster of this part of the weight is heavy: a contradiction between two of them leaves texts undecided.
const HEAVY: f64 = 0.25;

/// Bytes up to which an answer is a statement or two: whoever says the same in longer texts may put another thing in one place.
const STATEMENT: usize = 240;

/// Writes into the verdict whether it is decided, and the positions.
pub fn settle(panel: &Panel, ballot: &Ballot, decision: Option<&Decision>, verdict: &mut Verdict) {
    let positions = positions(verdict);
    verdict.decided = Some(decision.is_some_and(|decision| is_decided(panel, ballot, decision, verdict.agreement)));
    verdict.positions = Some(positions);
}

fn is_decided(panel: &Panel, ballot: &Ballot, decision: &Decision, agreement: Option<f64>) -> bool {
    if ballot.answered < 2 || decision.shares[decision.class] > 0.5 || are_compositions(panel, ballot) {
        return true;
    }
    let least = panel.least_agreement.unwrap_or(LEAST_AGREEMENT);
    agreement.is_some_and(|agreement| agreement >= least)
        && !heavy_contradiction(ballot, decision)
        && !is_filled_otherwise(panel, ballot, decision)
}

/// Whether most of the weight says that there is nothing to conclude: a letter or a poem is better or worse, not right.
fn are_compositions(panel: &Panel, ballot: &Ballot) -> bool {
    let (mut nothing, mut all) = (Total::default(), Total::default());
    for vote in &ballot.votes {
        all.add(vote.weight);
        if conclusion::of(&panel.opinions[vote.opinion]) == Some(Conclusion::Nothing) {
            nothing.add(vote.weight);
        }
    }
    2.0 * nothing.value() > all.value()
}

fn heavy_contradiction(ballot: &Ballot, decision: &Decision) -> bool {
    let heavy = |class: usize| decision.shares[class] >= HEAVY;
    let contradict = |a: usize, b: usize| ballot.compared().relation(a, b) == Some(Relation::Contradicts);
    ballot.votes.iter().enumerate().any(|(at, a)| {
        let others = ballot.votes[..at].iter().filter(|b| b.class != a.class && heavy(a.class) && heavy(b.class));
        others.into_iter().any(|b| contradict(a.opinion, b.opinion))
    })
}

/// Whether the answer that would win and another heavy one are one frame with two fillings: "approved the merger on Friday",
/// "vetoed the merger on Friday". They agree in nearly all of their words, and in nothing that was asked.
fn is_filled_otherwise(panel: &Panel, ballot: &Ballot, decision: &Decision) -> bool {
    let said = |opinion: usize| panel.opinions[opinion].answer.as_deref().unwrap_or_default().trim();
    let picked = &ballot.votes[decision.pick];
    let own = Lazy::new(said(picked.opinion));
    if own.raw.len() > STATEMENT {
        return false;
    }
    let asked = Lazy::new(panel.question.as_deref().unwrap_or_default().trim());
    let others = ballot.votes.iter().filter(|vote| vote.class != picked.class && decision.shares[vote.class] >= HEAVY);
    others.map(|vote| Lazy::new(said(vote.opinion))).filter(|other| other.raw.len() <= STATEMENT).any(|other| {
        own.text().is_one_frame_with(other.text())
            || own.text().is_replaced(other.text(), asked.text())
            || own.text().is_filled_otherwise(other.text(), asked.text())
    })
}

/// The clusters that weigh something, each with who stands for it.
fn positions(verdict: &Verdict) -> Vec<Position> {
    let dissent = || verdict.standing.iter().flat_map(|standing| &standing.dissent);
    let position = |cluster: &crate::wire::Cluster| {
        let winner = verdict.pick.as_ref().filter(|pick| cluster.experts.contains(pick));
        let loser = dissent().find(|dissent| dissent.experts == cluster.experts);
        let pick = winner.or_else(|| loser.map(|loser| &loser.pick)).or_else(|| cluster.experts.first())?;
        Some(Position { experts: cluster.experts.clone(), share: cluster.share, pick: pick.clone(), span: None })
    };
    verdict.clusters.iter().filter(|cluster| cluster.share > 0.0).filter_map(position).collect()
}
