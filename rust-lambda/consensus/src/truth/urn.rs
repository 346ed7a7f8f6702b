//! The model of a panel whose questions differ: experts of different ability, questions of different
//! difficulty, and wrong answers that concentrate.
//!
//! ```text
//! P(expert e is right | question of ease x) = 1 / (1 + exp(-(a_e + x))),   x ~ Normal(0, SPREAD^2)
//! P(the wrong answers)                      = a Polya urn: the n-th wrong expert repeats an answer
//!                                             already given with a chance that grows with its count
//! ```
//!
//! The first line is Rasch's model (1960) with the ease integrated out by Gauss-Hermite nodes, as
//! GLAD (Whitehill et al., NIPS 2009) does with a point estimate: experts agree on easy questions
//! for a reason, so agreement there says less of them. The second line is what one-coin models lack:
//! they take each repeated error for a near-impossible accident, hence believe it, and collapse on
//! panels whose errors agree. With options it is the Dirichlet-multinomial with `clump` for each of
//! the `alternatives`; with open answers the Chinese restaurant process (Ewens 1972) of that
//! concentration. A large concentration gives the one-coin model back.
//!
//! # Performance
//! O((votes + classes) x 5 nodes) a round for each line; no allocation in a round.

use serde::{Deserialize, Serialize};

use super::counts::{Counts, plurality_rates};
use super::quadrature::{NODES, add};
use super::special::{ln_gamma, normalise_logs};
use super::{Item, Votes};

const MOST_ROUNDS: usize = 60;

/// Abilities that move less than this (in log-odds) have settled.
const SETTLED: f64 = 1e-3;

/// What is assumed of questions and errors.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    /// Standard deviation of the ease of questions, in log-odds.
    pub spread: f64,
    /// Concentration of the urn for open answers; half of it for each alternative where there are options.
    pub clump: f64,
}

/// An item with what the urn says of it, which no round changes.
struct Prepared<'a> {
    item: &'a Item,
    /// ln P(wrong answers | class c is right), for each class, and for none of them where that is known.
    urn: Vec<f64>,
}

/// Abilities of the experts, fitted. An expert whom no line knows has the mean of all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Saved", into = "Saved")]
pub struct Abilities {
    shape: Shape,
    each: Vec<f64>,
    tables: Tables,
}

/// What is saved of abilities: the tables follow from it.
#[derive(Serialize, Deserialize)]
struct Saved {
    shape: Shape,
    each: Vec<f64>,
}

impl From<Saved> for Abilities {
    fn from(saved: Saved) -> Abilities {
        Abilities::of(saved.shape, saved.each)
    }
}

impl From<Abilities> for Saved {
    fn from(abilities: Abilities) -> Saved {
        Saved { shape: abilities.shape, each: abilities.each }
    }
}

/// ln P(right) and ln P(wrong) for each expert and node, and last for one whom no line knows.
#[derive(Clone, Debug, PartialEq)]
struct Tables {
    right: Vec<[f64; NODES.len()]>,
    wrong: Vec<[f64; NODES.len()]>,
}

impl Abilities {
    /// Abilities taken as given: `rates` are chances to be right at a question of middling ease.
    pub fn given(shape: Shape, rates: &[f64]) -> Abilities {
        let each = rates.iter().map(|rate| logit(rate.clamp(0.02, 0.98))).collect();
        Abilities::of(shape, each)
    }

    /// Fits by expectation maximisation, from the shares of the votes.
    pub fn fit(shape: Shape, votes: &Votes) -> Abilities {
        let items: Vec<Prepared> =
            votes.items.iter().filter(|item| !item.votes.is_empty()).map(|item| Prepared::new(shape, item)).collect();
        let mut abilities = Abilities::given(shape, &plurality_rates(votes));
        let mut counts = Counts::new(votes.experts.len());
        let mut table = Vec::new();
        for _ in 0..MOST_ROUNDS {
            counts.clear();
            for prepared in &items {
                abilities.believe(prepared, &mut table);
                counts.take(prepared.item, &table);
            }
            let next: Vec<f64> =
                (0..abilities.each.len()).map(|at| counts.ability(shape.spread, at, abilities.each[at])).collect();
            let moved = next.iter().zip(&abilities.each).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            abilities = Abilities::of(shape, next);
            if moved < SETTLED {
                break;
            }
        }
        abilities
    }

