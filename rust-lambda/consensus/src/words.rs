//! Answers in words: how alike they are, and which of them mean the same.
//!
//! Equal answers are one point, however many experts gave them. Up to [`MAX_PAIRED`] different answers are
//! compared in pairs and put into clusters by average link; more are compared against the sum of the panel and
//! put into clusters by leaders.
//!
//! # Performance
//! O(D^2) time and memory for D different answers up to that number, 64, and O(D) above it; O(N) for N opinions in
//! both cases.

use std::collections::BTreeMap;

use crate::cluster;
use crate::limits::MAX_PAIRED;
use crate::meaning::{self, Meanings};
use crate::mention::{self, Said};
use crate::normalise::{self, Key, verbatim};
use crate::question::Turns;
use crate::reading::Readings;
use crate::relation::Lazy;
use crate::short_words;
use crate::similarity::overlap::Overlap;
use crate::similarity::sparse::Sparse;
use crate::similarity::wording::{Asked, Wording};
use crate::similarity::{self, Profile, Profiler};
use crate::total::Total;
use crate::vote::Vote;
use crate::wire::{Kind, Opinion, Panel, Relation};

/// Similarities of the opinions of one panel.
#[derive(Clone, Debug)]
pub struct Likeness {
    /// The different answer that each opinion gives; None if it gives none.
    pub point_of: Vec<Option<usize>>,
    /// How the different answers compare.
    pub points: Points,
}

/// Similarities of different answers.
#[derive(Clone, Debug)]
pub enum Points {
    /// Typed answers: different is 0.
    Apart(usize),
    /// Short answers in words: a full square, and the prepared answers.
    Words(Vec<f64>, Vec<Profile>),
    /// Long texts: what they share, and what they mean for one another.
    Texts(Overlap, Meanings),
    /// Very many answers.
    Many(Sparse, usize),
}

impl Points {
    /// Number of different answers.
    pub fn count(&self) -> usize {
        match self {
            Points::Apart(count) | Points::Many(_, count) => *count,
            Points::Words(_, profiles) => profiles.len(),
            Points::Texts(overlap, _) => overlap.tallies.len(),
        }
    }

    /// Whether the answers were too many to be compared in pairs.
    pub fn are_many(&self) -> bool {
        matches!(self, Points::Many(..))
    }

    /// Similarity 0 to 1 of two different answers, 1 for the same.
    pub fn alike(&self, a: usize, b: usize) -> f64 {
        match self {
            _ if a == b => 1.0,
            Points::Apart(_) => 0.0,
            Points::Words(square, profiles) => square[a * profiles.len() + b],
            Points::Texts(_, meanings) => meanings.alike(a, b),
            Points::Many(sparse, _) => sparse.cosine(a, b),
        }
    }
}

impl Likeness {
    /// Typed answers: equal or not.
    pub fn typed(point_of: Vec<Option<usize>>) -> Likeness {
        let count = point_of.iter().flatten().max().map_or(0, |top| top + 1);
        Likeness { point_of, points: Points::Apart(count) }
    }

    /// Similarity 0 to 1 of two opinions.
    pub fn of(&self, i: usize, j: usize) -> f64 {
        match (self.point_of[i], self.point_of[j]) {
            _ if i == j => 1.0,
            (Some(a), Some(b)) => self.points.alike(a, b),
            _ => 0.0,
        }
    }

    /// How two opinions stand to each other; None where only values are compared.
    pub fn relation(&self, i: usize, j: usize) -> Option<Relation> {
        match (&self.points, self.point_of[i], self.point_of[j]) {
            (Points::Texts(_, meanings), Some(a), Some(b)) => Some(meanings.relation(a, b)),
            _ => None,
        }
    }

    /// Whether two opinions come to the same by what they conclude or say, not only by likeness of words.
    pub fn agree(&self, i: usize, j: usize) -> bool {
        match (&self.points, self.point_of[i], self.point_of[j]) {
            (Points::Texts(_, meanings), Some(a), Some(b)) => meanings.agree(a, b),
            (_, Some(a), Some(b)) => a == b,
            _ => false,
        }
    }

    /// Weighted mean similarity of each opinion to the votes of the others, its own left out; 0 for an opinion
    /// that could not be read.
    pub fn nearness(&self, votes: &[Vote], weights: &[f64]) -> Vec<f64> {
        let mut on_point = vec![Total::default(); self.points.count()];
        let mut own = vec![0.0; self.point_of.len()];
        let mut all = Total::default();
        for (vote, weight) in votes.iter().zip(weights) {
            all.add(*weight);
            own[vote.opinion] += weight;
            if let Some(point) = self.point_of[vote.opinion] {
                on_point[point].add(*weight);
            }
        }
        let on_point: Vec<f64> = on_point.into_iter().map(Total::value).collect();
        let sums = self.sums(&on_point);
        let mean = |(opinion, own): (usize, f64)| {
            let others = all.value() - own;
            let point = self.point_of[opinion].filter(|_| others > 0.0);
            point.map_or(0.0, |point| ((sums[point] - own) / others).clamp(0.0, 1.0))
        };
        own.into_iter().enumerate().map(mean).collect()
    }

