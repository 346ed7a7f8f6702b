//! A panel of rankings into a verdict.

use std::collections::{BTreeMap, BTreeSet};

use super::circle::{self, Ballot};
use super::tally::Tally;
use super::{MOST_OPTIONS, alike, borda, concordance, copeland, kemeny, schulze};
use crate::hash;
use crate::orders::Levels;
use crate::standing;
use crate::wire::{Cluster, Dissent, Kemeny, Panel, Ranking, Stability, Standing, Verdict};

const METHOD: &str = "ranking/schulze-1";

/// Leave-one-out counts no more steps than this; beyond it no stability is given.
const MOST_STEPS: usize = 200_000_000;

/// Weighs one panel of kind `ranking`.
pub fn weigh(panel: &Panel) -> Verdict {
    let options = match panel.options.as_deref() {
        Some(options) if options.len() > MOST_OPTIONS => return refused(panel, "too-many-options"),
        Some(options) if options.len() >= 2 => options,
        _ => return refused(panel, "fewer-than-two-options"),
    };
    let read = circle::read(panel, options);
    let ballots = circle::ballots(panel, &read);
    let count = Count { panel, options, ballots: &ballots };
    let mut verdict = match count.decide() {
        Some(verdict) => verdict,
        None => refused(panel, "nobody-answered"),
    };
    let unread = unread(panel, &read, &ballots);
    if let Some(standing) = verdict.standing.as_mut().filter(|_| verdict.pick.is_some()) {
        let alone = |cluster: &Cluster| cluster.experts.first().map(|expert| dissent(cluster, expert));
        standing.dissent.extend(unread.iter().filter_map(alone));
    }
    verdict.clusters.extend(unread);
    verdict
}

/// Similarity of every two opinions that could be read.
pub fn pairs(panel: &Panel) -> Vec<(usize, usize, f64)> {
    let options = panel.options.as_deref().filter(|options| (2..=MOST_OPTIONS).contains(&options.len()));
    let read = options.map_or_else(Vec::new, |options| circle::read(panel, options));
    let ranked: Vec<(usize, &Levels)> =
        read.iter().enumerate().filter_map(|(at, levels)| Some((at, levels.as_ref()?))).collect();
    let pairs = ranked.iter().enumerate().flat_map(|(at, &(i, first))| {
        ranked[at + 1..].iter().map(move |&(j, second)| (i, j, alike::similarity(first, second)))
    });
    pairs.collect()
}

/// A verdict of nulls, with the reason.
fn refused(panel: &Panel, reason: &str) -> Verdict {
    let mut verdict = Verdict::empty(&panel.id, &format!("{METHOD}+{reason}"));
    verdict.standing = Some(Standing {
        coverage: standing::coverage(panel, &[]),
        stability: None,
        independent: None,
        dissent: Vec::new(),
    });
    verdict
}

/// The ballots with what they are about.
struct Count<'a> {
    panel: &'a Panel,
    options: &'a [String],
    ballots: &'a [Ballot],
}

