//! The tables of one language, made of its file.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::files::{self, CHINESE, COUNT, File, list};
use super::language::{FORBIDDEN, Language, head};
use crate::hash::Words;
use crate::relation::mark::{Cue, Mark};

/// How the words for the most begin, in every language.
const MOST: [&str; 5] = ["max", "m\u{e1}x", "massim", "maks", "\u{43c}\u{430}\u{43a}\u{441}"];

/// The words of a file by what they do; of a word that does two things the last one counts.
fn cues(file: &'static File) -> [(Cue, &'static str); 12] {
    let (steps, roles) = (&file.steps, &file.roles);
    [
        (Cue::Article, roles.articles.as_str()),
        (Cue::Because, file.clauses.because.as_str()),
        (Cue::So, file.clauses.so.as_str()),
        (Cue::Than, roles.than.as_str()),
        (Cue::Except, roles.except.as_str()),
        (Cue::Nearly, roles.nearly.as_str()),
        (Cue::By, roles.by.as_str()),
        (Cue::From, roles.from.as_str()),
        (Cue::To, roles.to.as_str()),
        (Cue::After, steps.after.as_str()),
        (Cue::Before, steps.before.as_str()),
        (Cue::Then, steps.then.as_str()),
    ]
}

/// Words by the place of their group.
fn groups<N: Copy>(lines: &[String], place: impl Fn(usize) -> N) -> HashMap<String, N, Words> {
    let group = |(at, line): (usize, &String)| {
        let place = place(at);
        list(line).into_iter().map(move |word| (word, place)).collect::<Vec<_>>()
    };
    lines.iter().enumerate().flat_map(group).collect()
}

/// One language; its tables are made when it is first met.
pub fn language(at: usize) -> &'static Language {
    static LANGUAGES: [OnceLock<Language>; COUNT] = [const { OnceLock::new() }; COUNT];
    LANGUAGES[at].get_or_init(|| Language::read(at, &files::all()[at]))
}

impl Language {
    fn read(at: usize, file: &'static File) -> Language {
        let mut language = Language {
            at: at as u8,
            silent: list(&file.words).into_iter().chain(list(&file.be)).collect(),
            be: list(&file.be),
            copula: list(&file.clauses.copula).into_iter().collect(),
            or: &file.clauses.or,
            of: &file.clauses.of,
            nouns: list(&file.nouns),
            prefixes: list(&file.prefixes),
            whole: HashMap::default(),
            pairs: HashMap::default(),
            stems: HashMap::default(),
            stem_lengths: (usize::MAX, 0),
            stem_heads: HashSet::default(),
            longest: 1,
            unspaced: at >= CHINESE,
            cues: HashMap::default(),
            tenses: groups(&file.tenses, |at| at as u8),
            senses: groups(&file.senses, |at| at as u8),
            forms: groups(&file.forms, |at| at as u16),
            why: list(&file.why),
            pronouns: list(&file.pronouns),
            pointing: list(&file.pointing),
            whichever: list(&file.whichever),
            lacking: list(&file.lacking),
            both: list(&file.both),
            particles: list(&file.particles),
            first: list(&file.steps.first).into_iter().collect(),
            joins: list(&file.joins).into_iter().collect(),
            mutual: list(&file.mutual),
            turning: &file.turning,
            endings: list(&file.endings).into_iter().collect(),
            doers: list(&file.doers),
            changes: file.changes.split('/').map(list).collect(),
            cased: list(&file.cased),
            free_order: file.free_order,
            subject_first: file.roles.subject_first,
            bounds: file.opposites.iter().position(|line| MOST.iter().any(|head| line.starts_with(head))),
        };
        for (cue, words) in cues(file) {
            language.cues.extend(list(words).into_iter().map(|word| (word, cue)));
        }
        list(&file.not).iter().for_each(|word| language.add(word, Mark::Not));
        list(&file.doubts).iter().for_each(|word| language.add(word, Mark::Doubt));
        for (group, words) in &file.quantifiers {
            list(words).iter().for_each(|word| language.add(word, Mark::Quantity(group)));
        }
        for (group, words) in &file.modals {
            for word in &list(words) {
                language.add(word, Mark::Modal(group));
                if group == FORBIDDEN {
                    language.add(word, Mark::Not);
                }
            }
        }
        for (axis, line) in file.opposites.iter().enumerate() {
            for (side, words) in line.split('/').enumerate() {
                list(words).iter().for_each(|word| language.add(word, Mark::Side(axis, side)));
            }
        }
        for (value, word) in list(&file.numbers).iter().enumerate() {
            language.add(word, Mark::Number(value));
        }
        language
    }

    fn add(&mut self, word: &str, mark: Mark) {
        self.longest = self.longest.max(word.chars().count());
        match word.strip_suffix('*') {
            Some(stem) => {
                let (least, most) = self.stem_lengths;
                self.stem_lengths = (least.min(stem.len()), most.max(stem.len()));
                self.stem_heads.insert(head(stem.as_bytes()));
                self.stems.entry(stem.to_owned()).or_default().push(mark);
            }
            None => {
                self.whole.entry(word.to_owned()).or_default().push(mark);
                if let Some((first, next)) = word.split_once(' ') {
                    let behind = self.pairs.entry(first.to_owned()).or_default();
                    match behind.iter_mut().find(|(known, _)| known == next) {
                        Some((_, marks)) => marks.push(mark),
                        None => behind.push((next.to_owned(), vec![mark])),
                    }
                }
            }
        }
    }
}
