//! A panel read into votes: who says what, who belongs together, and how alike the answers are.

use std::collections::BTreeMap;

use crate::cluster;
use crate::hash;
use crate::independence::mate_weight;
use crate::normalise::Key;
use crate::panel::{Kind, Panel};
use crate::reading::{self, Matter, Readings};
use crate::similarity::{self, Profile, Profiler};
use crate::total::Total;

/// Mean similarity from which short answers in words mean the same (chosen on open-qa dev).
const SHORT_LINK: f64 = 0.45;

/// Mean similarity from which long texts say much the same.
const TEXT_LINK: f64 = 0.6;

/// One expert's answer. An expert who is listed twice with one answer has one vote.
#[derive(Clone, Debug)]
pub struct Vote {
    /// Number of the opinion in the panel.
    pub opinion: usize,
    /// Number of the expert among the different experts of the panel.
    pub expert: usize,
    /// Number of the answer class.
    pub class: usize,
    /// Weight before reliability: less than one for mates who say the same, and for an expert with
    /// several answers.
    pub weight: f64,
}

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
    /// The readings behind the votes.
    pub readings: Readings,
    /// Similarity of opinions 0 to 1, a full square in the order of the panel.
    similarity: Square,
}

/// Similarities by opinion, computed only for answers in words.
#[derive(Clone, Debug)]
enum Square {
    Classes(Vec<Option<usize>>),
    Table(usize, Vec<f64>),
}

impl Ballot {
    /// Reads a panel.
    pub fn new(panel: &Panel) -> Ballot {
        let readings = reading::read(panel);
        let (class_of, similarity) = classify(panel, &readings);
        let classes = class_of.iter().flatten().max().map_or(0, |top| top + 1);
        let experts = numbered(panel.opinions.iter().map(|opinion| opinion.expert.as_str()));
        let asked = experts.iter().max().map_or(0, |top| top + 1);
        let mut ballot = Ballot { votes: Vec::new(), classes, asked, answered: 0, class_of, readings, similarity };
        ballot.votes = ballot.collect_votes(panel, &experts);
        ballot.weigh(panel);
        let mut answering: Vec<usize> = ballot.votes.iter().map(|vote| vote.expert).collect();
        answering.sort_unstable();
        answering.dedup();
        ballot.answered = answering.len();
        ballot
    }

    /// Similarity of two opinions.
    pub fn similarity(&self, i: usize, j: usize) -> f64 {
        match &self.similarity {
            _ if i == j => 1.0,
            Square::Classes(classes) => f64::from(classes[i].is_some() && classes[i] == classes[j]),
            Square::Table(width, table) => table[i * width + j],
        }
    }

    /// One vote for each different expert and class. Of several opinions the one whose words hash
    /// lowest stands, so that the order of the panel does not matter.
    fn collect_votes(&self, panel: &Panel, experts: &[usize]) -> Vec<Vote> {
        let mut standing: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (opinion, class) in self.class_of.iter().enumerate() {
            let Some(class) = *class else { continue };
            let slot = standing.entry((experts[opinion], class)).or_insert(opinion);
            if words_hash(panel, opinion) < words_hash(panel, *slot) {
                *slot = opinion;
            }
        }
        let mut votes: Vec<Vote> = standing
            .into_iter()
            .map(|((expert, class), opinion)| Vote { opinion, expert, class, weight: 1.0 })
            .collect();
        votes.sort_by_key(|vote| vote.opinion);
        votes
    }

    fn weigh(&mut self, panel: &Panel) {
        let mut answers = vec![0_u32; self.asked];
        for vote in &self.votes {
            answers[vote.expert] += 1;
        }
        let split: Vec<f64> = self.votes.iter().map(|vote| 1.0 / f64::from(answers[vote.expert])).collect();
        let weights: Vec<f64> = (0..self.votes.len()).map(|at| split[at] * self.discount(panel, &split, at)).collect();
        for (vote, weight) in self.votes.iter_mut().zip(weights) {
            vote.weight = weight;
        }
    }