    fn of(shape: Shape, each: Vec<f64>) -> Abilities {
        let newcomer = each.iter().sum::<f64>() / each.len().max(1) as f64;
        let logs = |sign: f64| {
            let row = |ability: &f64| NODES.map(|(node, _)| -(-sign * (ability + shape.spread * node)).exp().ln_1p());
            each.iter().chain([&newcomer]).map(row).collect()
        };
        let tables = Tables { right: logs(1.0), wrong: logs(-1.0) };
        Abilities { shape, each, tables }
    }

    /// Chance of each expert to be right, over questions of all ease.
    pub fn rates(&self) -> Vec<f64> {
        let rate = |row: &[f64; NODES.len()]| row.iter().zip(NODES).map(|(log, (_, weight))| weight * log.exp()).sum();
        self.tables.right.iter().take(self.each.len()).map(rate).collect()
    }

    /// Probability of each class of an item to be right, given that one of them is.
    pub fn beliefs(&self, item: &Item) -> Vec<f64> {
        let mut table = Vec::new();
        self.believe(&Prepared::new(self.shape, item), &mut table);
        table.chunks(NODES.len()).take(item.classes).map(|row| row.iter().sum()).collect()
    }

    /// Fills `table` with P(class, node), classes by rows.
    fn believe(&self, prepared: &Prepared, table: &mut Vec<f64>) {
        let item = prepared.item;
        let mut base = NODES.map(|(_, weight)| weight.ln());
        for &(expert, _, weight) in &item.votes {
            add(&mut base, &self.tables.wrong[expert], weight);
        }
        for &expert in &item.silent {
            add(&mut base, &self.tables.wrong[expert], 1.0);
        }
        table.clear();
        for urn in &prepared.urn {
            table.extend(base.map(|value| value + urn));
        }
        for &(expert, class, weight) in &item.votes {
            let row = &mut table[class * NODES.len()..(class + 1) * NODES.len()];
            add(row, &self.tables.right[expert], weight);
            add(row, &self.tables.wrong[expert], -weight);
        }
        normalise_logs(table);
    }
}

impl Prepared<'_> {
    fn new(shape: Shape, item: &Item) -> Prepared<'_> {
        let mut masses = vec![0.0; item.classes];
        for &(_, class, weight) in &item.votes {
            masses[class] += weight;
        }
        let all: f64 = masses.iter().sum();
        let (each, whole) = if item.open {
            (shape.clump, shape.clump)
        } else {
            (shape.clump / 2.0, shape.clump / 2.0 * item.alternatives)
        };
        let seat = |mass: f64| match (mass > 0.0, item.open) {
            (false, _) => 0.0,
            (true, true) => each.ln() + ln_gamma(mass),
            (true, false) => ln_gamma(each + mass) - ln_gamma(each),
        };
        let seats: Vec<f64> = masses.iter().map(|mass| seat(*mass)).collect();
        let seated: f64 = seats.iter().sum();
        let chance = |class: usize| seated - seats[class] + ln_gamma(whole) - ln_gamma(whole + all - masses[class]);
        let mut urn: Vec<f64> = (0..item.classes).map(chance).collect();
        if let Some(known) = item.known {
            // A known answer is a fact: every other class is impossible. One that nobody gave is a row of its own.
            urn.resize(item.classes.max(known + 1), 0.0);
            let others = urn.iter_mut().enumerate().filter(|(class, _)| *class != known);
            others.for_each(|(_, value)| *value = f64::NEG_INFINITY);
        }
        Prepared { item, urn }
    }
}

fn logit(rate: f64) -> f64 {
    (rate / (1.0 - rate)).ln()
}
