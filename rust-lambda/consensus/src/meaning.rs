//! What texts mean for one another: by their conclusions where they give one, else by their words.
//!
//! # Performance
//! Texts are compared token by token only where they share so much that they may be one, or where they are short.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use memchr::memmem;

use crate::cluster;
use crate::conclusion::{self, Conclusion};
use crate::normalise;
use crate::relation::{self, Lazy, Polarity, polarity};
use crate::short_words;
use crate::similarity::overlap::{Between, Overlap};
use crate::similarity::{self, Profile, Profiler};
use crate::wire::{Opinion, Relation};

/// Similarity from which texts say much the same.
pub const LINK: f64 = 0.6;

/// Bytes of the part in which two long texts differ, up to which it is compared token by token.
const LONGEST_PART: usize = 480;

/// Parts of one text that are kept prepared.
const MOST_PARTS: usize = 8;

/// Texts that begin with the same yes or no are at least so alike.
const SAME_HEAD: f64 = 0.75;

/// Part of the pairs of neighbouring words of the shorter text that stand in the longer one too, from which two texts
/// are compared token by token: one word that turns the meaning changes two pairs.
const WORTH_COMPARING: f64 = 0.7;

/// Shorter texts always are, unless the other one is much longer: that says more than a word else.
const SHORT: usize = 240;

/// Short texts that say something else are no more alike than this, below [`LINK`].
const APART: f64 = 0.5;

/// Short texts that are less alike speak of other things, and contradict each other in nothing.
const SPOKEN_OF: f64 = 0.35;

/// A text that is nearer by less than this to one of two that contradict each other is as near to both.
const TORN: f64 = 1e-9;

/// Much longer.
const MUCH: usize = 4;

/// One different answer.
#[derive(Debug)]
struct Meaning<'a> {
    text: &'a str,
    conclusion: Option<&'a str>,
    head: Option<Polarity>,
    whole: Lazy<'a>,
    /// Without blank lines and without blanks at the end of lines, which say nothing.
    tight: &'a OnceCell<Cow<'a, str>>,
    /// Parts in which it differs from others; near copies of one text differ in the same part.
    parts: RefCell<Vec<(Range<usize>, Rc<relation::Text<'a>>)>>,
    short: OnceCell<Short<'a>>,
}

/// A conclusion as a short answer.
#[derive(Debug)]
struct Short<'a> {
    said: Lazy<'a>,
    key: Option<normalise::Key>,
    profile: Profile,
}

/// How up to 64 texts compare.
#[derive(Clone, Debug)]
pub struct Meanings {
    count: usize,
    similarity: Vec<f64>,
    relations: Vec<Relation>,
    linked: Vec<bool>,
}

