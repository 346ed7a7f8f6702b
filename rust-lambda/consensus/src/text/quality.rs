//! Which long text reads best: a ridge regression on what it shares with the others and on its form.
//!
//! ```text
//! q = (1 - m) sum of w_k z_k + m z_shared
//! ```
//!
//! z are features standardised inside the panel, w the weights of `fit/wording.py` (ridge regression, Hoerl and Kennard
//! 1970; the data are named in its head). Where the texts are versions of one text (m near 1: much the same words, much
//! the same length, as with translations) form says nothing, and the text that shares most with the others wins:
//! minimum Bayes risk decoding (Kumar and Byrne 2004).
//!
//! Three guards keep out what is written for a judge instead of the reader. A text that gives a judge orders cannot
//! win beside one that does not (see [`crate::injection`]). A text far from all the others cannot win.
//! Where one at length has next to nothing in common with anybody, the panel may be under attack: only the third
//! nearest to the rest may win then.
//!
//! # Performance
//! O(N^2) look-ups for up to 64 texts, O(N D) for more with D different ones, 64 at most; one pass over the bytes of
//! each.

use super::form::Form;
use super::quality_weights::WEIGHTS;
use super::standard::{deviation, mean, median, standardise};
use crate::ballot::Ballot;
use crate::limits::MAX_PAIRED;
use crate::similarity::overlap::{Overlap, Tally};
use crate::total::Total;
use crate::wire::Panel;

/// Number of features of a text.
pub const FEATURES: usize = 18;

/// A text with less than this part of the median nearness is far from all the others.
const FAR: f64 = 0.5;

/// A text with less than this part of the median nearness has nothing to do with the others.
const STRANGE: f64 = 0.1;

/// A strange text of at least this part of the median length is no mere "yes" or "no".
const AT_LENGTH: f64 = 0.25;

/// Nothing that is kept out may come before anything that is not.
const KEPT_OUT: f64 = 20.0;

/// A text with no more weight than this is nobody else's: rounding of sums in fixed point.
const LEAST_WEIGHT: f64 = 1e-9;

/// From here to there the mean share of common word pairs says that texts are versions of one.
const SHARED: [f64; 2] = [0.2, 0.4];

/// From there down to here the deviation of the logarithm of the lengths says so.
const SPREAD: [f64; 2] = [0.15, 0.25];

/// What is known of the texts of one panel, one entry for each vote.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Features as they are, in the order of the weights.
    pub features: Vec<[f64; FEATURES]>,
    /// Mean part of word pairs in common with another text (Jaccard).
    pub shared: Vec<f64>,
    /// Mean cosine to the others.
    pub nearness: Vec<f64>,
    /// Natural logarithm of 1 + length.
    pub lengths: Vec<f64>,
}

/// Scores of the votes: higher is better, on no scale of their own.
pub fn scores(panel: &Panel, ballot: &Ballot, overlap: &Overlap) -> Vec<f64> {
    let compared = compare(panel, ballot, overlap);
    let near = near(&compared);
    let mut rows = compared.features.clone();
    standardise(&mut rows, &near);
    let mut shared: Vec<[f64; 1]> = compared.shared.iter().map(|shared| [*shared]).collect();
    standardise(&mut shared, &near);
    let versions = versions(&compared, &near);
    let barred = barred(&compared, &near);
    let score = |at: usize| {
        let form: f64 = rows[at].iter().zip(&WEIGHTS).map(|(feature, weight)| feature * weight).sum();
        // An outlier that is kept out has features far from the scale of the others.
        let score = ((1.0 - versions) * form + versions * shared[at][0]).clamp(-KEPT_OUT / 4.0, KEPT_OUT / 4.0);
        let out = ballot.kept_out[ballot.votes[at].opinion];
        score - if barred[at] { KEPT_OUT } else { 0.0 } - if out { 2.0 * KEPT_OUT } else { 0.0 }
    };
    (0..rows.len()).map(score).collect()
}

/// Texts that are not far from all the others.
pub fn near(compared: &Compared) -> Vec<bool> {
    let middle = median(compared.nearness.iter().copied());
    compared.nearness.iter().map(|nearness| *nearness >= FAR * middle).collect()
}

/// How much the texts are versions of one text, 0 to 1.
pub fn versions(compared: &Compared, near: &[bool]) -> f64 {
    let of_near = |values: &[f64]| -> Vec<f64> {
        values.iter().zip(near).filter(|(_, near)| **near).map(|(value, _)| *value).collect()
    };
    let lengths = of_near(&compared.lengths);
    let spread = deviation(&lengths, mean(&lengths));
    let alike = (mean(&of_near(&compared.shared)) - SHARED[0]) / (SHARED[1] - SHARED[0]);
    let level = (SPREAD[1] - spread) / (SPREAD[1] - SPREAD[0]);
    alike.clamp(0.0, 1.0) * level.clamp(0.0, 1.0)
}

