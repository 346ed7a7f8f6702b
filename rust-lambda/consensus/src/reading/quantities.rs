//! The numbers of a panel among each other: which of them are one quantity.
//!
//! Units of one dimension convert. A bare number joins the one quantity that is written with the same digits; where
//! two differ ("5 s", "5 min") it joins neither. Bounds are no values. Two nouns are one where all words of the one stand
//! in the other ("6 tulips", "6 red tulips"); with other words on both sides ("5 days before", "5 days after") they differ.

use std::collections::{BTreeMap, BTreeSet};

use super::turned;
use crate::normalise::Key;
use crate::normalise::measure::{Measure, Relation, Unit};
use crate::normalise::number;

/// The key of each measure; the order carries no meaning.
pub fn keys(measures: &[&Measure], question: &[String]) -> Vec<Key> {
    let mut read = points(measures);
    read.iter_mut().for_each(|measure| without_question(measure, question));
    let measures: Vec<&Measure> = read.iter().collect();
    let measures = &measures[..];
    let nouns = nouns(measures);
    let own: Vec<String> = measures.iter().map(|measure| written(measure, &nouns)).collect();
    let mut quantities = Quantities::new();
    for (measure, own) in measures.iter().zip(&own) {
        if measure.unit != Unit::None && measure.takes_bare() && !stems(measure).is_some_and(is_turned) {
            quantities.entry((measure.relation, &measure.value)).or_default().insert(own);
        }
    }
    let joined = measures.iter().zip(&own).map(|(measure, own)| {
        let meant = if measure.unit == Unit::None { meant(measure, &quantities) } else { BTreeSet::new() };
        // A quantity in its base unit stays a plain number where nobody names another.
        let one = Some(&meant).filter(|meant| meant.len() == 1).and_then(|meant| meant.first());
        (measure.relation, one.map_or(own.as_str(), |one| *one))
    });
    joined.map(|(relation, text)| key(relation, text)).collect()
}

/// Words of the question are no news in a noun: "18 left" to "How many eggs are left?".
fn without_question(measure: &mut Measure, question: &[String]) {
    let Unit::Noun(stems) = &mut measure.unit else { return };
    stems.retain(|stem| !question.iter().any(|word| word == stem || word.strip_suffix('s') == Some(stem)));
    if stems.is_empty() {
        measure.unit = Unit::None;
    }
}

fn is_turned(stems: &[String]) -> bool {
    stems.iter().any(|stem| turned::turns(stem))
}

/// What a bare number may be meant as: a quantity of its digits, or the percentage of a hundred times as many, as in
/// 0.25 and 25 %.
fn meant<'a>(measure: &Measure, quantities: &Quantities<'a>) -> BTreeSet<&'a str> {
    let of = |value: &str| {
        let found =
            quantities.iter().filter(|((relation, digits), _)| (*relation, *digits) == (measure.relation, value));
        found.flat_map(|(_, own)| own.iter().copied()).collect::<BTreeSet<&'a str>>()
    };
    let hundredfold = number::times(&measure.value, "100").map(|value| of(&value)).unwrap_or_default();
    let share = hundredfold.into_iter().filter(|own| own.ends_with(" percent"));
    of(&measure.value).into_iter().chain(share).collect()
}

/// What is written with a unit, by its bound and digits.
type Quantities<'a> = BTreeMap<(Relation, &'a str), BTreeSet<&'a str>>;

/// "100 bps" are basis points where somebody else gives a percentage.
fn points(measures: &[&Measure]) -> Vec<Measure> {
    let of =
        |measure: &Measure, name: &str| matches!(&measure.unit, Unit::Known { dimension, .. } if dimension == name);
    let percent = measures.iter().any(|measure| of(measure, "percent"));
    let meant = |measure: &&Measure| match &measure.unit {
        Unit::Known { dimension, scale: "1" } if percent && dimension == "rate" => {
            let unit = Unit::Known { dimension: "percent".to_owned(), scale: "0.01" };
            Measure { unit, ..(*measure).clone() }
        }
        _ => (*measure).clone(),
    };
    measures.iter().map(meant).collect()
}