impl Meanings {
    /// Compares texts, one opinion for each.
    pub fn new(question: Option<&str>, texts: &[&str], opinions: &[&Opinion], overlap: &Overlap) -> Meanings {
        let tight: Vec<OnceCell<Cow<str>>> = vec![OnceCell::new(); texts.len()];
        let said = texts.iter().zip(opinions).zip(&tight);
        let each: Vec<Meaning> =
            said.map(|((text, opinion), tight)| Meaning::new(text, opinion, question, tight)).collect();
        let count = each.len();
        let mut meanings = Meanings {
            count,
            similarity: vec![1.0; count * count],
            relations: vec![Relation::Same; count * count],
            linked: vec![false; count * count],
        };
        for (at, meaning) in each.iter().enumerate() {
            meanings.linked[at * count + at] = meaning.conclusion.is_some();
        }
        let profiler = OnceCell::new();
        let profile = |text: &str| profiler.get_or_init(|| Profiler::new(question)).profile(text);
        for a in 0..count {
            for b in a + 1..count {
                let (relation, similarity, linked) = each[a].beside(&each[b], &overlap.between(a, b), &profile);
                for at in [a * count + b, b * count + a] {
                    meanings.relations[at] = relation;
                    meanings.similarity[at] = similarity;
                    meanings.linked[at] = linked;
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
        cluster::average_link(self.count, LINK, |a, b| match self.relation(a, b) {
            Relation::Contradicts => f64::NEG_INFINITY,
            _ if self.is_torn(a, b) => f64::NEG_INFINITY,
            _ => self.alike(a, b),
        })
    }

    /// Whether one of two texts that are alike is as much like a third that contradicts the other: by words alone it
    /// cannot be told with which of the two it goes.
    fn is_torn(&self, a: usize, b: usize) -> bool {
        if self.relation(a, b) == Relation::Same || self.agree(a, b) || self.alike(a, b) < LINK {
            return false;
        }
        let alike = self.alike(a, b);
        let tears = |own: usize, other: usize, third: usize| {
            third != own
                && third != other
                && self.relation(own, third) == Relation::Contradicts
                && self.alike(other, third) >= alike - TORN
        };
        (0..self.count).any(|third| tears(a, b, third) || tears(b, a, third))
    }
}

impl<'a> Meaning<'a> {
    fn new(
        text: &'a str,
        opinion: &'a Opinion,
        question: Option<&str>,
        tight: &'a OnceCell<Cow<'a, str>>,
    ) -> Meaning<'a> {
        let (conclusion, head) = match conclusion::of(opinion) {
            Some(Conclusion::Words(words)) => (Some(words), polarity(words, question)),
            Some(Conclusion::Nothing) => (None, None),
            None => (None, polarity(text, question)),
        };
        let (whole, parts, short) = (Lazy::new(text), RefCell::default(), OnceCell::new());
        Meaning { text, conclusion, head, whole, tight, parts, short }
    }

    /// Relation, similarity, and whether the conclusions link the two.
    fn beside(
        &self,
        other: &Meaning<'a>,
        shared: &Between,
        profile: &dyn Fn(&str) -> Profile,
    ) -> (Relation, f64, bool) {
        let cosine = shared.cosine;
        let same_head = self.head.is_some() && self.head == other.head;
        if self.head.is_some() && other.head.is_some() && !same_head {
            return (Relation::Contradicts, Relation::Contradicts.bound(cosine), false);
        }
        let (relation, similarity) = match (self.conclusion, other.conclusion) {
            (Some(own), Some(others)) => {
                let (left, right) = (self.short(own, profile), other.short(others, profile));
                let equal = left.key.is_some() && left.key == right.key;
                let exact = |key: &Option<normalise::Key>| key.as_ref().is_some_and(normalise::Key::is_exact);
                let relation = match (equal, exact(&left.key) && exact(&right.key)) {
                    (true, true) => Relation::Same,
                    (false, true) => Relation::Contradicts,
                    _ => left.said.text().relation_to(right.said.text()),
                };
                let alike = similarity::alike(&left.profile, &right.profile);
                let alike = scaled(short_words::apart(alike, &left.said, &right.said));
                let differs = relation == Relation::Differs && alike > APART;
                match left_over(differs, left.said.text(), right.said.text()) {
                    Some(Relation::Contradicts) => (Relation::Contradicts, alike),
                    Some(_) => (relation, APART),
                    None => (relation, alike),
                }
            }
            _ => {
                let (short, long) = (self.text.len().min(other.text.len()), self.text.len().max(other.text.len()));
                let relation = if short <= SHORT && long <= MUCH * SHORT {
                    let relation = self.whole.text().relation_to(other.whole.text());
                    if relation == Relation::Differs && self.whole.text().is_converted(other.whole.text()) {
                        return (relation, relation.bound(1.0), false);
                    }
                    // Texts that are worded unlike enough speak of other things.
                    let matters = relation == Relation::Differs && (cosine > SPOKEN_OF || same_head);
                    match left_over(matters, self.whole.text(), other.whole.text()) {
                        Some(Relation::Contradicts) => Relation::Contradicts,
                        Some(_) => return (relation, cosine.min(APART), false),
                        None if matters && cosine < LINK && self.whole.text().says_same(other.whole.text()) => {
                            return (relation, LINK, false);
                        }
                        None if relation == Relation::Differs && shared.pairs >= WORTH_COMPARING => {
                            match of_parts(self, other) {
                                Some(Relation::Contradicts) => Relation::Contradicts,
                                Some(_) => return (relation, cosine.min(APART), false),
                                None => relation,
                            }
                        }
                        None => relation,
                    }
                } else if shared.pairs >= WORTH_COMPARING {
                    let relation = of_long(self, other);
                    match (relation, of_parts(self, other)) {
                        (Relation::Differs, Some(Relation::Contradicts)) => Relation::Contradicts,
                        (Relation::Differs, Some(_)) => return (relation, cosine.min(APART), false),
                        _ => relation,
                    }
                } else {
                    Relation::Differs
                };
                (relation, cosine)
            }
        };
        let concluded = self.conclusion.is_some() && other.conclusion.is_some();
        let similarity = if same_head { similarity.max(SAME_HEAD) } else { similarity };
        let similarity = relation.bound(similarity);
        let linked = relation != Relation::Contradicts && similarity >= LINK && concluded;
        (relation, similarity, linked)
    }

    fn tight(&self) -> &'a str {
        self.tight.get_or_init(|| tight(self.text))
    }

    /// A part of the tight text, prepared for comparison.
    fn part(&self, range: Range<usize>) -> Rc<relation::Text<'a>> {
        let mut parts = self.parts.borrow_mut();
        if let Some((_, part)) = parts.iter().find(|(known, _)| *known == range) {
            return Rc::clone(part);
        }
        let part = Rc::new(relation::Text::new(&self.tight()[range.clone()]));
        if parts.len() < MOST_PARTS {
            parts.push((range, Rc::clone(&part)));
        }
        part
    }

