//! The public face: one panel, many panels, or panels one after the other.

use std::collections::BTreeMap;

use crate::agreement;
use crate::ballot::Ballot;
use crate::calibrate::{self, Evidence};
use crate::decide::{self, Decision};
use crate::panel::{Kind, Panel};
use crate::reading::Matter;
use crate::report::{self, Outcome};
use crate::truth::stream::Standings;
use crate::truth::{self, Item, Votes, coin, guard};
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
        let evidence = decision.as_ref().and_then(|decision| evidence_alone(panel, &ballot, decision, &weights));
        let confidence = evidence.as_ref().map(calibrate::alone);
        let method = format!("{}/linear-1", panel.kind.word());
        let agreement = agreement::of(&ballot, panel.kind);
        report::verdict(panel, &ballot, Outcome { agreement, decision, evidence, confidence, method, weights })
    }
}

/// Weighs all panels jointly: experts who are confirmed elsewhere weigh more everywhere.
pub fn infer(panels: &[Panel]) -> Vec<Verdict> {
    let (weighed, estimates) = weigh_jointly(panels);
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
    let (weighed, _) = weigh_jointly(panels);
    let alone = panels.iter().map(|panel| {
        let ballot = Ballot::new(panel);
        plurality(panel, &ballot, String::new()).evidence
    });
    alone.zip(weighed).map(|(alone, (_, outcome))| (alone, outcome.evidence)).collect()
}

type Weighed = (Vec<(Ballot, Outcome)>, BTreeMap<String, f64>);

/// Kinds are weighed apart: being right about options says little about being right in words.
fn weigh_jointly(panels: &[Panel]) -> Weighed {
    let ballots: Vec<Ballot> = panels.iter().map(Ballot::new).collect();
    let mut outcomes: Vec<Option<Outcome>> = vec![None; panels.len()];
    let mut estimates = BTreeMap::new();
    for kind in [Kind::Choice, Kind::Short, Kind::Text] {
        let lines: Vec<usize> = (0..panels.len()).filter(|&line| panels[line].kind == kind).collect();
        let group: Vec<(&Panel, &Ballot)> = lines.iter().map(|&line| (&panels[line], &ballots[line])).collect();
        for (line, outcome) in lines.iter().zip(of_one_kind(kind, &group, &mut estimates)) {
            outcomes[*line] = Some(outcome);
        }
    }
    (ballots.into_iter().zip(outcomes.into_iter().flatten()).collect(), estimates)
}

fn of_one_kind(kind: Kind, group: &[(&Panel, &Ballot)], estimates: &mut BTreeMap<String, f64>) -> Vec<Outcome> {
    let answered = group.iter().filter(|(_, ballot)| ballot.answered > 0).count();
    if kind == Kind::Text || answered < FEWEST_LINES {
        let method = if kind == Kind::Text { method_alone(kind) } else { format!("{}+few-lines", method_alone(kind)) };
        return group.iter().map(|(panel, ballot)| plurality(panel, ballot, method.clone())).collect();
    }
    let votes = Votes::gather(group.iter().copied());
    let (reliability, rule) = guarded(&votes);
    estimates.extend(votes.experts.iter().cloned().zip(reliability.iter().copied()));
    let lines = group.iter().zip(&votes.items);
    let mut outcomes: Vec<Outcome> =
        lines.map(|((panel, ballot), item)| with_reliability(panel, ballot, item, &reliability, rule)).collect();
    let level = level(&outcomes);
    for outcome in &mut outcomes {
        outcome.evidence = outcome.evidence.map(|evidence| Evidence { level, ..evidence });
        outcome.confidence = outcome.evidence.as_ref().map(calibrate::jointly);
    }
    outcomes
}

/// Reliabilities of the one-coin model, or leave-one-out agreement where the guard refuses them.
fn guarded(votes: &Votes) -> (Vec<f64>, &'static str) {
    let reliability = coin::reliabilities(votes);
    let guard = guard::check(votes, &reliability);
    if guard.passes { (reliability, "one-coin-1") } else { (guard.agreement, "loo-agreement-1+guard") }
}

fn with_reliability(panel: &Panel, ballot: &Ballot, item: &Item, reliability: &[f64], rule: &str) -> Outcome {
    // Answers in words split where they should not, and log-odds would take that for errors of the
    // experts: they are counted plainly (open-qa dev 0.849 against 0.834).
    let words = ballot.readings.matter == Matter::Words;
    let weights = if words { plain_weights(ballot) } else { log_odds_weights(item, reliability) };
    let rule = if words { "plurality-1+words" } else { rule };
    let decision = decide::decide(panel, ballot, &weights);
    let evidence = decision.as_ref().map(|decision| Evidence::new(ballot, decision, &weights));
    let method = format!("{}/{rule}", panel.kind.word());
    Outcome { agreement: agreement::of(ballot, panel.kind), decision, evidence, confidence: None, method, weights }
}

/// A floor on the log-odds: an expert below chance counts for next to nothing, not against.
const LEAST_LOG_ODDS: f64 = 0.05;

fn log_odds_weights(item: &Item, reliability: &[f64]) -> Vec<f64> {
    item.votes
        .iter()
        .map(|&(expert, _, weight)| {
            weight * truth::log_odds(reliability[expert], item.alternatives).max(LEAST_LOG_ODDS)
        })
        .collect()
}

/// Mean share of the winners: how hard the set is.
fn level(outcomes: &[Outcome]) -> f64 {
    let shares: Vec<f64> =
        outcomes.iter().filter_map(|outcome| outcome.evidence).map(|evidence| evidence.share).collect();
    shares.iter().sum::<f64>() / shares.len().max(1) as f64
}

fn plurality(panel: &Panel, ballot: &Ballot, method: String) -> Outcome {
    let weights = plain_weights(ballot);
    let decision = decide::decide(panel, ballot, &weights);
    let evidence = decision.as_ref().and_then(|decision| evidence_alone(panel, ballot, decision, &weights));
    let confidence = evidence.as_ref().map(calibrate::alone);
    Outcome { agreement: agreement::of(ballot, panel.kind), decision, evidence, confidence, method, weights }
}

fn plain_weights(ballot: &Ballot) -> Vec<f64> {
    ballot.votes.iter().map(|vote| vote.weight).collect()
}

/// One answer alone, or a long text, carries no evidence of being right.
fn evidence_alone(panel: &Panel, ballot: &Ballot, decision: &Decision, weights: &[f64]) -> Option<Evidence> {
    let carries = panel.kind != Kind::Text && ballot.answered >= 2;
    carries.then(|| Evidence::new(ballot, decision, weights))
}

fn method_alone(kind: Kind) -> String {
    let rule = if kind == Kind::Text { "medoid-1" } else { "plurality-1" };
    format!("{}/{rule}", kind.word())
}
