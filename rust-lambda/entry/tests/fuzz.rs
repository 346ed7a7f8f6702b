//! A long walk through hostile input: whole lines, broken at the level of bytes and of structure,
//! through the library and through the line loops.
//!
//! A short walk runs with the other tests. A long one, about a million lines in ten minutes:
//!
//! ```sh
//! FUZZ_ROUNDS=20000 FUZZ_SEED=1 cargo test --release -p entry --test fuzz -- --nocapture
//! ```
//!
//! A round that fails prints its seed; the walk is the same on every machine.

mod hostile_lines;

use std::collections::BTreeSet;

use consensus::wire::Reliability;
use consensus::{Kind, Learner, Opinion, Panel, Verdict, line};
use entry::stream::With;
use entry::{explaining, stream};
use hostile_lines::{ANSWERS, Sequence, broken, written};

/// Lines of a round.
const LINES: usize = 40;

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

/// All that holds of every verdict.
fn sound(panel: &Panel, verdict: &Verdict) {
    let unit = |value: f64| (0.0..=1.0).contains(&value);
    assert!(verdict.agreement.is_none_or(unit) && verdict.confidence.is_none_or(unit));
    assert!(verdict.clusters.iter().all(|cluster| unit(cluster.share)));
    assert!(verdict.scores.iter().flatten().all(|score| score.is_finite()));
    let experts: BTreeSet<&str> = panel.opinions.iter().map(|opinion| opinion.expert.as_str()).collect();
    assert!(
        verdict.clusters.iter().flat_map(|cluster| &cluster.experts).all(|expert| experts.contains(expert.as_str()))
    );
    assert_eq!(verdict.answer.is_some(), verdict.pick.is_some());
    if let (Some(answer), Some(pick)) = (&verdict.answer, &verdict.pick) {
        let given = panel.opinions.iter().filter(|opinion| opinion.expert == *pick);
        let option = panel.options.iter().flatten().any(|option| option == answer);
        assert!(option || given.clone().any(|opinion| opinion.answer.as_ref() == Some(answer)));
        assert!(given.clone().any(|opinion| opinion.answer.is_some()));
        let shares: f64 = verdict.clusters.iter().map(|cluster| cluster.share).sum();
        assert!((shares - 1.0).abs() < 1e-9, "{shares}");
    }
    if let Some(standing) = &verdict.standing {
        assert!(standing.stability.as_ref().is_none_or(|stability| unit(stability.unchanged)));
        assert!(standing.independent.is_none_or(|independent| independent >= 1.0 - 1e-12 && independent.is_finite()));
        assert!(standing.coverage.answered <= standing.coverage.asked);
        let others = verdict.clusters.len().saturating_sub(1);
        assert_eq!(standing.dissent.len(), if verdict.pick.is_some() { others } else { 0 });
    }
    match &verdict.reliability {
        Some(Reliability::Line(report)) => {
            assert!(report.evidence.is_finite() && report.estimates.values().all(|estimate| unit(*estimate)));
            assert!(report.learnt.values().all(|tally| tally.right.is_finite() && tally.asked.is_finite()));
        }
        Some(Reliability::Run(state)) => {
            assert!(state.experts.values().all(|tally| tally.right.is_finite() && tally.asked.is_finite()));
        }
        None => {}
    }
    if let Some(ranking) = &verdict.ranking {
        assert!(ranking.borda.values().chain(ranking.copeland.values()).all(|points| points.is_finite()));
        assert!(ranking.concordance.is_none_or(unit));
    }
}

fn run(input: &[u8], door: impl FnOnce(&[u8], &mut Vec<u8>, &mut Vec<u8>)) -> (Vec<u8>, usize) {
    let (mut output, mut errors) = (Vec::new(), Vec::new());
    door(input, &mut output, &mut errors);
    let named = errors.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"line ")).count();
    (output, named)
}

fn round(seed: u64) {
    let mut next = Sequence(seed);
    let mut lines: Vec<Vec<u8>> = (0..LINES).map(|_| written(&mut next)).collect();
    for line in lines.iter_mut().filter(|_| !seed.is_multiple_of(3)) {
        if next.below(2) == 0 {
            *line = broken(std::mem::take(line), &mut next);
        }
    }
    let input = [lines.join(&b'\n'), b"\n".to_vec()].concat();
    let read: Vec<_> = lines.iter().map(|bytes| line::read(bytes)).collect();
    let refused = read.iter().filter(|panel| panel.is_err()).count();
    let panels: Vec<Panel> = read.into_iter().flatten().collect();
    let mut learner = Learner::new();
    for panel in &panels {
        let verdict = consensus::agree(panel);
        sound(panel, &verdict);
        sound(panel, &learner.agree(panel));
        let pairs = consensus::pairs(panel);
        assert!(pairs.iter().all(|(i, j, value)| i < j && (0.0..=1.0).contains(value)));
        let mut turned = panel.clone();
        turned.opinions.reverse();
        let again = consensus::agree(&turned);
        assert_eq!(verdict.answer.is_some(), again.answer.is_some());
        assert_eq!(verdict.agreement.map(f64::to_bits), again.agreement.map(f64::to_bits), "{panel:?}");
    }
    for (panel, verdict) in panels.iter().zip(consensus::infer(&panels)) {
        sound(panel, &verdict);
    }
    let agree = |input: &[u8], output: &mut Vec<u8>, errors: &mut Vec<u8>| {
        stream::agree(input, output, errors, With { learn: seed.is_multiple_of(2), pairs: true, claims: true })
            .expect("memory")
    };
    let infer = |input: &[u8], output: &mut Vec<u8>, errors: &mut Vec<u8>| {
        stream::infer(input, output, errors, false).expect("memory")
    };
    let explain = |input: &[u8], output: &mut Vec<u8>, errors: &mut Vec<u8>| {
        explaining::explain(input, output, errors).expect("memory")
    };
    for (output, named) in [run(&input, agree), run(&input, infer)] {
        assert_eq!(output.iter().filter(|byte| **byte == b'\n').count(), LINES);
        assert_eq!(named, refused);
        assert_eq!(run(&output, explain).1, 0, "every verdict can be explained");
    }
    // Whatever comes in, the explainer names what it cannot read and goes on.
    let (_, unexplained) = run(&input, explain);
    assert!(unexplained <= LINES);
    assert_eq!(run(&input, agree), run(&input, agree));
}

