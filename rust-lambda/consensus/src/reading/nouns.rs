//! What numbers of a panel count: which nouns are one.
//!
//! Two nouns are one where their words are the same, or where the words that only one of them has stand in the question ("18
//! left", "18 eggs" to "How many eggs are left?"), or where all words of the one stand in the other, which adds none that turns
//! it ("6 tulips", "6 red tulips"). With other words on both sides ("12 passed", "12 failed") they differ, also where the words
//! of one of them stand in the question.

use std::collections::{BTreeMap, BTreeSet};

use super::turned;
use super::wanted::Asked;
use crate::normalise::label;
use crate::normalise::measure::{Measure, Unit};
use crate::relation::{self, Text};

/// A noun without the words of the question.
type News = Vec<String>;

/// The nouns of a panel.
pub struct Nouns<'a> {
    question: &'a Asked<'a>,
    /// A number for the news of each noun, the same for those that are one.
    groups: BTreeMap<News, usize>,
}

impl<'a> Nouns<'a> {
    /// The nouns of these measures.
    pub fn of(measures: &[Measure], question: &'a Asked<'a>) -> Nouns<'a> {
        let mut whole: BTreeMap<News, BTreeSet<&[String]>> = BTreeMap::new();
        for stems in measures.iter().filter_map(stems) {
            whole.entry(news(stems, question.words())).or_default().insert(stems);
        }
        let mut nouns = Nouns { question, groups: BTreeMap::new() };
        nouns.groups = nouns.grouped(&whole);
        nouns
    }

    /// Numbers for nouns. One that two others extend in different ways joins neither.
    fn grouped(&self, whole: &BTreeMap<News, BTreeSet<&[String]>>) -> BTreeMap<News, usize> {
        let sets: Vec<&News> = whole.keys().collect();
        let mut group: Vec<usize> = (0..sets.len()).collect();
        let extends = |wide: usize, own: usize| {
            let inside = |a: &&[String], b: &&[String]| a.iter().all(|stem| b.contains(stem));
            let whole_in = || whole[sets[own]].iter().all(|a| whole[sets[wide]].iter().all(|b| inside(a, b)));
            self.extends(sets[wide], sets[own]) && whole_in()
        };
        for at in 0..sets.len() {
            let wider: Vec<usize> = (0..sets.len()).filter(|other| extends(*other, at)).collect();
            let nested = |a: usize, b: usize| a == b || extends(a, b) || extends(b, a);
            if wider.iter().all(|a| wider.iter().all(|b| nested(*a, *b))) {
                for other in wider {
                    let (from, to) = (group[other].max(group[at]), group[other].min(group[at]));
                    group.iter_mut().filter(|known| **known == from).for_each(|known| *known = to);
                }
            }
        }
        sets.into_iter().cloned().zip(group).collect()
    }

    /// Whether a noun is another one with words that leave it what it is.
    fn extends(&self, wide: &[String], own: &[String]) -> bool {
        let mut added = wide.iter().filter(|stem| !own.contains(stem));
        wide.len() > own.len() && own.iter().all(|stem| wide.contains(stem)) && !added.any(|stem| self.turns(stem))
    }

    /// Whether a word makes another quantity of it: "before", or what is the opposite of what the question asks for.
    fn turns(&self, stem: &str) -> bool {
        let said = format!("they {stem}");
        let opposite = |word: &&String| {
            let asked = format!("they {word}");
            relation::denies(&Text::new(&said), &Text::new(&asked))
        };
        turned::turns(stem)
            || label::word(stem).is_some()
            || self.question.words().iter().filter(|word| word.len() >= SHORTEST_OPPOSITE).any(|word| opposite(&word))
    }

    /// Whether a noun makes another quantity of a bare number.
    pub fn turn(&self, measure: &Measure) -> bool {
        stems(measure).is_some_and(|stems| news(stems, self.question.words()).iter().any(|stem| self.turns(stem)))
    }

    /// A value in its base unit, or with its noun; alone where all words of the noun stand in the question.
    pub fn written(&self, measure: &Measure) -> String {
        let Some(stems) = stems(measure) else { return measure.base() };
        let group = self.groups.get(&news(stems, self.question.words()));
        match group {
            Some(group) if self.groups.get(&News::new()) != Some(group) => format!("{} of {group}", measure.value),
            _ => measure.value.clone(),
        }
    }
}

/// Words of fewer letters have no opposites that matter here.
const SHORTEST_OPPOSITE: usize = 4;

fn stems(measure: &Measure) -> Option<&[String]> {
    if let Unit::Noun(stems) = &measure.unit { Some(stems) } else { None }
}

/// Words of the question are no news in a noun: "18 left" to "How many eggs are left?".
fn news(stems: &[String], question: &[String]) -> News {
    let asked = |stem: &&String| {
        let stem = label::word(stem).unwrap_or(stem);
        question.iter().any(|word| word == stem || word.strip_suffix('s') == Some(stem))
    };
    stems.iter().filter(|stem| !asked(stem)).cloned().collect()
}
