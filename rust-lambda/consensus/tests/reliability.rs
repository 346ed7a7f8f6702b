//! Learnt reliability: what a line teaches, how states fade and merge, and when they decide.

mod common;

use std::collections::BTreeMap;

use common::{check, opinion, panel};
use consensus::reliability::{ENOUGH, UNCONFIRMED, decay};
use consensus::wire::{Feedback, Given, Mode, Reliability, Report, State, Tally};
use consensus::{Kind, Panel};
use proptest::prelude::*;

const TODAY: f64 = decay::LANDMARK;

fn line(answers: &[(&str, Option<&str>)]) -> Panel {
    let mut line = panel(Kind::Short, &[]);
    line.opinions = answers.iter().map(|(expert, answer)| opinion(expert, None, *answer)).collect();
    line.at = Some(TODAY);
    line.reliability = Some(Given::Known(State::default()));
    line
}

fn report(panel: &Panel) -> Report {
    match consensus::agree(panel).reliability {
        Some(Reliability::Line(report)) => report,
        other => panic!("a report, not {other:?}"),
    }
}

fn state(counts: &[(&str, f64, f64)]) -> State {
    let entry = |&(name, right, asked): &(&str, f64, f64)| (name.to_owned(), Tally { right, asked });
    State { experts: counts.iter().map(entry).collect() }
}

fn tally(report: &Report, expert: &str) -> Option<(f64, f64)> {
    report.learnt.get(expert).map(|tally| (tally.right, tally.asked))
}

#[test]
fn an_expert_is_judged_by_the_others_and_never_by_itself() {
    // Without a, the others are two against one; without b or c, no two agree.
    let line = line(&[("a", Some("7")), ("b", Some("8")), ("c", Some("8")), ("d", None)]);
    let report = report(&line);
    assert_eq!(tally(&report, "a"), Some((0.0, UNCONFIRMED)));
    assert_eq!(tally(&report, "b"), None);
    // Silence is a miss.
    assert_eq!(tally(&report, "d"), Some((0.0, UNCONFIRMED)));
    assert!(!report.weighs);
}

#[test]
fn the_plurality_of_the_others_is_counted_as_one_would_by_hand() {
    let answer = proptest::option::of(0_usize..4);
    check(proptest::collection::vec(answer, 1..9), |answers| {
        let words: Vec<Option<String>> = answers.iter().map(|answer| answer.map(|answer| answer.to_string())).collect();
        let names: Vec<String> = (0..words.len()).map(|at| format!("e{at}")).collect();
        let entries: Vec<(&str, Option<&str>)> =
            names.iter().zip(&words).map(|(name, answer)| (name.as_str(), answer.as_deref())).collect();
        let report = report(&line(&entries));
        for (at, own) in answers.iter().enumerate() {
            let others: Vec<usize> = answers
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at)
                .filter_map(|(_, answer)| *answer)
                .collect();
            let count = |answer: usize| others.iter().filter(|other| **other == answer).count();
            let top = (0..4).map(count).max().unwrap_or(0);
            let tied = (0..4).filter(|answer| count(*answer) == top).count();
            let expected = (top >= 2).then(|| {
                let hit = own.is_some_and(|own| count(own) == top);
                (if hit { UNCONFIRMED / tied as f64 } else { 0.0 }, UNCONFIRMED)
            });
            prop_assert_eq!(tally(&report, &names[at]), expected);
        }
        Ok(())
    });
}

#[test]
fn feedback_replaces_what_was_not_confirmed() {
    let mut before = line(&[("a", Some("7")), ("b", Some("The answer is 8.0.")), ("c", Some("8")), ("d", None)]);
    before.at = Some(TODAY + 45.0);
    let unconfirmed = report(&before);
    let mut after = before.clone();
    after.outcome = Some(Feedback { answer: Some("$7".to_owned()), ..Feedback::default() });
    let mut sum = State::default();
    sum.add(&unconfirmed.learnt);
    sum.add(&report(&after).learnt);
    let expected = [("a", 1.0), ("b", 0.0), ("c", 0.0), ("d", 0.0)];
    for (expert, right) in expected {
        let left = sum.on(TODAY + 45.0, expert);
        assert!((left.right - right).abs() < 1e-12 && (left.asked - 1.0).abs() < 1e-12, "{expert}: {left:?}");
    }
}

