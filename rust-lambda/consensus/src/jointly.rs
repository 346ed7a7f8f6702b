//! Many panels weighed together: which model of the experts decides, and with what fallback.

use std::collections::{BTreeMap, HashMap};

use crate::agreement;
use crate::ballot::Ballot;
use crate::calibrate::{self, Evidence};
use crate::decide;
use crate::normalise::Key;
use crate::plurality::{method_alone, plain_weights, plurality};
use crate::report::Outcome;
use crate::truth::crowd::{self, Beliefs};
use crate::truth::labels::Labels;
use crate::truth::pool::Pool;
use crate::truth::{self, FEWEST_LINES, Item, Votes, known};
use crate::vote::Vote;
use crate::wire::{Kind, Panel};

/// A floor on the log-odds: an expert below chance counts for next to nothing, not against.
const LEAST_LOG_ODDS: f64 = 0.05;

/// Options that all panels share are classes to confuse; more than this are answers to a question.
const MOST_SHARED_OPTIONS: usize = 12;

/// Kinds are weighed apart: being right about options says little about being right in words.
const KINDS: [Kind; 3] = [Kind::Choice, Kind::Short, Kind::Text];

/// A panel and what was read from it.
type Line<'a> = (&'a Panel, &'a Ballot);

/// Panels that were weighed together; each outcome is made when it is asked for.
pub struct Weighed<'a> {
    panels: &'a [Panel],
    /// What was read from each panel.
    pub ballots: Vec<Ballot>,
    /// Place of each panel among those of its kind.
    places: Vec<usize>,
    /// What the lines of each kind teach; None where there is too little to learn, and they are counted plainly.
    learnt: [Option<Learnt>; KINDS.len()],
    /// Estimated chance of each expert to be right.
    pub estimates: BTreeMap<String, f64>,
}

/// Weighs panels together. `right` holds the right answer of a line where it is known: it teaches, and its line
/// follows it.
pub fn weigh<'a>(panels: &'a [Panel], right: &[Option<&str>]) -> Weighed<'a> {
    let ballots: Vec<Ballot> = panels.iter().map(Ballot::new).collect();
    let mut places = vec![0; panels.len()];
    let learnt = KINDS.map(|kind| {
        let of_kind = panels.iter().zip(&ballots).enumerate().filter(|(_, (panel, _))| panel.kind == kind);
        let (at, lines): (Vec<usize>, Vec<Line>) = of_kind.unzip();
        at.iter().enumerate().for_each(|(place, &line)| places[line] = place);
        let right: Vec<Option<&str>> = at.iter().map(|&line| right.get(line).copied().flatten()).collect();
        Learnt::new(kind, &lines, &right)
    });
    let rates = learnt.iter().flatten().flat_map(|learnt| &learnt.rates);
    let estimates = rates.map(|(name, rate)| (name.clone(), *rate)).collect();
    Weighed { panels, ballots, places, learnt, estimates }
}

impl Weighed<'_> {
    /// The outcome of one line.
    pub fn outcome(&self, line: usize) -> Outcome {
        let (panel, ballot) = (&self.panels[line], &self.ballots[line]);
        let learnt =
            KINDS.iter().zip(&self.learnt).find_map(|(kind, learnt)| learnt.as_ref().filter(|_| *kind == panel.kind));
        match learnt {
            Some(learnt) => {
                let outcome = learnt.weigh(panel, ballot, self.places[line]);
                Outcome { confidence: outcome.evidence.as_ref().map(calibrate::jointly), ..outcome }
            }
            None if panel.kind == Kind::Text => plurality(panel, ballot, method_alone(panel.kind)),
            None => plurality(panel, ballot, format!("{}+few-lines", method_alone(panel.kind))),
        }
    }
}

/// What the lines teach.
struct Learnt {
    model: Model,
    /// Estimated chance of each expert to be right.
    rates: HashMap<String, f64>,
    /// Whether the answers are in words and hence counted plainly.
    in_words: bool,
}

