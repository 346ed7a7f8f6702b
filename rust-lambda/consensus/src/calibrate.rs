//! How likely the returned answer is right: logistic maps from evidence to probability.
//!
//! ```text
//! confidence = 1 / (1 + exp(-(intercept + sum of coefficient x evidence)))      (Platt 1999)
//! ```
//!
//! Three maps: a line that stands alone, a line under `infer`, a line weighed with what earlier lines
//! taught. Every coefficient (but that of `words`) is at least zero and every piece of evidence falls,
//! or stays, when a supporter turns away; so does the confidence. It is not the agreement: it knows
//! who is silent and how good the supporters are, and a unanimous panel stays below 1.

use crate::ballot::Ballot;
use crate::coefficients::{ALONE, JOINTLY, LEARNT};
use crate::decide::Decision;
use crate::reading::Matter;
use crate::total::Total;

/// Number of pieces of evidence of a line that stands alone.
pub const ALONE_PIECES: usize = 7;

/// Number of pieces of evidence of a line that a model of the experts weighed.
pub const MODEL_PIECES: usize = 5;

/// Log-odds are bounded to this: models are surer than they may be.
const MOST_LOG_ODDS: f64 = 6.0;

/// Evidence of one decision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// Part of the votes behind the winner, before reliability, 0 to 1.
    pub share: f64,
    /// The winner's part minus the runner-up's, 0 to 1.
    pub margin: f64,
    /// Part of the asked experts who answered, 0 to 1.
    pub coverage: f64,
    /// ln(1 + number of experts behind the winner).
    pub supporters: f64,
    /// Weighted mean similarity of the picked answer to the answers of the others, 0 to 1.
    pub nearness: f64,
    /// 1 where answers are compared by similarity, else 0.
    pub words: f64,
    /// What a model of the experts adds; None where the votes were counted plainly.
    pub model: Option<Believed>,
}

/// What a model of the experts believes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Believed {
    /// Probability of the winner to be right, given that one of the answers is.
    pub winner: f64,
    /// Estimated chance to be right of the best expert behind the winner.
    pub best: f64,
}

impl Evidence {
    /// Evidence of a decision.
    pub fn new(ballot: &Ballot, decision: &Decision) -> Evidence {
        let shares = plain_shares(ballot);
        let share = shares[decision.class];
        let others = shares.iter().enumerate().filter(|(class, _)| *class != decision.class);
        let runner_up = others.map(|(_, share)| *share).fold(0.0, f64::max);
        let supporters = ballot.votes.iter().filter(|vote| vote.class == decision.class).count();
        Evidence {
            share,
            margin: (share - runner_up).max(0.0),
            coverage: ballot.answered as f64 / ballot.asked.max(1) as f64,
            supporters: (1.0 + supporters as f64).ln(),
            nearness: decision.nearness,
            words: f64::from(ballot.readings.matter == Matter::Words),
            model: None,
        }
    }

    /// With what a model believes of each class, and of the expert behind each vote.
    pub fn believing(self, ballot: &Ballot, decision: &Decision, beliefs: &[f64], rates: &[f64]) -> Evidence {
        let supporters = ballot.votes.iter().zip(rates).filter(|(vote, _)| vote.class == decision.class);
        let best = supporters.map(|(_, rate)| *rate).fold(0.0, f64::max);
        Evidence { model: Some(Believed { winner: beliefs[decision.class], best }), ..self }
    }

    /// The pieces of a line that stands alone, in the order of the coefficients.
    pub fn alone(&self) -> [f64; ALONE_PIECES] {
        [self.share, self.margin, self.coverage, self.supporters, self.unanimous(), self.nearness, self.words]
    }

    /// The pieces of a line that a model weighed, in the order of the coefficients.
    pub fn believed(&self, model: Believed) -> [f64; MODEL_PIECES] {
        [self.coverage, model.winner, bounded_log_odds(model.winner), bounded_log_odds(model.best), self.unanimous()]
    }

    fn unanimous(&self) -> f64 {
        f64::from(self.share > 1.0 - 1e-9)
    }
}

