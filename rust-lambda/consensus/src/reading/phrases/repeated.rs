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
    let mut of: BTreeMap<&str, BTreeMap<&str, Vec<String>>> = BTreeMap::new();
    for (form, one) in forms.iter().zip(settled).filter_map(|(form, one)| Some((form.as_ref()?, one.as_ref()?))) {
        let sentence = one.text.split_whitespace().nth(LEAST_WORDS - 1).is_some();
        if sentence {
            of.entry(&form.text).or_default().entry(&one.text).or_insert_with(|| fold::tokens(&one.text));
        }
    }
    let mut parted = BTreeSet::new();
    for said in of.values().filter(|said| said.len() > 1) {
        let differs = |words: &Vec<String>| said.values().any(|other| facing::differ(words, other, asked.lists()));
        parted.extend(said.iter().filter(|(_, words)| differs(words)).map(|(text, _)| (*text).to_owned()));
    }
    for (form, one) in forms.iter_mut().zip(settled).filter_map(|(form, one)| Some((form.as_mut()?, one.as_ref()?))) {
        if parted.contains(&one.text) {
            form.text = fold::words(&one.text);
        }
    }
}
