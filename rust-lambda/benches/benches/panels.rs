//! One panel of each kind, rivals beside ours, and growth with the number of opinions.
//!
//!     cargo bench -p benches --bench panels

#![allow(missing_docs, reason = "criterion's macros make public items")]

use std::hint::black_box;
use std::time::Instant;

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
        ("short, 7 answers in words", panels::names(7)),
        ("choice, 7 letters", panels::letters(7)),
        ("ranking, 7 orders of 10", panels::rankings(7)),
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

/// Sizes of the panels whose growth is looked at.
const SIZES: [usize; 3] = [7, 100, 1000];

/// Time by opinion tells whether growth is linear: the same throughput at every size.
fn growth(criterion: &mut Criterion) {
    type Make = fn(usize) -> Panel;
    let kinds: [(&str, Make); 6] = [
        ("texts of 1 KB", |count| panels::texts(count, 1024)),
        ("whole replies", panels::replies),
        ("short words", panels::names),
        ("numbers", panels::numbers),
        ("letters", panels::letters),
        ("rankings", panels::rankings),
    ];
    for (kind, make) in kinds {
        for (circle, families) in [("five families", true), ("strangers", false)] {
            let of_size = |count| if families { make(count) } else { panels::strangers(make(count)) };
            let name = format!("growth: {kind}, {circle}");
            print_growth(&name, &of_size);
            let mut group = criterion.benchmark_group(name);
            group.sample_size(10);
            for count in SIZES {
                let panel = of_size(count);
                group.throughput(Throughput::Elements(count as u64));
                group.bench_with_input(BenchmarkId::from_parameter(count), &panel, |bencher, panel| {
                    bencher.iter(|| consensus::agree(black_box(panel)));
                });
            }
            group.finish();
        }
    }
}

/// Prints how the time of one opinion grows from the smallest panel to the largest: 1 is linear.
fn print_growth(name: &str, of_size: &dyn Fn(usize) -> Panel) {
    let time_of_one = |count: usize| {
        let panel = of_size(count);
        let rounds = 3 * SIZES[2] / count;
        let start = Instant::now();
        for _ in 0..rounds {
            black_box(consensus::agree(black_box(&panel)));
        }
        start.elapsed().as_secs_f64() / (rounds * count) as f64
    };
    // Once for the tables that are made at first use.
    time_of_one(SIZES[0]);
    let times = SIZES.map(time_of_one);
    println!(
        "{name}: time of an opinion x {:.2} from 7 to 100, x {:.2} to 1000",
        times[1] / times[0],
        times[2] / times[0]
    );
}

criterion_group!(benches, one_panel, growth);
criterion_main!(benches);