#[test]
fn feedback_on_the_verdict_speaks_of_those_it_can_speak_of() {
    let mut line = line(&[("a", Some("8")), ("b", Some("8")), ("c", Some("9"))]);
    let judged = |right: bool, line: &mut Panel| {
        line.outcome = Some(Feedback { right: Some(right), about: Some("a".to_owned()), answer: None });
        let report = report(line);
        ["a", "b", "c"].map(|expert| tally(&report, expert))
    };
    let unconfirmed = UNCONFIRMED;
    assert_eq!(judged(true, &mut line), [Some((1.0, 1.0)), Some((1.0, 1.0)), Some((0.0, 1.0 - unconfirmed))]);
    // Who else is right remains unknown.
    assert_eq!(judged(false, &mut line), [Some((0.0, 1.0)), Some((0.0, 1.0)), None]);
    line.kind = Kind::Text;
    assert_eq!(judged(true, &mut line), [Some((1.0, 1.0)), None, None]);
    line.outcome = Some(Feedback { right: Some(true), about: Some("nobody".to_owned()), answer: None });
    assert!(report(&line).learnt.is_empty());
}

#[test]
fn a_known_option_is_compared_as_an_option() {
    let mut line = panel(Kind::Choice, &[]);
    line.options = Some(vec!["approve".to_owned(), "reject".to_owned()]);
    line.opinions =
        vec![opinion("a", None, Some("I would Approve.\nAnswer: approve")), opinion("b", None, Some("reject"))];
    line.reliability = Some(Given::Known(State::default()));
    line.outcome = Some(Feedback { answer: Some("approve".to_owned()), ..Feedback::default() });
    let found = report(&line);
    assert_eq!((tally(&found, "a"), tally(&found, "b")), (Some((1.0, 1.0)), Some((0.0, 1.0))));
    line.outcome = Some(Feedback { answer: Some("neither".to_owned()), ..Feedback::default() });
    assert!(report(&line).learnt.is_empty());
}

#[test]
fn states_are_merged_in_any_order_and_fade_by_half_in_a_half_life() {
    let observation = (0_usize..4, 0.0..1.0_f64, 0.0..1000.0_f64);
    check(proptest::collection::vec(observation, 1..20), |observations| {
        let learnt = |&(expert, right, day): &(usize, f64, f64)| -> BTreeMap<String, Tally> {
            [(format!("e{expert}"), Tally { right, asked: 1.0 }.times(decay::growth(TODAY + day)))].into()
        };
        let (mut forward, mut backward) = (State::default(), State::default());
        observations.iter().for_each(|observation| forward.add(&learnt(observation)));
        observations.iter().rev().for_each(|observation| backward.add(&learnt(observation)));
        for expert in 0..4 {
            let name = format!("e{expert}");
            let (a, b) = (forward.on(TODAY + 1000.0, &name), backward.on(TODAY + 1000.0, &name));
            prop_assert!((a.asked - b.asked).abs() < 1e-9 && (a.right - b.right).abs() < 1e-9);
            let by_hand: f64 = observations
                .iter()
                .filter(|one| one.0 == expert)
                .map(|one| ((one.2 - 1000.0) / decay::HALF_LIFE).exp2())
                .sum();
            prop_assert!((a.asked - by_hand).abs() < 1e-9);
            let later = forward.on(TODAY + 1000.0 + decay::HALF_LIFE, &name);
            prop_assert!((later.asked - a.asked / 2.0).abs() < 1e-9);
        }
        Ok(())
    });
}

/// One who is known to be right against two who are known to be wrong.
fn known(asked: f64) -> Panel {
    let mut line = line(&[("a", Some("1")), ("b", Some("2")), ("c", Some("2"))]);
    let known = state(&[("a", 0.98 * asked, asked), ("b", 0.05 * asked, asked), ("c", 0.05 * asked, asked)]);
    line.reliability = Some(Given::Known(known));
    line
}

