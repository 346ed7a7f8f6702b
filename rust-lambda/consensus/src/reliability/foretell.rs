//! The chance that a verdict is right, as the weights foretell it and as outcomes have corrected it.
//!
//! The weights of those who give an answer add up to its chance to be right (see [`joint`](super::joint)). What became of
//! verdicts foretold before, in 20 parts of the range, turns that chance by
//!
//! ```text
//! log-odds = offset + slope x foretold log-odds       (Platt 1999, penalised towards 0 and 1)
//! ```
//!
//! Each part stands at the mean of the chances foretold in it: chances crowd at the upper end, where the middle of a part is far
//! from them in log-odds. Chances that only earlier versions have counted stand at the middle.

use super::{decay, names};
use crate::ballot::Ballot;
use crate::total::Total;
use crate::wire::State;

/// Chances are kept this far from certainty.
const CERTAIN: f64 = 0.01;

/// Penalties on the offset and on the slope's distance from one, in outcomes.
const PENALTIES: (f64, f64) = (4.0, 20.0);

/// Newton steps at most; few parts are known, and most often four suffice.
const STEPS: usize = 50;

/// Halvings of a step that overshoots.
const HALVINGS: i32 = 40;

/// Likelihood that a step still promises where it is the last one: below it, rounding decides whether the step leads up.
const LAST_GAIN: f64 = 1e-10;

/// More support never means less chance.
const LEAST_SLOPE: f64 = 0.05;

/// Outcomes of one part count as so many at most: beyond, nothing is known better and sums lose their digits.
const MOST_SEEN: f64 = 1e6;

/// Chance of each class to be right: the weights of its experts, one with several answers giving each a part.
pub fn chances(ballot: &Ballot, weights: &[f64]) -> Vec<f64> {
    let mut answers = vec![0usize; weights.len()];
    ballot.votes.iter().for_each(|vote| answers[vote.expert] += 1);
    let mut chances = vec![Total::default(); ballot.classes];
    for vote in &ballot.votes {
        chances[vote.class].add(weights[vote.expert] / answers[vote.expert].max(1) as f64);
    }
    chances.iter().map(|chance| chance.value()).collect()
}

/// The part of the range that a chance lies in.
pub fn part(chance: f64) -> usize {
    ((chance.clamp(0.0, 1.0) * names::FORETOLD as f64) as usize).min(names::FORETOLD - 1)
}

/// A foretold chance, corrected by what became of those before it.
pub fn corrected(state: &State, day: f64, chance: f64) -> f64 {
    let growth = decay::growth(day);
    let seen: Vec<(f64, f64, f64)> = (0..names::FORETOLD).filter_map(|part| seen(state, growth, part)).collect();
    let (offset, slope) = correction(&seen);
    logistic(offset + slope * log_odds(chance))
}

/// Log-odds of where a part stands, and how many foretold there were right, of how many.
fn seen(state: &State, growth: f64, part: usize) -> Option<(f64, f64, f64)> {
    let tally = state.experts.get(&names::foretold(part))?;
    let asked = (tally.asked / growth).max(0.0);
    let right = (tally.right / growth).clamp(0.0, asked);
    let counted = asked.min(MOST_SEEN);
    (asked > 0.0).then(|| (log_odds(place(state, part, tally.asked)), right / asked * counted, counted))
}

/// Mean of the chances foretold in a part, those that were not kept at its middle. What a state says of it stays inside.
fn place(state: &State, part: usize, asked: f64) -> f64 {
    let at = |inside: f64| (part as f64 + inside) / names::FORETOLD as f64;
    let kept = state.experts.get(&names::foretold_mean(part)).filter(|kept| kept.asked > 0.0);
    kept.map_or(at(0.5), |kept| {
        let mean = (kept.right / kept.asked).clamp(at(0.0), at(1.0));
        at(0.5) + (kept.asked / asked).min(1.0) * (mean - at(0.5))
    })
}

