//! Kind `auto`: what the answers turned out to be. Where most of them come to one of the options that the question
//! itself lists, to yes or no, or to a short fact, these are counted as votes; else the answers are texts.
//!
//! What is delivered stays the expert's own answer; a span shows where in it the fact stands.

mod listed;

use std::ops::Range;

use crate::conclusion::{self, Conclusion};
use crate::extract::choice::is_half;
use crate::hash;
use crate::normalise::{self, Key, fold};
use crate::relation::{Polarity, polarity};
use crate::reply::starred;
use crate::report;
use crate::wire::{Kind, Opinion, Panel, Verdict};

/// A fact has at most this many words.
const MOST_WORDS: usize = 6;

/// And this many bytes.
const MOST_BYTES: usize = 80;

/// The two answers to a question that asks whether.
const YES_NO: [&str; 2] = ["yes", "no"];

/// What an answer comes to, and where in it that stands.
struct Come<'a> {
    words: Option<&'a str>,
    place: Option<Range<usize>>,
    head: Option<Polarity>,
}

/// The panel as what it turned out to be, with what each answer comes to in place of the answer.
pub fn resolve(panel: &Panel) -> Panel {
    let question = panel.question.as_deref();
    let come: Vec<Come> = panel.opinions.iter().map(|opinion| come(opinion, question)).collect();
    let spoke = |opinion: &&Opinion| opinion.answer.as_deref().is_some_and(|answer| !answer.trim().is_empty());
    let answered = panel.opinions.iter().filter(spoke).count();
    let most = |votes: &[Option<String>]| 2 * votes.iter().flatten().count() > answered;
    let options = panel.question.as_deref().and_then(listed::options);
    if let Some(options) = options {
        let chosen =
            |come: &Come| come.words.and_then(|words| listed::chosen(&options, words)).map(|at| options[at].whole());
        let votes: Vec<Option<String>> = come.iter().map(chosen).collect();
        if most(&votes) {
            let whole = options.iter().map(listed::Listed::whole).collect();
            return counted(panel, Kind::Choice, Some(whole), &votes, &come);
        }
    }
    let sided = |come: &Come| come.head.map(|head| YES_NO[usize::from(head == Polarity::No)].to_owned());
    let votes: Vec<Option<String>> = come.iter().map(sided).collect();
    if most(&votes) {
        let (votes, options) = with_others(votes, &come, panel);
        return counted(panel, Kind::Choice, Some(options), &votes, &come);
    }
    let fact = |come: &Come| come.words.filter(|words| is_fact(words)).map(str::to_owned);
    let votes: Vec<Option<String>> = come.iter().map(fact).collect();
    if most(&votes) {
        return counted(panel, Kind::Short, None, &votes, &come);
    }
    Panel { kind: Kind::Text, ..panel.clone() }
}

/// Yes and no, and what those said who said neither, or half of one: "both", "it depends" and "yes, if it is signed" are
/// answers too.
fn with_others(mut votes: Vec<Option<String>>, come: &[Come], panel: &Panel) -> (Vec<Option<String>>, Vec<String>) {
    let mut options = YES_NO.map(str::to_owned).to_vec();
    for ((vote, come), opinion) in votes.iter_mut().zip(come).zip(&panel.opinions) {
        let line = || opinion.answer.as_deref().and_then(|answer| answer.trim().lines().next());
        let said = match vote {
            Some(_) => come.words.or_else(line).filter(|words| is_half(words)),
            None => come.words.filter(|words| is_fact(words)),
        };
        let said = said.map(fold::words).filter(|words| !words.is_empty());
        if vote.is_some() && said.is_none() {
            continue;
        }
        if let Some(words) = &said
            && !options.contains(words)
        {
            options.push(words.clone());
        }
        *vote = said;
    }
    (votes, options)
}

/// Weighs a panel of kind `auto` as what it turned out to be.
pub fn weigh(panel: &Panel, weigh: impl FnOnce(&Panel) -> Verdict) -> Verdict {
    let resolved = resolve(panel);
    let verdict = weigh(&resolved);
    told(panel, &resolved, verdict)
}

/// The verdict on a resolved panel in terms of the given one.
pub fn told(panel: &Panel, resolved: &Panel, verdict: Verdict) -> Verdict {
    let mut verdict = Verdict { read_as: Some(resolved.kind), ..verdict };
    if resolved.kind != Kind::Text {
        deliver(panel, resolved, &mut verdict);
    }
    verdict
}

