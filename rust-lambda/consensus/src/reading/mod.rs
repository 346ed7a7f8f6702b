//! What each opinion of a panel says, typed.
//!
//! A value is read in the light of the panel: where most experts give a number, a sentence is read for its number,
//! and a short reply without one keeps its words; where one expert quotes a literal, case and spaces count for all.

mod accents;
mod beside;
mod codes;
mod corrected;
mod denial;
mod dress;
mod first;
mod hyphened;
mod lines;
mod listed;
mod matter;
mod named;
mod nouns;
mod once;
pub mod phrases;
mod place;
mod prose;
mod quantities;
mod rates;
mod spacing;
mod spelled;
mod strings;
mod turned;
mod value;
mod wanted;

use std::ops::Range;

use crate::extract::choice::Options;
use crate::normalise::measure::Measure;
use crate::normalise::{self, Key};
use crate::reply::{said, starred};
use crate::wire::{Kind, Panel};
use first::{First, Settled};
pub use matter::Matter;
use once::Once;
use spacing::spaced;
use wanted::Asked;

/// What one opinion says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Number of the canonical answer among the keys of the panel. None: nothing could be read, which counts as
    /// abstaining.
    pub key: Option<usize>,
    /// Bytes of the reply that hold the answer.
    pub span: Range<usize>,
}

/// The readings of a panel, one for each opinion; None where the expert said nothing.
#[derive(Clone, Debug)]
pub struct Readings {
    /// In the order of the opinions.
    pub each: Vec<Option<Reading>>,
    /// The canonical answers; not all need be given, and one may be listed more than once.
    pub keys: Vec<Key>,
    /// What the answers are made of.
    pub matter: Matter,
}

impl Readings {
    /// Each reply with its own key.
    fn of(read: impl Iterator<Item = Option<(Option<Key>, Range<usize>)>>, matter: Matter) -> Readings {
        let mut keys = Vec::new();
        let mut number = |key: Key| {
            keys.push(key);
            keys.len() - 1
        };
        let each = read.map(|read| read.map(|(key, span)| Reading { key: key.map(&mut number), span })).collect();
        Readings { each, keys, matter }
    }

    /// The stretch of an answer that was read; "" where there is none.
    pub fn words<'a>(&self, panel: &'a Panel, opinion: usize) -> &'a str {
        let span = self.each[opinion].as_ref().map(|reading| reading.span.clone());
        panel.opinions[opinion].answer.as_deref().zip(span).map_or("", |(answer, span)| &answer[span])
    }

    /// The canonical answer of an opinion, where one could be read.
    pub fn key(&self, opinion: usize) -> Option<&Key> {
        self.each[opinion].as_ref()?.key.map(|key| &self.keys[key])
    }
}

/// Reads all opinions of a panel.
pub fn read(panel: &Panel) -> Readings {
    match (panel.kind, &panel.options) {
        (Kind::Choice, Some(options)) => chosen(panel, options),
        (Kind::Choice, None) | (Kind::Short, _) => short(panel),
        (Kind::Text | Kind::Auto | Kind::Ranking, _) => {
            let each = replies(panel).zip(&panel.opinions);
            let mut once = Once::new();
            let mut read = |reply, conclusion| once.read((reply, conclusion), |(reply, said)| whole(reply, said));
            let mut each: Vec<_> =
                each.map(|(reply, opinion)| Some(read(reply?, opinion.conclusion.as_deref()))).collect();
            lines::part(panel, &mut each);
            Readings::of(each.into_iter(), Matter::Words)
        }
    }
}

/// The replies; an answer of nothing but blanks says nothing.
fn replies(panel: &Panel) -> impl Iterator<Item = Option<&str>> {
    panel.opinions.iter().map(|opinion| opinion.answer.as_deref().filter(|answer| !answer.trim().is_empty()))
}

fn chosen(panel: &Panel, options: &[String]) -> Readings {
    let prepared = Options::new(options, panel.question.as_deref());
    let mut votes = Once::new();
    let each = replies(panel).zip(&panel.opinions).map(|(reply, opinion)| {
        let reply = reply?;
        let mut voted_in = |reply| votes.read(reply, |reply| prepared.vote(said(reply)).ok());
        // What was read on arrival stands: the answer may have lost the line that said it.
        let voted = |vote: &String| options.iter().position(|option| option == vote);
        let stood = opinion.conclusion.as_ref().and_then(voted);
        // A bare option needs no parting.
        let key = stood.or_else(|| prepared.exact(reply)).or_else(|| voted_in(reply));
        Some(Reading { key, span: 0..reply.len() })
    });
    let keys = options.iter().map(|option| Key::Quoted(option.clone())).collect();
    Readings { each: each.collect(), keys, matter: Matter::Literals }
}

