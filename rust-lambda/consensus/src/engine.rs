//! The public face: one panel, many panels, or panels one after the other.

use crate::agreement;
use crate::ballot::Ballot;
use crate::calibrate::{self, Evidence};
use crate::decide::{self, Decision};
use crate::jointly;
use crate::panel::{Kind, Panel};
use crate::ranking;
use crate::reliability::{self, Learning, Reliability, Shadowed, State};
use crate::report::{self, Outcome};
use crate::standing;
use crate::truth::stream::Standings;
use crate::verdict::Verdict;

/// Weighs one panel on its own, with what is known of its experts if the panel brings it.
pub fn agree(panel: &Panel) -> Verdict {
    if panel.kind == Kind::Ranking {
        return ranking::weigh(panel);
    }
    let ballot = Ballot::new(panel);
    let outcome = plurality(panel, &ballot, method_alone(panel.kind));
    standing_verdict(panel, ballot, outcome, Learning::Given)
}

/// Similarity 0 to 1 of opinions i and j of a panel, i < j, abstentions left out.
pub fn pairs(panel: &Panel) -> Vec<(usize, usize, f64)> {
    if panel.kind == Kind::Ranking { ranking::pairs(panel) } else { report::pairs(&Ballot::new(panel)) }
}

/// What panels teach of their experts, feedback included: the state to bring with the next one.
pub fn learn(panels: &[Panel]) -> State {
    let counted: Vec<Panel> = panels.iter().filter(|panel| panel.kind != Kind::Ranking).cloned().collect();
    let (_, estimates) = jointly::weigh(&counted);
    reliability::relearn(&counted, &estimates)
}

/// The verdict with all that a panel weighed on its own tells.
fn standing_verdict(panel: &Panel, mut ballot: Ballot, plain: Outcome, learning: Learning) -> Verdict {
    let Shadowed { outcome, report } = learning.weigh(panel, &ballot, plain);
    let (weights, decision) = (outcome.weights.clone(), outcome.decision.clone());
    let mut verdict = report::verdict(panel, &ballot, outcome);
    verdict.standing = Some(standing::of(panel, &mut ballot, &weights, decision.as_ref(), &verdict.clusters));
    verdict.reliability = report.map(Reliability::Line);
    verdict
}

/// Weighs panels one after the other; each verdict rests on the panels before it.
#[derive(Clone, Debug, Default)]
pub struct Learner {
    standings: Standings,
    /// What the lines so far add to the state of reliability.
    gathered: State,
}

impl Learner {
    /// A learner that has seen nothing.
    pub fn new() -> Learner {
        Learner::default()
    }

    /// A learner that goes on from saved standings; None if they were saved under another layout.
    pub fn resume(standings: Standings) -> Option<Learner> {
        standings.is_current().then(|| Learner { standings, gathered: State::default() })
    }

    /// What has been learnt so far, to be saved.
    pub fn standings(&self) -> &Standings {
        &self.standings
    }

    /// What the lines so far add to the state of reliability, to be saved beside the standings.
    pub fn gathered(&self) -> &State {
        &self.gathered
    }

    /// Goes on from a saved state of reliability.
    pub fn with_gathered(self, gathered: State) -> Learner {
        Learner { gathered, ..self }
    }

    /// Weighs one panel with what earlier panels taught, then learns from it.
    pub fn agree(&mut self, panel: &Panel) -> Verdict {
        if panel.kind == Kind::Ranking {
            return ranking::weigh(panel);
        }
        let verdict = self.weigh(panel);
        if let Some(Reliability::Line(report)) = &verdict.reliability {
            self.gathered.add(&report.learnt);
        }
        verdict
    }

    fn weigh(&mut self, panel: &Panel) -> Verdict {
        let ballot = Ballot::new(panel);
        if panel.kind == Kind::Text {
            let outcome = plurality(panel, &ballot, method_alone(panel.kind));
            return standing_verdict(panel, ballot, outcome, Learning::Gathered(&self.gathered));
        }
        let weights = self.standings.weights(panel, &ballot);
        let decision = decide::decide(panel, &ballot, &weights);
        if let Some(decision) = &decision {
            self.standings.learn(panel, &ballot, decision);
        }
        let evidence = decision.as_ref().and_then(|decision| evidence_alone(panel, &ballot, decision, &weights));
        let confidence = evidence.as_ref().map(calibrate::alone);
        let method = format!("{}/linear-1", panel.kind.word());
        let agreement = agreement::of(&ballot, panel.kind);
        let outcome = Outcome { agreement, decision, evidence, confidence, method, weights };
        standing_verdict(panel, ballot, outcome, Learning::Gathered(&self.gathered))
    }
}

/// Weighs all panels jointly: experts who are confirmed elsewhere weigh more everywhere.
pub fn infer(panels: &[Panel]) -> Vec<Verdict> {
    if panels.iter().any(|panel| panel.kind == Kind::Ranking) {
        return infer_beside_rankings(panels);
    }
    let (weighed, estimates) = jointly::weigh(panels);
    let lines = panels.iter().zip(weighed);
    let mut verdicts: Vec<Verdict> =
        lines.map(|(panel, (ballot, outcome))| report::verdict(panel, &ballot, outcome)).collect();
    if let Some(last) = verdicts.last_mut().filter(|_| panels.iter().any(|panel| panel.at.is_some())) {
        last.reliability = Some(Reliability::Run(reliability::relearn(panels, &estimates)));
    }
    // The estimates are the same for all lines; the last one carries them.
    if let Some(last) = verdicts.last_mut().filter(|_| !estimates.is_empty()) {
        last.estimates = Some(estimates);
    }
    verdicts
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

/// The evidence behind each confidence: of the line alone, and under `infer`. For fitting.
pub fn evidence(panels: &[Panel]) -> Vec<(Option<Evidence>, Option<Evidence>)> {
    let (weighed, _) = jointly::weigh(panels);
    let alone = panels.iter().map(|panel| {
        let ballot = Ballot::new(panel);
        plurality(panel, &ballot, String::new()).evidence
    });
    alone.zip(weighed).map(|(alone, (_, outcome))| (alone, outcome.evidence)).collect()
}

/// Weighs by the votes alone.
pub(crate) fn plurality(panel: &Panel, ballot: &Ballot, method: String) -> Outcome {
    let weights = plain_weights(ballot);
    let decision = decide::decide(panel, ballot, &weights);
    let evidence = decision.as_ref().and_then(|decision| evidence_alone(panel, ballot, decision, &weights));
    let confidence = evidence.as_ref().map(calibrate::alone);
    Outcome { agreement: agreement::of(ballot, panel.kind), decision, evidence, confidence, method, weights }
}

/// Each vote's own weight: no expert is known.
pub(crate) fn plain_weights(ballot: &Ballot) -> Vec<f64> {
    ballot.votes.iter().map(|vote| vote.weight).collect()
}

/// One answer alone, or a long text, carries no evidence of being right.
pub(crate) fn evidence_alone(panel: &Panel, ballot: &Ballot, decision: &Decision, weights: &[f64]) -> Option<Evidence> {
    let carries = panel.kind != Kind::Text && ballot.answered >= 2;
    carries.then(|| Evidence::new(ballot, decision, weights))
}

/// The rule of a line that stands alone.
pub(crate) fn method_alone(kind: Kind) -> String {
    let rule = if kind == Kind::Text { "quality-1" } else { "plurality-1" };
    format!("{}/{rule}", kind.word())
}
