//! What one panel teaches: of each expert, how often it was right and asked.

use std::collections::{BTreeMap, BTreeSet};

use super::{UNCONFIRMED, decay, judged};
use crate::ballot::Ballot;
use crate::truth::known;
use crate::wire::{Feedback, Kind, Opinion, Panel, Tally};

/// By expert, without decay.
pub(super) type Observations = BTreeMap<String, Tally>;

/// What a panel adds to the state, decay included. With feedback: the confirmed observation minus the
/// unconfirmed one that was added on the same day, what the outcome says of each two experts, and what became of the
/// chance that the `weights` of the experts foretold. Nothing if no question can have been asked then.
pub fn observe(panel: &Panel, ballot: &Ballot, weights: &[f64]) -> Observations {
    let Some(day) = decay::day(panel.at) else { return Observations::new() };
    let mut learnt = unconfirmed(panel, ballot);
    for tally in learnt.values_mut() {
        *tally = tally.times(UNCONFIRMED);
    }
    if let Some(confirmed) = confirmed(panel, ballot) {
        learnt = replaced(&learnt, confirmed);
    }
    if let Some(truth) = judged::truth(panel, ballot) {
        learnt.extend(judged::observe(panel, ballot, truth));
        learnt.extend(judged::foretold(ballot, weights, truth));
    }
    for tally in learnt.values_mut() {
        *tally = tally.times(decay::growth(day));
    }
    learnt
}

/// The confirmed observations, each with the unconfirmed one taken back.
fn replaced(unconfirmed: &Observations, confirmed: Observations) -> Observations {
    let minus = |(expert, mut tally): (String, Tally)| {
        if let Some(before) = unconfirmed.get(&expert) {
            tally.add(before.times(-1.0));
        }
        (expert, tally)
    };
    confirmed.into_iter().map(minus).collect()
}

/// Each expert judged by the plurality of the others, where at least two of them agree; silence is a
/// miss, and a tie a part of a hit. Long texts have no plurality.
pub(super) fn unconfirmed(panel: &Panel, ballot: &Ballot) -> Observations {
    let mut observations = Observations::new();
    if panel.kind == Kind::Text {
        return observations;
    }
    let mut counts = Counts::new(ballot);
    let mut classes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for opinion in &panel.opinions {
        classes.entry(&opinion.expert).or_default();
    }
    for vote in &ballot.votes {
        classes.entry(&panel.opinions[vote.opinion].expert).or_default().push(vote.class);
    }
    for (expert, classes) in classes {
        if let Some(right) = counts.judged_by_others(&classes) {
            observations.insert(expert.to_owned(), Tally { right, asked: 1.0 });
        }
    }
    observations
}

/// How many experts say each class, and how many classes have how many.
struct Counts {
    of: Vec<usize>,
    having: BTreeMap<usize, usize>,
}

impl Counts {
    fn new(ballot: &Ballot) -> Counts {
        let mut of = vec![0; ballot.classes];
        for vote in &ballot.votes {
            of[vote.class] += 1;
        }
        let mut having = BTreeMap::new();
        for &count in &of {
            *having.entry(count).or_default() += 1;
        }
        Counts { of, having }
    }

    fn shift(&mut self, class: usize, to: usize) {
        let from = std::mem::replace(&mut self.of[class], to);
        if let Some(classes) = self.having.get_mut(&from) {
            *classes -= 1;
        }
        if self.having.get(&from) == Some(&0) {
            self.having.remove(&from);
        }
        *self.having.entry(to).or_default() += 1;
    }

    /// Part of a hit of an expert who says these classes; None if no two others agree.
    fn judged_by_others(&mut self, classes: &[usize]) -> Option<f64> {
        classes.iter().for_each(|&class| self.shift(class, self.of[class] - 1));
        let top = self.having.last_key_value().map(|(&count, &classes)| (count, classes)).filter(|top| top.0 >= 2);
        let judged = top.map(|(count, tied)| {
            let hits = classes.iter().filter(|&&class| self.of[class] == count).count();
            // Who gives several answers is right with part of the vote.
            hits as f64 / (tied * classes.len().max(1)) as f64
        });
        classes.iter().for_each(|&class| self.shift(class, self.of[class] + 1));
        judged
    }
}

/// What feedback says of each expert; None if it says nothing of this panel.
pub(super) fn confirmed(panel: &Panel, ballot: &Ballot) -> Option<Observations> {
    let feedback = panel.outcome.as_ref()?;
    let right: BTreeSet<&str> = match (&feedback.answer, feedback.right) {
        (Some(answer), _) => right_by_answer(panel, ballot, answer)?,
        (None, Some(right)) => return about_pick(panel, ballot, feedback, right),
        (None, None) => return None,
    };
    let tally = |opinion: &Opinion| Tally { right: f64::from(right.contains(opinion.expert.as_str())), asked: 1.0 };
    let all = panel.opinions.iter().map(|opinion| (opinion.expert.clone(), tally(opinion)));
    Some(all.collect()).filter(|all: &Observations| !all.is_empty())
}

/// Experts whose answer means the same as the known one; None if it cannot be read, or if long texts
/// would have to be compared.
fn right_by_answer<'a>(panel: &'a Panel, ballot: &Ballot, answer: &str) -> Option<BTreeSet<&'a str>> {
    if !matches!(panel.kind, Kind::Choice | Kind::Short) {
        return None;
    }
    let truth = known::class_of(panel, ballot, answer)?;
    let right = ballot.votes.iter().filter(|vote| vote.class == truth);
    Some(right.map(|vote| panel.opinions[vote.opinion].expert.as_str()).collect())
}

/// A verdict that was right makes its supporters right and all others wrong; one that was wrong makes
/// its supporters wrong and says nothing of the others. A long text stands for itself alone.
fn about_pick(panel: &Panel, ballot: &Ballot, feedback: &Feedback, right: bool) -> Option<Observations> {
    let about = feedback.about.as_deref()?;
    let said = |class: usize| ballot.votes.iter().filter(move |vote| vote.class == class);
    let own = ballot.votes.iter().find(|vote| panel.opinions[vote.opinion].expert == about)?;
    let supporters: BTreeSet<&str> = match panel.kind {
        Kind::Choice | Kind::Short => {
            said(own.class).map(|vote| panel.opinions[vote.opinion].expert.as_str()).collect()
        }
        Kind::Text | Kind::Auto | Kind::Ranking => [about].into(),
    };
    let counted = matches!(panel.kind, Kind::Choice | Kind::Short);
    let judged = panel.opinions.iter().filter_map(|opinion| {
        let supports = supporters.contains(opinion.expert.as_str());
        let known = supports || (right && counted);
        known.then(|| (opinion.expert.clone(), Tally { right: f64::from(supports && right), asked: 1.0 }))
    });
    Some(judged.collect())
}
