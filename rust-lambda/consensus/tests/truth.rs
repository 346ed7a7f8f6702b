//! Small worlds in which the simpler model of the experts fails and ours does not.

use consensus::hash;
use consensus::truth::guard::Agreement;
use consensus::truth::labels::Labels;
use consensus::truth::pool::Pool;
use consensus::truth::subtypes::{self, Design};
use consensus::truth::urn::{Abilities, Shape};
use consensus::truth::{Item, Votes, crowd};

/// Errors scatter and all questions are alike: the one-coin model.
const ONE_COIN: Shape = Shape { spread: 0.0, clump: 1e6 };

/// A fixed number from 0 to 1 for each pair.
fn chance(a: usize, b: usize) -> f64 {
    (hash::of_numbers(a as u64, b as u64) >> 11) as f64 / (1_u64 << 53) as f64
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("e{at}")).collect()
}

/// Open answers by number; the right one is 0 before classes are numbered by first appearance.
fn open_item(answers: &[usize]) -> (Item, Option<usize>) {
    let mut seen: Vec<usize> = Vec::new();
    let mut class = |answer: usize| {
        seen.iter().position(|other| *other == answer).unwrap_or_else(|| {
            seen.push(answer);
            seen.len() - 1
        })
    };
    let votes: Vec<_> = answers.iter().enumerate().map(|(expert, &answer)| (expert, class(answer), 1.0)).collect();
    let right = seen.iter().position(|answer| *answer == 0);
    (Item { votes, classes: seen.len(), alternatives: 4.0, open: true, ..Item::default() }, right)
}

/// Two repeat one wrong answer on every line. The five others agree by threes on every second line
/// and scatter on the rest, so the pair looks steadier than any of them.
fn pair() -> (Votes, Vec<Option<usize>>) {
    let line = |at: usize| {
        let agrees = |expert: usize| at.is_multiple_of(2) && (at / 2 + expert) % 5 < 3;
        let answer = |expert: usize| match expert {
            0 | 1 => 1,
            _ if agrees(expert) => 0,
            _ => 10 + expert,
        };
        open_item(&(0..7).map(answer).collect::<Vec<_>>())
    };
    let (items, right) = (0..80).map(line).unzip();
    (Votes { experts: names(7), items }, right)
}

fn accuracy(right: &[Option<usize>], beliefs: impl Fn(usize) -> Vec<f64>) -> f64 {
    let best = |row: Vec<f64>| (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b]));
    let hits = right.iter().enumerate().filter(|(at, right)| right.is_some() && best(beliefs(*at)) == **right).count();
    hits as f64 / right.len() as f64
}

#[test]
fn one_coin_believes_a_pair_that_errs_together_and_the_guarded_pool_does_not() {
    let (votes, right) = pair();
    let coin = Abilities::fit(ONE_COIN, &votes);
    let pool = Pool::fit(&votes);
    assert_eq!(pool.rule(), "loo-agreement-2+guard");
    assert!(coin.rates()[0] > coin.rates()[2] && pool.rates[0] < pool.rates[2], "{:?}", pool.rates);
    assert_eq!(accuracy(&right, |at| pool.beliefs(&votes.items[at])), 0.5);
}

#[test]
fn one_strong_expert_among_weak_ones_is_found_where_errors_clump() {
    let line = |at: usize| {
        let bait = 1 + (at % 3);
        let answer = |expert: usize| {
            let able = if expert == 0 { 0.8 } else { 0.3 };
            let luck = chance(at, expert);
            if luck < able {
                0
            } else if chance(at, 50 + expert) < 0.5 {
                bait
            } else {
                10 + expert
            }
        };
        open_item(&(0..7).map(answer).collect::<Vec<_>>())
    };
    let (items, right): (Vec<_>, Vec<_>) = (0..600).map(line).unzip();
    let votes = Votes { experts: names(7), items };
    let coin = Abilities::fit(ONE_COIN, &votes);
    let pool = Pool::fit(&votes);
    let by_coin = accuracy(&right, |at| coin.beliefs(&votes.items[at]));
    let by_pool = accuracy(&right, |at| pool.beliefs(&votes.items[at]));
    assert!(pool.rates[0] > 0.65, "{:?}", pool.rates);
    assert!(pool.rates[1..].iter().all(|rate| *rate < 0.45), "{:?}", pool.rates);
    assert!(by_pool >= by_coin, "{by_pool} {by_coin}");
}

#[test]
fn a_known_answer_is_followed_and_teaches() {
    let mut items: Vec<Item> = (0..60).map(|at| open_item(&[0, 1 + at % 2, 5, 5]).0).collect();
    let untaught = Pool::fit(&Votes { experts: names(4), items: items.clone() });
    items.iter_mut().for_each(|item| item.known = Some(0));
    let taught = Pool::fit(&Votes { experts: names(4), items: items.clone() });
    assert!(untaught.rates[2] > untaught.rates[0]);
    assert!(taught.rates[0] > 0.9 && taught.rates[2] < 0.1, "{:?}", taught.rates);
    assert_eq!(taught.beliefs(&items[0])[0], 1.0);
}

