//! A panel read into votes: who says what, who belongs together, and how alike the answers are.

use std::collections::BTreeMap;

use crate::hash;
use crate::independence::mate_weight;
use crate::injection;
use crate::limits::MAX_PAIRED;
use crate::normalise::Key;
use crate::reading::{self, Matter, Readings};
use crate::total::Total;
use crate::typed::Typed;
use crate::vote::Vote;
use crate::wire::{Kind, Panel};
use crate::words::{self, Likeness, Points};

/// What the rules work on.
#[derive(Clone, Debug)]
pub struct Ballot {
    /// Votes in the order of the panel.
    pub votes: Vec<Vote>,
    /// Number of answer classes.
    pub classes: usize,
    /// Number of different experts asked.
    pub asked: usize,
    /// Number of different experts with a readable answer.
    pub answered: usize,
    /// Class of each opinion; None where nothing could be read.
    pub class_of: Vec<Option<usize>>,
    /// Opinions that speak to a judge instead of the reader (`text` only); none where all do.
    pub kept_out: Vec<bool>,
    /// Classes of texts in which two experts come to the same by what they conclude or say (`text` only).
    pub meant: Vec<bool>,
    /// The readings behind the votes.
    pub readings: Readings,
    /// What the answers say field by field, where a schema describes them.
    pub typed: Option<Typed>,
    /// Similarity of opinions 0 to 1.
    similarity: Likeness,
}

impl Ballot {
    /// Reads a panel.
    pub fn new(panel: &Panel) -> Ballot {
        let typed = if panel.kind == Kind::Short { Typed::read(panel) } else { None };
        let readings = typed.as_ref().map_or_else(|| reading::read(panel), |typed| typed.readings(panel));
        let (class_of, similarity) = classify(panel, &readings);
        let classes = class_of.iter().flatten().max().map_or(0, |top| top + 1);
        let experts = numbered(panel.opinions.iter().map(|opinion| opinion.expert.as_str()));
        let asked = experts.iter().max().map_or(0, |top| top + 1);
        let mut ballot = Ballot {
            votes: Vec::new(),
            classes,
            asked,
            answered: 0,
            class_of,
            kept_out: kept_out(panel, &readings, &similarity),
            meant: vec![false; classes],
            readings,
            typed,
            similarity,
        };
        ballot.votes = ballot.collect_votes(panel, &experts);
        ballot.weigh(panel);
        ballot.mark_meant(panel.kind);
        let mut answering: Vec<usize> = ballot.votes.iter().map(|vote| vote.expert).collect();
        answering.sort_unstable();
        answering.dedup();
        ballot.answered = answering.len();
        ballot
    }

    /// Similarity of two opinions.
    pub fn similarity(&self, i: usize, j: usize) -> f64 {
        self.similarity.of(i, j)
    }

    /// How the opinions compare.
    pub fn compared(&self) -> &Likeness {
        &self.similarity
    }

    /// Weighted mean similarity of each opinion to the votes of the others; `weights` one for each vote.
    pub fn nearness(&self, weights: &[f64]) -> Vec<f64> {
        self.similarity.nearness(&self.votes, weights)
    }

    /// One vote for each different expert and class. Of several opinions the one whose words hash
    /// lowest stands, so that the order of the panel does not matter.
    fn collect_votes(&self, panel: &Panel, experts: &[usize]) -> Vec<Vote> {
        let vote = |expert, class, opinion| Vote { opinion, expert, class, weight: 1.0 };
        if self.asked == experts.len() {
            // Nobody is listed twice.
            let classes = self.class_of.iter().enumerate();
            return classes.filter_map(|(opinion, class)| Some(vote(experts[opinion], (*class)?, opinion))).collect();
        }
        let mut standing: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (opinion, class) in self.class_of.iter().enumerate() {
            let Some(class) = *class else { continue };
            let slot = standing.entry((experts[opinion], class)).or_insert(opinion);
            if opinion != *slot && words_hash(panel, opinion) < words_hash(panel, *slot) {
                *slot = opinion;
            }
        }
        let mut votes: Vec<Vote> =
            standing.into_iter().map(|((expert, class), opinion)| vote(expert, class, opinion)).collect();
        votes.sort_by_key(|vote| vote.opinion);
        votes
    }

    fn mark_meant(&mut self, kind: Kind) {
        if !matches!(kind, Kind::Text | Kind::Auto) || self.votes.len() > MAX_PAIRED {
            return;
        }
        for (at, a) in self.votes.iter().enumerate() {
            let mates = self.votes[..at].iter().filter(|b| b.class == a.class && b.expert != a.expert);
            let agree = mates.into_iter().any(|b| self.similarity.agree(a.opinion, b.opinion));
            self.meant[a.class] |= agree;
        }
    }

    fn weigh(&mut self, panel: &Panel) {
        let mut answers = vec![0_u32; self.asked];
        for vote in &self.votes {
            answers[vote.expert] += 1;
        }
        let split: Vec<f64> = self.votes.iter().map(|vote| 1.0 / f64::from(answers[vote.expert])).collect();
        let mass = self.mates(panel, &split);
        for ((vote, split), mass) in self.votes.iter_mut().zip(&split).zip(&mass) {
            // (number of mates who say the same, oneself included) ^ -0.25, mates counted by similarity.
            vote.weight = split * mass.map_or(1.0, mate_weight);
        }
    }

