//! What texts mean for one another: by their conclusions where they give one, else by their words.
//!
//! # Performance
//! Texts are compared token by token only where they share so much that they may be one, or where they are short.

mod parts;

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use crate::cluster;
use crate::conclusion::{self, Conclusion};
use crate::normalise::{self, assigned};
use crate::relation::{self, Lazy, Polarity, polarity};
use crate::short_words;
use crate::similarity::overlap::{Between, Overlap};
use crate::similarity::{self, Profile, Profiler};
use crate::wire::{Opinion, Relation};

/// Similarity from which texts say much the same.
pub const LINK: f64 = 0.6;

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

/// Bytes up to which two texts that are mostly one are compared for what one has in the place of the other.
const LONGEST_COPY: usize = 1000;

/// Bytes of a label, with its marks.
const LONGEST_LABEL: usize = 40;

/// Texts that say the same in the same words put otherwise are at least so alike.
const REWORDED: f64 = 0.9;

/// Short texts that are less alike speak of other things, and contradict each other in nothing.
const SPOKEN_OF: f64 = 0.35;

/// A text that is nearer by less than this to one of two that contradict each other is as near to both.
const TORN: f64 = 1e-9;

/// Much longer.
const MUCH: usize = 4;

/// One different answer.
#[derive(Debug)]
struct Meaning<'a> {
    whole: Lazy<'a>,
    conclusion: Option<Lazy<'a>>,
    /// The yes or no to which it comes: at its head, or in the words of the question.
    head: Option<Polarity>,
    /// Without blank lines and without blanks at the end of lines, which say nothing.
    tight: &'a OnceCell<Cow<'a, str>>,
    /// Parts in which it differs from others; near copies of one text differ in the same part.
    parts: RefCell<Vec<(Range<usize>, Rc<relation::Text<'a>>)>>,
    short: OnceCell<Short<'a>>,
}

/// A conclusion as a short answer.
#[derive(Debug)]
struct Short<'a> {
    /// The name to which it gives a value.
    name: Option<&'a str>,
    key: Option<normalise::Key>,
    profile: Profile,
}

