//! Units of prose: what each measures, and how many of the dimension's own it is.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::language::lower;
use crate::hash::Words;
use crate::relation::mark::Unit;
use crate::relation::token::Token;

const UNITS: &str = include_str!("../../../../../layers/knowledge/contrast/units.json");

struct Units {
    whole: HashMap<String, Unit, Words>,
    stems: Vec<(String, Unit)>,
}

/// The unit that a word names.
pub fn unit(word: &Token) -> Option<&'static Unit> {
    *word.known.unit.get_or_init(|| look_up(&word.text))
}

fn look_up(word: &str) -> Option<&'static Unit> {
    static UNITS_READ: OnceLock<Units> = OnceLock::new();
    let units = UNITS_READ.get_or_init(|| {
        let rows: Vec<(String, f64, String)> = serde_json::from_str(UNITS).expect("the file of units");
        let mut units = Units { whole: HashMap::default(), stems: Vec::new() };
        for (dimension, factor, words) in rows {
            for word in words.split(' ') {
                let unit = (dimension.clone(), factor);
                match word.strip_suffix('*') {
                    Some(stem) => units.stems.push((stem.to_owned(), unit)),
                    None => {
                        units.whole.insert(word.to_owned(), unit);
                    }
                }
            }
        }
        units
    });
    let lower = lower(word);
    units.whole.get(&*lower).or_else(|| units.stems.iter().find(|stem| lower.starts_with(&stem.0)).map(|stem| &stem.1))
}