fn barred(compared: &Compared, near: &[bool]) -> Vec<bool> {
    let far = near.iter().map(|near| !near).collect();
    let (nearness, lengths) = (&compared.nearness, &compared.lengths);
    let middle = median(nearness.iter().copied());
    let long = median(lengths.iter().copied()) + AT_LENGTH.ln();
    let strange = |at: usize| nearness[at] < STRANGE * middle && lengths[at] >= long;
    if !(0..nearness.len()).any(strange) {
        return far;
    }
    let mut order = nearness.clone();
    order.sort_unstable_by(|a, b| b.total_cmp(a));
    let least = order[nearness.len().div_ceil(3).max(2).min(order.len()) - 1];
    nearness.iter().zip(far).map(|(nearness, far)| far || *nearness < least).collect()
}

/// Features of all votes.
pub fn compare(panel: &Panel, ballot: &Ballot, overlap: &Overlap) -> Compared {
    let points: Vec<usize> = ballot.votes.iter().filter_map(|vote| ballot.compared().point_of[vote.opinion]).collect();
    let weights: Vec<f64> = ballot.votes.iter().map(|vote| vote.weight).collect();
    let mut on_point = vec![Total::default(); overlap.tallies.len()];
    for (point, weight) in points.iter().zip(&weights) {
        on_point[*point].add(*weight);
    }
    let on_point: Vec<f64> = on_point.into_iter().map(Total::value).collect();
    let mut compared = Compared { features: Vec::new(), shared: Vec::new(), nearness: Vec::new(), lengths: Vec::new() };
    for (at, vote) in ballot.votes.iter().enumerate() {
        let text = ballot.readings.words(panel, vote.opinion);
        let (form, tally) = (Form::of(text), &overlap.tallies[points[at]]);
        let others = if points.len() <= MAX_PAIRED {
            let others = points.iter().copied().zip(weights.iter().copied()).enumerate();
            let others = others.filter(|(other, _)| *other != at).map(|(_, other)| other);
            Others::of(overlap, points[at], others, points.len() - 1)
        } else {
            let left = |point: usize| if point == points[at] { weights[at] } else { 0.0 };
            let others = on_point.iter().enumerate().map(|(point, weight)| (point, weight - left(point)));
            Others::of(overlap, points[at], others.filter(|(_, weight)| *weight > LEAST_WEIGHT), points.len() - 1)
        };
        compared.features.push(features(&form, tally, &others));
        compared.shared.push(others.shared);
        compared.nearness.push(others.nearness);
        compared.lengths.push(f64::from(form.bytes).ln_1p());
    }
    compared
}

/// What a text shares with the others, weighted means.
struct Others {
    nearness: f64,
    least: f64,
    /// Part of its own word pairs that another text has too.
    confirmed: f64,
    /// Part of the word pairs of both that both have.
    shared: f64,
}

impl Others {
    /// `others` are different texts and the weight on each, `count` of them the votes.
    fn of(overlap: &Overlap, own: usize, others: impl Iterator<Item = (usize, f64)>, count: usize) -> Others {
        let (mut sums, mut all) = ([Total::default(); 3], Total::default());
        let mut least = 1.0_f64;
        for (point, weight) in others {
            let cosine = overlap.cosine(own, point);
            let pairs = [own, point].map(|point| f64::from(overlap.tallies[point].pairs));
            let both = if own == point { pairs[0] } else { overlap.shared_pairs(own, point) as f64 };
            least = least.min(cosine);
            sums[0].add(weight * cosine);
            sums[1].add(weight * both / pairs[0].max(1.0));
            sums[2].add(weight * both / (pairs[0] + pairs[1] - both).max(1.0));
            all.add(weight);
        }
        let mean = |sum: Total| sum.value() / count.max(1) as f64;
        let whole = mean(all).max(f64::MIN_POSITIVE);
        let [nearness, confirmed, shared] = sums.map(|sum| mean(sum) / whole);
        Others { nearness, least, confirmed, shared }
    }
}

fn features(form: &Form, tally: &Tally, others: &Others) -> [f64; FEATURES] {
    let log = |count: u32| f64::from(count).ln_1p();
    let words = f64::from(tally.words.max(1));
    let bytes = f64::from(form.bytes.max(1));
    [
        log(tally.distinct),
        log(form.bytes),
        log(form.items),
        log(form.bold),
        log(form.code),
        log(form.paragraphs),
        log(form.lines),
        1.0 - f64::from(tally.pairs) / (words - 1.0).max(1.0),
        f64::from(tally.letters) / words,
        f64::from(form.closed),
        f64::from(tally.refused),
        tally.rarity as f64 / 256.0 / words,
        (words / f64::from(form.sentences)).ln(),
        f64::from(form.capitals) / bytes,
        f64::from(form.begins),
        others.nearness,
        others.confirmed,
        others.least,
    ]
}
