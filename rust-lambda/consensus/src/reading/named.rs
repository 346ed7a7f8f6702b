//! Names among short answers: digits that are a name, and names in code, which are spelled in one way only.

use super::first::First;
use super::matter::about_code;
use super::spelled::{self, Spelling};
use super::{beside, codes};
use crate::extract::choice::denies;
use crate::normalise::{self, Key, fold};

/// Where digits are names, all answers are read so: by the question, or since one of them is written so.
pub fn read_codes(question: Option<&str>, first: &mut [Option<First>]) {
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
pub fn read_spelled(question: Option<&str>, first: &mut [Option<First>]) {
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
