//! Deciding only where a promise can be kept: at most a part `1 - promise` of the decided answers is wrong.
//!
//! Split conformal, by a fixed sequence of tests (Angelopoulos, Bates, Candès, Jordan, Lei: "Learn then Test", 2021). Verdicts are
//! sorted by the part of the weight behind their answer. Among past verdicts whose right answer became known, n lie at or above a
//! part t and k of these were wrong. From the highest part down, t is taken as long as
//!
//! ```text
//! P(Binomial(n, 1 - promise) <= k) <= RISK            (the test behind the bound of Clopper and Pearson)
//! ```
//!
//! begun where n is large enough for the test to be passed at all, which the outcomes have no part in, and ended where it fails. So the
//! promise is kept in all but a part `RISK` of the circles, as long as questions stay as they were. Sums that have faded count as
//! fewer outcomes, which errs on the safe side.
//!
//! # Performance
//! O(parts) for a verdict with a promise, nothing for others.

use super::{decay, names};
use crate::ballot::Ballot;
use crate::truth::known;
use crate::wire::{Given, Kind, Panel, Promise, State, Tally};

/// Chance that the outcomes mislead.
pub const RISK: f64 = 0.05;

/// Parts of the weight; the last one is all of it.
const PARTS: usize = 100;

/// Rounding of sums in fixed point.
const ALL: f64 = 1.0 - 1e-9;

/// Terms of the fraction; it has converged long before.
const TERMS: i32 = 1000;

/// Outcomes above count as so many: beyond, nothing is known better.
const MOST: f64 = 1e6;

/// What became of a decided verdict whose `class` has a `share` of the weight, without decay; None where the outcome does not tell.
pub fn observed(panel: &Panel, ballot: &Ballot, class: usize, share: f64) -> Option<(String, Tally)> {
    let right = was_right(panel, ballot, class)?;
    Some((names::sure(part(share)), Tally { right: f64::from(right), asked: 1.0 }))
}

/// Whether what became known makes the answer of a class right.
fn was_right(panel: &Panel, ballot: &Ballot, class: usize) -> Option<bool> {
    let feedback = panel.outcome.as_ref()?;
    if let Some(answer) = &feedback.answer {
        let counted = matches!(panel.kind, Kind::Choice | Kind::Short);
        return counted.then(|| known::class_of(panel, ballot, answer)).flatten().map(|truth| truth == class);
    }
    let (about, right) = (feedback.about.as_deref()?, feedback.right?);
    let own = ballot.votes.iter().find(|vote| panel.opinions[vote.opinion].expert == about)?.class;
    // That another answer was wrong says nothing of this one; that it was right does.
    if own == class { Some(right) } else { right.then_some(false) }
}

/// Whether a verdict with this share of the weight may be decided under the promise of its panel; None where there is none.
pub fn kept(panel: &Panel, share: Option<f64>) -> Option<Promise> {
    let asked = panel.promise?;
    let nothing = State::default();
    let state = if let Some(Given::Known(state)) = &panel.reliability { state } else { &nothing };
    let levels = decay::day(panel.at).map(|day| levels(state, day)).unwrap_or_default();
    let outcomes: f64 = levels.iter().map(|level| level.asked).sum();
    let least = if (0.0..1.0).contains(&asked) { least(&levels, 1.0 - asked) } else { None };
    let covered: f64 = least.map_or(0.0, |least| levels[least..].iter().map(|level| level.asked).sum());
    let kept = least.zip(share).is_some_and(|(least, share)| part(share) >= least);
    Some(Promise {
        asked,
        kept,
        otherwise: false,
        outcomes,
        least: least.map(|least| least as f64 / PARTS as f64),
        coverage: (outcomes > 0.0).then(|| covered / outcomes),
    })
}

fn part(share: f64) -> usize {
    if share >= ALL { PARTS } else { ((share.max(0.0) * PARTS as f64) as usize).min(PARTS - 1) }
}