/// What the texts of one panel are compared by.
struct Panel<'p> {
    asked: Lazy<'p>,
    /// Whether that can be answered by yes or no.
    whether: bool,
    profile: &'p dyn Fn(&str) -> Profile,
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
        let profiler = OnceCell::new();
        let profile = |text: &str| profiler.get_or_init(|| Profiler::new(question)).profile(text);
        let panel = Panel::new(question, &profile);
        let tight: Vec<OnceCell<Cow<str>>> = vec![OnceCell::new(); texts.len()];
        let said = texts.iter().zip(opinions).zip(&tight);
        let each: Vec<Meaning> =
            said.map(|((text, opinion), tight)| Meaning::new(text, opinion, &panel, tight)).collect();
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
        for a in 0..count {
            for b in a + 1..count {
                let (relation, similarity, linked) = each[a].beside(&each[b], &overlap.between(a, b), &panel);
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

impl<'p> Panel<'p> {
    fn new(question: Option<&'p str>, profile: &'p dyn Fn(&str) -> Profile) -> Panel<'p> {
        let asked = Lazy::new(question.unwrap_or_default().trim());
        let whether = asked.raw.ends_with('?') && asked.raw.len() <= SHORT && asked.text().asks_whether();
        Panel { asked, whether, profile }
    }

    /// The yes or no to which a text comes.
    fn head_of(&self, said: &Lazy) -> Option<Polarity> {
        let question = (!self.asked.raw.is_empty()).then_some(self.asked.raw);
        let answered = || (self.whether && said.raw.len() <= SHORT).then(|| said.text().answered(self.asked.text()));
        polarity(said.raw, question).or_else(|| answered().flatten())
    }
}

impl<'a> Meaning<'a> {
    fn new(text: &'a str, opinion: &'a Opinion, panel: &Panel, tight: &'a OnceCell<Cow<'a, str>>) -> Meaning<'a> {
        let whole = Lazy::new(without_label(text));
        let (conclusion, head) = match conclusion::of(opinion) {
            Some(Conclusion::Words(words)) => (Some(Lazy::new(words)), None),
            Some(Conclusion::Nothing) => (None, None),
            None => (None, panel.head_of(&whole)),
        };
        let head = conclusion.as_ref().and_then(|words| panel.head_of(words)).or(head);
        Meaning { whole, conclusion, head, tight, parts: RefCell::default(), short: OnceCell::new() }
    }

    /// Relation, similarity, and whether the conclusions link the two.
    fn beside(&self, other: &Meaning<'a>, shared: &Between, panel: &Panel) -> (Relation, f64, bool) {
        let cosine = shared.cosine;
        let same_head = self.head.is_some() && self.head == other.head;
        if self.head.is_some() && other.head.is_some() && !same_head {
            return (Relation::Contradicts, Relation::Contradicts.bound(cosine), false);
        }
        let concluded = self.conclusion.is_some() && other.conclusion.is_some();
        let alike = (Relation::Differs, cosine.max(REWORDED), concluded);
        if same_head && (self.is_bare() || other.is_bare()) {
            return alike;
        }
        let (relation, similarity) = match (&self.conclusion, &other.conclusion) {
            (Some(own), Some(others)) => self.concluded(own, other, others, same_head, panel),
            _ => self.worded(other, shared, same_head, panel),
        };
        if similarity < LINK && self.is_reworded(other, panel) {
            return alike;
        }
        let linked = relation != Relation::Contradicts && similarity >= LINK && concluded;
        (relation, similarity, linked)
    }

    /// How two texts stand to each other by their conclusions.
    fn concluded(
        &self,
        own: &Lazy<'a>,
        other: &Meaning<'a>,
        others: &Lazy<'a>,
        same_head: bool,
        panel: &Panel,
    ) -> (Relation, f64) {
        let (left, right) = (self.short(own, panel), other.short(others, panel));
        let named = left.name.zip(right.name).is_some_and(|(own, other)| own != other);
        let equal = left.key.is_some() && left.key == right.key && !named;
        let exact = |key: &Option<normalise::Key>| key.as_ref().is_some_and(normalise::Key::is_exact);
        let relation = match (equal, exact(&left.key) && exact(&right.key)) {
            (true, true) => Relation::Same,
            (false, true) => Relation::Contradicts,
            _ => own.text().relation_to(others.text()),
        };
        let alike = similarity::alike(&left.profile, &right.profile);
        let alike = scaled(short_words::apart(alike, own, others));
        let differs = relation == Relation::Differs && alike > APART;
        match left_over(differs, own.text(), others.text()) {
            Some(Relation::Contradicts) => bounded(Relation::Contradicts, alike, same_head),
            Some(_) => bounded(relation, APART, same_head),
            None => bounded(relation, alike, same_head),
        }
    }

    /// How two texts stand to each other by their words.
    fn worded(&self, other: &Meaning<'a>, shared: &Between, same_head: bool, panel: &Panel) -> (Relation, f64) {
        let cosine = shared.cosine;
        let (own, others) = (&self.whole, &other.whole);
        let (short, long) = (own.raw.len().min(others.raw.len()), own.raw.len().max(others.raw.len()));
        let relation = if short <= SHORT && long <= MUCH * SHORT {
            let relation = own.text().relation_to(others.text());
            if relation == Relation::Differs && own.text().is_converted(others.text()) {
                return (relation, relation.bound(1.0));
            }
            // Texts that are worded unlike enough speak of other things.
            let matters = relation == Relation::Differs && (cosine > SPOKEN_OF || same_head);
            match left_over(matters, own.text(), others.text()) {
                Some(Relation::Contradicts) => Relation::Contradicts,
                Some(_) => return (relation, cosine.min(APART)),
                None if matters && cosine < LINK && own.text().says_same(others.text()) => return (relation, LINK),
                None if relation == Relation::Differs && shared.pairs >= WORTH_COMPARING => {
                    match parts::of_parts(self, other) {
                        Some(Relation::Contradicts) => Relation::Contradicts,
                        Some(_) => return (relation, cosine.min(APART)),
                        None => relation,
                    }
                }
                None => relation,
            }
        } else if shared.pairs >= WORTH_COMPARING {
            let relation = parts::of_long(self, other);
            match (relation, parts::of_parts(self, other)) {
                (Relation::Differs, Some(Relation::Contradicts)) => Relation::Contradicts,
                (Relation::Differs, Some(_)) => return (relation, cosine.min(APART)),
                _ => relation,
            }
        } else {
            Relation::Differs
        };
        let matters = relation == Relation::Differs && cosine >= LINK && long <= LONGEST_COPY;
        if matters && own.text().is_replaced(others.text(), panel.asked.text()) {
            return (relation, APART);
        }
        bounded(relation, cosine, same_head)
    }

    /// Whether it says yes or no and nothing else.
    fn is_bare(&self) -> bool {
        self.conclusion.as_ref().unwrap_or(&self.whole).words() == 1
    }

    /// Whether two short texts, or the conclusions of two, say the same in the same words put otherwise.
    fn is_reworded(&self, other: &Meaning, panel: &Panel) -> bool {
        let (own, others) = match (&self.conclusion, &other.conclusion) {
            (Some(own), Some(others)) => (own, others),
            (None, None) => (&self.whole, &other.whole),
            _ => return false,
        };
        own.raw.len().max(others.raw.len()) <= SHORT && own.text().is_reworded(others.text(), panel.asked.text())
    }

    fn tight(&self) -> &'a str {
        self.tight.get_or_init(|| parts::tight(self.whole.raw))
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

    fn short(&self, conclusion: &Lazy<'a>, panel: &Panel) -> &Short<'a> {
        self.short.get_or_init(|| Short {
            name: assigned::name(normalise::bare(conclusion.raw)),
            key: normalise::key(conclusion.raw),
            profile: (panel.profile)(conclusion.raw),
        })
    }
}

/// A text without the label in front of it: "Answer:" is no part of what it says.
fn without_label(text: &str) -> &str {
    if !text.trim_start().bytes().take(LONGEST_LABEL).any(|byte| byte == b':') {
        return text;
    }
    let place = conclusion::place(text).or_else(|| conclusion::labelled_place(text));
    let Some(place) = place else { return text };
    let (before, behind) = (text[..place.start].trim_start(), &text[place.end..]);
    let labels = before.contains(':') && before.len() <= LONGEST_LABEL && !before.contains('\n');
    let marks = |sign: char| sign.is_whitespace() || matches!(sign, '*' | '_' | '`' | '.');
    if labels && behind.trim_matches(marks).is_empty() { &text[place] } else { text }
}

/// What is left of a similarity between texts that stand so to each other, and begin with the same yes or no or not.
fn bounded(relation: Relation, similarity: f64, same_head: bool) -> (Relation, f64) {
    let similarity = if same_head { similarity.max(SAME_HEAD) } else { similarity };
    (relation, relation.bound(similarity))
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
    let cosine = Overlap::new(question, &[a, b]).cosine(0, 1);
    let [own, other, asked] = [a, b, question.unwrap_or_default()].map(relation::Text::new);
    let relation = own.relation_to(&other);
    if relation != Relation::Same && a.len().max(b.len()) <= SHORT && own.is_reworded(&other, &asked) {
        return (Relation::Differs, cosine.max(REWORDED));
    }
    (relation, relation.bound(cosine))
}

#[cfg(test)]
mod tests {
    use super::without_label;

    #[test]
    fn a_label_is_no_part_of_what_it_labels() {
        for (text, said) in [
            ("Answer: `git branch -d feature`", "git branch -d feature"),
            ("**Answer:** Use Redis.", "Use Redis."),
            ("Use Redis.", "Use Redis."),
            ("Note: use Redis.", "Note: use Redis."),
            ("Answer: A\nB stays open, see below.", "Answer: A\nB stays open, see below."),
        ] {
            assert_eq!(without_label(text).trim_matches(['`', '.']), said.trim_end_matches('.'), "{text}");
        }
    }
}