    /// (number of mates who say the same, oneself included) ^ -0.25, mates counted by similarity.
    fn discount(&self, panel: &Panel, split: &[f64], at: usize) -> f64 {
        let vote = &self.votes[at];
        let Some(family) = panel.opinions[vote.opinion].family.as_deref() else { return 1.0 };
        let mates = self.votes.iter().zip(split).filter(|(mate, _)| {
            mate.opinion == vote.opinion
                || (mate.expert != vote.expert && panel.opinions[mate.opinion].family.as_deref() == Some(family))
        });
        let mass: Total = mates.map(|(mate, split)| split * self.likeness(panel.kind, vote, mate)).collect();
        mate_weight(mass.value())
    }

    /// What agreement counts: one class or not, and for long text how similar.
    pub fn likeness(&self, kind: Kind, a: &Vote, b: &Vote) -> f64 {
        match kind {
            Kind::Text => self.similarity(a.opinion, b.opinion),
            _ => f64::from(a.class == b.class),
        }
    }
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
fn classify(panel: &Panel, readings: &Readings) -> (Vec<Option<usize>>, Square) {
    let keys: Vec<Option<&Key>> =
        readings.each.iter().map(|reading| reading.as_ref().and_then(|reading| reading.key.as_ref())).collect();
    let mut distinct: Vec<&Key> = keys.iter().copied().flatten().collect();
    distinct.sort();
    distinct.dedup();
    let point = |key: Option<&Key>| key.and_then(|key| distinct.binary_search(&key).ok());
    let points: Vec<Option<usize>> = keys.into_iter().map(point).collect();
    if panel.kind == Kind::Choice || readings.matter != Matter::Words {
        return (points.clone(), Square::Classes(points));
    }
    in_words(panel, readings, &points, &distinct)
}

/// Clusters of answers in words. Each different answer is one point, shown by one of its opinions: by what was read as the
/// answer, since reasons that are worded alike must not glue different names together.
fn in_words(
    panel: &Panel,
    readings: &Readings,
    points: &[Option<usize>],
    keys: &[&Key],
) -> (Vec<Option<usize>>, Square) {
    let distinct = keys.len();
    let profiler = Profiler::new(panel.question.as_deref());
    let mut profiles: Vec<Option<Profile>> = vec![None; distinct];
    for (opinion, point) in points.iter().enumerate() {
        let Some(point) = *point else { continue };
        if profiles[point].is_none() {
            let answer = panel.opinions[opinion].answer.as_deref();
            let read = readings.each[opinion].as_ref().map(|reading| reading.span.clone());
            profiles[point] = answer.zip(read).map(|(answer, read)| profiler.profile(&answer[read]));
        }
    }
    let profiles: Vec<Profile> = profiles.into_iter().flatten().collect();
    let (compare, link): (fn(&Profile, &Profile) -> f64, f64) = match panel.kind {
        Kind::Text => (similarity::cosine, TEXT_LINK),
        _ => (similarity::short, SHORT_LINK),
    };
    let width = points.len();
    let mut between = vec![1.0; distinct * distinct];
    for a in 0..distinct {
        for b in a + 1..distinct {
            // Two exact values that differ have nothing in common, however alike they are written.
            let differ = keys[a].is_exact() && keys[b].is_exact();
            let value = if differ { 0.0 } else { compare(&profiles[a], &profiles[b]) };
            between[a * distinct + b] = value;
            between[b * distinct + a] = value;
        }
    }
    let classes = cluster::average_link(distinct, link, |a, b| between[a * distinct + b]);
    let mut table = vec![0.0; width * width];
    for (i, a) in points.iter().enumerate() {
        for (j, b) in points.iter().enumerate() {
            if let (Some(a), Some(b)) = (a, b) {
                table[i * width + j] = between[a * distinct + b];
            }
        }
    }
    (points.iter().map(|point| point.map(|point| classes[point])).collect(), Square::Table(width, table))
}