/// Offset and slope of the greatest penalised likelihood, by Newton's method. It is concave, so a step that overshoots is halved
/// until it leads up.
fn correction(seen: &[(f64, f64, f64)]) -> (f64, f64) {
    let mut best = (0.0, 1.0);
    let mut reached = likelihood(seen, best);
    for _ in 0..STEPS {
        let (step, gain) = newton(seen, best);
        if gain < LAST_GAIN {
            return moved(best, step, 1.0);
        }
        let tried = (0..HALVINGS).map(|halved| moved(best, step, 0.5_f64.powi(halved)));
        match tried.map(|next| (next, likelihood(seen, next))).find(|(_, likely)| *likely > reached) {
            Some(next) => (best, reached) = next,
            None => return best,
        }
    }
    best
}

fn moved(from: (f64, f64), step: (f64, f64), part: f64) -> (f64, f64) {
    (from.0 + part * step.0, (from.1 + part * step.1).max(LEAST_SLOPE))
}

/// The step from a point to where the curve of second order has its top, and how much likelihood it promises.
fn newton(seen: &[(f64, f64, f64)], (offset, slope): (f64, f64)) -> ((f64, f64), f64) {
    let mut gradient = (-PENALTIES.0 * offset, -PENALTIES.1 * (slope - 1.0));
    let mut curve = (PENALTIES.0, 0.0, PENALTIES.1);
    for &(at, right, asked) in seen {
        let chance = logistic(offset + slope * at);
        let (miss, spread) = (right - asked * chance, asked * chance * (1.0 - chance));
        gradient = (gradient.0 + miss, gradient.1 + miss * at);
        curve = (curve.0 + spread, curve.1 + spread * at, curve.2 + spread * at * at);
    }
    if slope <= LEAST_SLOPE && gradient.1 < 0.0 {
        // The slope stands at its bound, and only the offset moves.
        let along = gradient.0 / curve.0;
        return ((along, 0.0), 0.5 * gradient.0 * along);
    }
    let determinant = curve.0 * curve.2 - curve.1 * curve.1;
    let along = (curve.2 * gradient.0 - curve.1 * gradient.1, curve.0 * gradient.1 - curve.1 * gradient.0);
    let step = (along.0 / determinant, along.1 / determinant);
    (step, 0.5 * (gradient.0 * step.0 + gradient.1 * step.1))
}

fn likelihood(seen: &[(f64, f64, f64)], (offset, slope): (f64, f64)) -> f64 {
    let penalty = 0.5 * (PENALTIES.0 * offset * offset + PENALTIES.1 * (slope - 1.0) * (slope - 1.0));
    let told = |&(at, right, asked): &(f64, f64, f64)| {
        let sum = offset + slope * at;
        // ln of the logistic and of what is left, without rounding to nothing.
        right * -(-sum).exp().ln_1p() + (asked - right) * -sum.exp().ln_1p()
    };
    seen.iter().map(told).sum::<f64>() - penalty
}

fn log_odds(chance: f64) -> f64 {
    let inside = chance.clamp(CERTAIN, 1.0 - CERTAIN);
    (inside / (1.0 - inside)).ln()
}

fn logistic(sum: f64) -> f64 {
    (1.0 / (1.0 + (-sum).exp())).clamp(0.001, 0.999)
}

#[cfg(test)]
mod tests {
    use super::{corrected, part};
    use crate::reliability::{decay::LANDMARK, names};
    use crate::wire::{State, Tally};

    fn known(parts: &[(usize, f64, f64)]) -> State {
        let tally = |&(part, right, asked): &(usize, f64, f64)| (names::foretold(part), Tally { right, asked });
        State { experts: parts.iter().map(tally).collect() }
    }

    #[test]
    fn without_outcomes_a_chance_stays_as_it_was_foretold() {
        for chance in [0.02, 0.3, 0.5, 0.9, 0.985] {
            assert!((corrected(&State::default(), LANDMARK, chance) - chance).abs() < 1e-9, "{chance}");
        }
    }

    #[test]
    fn what_was_foretold_too_high_comes_down_to_what_was_right() {
        // Foretold at 0.9, right in 70 of 100: the middle of both parts lies near 0.9, so the chance comes close to 0.7.
        let state = known(&[(17, 70.0, 100.0), (18, 140.0, 200.0)]);
        let chance = corrected(&state, LANDMARK, 0.9);
        assert!((0.66..0.72).contains(&chance), "{chance}");
    }

