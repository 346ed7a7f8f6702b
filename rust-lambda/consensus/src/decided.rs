//! Whether texts lead to one answer: by a majority behind one conclusion, or by agreement without contradiction.

use crate::ballot::Ballot;
use crate::conclusion::{self, Conclusion};
use crate::decide::Decision;
use crate::total::Total;
use crate::wire::{Panel, Position, Relation, Verdict};

/// Agreement from which texts without a majority are one answer, unless the panel says otherwise: see DESIGN.
pub const LEAST_AGREEMENT: f64 = 0.3;

/// A cluster of this part of the weight is heavy: a contradiction between two of them leaves texts undecided.
const HEAVY: f64 = 0.25;

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
    agreement.is_some_and(|agreement| agreement >= least) && !heavy_contradiction(ballot, decision)
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
