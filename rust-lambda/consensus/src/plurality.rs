//! The rule of a line that stands alone: the votes as they are, no expert known.

use crate::agreement;
use crate::ballot::Ballot;
use crate::calibrate::{self, Evidence};
use crate::decide::{self, Decision};
use crate::report::Outcome;
use crate::wire::{Kind, Panel};

/// Weighs by the votes alone.
pub fn plurality(panel: &Panel, ballot: &Ballot, method: String) -> Outcome {
    let weights = plain_weights(ballot);
    let decision = decide::decide(panel, ballot, &weights);
    let evidence = decision.as_ref().and_then(|decision| evidence_alone(panel, ballot, decision));
    let confidence = evidence.as_ref().map(calibrate::alone);
    Outcome {
        agreement: agreement::of(ballot, panel.kind),
        decision,
        evidence,
        confidence,
        chance: None,
        method,
        weights,
    }
}

/// Each vote's own weight: no expert is known.
pub fn plain_weights(ballot: &Ballot) -> Vec<f64> {
    ballot.votes.iter().map(|vote| vote.weight).collect()
}

/// One answer alone, or a long text, carries no evidence of being right.
pub fn evidence_alone(panel: &Panel, ballot: &Ballot, decision: &Decision) -> Option<Evidence> {
    // A median that is not the heaviest answer has no calibrated chance.
    let heaviest = decision.shares.iter().all(|share| *share <= decision.shares[decision.class]);
    let carries = panel.kind != Kind::Text && ballot.answered >= 2 && heaviest;
    carries.then(|| Evidence::new(ballot, decision))
}

/// The rule of a line that stands alone.
pub fn method_alone(kind: Kind) -> String {
    let rule = if kind == Kind::Text { "quality-1" } else { "plurality-1" };
    format!("{}/{rule}", kind.word())
}