impl Count<'_> {
    fn decide(&self) -> Option<Verdict> {
        let levels: Vec<&Levels> = self.ballots.iter().map(|ballot| &ballot.levels).collect();
        let tally = Tally::new(self.options.len(), levels.iter().copied());
        let points = borda::points(self.options.len(), &levels);
        let layers = schulze::order(&tally);
        let winner = self.winner(layers.first()?, &points)?;
        let consensus = as_levels(&layers, self.options.len());
        let pick = self.nearest(&consensus)?;
        let kemeny = kemeny::order(&tally, &self.start(&layers, &points));
        let bounded = if kemeny.exact { String::new() } else { format!("+kemeny-bound:{}", kemeny.bound) };
        let mut verdict = Verdict::empty(&self.panel.id, &format!("{METHOD}{bounded}"));
        verdict.answer = Some(self.options[winner].clone());
        verdict.pick = Some(self.expert(pick).to_owned());
        verdict.agreement = alike::agreement(&levels, &circle::weights(self.panel, self.ballots));
        verdict.clusters = self.clusters(winner);
        verdict.standing = Some(self.standing(&verdict, &tally, winner));
        verdict.ranking = Some(Ranking {
            order: layers.iter().map(|layer| self.named(layer)).collect(),
            borda: self.by_option(&points),
            copeland: self.by_option(&copeland::scores(&tally)),
            kemeny: Kemeny {
                order: kemeny.order.iter().map(|&option| self.options[option].clone()).collect(),
                distance: kemeny.distance,
                exact: kemeny.exact,
            },
            concordance: concordance::of(self.options.len(), &levels),
        });
        Some(verdict)
    }

    fn expert(&self, ballot: usize) -> &str {
        &self.panel.opinions[self.ballots[ballot].opinion].expert
    }

    /// The first of the best layer by first choices, Borda points, and last a hash of the option.
    fn winner(&self, best: &[usize], points: &[f64]) -> Option<usize> {
        let firsts = |option: usize| self.ballots.iter().filter(|ballot| ballot.first_choice() == [option]).count();
        let rank = |option: &usize| (firsts(*option), points[*option], self.hash(*option));
        let ranks = best.iter().map(|option| (*option, rank(option)));
        ranks.max_by(|a, b| a.1.0.cmp(&b.1.0).then(a.1.1.total_cmp(&b.1.1)).then(a.1.2.cmp(&b.1.2))).map(|best| best.0)
    }

    fn hash(&self, option: usize) -> u64 {
        hash::of_parts(&[&self.options[option]])
    }

    /// All options, best first, in an order that does not depend on how they are listed.
    fn start(&self, layers: &[Vec<usize>], points: &[f64]) -> Vec<usize> {
        let sorted = layers.iter().map(|layer| {
            let mut layer = layer.clone();
            layer.sort_by(|&a, &b| points[b].total_cmp(&points[a]).then(self.hash(b).cmp(&self.hash(a))));
            layer
        });
        sorted.flatten().collect()
    }

    /// The ballot nearest to the consensus; among equals a hash of its words decides, then the name.
    fn nearest(&self, consensus: &Levels) -> Option<usize> {
        let words = |at: usize| {
            let answer = self.panel.opinions[self.ballots[at].opinion].answer.as_deref();
            hash::of_parts(&[answer.unwrap_or("")])
        };
        let near = |at: usize| alike::similarity(&self.ballots[at].levels, consensus);
        let ranked = (0..self.ballots.len()).map(|at| (at, near(at), words(at)));
        let best = ranked.max_by(|a, b| {
            a.1.total_cmp(&b.1).then(a.2.cmp(&b.2)).then_with(|| self.expert(b.0).cmp(self.expert(a.0)))
        });
        best.map(|best| best.0)
    }

    /// Experts by first choice, the largest first, the winner's first among equals.
    fn clusters(&self, winner: usize) -> Vec<Cluster> {
        let mut camps: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for (at, ballot) in self.ballots.iter().enumerate() {
            camps.entry(ballot.first_choice()).or_default().push(at);
        }
        let mut camps: Vec<(Vec<usize>, Vec<usize>)> = camps.into_iter().collect();
        camps.sort_by_key(|(choice, members)| (usize::MAX - members.len(), choice != &[winner], members[0]));
        let share = |members: &[usize]| members.len() as f64 / self.ballots.len() as f64;
        let cluster = |(_, members): (Vec<usize>, Vec<usize>)| Cluster {
            share: share(&members),
            experts: members.iter().map(|&at| self.expert(at).to_owned()).collect(),
        };
        camps.into_iter().map(cluster).collect()
    }

    fn standing(&self, verdict: &Verdict, tally: &Tally, winner: usize) -> Standing {
        let answering: Vec<usize> = self.ballots.iter().map(|ballot| ballot.opinion).collect();
        let others = verdict
            .clusters
            .iter()
            .filter(|cluster| !verdict.pick.as_ref().is_some_and(|pick| cluster.experts.contains(pick)));
        Standing {
            coverage: standing::coverage(self.panel, &answering),
            stability: self.stability(tally, winner),
            independent: standing::independent(self.panel, &answering),
            dissent: others.filter_map(|cluster| Some(dissent(cluster, cluster.experts.first()?))).collect(),
        }
    }

    /// Leave-one-out: whether the winner still comes first alone without each expert. Equal ballots are tried once.
    fn stability(&self, tally: &Tally, winner: usize) -> Option<Stability> {
        let mut tried: BTreeMap<&Levels, bool> = BTreeMap::new();
        let different: BTreeSet<&Levels> = self.ballots.iter().map(|ballot| &ballot.levels).collect();
        let steps = different.len() * (self.options.len().pow(3) + self.ballots.len() * self.options.len().pow(2));
        if self.ballots.len() < 2 || steps > MOST_STEPS {
            return None;
        }
        let mut pivotal = Vec::new();
        for (at, ballot) in self.ballots.iter().enumerate() {
            let same = *tried.entry(&ballot.levels).or_insert_with(|| self.winner_without(tally, at) == Some(winner));
            if !same {
                pivotal.push(self.expert(at).to_owned());
            }
        }
        Some(Stability::new(self.ballots.len(), pivotal))
    }

    fn winner_without(&self, tally: &Tally, at: usize) -> Option<usize> {
        let mut tally = tally.clone();
        tally.remove(&self.ballots[at].levels);
        let layers = schulze::order(&tally);
        let best = layers.first()?;
        // Several at the head are no first option any more.
        if let [only] = best[..] { Some(only) } else { None }
    }

    fn named(&self, layer: &[usize]) -> Vec<String> {
        let mut names: Vec<String> = layer.iter().map(|&option| self.options[option].clone()).collect();
        names.sort();
        names
    }

    fn by_option(&self, values: &[f64]) -> BTreeMap<String, f64> {
        self.options.iter().cloned().zip(values.iter().copied()).rev().collect()
    }
}

fn as_levels(layers: &[Vec<usize>], options: usize) -> Levels {
    let mut levels = vec![None; options];
    for (level, layer) in layers.iter().enumerate() {
        for &option in layer {
            levels[option] = Some(level);
        }
    }
    levels
}

fn dissent(cluster: &Cluster, pick: &str) -> Dissent {
    Dissent { experts: cluster.experts.clone(), pick: pick.to_owned(), span: None, relation: None }
}

/// Each reply that names no option, in a cluster of its own without weight.
fn unread(panel: &Panel, read: &[Option<Levels>], ballots: &[Ballot]) -> Vec<Cluster> {
    let ranked: BTreeSet<&str> = ballots.iter().map(|ballot| panel.opinions[ballot.opinion].expert.as_str()).collect();
    let silent = panel.opinions.iter().zip(read).filter(|(opinion, levels)| {
        let said = opinion.answer.as_deref().is_some_and(|answer| !answer.trim().is_empty());
        said && levels.is_none() && !ranked.contains(opinion.expert.as_str())
    });
    let mut seen = BTreeSet::new();
    silent
        .filter(|(opinion, _)| seen.insert(opinion.expert.as_str()))
        .map(|(opinion, _)| Cluster { experts: vec![opinion.expert.clone()], share: 0.0 })
        .collect()
}
