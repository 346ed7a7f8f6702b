//! Panels weighed one after the other, each with what the earlier ones taught.

use crate::agreement;
use crate::auto;
use crate::ballot::Ballot;
use crate::calibrate::{self, Evidence};
use crate::decide;
use crate::engine::standing_verdict;
use crate::jointly;
use crate::plurality::{method_alone, plurality};
use crate::positions;
use crate::ranking;
use crate::reliability::Learning;
use crate::report::Outcome;
use crate::truth;
use crate::truth::stream::Standings;
use crate::typed;
use crate::wire::{Kind, Panel, Reliability, State, Verdict};

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
        if panel.kind == Kind::Auto {
            return auto::weigh(panel, |resolved| self.agree(resolved));
        }
        if panel.kind == Kind::Ranking {
            return positions::placed(panel, ranking::weigh(panel), false);
        }
        let resolved = typed::resolve(panel);
        let verdict = match &resolved {
            Some(resolved) => resolved.verdict(self.weigh(&resolved.panel)),
            None => self.weigh(panel),
        };
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
        let outcome = self.outcome(panel, &ballot);
        self.standings.learn(panel, &ballot);
        standing_verdict(panel, ballot, outcome, Learning::Gathered(&self.gathered))
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
            Evidence::new(ballot, decision).believing(ballot, decision, &foresight.beliefs, &foresight.rates)
        });
        let confidence = evidence.as_ref().map(calibrate::learnt);
        let method = format!("{}/{}", panel.kind.word(), foresight.rule);
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
    let weighed = jointly::weigh(panels, &[]);
    let mut learner = Learner::new();
    let lines = panels.iter().zip(&weighed.ballots).enumerate().map(|(line, (panel, ballot))| {
        let alone = plurality(panel, ballot, String::new()).evidence;
        let learnt = learner.outcome(panel, ballot).evidence.filter(|evidence| evidence.model.is_some());
        learner.standings.learn(panel, ballot);
        EvidenceByMode { alone, jointly: weighed.outcome(line).evidence, learnt }
    });
    lines.collect()
}