enum Model {
    /// Experts of panels whose questions differ, and the votes of each line.
    Panels(Pool, Vec<Item>),
    /// Workers who label items with the same options: the beliefs over those, and where the classes
    /// of each line stand among them.
    Crowd(Beliefs, Vec<Vec<usize>>),
}

impl Learnt {
    /// The crowd model where all lines have the same options, else the pooled urn model; None where nothing can be
    /// learnt.
    fn new(kind: Kind, lines: &[Line], right: &[Option<&str>]) -> Option<Learnt> {
        let answered = lines.iter().filter(|(_, ballot)| ballot.answered > 0).count();
        if kind == Kind::Text || answered < FEWEST_LINES {
            return None;
        }
        let mut votes = Votes::gather(lines.iter().copied());
        for ((item, (panel, ballot)), right) in votes.items.iter_mut().zip(lines).zip(right) {
            item.known = right.and_then(|answer| known::class_of(panel, ballot, answer));
        }
        let in_words = votes.in_words();
        let (model, rates) = match shared_options(lines) {
            Some(options) => {
                let places: Vec<Vec<usize>> = lines.iter().map(|(_, ballot)| places(options, ballot)).collect();
                let labels = Labels::new(&votes, &places, options.len());
                let beliefs = crowd::beliefs(&labels);
                let rates = beliefs.rates(&labels);
                (Model::Crowd(beliefs, places), rates)
            }
            None => {
                let pool = Pool::fit(&votes);
                let rates = pool.rates.clone();
                (Model::Panels(pool, votes.items), rates)
            }
        };
        Some(Learnt { model, in_words, rates: votes.experts.into_iter().zip(rates).collect() })
    }

    fn weigh(&self, panel: &Panel, ballot: &Ballot, at: usize) -> Outcome {
        if self.in_words {
            return plurality(panel, ballot, format!("{}/plurality-1+words", panel.kind.word()));
        }
        let rates = self.rates_of(panel, ballot);
        let weights = self.weights(panel, ballot, &rates);
        let beliefs = self.beliefs(at);
        let decision = decide::decide_by_beliefs(panel, ballot, &weights, &beliefs);
        let evidence = decision
            .as_ref()
            .map(|decision| Evidence::new(ballot, decision).believing(ballot, decision, &beliefs, &rates));
        let method = format!("{}/{}", panel.kind.word(), self.rule());
        Outcome {
            agreement: agreement::of(ballot, panel.kind),
            decision,
            evidence,
            confidence: None,
            chance: None,
            method,
            weights,
        }
    }

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
        let rate = |vote: &Vote| self.rates.get(&panel.opinions[vote.opinion].expert).copied().unwrap_or(0.5);
        ballot.votes.iter().map(rate).collect()
    }

    fn rule(&self) -> &'static str {
        match &self.model {
            Model::Panels(pool, _) => pool.rule(),
            Model::Crowd(beliefs, _) => beliefs.rule(),
        }
    }

    /// Probability of each class of a line to be right.
    fn beliefs(&self, at: usize) -> Vec<f64> {
        match &self.model {
            Model::Panels(pool, items) => pool.beliefs(&items[at]),
            Model::Crowd(beliefs, places) => places[at].iter().map(|&option| beliefs.of(at)[option]).collect(),
        }
    }
}

/// The options, if all lines have the same few.
fn shared_options<'a>(lines: &[Line<'a>]) -> Option<&'a [String]> {
    let first = lines.first()?.0.options.as_deref()?;
    let same = lines.iter().all(|(panel, _)| panel.options.as_deref() == Some(first));
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

/// A vote's own weight times the log-odds of its expert.
pub(crate) fn weight(vote: &Vote, rate: f64, alternatives: f64) -> f64 {
    vote.weight * truth::log_odds(rate, alternatives).max(LEAST_LOG_ODDS)
}
