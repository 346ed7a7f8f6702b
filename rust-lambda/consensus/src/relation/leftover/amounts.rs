//! Values with their signs, units and rates: "30 days", "30 months"; "-20 °C", "20 °C"; "per second", "per minute".

use std::collections::BTreeSet;

use super::shared::Shared;
use crate::relation::amounts::{RATE, Value, bare, is_same, is_year, per};
use crate::relation::contrast;
use crate::relation::mark::Cue;

/// Words that both texts share, from which the one value of each is of one thing.
const MANY_SHARED: usize = 3;

/// Whether each text has a value of the same role that the other lacks.
pub fn clash(shared: &Shared) -> bool {
    let [own, other] = shared.texts.map(|text| text.values(shared.language));
    if own.is_empty() || other.is_empty() {
        return false;
    }
    let missing = |of: &[Value], from: &[Value]| -> Vec<usize> {
        (0..of.len()).filter(|at| !from.iter().any(|value| is_same(value, &of[*at]))).collect()
    };
    let (lone, others) = (missing(&own, &other), missing(&other, &own));
    let single = own.len() == 1 && other.len() == 1 && shared.content.len() >= MANY_SHARED;
    lone.iter().any(|at| others.iter().any(|found| single || have_one_role(shared, &own[*at], &other[*found])))
        || rates_clash(shared)
}

/// Whether two values are of one thing: of one dimension, or beside the same word.
fn have_one_role(shared: &Shared, a: &Value, b: &Value) -> bool {
    match (a.amount, b.amount) {
        (Some(own), Some(other)) => own.0 == other.0,
        _ => {
            let [one, two] = shared.texts;
            let same =
                |at: usize| a.beside[at].zip(b.beside[at]).is_some_and(|(own, other)| one[own].equals(&two[other]));
            let years = is_year(&a.number) && is_year(&b.number);
            bare(&a.number) == bare(&b.number) || same(0) || same(1) || years
        }
    }
}

/// Whether both tell how often, and not the same.
fn rates_clash(shared: &Shared) -> bool {
    let rates = |text: usize| -> BTreeSet<u64> {
        let tokens = shared.texts[text];
        let rate = |at: usize| {
            let own = contrast::unit(&tokens[at]).filter(|unit| unit.0 == RATE);
            own.or_else(|| per(tokens, at).filter(|unit| unit.0 == "time")).map(|unit| unit.1.to_bits())
        };
        let spoken = |at: &usize| {
            let article = shared.language.cue(&tokens[*at]) == Some(Cue::Article);
            // "A day" tells how often only behind what is done so often.
            !article || *at > 0
        };
        (0..tokens.len()).filter(spoken).filter_map(rate).collect()
    };
    let (own, other) = (rates(0), rates(1));
    !own.is_empty() && !other.is_empty() && own.is_disjoint(&other)
}