/// What is known of each part on a day, the lowest first.
fn levels(state: &State, day: f64) -> Vec<Tally> {
    (0..=PARTS).map(|part| state.on(day, &names::sure(part))).collect()
}

/// The lowest part down to which the error rate is at most `most`; None where no outcomes tell.
fn least(levels: &[Tally], most: f64) -> Option<usize> {
    let (mut asked, mut right, mut found) = (0.0, 0.0, None);
    for (part, level) in levels.iter().enumerate().rev().filter(|(_, level)| level.asked > 0.0) {
        asked += level.asked;
        right += level.right;
        let counted = f64::min(asked, MOST);
        if at_most(0.0, counted, most) > RISK {
            continue;
        }
        if at_most((asked - right).max(0.0) / asked * counted, counted, most) > RISK {
            return found;
        }
        found = Some(part);
    }
    found
}

/// P(Binomial(n, rate) <= k), by the regularized incomplete beta function where k and n are no whole numbers.
fn at_most(k: f64, n: f64, rate: f64) -> f64 {
    if k >= n { 1.0 } else { beta(n - k, k + 1.0, 1.0 - rate) }
}

/// The regularized incomplete beta function (DLMF 8.17.22).
fn beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return f64::from(x >= 1.0);
    }
    // The fraction converges fast on this side of the mean.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta(b, a, 1.0 - x);
    }
    let front = (a * x.ln() + b * (1.0 - x).ln() + ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b)).exp() / a;
    (front * fraction(a, b, x)).clamp(0.0, 1.0)
}

/// Lentz's method.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let away = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let (mut above, mut below) = (1.0, 1.0 / away(1.0 - (a + b) * x / (a + 1.0)));
    let mut found = below;
    for term in 1..TERMS {
        let m = f64::from(term);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = found;
        for step in [even, odd] {
            below = 1.0 / away(1.0 + step * below);
            above = away(1.0 + step / above);
            found *= below * above;
        }
        if (found - before).abs() <= 1e-14 * found.abs() {
            break;
        }
    }
    found
}

/// Stirling's series, shifted to where it is exact to the last digits.
fn ln_gamma(x: f64) -> f64 {
    let (mut shifted, mut down) = (x, 0.0);
    while shifted < 12.0 {
        down += shifted.ln();
        shifted += 1.0;
    }
    let (one, square) = (1.0 / shifted, 1.0 / (shifted * shifted));
    let series = one * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0)));
    (shifted - 0.5) * shifted.ln() - shifted + 0.5 * std::f64::consts::TAU.ln() + series - down
}

#[cfg(test)]
mod tests {
    use super::{PARTS, RISK, at_most, kept, part};
    use crate::reliability::names;
    use crate::wire::{Given, Panel, State, Tally};
    use proptest::prelude::*;

    /// Too simple to be wrong: the terms of the sum, one by one.
    fn summed(k: u32, n: u32, rate: f64) -> f64 {
        let mut term = (1.0 - rate).powi(n as i32);
        let mut sum = term;
        for i in 0..k {
            term *= f64::from(n - i) / f64::from(i + 1) * rate / (1.0 - rate);
            sum += term;
        }
        sum
    }

    fn said(parts: &[(usize, f64, f64)], promise: f64, share: f64) -> (bool, Option<f64>) {
        let tally = |&(part, right, asked): &(usize, f64, f64)| (names::sure(part), Tally { right, asked });
        let state = State { experts: parts.iter().map(tally).collect() };
        let panel = Panel { promise: Some(promise), reliability: Some(Given::Known(state)), ..Panel::default() };
        let found = kept(&panel, Some(share)).expect("a promise");
        (found.kept, found.least)
    }