    #[test]
    fn a_part_stands_at_the_mean_of_what_was_foretold_there_as_far_as_that_was_kept() {
        let became = (19, 400.0, 400.0);
        let with_mean = |mean: f64, kept: f64| {
            let mut state = known(&[became]);
            state.experts.insert(names::foretold_mean(19), Tally { right: mean * kept, asked: kept });
            corrected(&state, LANDMARK, 0.9)
        };
        let at_the_middle = corrected(&known(&[became]), LANDMARK, 0.9);
        assert_eq!(with_mean(0.975, 400.0).to_bits(), at_the_middle.to_bits());
        // All of those foretold at 0.95 were right: less was expected than of as many foretold at 0.99.
        assert!(with_mean(0.95, 400.0) > with_mean(0.96, 400.0) && with_mean(0.96, 400.0) > with_mean(0.99, 400.0));
        let half_kept = with_mean(0.95, 200.0);
        assert!(half_kept > at_the_middle && half_kept < with_mean(0.95, 400.0));
    }

    #[test]
    fn no_mean_of_a_state_moves_a_part_out_of_its_range() {
        let with = |right: f64, asked: f64| {
            let mut state = known(&[(10, 30.0, 60.0)]);
            state.experts.insert(names::foretold_mean(10), Tally { right, asked });
            corrected(&state, LANDMARK, 0.5)
        };
        let (lowest, highest) = (with(30.0, 60.0), with(33.0, 60.0));
        for (right, asked) in [(0.0, 60.0), (60.0, 60.0), (-1e300, 1e300), (1e300, 1e-300), (5.0, -5.0), (1e12, 1e12)] {
            let chance = with(right, asked);
            assert!(chance <= lowest && chance >= highest, "{right} of {asked}: {chance}");
        }
    }

    #[test]
    fn however_wrong_the_surest_verdicts_were_their_chance_comes_down() {
        for (right, asked) in
            [(16.0, 40.0), (30.0, 60.0), (65.0, 100.0), (150.0, 300.0), (225.0, 300.0), (0.0, 1e20), (0.0, 1e140)]
        {
            for beside in [vec![], vec![(1, 30.0, 100.0)], vec![(18, 150.0, 300.0)]] {
                let state = known(&[&[(19, right, asked)][..], &beside].concat());
                let chance = corrected(&state, LANDMARK, 0.98);
                assert!(chance < 0.93 && chance > 0.0, "{right} of {asked}: {chance}");
            }
        }
        let state = known(&[(19, 30.0, 60.0)]);
        assert!((0.45..0.75).contains(&corrected(&state, LANDMARK, 0.975)));
    }

    #[test]
    fn a_higher_chance_stays_higher_whatever_became_of_others() {
        let odd = known(&[(2, 95.0, 100.0), (18, 5.0, 100.0), (10, 50.0, 100.0)]);
        let all: Vec<f64> = (1..=19).map(|tenth| corrected(&odd, LANDMARK, f64::from(tenth) / 20.0)).collect();
        assert!(all.windows(2).all(|two| two[0] < two[1]), "{all:?}");
    }

    #[test]
    fn where_the_slope_stands_at_its_bound_the_offset_still_meets_the_mean() {
        // The surer, the less often right: hardly any slope is left, and each chance is close to the mean.
        let odd: Vec<(usize, f64, f64)> = (0..20).map(|part| (part, 380.0 - 10.0 * part as f64, 400.0)).collect();
        let mean = odd.iter().map(|(_, right, asked)| right / asked).sum::<f64>() / 20.0;
        let chance = corrected(&known(&odd), LANDMARK, 0.5);
        assert!((chance - mean).abs() < 0.01, "{chance} {mean}");
    }

    #[test]
    fn every_chance_has_its_part() {
        assert_eq!([0.0, 0.049, 0.05, 0.5, 1.0, 1.2].map(part), [0, 0, 1, 10, 19, 19]);
    }
}
