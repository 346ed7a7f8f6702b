//! Many panels weighed together: which model of the experts decides, and with what fallback.

use std::collections::{BTreeMap, HashMap};

use crate::agreement;
use crate::ballot::{Ballot, Vote};
use crate::calibrate::{self, Evidence};
use crate::decide;
use crate::engine::{method_alone, plain_weights, plurality};
use crate::normalise::Key;
use crate::panel::{Kind, Panel};
use crate::report::Outcome;
use crate::truth::crowd::{self, Beliefs};
use crate::truth::labels::Labels;
use crate::truth::pool::Pool;
use crate::truth::{self, Item, Votes, known};

/// Fewer lines than this teach nothing about the experts.
const FEWEST_LINES: usize = 20;

/// A floor on the log-odds: an expert below chance counts for next to nothing, not against.
const LEAST_LOG_ODDS: f64 = 0.05;

/// Options that all panels share are classes to confuse; more than this are answers to a question.
const MOST_SHARED_OPTIONS: usize = 12;

/// What one item's classes are among the options, for every item.
type OptionsOfClasses = Vec<Vec<usize>>;

/// Outcomes in the order of the panels, with their ballots, and the estimates by expert.
pub type Weighed = (Vec<(Ballot, Outcome)>, BTreeMap<String, f64>);

/// Kinds are weighed apart: being right about options says little about being right in words.
/// `right` holds the right answer of a line where it is known: it teaches, and its line follows it.
pub fn weigh(panels: &[Panel], right: &[Option<&str>]) -> Weighed {
    let ballots: Vec<Ballot> = panels.iter().map(Ballot::new).collect();
    let mut outcomes: Vec<Option<Outcome>> = vec![None; panels.len()];
    let mut estimates = BTreeMap::new();
    for kind in [Kind::Choice, Kind::Short, Kind::Text] {
        let lines: Vec<usize> = (0..panels.len()).filter(|&line| panels[line].kind == kind).collect();
        let group: Vec<Line> = lines.iter().map(|&line| (&panels[line], &ballots[line])).collect();
        let known: Vec<Option<&str>> = lines.iter().map(|&line| right.get(line).copied().flatten()).collect();
        for (line, outcome) in lines.iter().zip(of_one_kind(kind, &group, &known, &mut estimates)) {
            outcomes[*line] = Some(outcome);
        }
    }
    (ballots.into_iter().zip(outcomes.into_iter().flatten()).collect(), estimates)
}

type Line<'a> = (&'a Panel, &'a Ballot);

fn of_one_kind(
    kind: Kind,
    group: &[Line],
    right: &[Option<&str>],
    estimates: &mut BTreeMap<String, f64>,
) -> Vec<Outcome> {
    let answered = group.iter().filter(|(_, ballot)| ballot.answered > 0).count();
    if kind == Kind::Text || answered < FEWEST_LINES {
        let method = if kind == Kind::Text { method_alone(kind) } else { format!("{}+few-lines", method_alone(kind)) };
        return group.iter().map(|(panel, ballot)| plurality(panel, ballot, method.clone())).collect();
    }
    let mut votes = Votes::gather(group.iter().copied());
    for ((item, (panel, ballot)), right) in votes.items.iter_mut().zip(group).zip(right) {
        item.known = right.and_then(|answer| known::class_of(panel, ballot, answer));
    }
    let learnt = learn(group, &votes);
    estimates.extend(learnt.rates.iter().map(|(name, rate)| ((*name).to_owned(), *rate)));
    let lines = group.iter().zip(&votes.items).enumerate();
    let mut outcomes: Vec<Outcome> =
        lines.map(|(at, ((panel, ballot), item))| weigh_line(panel, ballot, item, &learnt, at)).collect();
    for outcome in &mut outcomes {
        outcome.confidence = outcome.evidence.as_ref().map(calibrate::jointly);
    }
    outcomes
}

/// What the lines teach.
struct Learnt<'a> {
    model: Model,
    /// Estimated chance of each expert to be right.
    rates: HashMap<&'a str, f64>,
    /// Whether the answers are in words and hence counted plainly.
    in_words: bool,
}