    #[test]
    fn a_promise_takes_as_many_outcomes_as_its_bound_needs_and_not_one_less() {
        // 0.95^59 is just below 0.05, and 0.95^58 above; one wrong answer takes 93.
        assert_eq!(said(&[(PARTS, 59.0, 59.0)], 0.95, 1.0), (true, Some(1.0)));
        assert_eq!(said(&[(PARTS, 58.0, 58.0)], 0.95, 1.0), (false, None));
        assert_eq!(said(&[(PARTS, 92.0, 93.0)], 0.95, 1.0), (true, Some(1.0)));
        assert_eq!(said(&[(PARTS, 91.0, 92.0)], 0.95, 1.0), (false, None));
        assert_eq!(said(&[], 0.95, 1.0), (false, None));
        assert_eq!(said(&[(PARTS, 1e9, 1e9)], 1.0, 1.0), (false, None));
    }

    #[test]
    fn it_goes_down_as_far_as_the_outcomes_carry_it() {
        let outcomes = [(PARTS, 100.0, 100.0), (80, 97.0, 100.0), (60, 60.0, 100.0), (40, 100.0, 100.0)];
        assert_eq!(said(&outcomes, 0.95, 0.805), (true, Some(0.8)));
        assert_eq!(said(&outcomes, 0.95, 0.79), (false, Some(0.8)));
        assert_eq!(said(&outcomes, 0.99, 1.0), (false, None));
    }

    #[test]
    fn without_a_promise_nothing_is_said() {
        assert!(kept(&Panel::default(), Some(1.0)).is_none());
    }

    #[test]
    fn every_share_has_its_part() {
        assert_eq!([0.0, 0.005, 0.5, 0.999_999, 1.0 - 1e-12, 1.0].map(part), [0, 0, 50, 99, 100, 100]);
    }

    proptest! {
        #[test]
        fn the_tail_of_the_binomial_is_the_sum_of_its_terms(n in 1_u32..400, part in 0.0..1.0_f64, rate in 0.001..0.5_f64) {
            let k = (part * f64::from(n)) as u32;
            let (found, sum) = (at_most(f64::from(k), f64::from(n), rate), summed(k, n, rate));
            prop_assert!((found - sum.min(1.0)).abs() < 1e-9, "{found} {sum}");
        }

        #[test]
        fn what_is_promised_passes_the_test_of_clopper_and_pearson(
            levels in prop::collection::vec((0_usize..=PARTS, 0_u32..200, 0_u32..20), 0..8),
            promise in 0.5..0.99_f64,
        ) {
            let mut parts: Vec<(usize, f64, f64)> = Vec::new();
            for (at, right, wrong) in levels {
                if parts.iter().all(|(other, ..)| *other != at) {
                    parts.push((at, f64::from(right), f64::from(right + wrong)));
                }
            }
            let (_, least) = said(&parts, promise, 1.0);
            if let Some(least) = least {
                let above = parts.iter().filter(|(at, ..)| *at as f64 / PARTS as f64 >= least);
                let (right, asked) = above.fold((0.0, 0.0), |sum, one| (sum.0 + one.1, sum.1 + one.2));
                prop_assert!(summed((asked - right) as u32, asked as u32, 1.0 - promise) <= RISK + 1e-9);
            }
        }

        #[test]
        fn a_higher_promise_decides_no_more(
            levels in prop::collection::vec((0_u32..100, 0_u32..10), 5),
            low in 0.5..0.99_f64, more in 0.0..0.01_f64, share in 0.0..=1.0_f64,
        ) {
            let outcomes: Vec<_> = levels.iter().enumerate()
                .map(|(at, (right, wrong))| (PARTS - 10 * at, f64::from(*right), f64::from(right + wrong))).collect();
            // The sequence of the higher one may begin later, past an error; it is never passed where the lower one is not at that part.
            let (lower, higher) = (said(&outcomes, low, share), said(&outcomes, low + more, share));
            prop_assert!(!higher.0 || lower.0 || lower.1.is_none());
        }
    }
}
