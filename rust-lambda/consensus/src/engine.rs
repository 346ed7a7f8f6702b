//! The public face: one panel, many panels, or panels one after the other.

use std::collections::BTreeMap;

use crate::agreement;
use crate::ballot::Ballot;
use crate::calibrate::{self, Evidence};
use crate::decide::{self, Decision};
use crate::jointly;
use crate::panel::{Kind, Panel};
use crate::report::{self, Outcome};
use crate::truth::{self, stream::Standings};
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
        let outcome = self.outcome(panel, &ballot);
        self.standings.learn(panel, &ballot);
        report::verdict(panel, &ballot, outcome)
    }

    /// Where most answers are in words they are counted plainly, as under `infer`; so is everything
    /// while few lines are known.
    fn outcome(&self, panel: &Panel, ballot: &Ballot) -> Outcome {
        let Some(foresight) = self.standings.foresee(panel, ballot) else {
            return plurality(panel, ballot, format!("{}+few-lines", method_alone(panel.kind)));
        };
        if foresight.in_words {
            return plurality(panel, ballot, format!("{}+words", method_alone(panel.kind)));
        }
        let alternatives = truth::alternatives(panel, ballot);
        let votes = ballot.votes.iter().zip(&foresight.rates);
        let weights: Vec<f64> = votes.map(|(vote, rate)| jointly::weight(vote, *rate, alternatives)).collect();
        let decision = decide::decide_by_beliefs(panel, ballot, &weights, &foresight.beliefs);
        let evidence = decision.as_ref().map(|decision| {
            Evidence::new(ballot, decision, &weights).believing(ballot, decision, &foresight.beliefs, &foresight.rates)
        });
        let confidence = evidence.as_ref().map(calibrate::learnt);
        let method = format!("{}/{}", panel.kind.word(), foresight.rule);
        Outcome { agreement: agreement::of(ballot, panel.kind), decision, evidence, confidence, method, weights }
    }
}

/// Weighs all panels jointly: experts who are confirmed elsewhere weigh more everywhere.
pub fn infer(panels: &[Panel]) -> Vec<Verdict> {
    infer_knowing(panels, &[])
}

/// As [`infer`], where the right answer of some lines is known (None for the others; the list may be
/// shorter): the experts are judged by it there, and the line's verdict follows it.
pub fn infer_knowing(panels: &[Panel], right: &[Option<&str>]) -> Vec<Verdict> {
    let (weighed, estimates) = jointly::weigh(panels, right);
    let lines = panels.iter().zip(weighed);
    let mut verdicts: Vec<Verdict> =
        lines.map(|(panel, (ballot, outcome))| report::verdict(panel, &ballot, outcome)).collect();
    // The estimates are the same for all lines; the last one carries them.
    if let Some(last) = verdicts.last_mut().filter(|_| !estimates.is_empty()) {
        last.estimates = Some(estimates);
    }
    verdicts
}

/// Estimated chance of each expert to be right, by name, from all panels jointly.
pub fn reliabilities(panels: &[Panel], right: &[Option<&str>]) -> BTreeMap<String, f64> {
    jointly::weigh(panels, right).1
}

/// The evidence behind the confidence of one line, by how the line is weighed. For fitting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EvidenceByMode {
    /// Under [`agree`].
    pub alone: Option<Evidence>,
    /// Under [`infer`].
    pub jointly: Option<Evidence>,
    /// Under [`Learner::agree`]; None also where no model decided yet.
    pub learnt: Option<Evidence>,
}

/// The evidence behind each confidence, for fitting.
pub fn evidence(panels: &[Panel]) -> Vec<EvidenceByMode> {
    let (weighed, _) = jointly::weigh(panels, &[]);
    let mut learner = Learner::new();
    let lines = panels.iter().zip(weighed).map(|(panel, (ballot, outcome))| {
        let alone = plurality(panel, &ballot, String::new()).evidence;
        let learnt = learner.outcome(panel, &ballot).evidence.filter(|evidence| evidence.model.is_some());
        learner.standings.learn(panel, &ballot);
        EvidenceByMode { alone, jointly: outcome.evidence, learnt }
    });
    lines.collect()
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
    let rule = if kind == Kind::Text { "medoid-1" } else { "plurality-1" };
    format!("{}/{rule}", kind.word())
}