#[test]
fn what_was_learnt_decides_only_where_it_may_and_there_is_enough_of_it() {
    for (asked, mode, weighs) in [
        (ENOUGH * 2.0, Some(Mode::Auto), true),
        (ENOUGH * 2.0, Some(Mode::Shadow), false),
        (ENOUGH * 2.0, None, false),
        (ENOUGH - 0.1, Some(Mode::Auto), false),
    ] {
        let mut line = known(asked);
        line.reliability_mode = mode;
        let verdict = consensus::agree(&line);
        let report = report(&line);
        assert_eq!(report.weighs, weighs);
        assert_eq!(verdict.answer.as_deref(), Some(if weighs { "1" } else { "2" }));
        assert_eq!(verdict.method, if weighs { "short/learnt-2" } else { "short/plurality-1" });
        let shadow = report.shadow.expect("somebody answered");
        assert_eq!((shadow.pick.as_str(), shadow.agrees), ("a", false));
        assert!((report.evidence - asked).abs() < 1e-9);
    }
}

#[test]
fn evidence_fades() {
    let mut line = known(ENOUGH * 1.5);
    line.reliability_mode = Some(Mode::Auto);
    assert!(report(&line).weighs);
    line.at = Some(TODAY + decay::HALF_LIFE);
    assert!(!report(&line).weighs);
}

#[test]
fn one_expert_nobody_knows_keeps_the_learnt_weights_out() {
    let mut line = known(ENOUGH * 5.0);
    line.reliability_mode = Some(Mode::Auto);
    line.opinions.push(opinion("new", None, Some("2")));
    assert_eq!((report(&line).evidence, report(&line).weighs), (0.0, false));
}

#[test]
fn a_state_that_cannot_be_is_left_out_and_named() {
    for bad in [r#"{"version":9,"experts":{}}"#, r#"{"version":1,"experts":{"a":{"right":-1,"asked":-9}}}"#, "\"none\""]
    {
        let text = format!(
            r#"{{"id":"x","kind":"short","reliability":{bad},"reliability_mode":"auto","opinions":[{{"expert":"a","answer":"1"}},{{"expert":"b","answer":"1"}}]}}"#
        );
        let panel = consensus::line::read(text.as_bytes()).expect("the panel can be read");
        let verdict = consensus::agree(&panel);
        assert_eq!(
            (verdict.method.as_str(), verdict.answer.as_deref()),
            ("short/plurality-1+state-refused", Some("1"))
        );
        assert_eq!(verdict.reliability, None);
    }
    let mut line = line(&[("a", Some("1")), ("b", Some("1"))]);
    line.at = Some(1e300);
    assert_eq!(consensus::agree(&line).method, "short/plurality-1+day-refused");
}

#[test]
fn without_a_state_nothing_is_said_of_reliability() {
    let mut line = line(&[("a", Some("1")), ("b", Some("1"))]);
    line.reliability = None;
    assert_eq!(consensus::agree(&line).reliability, None);
}

#[test]
fn many_lines_give_a_state_with_the_feedback_in_full() {
    let day = |at: usize| TODAY + at as f64;
    let line = |at: usize| {
        let wrong = (at + 100).to_string();
        let answer = if at.is_multiple_of(4) { wrong } else { at.to_string() };
        let mut line = line(&[("a", Some(&at.to_string())), ("b", Some(&at.to_string())), ("c", Some(&answer))]);
        line.at = Some(day(at));
        line
    };
    let mut lines: Vec<Panel> = (0..40).map(line).collect();
    let relearnt = |lines: &[Panel]| match consensus::infer(lines).pop().and_then(|last| last.reliability) {
        Some(Reliability::Run(state)) => state,
        other => panic!("a state, not {other:?}"),
    };
    let before = relearnt(&lines);
    assert!(before.estimate(day(39), "a") > before.estimate(day(39), "c"));
    lines[39].outcome = Some(Feedback { answer: Some("0".to_owned()), ..Feedback::default() });
    let after = relearnt(&lines);
    assert_eq!(after, consensus::learn(&lines));
    assert!(after.on(day(39), "a").asked > before.on(day(39), "a").asked);
    assert!(after.estimate(day(39), "a") < before.estimate(day(39), "a"));
    // Of what was foretold it is kept what that was, as often as what became of it.
    let kept = |name: &str| after.experts.iter().find(|(key, _)| key.starts_with(name)).map(|(_, sums)| sums.asked);
    assert!(kept("foretold mean-").is_some());
    assert_eq!(kept("foretold "), kept("foretold mean-"));
    // Lines without a day give no state.
    lines.iter_mut().for_each(|line| line.at = None);
    assert!(consensus::infer(&lines).iter().all(|verdict| verdict.reliability.is_none()));
}
