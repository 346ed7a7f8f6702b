//! The ballots of a panel: one for each expert who ranked, with who belongs together.

use std::collections::BTreeMap;

use crate::hash;
use crate::independence;
use crate::orders::{Levels, Names};
use crate::reply;
use crate::wire::Panel;

/// One expert's ballot.
#[derive(Clone, Debug)]
pub struct Ballot {
    /// Number of the opinion in the panel.
    pub opinion: usize,
    /// The expert's order, its own option left out.
    pub levels: Levels,
}

impl Ballot {
    /// The options that the ballot puts first.
    pub fn first_choice(&self) -> Vec<usize> {
        let best = self.levels.iter().flatten().min();
        (0..self.levels.len()).filter(|&option| self.levels[option].as_ref() == best && best.is_some()).collect()
    }
}

/// Reads each opinion; None where it names no option.
pub fn read(panel: &Panel, options: &[String]) -> Vec<Option<Levels>> {
    let names = Names::new(options);
    let levels = |at: usize| {
        let opinion = &panel.opinions[at];
        let mut levels = names.levels(reply::said(opinion.answer.as_deref()?))?;
        for (level, author) in levels.iter_mut().zip(panel.authors.iter().flatten()) {
            if author.as_deref() == Some(opinion.expert.as_str()) {
                *level = None;
            }
        }
        // Whoever ranks nothing but its own option says nothing.
        levels.iter().any(Option::is_some).then_some(levels)
    };
    (0..panel.opinions.len()).map(levels).collect()
}

/// One ballot for each expert. Of several rankings of one expert the one whose words hash lowest stands.
pub fn ballots(panel: &Panel, read: &[Option<Levels>]) -> Vec<Ballot> {
    let mut standing: BTreeMap<&str, usize> = BTreeMap::new();
    let words = |at: usize| {
        let opinion = &panel.opinions[at];
        // Equal words of one expert under two families are told apart by the family.
        hash::of_parts(&[opinion.answer.as_deref().unwrap_or(""), opinion.family.as_deref().unwrap_or("")])
    };
    for (at, _) in read.iter().enumerate().filter(|(_, levels)| levels.is_some()) {
        let slot = standing.entry(&panel.opinions[at].expert).or_insert(at);
        if words(at) < words(*slot) {
            *slot = at;
        }
    }
    let mut opinions: Vec<usize> = standing.into_values().collect();
    opinions.sort_unstable();
    opinions.into_iter().filter_map(|at| Some(Ballot { opinion: at, levels: read[at].clone()? })).collect()
}

/// Weight of each ballot in the agreement: mates of one family with the same ranking are discounted.
pub fn weights(panel: &Panel, ballots: &[Ballot]) -> Vec<f64> {
    let mut mates: BTreeMap<(&str, &Levels), u32> = BTreeMap::new();
    for ballot in ballots {
        if let Some(family) = panel.opinions[ballot.opinion].family.as_deref() {
            *mates.entry((family, &ballot.levels)).or_default() += 1;
        }
    }
    let weight = |ballot: &Ballot| {
        let family = panel.opinions[ballot.opinion].family.as_deref()?;
        mates.get(&(family, &ballot.levels)).map(|&mates| independence::mate_weight(f64::from(mates)))
    };
    ballots.iter().map(|ballot| weight(ballot).unwrap_or(1.0)).collect()
}