#[test]
fn no_line_breaks_anything() {
    let (seed, rounds) = (setting("FUZZ_SEED", 1), setting("FUZZ_ROUNDS", 8));
    for number in 0..rounds {
        let seed = seed.wrapping_mul(1_000_003).wrapping_add(number);
        if let Err(panic) = std::panic::catch_unwind(|| round(seed)) {
            eprintln!("round with seed {seed} failed");
            std::panic::resume_unwind(panic);
        }
    }
}

fn of_answers(kind: Kind, answers: impl Iterator<Item = String>) -> Panel {
    let opinion = |(at, answer)| Opinion {
        expert: format!("e{at}"),
        family: (at % 3 == 0).then(|| "f".to_owned()),
        answer: Some(answer),
        ..Opinion::default()
    };
    Panel {
        id: "x".to_owned(),
        kind,
        options: matches!(kind, Kind::Choice | Kind::Ranking).then(|| ["A", "B", "C"].map(str::to_owned).to_vec()),
        opinions: answers.enumerate().map(opinion).collect(),
        ..Panel::default()
    }
}

#[test]
fn ten_thousand_opinions_are_weighed() {
    // Without optimisation a tenth of them takes as long.
    let count = if cfg!(debug_assertions) { 1_000 } else { 10_000 };
    for kind in [Kind::Choice, Kind::Short, Kind::Ranking] {
        let answer = |at: usize| match kind {
            Kind::Choice => ["A", "B", "C"][at * at % 3].to_owned(),
            Kind::Ranking => ["A > B > C", "B > C", "C > A = B"][at * at % 3].to_owned(),
            _ => (at * at % 97).to_string(),
        };
        let panel = of_answers(kind, (0..count).map(answer));
        let verdict = consensus::agree(&panel);
        sound(&panel, &verdict);
        assert_eq!(verdict.standing.map(|standing| standing.coverage.answered), Some(count));
    }
}

#[test]
fn no_text_changes_how_another_is_read() {
    let others = ["A", "Answer: B", "I choose A.", "B"];
    for hostile in ANSWERS {
        let options = of_answers(Kind::Choice, others.iter().chain([&hostile]).map(|answer| (*answer).to_owned()));
        let alone = of_answers(Kind::Choice, others.iter().map(|answer| (*answer).to_owned()));
        let camps = |panel: &Panel| -> BTreeSet<Vec<String>> {
            let clusters = consensus::agree(panel).clusters.into_iter().map(|cluster| cluster.experts);
            let known = clusters.map(|experts| experts.into_iter().filter(|expert| expert != "e4").collect::<Vec<_>>());
            known.filter(|experts| !experts.is_empty()).collect()
        };
        assert_eq!(camps(&options), camps(&alone), "{hostile}");
        let texts = of_answers(Kind::Text, others.iter().chain([&hostile]).map(|answer| (*answer).to_owned()));
        let pairs: Vec<_> = consensus::pairs(&texts).into_iter().filter(|pair| pair.1 < 4).collect();
        assert_eq!(
            pairs,
            consensus::pairs(&of_answers(Kind::Text, others.iter().map(|answer| (*answer).to_owned()))),
            "{hostile}"
        );
    }
}

#[test]
fn near_copies_and_huge_pieces_are_weighed() {
    let base = "Rotate the keys first, then restart the workers one by one and watch the queue. ".repeat(20);
    let copies = (0..60).map(|at| base.replacen("queue", &format!("queue{at}"), at % 5));
    let copies = of_answers(Kind::Text, copies);
    sound(&copies, &consensus::agree(&copies));
    let huge = [
        "w".repeat(1_000_000),
        "9".repeat(40_000),
        "[".repeat(100_000),
        "\u{202e}".repeat(100_000),
        "{\"answer\":".repeat(20_000),
    ];
    for kind in [Kind::Choice, Kind::Short, Kind::Text, Kind::Ranking] {
        for piece in &huge {
            let panel = of_answers(kind, [piece.clone(), "A".to_owned(), "A > B".to_owned()].into_iter());
            sound(&panel, &consensus::agree(&panel));
        }
    }
}
