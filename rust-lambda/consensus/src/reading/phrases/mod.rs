//! Phrases: what brief answers write in several ways counts as one, whatever they are made of.
//!
//! "every two years" is "every 2 years", "third floor" is "3rd floor", "sales, legal" is "legal and sales", "2-4 pm" is "14:00 to
//! 16:00". Each answer is put into one form; two of one form are one answer. Nothing is parted here.
//!
//! # Performance
//! Where no two answers short enough for a form differ, or none of them is brief, nothing is looked at; else each different answer
//! once, sentences of some length not at all. The tables are built once.

mod asked;
mod echo;
mod letters;
mod lists;
mod plain;
mod repeated;
mod table;
mod values;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::first::Settled;
use super::once::Once;
use super::spelled;
use crate::normalise::{Key, verbatim};
use asked::Asked;
use lists::ITEMS;
use plain::Form;

/// Bytes of an answer that has a form; a longer one is a text.
const LONGEST: usize = 100;

/// Bytes of a brief answer. Among sentences only, what their words share tells which are one.
const LONGEST_BRIEF: usize = 48;

/// The form of each answer of a panel, in the order of the opinions; empty where no two can be one by their forms.
pub fn forms(question: Option<&str>, settled: &[Option<Settled>]) -> Vec<Option<Form>> {
    let formed = || settled.iter().flatten().filter(|one| one.text.len() <= LONGEST);
    let mut keys = formed().filter_map(|one| one.key.as_ref());
    let same = keys.next().is_none_or(|key| keys.all(|other| other == key));
    let worded = |one: &Settled| one.text.bytes().any(|byte| byte.is_ascii_alphabetic() || byte >= 0x80);
    if same || !formed().any(|one| one.text.len() <= LONGEST_BRIEF) || !formed().any(worded) {
        return Vec::new();
    }
    let asked = Asked::new(question);
    // Where each character may count, only a choice among what the question says is none of them.
    let spelled = question.is_some_and(|question| spelled::asked(question).is_some());
    if spelled && asked.alternatives().is_none() {
        return Vec::new();
    }
    let prose = |one: &&Settled| !matches!(one.key, Some(Key::Literal(_))) || is_code(&one.text);
    let mut once = Once::new();
    let each = settled.iter().map(|one| {
        let one = one.as_ref().filter(|one| one.text.len() <= LONGEST).filter(prose)?;
        once.read(&one.text[..], |text| if spelled { plain::chosen(text, &asked) } else { plain::of(text, &asked) })
    });
    let mut forms: Vec<Option<Form>> = each.collect();
    repeated::part(&mut forms, settled, &asked);
    forms
}

/// A brief text with its numbers, times and days in one spelling: "before May 1", "before 1 May". None for what is no prose.
pub fn in_one_spelling(text: &str) -> Option<String> {
    let words = words::of(text)?;
    (words.len() <= MOST_WORDS).then(|| values::formed(words, &Asked::new(None)).join(" "))
}

/// Words of a string that is looked at.
const MOST_WORDS: usize = 12;

/// Whether a literal is a number or a code, whose characters a form keeps: "v2", "W-9", "02:00\u{2013}04:00". Of a command or a
/// formula each character counts.
fn is_code(text: &str) -> bool {
    let plain = |sign: char| sign.is_alphanumeric() || " -\u{2013}.:#~/".contains(sign);
    let digit = text.bytes().any(|byte| byte.is_ascii_digit());
    digit && text.chars().all(plain) && !text.ends_with('.') && verbatim::called(text).is_none()
        || words::is_grade(text)
        || lists::of_tokens(text)
}

/// One key for the answers of one form: the first in their order, whatever the order of the answers.
pub fn join(forms: &[Option<Form>], settled: &mut [Option<Settled>]) {
    let mut of: BTreeMap<&str, BTreeSet<Key>> = BTreeMap::new();
    for (form, one) in forms.iter().zip(settled.iter()) {
        if let (Some(form), Some(key)) = (form, one.as_ref().and_then(|one| one.key.clone())) {
            of.entry(&form.text).or_default().insert(key);
        }
    }
    // Sets that share a key are one.
    let mut sets: Vec<BTreeSet<Key>> = Vec::new();
    for mut set in of.into_values() {
        let (touched, others): (Vec<_>, Vec<_>) = sets.into_iter().partition(|known| !known.is_disjoint(&set));
        set.extend(touched.into_iter().flatten());
        sets = others;
        sets.push(set);
    }
    for key in settled.iter_mut().flatten().filter_map(|one| one.key.as_mut()) {
        if let Some(first) = sets.iter().find(|set| set.contains(key)).and_then(BTreeSet::first) {
            *key = first.clone();
        }
    }
}

/// Tells a list from one of its items: "sales, legal" is no "sales".
fn part_items(forms: &[Option<Form>], settled: &mut [Option<Settled>]) {
    let lists = || forms.iter().flatten().map(|form| &form.text).filter(|text| text.contains(ITEMS));
    if lists().next().is_none() {
        return;
    }
    let items: BTreeSet<&str> = lists().flat_map(|list| list.split(ITEMS)).collect();
    for (form, one) in forms.iter().zip(settled).filter_map(|(form, one)| Some((form.as_ref()?, one.as_mut()?))) {
        let told = form.text.contains(ITEMS) || items.contains(&form.text[..]);
        if told && matches!(one.key, Some(Key::Words(_))) {
            one.key = Some(Key::Expression(form.text.clone()));
        }
    }
}

/// Tells a number of something else from the one that is asked for, where somebody names that: "gate 4" beside "platform 4".
pub fn part(forms: &[Option<Form>], settled: &mut [Option<Settled>]) {
    part_items(forms, settled);
    let named: BTreeSet<&str> = forms.iter().flatten().filter(|form| form.named).map(|form| &form.text[..]).collect();
    let other =
        |(noun, digits): &(&str, &str)| noun.bytes().all(|byte| byte.is_ascii_alphabetic()) && named.contains(digits);
    let is_other = |form: &Form| form.text.split_once(' ').filter(other).is_some();
    if named.is_empty() || !forms.iter().flatten().any(is_other) {
        return;
    }
    for (form, one) in forms.iter().zip(settled).filter_map(|(form, one)| Some((form.as_ref()?, one.as_mut()?))) {
        let told = named.contains(&form.text[..]) || is_other(form);
        if told && matches!(one.key, Some(Key::Words(_) | Key::Number(_))) {
            one.key = Some(Key::Expression(form.text.clone()));
        }
    }
}
