//! What sentences of one value repeat of the question: other words in one place make two answers of it.

use std::collections::{BTreeMap, BTreeSet};

use super::asked::Asked;
use super::echo::LEAST_WORDS;
use super::plain::Form;
use crate::normalise::fold;
use crate::question::facing;
use crate::reading::first::Settled;

/// Tells answers of one value apart that repeat other words of the question in one place: "It opens at nine on Sunday.", "It
/// opens at nine on Monday."
pub fn part(forms: &mut [Option<Form>], settled: &[Option<Settled>], asked: &Asked<'_>) {
    if asked.lists().is_empty() {
        return;
    }
    let mut of: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (form, one) in forms.iter().zip(settled).filter_map(|(form, one)| Some((form.as_ref()?, one.as_ref()?))) {
        if one.text.split_whitespace().nth(LEAST_WORDS - 1).is_some() {
            of.entry(&form.text).or_default().insert(&one.text);
        }
    }
    let mut parted: BTreeSet<String> = BTreeSet::new();
    for said in of.into_values().filter(|said| said.len() > 1) {
        let words: Vec<(&str, Vec<String>)> = said.into_iter().map(|text| (text, fold::tokens(text))).collect();
        let differs = |own: &[String]| words.iter().any(|(_, other)| facing::differ(own, other, asked.lists()));
        parted.extend(words.iter().filter(|(_, own)| differs(own)).map(|(text, _)| (*text).to_owned()));
    }
    for (form, one) in forms.iter_mut().zip(settled).filter_map(|(form, one)| Some((form.as_mut()?, one.as_ref()?))) {
        if parted.contains(&one.text) {
            form.text = fold::words(&one.text);
        }
    }
}
