//! Many panels weighed together: which model of the experts decides, and with what fallback.

use std::collections::BTreeMap;

use crate::agreement;
use crate::ballot::Ballot;
use crate::calibrate::{self, Evidence};
use crate::decide;
use crate::engine::{method_alone, plain_weights, plurality};
use crate::normalise::Key;
use crate::panel::{Kind, Panel};
use crate::reading::Matter;
use crate::report::Outcome;
use crate::truth::confusion::{self, Beliefs, OptionsOfClasses};
use crate::truth::{self, Item, Votes, coin, guard};

/// Fewer lines than this teach nothing about the experts.
const FEWEST_LINES: usize = 20;

/// A floor on the log-odds: an expert below chance counts for next to nothing, not against.
const LEAST_LOG_ODDS: f64 = 0.05;

/// Options that all panels share are classes to confuse; more than this are answers to a question.
const MOST_SHARED_OPTIONS: usize = 12;

/// Outcomes in the order of the panels, with their ballots, and the estimates by expert.
pub type Weighed = (Vec<(Ballot, Outcome)>, BTreeMap<String, f64>);

/// Kinds are weighed apart: being right about options says little about being right in words.
pub fn weigh(panels: &[Panel]) -> Weighed {
    let ballots: Vec<Ballot> = panels.iter().map(Ballot::new).collect();
    let mut outcomes: Vec<Option<Outcome>> = vec![None; panels.len()];
    let mut estimates = BTreeMap::new();
    for kind in [Kind::Choice, Kind::Short, Kind::Text] {
        let lines: Vec<usize> = (0..panels.len()).filter(|&line| panels[line].kind == kind).collect();
        let group: Vec<Line> = lines.iter().map(|&line| (&panels[line], &ballots[line])).collect();
        for (line, outcome) in lines.iter().zip(of_one_kind(kind, &group, &mut estimates)) {
            outcomes[*line] = Some(outcome);
        }
    }
    (ballots.into_iter().zip(outcomes.into_iter().flatten()).collect(), estimates)
}

type Line<'a> = (&'a Panel, &'a Ballot);

fn of_one_kind(kind: Kind, group: &[Line], estimates: &mut BTreeMap<String, f64>) -> Vec<Outcome> {
    let answered = group.iter().filter(|(_, ballot)| ballot.answered > 0).count();
    if kind == Kind::Text || answered < FEWEST_LINES {
        let method = if kind == Kind::Text { method_alone(kind) } else { format!("{}+few-lines", method_alone(kind)) };
        return group.iter().map(|(panel, ballot)| plurality(panel, ballot, method.clone())).collect();
    }
    let votes = Votes::gather(group.iter().copied());
    let learnt = learn(group, &votes);
    estimates.extend(votes.experts.iter().cloned().zip(learnt.reliability.iter().copied()));
    let lines = group.iter().zip(&votes.items).enumerate();
    let mut outcomes: Vec<Outcome> =
        lines.map(|(at, ((panel, ballot), item))| weigh_line(panel, ballot, item, &learnt, at)).collect();
    let level = level(&outcomes);
    for outcome in &mut outcomes {
        outcome.evidence = outcome.evidence.map(|evidence| Evidence { level, ..evidence });
        outcome.confidence = outcome.evidence.as_ref().map(calibrate::jointly);
    }
    outcomes
}

/// What the lines teach.
struct Learnt {
    reliability: Vec<f64>,
    /// Beliefs over shared options, and where the classes of each line stand among them.
    shared: Option<(Beliefs, OptionsOfClasses)>,
    rule: &'static str,
}

/// The one-coin model; leave-one-out agreement where the guard refuses it; class-wise confusion
/// on top where all lines have the same options.
fn learn(group: &[Line], votes: &Votes) -> Learnt {
    let reliability = coin::reliabilities(votes);
    let guard = guard::check(votes, &reliability);
    let shared = shared_options(group).map(|options| {
        let places: OptionsOfClasses = group.iter().map(|(_, ballot)| places(options, ballot)).collect();
        (confusion::beliefs(votes, &places, options.len(), &reliability), places)
    });
    match (shared, guard.passes) {
        (Some(shared), _) => Learnt { reliability, shared: Some(shared), rule: "confusion-1" },
        (None, true) => Learnt { reliability, shared: None, rule: "one-coin-1" },
        (None, false) => Learnt { reliability: guard.agreement, shared: None, rule: "loo-agreement-1+guard" },
    }
}

/// The options, if all lines have the same few.
fn shared_options<'a>(group: &[Line<'a>]) -> Option<&'a [String]> {
    let first = group.first()?.0.options.as_deref()?;
    let same = group.iter().all(|(panel, _)| panel.options.as_deref() == Some(first));
    (same && (2..=MOST_SHARED_OPTIONS).contains(&first.len())).then_some(first)
}

/// The option of each class of a ballot.
fn places(options: &[String], ballot: &Ballot) -> Vec<usize> {
    let mut places = vec![0; ballot.classes];
    for (class, reading) in ballot.class_of.iter().zip(&ballot.readings.each) {
        let key = reading.as_ref().and_then(|reading| reading.key.as_ref());
        if let (Some(class), Some(Key::Quoted(answer))) = (*class, key) {
            places[class] = options.iter().position(|option| option == answer).unwrap_or(0);
        }
    }
    places
}

fn weigh_line(panel: &Panel, ballot: &Ballot, item: &Item, learnt: &Learnt, at: usize) -> Outcome {
    // Answers in words split where they should not, and log-odds would take that for errors of the
    // experts: they are counted plainly (open-qa dev 0.849 against 0.834).
    let words = ballot.readings.matter == Matter::Words;
    let weights = if words { plain_weights(ballot) } else { log_odds_weights(item, &learnt.reliability) };
    let rule = if words { "plurality-1+words" } else { learnt.rule };
    let decision = match &learnt.shared {
        Some((beliefs, places)) => {
            let of_classes: Vec<f64> = places[at].iter().map(|&option| beliefs.of(at)[option]).collect();
            decide::decide_by_beliefs(panel, ballot, &weights, &of_classes)
        }
        None => decide::decide(panel, ballot, &weights),
    };
    let evidence = decision.as_ref().map(|decision| Evidence::new(ballot, decision, &weights));
    let method = format!("{}/{rule}", panel.kind.word());
    Outcome { agreement: agreement::of(ballot, panel.kind), decision, evidence, confidence: None, method, weights }
}

fn log_odds_weights(item: &Item, reliability: &[f64]) -> Vec<f64> {
    let weight = |&(expert, _, weight): &(usize, usize, f64)| {
        weight * truth::log_odds(reliability[expert], item.alternatives).max(LEAST_LOG_ODDS)
    };
    item.votes.iter().map(weight).collect()
}

/// Mean share of the winners: how hard the set is.
fn level(outcomes: &[Outcome]) -> f64 {
    let shares: Vec<f64> =
        outcomes.iter().filter_map(|outcome| outcome.evidence).map(|evidence| evidence.share).collect();
    shares.iter().sum::<f64>() / shares.len().max(1) as f64
}
