//! The state estimated anew from many lines at once.

use std::collections::BTreeMap;

use super::{UNCONFIRMED, decay, joint, judged, observe};
use crate::ballot::Ballot;
use crate::wire::{Kind, Panel, State, Tally};

/// The state after all lines: feedback in full, and for lines without it the joint estimate of each
/// expert in place of the plurality of the others, times the discounted count of questions.
pub fn relearn(panels: &[Panel], estimates: &BTreeMap<String, f64>) -> State {
    let mut state = State::default();
    // Rankings have no classes to compare.
    for panel in panels.iter().filter(|panel| panel.kind != Kind::Ranking) {
        let Some(day) = decay::day(panel.at) else { continue };
        let ballot = Ballot::new(panel);
        let mut observed = observe::unconfirmed(panel, &ballot);
        for (expert, tally) in &mut observed {
            let right = estimates.get(expert).copied().unwrap_or(tally.right);
            *tally = Tally { right, asked: 1.0 }.times(UNCONFIRMED);
        }
        observed.extend(observe::confirmed(panel, &ballot).unwrap_or_default());
        if let Some(truth) = judged::truth(panel, &ballot) {
            observed.extend(judged::observe(panel, &ballot, truth));
        }
        for tally in observed.values_mut() {
            *tally = tally.times(decay::growth(day));
        }
        state.add(&observed);
    }
    foretold(panels, &mut state);
    state
}

/// What the outcomes say of the chances that the finished state foretells.
fn foretold(panels: &[Panel], state: &mut State) {
    let mut became = BTreeMap::<String, Tally>::new();
    for panel in panels.iter().filter(|panel| panel.outcome.is_some()) {
        let Some(day) = decay::day(panel.at) else { continue };
        let ballot = Ballot::new(panel);
        let Some(truth) = judged::truth(panel, &ballot) else { continue };
        let known = joint::of_experts(state, &panel.skill, day, &judged::experts(panel));
        for (name, tally) in judged::foretold(&ballot, &known.weights, truth) {
            became.entry(name).or_default().add(tally.times(decay::growth(day)));
        }
    }
    state.add(&became);
}