    /// Agreement of many texts from their sum: all pairs less those of one expert.
    pub fn agreement_of_many(&self, votes: &[Vote]) -> Option<f64> {
        let weights: Vec<f64> = votes.iter().map(|vote| vote.weight).collect();
        let nearness = self.nearness(votes, &weights);
        let all = weights.iter().copied().collect::<Total>().value();
        let (mut alike, mut pairs) = (Total::default(), Total::default());
        let mut of_expert: BTreeMap<usize, Vec<&Vote>> = BTreeMap::new();
        for vote in votes {
            alike.add(vote.weight * nearness[vote.opinion] * (all - vote.weight));
            pairs.add(vote.weight * (all - vote.weight));
            of_expert.entry(vote.expert).or_default().push(vote);
        }
        for own in of_expert.values().filter(|own| own.len() > 1) {
            for (at, a) in own.iter().enumerate() {
                for b in &own[..at] {
                    alike.add(-2.0 * a.weight * b.weight * self.of(a.opinion, b.opinion));
                    pairs.add(-2.0 * a.weight * b.weight);
                }
            }
        }
        (pairs.value() > 0.0).then(|| (alike.value() / pairs.value()).clamp(0.0, 1.0))
    }

    /// Weighted sum of the similarities of each of some opinions to all of them, itself included.
    pub fn among(&self, opinions: &[usize], weights: &[f64]) -> Vec<f64> {
        let mut on_point: BTreeMap<usize, Total> = BTreeMap::new();
        for (opinion, weight) in opinions.iter().zip(weights) {
            if let Some(point) = self.point_of[*opinion] {
                on_point.entry(point).or_default().add(*weight);
            }
        }
        let points: Vec<(usize, f64)> = on_point.into_iter().map(|(point, weight)| (point, weight.value())).collect();
        let sums: BTreeMap<usize, f64> = match &self.points {
            Points::Many(sparse, _) => {
                let others = sparse.among(&points);
                points.iter().zip(others).map(|((point, own), others)| (*point, others + own)).collect()
            }
            _ => {
                let sum =
                    |a: usize| points.iter().map(|(b, weight)| weight * self.points.alike(a, *b)).collect::<Total>();
                points.iter().map(|(point, _)| (*point, sum(*point).value())).collect()
            }
        };
        let of = |opinion: &usize| self.point_of[*opinion].and_then(|point| sums.get(&point)).copied().unwrap_or(0.0);
        opinions.iter().map(of).collect()
    }

    /// Sum of the similarities of each different answer to all, times the weight on each; equal answers are alike.
    fn sums(&self, weights: &[f64]) -> Vec<f64> {
        if let Points::Many(sparse, _) = &self.points {
            let points: Vec<(usize, f64)> = weights.iter().copied().enumerate().collect();
            let others = sparse.among(&points);
            return others.into_iter().zip(weights).map(|(others, own)| others + own).collect();
        }
        if let Points::Apart(_) = self.points {
            return weights.to_vec();
        }
        let count = weights.len();
        let sum = |a: usize| (0..count).map(|b| weights[b] * self.points.alike(a, b)).collect::<Total>().value();
        (0..count).map(sum).collect()
    }
}

