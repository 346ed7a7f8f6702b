//! Whether answers that are still under way can change the answer of a panel.
//!
//! Each expert that is awaited may still say anything: an answer that was given, one that nobody gave yet, or nothing.
//! `choice`: exact. The worst course for the leading answer is tried against every other one, family by family, by the
//! weights that would then decide, learnt ones included. `short`: sound. What may be read in another way beside a new
//! answer is counted against the leading answer. Everything else waits for all: a new text may lead whatever was said.
//!
//! # Performance
//! O(k m^2) for k answers and m awaited experts, beside reading the panel once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ballot::Ballot;
use crate::engine;
use crate::independence::mate_weight;
use crate::normalise::Key;
use crate::reading;
use crate::reliability;
use crate::vote::Vote;
use crate::wire::{Kind, Opinion, Panel};

/// Weights closer than this are tied: rounding of sums in fixed point.
const TIED: f64 = 1e-9;

/// Awaited experts whose every part is tried; while more are awaited, known experts settle nothing.
const MOST_AWAITED: usize = 8;

/// An expert whose answer is still under way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaited {
    /// Name of the expert.
    pub expert: String,
    /// Maker or model line.
    #[serde(default)]
    pub family: Option<String>,
}

/// Whether the panel is decided and stays so with the same answer, whatever the awaited experts say. True where nobody is
/// awaited.
pub fn settled(panel: &Panel, awaited: &[Awaited]) -> bool {
    if awaited.is_empty() {
        return true;
    }
    let counted = matches!(panel.kind, Kind::Choice | Kind::Short) && !panel.ordered && panel.schema.is_none();
    counted && Count::of(panel).is_some_and(|count| count.holds(panel, awaited))
}

/// The votes of a panel and which of them lead.
struct Count {
    ballot: Ballot,
    /// The leading class.
    leading: usize,
    /// Votes that stay with the leading answer whatever else is said.
    firm: Vec<bool>,
    /// Whether the other answers may turn out to be one.
    may_merge: bool,
    /// Answers that could not be read, but may be beside a new one.
    unread: usize,
}

impl Count {
    /// None where no answer leads, or no two experts agree.
    fn of(panel: &Panel) -> Option<Count> {
        let ballot = Ballot::new(panel);
        let mut experts = vec![0_usize; ballot.classes];
        ballot.votes.iter().for_each(|vote| experts[vote.class] += 1);
        let verdict = engine::agree(panel);
        let picked = panel.opinions.iter().position(|opinion| Some(&opinion.expert) == verdict.pick.as_ref())?;
        let leading = ballot.class_of[picked]?;
        // A known expert may lead alone; without two who agree more answers may still undo the decision.
        if verdict.decided != Some(true) || experts.iter().all(|count| *count < 2) {
            return None;
        }
        let fixed = panel.kind == Kind::Choice && panel.options.is_some();
        let alone: Vec<Option<Key>> =
            ballot.votes.iter().map(|vote| if fixed { None } else { read_alone(panel, vote) }).collect();
        let firm = firm(&ballot.votes, &alone, leading, fixed);
        let loose = |(vote, key): (&Vote, &Option<Key>)| {
            vote.class != leading && !fixed && matches!(key, None | Some(Key::Words(_) | Key::Literal(_)))
        };
        let answered = |opinion: &Opinion| opinion.answer.as_deref().is_some_and(|answer| !answer.trim().is_empty());
        let unread =
            panel.opinions.iter().zip(&ballot.class_of).filter(|(opinion, class)| class.is_none() && answered(opinion));
        let unread = if fixed { 0 } else { unread.count() };
        let may_merge = unread > 0
            || ballot.votes.iter().zip(&alone).any(loose)
            || ballot.votes.iter().zip(&firm).any(|(vote, firm)| vote.class == leading && !firm);
        Some(Count { ballot, leading, firm, may_merge, unread })
    }

    fn holds(&self, panel: &Panel, awaited: &[Awaited]) -> bool {
        if !reliability::may_decide(panel) {
            return self.survives(panel, awaited, |_| 1.0);
        }
        // The weights depend on who is in: each part of the awaited may be, and the answer must hold beside every one.
        awaited.len() <= MOST_AWAITED
            && (0..1_usize << awaited.len()).all(|part| self.holds_beside(panel, awaited, part))
    }

    /// Whether the answer holds if exactly the awaited of `part`, one a bit, come in.
    fn holds_beside(&self, panel: &Panel, awaited: &[Awaited], part: usize) -> bool {
        let coming: Vec<Awaited> =
            awaited.iter().enumerate().filter(|(at, _)| part >> at & 1 == 1).map(|(_, one)| one.clone()).collect();
        let mut experts = reliability::experts(panel);
        experts.extend(coming.iter().map(|one| one.expert.as_str()));
        match reliability::deciding(panel, &experts) {
            None => self.survives(panel, &coming, |_| 1.0),
            Some(weights) => {
                let known: BTreeMap<&str, f64> = experts.iter().copied().zip(weights).collect();
                self.survives(panel, &coming, |expert| known.get(expert).copied().unwrap_or(0.0))
            }
        }
    }

