//! What is known of each expert, as it is saved: sums that fade.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

/// Layout of the saved state; raised when its meaning changes.
pub const VERSION: u32 = 1;

/// A sum beyond this was not made by adding observations: 100 years of decay reach 2^406.
const MOST: f64 = 1e150;

/// How often an expert was right and asked, each time counted `g(day)` fold (see [`decay`](crate::reliability::decay)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Tally {
    /// Sum over the questions on which the expert was right.
    pub right: f64,
    /// Sum over the questions that the expert was asked.
    pub asked: f64,
}

/// What is known of the experts of one circle on one kind of question. States are merged by
/// addition, in any order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// By the expert's name.
    pub experts: BTreeMap<String, Tally>,
}

/// The state that came with a panel. A state that cannot be trusted is no reason to refuse the panel:
/// it is weighed without, and `method` says so.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A state of this layout.
    Known(State),
    /// What was wrong with it.
    Refused(String),
}

/// The layout on the wire.
#[derive(Serialize)]
struct Saved<T> {
    version: u32,
    experts: T,
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Saved { version: VERSION, experts: &self.experts }.serialize(serializer)
    }
}

impl Serialize for Given {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Given::Known(state) => state.serialize(serializer),
            Given::Refused(_) => serializer.serialize_none(),
        }
    }
}

impl Given {
    /// Takes a state whose sums can be sums of observations.
    pub fn new(state: State) -> Given {
        match state.experts.iter().find(|(_, tally)| !possible(tally)) {
            Some((expert, _)) => Given::Refused(format!("impossible counts of {expert:?}")),
            None => Given::Known(state),
        }
    }
}

fn possible(tally: &Tally) -> bool {
    let size = tally.asked.abs().max(tally.right.abs());
    // Sums of many observations are rounded; feedback that is added first leaves `right` below zero.
    let slack = size * 1e-6;
    size <= MOST && tally.asked >= -slack && tally.right.abs() <= tally.asked + slack
}