/// Clusters of answers in words. Each different answer is one point, shown by one of its opinions: by what was read as
/// the answer, since reasons that are worded alike must not glue different names together.
pub fn classify(
    panel: &Panel,
    readings: &Readings,
    point_of: Vec<Option<usize>>,
    keys: &[&Key],
) -> (Vec<Option<usize>>, Likeness) {
    let texts = shown(panel, readings, &point_of, keys.len());
    let question = panel.question.as_deref();
    let (points, classes) = match panel.kind {
        _ if texts.len() > MAX_PAIRED => {
            let sparse = Sparse::new(question, &texts);
            let classes = sparse.leaders(meaning::LINK);
            (Points::Many(sparse, texts.len()), classes)
        }
        Kind::Text | Kind::Auto => {
            let overlap = Overlap::new(question, &texts);
            let meanings = Meanings::new(question, &texts, &speakers(panel, &point_of, texts.len()), &overlap);
            let classes = meanings.clusters();
            (Points::Texts(overlap, meanings), classes)
        }
        _ => {
            let profiler = Profiler::new(question);
            let profiles: Vec<Profile> = texts.iter().map(|text| profiler.profile(text)).collect();
            let literals = literals(keys, &texts);
            let square = square(&profiles, keys, &texts, &literals);
            let said: Vec<Said<'_>> = texts.iter().map(|text| Said::new(text)).collect();
            let wordings: Vec<Option<Wording>> = texts.iter().map(|text| Wording::new(text)).collect();
            let asked = Asked::new(question);
            let turns = Turns::of(question, &texts);
            // One member that may not join keeps a whole cluster out.
            let link = |a: usize, b: usize| match (&wordings[a], &wordings[b]) {
                _ if are_other_literals(&literals, &texts, a, b) || turns.part(a, b) => f64::NEG_INFINITY,
                (Some(own), Some(other)) if !own.may_be(other, &asked) => f64::NEG_INFINITY,
                _ if square[a * keys.len() + b] >= short_words::LINK
                    && mention::is_only(question, &said[a], &said[b]) =>
                {
                    f64::NEG_INFINITY
                }
                _ => square[a * keys.len() + b],
            };
            let classes = cluster::average_link(keys.len(), short_words::LINK, link);
            (Points::Words(square, profiles), classes)
        }
    };
    let class_of = point_of.iter().map(|point| point.map(|point| classes[point])).collect();
    (class_of, Likeness { point_of, points })
}

/// One opinion for each different answer; of equal ones any, since they say and conclude the same.
fn speakers<'a>(panel: &'a Panel, point_of: &[Option<usize>], count: usize) -> Vec<&'a Opinion> {
    let mut speakers: Vec<Option<&Opinion>> = vec![None; count];
    for (opinion, point) in panel.opinions.iter().zip(point_of) {
        if let Some(point) = *point {
            speakers[point].get_or_insert(opinion);
        }
    }
    speakers.into_iter().flatten().collect()
}

/// The words of each different answer; of several wordings the first in the alphabet.
fn shown<'a>(panel: &'a Panel, readings: &Readings, point_of: &[Option<usize>], count: usize) -> Vec<&'a str> {
    let mut texts: Vec<Option<&str>> = vec![None; count];
    for (opinion, point) in point_of.iter().enumerate() {
        let answer = panel.opinions[opinion].answer.as_deref();
        let read = readings.each[opinion].as_ref().map(|reading| reading.span.clone());
        if let (Some(point), Some(answer), Some(read)) = (*point, answer, read) {
            let words = &answer[read];
            texts[point] = Some(texts[point].map_or(words, |known| known.min(words)));
        }
    }
    texts.into_iter().map(Option::unwrap_or_default).collect()
}

/// The characters of each answer that is no prose.
fn literals(keys: &[&Key], texts: &[&str]) -> Vec<Option<String>> {
    let literal = |(key, text): (&&Key, &&str)| match key {
        Key::Literal(literal) => Some(literal.clone()),
        Key::Number(_) | Key::Date(_) | Key::Container(_) => None,
        _ => verbatim::of(normalise::bare(text)),
    };
    keys.iter().zip(texts).map(literal).collect()
}

/// Whether one of two different answers is no prose: likeness says nothing then, unless the other one is a sentence that
/// names it.
fn are_other_literals(literals: &[Option<String>], texts: &[&str], a: usize, b: usize) -> bool {
    let opening = ['"', '\'', '`', '(', '\u{201c}'];
    let closing = ['"', '\'', '`', ',', ';', '.', ')', '\u{201d}'];
    let said = |word: &str, literal: &str| word.trim_start_matches(opening).trim_end_matches(closing) == literal;
    let names = |text: &str, literal: &str| text.split_whitespace().any(|word| said(word, literal));
    match (&literals[a], &literals[b]) {
        (None, None) => false,
        (Some(_), Some(_)) => true,
        (Some(literal), None) => !names(texts[b], literal),
        (None, Some(literal)) => !names(texts[a], literal),
    }
}

fn square(profiles: &[Profile], keys: &[&Key], texts: &[&str], literals: &[Option<String>]) -> Vec<f64> {
    let own = texts;
    let count = profiles.len();
    let texts: Vec<Lazy> = texts.iter().map(|text| Lazy::new(text)).collect();
    let mut square = vec![1.0; count * count];
    for a in 0..count {
        for b in a + 1..count {
            // Two exact values that differ have nothing in common, however alike they are written.
            let differ = keys[a].is_exact() && keys[b].is_exact() || are_other_literals(literals, own, a, b);
            let value = if differ {
                0.0
            } else {
                short_words::apart(similarity::alike(&profiles[a], &profiles[b]), &texts[a], &texts[b])
            };
            square[a * count + b] = value;
            square[b * count + a] = value;
        }
    }
    square
}