#[test]
fn a_right_answer_that_nobody_gave_lowers_everybody() {
    let mut items: Vec<Item> = (0..60).map(|_| open_item(&[0, 0, 5]).0).collect();
    items.iter_mut().for_each(|item| item.known = Some(item.classes));
    let votes = Votes { experts: names(3), items };
    assert!(Agreement::of(&votes).rates.iter().all(|rate| *rate < 0.1));
    assert!(Pool::fit(&votes).rates.iter().all(|rate| *rate < 0.1));
}

/// Labels of two options; `label(item, worker)` says which, None if the worker did not see the item.
fn labelled(items: usize, workers: usize, label: impl Fn(usize, usize) -> Option<usize>) -> Labels {
    let mut labels = Labels { options: 2, workers, starts: vec![0], ..Labels::default() };
    for item in 0..items {
        labels.each.extend((0..workers).filter_map(|worker| Some((worker * 2 + label(item, worker)?) as u32)));
        labels.starts.push(labels.each.len());
        labels.known.push(None);
    }
    labels
}

fn hits(items: usize, truth: impl Fn(usize) -> usize, beliefs: impl Fn(usize) -> Vec<f64>) -> f64 {
    let right = |item: &usize| beliefs(*item)[truth(*item)] > 0.5;
    (0..items).filter(right).count() as f64 / items as f64
}

#[test]
fn workers_who_copy_each_other_are_not_counted_one_by_one() {
    // Four copy one guess that is often bad; eight others label on their own, right in three of four.
    let truth = |item: usize| usize::from(chance(item, 900) < 0.5);
    let label = |item: usize, worker: usize| {
        let wrong = if worker < 4 { chance(item, 901) < 0.4 } else { chance(item, worker) < 0.25 };
        let slip = worker < 4 && chance(item, 700 + worker) < 0.05;
        Some(if wrong != slip { 1 - truth(item) } else { truth(item) })
    };
    let labels = labelled(500, 12, label);
    let plain = Design { subtypes: 1, diagonal: 2.0, off_diagonal: 0.5 };
    let plain = subtypes::infer(&labels, plain, f64::NEG_INFINITY).expect("no floor");
    let crowd = crowd::beliefs(&labels);
    let by_plain = hits(500, truth, |item| plain.beliefs[item * 2..item * 2 + 2].to_vec());
    let by_crowd = hits(500, truth, |item| crowd.of(item).to_vec());
    assert_eq!(crowd.rule(), "crowd-1+subtypes");
    assert!(by_crowd > by_plain + 0.1, "{by_crowd} {by_plain}");
}

#[test]
fn a_worker_who_swaps_the_options_is_understood() {
    let truth = |item: usize| usize::from(chance(item, 900) < 0.5);
    let label = |item: usize, worker: usize| {
        let wrong = if worker == 0 { chance(item, 0) < 0.95 } else { chance(item, worker) < 0.25 };
        Some(if wrong { 1 - truth(item) } else { truth(item) })
    };
    let labels = labelled(300, 4, label);
    let crowd = crowd::beliefs(&labels);
    let right = hits(300, truth, |item| crowd.of(item).to_vec());
    let votes = hits(300, truth, |item| labels.shares()[item * 2..item * 2 + 2].to_vec());
    assert!(right > 0.9 && right > votes + 0.2, "{right} {votes}");
    assert!(crowd.rates(&labels)[0] < 0.2);
}

#[test]
fn few_labels_land_on_the_majority_and_known_options_hold() {
    let label = |item: usize, worker: usize| Some(usize::from(item % 2 == 1) ^ usize::from(worker == item % 5));
    let mut labels = labelled(12, 5, label);
    labels.known[0] = Some(1);
    let crowd = crowd::beliefs(&labels);
    assert!(crowd.of(0)[1] > 0.99);
    assert!((1..12).all(|item| crowd.of(item)[item % 2] > 0.5));
}

#[test]
fn a_design_that_cannot_reach_the_floor_is_given_up_and_its_rounds_are_counted() {
    let labels = labelled(60, 6, |item, worker| Some(usize::from(chance(item, worker) < 0.5)));
    let design = Design { subtypes: 2, diagonal: 2.0, off_diagonal: 0.5 };
    let given_up = subtypes::infer(&labels, design, f64::INFINITY).expect_err("nothing reaches that");
    assert_eq!(given_up.rounds, 16);
    let plain = Design { subtypes: 1, ..design };
    let rounds = subtypes::infer(&labels, plain, f64::NEG_INFINITY).expect("no floor").rounds;
    assert!(crowd::beliefs(&labels).rounds > rounds);
}

#[test]
fn more_options_than_can_be_confused_are_counted_plainly() {
    let labels = Labels { options: 40, workers: 2, starts: vec![0, 2], each: vec![7, 47], known: vec![None] };
    let crowd = crowd::beliefs(&labels);
    assert_eq!((crowd.of(0)[7], crowd.rounds, crowd.rule()), (1.0, 0, "crowd-1"));
}
