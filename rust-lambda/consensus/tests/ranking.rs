//! Rankings: every method against a form too simple to be wrong, the laws of social choice, and
//! text-book elections.

mod common;

use common::check;
use consensus::ranking::tally::Tally;
use consensus::ranking::{borda, concordance, copeland, kemeny, schulze};
use proptest::prelude::*;

type Levels = Vec<Option<usize>>;

/// Ballots over `options` options, with ties.
fn elections(options: std::ops::Range<usize>, ballots: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Levels>> {
    (options, ballots).prop_flat_map(|(options, ballots)| {
        let level = prop_oneof![5 => (0..options).prop_map(Some), 0 => Just(None)];
        proptest::collection::vec(proptest::collection::vec(level, options), ballots)
    })
}

fn tally(ballots: &[Levels]) -> Tally {
    Tally::new(ballots[0].len(), ballots.iter())
}

fn permutations(options: usize) -> Vec<Vec<usize>> {
    if options == 0 {
        return vec![vec![]];
    }
    let shorter = permutations(options - 1);
    let insert = |order: &Vec<usize>, at: usize| {
        let mut longer = order.clone();
        longer.insert(at, options - 1);
        longer
    };
    shorter.iter().flat_map(|order| (0..options).map(move |at| insert(order, at))).collect()
}

/// Ballots as `(how many, "A>B=C")` over one-letter options.
fn ballots(options: &str, counts: &[(usize, &str)]) -> Vec<Levels> {
    let one = |text: &str| -> Levels {
        let level = |option: char| text.split('>').position(|tied| tied.contains(option));
        options.chars().map(|option| level(option).or(Some(99))).collect()
    };
    counts.iter().flat_map(|&(count, text)| vec![one(text); count]).collect()
}

#[test]
fn borda_is_the_mean_over_all_ways_to_break_the_ties() {
    check(elections(2..5, 1..5), |ballots| {
        let options = ballots[0].len();
        let mut expected = vec![0.0; options];
        for ballot in &ballots {
            let fits = |order: &Vec<usize>| order.windows(2).all(|pair| ballot[pair[0]] <= ballot[pair[1]]);
            let orders: Vec<Vec<usize>> = permutations(options).into_iter().filter(fits).collect();
            for order in &orders {
                for (place, &option) in order.iter().enumerate() {
                    expected[option] += (options - 1 - place) as f64 / orders.len() as f64;
                }
            }
        }
        let found = borda::points(options, &ballots.iter().collect::<Vec<_>>());
        for (found, expected) in found.iter().zip(&expected) {
            prop_assert!((found - expected).abs() < 1e-9, "{} {}", found, expected);
        }
        Ok(())
    });
}

#[test]
fn copeland_counts_duels_one_by_one() {
    check(elections(2..6, 1..8), |ballots| {
        let found = copeland::scores(&tally(&ballots));
        for (a, found) in found.iter().enumerate() {
            let mut expected = 0.0;
            for b in (0..ballots[0].len()).filter(|&b| b != a) {
                let (mut for_a, mut for_b) = (0, 0);
                for ballot in &ballots {
                    for_a += i32::from(ballot[a] < ballot[b]);
                    for_b += i32::from(ballot[b] < ballot[a]);
                }
                expected += if for_a > for_b {
                    1.0
                } else if for_a == for_b {
                    0.5
                } else {
                    0.0
                };
            }
            prop_assert_eq!(*found, expected);
        }
        Ok(())
    });
}

/// Strength of the strongest path, found by walking all of them.
fn strongest(tally: &Tally, from: usize, to: usize, seen: &mut Vec<usize>) -> u32 {
    if from == to {
        return u32::MAX;
    }
    let mut best = 0;
    for next in 0..tally.options() {
        if tally.beats(from, next) && !seen.contains(&next) {
            seen.push(next);
            best = best.max(tally.prefer(from, next).min(strongest(tally, next, to, seen)));
            seen.pop();
        }
    }
    best
}

#[test]
fn schulze_is_the_relation_of_strongest_paths() {
    check(elections(2..6, 1..9), |ballots| {
        let tally = tally(&ballots);
        let above = |a: usize, b: usize| strongest(&tally, a, b, &mut vec![a]) > strongest(&tally, b, a, &mut vec![b]);
        let layers = schulze::order(&tally);
        let layer = |option: usize| layers.iter().position(|layer| layer.contains(&option)).expect("every option");
        for a in 0..tally.options() {
            for b in (0..tally.options()).filter(|&b| b != a) {
                prop_assert!(!above(a, b) || layer(a) < layer(b));
            }
            let unbeaten = (0..tally.options()).all(|b| b == a || !above(b, a));
            prop_assert_eq!(unbeaten, layer(a) == 0);
        }
        Ok(())
    });
}

#[test]
fn kemeny_is_the_best_of_all_orders() {
    check(elections(2..7, 1..8), |ballots| {
        let tally = tally(&ballots);
        let start: Vec<usize> = (0..tally.options()).collect();
        let found = kemeny::order(&tally, &start);
        let best = permutations(tally.options()).iter().map(|order| kemeny::distance(&tally, order)).min();
        prop_assert!(found.exact);
        prop_assert_eq!(Some(found.distance), best);
        prop_assert_eq!(kemeny::distance(&tally, &found.order), found.distance);
        Ok(())
    });
}

#[test]
fn a_large_kemeny_order_keeps_its_promises() {
    check(elections(9..14, 2..8), |ballots| {
        let tally = tally(&ballots);
        let start: Vec<usize> = schulze::order(&tally).into_iter().flatten().collect();
        let found = kemeny::order(&tally, &start);
        let mut sorted = found.order.clone();
        sorted.sort_unstable();
        prop_assert_eq!(sorted, (0..tally.options()).collect::<Vec<_>>());
        prop_assert!(found.bound <= found.distance);
        prop_assert!(found.distance <= kemeny::distance(&tally, &start));
        prop_assert!(!found.exact || found.bound == found.distance);
        // No single move makes it better.
        for from in 0..found.order.len() {
            for to in 0..found.order.len() {
                let mut moved = found.order.clone();
                let option = moved.remove(from);
                moved.insert(to, option);
                prop_assert!(found.exact || kemeny::distance(&tally, &moved) >= found.distance);
            }
        }
        Ok(())
    });
}

#[test]
fn kendalls_w_is_the_spread_of_the_rank_sums() {
    check(elections(2..6, 2..7), |ballots| {
        let (m, n) = (ballots.len() as f64, ballots[0].len() as f64);
        let ranks: Vec<Vec<f64>> = ballots
            .iter()
            .map(|ballot| {
                let rank = |level: &Option<usize>| {
                    let places: Vec<usize> =
                        ballot.iter().enumerate().filter(|(_, other)| *other == level).map(|(at, _)| at).collect();
                    let before = ballot.iter().filter(|other| *other < level).count();
                    before as f64 + (places.len() as f64 + 1.0) / 2.0
                };
                ballot.iter().map(rank).collect()
            })
            .collect();
        // Of the variance that the rank sums would have if all ranked as each one does, what part they have.
        let mean = m * (n + 1.0) / 2.0;
        let sums: Vec<f64> =
            (0..ballots[0].len()).map(|option| ranks.iter().map(|ranks| ranks[option]).sum()).collect();
        let spread: f64 = sums.iter().map(|sum| (sum - mean).powi(2)).sum();
        let own: f64 = ranks.iter().flatten().map(|rank| (rank - (n + 1.0) / 2.0).powi(2)).sum();
        let found = concordance::of(ballots[0].len(), &ballots.iter().collect::<Vec<_>>());
        match found {
            Some(found) => prop_assert!((found - spread / (m * own)).abs() < 1e-9),
            None => prop_assert!(own == 0.0),
        }
        Ok(())
    });
}

#[test]
fn a_condorcet_winner_wins_by_every_condorcet_method() {
    check(elections(2..6, 1..9), |ballots| {
        let tally = tally(&ballots);
        let Some(winner) = tally.condorcet_winner() else { return Ok(()) };
        prop_assert_eq!(&schulze::order(&tally)[0], &vec![winner]);
        let scores = copeland::scores(&tally);
        prop_assert!((0..scores.len()).all(|option| option == winner || scores[option] < scores[winner]));
        let start: Vec<usize> = (0..tally.options()).collect();
        prop_assert_eq!(kemeny::order(&tally, &start).order[0], winner);
        Ok(())
    });
}

#[test]
fn options_are_treated_alike_and_a_reversal_reverses() {
    check((elections(2..6, 1..8), any::<u64>()), |(ballots, turn)| {
        let options = ballots[0].len();
        let by = turn as usize % options;
        let layers = schulze::order(&tally(&ballots));
        let turned: Vec<Levels> =
            ballots.iter().map(|ballot| (0..options).map(|at| ballot[(at + by) % options]).collect()).collect();
        let back: Vec<Vec<usize>> = schulze::order(&tally(&turned))
            .iter()
            .map(|layer| {
                let mut layer: Vec<usize> = layer.iter().map(|&option| (option + by) % options).collect();
                layer.sort_unstable();
                layer
            })
            .collect();
        prop_assert_eq!(&back, &layers);
        // Reversal symmetry: a sole winner does not win when every ballot is turned over.
        let reversed: Vec<Levels> = ballots
            .iter()
            .map(|ballot| ballot.iter().map(|level| level.map(|level| options - level)).collect())
            .collect();
        let upside_down = schulze::order(&tally(&reversed));
        prop_assert!(layers.len() == 1 || layers[0].len() > 1 || upside_down[0] != layers[0]);
        let points = borda::points(options, &ballots.iter().collect::<Vec<_>>());
        let turned_over = borda::points(options, &reversed.iter().collect::<Vec<_>>());
        let most = (ballots.len() * (options - 1)) as f64;
        prop_assert!(points.iter().zip(&turned_over).all(|(up, down)| (up + down - most).abs() < 1e-9));
        Ok(())
    });
}

#[test]
fn what_all_prefer_stands_above_in_every_order() {
    check(elections(2..6, 1..8), |ballots| {
        let tally = tally(&ballots);
        let start: Vec<usize> = (0..tally.options()).rev().collect();
        let order = kemeny::order(&tally, &start).order;
        let points = borda::points(tally.options(), &ballots.iter().collect::<Vec<_>>());
        let layers = schulze::order(&tally);
        let layer = |option: usize| layers.iter().position(|layer| layer.contains(&option));
        let place = |option: usize| order.iter().position(|other| *other == option);
        for a in 0..tally.options() {
            for b in (0..tally.options()).filter(|&b| tally.prefer(a, b) as usize == ballots.len()) {
                prop_assert!(layer(a) < layer(b) && place(a) < place(b) && points[a] > points[b]);
            }
        }
        Ok(())
    });
}

#[test]
fn clones_do_not_change_who_wins_by_schulze() {
    check((elections(2..5, 1..8), any::<u64>()), |(ballots, which)| {
        let options = ballots[0].len();
        let cloned = which as usize % options;
        // Ballots without ties, with room between the levels.
        let strict = |ballot: &Levels| -> Levels {
            ballot.iter().enumerate().map(|(at, level)| level.map(|level| 3 * (level * options + at) + 1)).collect()
        };
        let without: Vec<Levels> = ballots.iter().map(strict).collect();
        // The clone stands right below its original on even ballots, right above it on odd ones.
        let beside = |(at, ballot): (usize, &Levels)| {
            let clone = ballot[cloned].map(|level| if at % 2 == 0 { level + 1 } else { level - 1 });
            ballot.iter().copied().chain([clone]).collect()
        };
        let with_clone: Vec<Levels> = without.iter().enumerate().map(beside).collect();
        let before: Vec<usize> = schulze::order(&tally(&without))[0].clone();
        let after = &schulze::order(&tally(&with_clone))[0];
        for option in (0..options).filter(|&option| option != cloned) {
            prop_assert_eq!(before.contains(&option), after.contains(&option));
        }
        prop_assert_eq!(before.contains(&cloned), after.contains(&cloned) || after.contains(&options));
        Ok(())
    });
}

/// Schulze 2011, section 3.1: 45 voters, 5 candidates.
#[test]
fn the_example_of_schulze_comes_out() {
    let votes = [
        (5, "A>C>B>E>D"),
        (5, "A>D>E>C>B"),
        (8, "B>E>D>A>C"),
        (3, "C>A>B>E>D"),
        (7, "C>A>E>B>D"),
        (2, "C>B>A>D>E"),
        (7, "D>C>E>B>A"),
        (8, "E>B>A>D>C"),
    ];
    let tally = tally(&ballots("ABCDE", &votes));
    assert_eq!((tally.prefer(0, 1), tally.prefer(1, 3), tally.prefer(3, 2)), (20, 33, 28));
    assert_eq!(schulze::order(&tally), [[4], [0], [2], [1], [3]]);
}

/// The capital of Tennessee: Memphis 42, Nashville 26, Chattanooga 15, Knoxville 17 (in %).
#[test]
fn nashville_becomes_the_capital_of_tennessee() {
    let votes = [(42, "M>N>C>K"), (26, "N>C>K>M"), (15, "C>K>N>M"), (17, "K>C>N>M")];
    let ballots = ballots("MNCK", &votes);
    let tally = tally(&ballots);
    assert_eq!(schulze::order(&tally), [[1], [2], [3], [0]]);
    assert_eq!(borda::points(4, &ballots.iter().collect::<Vec<_>>()), [126.0, 194.0, 173.0, 107.0]);
    assert_eq!(copeland::scores(&tally), [0.0, 3.0, 2.0, 1.0]);
    // Published Kemeny score 393 of the 600 pairwise opinions, so 207 are against it.
    let found = kemeny::order(&tally, &[0, 1, 2, 3]);
    assert_eq!((found.order, found.distance, found.exact), (vec![1, 2, 3, 0], 207, true));
}

/// Kendall's W of a text book with ties: Siegel and Castellan 1988 use this form of the correction.
#[test]
fn concordance_is_one_for_equal_ballots_with_ties_and_none_without_preference() {
    let same = ballots("ABCD", &[(5, "A>BC>D")]);
    assert_eq!(concordance::of(4, &same.iter().collect::<Vec<_>>()), Some(1.0));
    let tied = ballots("ABCD", &[(5, "ABCD")]);
    assert_eq!(concordance::of(4, &tied.iter().collect::<Vec<_>>()), None);
}