    /// Whether no other answer can come up to the leading one.
    fn survives(&self, panel: &Panel, awaited: &[Awaited], reliability: impl Fn(&str) -> f64) -> bool {
        let mut families: BTreeMap<Option<&str>, Vec<f64>> = BTreeMap::new();
        for one in awaited {
            families.entry(one.family.as_deref()).or_default().push(reliability(&one.expert));
        }
        families.values_mut().for_each(|loads| loads.sort_by(|a, b| b.total_cmp(a)));
        let load = |vote: &Vote| self.split(vote) * reliability(&panel.opinions[vote.opinion].expert);
        let own = self.groups(panel, &load, |vote, firm| vote.class == self.leading && firm);
        // An answer that nobody gave yet is one of them.
        let others: Vec<Option<usize>> =
            (0..self.ballot.classes).filter(|class| *class != self.leading).map(Some).chain([None]).collect();
        if self.may_merge {
            let against = self.ballot.votes.iter().zip(&self.firm).filter(|(_, firm)| !**firm);
            let merged = against.map(|(vote, _)| load(vote)).sum::<f64>() + self.unread as f64;
            return lead_lost(&own, &BTreeMap::new(), &families) + merged < -TIED;
        }
        others.into_iter().all(|other| {
            let rival = self.groups(panel, &load, |vote, _| Some(vote.class) == other);
            lead_lost(&own, &rival, &families) < -TIED
        })
    }

    /// The part of an expert's vote that one of its answers has.
    fn split(&self, vote: &Vote) -> f64 {
        1.0 / self.ballot.votes.iter().filter(|other| other.expert == vote.expert).count() as f64
    }

    /// The weight of some votes, by family.
    fn groups<'a>(
        &self,
        panel: &'a Panel,
        load: &impl Fn(&Vote) -> f64,
        chosen: impl Fn(&Vote, bool) -> bool,
    ) -> Side<'a> {
        let mut groups = Side::new();
        let votes = self.ballot.votes.iter().zip(&self.firm);
        for (vote, _) in votes.filter(|(vote, firm)| chosen(vote, **firm)) {
            let family = panel.opinions[vote.opinion].family.as_deref();
            groups.entry(family).or_default().add(load(vote), self.split(vote));
        }
        groups
    }
}

/// Experts of one family behind one answer, or those without a family.
#[derive(Clone, Copy, Debug, Default)]
struct Mates {
    load: f64,
    split: f64,
}

impl Mates {
    fn add(&mut self, load: f64, split: f64) {
        *self = Mates { load: self.load + load, split: self.split + split };
    }

    fn weight(self, family: Option<&str>) -> f64 {
        // Strangers are no mates.
        if family.is_some() { self.load * mate_weight(self.split) } else { self.load }
    }
}

/// The weight behind one answer, by family.
type Side<'a> = BTreeMap<Option<&'a str>, Mates>;

/// What a rival answer has over the leading one after the worst that the awaited experts can do; below 0 it stays behind.
fn lead_lost<'a>(own: &Side<'a>, rival: &Side<'a>, awaited: &BTreeMap<Option<&'a str>, Vec<f64>>) -> f64 {
    let mut families: Vec<Option<&'a str>> = own.keys().chain(rival.keys()).chain(awaited.keys()).copied().collect();
    families.sort_unstable();
    families.dedup();
    let group = |side: &Side<'a>, family| side.get(&family).copied().unwrap_or_default();
    let worst = |family| {
        let loads = awaited.get(&family).map_or(&[][..], Vec::as_slice);
        most_against(family, group(own, family), group(rival, family), loads)
    };
    families.into_iter().map(worst).sum()
}

/// The most that one family can do: its most reliable awaited experts join the rival, and its least reliable ones may join the
/// leading answer, where a mate who carries little takes weight off the others. `loads` come heaviest first.
fn most_against(family: Option<&str>, own: Mates, rival: Mates, loads: &[f64]) -> f64 {
    let joined = |mates: Mates, loads: &[f64]| {
        let mut mates = mates;
        loads.iter().for_each(|load| mates.add(*load, 1.0));
        mates.weight(family)
    };
    let mut most = f64::NEG_INFINITY;
    for over in 0..=loads.len() {
        let gained = joined(rival, &loads[..over]);
        for back in over..=loads.len() {
            most = most.max(gained - joined(own, &loads[back..]));
        }
    }
    most
}

/// What an opinion says where it stands alone.
fn read_alone(panel: &Panel, vote: &Vote) -> Option<Key> {
    let alone = Panel {
        question: panel.question.clone(),
        kind: panel.kind,
        options: panel.options.clone(),
        opinions: vec![panel.opinions[vote.opinion].clone()],
        ..Panel::default()
    };
    reading::read(&alone).key(0).cloned()
}

/// Votes for the leading answer in its commonest form: equal forms are read alike beside whatever else is said.
fn firm(votes: &[Vote], alone: &[Option<Key>], leading: usize, fixed: bool) -> Vec<bool> {
    if fixed {
        return votes.iter().map(|vote| vote.class == leading).collect();
    }
    let mut forms: BTreeMap<&Key, usize> = BTreeMap::new();
    for key in votes.iter().zip(alone).filter(|(vote, _)| vote.class == leading).filter_map(|(_, key)| key.as_ref()) {
        *forms.entry(key).or_default() += 1;
    }
    let commonest = forms.into_iter().max_by_key(|(_, count)| *count).map(|(key, _)| key);
    let is_firm =
        |(vote, key): (&Vote, &Option<Key>)| vote.class == leading && key.is_some() && key.as_ref() == commonest;
    votes.iter().zip(alone).map(is_firm).collect()
}
