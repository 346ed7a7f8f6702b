//! A `choice` whose options stand on a scale, the lowest first: the verdict is the weighed median of the votes.
//!
//! One approve, one revise and one reject are revise, since two of three go at least as far as revise and two of three no
//! farther; three reject and one revise are reject. Where the weight is split exactly in half, the later of the two middle
//! options holds: whoever puts the milder options first gets the more cautious answer. A median is there as soon as one
//! vote is, so such a panel is never undecided for want of a majority.

use crate::ballot::Ballot;
use crate::normalise::Key;
use crate::wire::{Kind, Panel};

/// Parts of the weight that rounding may make of an exact half.
const ROUNDING: f64 = 1e-9;

/// Whether a panel has a scale.
pub fn has_scale(panel: &Panel) -> bool {
    panel.ordered && panel.kind == Kind::Choice && panel.options.is_some()
}

/// The class of the median; `weights` one for each class. None without a scale or without a vote of any weight.
pub fn median(panel: &Panel, ballot: &Ballot, weights: &[f64]) -> Option<usize> {
    if !has_scale(panel) {
        return None;
    }
    let mut scale: Vec<(usize, usize)> =
        (0..ballot.classes).filter_map(|class| Some((place(panel, ballot, class)?, class))).collect();
    scale.sort_unstable();
    let all: f64 = scale.iter().map(|&(_, class)| weights[class]).sum();
    let mut below = 0.0;
    // The last option that at least half of the weight stands at or above.
    scale
        .into_iter()
        .take_while(|&(_, class)| {
            let reached = all - below >= all * (0.5 - ROUNDING) && all > 0.0;
            below += weights[class];
            reached
        })
        .last()
        .map(|(_, class)| class)
}

/// Where the option of a class stands on the scale; None for an answer that is no option.
pub fn place(panel: &Panel, ballot: &Ballot, class: usize) -> Option<usize> {
    let vote = ballot.votes.iter().find(|vote| vote.class == class)?;
    let Some(Key::Quoted(option)) = ballot.readings.key(vote.opinion) else { return None };
    panel.options.as_ref()?.iter().position(|given| given == option)
}
