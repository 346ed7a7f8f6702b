//! How much each vote counts: a penalised regression of being right on who says it.
//!
//! An answer is right with the chance that the weights of those who give it add up to:
//!
//! ```text
//! y(answer) = sum of w(i) over the experts i who give it            (least squares over all answers of all judged questions)
//! (A + e I) w = b,   A(ij) = (n0 A0(ij) + agreed) / (n0 + together),   b(i) = (n0 r(i) + right) / (n0 + answered)
//! ```
//!
//! `A` is how often two experts say the same and `b` how often each is right in judged questions, so two who err together share
//! one weight, and a stronger one outweighs a majority only as far as the outcomes carry it. `A0` is what `A` would be if experts
//! of the rates `r` erred independently; it fades as outcomes come, and stands where two were never judged together. The rates are drawn towards published or
//! stated skill, and without one towards the mean of the panel.

use super::{decay, names};
use crate::wire::{Skill, State};
use std::collections::BTreeMap;

/// Questions that a rate known before counts as.
const RATE_WEIGHT: f64 = 30.0;

/// Questions that unconfirmed observations count as at most: what agreement alone teaches must not outweigh outcomes.
const MOST_UNCONFIRMED: f64 = 60.0;

/// Questions that independence counts as before there is an outcome, and the outcomes that halve it.
const INDEPENDENCE: (f64, f64) = (100.0, 40.0);

/// Chance that two experts who are both wrong say the same.
const SAME_MISTAKE: f64 = 0.4;

/// Penalty on each weight, as part of the questions.
const PENALTY: f64 = 0.02;

/// No vote counts for nothing, and none against.
const LEAST_WEIGHT: f64 = 0.01;

/// Weights are rounded to this part of one.
const DIGITS: f64 = 1e12;

/// Rates are kept away from certainty.
const RATES: (f64, f64) = (0.02, 0.98);

/// Experts of whom pairs are looked at; beyond, the rates themselves are the weights.
pub const MOST_PAIRED: usize = 64;

/// What is known of the experts of a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Joint {
    /// Chance of each expert to be right, before who errs with whom.
    pub rates: Vec<f64>,
    /// Weight of each expert's vote.
    pub weights: Vec<f64>,
    /// Outcomes that the expert with the fewest was judged by.
    pub judged: f64,
}

/// Sums of one expert.
#[derive(Clone, Copy)]
struct Sums {
    /// By outcomes.
    right: f64,
    answered: f64,
    /// By the plurality of the others, as far as that may count.
    supposed: f64,
    seen: f64,
}

/// What a state and known skill say of experts on a day, in their order. Worked out in the order of names, and rounded: equal
/// experts weigh equally to the last digit, wherever they stand.
pub fn of_experts(state: &State, skill: &BTreeMap<String, Skill>, day: f64, experts: &[&str]) -> Joint {
    let mut places: Vec<usize> = (0..experts.len()).collect();
    places.sort_by_key(|&place| experts[place]);
    let named: Vec<&str> = places.iter().map(|&place| experts[place]).collect();
    let sums: Vec<Sums> = named.iter().map(|expert| sums(state, day, expert, skill.contains_key(*expert))).collect();
    let rates = rates(&sums, &before(&sums, skill, &named));
    let weights = if named.len() > MOST_PAIRED { rates.clone() } else { weights(state, day, &named, &sums, &rates) };
    let in_place = |found: &[f64]| {
        let mut placed = vec![0.0; found.len()];
        places.iter().zip(found).for_each(|(&place, value)| placed[place] = (value * DIGITS).round() / DIGITS);
        placed
    };
    let judged = sums.iter().map(|sums| sums.answered).reduce(f64::min).unwrap_or(0.0);
    Joint { rates: in_place(&rates), weights: in_place(&weights), judged }
}

fn sums(state: &State, day: f64, expert: &str, skilled: bool) -> Sums {
    let all = state.on(day, expert);
    let judged = state.on(day, &names::judged(expert));
    let asked = (all.asked - judged.asked).max(0.0);
    // Where skill is known, agreement alone makes it worse.
    let most = if skilled { 0.0 } else { MOST_UNCONFIRMED };
    let part = if asked > 0.0 { asked.min(most) / asked } else { 0.0 };
    let supposed = (all.right - judged.right).clamp(0.0, asked) * part;
    Sums { right: judged.right, answered: judged.asked, supposed, seen: asked * part }
}

