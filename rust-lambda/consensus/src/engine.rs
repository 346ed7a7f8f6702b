//! The public face: one panel, many panels, or panels one after the other.

use std::collections::BTreeMap;

use crate::agreement;
use crate::ballot::Ballot;
use crate::calibrate::{self, Evidence};
use crate::decide::{self, Decision};
use crate::panel::{Kind, Panel};
use crate::report::{self, Outcome};
use crate::truth::stream::Standings;
use crate::truth::{self, Votes, coin, guard};
use crate::verdict::Verdict;

/// Fewer lines than this teach nothing about the experts.
const FEWEST_LINES: usize = 20;

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
        let confidence = decision.as_ref().and_then(|decision| confidence_alone(panel, &ballot, decision));
        let method = format!("{}/linear-1", panel.kind.word());
        report::verdict(panel, &ballot, Outcome { agreement: agreement::of(&ballot, panel.kind), decision, confidence, method, weights })
    }
}

/// Weighs all panels jointly: experts who are confirmed elsewhere weigh more everywhere.
pub fn infer(panels: &[Panel]) -> Vec<Verdict> {
    let ballots: Vec<Ballot> = panels.iter().map(Ballot::new).collect();
    let mut outcomes: Vec<Option<Outcome>> = (0..panels.len()).map(|_| None).collect();
    let mut estimates: BTreeMap<String, f64> = BTreeMap::new();
    for kind in [Kind::Choice, Kind::Short, Kind::Text] {
        let lines: Vec<usize> = (0..panels.len()).filter(|&line| panels[line].kind == kind).collect();
        let group: Vec<(&Panel, &Ballot)> = lines.iter().map(|&line| (&panels[line], &ballots[line])).collect();
        for (line, outcome) in lines.iter().zip(jointly(kind, &group, &mut estimates)) {
            outcomes[*line] = Some(outcome);
        }
    }
    let decided = panels.iter().zip(&ballots).zip(outcomes);
    let mut verdicts: Vec<Verdict> =
        decided.filter_map(|((panel, ballot), outcome)| outcome.map(|outcome| report::verdict(panel, ballot, outcome))).collect();
    // The last line carries the estimates: they are the same for all.
    if let Some(last) = verdicts.last_mut().filter(|_| !estimates.is_empty()) {
        last.estimates = Some(estimates);
    }
    verdicts
}

fn jointly(kind: Kind, group: &[(&Panel, &Ballot)], estimates: &mut BTreeMap<String, f64>) -> Vec<Outcome> {
    let answered = group.iter().filter(|(_, ballot)| ballot.answered > 0).count();
    if kind == Kind::Text || answered < FEWEST_LINES {
        let method = if kind == Kind::Text { method_alone(kind) } else { format!("{}+few-lines", method_alone(kind)) };
        return group.iter().map(|(panel, ballot)| plurality(panel, ballot, method.clone())).collect();
    }
    let votes = Votes::gather(group.iter().copied());
    let mut reliability = coin::reliabilities(&votes);
    let guard = guard::check(&votes, &reliability);
    let method = if guard.passes { "one-coin-1" } else { "loo-agreement-1+guard" };
    if !guard.passes {
        reliability = guard.agreement;
    }
    estimates.extend(votes.experts.iter().cloned().zip(reliability.iter().copied()));
    let decided: Vec<(Vec<f64>, Option<Decision>)> = group.iter().enumerate().map(|(at, (panel, ballot))| {
        let weights = weights(&votes.items[at], &reliability);
        let decision = decide::decide(panel, ballot, &weights);
        (weights, decision)
    }).collect();
    let level = level(&decided);
    let method = format!("{}/{method}", kind.word());
    let lines = group.iter().zip(&votes.items).zip(decided);
    lines.map(|(((_, ballot), item), (weights, decision))| {
        let confidence = decision.as_ref().map(|decision| {
            let posterior = coin::posterior(item, &reliability)[decision.class];
            calibrate::jointly(&Evidence::new(ballot, decision).jointly(posterior, level))
        });
        Outcome { agreement: agreement::of(ballot, kind), decision, confidence, method: method.clone(), weights }
    }).collect()
}

/// A floor on the log-odds: an expert below chance counts for next to nothing, not against.
const LEAST_LOG_ODDS: f64 = 0.05;

fn weights(item: &truth::Item, reliability: &[f64]) -> Vec<f64> {
    item.votes.iter().map(|&(expert, _, weight)| weight * truth::log_odds(reliability[expert], item.alternatives).max(LEAST_LOG_ODDS)).collect()
}

/// Mean share of the winners: how hard the set is.
fn level(decided: &[(Vec<f64>, Option<Decision>)]) -> f64 {
    let winners: Vec<f64> = decided.iter().filter_map(|(_, decision)| decision.as_ref()).map(|decision| decision.shares[decision.class]).collect();
    winners.iter().sum::<f64>() / winners.len().max(1) as f64
}

fn plurality(panel: &Panel, ballot: &Ballot, method: String) -> Outcome {
    let weights: Vec<f64> = ballot.votes.iter().map(|vote| vote.weight).collect();
    let decision = decide::decide(panel, ballot, &weights);
    let confidence = decision.as_ref().and_then(|decision| confidence_alone(panel, ballot, decision));
    Outcome { agreement: agreement::of(ballot, panel.kind), decision, confidence, method, weights }
}

/// One answer alone, or a long text, carries no evidence of being right.
fn confidence_alone(panel: &Panel, ballot: &Ballot, decision: &Decision) -> Option<f64> {
    let carries = panel.kind != Kind::Text && ballot.answered >= 2;
    carries.then(|| calibrate::alone(&Evidence::new(ballot, decision)))
}

fn method_alone(kind: Kind) -> String {
    let rule = if kind == Kind::Text { "medoid-1" } else { "plurality-1" };
    format!("{}/{rule}", kind.word())
}