enum Model {
    /// Experts of panels whose questions differ.
    Panels(Pool),
    /// Workers who label items with the same options: the beliefs over those, and where the classes
    /// of each line stand among them.
    Crowd(Beliefs, OptionsOfClasses),
}

impl Learnt<'_> {
    /// Weight of each vote beside the beliefs: it tells whose words are picked. In a crowd all words
    /// of a class are the same.
    fn weights(&self, panel: &Panel, ballot: &Ballot, rates: &[f64]) -> Vec<f64> {
        if matches!(self.model, Model::Crowd(..)) {
            return plain_weights(ballot);
        }
        let alternatives = truth::alternatives(panel, ballot);
        ballot.votes.iter().zip(rates).map(|(vote, rate)| weight(vote, *rate, alternatives)).collect()
    }

    /// Estimated chance of the expert behind each vote to be right.
    fn rates_of(&self, panel: &Panel, ballot: &Ballot) -> Vec<f64> {
        let rate = |vote: &Vote| self.rates.get(panel.opinions[vote.opinion].expert.as_str()).copied().unwrap_or(0.5);
        ballot.votes.iter().map(rate).collect()
    }

    fn rule(&self) -> &'static str {
        match &self.model {
            Model::Panels(pool) => pool.rule(),
            Model::Crowd(beliefs, _) => beliefs.rule(),
        }
    }

    /// Probability of each class of a line to be right.
    fn beliefs(&self, item: &Item, at: usize) -> Vec<f64> {
        match &self.model {
            Model::Panels(pool) => pool.beliefs(item),
            Model::Crowd(beliefs, places) => places[at].iter().map(|&option| beliefs.of(at)[option]).collect(),
        }
    }
}

/// The crowd model where all lines have the same options, else the pooled urn model.
fn learn<'a>(group: &[Line], votes: &'a Votes) -> Learnt<'a> {
    let (model, rates) = match shared_options(group) {
        Some(options) => {
            let places: OptionsOfClasses = group.iter().map(|(_, ballot)| places(options, ballot)).collect();
            let labels = Labels::new(votes, &places, options.len());
            let beliefs = crowd::beliefs(&labels);
            let rates = beliefs.rates(&labels);
            (Model::Crowd(beliefs, places), rates)
        }
        None => {
            let pool = Pool::fit(votes);
            let rates = pool.rates.clone();
            (Model::Panels(pool), rates)
        }
    };
    let in_words = votes.in_words();
    Learnt { model, in_words, rates: votes.experts.iter().map(String::as_str).zip(rates).collect() }
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
    for (opinion, class) in ballot.class_of.iter().enumerate() {
        if let (Some(class), Some(Key::Quoted(answer))) = (*class, ballot.readings.key(opinion)) {
            places[class] = options.iter().position(|option| option == answer).unwrap_or(0);
        }
    }
    places
}

fn weigh_line(panel: &Panel, ballot: &Ballot, item: &Item, learnt: &Learnt, at: usize) -> Outcome {
    if learnt.in_words {
        let method = format!("{}/plurality-1+words", panel.kind.word());
        return Outcome { confidence: None, ..plurality(panel, ballot, method) };
    }
    let rates = learnt.rates_of(panel, ballot);
    let weights = learnt.weights(panel, ballot, &rates);
    let beliefs = learnt.beliefs(item, at);
    let decision = decide::decide_by_beliefs(panel, ballot, &weights, &beliefs);
    let evidence = decision
        .as_ref()
        .map(|decision| Evidence::new(ballot, decision, &weights).believing(ballot, decision, &beliefs, &rates));
    let method = format!("{}/{}", panel.kind.word(), learnt.rule());
    Outcome { agreement: agreement::of(ballot, panel.kind), decision, evidence, confidence: None, method, weights }
}

/// A vote's own weight times the log-odds of its expert.
pub(crate) fn weight(vote: &Vote, rate: f64, alternatives: f64) -> f64 {
    vote.weight * truth::log_odds(rate, alternatives).max(LEAST_LOG_ODDS)
}
