//! The public face: one panel, many panels, or panels one after the other.

use crate::agreement;
use crate::ballot::Ballot;
use crate::calibrate::{self, Evidence};
use crate::decide::{self, Decision};
use crate::jointly;
use crate::panel::{Kind, Panel};
use crate::report::{self, Outcome};
use crate::truth::stream::Standings;
use crate::verdict::Verdict;

/// Weighs one panel on its own.
pub fn agree(panel: &Panel) -> Verdict {
    let ballot = Ballot::new(panel);
    let outcome = plurality(panel, &ballot, method_alone(panel.kind));
    report::verdict(panel, &ballot, outcome)
}

/// Similarity 0 to 1 of opinions i and j of a panel, i < j, abstentions left out.
pub fn pairs(panel: &Panel) -> Vec<(usize, usize, f64)> {
    report::pairs(&Ballot::new(panel))
}

/// Weighs panels one after the other; each verdict rests on the panels before it.
#[derive(Clone, Debug, Default)]
pub struct Learner {
    standings: Standings,
}

impl Learner {
    /// A learner that has seen nothing.
    pub fn new() -> Learner {
        Learner::default()
    }

    /// A learner that goes on from saved standings; None if they were saved under another layout.
    pub fn resume(standings: Standings) -> Option<Learner> {
        standings.is_current().then_some(Learner { standings })
    }

    /// What has been learnt so far, to be saved.
    pub fn standings(&self) -> &Standings {
        &self.standings
    }

    /// Weighs one panel with what earlier panels taught, then learns from it.
    pub fn agree(&mut self, panel: &Panel) -> Verdict {
        if panel.kind == Kind::Text {
            return agree(panel);
        }
        let ballot = Ballot::new(panel);
        let weights = self.standings.weights(panel, &ballot);
        let decision = decide::decide(panel, &ballot, &weights);
        if let Some(decision) = &decision {
            self.standings.learn(panel, &ballot, decision);
        }
        let evidence = decision.as_ref().and_then(|decision| evidence_alone(panel, &ballot, decision, &weights));
        let confidence = evidence.as_ref().map(calibrate::alone);
        let method = format!("{}/linear-1", panel.kind.word());
        let agreement = agreement::of(&ballot, panel.kind);
        report::verdict(panel, &ballot, Outcome { agreement, decision, evidence, confidence, method, weights })
    }
}

/// Weighs all panels jointly: experts who are confirmed elsewhere weigh more everywhere.
pub fn infer(panels: &[Panel]) -> Vec<Verdict> {
    let (weighed, estimates) = jointly::weigh(panels);
    let lines = panels.iter().zip(weighed);
    let mut verdicts: Vec<Verdict> =
        lines.map(|(panel, (ballot, outcome))| report::verdict(panel, &ballot, outcome)).collect();
    // The estimates are the same for all lines; the last one carries them.
    if let Some(last) = verdicts.last_mut().filter(|_| !estimates.is_empty()) {
        last.estimates = Some(estimates);
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
fn evidence_alone(panel: &Panel, ballot: &Ballot, decision: &Decision, weights: &[f64]) -> Option<Evidence> {
    let carries = panel.kind != Kind::Text && ballot.answered >= 2;
    carries.then(|| Evidence::new(ballot, decision, weights))
}

/// The rule of a line that stands alone.
pub(crate) fn method_alone(kind: Kind) -> String {
    let rule = if kind == Kind::Text { "quality-1" } else { "plurality-1" };
    format!("{}/{rule}", kind.word())
}
