//! Speed of one panel and of a set, each beside a plain baseline.
//!
//!     cargo bench -p benches

#![allow(missing_docs, reason = "criterion's macros make public items")]

use std::collections::HashSet;
use std::hint::black_box;

use consensus::{Kind, Opinion, Panel};
use criterion::{Criterion, criterion_group, criterion_main};

/// A fixed sequence of numbers (a linear congruence): the same work on every run.
fn sequence(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    }
}

fn opinion(expert: String, answer: String) -> Opinion {
    Opinion { expert, family: None, answer: Some(answer) }
}

/// Seven answers of about 1 KB that share most of their words.
fn long_answers() -> Panel {
    let mut next = sequence(1);
    let mut text = || (0..150).map(|_| format!("word{}", next(400))).collect::<Vec<_>>().join(" ");
    let opinions = (0..7).map(|at| opinion(format!("e{at}"), text())).collect();
    Panel { id: "long".into(), question: None, kind: Kind::Text, options: None, opinions, ..Panel::default() }
}

/// As S_Rel: 20,232 items, 766 workers, 97,164 labels in 4 classes.
fn crowd() -> Vec<Panel> {
    let mut next = sequence(2);
    let options: Vec<String> = (0..4).map(|option: u32| option.to_string()).collect();
    let mut item = |at: usize| {
        let truth = next(4);
        let labels = 4 + usize::from(!at.is_multiple_of(5));
        let mut label = || if next(10) < 6 { truth } else { next(4) };
        let answers: Vec<u64> = (0..labels).map(|_| label()).collect();
        let opinions = answers
            .iter()
            .enumerate()
            .map(|(place, answer)| opinion(format!("w{}", (at * 7 + place * 131) % 766), answer.to_string()));
        Panel {
            id: at.to_string(),
            question: None,
            kind: Kind::Choice,
            options: Some(options.clone()),
            opinions: opinions.collect(),
            ..Panel::default()
        }
    };
    (0..20_232).map(&mut item).collect()
}

/// All pairs by word sets, the simplest thing that works.
fn word_jaccard(panel: &Panel) -> f64 {
    let answers = panel.opinions.iter().filter_map(|opinion| opinion.answer.as_deref());
    let sets: Vec<HashSet<&str>> = answers.map(|answer| answer.split(' ').collect()).collect();
    let mut sum = 0.0;
    for (at, a) in sets.iter().enumerate() {
        sum += sets[..at].iter().map(|b| a.intersection(b).count() as f64 / a.union(b).count() as f64).sum::<f64>();
    }
    sum
}

fn sorensen_dice(panel: &Panel) -> f64 {
    let answers: Vec<&str> = panel.opinions.iter().filter_map(|opinion| opinion.answer.as_deref()).collect();
    answers.iter().enumerate().flat_map(|(at, a)| answers[..at].iter().map(move |b| strsim::sorensen_dice(a, b))).sum()
}

fn one_panel(criterion: &mut Criterion) {
    let panel = long_answers();
    let mut group = criterion.benchmark_group("panel of 7 answers of 1 KB");
    group.bench_function("consensus agree", |bencher| bencher.iter(|| consensus::agree(black_box(&panel))));
    group.bench_function("word sets alone", |bencher| bencher.iter(|| word_jaccard(black_box(&panel))));
    group.bench_function("strsim Sorensen-Dice alone", |bencher| bencher.iter(|| sorensen_dice(black_box(&panel))));
    group.finish();
}

fn one_set(criterion: &mut Criterion) {
    let panels = crowd();
    let mut group = criterion.benchmark_group("97,000 labels of 766 workers");
    group.sample_size(10);
    group.bench_function("consensus infer", |bencher| bencher.iter(|| consensus::infer(black_box(&panels))));
    group.finish();
}

criterion_group!(benches, one_panel, one_set);
criterion_main!(benches);
