//! The numbers of a panel among each other: which of them are one quantity.
//!
//! Units of one dimension convert. A bare number joins the one quantity that is written with the same digits; where
//! two differ ("5 s", "5 min") it joins neither. Bounds are no values. Which nouns are one, `nouns` tells.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use super::nouns::Nouns;
use super::rates;
use super::wanted::{Asked, Wanted};
use crate::normalise::Key;
use crate::normalise::measure::{Measure, Relation, Unit};
use crate::normalise::number;

/// The key of each measure; the order carries no meaning.
pub fn keys(measures: &[&Measure], question: &Asked<'_>) -> Vec<Key> {
    let read = rates::plain(points(measures), question);
    let nouns = Nouns::of(&read, question);
    let own: Vec<String> = read.iter().map(|measure| nouns.written(measure)).collect();
    let wanted = LazyCell::new(|| Wanted::of(question.text));
    // Only a bare number asks what else is written with its digits.
    let bare = read.iter().zip(&own).any(|(measure, own)| *own == measure.value);
    let (mut quantities, mut counted) = (Quantities::new(), Quantities::new());
    // Whose words are the question's gives the number that is asked for, and so does a bare number then.
    let mut named = BTreeSet::new();
    for (measure, own) in read.iter().zip(&own).filter(|(measure, _)| measure.unit != Unit::None) {
        let digits = (measure.relation, measure.value.as_str());
        if *own == measure.value {
            named.insert(digits);
        } else if bare && measure.takes_bare() && !nouns.turn(measure) && wanted.takes(measure) {
            let noun = matches!(measure.unit, Unit::Noun(_));
            if noun { &mut counted } else { &mut quantities }.entry(digits).or_default().insert(own);
        }
    }
    let joined = read.iter().zip(&own).map(|(measure, own)| {
        let mut meant = if *own == measure.value { meant(measure, &quantities) } else { BTreeSet::new() };
        if measure.unit == Unit::None && !named.contains(&(measure.relation, measure.value.as_str())) {
            let nouns = counted.get(&(measure.relation, measure.value.as_str()));
            meant.extend(nouns.into_iter().flatten());
        }
        // A quantity in its base unit stays a plain number where nobody names another.
        let one = Some(&meant).filter(|meant| meant.len() == 1).and_then(|meant| meant.first());
        (measure.relation, one.map_or(own.as_str(), |one| *one))
    });
    joined.map(|(relation, text)| key(relation, text)).collect()
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Asked, keys};
    use crate::normalise::measure::{self, Measure};

    fn same(texts: &[&str]) -> Vec<Vec<bool>> {
        let measures: Vec<Measure> = texts.iter().map(|text| measure::read(text).expect(text)).collect();
        let keys = keys(&measures.iter().collect::<Vec<_>>(), &Asked::new(None));
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
