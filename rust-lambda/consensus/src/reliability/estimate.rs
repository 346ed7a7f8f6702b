//! What a state says of experts, whatever they answer.

use super::{ENOUGH, decay};
use crate::wire::{Basis, Estimates, Given, Kind, Mode, Skill, State};
use std::collections::BTreeMap;

/// What some hours take off the evidence that is enough.
const FADED: f64 = 0.005;

/// What a state of questions of one kind says of experts on a day, in days since 1970-01-01 (None: the day on which
/// observations count once), and whether that decides under `mode`. None if the state or the day cannot be, or for
/// rankings, of which nothing is learnt.
pub fn estimate(
    kind: Kind,
    given: &Given,
    mode: Option<Mode>,
    at: Option<f64>,
    experts: &[String],
) -> Option<Estimates> {
    let Given::Known(state) = given else { return None };
    if kind == Kind::Ranking {
        return None;
    }
    let said = of_experts(state, decay::day(at)?, experts.iter().map(String::as_str));
    let may_decide = mode == Some(Mode::Auto) && kind != Kind::Text && !experts.is_empty();
    Some(Estimates { weighs: may_decide && said.weighs, ..said })
}

/// What a state says of experts on a day; `weighs` if there is enough evidence of each.
pub(super) fn of_experts<'a>(state: &State, day: f64, experts: impl Iterator<Item = &'a str> + Clone) -> Estimates {
    let asked = experts.clone().map(|expert| state.on(day, expert).asked);
    let evidence = asked.min_by(f64::total_cmp).unwrap_or(0.0);
    let estimates = experts.map(|expert| (expert.to_owned(), state.estimate(day, expert))).collect();
    Estimates { evidence, weighs: is_enough(evidence), estimates }
}

/// A question of a minute ago counts a little less than one.
fn is_enough(evidence: f64) -> bool {
    evidence >= ENOUGH - FADED
}

/// What the weights of a panel rest on; `Nothing` where too little is known for them to decide.
pub(super) fn basis(judged: f64, evidence: f64, experts: &[&str], skill: &BTreeMap<String, Skill>) -> Basis {
    if is_enough(judged) {
        Basis::Outcomes
    } else if !experts.is_empty() && experts.iter().all(|expert| skill.contains_key(*expert)) {
        Basis::Skill
    } else if is_enough(evidence) {
        Basis::Agreement
    } else {
        Basis::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::estimate;
    use crate::wire::{Estimates, Given, Kind, Mode, State, Tally};

    fn asked(kind: Kind, mode: Option<Mode>, at: Option<f64>, experts: &[&str]) -> Option<Estimates> {
        let tally = |right, asked| Tally { right, asked };
        let state =
            State { experts: [("a".to_owned(), tally(38.0, 46.0)), ("b".to_owned(), tally(20.0, 20.0))].into() };
        let experts: Vec<String> = experts.iter().map(|name| (*name).to_owned()).collect();
        estimate(kind, &Given::Known(state), mode, at, &experts)
    }

    #[test]
    fn the_expert_with_the_least_evidence_decides_whether_it_is_enough() {
        let auto = Some(Mode::Auto);
        let said = |experts: &[&str]| asked(Kind::Short, auto, None, experts).map(|said| (said.evidence, said.weighs));
        assert_eq!(said(&["a", "b"]), Some((20.0, true)));
        assert_eq!(said(&["a", "b", "c"]), Some((0.0, false)));
        assert_eq!(said(&[]), Some((0.0, false)));
        let later = asked(Kind::Short, auto, Some(20_455.0), &["a", "b"]).expect("a day");
        assert!(later.evidence < 20.0 && !later.weighs);
        assert_eq!(asked(Kind::Short, None, None, &["a"]).expect("a day").estimates["a"], 0.8);
    }

    #[test]
    fn nothing_decides_in_the_shadow_or_on_texts_and_nothing_is_known_of_rankings() {
        for (kind, mode) in [(Kind::Choice, None), (Kind::Choice, Some(Mode::Shadow)), (Kind::Text, Some(Mode::Auto))] {
            assert!(!asked(kind, mode, None, &["a"]).expect("a day").weighs);
        }
        assert_eq!(asked(Kind::Ranking, Some(Mode::Auto), None, &["a"]), None);
        assert_eq!(asked(Kind::Short, None, Some(-1.0), &["a"]), None);
        assert_eq!(estimate(Kind::Short, &Given::Refused("no".into()), None, None, &[]), None);
    }
}