    fn short(&self, conclusion: &'a str, profile: &dyn Fn(&str) -> Profile) -> &Short<'a> {
        self.short.get_or_init(|| Short {
            said: Lazy::new(conclusion),
            key: normalise::key(conclusion),
            profile: profile(conclusion),
        })
    }
}

/// A text without blank lines and without blanks at the end of lines.
fn tight(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\r']) {
        return Cow::Borrowed(text.trim_end());
    }
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

/// How two long texts stand to each other, by the part in which they differ: where that is a page, they differ in more
/// than a word. Both are tight.
fn of_long(left: &Meaning, right: &Meaning) -> Relation {
    if left.tight() == right.tight() {
        return Relation::Same;
    }
    let Some([own, other]) = parts(left, right) else { return Relation::Differs };
    left.part(own).relation_to(&right.part(other))
}

/// How two texts of several sentences stand to each other by what is left over where they differ.
fn of_parts(left: &Meaning, right: &Meaning) -> Option<Relation> {
    let [own, other] = parts(left, right)?;
    // The whole has been judged.
    if own.len() == left.tight().len() || other.len() == right.tight().len() {
        return None;
    }
    left_over(true, &left.part(own), &right.part(other))
}

/// The parts in which two tight texts differ, from the start of a sentence to the end of one; None where that is a page.
fn parts(left: &Meaning, right: &Meaning) -> Option<[Range<usize>; 2]> {
    let (a, b) = (left.tight(), right.tight());
    let line = |text: &str, at: usize| text[..at].rfind(['\n', '.']).map_or(0, |found| found + 1);
    let mut head = shared_head(a.as_bytes(), b.as_bytes());
    head = (0..=head).rev().find(|&at| a.is_char_boundary(at) && b.is_char_boundary(at)).unwrap_or(0);
    let fenced = memmem::find_iter(&a.as_bytes()[..head], b"```").count() % 2 == 1;
    let start = if fenced { a[..head].rfind("```").unwrap_or(0) } else { line(a, head) };
    let (rest_a, rest_b) = (&a[start..], &b[start..]);
    let mut tail = shared_tail(rest_a.as_bytes(), rest_b.as_bytes());
    // From the end of a line on, so that no word is cut.
    let stop = rest_a.as_bytes()[rest_a.len() - tail..].iter().position(|byte| *byte == b'\n' || *byte == b'.');
    tail -= stop.map_or(tail, |stop| stop + 1);
    let (end_a, end_b) = (a.len() - tail, b.len() - tail);
    ((end_a - start).max(end_b - start) <= LONGEST_PART).then_some([start..end_a, start..end_b])
}

/// Bytes that are compared in one step.
const STEP: usize = 32;

/// How many bytes two texts begin with alike.
fn shared_head(a: &[u8], b: &[u8]) -> usize {
    let steps = a.chunks_exact(STEP).zip(b.chunks_exact(STEP)).take_while(|(a, b)| a == b).count() * STEP;
    steps + a[steps..].iter().zip(&b[steps..]).take_while(|(a, b)| a == b).count()
}

/// How many bytes two texts end with alike.
fn shared_tail(a: &[u8], b: &[u8]) -> usize {
    let steps = a.rchunks_exact(STEP).zip(b.rchunks_exact(STEP)).take_while(|(a, b)| a == b).count() * STEP;
    let rest = |text: &[u8]| text.len() - steps;
    let rests = a[..rest(a)].iter().rev().zip(b[..rest(b)].iter().rev());
    steps + rests.take_while(|(a, b)| a == b).count()
}

/// The pair score of short answers on the scale of texts: what links them, [`short_words::LINK`], becomes [`LINK`].
fn scaled(score: f64) -> f64 {
    if score < short_words::LINK {
        score * LINK / short_words::LINK
    } else {
        LINK + (score - short_words::LINK) * (1.0 - LINK) / (1.0 - short_words::LINK)
    }
}

/// How two short texts stand to each other that are neither the same nor deny each other where they are worded alike.
fn left_over(matters: bool, a: &relation::Text, b: &relation::Text) -> Option<Relation> {
    if !matters {
        return None;
    }
    a.left_over(b).or_else(|| a.is_apart_from(b).then_some(Relation::Differs))
}

/// How two texts stand to each other, and how alike they are: what a panel of the two would say.
pub fn of_two(question: Option<&str>, a: &str, b: &str) -> (Relation, f64) {
    let relation = relation::of(a, b);
    let cosine = Overlap::new(question, &[a, b]).cosine(0, 1);
    (relation, relation.bound(cosine))
}
