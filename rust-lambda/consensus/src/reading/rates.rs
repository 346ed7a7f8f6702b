//! What stands behind a unit: what it is reckoned by ("$2 per hour") and what it is a unit of ("512 MB of RAM").
//!
//! Both are no news where the question says them, and what a unit is of only describes where nobody gives another.

use std::collections::{BTreeMap, BTreeSet};

use super::wanted::Asked;
use crate::normalise::measure::{Measure, Unit};

/// The measures without what is no news behind their units.
pub fn plain(measures: Vec<Measure>, question: &Asked<'_>) -> Vec<Measure> {
    if !measures.iter().any(|measure| qualified(measure, " per ").or(qualified(measure, " of ")).is_some()) {
        return measures;
    }
    let asked =
        measures.into_iter().map(|measure| without_asked(without_asked(measure, " per ", question), " of ", question));
    let asked: Vec<Measure> = asked.collect();
    let mut of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (base, what) in asked.iter().filter_map(|measure| qualified(measure, " of ")) {
        of.entry(base).or_default().insert(what);
    }
    let alone = |base: &String| of.get(base).is_some_and(|whats| whats.len() == 1);
    asked
        .into_iter()
        .map(|measure| match qualified(&measure, " of ") {
            Some((base, _)) if alone(&base) => in_base(measure, base),
            _ => measure,
        })
        .collect()
}

/// The dimension in front of a word, and what stands behind it.
fn qualified(measure: &Measure, joint: &str) -> Option<(String, String)> {
    let Unit::Known { dimension, .. } = &measure.unit else { return None };
    // Most dimensions are one word.
    if !dimension.as_bytes().contains(&b' ') {
        return None;
    }
    dimension.split_once(joint).map(|(base, what)| (base.to_owned(), what.to_owned()))
}

fn without_asked(measure: Measure, joint: &str, question: &Asked<'_>) -> Measure {
    let asked = |stem: &str| question.words().iter().any(|word| word == stem || word.strip_suffix('s') == Some(stem));
    match qualified(&measure, joint) {
        Some((base, what)) if what.split(' ').all(asked) => in_base(measure, base),
        _ => measure,
    }
}

fn in_base(measure: Measure, dimension: String) -> Measure {
    match measure.unit {
        Unit::Known { scale, .. } => Measure { unit: Unit::Known { dimension, scale }, ..measure },
        _ => measure,
    }
}
