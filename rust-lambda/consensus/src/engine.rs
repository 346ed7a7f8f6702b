//! The public face: one panel, or many panels jointly.

use crate::agreement;
use crate::ballot::Ballot;
use crate::calibrate::{self, Evidence};
use crate::claims::{self, Claim};
use crate::decide::{self, Decision};
use crate::jointly;
use crate::ordered;
use crate::panel::{Kind, Panel};
use crate::ranking;
use crate::reliability::{self, Learning, Reliability, Shadowed, State};
use crate::report::{self, Outcome};
use crate::standing;
use crate::verdict::Verdict;

/// Weighs one panel on its own, with what is known of its experts if the panel brings it.
pub fn agree(panel: &Panel) -> Verdict {
    if panel.kind == Kind::Ranking {
        return ranking::weigh(panel);
    }
    let ballot = Ballot::new(panel);
    let method = if ordered::has_scale(panel) { "choice/median-1".to_owned() } else { method_alone(panel.kind) };
    let outcome = plurality(panel, &ballot, method);
    standing_verdict(panel, ballot, outcome, Learning::Given)
}

/// Similarity 0 to 1 of opinions i and j of a panel, i < j, abstentions left out.
pub fn pairs(panel: &Panel) -> Vec<(usize, usize, f64)> {
    if panel.kind == Kind::Ranking { ranking::pairs(panel) } else { report::pairs(&Ballot::new(panel)) }
}

/// The claim ledger of long answers; empty for the other kinds.
pub fn claims(panel: &Panel) -> Vec<Claim> {
    if panel.kind == Kind::Text { claims::ledger(panel, &Ballot::new(panel)) } else { Vec::new() }
}

/// What panels teach of their experts, feedback included: the state to bring with the next one.
pub fn learn(panels: &[Panel]) -> State {
    let counted: Vec<Panel> = panels.iter().filter(|panel| panel.kind != Kind::Ranking).cloned().collect();
    let weighed = jointly::weigh(&counted, &right_answers(&counted));
    reliability::relearn(&counted, &weighed.estimates)
}

/// Right answers that are known from feedback.
fn right_answers(panels: &[Panel]) -> Vec<Option<&str>> {
    panels.iter().map(|panel| panel.outcome.as_ref()?.answer.as_deref()).collect()
}

/// The verdict with all that a panel weighed on its own tells.
pub(crate) fn standing_verdict(panel: &Panel, mut ballot: Ballot, plain: Outcome, learning: Learning) -> Verdict {
    let Shadowed { outcome, report } = learning.weigh(panel, &ballot, plain);
    let (weights, decision) = (outcome.weights.clone(), outcome.decision.clone());
    let mut verdict = report::verdict(panel, &ballot, outcome);
    verdict.standing = Some(standing::of(panel, &mut ballot, &weights, decision.as_ref(), &verdict.clusters));
    verdict.reliability = report.map(Reliability::Line);
    if ordered::has_scale(panel) {
        verdict.decided = Some(verdict.pick.is_some());
    }
    verdict
}

/// Weighs all panels jointly: experts who are confirmed elsewhere weigh more everywhere.
pub fn infer(panels: &[Panel]) -> Vec<Verdict> {
    infer_each(panels).collect()
}

/// As [`infer`], each verdict made when it is asked for: what one line needs is given back before the next.
pub fn infer_each(panels: &[Panel]) -> Box<dyn Iterator<Item = Verdict> + '_> {
    if panels.iter().any(|panel| panel.kind == Kind::Ranking) {
        return Box::new(infer_beside_rankings(panels).into_iter());
    }
    let mut weighed = jointly::weigh(panels, &right_answers(panels));
    let estimates = std::mem::take(&mut weighed.estimates);
    let dated = panels.iter().any(|panel| panel.at.is_some());
    let state = dated.then(|| reliability::relearn(panels, &estimates));
    // The estimates are the same for all lines; the last one carries them.
    let mut carried = Some((state, estimates));
    let last = panels.len().saturating_sub(1);
    Box::new(panels.iter().enumerate().map(move |(at, panel)| {
        let mut verdict = report::verdict(panel, &weighed.ballots[at], weighed.outcome(at));
        if let Some((state, estimates)) = carried.take_if(|_| at == last) {
            verdict.reliability = state.map(Reliability::Run);
            verdict.estimates = Some(estimates).filter(|estimates| !estimates.is_empty());
        }
        verdict
    }))
}

/// Rankings teach nothing of the experts: each is weighed on its own, the other panels jointly.
fn infer_beside_rankings(panels: &[Panel]) -> Vec<Verdict> {
    let others: Vec<Panel> = panels.iter().filter(|panel| panel.kind != Kind::Ranking).cloned().collect();
    let mut weighed = infer(&others).into_iter();
    let (mut estimates, mut reliability) = (None, None);
    let mut verdicts: Vec<Verdict> = Vec::with_capacity(panels.len());
    for panel in panels {
        let verdict = if panel.kind == Kind::Ranking { None } else { weighed.next() };
        let mut verdict = verdict.unwrap_or_else(|| Verdict { standing: None, ..ranking::weigh(panel) });
        estimates = verdict.estimates.take().or(estimates);
        reliability = verdict.reliability.take().or(reliability);
        verdicts.push(verdict);
    }
    if let Some(last) = verdicts.last_mut() {
        (last.estimates, last.reliability) = (estimates, reliability);
    }
    verdicts
}

/// Weighs by the votes alone.
pub(crate) fn plurality(panel: &Panel, ballot: &Ballot, method: String) -> Outcome {
    let weights = plain_weights(ballot);
    let decision = decide::decide(panel, ballot, &weights);
    let evidence = decision.as_ref().and_then(|decision| evidence_alone(panel, ballot, decision));
    let confidence = evidence.as_ref().map(calibrate::alone);
    Outcome { agreement: agreement::of(ballot, panel.kind), decision, evidence, confidence, method, weights }
}

/// Each vote's own weight: no expert is known.
pub(crate) fn plain_weights(ballot: &Ballot) -> Vec<f64> {
    ballot.votes.iter().map(|vote| vote.weight).collect()
}

/// One answer alone, or a long text, carries no evidence of being right.
pub(crate) fn evidence_alone(panel: &Panel, ballot: &Ballot, decision: &Decision) -> Option<Evidence> {
    // A median that is not the heaviest answer has no calibrated chance.
    let heaviest = decision.shares.iter().all(|share| *share <= decision.shares[decision.class]);
    let carries = panel.kind != Kind::Text && ballot.answered >= 2 && heaviest;
    carries.then(|| Evidence::new(ballot, decision))
}

/// The rule of a line that stands alone.
pub(crate) fn method_alone(kind: Kind) -> String {
    let rule = if kind == Kind::Text { "quality-1" } else { "plurality-1" };
    format!("{}/{rule}", kind.word())
}
