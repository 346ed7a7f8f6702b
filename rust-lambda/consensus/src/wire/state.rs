//! What is known of each expert, as it is saved: sums that fade.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Layout of the saved state; raised when its meaning changes.
pub const VERSION: u32 = 1;

/// A sum beyond this was not made by adding observations: 100 years of decay reach 2^406.
const MOST: f64 = 1e150;

/// How often an expert was right and asked, each time counted `g(day)` fold (see [`decay`](crate::reliability::decay)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
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
#[derive(Serialize, Deserialize)]
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

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Given, D::Error> {
        // Any JSON is taken in first: only text that is no JSON at all refuses the line.
        let value = serde_json::Value::deserialize(deserializer)?;
        Ok(match serde_json::from_value::<Saved<BTreeMap<String, Tally>>>(value) {
            Ok(saved) => saved.into(),
            Err(error) => Given::Refused(error.to_string()),
        })
    }
}

impl From<Saved<BTreeMap<String, Tally>>> for Given {
    fn from(saved: Saved<BTreeMap<String, Tally>>) -> Given {
        if saved.version != VERSION {
            return Given::Refused(format!("version {} is not {VERSION}", saved.version));
        }
        Given::new(State { experts: saved.experts })
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

#[cfg(test)]
mod tests {
    use super::{Given, State, Tally};

    fn given(text: &str) -> Given {
        serde_json::from_str(text).expect("JSON")
    }

    #[test]
    fn a_state_survives_saving() {
        let mut state = State::default();
        state.add(&[("ada".to_owned(), Tally { right: 1.0, asked: 1.25 })].into());
        let saved = serde_json::to_string(&state).expect("plain data");
        assert_eq!(saved, r#"{"version":1,"experts":{"ada":{"right":1.0,"asked":1.25}}}"#);
        assert_eq!(given(&saved), Given::Known(state));
    }

    #[test]
    fn a_state_that_cannot_be_is_refused_by_name() {
        for bad in [
            r#"{"version":2,"experts":{}}"#,
            r#"{"version":1}"#,
            r#"{"version":1,"experts":{"a":{"right":"1","asked":2}}}"#,
            r#"{"version":1,"experts":{"a":{"right":null,"asked":2}}}"#,
            r#"{"version":1,"experts":{"a":{"right":3,"asked":2}}}"#,
            r#"{"version":1,"experts":{"a":{"right":0,"asked":-2}}}"#,
            r#"{"version":1,"experts":{"a":{"right":1e300,"asked":1e300}}}"#,
            r#"[1, [2, {"deep": []}]]"#,
            "7",
        ] {
            assert!(matches!(given(bad), Given::Refused(_)), "{bad}");
        }
    }
}
