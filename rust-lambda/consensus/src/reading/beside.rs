//! Words beside equal values: which of them tell two answers apart.
//!
//! Two answers of one value are one where their words are the same, or where one says nothing more. Where both say more they
//! differ, and an answer without words then goes with neither.

use std::collections::{BTreeMap, BTreeSet};

use super::first::Settled;
use super::turned;
use crate::extract::aside;
use crate::normalise::{Key, assigned, fold};

/// Words beside a value, without those of the question.
pub type Words = BTreeSet<String>;

/// Words that do not stand in the question.
pub fn news(words: Vec<String>, question: &[String]) -> Words {
    words.into_iter().filter(|word| !question.contains(word)).collect()
}

/// For each answer whether its words count among those of its value; answers of one value have one `value`.
pub fn tell_apart<Value: Ord>(answers: &[(Value, Words)]) -> Vec<bool> {
    let mut of: BTreeMap<&Value, BTreeSet<&Words>> = BTreeMap::new();
    for (value, words) in answers.iter().filter(|(_, words)| !words.is_empty()) {
        of.entry(value).or_default().insert(words);
    }
    let apart: BTreeSet<&Value> = of.iter().filter(|(_, sets)| sets.len() > 1).map(|(value, _)| *value).collect();
    // "too many" only counts.
    let turned = |words: &Words| words.iter().any(|word| turned::turns(word) && !(word == "too" && words.len() > 1));
    answers.iter().map(|(value, words)| !words.is_empty() && (apart.contains(value) || turned(words))).collect()
}

/// Keeps what stands in brackets behind equal values, or before the sign that gives them to somebody, where it tells them apart:
/// "12 (before tax)", "12 (after tax)"; "temperature = 2", "top_p = 2".
pub fn keep_remarks(question: Option<&str>, texts: &[Option<String>], settled: &mut [Option<Settled>]) {
    let remarked = |text: &String| text.ends_with([')', '.']) && aside::parted(text).is_some();
    let named = |text: &String| assigned::name(text).is_some();
    if !texts.iter().flatten().any(|text| remarked(text) || named(text)) {
        return;
    }
    let asked = question.map(fold::tokens).unwrap_or_default();
    let answers: Vec<(Option<Key>, Words)> = settled
        .iter()
        .zip(texts)
        .map(|(one, text)| {
            let key = one.as_ref().and_then(|one| one.key.clone()).filter(|key| !matches!(key, Key::Words(_)));
            let said = |text: &str| assigned::name(text).map_or_else(|| aside::words(text), fold::tokens);
            let words = text.as_deref().filter(|_| key.is_some()).map(said).unwrap_or_default();
            (key, news(words, &asked))
        })
        .collect();
    for ((one, (key, words)), apart) in settled.iter_mut().zip(&answers).zip(tell_apart(&answers)) {
        if let (Some(one), Some(key), true) = (one, key, apart) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            one.key = Some(Key::Expression(format!("{key:?} ({})", words.join(" "))));
        }
    }
}
