//! Laws of many lines weighed jointly or one after the other.

mod common;

use common::{opinion, panel};
use consensus::wire::Feedback;
use consensus::{Kind, Learner, Panel};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

#[test]
fn names_and_order_change_no_bit_of_many_lines_weighed_jointly() {
    let lines = proptest::collection::vec(proptest::collection::vec(0_usize..4, 5), 20..30);
    // Each case fits all models twice: a dozen cases are a second.
    let mut runner = few_cases(12);
    let run = runner.run(&(lines, any::<u64>()), |(lines, turn)| {
        for options in [None, Some(["0", "1", "2", "3"].map(String::from).to_vec())] {
            let kind = if options.is_some() { Kind::Choice } else { Kind::Short };
            let line = |answers: &Vec<usize>, name: &dyn Fn(usize) -> String| {
                let mut panel = panel(kind, &[]);
                panel.options.clone_from(&options);
                let cast = |(at, answer): (usize, &usize)| opinion(&name(at), None, Some(&answer.to_string()));
                panel.opinions = answers.iter().enumerate().map(cast).collect();
                panel
            };
            let plain: Vec<_> = lines.iter().map(|answers| line(answers, &|at| format!("e{at}"))).collect();
            let mut other: Vec<_> = lines.iter().map(|answers| line(answers, &|at| format!("x{}", 9 - at))).collect();
            for (at, panel) in other.iter_mut().enumerate() {
                panel.opinions.rotate_left((turn as usize + at) % 5);
            }
            for (a, b) in consensus::infer(&plain).iter().zip(consensus::infer(&other)) {
                prop_assert_eq!(&a.answer, &b.answer);
                prop_assert_eq!(a.confidence.map(f64::to_bits), b.confidence.map(f64::to_bits));
            }
        }
        Ok(())
    });
    run.expect("names and order carry no meaning");
}

fn few_cases(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// Four experts; one of them errs on every third line.
fn stream(lines: usize) -> Vec<Panel> {
    let line = |at: usize| {
        let mut panel = panel(Kind::Short, &[]);
        let right = at.to_string();
        let wrong = (at + 500).to_string();
        let answers = [&right, &right, if at.is_multiple_of(3) { &wrong } else { &right }, &wrong];
        panel.opinions =
            answers.iter().enumerate().map(|(seat, answer)| opinion(&format!("e{seat}"), None, Some(answer))).collect();
        panel
    };
    (0..lines).map(line).collect()
}

#[test]
fn learning_begins_with_the_majority_and_goes_on_from_a_saved_state() {
    let panels = stream(90);
    let mut learner = Learner::new();
    let methods: Vec<String> = panels[..60].iter().map(|panel| learner.agree(panel).method).collect();
    assert_eq!(methods[0], "short/plurality-1+few-lines");
    assert_eq!(methods[59], "short/urn-1");
    let saved = serde_json::to_string(learner.standings()).expect("plain data");
    let mut resumed = Learner::resume(serde_json::from_str(&saved).expect("readable")).expect("the same version");
    resumed = resumed.with_gathered(learner.gathered().clone());
    for panel in &panels[60..] {
        assert_eq!(resumed.agree(panel), learner.agree(panel));
    }
    let rates = learner.standings().rates(Kind::Short);
    let rate = |name: &str| rates.iter().find(|rate| rate.0 == name).expect("known").1;
    assert!(rate("e0") > 0.9 && rate("e3") < 0.2 && rate("e2") < rate("e1"), "{rates:?}");
}

#[test]
fn a_known_answer_turns_its_line_and_its_experts() {
    let panels = stream(30);
    let known = |at: usize| Feedback { answer: Some((at + 500).to_string()), ..Feedback::default() };
    let taught = |at: usize| Panel { outcome: Some(known(at)), ..panels[at].clone() };
    let all: Vec<Panel> = (0..30).map(taught).collect();
    let estimates = |panels: &[Panel]| {
        let last = consensus::infer(panels).pop().expect("a verdict a line");
        last.estimates.expect("the last line has them")
    };
    let (before, after) = (estimates(&panels), estimates(&all));
    assert!(before["e0"] > before["e3"] && after["e0"] < after["e3"]);
    assert_eq!(consensus::infer(&all)[7].answer.as_deref(), Some("507"));
    let first_only: Vec<Panel> = [taught(0)].into_iter().chain(panels[1..].iter().cloned()).collect();
    assert_eq!(consensus::infer(&first_only)[0].answer.as_deref(), Some("500"));
}