fn key(relation: Relation, text: &str) -> Key {
    let sign = match relation {
        Relation::Is => return Key::Number(text.to_owned()),
        Relation::Less => "<",
        Relation::AtMost => "<=",
        Relation::AtLeast => ">=",
        Relation::More => ">",
        Relation::IsNot => "!=",
    };
    Key::Expression(format!("{sign}{text}"))
}

/// A value in its base unit, or with its noun.
fn written(measure: &Measure, nouns: &BTreeMap<&[String], usize>) -> String {
    match &measure.unit {
        Unit::Noun(stems) => {
            let group = nouns.get(&stems[..]).copied().unwrap_or(0);
            format!("{} of {group}", measure.value)
        }
        _ => measure.base(),
    }
}

/// A number for each noun, the same for those that are one: all words of the one stand in the other, which adds none
/// that turns it. A noun that two others extend in different ways joins neither.
fn nouns<'a>(measures: &[&'a Measure]) -> BTreeMap<&'a [String], usize> {
    let sets: BTreeSet<&[String]> = measures.iter().filter_map(|measure| stems(measure)).collect();
    let sets: Vec<&[String]> = sets.into_iter().collect();
    let mut group: Vec<usize> = (0..sets.len()).collect();
    for (at, own) in sets.iter().enumerate() {
        let wider: Vec<usize> = (0..sets.len()).filter(|other| extends(sets[*other], own)).collect();
        let nested = |a: usize, b: usize| a == b || extends(sets[a], sets[b]) || extends(sets[b], sets[a]);
        if wider.iter().all(|a| wider.iter().all(|b| nested(*a, *b))) {
            for other in wider {
                let (from, to) = (group[other].max(group[at]), group[other].min(group[at]));
                group.iter_mut().filter(|known| **known == from).for_each(|known| *known = to);
            }
        }
    }
    sets.into_iter().zip(group).collect()
}

fn stems<'a>(measure: &&'a Measure) -> Option<&'a [String]> {
    if let Unit::Noun(stems) = &measure.unit { Some(stems) } else { None }
}

/// Whether a noun is another one with words that leave it what it is.
fn extends(wide: &[String], own: &[String]) -> bool {
    let mut added = wide.iter().filter(|stem| !own.contains(stem));
    wide.len() > own.len() && own.iter().all(|stem| wide.contains(stem)) && !added.any(|stem| turned::turns(stem))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::keys;
    use crate::normalise::measure::{self, Measure};

    fn same(texts: &[&str]) -> Vec<Vec<bool>> {
        let measures: Vec<Measure> = texts.iter().map(|text| measure::read(text).expect(text)).collect();
        let keys = keys(&measures.iter().collect::<Vec<_>>(), &[]);
        keys.iter().map(|a| keys.iter().map(|b| a == b).collect()).collect()
    }

    #[test]
    fn a_bare_number_joins_the_one_quantity_of_its_digits() {
        assert_eq!(same(&["5 s", "5"]), [[true, true], [true, true]]);
        assert_eq!(same(&["5 s", "5", "5 min"])[1], [false, true, false]);
        assert_eq!(
            same(&["5%", "5", "5 basis points"]),
            [[true, true, false], [true, true, false], [false, false, true]]
        );
        assert_eq!(same(&["1905 BC", "1905"])[0], [true, false]);
    }

    #[test]
    fn nouns_that_share_no_word_are_different() {
        assert_eq!(
            same(&["4 vCPU", "4 GiB", "4 nodes"]),
            [[true, false, false], [false, true, false], [false, false, true]]
        );
        assert_eq!(same(&["6 red tulips", "6 tulips", "6"])[0], [true, true, true]);
        assert_eq!(same(&["6 red tulips", "6 white tulips", "6 tulips"])[2], [false, false, true]);
    }

    proptest! {
        #[test]
        fn the_order_carries_no_meaning(mut texts in prop::collection::vec(prop::sample::select(vec![
            "5", "5 s", "5 min", "300 s", "5 nodes", "5 red nodes", "5 %", "at least 5", "0.005 ks", "$5",
        ]), 1..8)) {
            texts.retain(|text| measure::read(text).is_some());
            let forwards = same(&texts);
            texts.reverse();
            let backwards = same(&texts);
            let last = texts.len().saturating_sub(1);
            for a in 0..texts.len() {
                for b in 0..texts.len() {
                    prop_assert_eq!(forwards[a][b], backwards[last - a][last - b]);
                }
            }
        }
    }
}
