//! A panel weighed with what is known of its experts.

use std::collections::BTreeMap;

use super::{decay, estimate, observe};
use crate::ballot::Ballot;
use crate::calibrate;
use crate::decide;
use crate::normalise::Key;
use crate::plurality::evidence_alone;
use crate::report::Outcome;
use crate::wire::{Estimates, Given, Kind, Mode, Panel, Report, Shadow, State};

/// What a panel's state makes of its verdict.
#[derive(Clone, Debug)]
pub struct Shadowed {
    /// What decides: the plain outcome, or the one with the learnt weights.
    pub outcome: Outcome,
    /// What is said of reliability.
    pub report: Option<Report>,
}

/// The state to weigh a panel with.
#[derive(Clone, Copy, Debug)]
pub enum Learning<'a> {
    /// The one that came with the panel, if any.
    Given,
    /// One gathered from the lines before; it decides nothing.
    Gathered(&'a State),
}

impl Learning<'_> {
    /// Weighs a panel whose plain outcome is known.
    pub fn weigh(self, panel: &Panel, ballot: &Ballot, plain: Outcome) -> Shadowed {
        let refused = |plain: Outcome, reason: &str| Shadowed {
            outcome: Outcome { method: format!("{}+{reason}", plain.method), ..plain },
            report: None,
        };
        let (state, may_decide) = match (self, &panel.reliability) {
            (Learning::Given, None) => return Shadowed { outcome: plain, report: None },
            (_, Some(Given::Refused(_))) => return refused(plain, "state-refused"),
            (Learning::Given, Some(Given::Known(state))) => (state, panel.reliability_mode == Some(Mode::Auto)),
            (Learning::Gathered(state), _) => (state, false),
        };
        let Some(day) = decay::day(panel.at) else { return refused(plain, "day-refused") };
        with_state(panel, ballot, plain, state, day, may_decide)
    }
}

fn with_state(panel: &Panel, ballot: &Ballot, plain: Outcome, state: &State, day: f64, may_decide: bool) -> Shadowed {
    let experts = panel.opinions.iter().map(|opinion| opinion.expert.as_str());
    let Estimates { evidence, weighs: enough, estimates } = estimate::of_experts(state, day, experts);
    let learnt = with_estimates(panel, ballot, &plain, &estimates);
    let counted = matches!(panel.kind, Kind::Choice | Kind::Short);
    let weighs = may_decide && counted && enough && learnt.decision.is_some();
    let report = Report {
        learnt: observe(panel, ballot),
        evidence,
        weighs,
        shadow: shadow(panel, ballot, &plain, &learnt),
        estimates,
    };
    Shadowed { outcome: if weighs { learnt } else { plain }, report: Some(report) }
}

/// The decision with each vote times the expert's estimate: linear weights, since logarithmic ones
/// let early luck feed on itself.
fn with_estimates(panel: &Panel, ballot: &Ballot, plain: &Outcome, estimates: &BTreeMap<String, f64>) -> Outcome {
    let estimate = |opinion: usize| estimates.get(&panel.opinions[opinion].expert).copied().unwrap_or(0.5);
    let weights: Vec<f64> = ballot.votes.iter().map(|vote| vote.weight * estimate(vote.opinion)).collect();
    let decision = decide::decide(panel, ballot, &weights);
    let evidence = decision.as_ref().and_then(|decision| evidence_alone(panel, ballot, decision));
    Outcome {
        agreement: plain.agreement,
        confidence: evidence.as_ref().map(calibrate::alone),
        decision,
        evidence,
        method: format!("{}/learnt-1", panel.kind.word()),
        weights,
    }
}

fn shadow(panel: &Panel, ballot: &Ballot, plain: &Outcome, learnt: &Outcome) -> Option<Shadow> {
    let decision = learnt.decision.as_ref()?;
    let opinion = ballot.votes[decision.pick].opinion;
    let same = |plain: &decide::Decision| match panel.kind {
        Kind::Choice | Kind::Short => plain.class == decision.class,
        Kind::Text | Kind::Auto | Kind::Ranking => plain.pick == decision.pick,
    };
    Some(Shadow {
        pick: panel.opinions[opinion].expert.clone(),
        option: option(panel, ballot, opinion),
        agrees: plain.decision.as_ref().is_some_and(same),
        confidence: learnt.confidence,
    })
}

/// Index of the option that an opinion chose.
fn option(panel: &Panel, ballot: &Ballot, opinion: usize) -> Option<usize> {
    let options = panel.options.as_ref().filter(|_| panel.kind == Kind::Choice)?;
    match ballot.readings.key(opinion)? {
        Key::Quoted(chosen) => options.iter().position(|option| option == chosen),
        _ => None,
    }
}
