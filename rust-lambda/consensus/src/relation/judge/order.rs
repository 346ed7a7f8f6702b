//! The same tokens in another order: what that does to a meaning.

use crate::relation::contrast::Language;
use crate::relation::mark::{Cue, Mark};
use crate::relation::token::{Sort, Token};
use crate::wire::Relation;

/// Longer texts are not one clause and another.
const LONGEST_ROTATED: usize = 60;

/// In shorter texts a single word at the other end may be another subject.
const LEAST_AROUND_ONE: usize = 5;

/// The same tokens in another order: lines or sentences in another order differ, words around a sign, a negation or a
/// direction contradict, and so do steps.
pub fn reordered(a: &[Token], b: &[Token], language: &Language) -> Option<Relation> {
    if a.len() != b.len() {
        return None;
    }
    // Sums of numbers for the tokens tell nearly all others apart.
    let sum = |tokens: &[Token]| tokens.iter().fold(0_u64, |sum, token| sum.wrapping_add(token.key(token.code)));
    if sum(a) != sum(b) {
        return None;
    }
    let all = |tokens: &[Token]| sorted(tokens.iter());
    if all(a) != all(b) {
        return None;
    }
    if let Some(found) = by_sentence(a, b, language) {
        return Some(found);
    }
    Some(of_one(a, b, language))
}

/// How two texts stand to each other whose sentences are the same, or have the same words in another order each.
fn by_sentence(a: &[Token], b: &[Token], language: &Language) -> Option<Relation> {
    let of = |tokens| sentences(tokens).map(|sentence| (sorted(sentence.iter()), sentence)).collect::<Vec<_>>();
    let (own, mut others) = (of(a), of(b));
    if own.len() < 2 || own.len() != others.len() || a.iter().any(|token| token.code) {
        return None;
    }
    let mut found = Relation::Differs;
    for (words, sentence) in own {
        let at = others.iter().position(|(others, _)| *others == words)?;
        let (_, other) = others.swap_remove(at);
        let equal = sentence.iter().zip(other).all(|(a, b)| a.equals(b));
        found = if equal { found } else { found.max(of_one(sentence, other, language)) };
    }
    Some(found)
}

/// The sentences of a text.
fn sentences(tokens: &[Token]) -> impl Iterator<Item = &[Token]> {
    tokens.chunk_by(|before, next| !next.opens || before.labels)
}

/// How two sentences stand to each other that have the same words in another order.
fn of_one(a: &[Token], b: &[Token], language: &Language) -> Relation {
    if statements(a) == statements(b) || is_rotated(a, b) || is_moved(a, b, language) {
        return Relation::Differs;
    }
    let (steps, others) = (steps(a, language), steps(b, language));
    if steps.len() > 1 || others.len() > 1 {
        return if steps == others { Relation::Differs } else { Relation::Contradicts };
    }
    let turns =
        a.iter().any(|token| token.code || matches!(token.sort, Sort::Sign | Sort::Number | Sort::Flag | Sort::Path))
            || language.marks(a).iter().any(|mark| matches!(mark, Mark::Not | Mark::Side(..)));
    if turns { Relation::Contradicts } else { Relation::Differs }
}

/// Some tokens as they are compared, sorted.
fn sorted<'t>(tokens: impl Iterator<Item = &'t Token>) -> Vec<String> {
    let mut texts: Vec<String> = tokens.map(folded).collect();
    texts.sort_unstable();
    texts
}

/// The steps of a text, each sorted, without what says that the first is first.
fn steps(tokens: &[Token], language: &Language) -> Vec<Vec<String>> {
    let steps = tokens.split(|token| language.cue(token) == Some(Cue::Then));
    steps.map(|step| sorted(step.iter().filter(|token| !language.is_first(token)))).collect()
}

/// Whether a clause only stands at the other end: "after the upgrade, restart the pod".
fn is_rotated(a: &[Token], b: &[Token]) -> bool {
    let prose = a.len() > 3 && a.iter().chain(b).all(is_prose);
    prose && a.len() <= LONGEST_ROTATED && (2..=a.len() - 2).any(|at| is_turned(a, b, at))
}

/// Whether a token may stand anywhere: an operator belongs to what stands beside it.
fn is_prose(token: &Token) -> bool {
    !token.code && (matches!(token.sort, Sort::Word | Sort::Number) || token.text == "%")
}

/// Whether the tokens before a place stand behind the others.
fn is_turned(a: &[Token], b: &[Token], at: usize) -> bool {
    a[at..].iter().chain(&a[..at]).zip(b).all(|(a, b)| a.equals(b))
}

/// Whether one phrase, or a word that says when, has moved: "everything except billing is back", "everything is back
/// except billing"; "first deploy to staging", "deploy to staging first". What denies or limits says what stands behind it.
fn is_moved(a: &[Token], b: &[Token], language: &Language) -> bool {
    if a.len() > LONGEST_ROTATED || !a.iter().all(is_prose) {
        return false;
    }
    let head = a.iter().zip(b).take_while(|(a, b)| a.equals(b)).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a.equals(b)).count();
    let (own, other) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    let bare = |block: &[Token]| {
        let limits = |mark: &Mark| matches!(mark, Mark::Not | Mark::Quantity(_) | Mark::Number(_));
        !language.marks(block).iter().any(limits) && !block.iter().any(|token| language.cue(token) == Some(Cue::Then))
    };
    let phrase = |block: &[Token]| block.len() > 1 && language.leads_a_phrase(&block[0]) && bare(block);
    let word = |block: &[Token]| {
        let [word] = block else { return false };
        let ends = head + tail == 0 && own.len() >= LEAST_AROUND_ONE;
        ends && word.sort == Sort::Word && bare(block) && (!word.named || word.opens)
    };
    (1..own.len()).any(|at| {
        let (first, last) = own.split_at(at);
        (phrase(first) || phrase(last) || word(first) || word(last)) && is_turned(own, other, at)
    })
}

/// A token without the case that is harmless: `-v` and `-V` are two flags.
fn folded(token: &Token) -> String {
    if token.code || token.sort != Sort::Word { token.text.clone() } else { token.text.to_lowercase() }
}

/// Sentences and lines of code, sorted.
fn statements(tokens: &[Token]) -> Vec<String> {
    let parts = tokens.chunk_by(|before, next| {
        (!next.opens || before.labels) && before.sort != Sort::Break && (!next.code || before.line == next.line)
    });
    let mut texts: Vec<String> = parts
        .map(|part| {
            let words = part.iter().filter(|token| token.sort != Sort::Break).map(folded);
            words.collect::<Vec<_>>().join(" ")
        })
        .filter(|text| !text.is_empty())
        .collect();
    texts.sort_unstable();
    texts
}
