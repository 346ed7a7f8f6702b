//! Patterns of words, as the tables of replies write them: `{a|b} ~2 c $`.
//!
//! # Performance
//! A pattern is tried at one place; gaps multiply the tries by their lengths, which the tables keep small.

use crate::normalise::fold;

/// One step of a pattern.
pub enum Step {
    /// One of these phrases; an empty one is the end of the sentence.
    OneOf(Vec<Vec<String>>),
    /// Up to so many words.
    Gap(usize),
}

/// The steps of a pattern.
pub fn steps(pattern: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = pattern.trim();
    while !rest.is_empty() {
        let end = match rest.strip_prefix('{') {
            Some(group) => group.find('}').map_or(rest.len(), |at| at + 2),
            None => rest.find([' ', '{']).unwrap_or(rest.len()),
        };
        let (step, behind) = rest.split_at(end);
        let gap = step.strip_prefix('~').and_then(|most| most.parse().ok());
        let phrases = || step.trim_matches(['{', '}']).split('|').map(fold::tokens).collect();
        steps.push(gap.map_or_else(|| Step::OneOf(phrases()), Step::Gap));
        rest = behind.trim_start();
    }
    steps
}

/// Whether a sentence begins with a pattern.
pub fn begins(sentence: &[String], pattern: &[Step]) -> bool {
    fits(sentence, pattern, false)
}

/// Whether a sentence is a pattern and nothing else.
pub fn is(sentence: &[String], pattern: &[Step]) -> bool {
    fits(sentence, pattern, true)
}

fn fits(sentence: &[String], pattern: &[Step], whole: bool) -> bool {
    match pattern.split_first() {
        None => !whole || sentence.is_empty(),
        Some((Step::Gap(most), rest)) => {
            (0..=(*most).min(sentence.len())).any(|skipped| fits(&sentence[skipped..], rest, whole))
        }
        Some((Step::OneOf(phrases), rest)) => phrases.iter().any(|phrase| match &phrase[..] {
            [] => sentence.is_empty(),
            words => sentence.starts_with(words) && fits(&sentence[words.len()..], rest, whole),
        }),
    }
}

/// The sentences of a short text.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', '!', '?', ';', '\n', '\u{3002}', '\u{ff01}', '\u{ff1f}', '\u{61f}', '\u{964}'])
}