fn come<'a>(opinion: &'a Opinion, question: Option<&str>) -> Come<'a> {
    let answer = opinion.answer.as_deref().unwrap_or("");
    let nothing = Come { words: None, place: None, head: None };
    let pattern = starred::place(answer).filter(|_| question.is_some_and(starred::is_asked_for));
    if let Some(place) = pattern {
        return Come { words: Some(&answer[place.clone()]), place: Some(place), head: None };
    }
    match conclusion::of(opinion) {
        Some(Conclusion::Nothing) => nothing,
        Some(Conclusion::Words(words)) => {
            let place = conclusion::place(answer).filter(|place| &answer[place.clone()] == words);
            let place = place.or_else(|| answer.rfind(words).map(|start| start..start + words.len()));
            Come { words: Some(words), place, head: polarity(words, question) }
        }
        None => {
            let labelled = if answer.trim().is_empty() { None } else { conclusion::labelled_place(answer) };
            if let Some(place) = labelled {
                let words = &answer[place.clone()];
                return Come { words: Some(words), place: Some(place), head: polarity(words, question) };
            }
            let words = answer.trim();
            let start = answer.len() - answer.trim_start().len();
            let line = !words.is_empty() && !words.contains('\n');
            let place = line.then(|| start..start + words.len());
            Come { words: line.then_some(words), place, head: polarity(answer, question) }
        }
    }
}

/// A number, a name or a few words: nothing that goes on.
fn is_fact(words: &str) -> bool {
    let exact = || normalise::key(words).as_ref().is_some_and(Key::is_exact);
    words.len() <= MOST_BYTES
        && !words.contains(['`', '{', ';'])
        && (words.split_whitespace().count() <= MOST_WORDS || exact())
}

/// The panel with its votes; who gave none keeps its words, so that they are listed as unread or as its own.
fn counted(panel: &Panel, kind: Kind, options: Option<Vec<String>>, votes: &[Option<String>], come: &[Come]) -> Panel {
    let opinion = |((opinion, vote), come): ((&Opinion, &Option<String>), &Come)| {
        let words = vote.clone().or_else(|| come.words.map(str::to_owned)).or_else(|| opinion.answer.clone());
        Opinion { answer: words, conclusion: None, ..opinion.clone() }
    };
    let opinions = panel.opinions.iter().zip(votes).zip(come).map(opinion).collect();
    Panel { kind, options, opinions, ..panel.clone() }
}

/// Puts the experts' own answers into a verdict on what they come to.
fn deliver(panel: &Panel, resolved: &Panel, verdict: &mut Verdict) {
    let Some(credited) = verdict.pick.clone() else { return };
    let won = verdict.answer.clone();
    // Who came to the same words said more or less beside them: whose answer is delivered must not hang on a name.
    let words = |at: &usize| hash::of_parts(&[panel.opinions[*at].answer.as_deref().unwrap_or("")]);
    let same = (0..panel.opinions.len())
        .filter(|&at| resolved.opinions[at].answer == won && panel.opinions[at].answer.is_some());
    let spoken = same.min_by_key(|at| (words(at), &panel.opinions[*at].expert));
    let pick = spoken.map_or_else(|| credited.clone(), |at| panel.opinions[at].expert.clone());
    for position in verdict.positions.iter_mut().flatten().filter(|position| position.pick == credited) {
        position.pick.clone_from(&pick);
    }
    verdict.pick = Some(pick.clone());
    let of = |expert: &str, fits: &dyn Fn(&Opinion) -> bool| {
        let named = |at: &usize| resolved.opinions[*at].expert == expert && panel.opinions[*at].answer.is_some();
        let all = || (0..panel.opinions.len()).filter(named);
        all().filter(|at| fits(&resolved.opinions[*at])).min_by_key(words).or_else(|| all().min_by_key(words))
    };
    let winning = |opinion: &Opinion| opinion.answer == won;
    let losing = |opinion: &Opinion| opinion.answer != won;
    let question = panel.question.as_deref();
    let span = |at: Option<usize>| at.and_then(|at| span(&panel.opinions[at], question));
    let picked = of(&pick, &winning);
    verdict.answer = picked.and_then(|at| panel.opinions[at].answer.clone());
    verdict.span = span(picked);
    if let Some(standing) = &mut verdict.standing {
        for dissent in &mut standing.dissent {
            dissent.span = span(of(&dissent.pick, &losing));
        }
    }
    for position in verdict.positions.iter_mut().flatten() {
        let leads = position.experts.contains(&pick);
        position.span = span(if leads { of(&position.pick, &winning) } else { of(&position.pick, &losing) });
    }
}

/// Where in the answer of an opinion stands what it comes to, in UTF-16 code units.
fn span(opinion: &Opinion, question: Option<&str>) -> Option<[usize; 2]> {
    let answer = opinion.answer.as_deref()?;
    let place = come(opinion, question).place.filter(|place| place.len() < answer.len())?;
    let start = report::units(&answer[..place.start]);
    Some([start, start + report::units(&answer[place])])
}
