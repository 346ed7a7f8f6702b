//! What the outcome of one panel teaches of its experts together.

use super::{foretell, names};
use crate::ballot::Ballot;
use crate::truth::known;
use crate::wire::{Kind, Panel, Tally};
use std::collections::BTreeMap;

/// Experts of one panel that are looked at in pairs; in a larger one only each by itself.
const MOST_PAIRED: usize = 14;

/// The right class of a panel, the number of classes where nobody gave it; None where the outcome tells none.
pub fn truth(panel: &Panel, ballot: &Ballot) -> Option<usize> {
    if !matches!(panel.kind, Kind::Choice | Kind::Short) {
        return None;
    }
    let feedback = panel.outcome.as_ref()?;
    if let Some(answer) = &feedback.answer {
        return known::class_of(panel, ballot, answer);
    }
    // That a verdict was wrong does not say what would have been right.
    let about = feedback.about.as_deref().filter(|_| feedback.right == Some(true))?;
    ballot.votes.iter().find(|vote| panel.opinions[vote.opinion].expert == about).map(|vote| vote.class)
}

/// Names of the different experts, by number.
pub fn experts(panel: &Panel) -> Vec<&str> {
    let mut seen: Vec<&str> = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    for opinion in &panel.opinions {
        if known.insert(opinion.expert.as_str()) {
            seen.push(&opinion.expert);
        }
    }
    seen
}

/// What a panel with this right class adds, without decay: of each expert and of each pair.
pub fn observe(panel: &Panel, ballot: &Ballot, truth: usize) -> BTreeMap<String, Tally> {
    let experts = experts(panel);
    let mut said: Vec<Vec<usize>> = vec![Vec::new(); experts.len()];
    ballot.votes.iter().for_each(|vote| said[vote.expert].push(vote.class));
    let part = |at: usize, class: usize| if said[at].contains(&class) { 1.0 / said[at].len() as f64 } else { 0.0 };
    let mut learnt = BTreeMap::new();
    let paired = |at: usize| !said[at].is_empty() && names::can_be_paired(experts[at]);
    for (at, expert) in experts.iter().enumerate().filter(|(at, _)| paired(*at)) {
        learnt.insert(names::judged(expert), Tally { right: part(at, truth), asked: 1.0 });
        if experts.len() > MOST_PAIRED {
            continue;
        }
        for (before, other) in experts[..at].iter().enumerate().filter(|(before, _)| paired(*before)) {
            let same: f64 = said[at].iter().map(|&class| part(at, class) * part(before, class)).sum();
            learnt.insert(names::pair(expert, other), Tally { right: same, asked: 1.0 });
        }
    }
    learnt
}

/// What became of the chance that the weights foretold, and what that chance was, without decay; nothing where nobody answered.
pub fn foretold(ballot: &Ballot, weights: &[f64], truth: usize) -> BTreeMap<String, Tally> {
    let chances = foretell::chances(ballot, weights);
    let Some((class, chance)) = chances.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)) else {
        return BTreeMap::new();
    };
    let part = foretell::part(*chance);
    let became = Tally { right: f64::from(class == truth), asked: 1.0 };
    let was = Tally { right: chance.clamp(0.0, 1.0), asked: 1.0 };
    [(names::foretold(part), became), (names::foretold_mean(part), was)].into()
}