/// Where the answer stands in a reply, without what was only thought.
fn answer_in(reply: &str) -> Range<usize> {
    let answer = said(reply);
    let start = answer.as_ptr() as usize - reply.as_ptr() as usize;
    start..start + answer.len()
}

/// Long texts are compared as they are, spacing aside where it says nothing, each with what its expert concludes.
fn whole(reply: &str, conclusion: Option<&str>) -> (Option<Key>, Range<usize>) {
    let span = answer_in(reply);
    let answer = &reply[span.clone()];
    if answer.trim().is_empty() {
        return (None, span);
    }
    let mut words = spaced(answer);
    if let Some(conclusion) = conclusion {
        words.push('\n');
        words.push_str(&spaced(conclusion));
    }
    (Some(Key::Quoted(words)), span)
}

fn short(panel: &Panel) -> Readings {
    let question = panel.question.as_deref();
    let linked = replies(panel).flatten().any(|reply| reply.contains("]("));
    let by_address = linked && question.is_some_and(dress::asks_for_address);
    let mut once = Once::new();
    let starred = replies(panel).flatten().any(starred::may_be_at_end);
    let patterned = starred && question.is_some_and(starred::is_asked_for);
    let place = |reply| if patterned { starred::place(reply) } else { None };
    let mut read = |reply| {
        once.read(reply, |reply| match place(reply) {
            Some(range) => First::literal(reply, range),
            None => First::read(reply, by_address),
        })
    };
    let mut first: Vec<Option<First>> = replies(panel).map(|reply| reply.map(&mut read)).collect();
    named::read_codes(question, &mut first);
    let matter = matter::of(question, &first);
    if matter == Matter::Words {
        named::read_spelled(question, &mut first);
    }
    let strings = matter::strings(matter, question, &first);
    let texts: Vec<Option<String>> = if matter == Matter::Literals { Vec::new() } else { marked(&first) };
    let asked = prose::Asked::new(question);
    let mut settled: Vec<Option<Settled>> =
        first.into_iter().map(|first| first.map(|first| first.settle(matter, &strings, &asked))).collect();
    if matter != Matter::Literals {
        join_quantities(question, &mut settled);
        beside::keep_remarks(question, &texts, &mut settled);
        accents::part(question, &texts, &mut settled);
        hyphened::part(&texts, &mut settled);
        let forms = phrases::forms(question, &settled);
        phrases::join(&forms, &mut settled);
        phrases::part(&forms, &mut settled);
    }
    Readings::of(settled.into_iter().map(|settled| settled.map(|settled| (settled.key, settled.span))), matter)
}

/// The answers of a panel in which brackets, names or accents may tell two apart, in the order of the opinions; empty where there are
/// none.
fn marked(first: &[Option<First>]) -> Vec<Option<String>> {
    let telling = |first: &First| {
        first.text.contains('=')
            || first.text.trim_end_matches('.').ends_with(')')
            || !first.text.is_ascii()
            || hyphened::is_in(&first.text)
    };
    if !first.iter().flatten().any(telling) {
        return Vec::new();
    }
    first.iter().map(|first| first.as_ref().map(|first| normalise::bare(&first.text).to_owned())).collect()
}

/// One key for all spellings of one quantity.
fn join_quantities(question: Option<&str>, settled: &mut [Option<Settled>]) {
    let numbers = |settled: &Settled| matches!(settled.key, Some(Key::Number(_)));
    let measures: Vec<&Measure> =
        settled.iter().flatten().filter(|one| numbers(one)).filter_map(|one| one.measure.as_ref()).collect();
    if measures.iter().all(|measure| measure.is_bare()) {
        return;
    }
    let mut keys = quantities::keys(&measures, &Asked::new(question)).into_iter();
    for one in settled.iter_mut().flatten().filter(|one| numbers(one) && one.measure.is_some()) {
        one.key = keys.next();
    }
}
