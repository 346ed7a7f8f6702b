//! A panel weighed with what is known of its experts.

use std::collections::BTreeMap;

use super::{decay, estimate, foretell, joint, judged, observe};
use crate::ballot::Ballot;
use crate::calibrate::{self, Evidence};
use crate::decide;
use crate::normalise::Key;
use crate::plurality::evidence_alone;
use crate::report::Outcome;
use crate::wire::{Basis, Estimates, Given, Kind, Mode, Panel, Report, Shadow, Skill, State};

/// Trust in a rate from which it is a rate of such questions.
const LEVEL_TRUST: f64 = 0.75;

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
        let nothing = State::default();
        let (state, may_decide) = match (self, &panel.reliability) {
            (Learning::Given, None) if panel.skill.is_empty() => return Shadowed { outcome: plain, report: None },
            (Learning::Given, None) => (&nothing, may_decide(panel)),
            (_, Some(Given::Refused(_))) => return refused(plain, "state-refused"),
            (Learning::Given, Some(Given::Known(state))) => (state, may_decide(panel)),
            (Learning::Gathered(state), _) => (state, false),
        };
        if !panel.skill.values().all(Skill::is_possible) {
            return refused(plain, "skill-refused");
        }
        let Some(day) = decay::day(panel.at) else { return refused(plain, "day-refused") };
        with_state(panel, ballot, plain, state, day, may_decide)
    }
}

/// Whether known experts may weigh the votes of a panel: where it allows them, or brings skill and nothing that was learnt.
pub fn may_decide(panel: &Panel) -> bool {
    let counted = matches!(panel.kind, Kind::Choice | Kind::Short);
    let allowed = match (&panel.reliability, panel.reliability_mode) {
        (Some(Given::Refused(_)), _) | (_, Some(Mode::Shadow)) => false,
        (Some(Given::Known(_)), mode) => mode == Some(Mode::Auto),
        (None, _) => !panel.skill.is_empty(),
    };
    counted && allowed && panel.skill.values().all(Skill::is_possible)
}

/// The weights that would decide a panel of these experts, in their order; None where votes count plainly.
pub fn deciding(panel: &Panel, experts: &[&str]) -> Option<Vec<f64>> {
    let day = decay::day(panel.at).filter(|_| may_decide(panel))?;
    let nothing = State::default();
    let state = if let Some(Given::Known(state)) = &panel.reliability { state } else { &nothing };
    let known = joint::of_experts(state, &panel.skill, day, experts);
    let evidence = estimate::of_experts(state, day, experts.iter().copied()).evidence;
    (estimate::basis(known.judged, evidence, experts, &panel.skill) != Basis::Nothing).then_some(known.weights)
}

fn with_state(panel: &Panel, ballot: &Ballot, plain: Outcome, state: &State, day: f64, may_decide: bool) -> Shadowed {
    let experts = judged::experts(panel);
    let Estimates { evidence, mut estimates, .. } = estimate::of_experts(state, day, experts.iter().copied());
    let known = joint::of_experts(state, &panel.skill, day, &experts);
    for (expert, rate) in experts.iter().zip(&known.rates).filter(|(expert, _)| panel.skill.contains_key(**expert)) {
        estimates.insert((*expert).to_owned(), *rate);
    }
    let basis = estimate::basis(known.judged, evidence, &experts, &panel.skill);
    let learnt =
        by_weights(panel, ballot, &plain, &known.weights, basis, |chance| foretell::corrected(state, day, chance));
    let weighs = may_decide && basis != Basis::Nothing && learnt.decision.is_some();
    let report = Report {
        learnt: observe(panel, ballot, &known.weights),
        evidence: evidence.max(known.judged),
        weighs,
        shadow: shadow(panel, ballot, &plain, &learnt),
        estimates,
        basis,
        weights: shares(&experts, &known.weights),
    };
    Shadowed { outcome: if weighs { learnt } else { plain }, report: Some(report) }
}

fn shares(experts: &[&str], weights: &[f64]) -> BTreeMap<String, f64> {
    let all: f64 = weights.iter().sum();
    experts.iter().zip(weights).map(|(expert, weight)| ((*expert).to_owned(), weight / all)).collect()
}

/// The decision with each vote times the weight of its expert.
fn by_weights(
    panel: &Panel,
    ballot: &Ballot,
    plain: &Outcome,
    known: &[f64],
    basis: Basis,
    corrected: impl Fn(f64) -> f64,
) -> Outcome {
    let weights: Vec<f64> = ballot.votes.iter().map(|vote| vote.weight * known[vote.expert]).collect();
    let decision = decide::decide(panel, ballot, &weights);
    let evidence = decision.as_ref().and_then(|decision| evidence_alone(panel, ballot, decision));
    let foretold = decision.as_ref().map(|decision| corrected(foretell::chances(ballot, known)[decision.class]));
    let confidence = evidence.as_ref().zip(decision.as_ref()).and_then(|(evidence, decision)| match basis {
        Basis::Outcomes => foretold,
        Basis::Skill if has_level(panel) => foretold,
        Basis::Skill | Basis::Agreement => Some(share_of_certainty(evidence, ballot, decision.shares[decision.class])),
        Basis::Nothing => Some(calibrate::alone(evidence)),
    });
    Outcome {
        agreement: plain.agreement,
        confidence,
        decision,
        evidence,
        method: format!("{}/learnt-2", panel.kind.word()),
        weights,
        // That experts agreed before makes nobody right alone.
        chance: foretold.filter(|_| matches!(basis, Basis::Outcomes | Basis::Skill)),
    }
}

/// Whether the rates of the experts are those of such questions, and not only tell who is better: results of other tasks are drawn
/// far to the mean.
fn has_level(panel: &Panel) -> bool {
    panel.skill.values().all(|skill| skill.trust >= LEVEL_TRUST)
}

/// Where only who is better is known: the winner's part of the weight, times the chance of a panel in which all of these agree.
fn share_of_certainty(evidence: &Evidence, ballot: &Ballot, share: f64) -> f64 {
    let all = Evidence {
        share: 1.0,
        margin: 1.0,
        supporters: (1.0 + ballot.answered as f64).ln(),
        nearness: 1.0,
        ..*evidence
    };
    share * calibrate::alone(&all)
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
