//! Many lines weighed jointly, on labels in the shape of S_Rel, beside plain counting and plain Dawid-Skene.
//!
//!     cargo bench -p benches --bench sets
//!
//! Throughput is in labels a second; of the model alone and of Dawid-Skene in label updates, that is labels times the
//! rounds that were done, those of designs given up early included.

#![allow(missing_docs, reason = "criterion's macros make public items")]

use std::hint::black_box;

use benches::panels::Crowd;
use benches::rivals;
use consensus::truth::crowd;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const ROUNDS: usize = 100;

fn one_set(criterion: &mut Criterion) {
    let crowd = Crowd::like_rel();
    let panels = crowd.panels();
    let labels = crowd.labels.len() as u64;
    let mut group = criterion.benchmark_group("labels in the shape of S_Rel");
    group.sample_size(10);
    group.throughput(Throughput::Elements(labels));
    group.bench_function("consensus: infer", |bencher| bencher.iter(|| consensus::infer(black_box(&panels))));
    group.bench_function("majority alone", |bencher| bencher.iter(|| rivals::majority(black_box(&crowd))));
    let flat = crowd.flat();
    group.throughput(Throughput::Elements(labels * crowd::beliefs(&flat).rounds as u64));
    group.bench_function("consensus: the crowd model alone", |bencher| {
        bencher.iter(|| crowd::beliefs(black_box(&flat)))
    });
    group.throughput(Throughput::Elements(labels * ROUNDS as u64));
    group.bench_function("Dawid-Skene alone, 100 rounds", |bencher| {
        bencher.iter(|| rivals::dawid_skene(black_box(&crowd), ROUNDS));
    });
    group.finish();
}

criterion_group!(benches, one_set);
criterion_main!(benches);