/// The rate of each expert before anything was observed of it.
fn before(sums: &[Sums], skill: &BTreeMap<String, Skill>, experts: &[&str]) -> Vec<f64> {
    let known: Vec<f64> = experts.iter().filter_map(|expert| skill.get(*expert)).map(|skill| skill.rate).collect();
    let mean = if known.is_empty() {
        let (right, asked) = sums.iter().fold((2.0, 4.0), |(right, asked), sums| {
            (right + sums.right + sums.supposed, asked + sums.answered + sums.seen)
        });
        right / asked
    } else {
        known.iter().sum::<f64>() / known.len() as f64
    };
    let drawn = |skill: &Skill| mean + skill.trust * (skill.rate - mean);
    experts.iter().map(|expert| skill.get(*expert).map_or(mean, drawn)).collect()
}

fn rates(sums: &[Sums], before: &[f64]) -> Vec<f64> {
    let rate = |(sums, before): (&Sums, &f64)| {
        let right = sums.right + sums.supposed + RATE_WEIGHT * before;
        (right / (sums.answered + sums.seen + RATE_WEIGHT)).clamp(RATES.0, RATES.1)
    };
    sums.iter().zip(before).map(rate).collect()
}

fn weights(state: &State, day: f64, experts: &[&str], sums: &[Sums], rates: &[f64]) -> Vec<f64> {
    let most = sums.iter().map(|sums| sums.answered).fold(0.0, f64::max);
    let independence = INDEPENDENCE.0 / (1.0 + most / INDEPENDENCE.1);
    let fade = decay::growth(day);
    let size = experts.len();
    let mut rows = vec![vec![0.0; size + 1]; size];
    for i in 0..size {
        rows[i][i] = 1.0 + PENALTY;
        rows[i][size] = (independence * rates[i] + sums[i].right) / (independence + sums[i].answered);
        for j in 0..i {
            let same = rates[i] * rates[j] + SAME_MISTAKE * (1.0 - rates[i]) * (1.0 - rates[j]);
            let fewest = sums[i].answered.min(sums[j].answered);
            let (agreed, together) = together(state, fade, experts[i], experts[j], fewest);
            rows[i][j] = (independence * same + agreed) / (independence + together);
            rows[j][i] = rows[i][j];
        }
    }
    solve(rows).map_or_else(|| rates.to_vec(), |weights| weights.into_iter().map(|one| one.max(LEAST_WEIGHT)).collect())
}

/// How often two experts said the same in judged questions that both answered, and how many those were: none of panels that are
/// too large for pairs. Both cannot have answered more questions than either has: a sum above that counts as the fewest of the two.
fn together(state: &State, fade: f64, one: &str, other: &str, fewest: f64) -> (f64, f64) {
    if fewest <= 0.0 {
        return (0.0, 0.0);
    }
    let tally = state.experts.get(&names::pair(one, other)).copied().unwrap_or_default().times(1.0 / fade);
    let asked = tally.asked.max(0.0);
    let believed = asked.min(fewest);
    let agreed = tally.right.clamp(0.0, asked);
    if asked > believed { (agreed / asked * believed, believed) } else { (agreed, asked) }
}

