//! Random panels for the property tests.
#![allow(dead_code, reason = "each test file uses its part")]

use std::ops::Range;

use consensus::{Kind, Opinion, Panel, Verdict};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// One expert of a random panel.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    pub family: Option<usize>,
    pub answer: Option<usize>,
}

/// Runs a property on 400 random inputs with a fixed seed.
pub fn check<S: Strategy>(inputs: S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    check_some(400, inputs, property);
}

/// Runs a property on some random inputs with a fixed seed.
pub fn check_some<S: Strategy>(cases: u32, inputs: S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    TestRunner::new_with_rng(config, seed).run(&inputs, property).expect("the property holds");
}

pub fn seats(count: Range<usize>) -> impl Strategy<Value = Vec<Seat>> {
    let family = prop_oneof![2 => Just(None), 3 => (0_usize..3).prop_map(Some)];
    let answer = prop_oneof![1 => Just(None), 5 => (0_usize..5).prop_map(Some), 4 => (0_usize..2).prop_map(Some)];
    proptest::collection::vec((family, answer).prop_map(|(family, answer)| Seat { family, answer }), count)
}

/// Up to 200 experts of a few large families on a few answers, and others scattered.
pub fn crowd() -> impl Strategy<Value = Vec<Seat>> {
    (3_usize..200, 1_usize..6, 1_usize..5, 0_usize..10).prop_flat_map(|(count, answers, families, scattered)| {
        let family = (0..2 * families).prop_map(move |family| (family < families).then_some(family));
        let seat = (family, 0..answers, 0_usize..10, any::<u16>()).prop_map(move |(family, answer, alone, own)| Seat {
            family,
            answer: Some(if alone < scattered { 100 + usize::from(own) } else { answer }),
        });
        proptest::collection::vec(seat, count)
    })
}

/// The same seats with answers by their place.
pub fn answered(seats: &[Seat], answer: impl Fn(usize) -> usize) -> Vec<Seat> {
    seats.iter().enumerate().map(|(at, seat)| Seat { answer: Some(answer(at)), ..*seat }).collect()
}

pub fn opinion(expert: &str, family: Option<&str>, answer: Option<&str>) -> Opinion {
    Opinion {
        expert: expert.to_owned(),
        family: family.map(str::to_owned),
        answer: answer.map(str::to_owned),
        ..Opinion::default()
    }
}

/// A panel whose answers a schema describes.
pub fn typed(schema: &str, answers: &[&str]) -> Panel {
    let opinions = answers.iter().enumerate().map(|(at, answer)| opinion(&format!("e{at}"), None, Some(answer)));
    Panel {
        id: "q".to_owned(),
        kind: Kind::Text,
        schema: Some(schema.to_owned()),
        opinions: opinions.collect(),
        ..Panel::default()
    }
}

/// A panel in which every seat says its option in the options' own words.
pub fn panel(kind: Kind, seats: &[Seat]) -> Panel {
    let seat = |(at, seat): (usize, &Seat)| {
        let family = seat.family.map(|family| format!("family {family}"));
        let answer = seat.answer.map(|answer| words(kind, answer));
        opinion(&format!("e{at}"), family.as_deref(), answer.as_deref())
    };
    Panel {
        id: "line".to_owned(),
        question: None,
        kind,
        options: (kind == Kind::Choice).then(|| (0..60).map(|option| words(kind, option)).collect()),
        opinions: seats.iter().enumerate().map(seat).collect(),
        ..Panel::default()
    }
}

fn words(kind: Kind, answer: usize) -> String {
    match kind {
        Kind::Choice | Kind::Ranking => format!("option {answer}"),
        Kind::Short => format!("{answer}"),
        Kind::Text | Kind::Auto => format!("word{answer} and word{}", answer + 1),
    }
}

pub fn verdict(seats: &[Seat]) -> Verdict {
    consensus::agree(&panel(Kind::Choice, seats))
}

/// The option of the largest weight.
pub fn leader(seats: &[Seat]) -> usize {
    let answer = verdict(seats).answer.expect("somebody answered");
    answer.trim_start_matches("option ").parse().expect("an option")
}

pub fn joined(seats: &[Seat], new: Seat) -> Vec<Seat> {
    let mut joined = seats.to_vec();
    joined.push(new);
    joined
}

/// A family of the panel, or none.
pub fn fresh_family(choice: usize) -> Option<usize> {
    (choice < 3).then_some(choice)
}

/// The panels in which one supporter of the verdict falls silent, or says something new.
pub fn supporter_turns_away(seats: &[Seat], verdict: &Verdict, which: u64) -> Vec<Vec<Seat>> {
    let Some(option) = verdict.answer.as_deref().and_then(|answer| answer.trim_start_matches("option ").parse().ok())
    else {
        return Vec::new();
    };
    let supporters: Vec<usize> = (0..seats.len()).filter(|&at| seats[at].answer == Some(option)).collect();
    let at = supporters[which as usize % supporters.len()];
    let turned = |answer: Option<usize>| {
        let mut turned = seats.to_vec();
        turned[at].answer = answer;
        turned
    };
    vec![turned(None), turned(Some(51))]
}

/// Whether two texts stand in one cluster, whichever of them a third expert repeats.
pub fn are_one(texts: [&str; 2]) -> bool {
    are_one_answer("What does the report say?", texts)
}

/// The same of two texts that answer a question.
pub fn are_one_answer(question: &str, [a, b]: [&str; 2]) -> bool {
    let joined = |answers: [&str; 3]| {
        let opinion = |(at, answer): (usize, &str)| Opinion {
            expert: format!("e{at}"),
            answer: Some(answer.to_owned()),
            ..Opinion::default()
        };
        let panel = Panel {
            question: Some(question.to_owned()),
            kind: Kind::Text,
            opinions: answers.into_iter().enumerate().map(opinion).collect(),
            ..Panel::default()
        };
        let both = |experts: &[String]| ["e0", "e2"].iter().all(|name| experts.iter().any(|expert| expert == name));
        consensus::agree(&panel).clusters.iter().any(|cluster| both(&cluster.experts))
    };
    joined([a, a, b]) || joined([a, b, b])
}