/// Log-odds from -1 to 1 in units of the bound.
fn bounded_log_odds(chance: f64) -> f64 {
    let inside = chance.clamp(1e-6, 1.0 - 1e-6);
    (inside / (1.0 - inside)).ln().clamp(-MOST_LOG_ODDS, MOST_LOG_ODDS) / MOST_LOG_ODDS
}

/// Weight behind each class before reliability, as parts of all.
fn plain_shares(ballot: &Ballot) -> Vec<f64> {
    let mut shares = vec![Total::default(); ballot.classes];
    for vote in &ballot.votes {
        shares[vote.class].add(vote.weight);
    }
    let all = shares.iter().fold(Total::default(), |sum, share| sum.plus(*share)).value();
    shares.iter().map(|share| if all > 0.0 { share.value() / all } else { 0.0 }).collect()
}

/// Confidence of a line that stands alone.
pub fn alone(evidence: &Evidence) -> f64 {
    logistic(&ALONE, &evidence.alone())
}

/// Confidence of a line among many; of one that was counted plainly there, as if it stood alone.
pub fn jointly(evidence: &Evidence) -> f64 {
    evidence.model.map_or_else(|| alone(evidence), |model| logistic(&JOINTLY, &evidence.believed(model)))
}

/// Confidence of a line weighed with what earlier lines taught.
pub fn learnt(evidence: &Evidence) -> f64 {
    evidence.model.map_or_else(|| alone(evidence), |model| logistic(&LEARNT, &evidence.believed(model)))
}

fn logistic(coefficients: &[f64], pieces: &[f64]) -> f64 {
    let products = coefficients[1..].iter().zip(pieces).map(|(coefficient, piece)| coefficient * piece);
    let sum = coefficients[0] + products.sum::<f64>();
    // Evidence is bounded, so the map stays inside; the bounds hold for any coefficients.
    (1.0 / (1.0 + (-sum).exp())).clamp(0.001, 0.999)
}

#[cfg(test)]
mod tests {
    use super::{Believed, Evidence, alone, jointly, learnt};

    const EVIDENCE: Evidence =
        Evidence { share: 0.6, margin: 0.2, coverage: 1.0, supporters: 1.4, nearness: 0.5, words: 0.0, model: None };

    #[test]
    fn confidence_rises_with_what_a_model_believes_and_with_its_best_supporter() {
        let with = |winner: f64, best: f64| Evidence { model: Some(Believed { winner, best }), ..EVIDENCE };
        for map in [jointly, learnt] {
            assert!(map(&with(0.9, 0.6)) > map(&with(0.5, 0.6)));
            assert!(map(&with(0.9, 0.9)) > map(&with(0.9, 0.6)));
            assert!(map(&with(1.0, 1.0)) < 1.0 && map(&with(0.0, 0.0)) > 0.0);
        }
    }

    #[test]
    fn the_maps_of_lines_that_a_model_weighed_are_those_of_the_readme() {
        // By hand: winner and best as log-odds between -6 and 6, in units of 6.
        let with = |share: f64, coverage: f64, winner: f64, best: f64| Evidence {
            share,
            coverage,
            model: Some(Believed { winner, best }),
            ..EVIDENCE
        };
        for (evidence, among_many, after_others) in [
            (with(0.6, 1.0, 0.9, 0.6), 0.5747, 0.5868),
            (with(1.0, 0.5, 0.3, 0.8), 0.5191, 0.5010),
            (with(0.6, 1.0, 0.9999, 0.5), 0.7967, 0.8204),
        ] {
            assert!((jointly(&evidence) - among_many).abs() < 5e-5, "{}", jointly(&evidence));
            assert!((learnt(&evidence) - after_others).abs() < 5e-5, "{}", learnt(&evidence));
        }
    }

    #[test]
    fn a_line_that_no_model_weighed_is_judged_as_if_it_stood_alone() {
        assert_eq!(jointly(&EVIDENCE).to_bits(), alone(&EVIDENCE).to_bits());
        assert_eq!(learnt(&EVIDENCE).to_bits(), alone(&EVIDENCE).to_bits());
    }
}