/// Gauss with pivots; each row ends in its right side. None where the rows tell nothing.
fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let size = rows.len();
    for column in 0..size {
        let pivot = (column..size).max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))?;
        rows.swap(column, pivot);
        let lead = rows[column].clone();
        if lead[column].abs() < 1e-9 {
            return None;
        }
        for row in &mut rows[column + 1..] {
            let factor = row[column] / lead[column];
            row[column..].iter_mut().zip(&lead[column..]).for_each(|(value, above)| *value -= factor * above);
        }
    }
    let mut found = vec![0.0; size];
    for row in (0..size).rev() {
        let rest: f64 = (row + 1..size).map(|at| rows[row][at] * found[at]).sum();
        found[row] = (rows[row][size] - rest) / rows[row][row];
    }
    found.iter().all(|one| one.is_finite()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::{Joint, of_experts, solve};
    use crate::reliability::decay::LANDMARK;
    use crate::reliability::names;
    use crate::wire::{Skill, State, Tally};

    fn known(sums: &[(&str, f64, f64)]) -> State {
        let tally = |&(name, right, asked): &(&str, f64, f64)| (name.to_owned(), Tally { right, asked });
        State { experts: sums.iter().map(tally).collect() }
    }

    fn joint(state: &State, skill: &[(&str, f64)], experts: &[&str]) -> Joint {
        let skill = skill.iter().map(|(name, rate)| ((*name).to_owned(), Skill { rate: *rate, trust: 1.0 })).collect();
        of_experts(state, &skill, LANDMARK, experts)
    }

    #[test]
    fn nobody_known_weighs_more_than_another() {
        let weights = joint(&State::default(), &[], &["a", "b", "c"]).weights;
        assert!(weights.iter().all(|weight| (weight - weights[0]).abs() < 1e-12 && *weight > 0.0), "{weights:?}");
    }

    #[test]
    fn one_of_high_skill_outweighs_two_of_low_skill_on_the_first_question() {
        let weights = joint(&State::default(), &[("a", 0.9), ("b", 0.35), ("c", 0.35)], &["a", "b", "c"]).weights;
        assert!(weights[0] > weights[1] + weights[2], "{weights:?}");
    }

    #[test]
    fn two_who_always_say_the_same_share_one_weight() {
        let sums = [("judged a", 200.0, 300.0), ("judged b", 200.0, 300.0), ("judged c", 200.0, 300.0)];
        let pairs = [("pair a b", 300.0, 300.0), ("pair a c", 150.0, 300.0), ("pair b c", 150.0, 300.0)];
        let weights = joint(&known(&[sums, pairs].concat()), &[], &["a", "b", "c"]).weights;
        assert!((weights[0] - weights[1]).abs() < 1e-9 && weights[2] > 1.5 * weights[0], "{weights:?}");
    }

    #[test]
    fn where_nobody_looked_at_pairs_experts_count_as_independent() {
        let judged = [("judged a", 45.0, 100.0), ("judged b", 45.0, 100.0), ("judged c", 45.0, 100.0)];
        let apart = joint(&known(&judged), &[], &["a", "b", "c"]).weights;
        assert!(apart.iter().sum::<f64>() < 1.0, "{apart:?}");
        let pairs = [("pair a b", 42.0, 100.0), ("pair a c", 42.0, 100.0), ("pair b c", 42.0, 100.0)];
        let looked_at = joint(&known(&[&judged[..], &pairs].concat()), &[], &["a", "b", "c"]).weights;
        assert!((apart[0] - looked_at[0]).abs() < 0.1, "{apart:?} {looked_at:?}");
    }

    #[test]
    fn equal_experts_weigh_the_same_to_the_last_digit_and_nobody_by_place() {
        let names: Vec<String> = (0..8).map(|at| format!("e{at}")).collect();
        let skill: Vec<(&str, f64)> = names.iter().map(|name| (name.as_str(), 0.8)).collect();
        let experts: Vec<&str> = names.iter().map(String::as_str).collect();
        let weights = joint(&State::default(), &skill, &experts).weights;
        assert!(weights.iter().all(|weight| weight.to_bits() == weights[0].to_bits()), "{weights:?}");
        let uneven = [("e0", 0.9), ("e1", 0.4), ("e2", 0.7)];
        let (ahead, behind) = (
            joint(&State::default(), &uneven, &["e0", "e1", "e2"]),
            joint(&State::default(), &uneven, &["e2", "e0", "e1"]),
        );
        assert_eq!(ahead.weights, [behind.weights[1], behind.weights[2], behind.weights[0]]);
    }

    #[test]
    fn outcomes_overrule_skill_and_agreement_alone_does_not() {
        let skill = [("a", 0.9), ("b", 0.3)];
        let agreed = known(&[("a", 10.0, 100.0), ("b", 90.0, 100.0)]);
        let by_agreement = joint(&agreed, &skill, &["a", "b"]);
        assert!(by_agreement.weights[0] > by_agreement.weights[1] && by_agreement.judged == 0.0);
        let judged = [("judged a", 10.0, 100.0), ("judged b", 90.0, 100.0), ("pair a b", 10.0, 100.0)];
        let by_outcomes = joint(&known(&judged), &skill, &["a", "b"]);
        assert!(by_outcomes.weights[1] > by_outcomes.weights[0] && by_outcomes.judged == 100.0);
    }

    #[test]
    fn agreement_alone_counts_as_sixty_questions_however_many_there_were() {
        let of = |asked: f64| joint(&known(&[("a", 0.9 * asked, asked), ("b", 0.3 * asked, asked)]), &[], &["a", "b"]);
        let differ = |one: &Joint, other: &Joint| (one.rates[0] - other.rates[0]).abs();
        assert!(differ(&of(60.0), &of(600.0)) < 1e-9, "{:?} {:?}", of(60.0).rates, of(600.0).rates);
        assert!(differ(&of(50.0), &of(60.0)) > 0.01, "{:?} {:?}", of(50.0).rates, of(60.0).rates);
        // (0.9 * 60 + 30 * mean) / 90, with the mean (2 + 72) / 124.
        assert!((of(600.0).rates[0] - (54.0 + 30.0 * 74.0 / 124.0) / 90.0).abs() < 1e-9, "{:?}", of(600.0).rates);
    }

    #[test]
    fn what_has_been_forgotten_weighs_as_if_it_had_never_been() {
        let state = known(&[("judged a", 90.0, 100.0), ("judged b", 10.0, 100.0), ("pair a b", 10.0, 100.0)]);
        let later = of_experts(&state, &Default::default(), LANDMARK + 9_000.0, &["a", "b"]).weights;
        assert!((later[0] - later[1]).abs() < 1e-6, "{later:?}");
    }

    #[test]
    fn a_system_is_solved_whatever_the_order_of_its_rows_and_a_singular_one_is_not() {
        let found = solve(vec![vec![0.0, 2.0, 4.0], vec![1.0, 1.0, 3.0]]).expect("a solution");
        assert!((found[0] - 1.0).abs() < 1e-12 && (found[1] - 2.0).abs() < 1e-12);
        assert_eq!(solve(vec![vec![1.0, 1.0, 2.0], vec![1.0, 1.0, 2.0]]), None);
    }

    #[test]
    fn pairs_are_believed_as_far_as_both_were_judged() {
        let judged = [("judged a", 8.0, 10.0), ("judged b", 5.0, 10.0), ("judged c", 5.0, 10.0)];
        let pairs = |scale: f64| {
            let times = |one: &str, agreed: f64| (names::pair(one, "c"), agreed * scale, 10.0 * scale);
            let sums = [times("a", 9.0), times("b", 2.0)];
            let named: Vec<(&str, f64, f64)> =
                sums.iter().map(|(name, right, asked)| (name.as_str(), *right, *asked)).collect();
            joint(&known(&[&judged[..], &named].concat()), &[], &["a", "b", "c"]).weights
        };
        let believed = pairs(1.0);
        for scale in [1.5, 10.0, 1e6, 1e12] {
            let close = believed.iter().zip(pairs(scale)).all(|(one, other)| (one - other).abs() < 1e-9);
            assert!(close, "{scale}: {believed:?} {:?}", pairs(scale));
        }
        assert_ne!(believed, pairs(0.5));
        let unjudged = known(&[("judged a", 8.0, 10.0), ("pair b c", 1e6, 1e6)]);
        let without = known(&[("judged a", 8.0, 10.0)]);
        assert_eq!(joint(&unjudged, &[], &["a", "b", "c"]).weights, joint(&without, &[], &["a", "b", "c"]).weights);
    }

    #[test]
    fn the_names_of_sums_are_no_experts() {
        for name in [names::judged("a"), names::pair("b", "a"), names::foretold(3)] {
            assert!(!names::is_expert(&name) && !names::can_be_paired(&name));
        }
        assert_eq!(names::pair("b", "a"), names::pair("a", "b"));
    }
}