    /// Mates of each vote who say the same, oneself included, each counted by similarity; None without a family.
    ///
    /// O(n) for n votes of `choice` and `short`. Long texts: O(n^2) up to [`MAX_PAIRED`] votes; beyond, each family
    /// against its sum.
    fn mates(&self, panel: &Panel, split: &[f64]) -> Vec<Option<f64>> {
        let mut families: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
        for (at, vote) in self.votes.iter().enumerate() {
            if let Some(family) = panel.opinions[vote.opinion].family.as_deref() {
                let class = if panel.kind == Kind::Text { 0 } else { vote.class };
                families.entry((class, family)).or_default().push(at);
            }
        }
        let mut mass = vec![None; self.votes.len()];
        for family in families.values() {
            let found = match panel.kind {
                Kind::Text | Kind::Auto => self.alike_in(family, split),
                // An expert has one vote for each class: all others in it are mates.
                _ => vec![family.iter().map(|&at| split[at]).collect::<Total>().value(); family.len()],
            };
            for (at, found) in family.iter().zip(found) {
                mass[*at] = Some(found);
            }
        }
        mass
    }

    /// For each vote of a family, the others of it that are another expert's, and itself, by similarity.
    fn alike_in(&self, family: &[usize], split: &[f64]) -> Vec<f64> {
        let likeness = |a: usize, b: usize| self.likeness(Kind::Text, &self.votes[a], &self.votes[b]);
        let strangers = |a: usize, b: usize| self.votes[a].expert != self.votes[b].expert;
        if self.votes.len() <= MAX_PAIRED {
            let mates = |at: usize| family.iter().copied().filter(move |&mate| mate == at || strangers(at, mate));
            let sum = |at: usize| mates(at).map(|mate| split[mate] * likeness(at, mate)).collect::<Total>().value();
            return family.iter().map(|&at| sum(at)).collect();
        }
        let opinions: Vec<usize> = family.iter().map(|&at| self.votes[at].opinion).collect();
        let weights: Vec<f64> = family.iter().map(|&at| split[at]).collect();
        let mut own: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &at in family {
            own.entry(self.votes[at].expert).or_default().push(at);
        }
        let all = self.similarity.among(&opinions, &weights);
        let less_own = |(&at, all): (&usize, f64)| {
            let others = own[&self.votes[at].expert].iter().filter(|other| **other != at);
            let repeated: Total = others.map(|&other| split[other] * likeness(at, other)).collect();
            all - repeated.value()
        };
        family.iter().zip(all).map(less_own).collect()
    }

    /// What agreement counts: one class or not, and for long text how similar.
    pub fn likeness(&self, kind: Kind, a: &Vote, b: &Vote) -> f64 {
        match kind {
            Kind::Text | Kind::Auto => self.similarity(a.opinion, b.opinion),
            _ => f64::from(a.class == b.class),
        }
    }
}

/// Which long texts may not win, since they speak to a judge; where all do, nobody is better.
fn kept_out(panel: &Panel, readings: &Readings, similarity: &Likeness) -> Vec<bool> {
    if panel.kind != Kind::Text {
        return vec![false; panel.opinions.len()];
    }
    let called = |point: usize| match &similarity.points {
        Points::Texts(overlap, _) => overlap.tallies[point].calls,
        _ => u8::MAX,
    };
    let speaks = |(opinion, point): (usize, &Option<usize>)| {
        point.is_some_and(|point| injection::speaks_to_judge(readings.words(panel, opinion), called(point)))
    };
    let out: Vec<bool> = similarity.point_of.iter().enumerate().map(speaks).collect();
    let honest = similarity.point_of.iter().zip(&out).any(|(point, out)| point.is_some() && !out);
    if honest { out } else { vec![false; out.len()] }
}

/// Equal words of one expert under two families are told apart by the family.
fn words_hash(panel: &Panel, opinion: usize) -> u64 {
    let opinion = &panel.opinions[opinion];
    hash::of_parts(&[opinion.answer.as_deref().unwrap_or(""), opinion.family.as_deref().unwrap_or("")])
}

/// Numbers for names, by first appearance.
fn numbered<'a>(names: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let mut known = BTreeMap::new();
    names
        .map(|name| {
            let next = known.len();
            *known.entry(name).or_insert(next)
        })
        .collect()
}

/// Classes of the opinions, numbered by content, and their similarities.
fn classify(panel: &Panel, readings: &Readings) -> (Vec<Option<usize>>, Likeness) {
    let given = || readings.each.iter().map(|reading| reading.as_ref().and_then(|reading| reading.key));
    let mut used: Vec<bool> = vec![false; readings.keys.len()];
    given().flatten().for_each(|key| used[key] = true);
    let mut distinct: Vec<&Key> =
        readings.keys.iter().zip(&used).filter_map(|(key, used)| used.then_some(key)).collect();
    distinct.sort();
    distinct.dedup();
    let places: Vec<Option<usize>> = readings.keys.iter().map(|key| distinct.binary_search(&key).ok()).collect();
    let points: Vec<Option<usize>> = given().map(|key| key.and_then(|key| places[key])).collect();
    if panel.kind == Kind::Choice || readings.matter != Matter::Words {
        return (points.clone(), Likeness::typed(points));
    }
    words::classify(panel, readings, points, &distinct)
}
