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
mod nouns;
mod phrases;
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

use crate::extract::choice::{Options, denies};
use crate::normalise::measure::Measure;
use crate::normalise::{self, Key, fold};
use crate::reply::{said, starred};
use crate::wire::{Kind, Panel};
use first::{First, Settled, is_literal, is_prose};
use spacing::spaced;
use spelled::Spelling;
use strings::Strings;
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

/// What the answers of a `short` panel are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Numbers: only equal values mean the same.
    Numbers,
    /// Literals of code: only equal literals mean the same.
    Literals,
    /// Names and sentences: similar words mean the same.
    Words,
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

/// What is read in each different reply; experts often answer with the same words.
struct Once<Said, T> {
    known: Vec<(Said, T)>,
}

/// Different replies that are remembered; more are read each for itself.
const MOST_KNOWN: usize = 32;

impl<Said: Copy + PartialEq, T: Clone> Once<Said, T> {
    fn new() -> Self {
        Once { known: Vec::new() }
    }

    fn read(&mut self, said: Said, read: impl FnOnce(Said) -> T) -> T {
        // Different replies differ in length or in their first bytes: comparing costs less than a hash of the whole.
        if let Some((_, found)) = self.known.iter().find(|(known, _)| *known == said) {
            return found.clone();
        }
        let found = read(said);
        if self.known.len() < MOST_KNOWN {
            self.known.push((said, found.clone()));
        }
        found
    }
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
    let starred = replies(panel).flatten().any(is_starred);
    let patterned = starred && question.is_some_and(starred::is_asked_for);
    let place = |reply| if patterned { starred::place(reply) } else { None };
    let mut read = |reply| {
        once.read(reply, |reply| match place(reply) {
            Some(range) => First::literal(reply, range),
            None => First::read(reply, by_address),
        })
    };
    let mut first: Vec<Option<First>> = replies(panel).map(|reply| reply.map(&mut read)).collect();
    read_codes(question, &mut first);
    let matter = matter(question, &first);
    if matter == Matter::Words {
        read_spelled(question, &mut first);
    }
    let strings = strings_among(matter, question, &first);
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

/// Whether a reply may end with a pattern between two signs; bold ends with two on each side.
fn is_starred(reply: &str) -> bool {
    let end = reply.trim_end_matches(['.', '`', ' ', '\n']);
    end.ends_with(['*', '_']) && !end.ends_with("**")
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

/// Where digits are names, all answers are read so: by the question, or since one of them is written so.
fn read_codes(question: Option<&str>, first: &mut [Option<First>]) {
    // Code prints values, whatever its variables are called.
    if question.is_some_and(about_code) {
        return;
    }
    let asked = question.is_some_and(codes::asked_for);
    if !asked && !first.iter().flatten().any(|first| codes::is_code(normalise::bare(&first.text))) {
        return;
    }
    let together = question.is_some_and(codes::are_asked_for);
    let words = question.map(fold::tokens).unwrap_or_default();
    let mut coded: Vec<(&mut First, String, beside::Words)> = Vec::new();
    for first in first.iter_mut().flatten() {
        let bare = normalise::bare(&first.text);
        if let Some(list) = if together { codes::several(bare) } else { None } {
            (first.key, first.measure) = (Some(Key::Expression(list)), None);
            continue;
        }
        // A token is read by all of its characters already.
        let slashed = asked && codes::slashed(bare).is_some();
        if matches!(first.key, Some(Key::Literal(_))) && !slashed && !codes::is_code(bare) && !bare.contains('.') {
            continue;
        }
        let code = if (asked || codes::is_code(bare) || first.measure.is_some()) && !denies(bare) {
            codes::code(bare)
        } else {
            None
        };
        if let Some((code, beside)) = code {
            let beside = beside::news(beside, &words);
            coded.push((first, code, beside));
        }
    }
    let answers: Vec<(&str, beside::Words)> =
        coded.iter().map(|(_, code, words)| (code.as_str(), words.clone())).collect();
    let apart = beside::tell_apart(&answers);
    for ((first, code, words), apart) in coded.into_iter().zip(apart) {
        let words = words.into_iter().filter(|_| apart);
        let code = std::iter::once(code).chain(words).collect::<Vec<_>>().join(" ");
        (first.key, first.measure) = (Some(Key::Expression(code)), None);
    }
}

/// Names in code are read as they are spelled: where the question asks for one, or an answer writes one as code.
fn read_spelled(question: Option<&str>, first: &mut [Option<First>]) {
    let coded = |first: &&First| {
        let text = first.text.trim();
        text.len() > 2 && text.starts_with('`') && text.ends_with('`') && !text.contains(char::is_whitespace)
    };
    let written = first.iter().flatten().any(|first| coded(&first)).then_some(Spelling::Names);
    let Some(spelling) = question.and_then(spelled::asked).or(written) else { return };
    for first in first.iter_mut().flatten().filter(|first| is_worded(first)) {
        if let Some(token) = spelled::token(normalise::bare(&first.text), spelling) {
            (first.key, first.measure) = (Some(Key::Expression(token)), None);
        }
    }
}

/// Whether an answer is a word as far as it is read: `$PATH` is the name with a sign in front.
fn is_worded(first: &First) -> bool {
    let named = |name: &str| name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    match &first.key {
        Some(Key::Words(_)) => true,
        Some(Key::Literal(text)) => named(text.strip_prefix('$').unwrap_or(text)),
        _ => false,
    }
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

/// What the experts wrote in quotes, where literals are compared.
fn strings_among(matter: Matter, question: Option<&str>, first: &[Option<First>]) -> Strings {
    let quoted = |first: &&First| matter == Matter::Literals && matches!(first.key, Some(Key::Quoted(_)));
    Strings::of(
        first.iter().flatten().filter(quoted).map(|first| first.text.as_str()),
        question.is_some_and(about_code),
    )
}

/// Literals where the question is about code, or where one answer is a literal and none is prose;
/// else numbers where more than half are.
fn matter(question: Option<&str>, first: &[Option<First>]) -> Matter {
    let keys: Vec<&Key> = first.iter().flatten().filter_map(|first| first.key.as_ref()).collect();
    let literals = first.iter().flatten().filter(|first| is_literal(first)).count();
    let prose = first.iter().flatten().any(is_prose);
    if question.is_some_and(about_code) || (literals > 0 && !prose) || 2 * literals > keys.len() {
        return Matter::Literals;
    }
    let numbers = keys.iter().filter(|key| matches!(key, Key::Number(_) | Key::Expression(_))).count();
    if 2 * numbers > keys.len() { Matter::Numbers } else { Matter::Words }
}

/// A function or an assertion in the question asks for a value exactly as code would write it.
fn about_code(question: &str) -> bool {
    question.contains("assert ") || (question.contains("def ") && question.contains("return "))
}
