//! What texts mean for one another: by their conclusions where they give one, else by their words.
//!
//! # Performance
//! Texts are compared token by token only where they share so much that they may be one, or where they are short.

mod answer;
mod label;
mod pair;
mod panel;
mod parts;
mod stand;

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::cluster;
use crate::relation;
use crate::similarity::Profiler;
use crate::similarity::overlap::Overlap;
use crate::wire::{Opinion, Relation};
use answer::Meaning;
use panel::Panel;

/// Similarity from which texts say much the same.
pub const LINK: f64 = 0.6;

/// Shorter texts always are, unless the other one is much longer: that says more than a word else.
const SHORT: usize = 240;

/// Texts that say the same in the same words put otherwise are at least so alike.
const REWORDED: f64 = 0.9;

/// Texts that are so alike say nearly the same in the same words.
const NEARLY_ONE: f64 = 0.9;

/// A text that is nearer by less than this to one of two that contradict each other is as near to both.
const TORN: f64 = 1e-9;

/// How up to 64 texts compare.
#[derive(Clone, Debug)]
pub struct Meanings {
    count: usize,
    similarity: Vec<f64>,
    relations: Vec<Relation>,
    linked: Vec<bool>,
    /// Whether a count, a bound or an opposite tells two apart, and not a word that might mean the same.
    told: Vec<bool>,
}

impl Meanings {
    /// Compares texts, one opinion for each.
    pub fn new(question: Option<&str>, texts: &[&str], opinions: &[&Opinion], overlap: &Overlap) -> Meanings {
        let profiler = OnceCell::new();
        let profile = |text: &str| profiler.get_or_init(|| Profiler::new(question)).profile(text);
        let panel = Panel::new(question, &profile);
        let tight: Vec<OnceCell<Cow<str>>> = vec![OnceCell::new(); texts.len()];
        let said = texts.iter().zip(opinions).zip(&tight);
        let each: Vec<Meaning> =
            said.map(|((text, opinion), tight)| Meaning::new(text, opinion, &panel, tight)).collect();
        let count = each.len();
        let mut meanings = Meanings {
            count,
            similarity: vec![1.0; count * count],
            relations: vec![Relation::Same; count * count],
            linked: vec![false; count * count],
            told: vec![false; count * count],
        };
        for (at, meaning) in each.iter().enumerate() {
            meanings.linked[at * count + at] = meaning.conclusion.is_some();
        }
        for a in 0..count {
            for b in a + 1..count {
                let stand = each[a].beside(&each[b], &overlap.between(a, b), &panel);
                let told = stand.told && each[a].said().text().turns_otherwise(each[b].said().text());
                for at in [a * count + b, b * count + a] {
                    meanings.relations[at] = stand.relation;
                    meanings.similarity[at] = stand.similarity;
                    meanings.linked[at] = stand.linked;
                    meanings.told[at] = told;
                }
            }
        }
        meanings
    }

    /// Similarity 0 to 1.
    pub fn alike(&self, a: usize, b: usize) -> f64 {
        self.similarity[a * self.count + b]
    }

    /// How two texts stand to each other.
    pub fn relation(&self, a: usize, b: usize) -> Relation {
        self.relations[a * self.count + b]
    }

    /// Whether two texts both conclude, and come to the same.
    pub fn agree(&self, a: usize, b: usize) -> bool {
        self.linked[a * self.count + b]
    }

    /// Texts that say much the same; texts that contradict each other never stand in one cluster.
    pub fn clusters(&self) -> Vec<usize> {
        let barred = |a: usize, b: usize| self.are_opposed(a, b) || self.is_torn(a, b);
        cluster::average_link(self.count, LINK, |a, b| if barred(a, b) { f64::NEG_INFINITY } else { self.alike(a, b) })
    }

    /// Whether two texts contradict each other, or something else tells them apart while a third is nearly one of them: what
    /// tells that one apart tells the other.
    fn are_opposed(&self, a: usize, b: usize) -> bool {
        let near =
            |third: usize| third != a && third != b && self.alike(a, third).max(self.alike(b, third)) >= NEARLY_ONE;
        self.relation(a, b) == Relation::Contradicts || self.told[a * self.count + b] && (0..self.count).any(near)
    }

    /// Whether one of two texts that are alike is as much like a third that is opposed to the other: by words alone it
    /// cannot be told with which of the two it goes.
    fn is_torn(&self, a: usize, b: usize) -> bool {
        if self.relation(a, b) == Relation::Same || self.agree(a, b) || self.alike(a, b) < LINK {
            return false;
        }
        let alike = self.alike(a, b);
        let tears = |own: usize, other: usize, third: usize| {
            third != own && third != other && self.alike(other, third) >= alike - TORN && self.are_opposed(own, third)
        };
        (0..self.count).any(|third| tears(a, b, third) || tears(b, a, third))
    }
}

/// How two texts stand to each other, and how alike they are: what a panel of the two would say.
pub fn of_two(question: Option<&str>, a: &str, b: &str) -> (Relation, f64) {
    let cosine = Overlap::new(question, &[a, b]).cosine(0, 1);
    let [own, other, asked] = [a, b, question.unwrap_or_default()].map(relation::Text::new);
    let relation = own.relation_to(&other);
    if relation != Relation::Same && a.len().max(b.len()) <= SHORT && own.is_reworded(&other, &asked) {
        return (Relation::Differs, cosine.max(REWORDED));
    }
    (relation, relation.bound(cosine))
}
