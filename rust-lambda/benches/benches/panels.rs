//! One panel of each kind, rivals beside ours, and growth with the number of opinions.
//!
//!     cargo bench -p benches --bench panels

#![allow(missing_docs, reason = "criterion's macros make public items")]

use std::hint::black_box;

use benches::{panels, rivals};
use consensus::Panel;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

type Work = fn(&Panel) -> f64;

/// Pairwise similarity alone, as the other crates offer it.
const RIVALS: [(&str, Work); 6] = [
    ("sorted word hashes, all pairs", rivals::word_hashes),
    ("word sets, all pairs", rivals::word_sets),
    ("rapidfuzz Levenshtein, all pairs", rivals::rapidfuzz_levenshtein),
    ("rapidfuzz ratio, all pairs", rivals::rapidfuzz_ratio),
    ("strsim Sorensen-Dice, all pairs", rivals::strsim_dice),
    ("strsim Levenshtein, all pairs", rivals::strsim_levenshtein),
];

fn one_panel(criterion: &mut Criterion) {
    let kinds = [
        ("text, 7 x 1 KB", panels::texts(7, 1024)),
        ("short, 7 whole replies", panels::replies(7)),
        ("choice, 7 letters", panels::letters(7)),
    ];
    for (name, panel) in kinds {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(30);
        group.bench_function("consensus: verdict", |bencher| bencher.iter(|| consensus::agree(black_box(&panel))));
        group.bench_function("consensus: pairs", |bencher| bencher.iter(|| consensus::pairs(black_box(&panel))));
        for (rival, work) in RIVALS {
            group.bench_function(rival, |bencher| bencher.iter(|| work(black_box(&panel))));
        }
        group.finish();
    }
}

/// Time by opinion tells whether growth is linear: the same throughput at every size.
fn growth(criterion: &mut Criterion) {
    type Make = fn(usize) -> Panel;
    let kinds: [(&str, Make); 3] = [
        ("growth: texts of 1 KB", |count| panels::texts(count, 1024)),
        ("growth: whole replies", panels::replies),
        ("growth: letters", panels::letters),
    ];
    for (name, make) in kinds {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10);
        for count in [7, 100, 1000] {
            let panel = make(count);
            group.throughput(Throughput::Elements(count as u64));
            group.bench_with_input(BenchmarkId::from_parameter(count), &panel, |bencher, panel| {
                bencher.iter(|| consensus::agree(black_box(panel)));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, one_panel, growth);
criterion_main!(benches);
