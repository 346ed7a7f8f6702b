//! What two texts of several statements say beside what both say: "The price is fair. We should sign.", "We should walk away,
//! and the price is fair."
//!
//! Statements are sentences and what "and" joins to them. Each goes with one of the other text that says the same, in whatever
//! order they stand. If both texts have some left, these are told against each other as if nothing else had been said.
//!
//! # Performance
//! O(s t) comparisons for s and t statements, at most [`MOST_STATEMENTS`]; nearly all end at the sums of their tokens.

use std::ops::Range;

use super::contrast::Language;
use super::hunks;
use super::leftover;
use super::leftover::shared::{Shared, is_form};
use super::mark::{Cue, Mark};
use super::reworded::is_reworded;
use super::token::{Sort, Token};
use super::tokens::Tokens;

/// Statements of a text that are looked at.
const MOST_STATEMENTS: usize = 16;

/// Longer texts differ in remarks.
const MOST_TOKENS: usize = 200;

/// Shorter parts of a sentence are no statements.
const LEAST_TOKENS: usize = 2;

/// Words that a statement may add to one that is the same otherwise.
const MOST_ADDED: usize = 2;

/// Words that carry a meaning, from which a statement with an addition is the same.
const LEAST_SHARED: usize = 2;

/// Whether two texts, one of which has several sentences, say the same statements; steps in the same order.
pub fn is_empty(a: &Tokens, b: &Tokens) -> bool {
    if !has_several(a) && !has_several(b) {
        return false;
    }
    let [own, others] = [sentences(a), sentences(b)];
    if own.len().max(others.len()) < 2 || !of(a, b).is_some_and(|rests| rests.iter().all(|rest| rest.is_empty())) {
        return false;
    }
    let language = a.language_with(b);
    let steps = |tokens: &Tokens| tokens.iter().any(|token| language.is_step(token));
    let clauses = |parts: &[Tokens]| -> Vec<Tokens> { parts.iter().flat_map(|part| clauses(part, language)).collect() };
    let (own, others) = (clauses(&own), clauses(&others));
    let ordered = || own.iter().zip(&others).all(|(a, b)| is_equal(a, b, language) || is_same(a, b, language));
    !steps(a) && !steps(b) || own.len() == others.len() && ordered()
}

/// What each of two texts says beside what both say; None where they have nothing in common.
pub fn of(a: &Tokens, b: &Tokens) -> Option<[Tokens; 2]> {
    if a.len().max(b.len()) > MOST_TOKENS || a.has_code || b.has_code {
        return None;
    }
    let language = a.language_with(b);
    let joins = |tokens: &Tokens| tokens.iter().any(|token| token.pauses || is_joint(token, language));
    let parts = |tokens: &Tokens| has_several(tokens) || joins(tokens);
    if language.is_unspaced() || !parts(a) && !parts(b) {
        return None;
    }
    let mut rests = [sentences(a), sentences(b)];
    let count = rests[0].len().max(rests[1].len());
    let several = |rests: &[Vec<Tokens>; 2]| rests.iter().all(|rest| !rest.is_empty());
    let mut taken = take_shared(&mut rests, language);
    if several(&rests) {
        rests = rests.map(|rest| rest.iter().flat_map(|sentence| clauses(sentence, language)).collect());
        taken += take_shared(&mut rests, language);
    }
    let told = taken > 0 && count <= MOST_STATEMENTS;
    told.then(|| rests.map(|rest| Tokens::new(rest.iter().flat_map(|statement| statement.iter().cloned()).collect())))
}

/// Whether a statement of one text denies one of the other, and nothing else is denied: "knows SQL but has never led a team",
/// "has led teams for years".
pub fn is_denied(a: &Tokens, b: &Tokens) -> bool {
    let language = a.language_with(b);
    let brief = a.len().max(b.len()) <= MOST_TOKENS && !a.has_code && !b.has_code && !language.is_unspaced();
    let denials = |tokens: &Tokens| tokens.marks(language).iter().filter(|(_, mark)| *mark == Mark::Not).count();
    let lacks = |tokens: &Tokens| tokens.iter().any(|token| language.lacks(token));
    if !brief || denials(a) + denials(b) != 1 || lacks(a) || lacks(b) {
        return false;
    }
    let (denying, other) = if denials(a) == 1 { (a, b) } else { (b, a) };
    let parts = |tokens: &Tokens| -> Vec<Tokens> {
        sentences(tokens).iter().flat_map(|sentence| clauses(sentence, language)).collect()
    };
    let own: Vec<Tokens> = parts(denying).into_iter().filter(|part| denials(part) == 1).collect();
    let others = parts(other);
    others.len() > 1
        && own.iter().any(|part| {
            others.iter().any(|found| {
                let shared = Shared::of(part, found, language);
                shared.content.len() >= LEAST_SHARED && denies(&shared)
            })
        })
}

/// Whether two remainders say something else: one denies what the other says, or each has words of its own where the other
/// has others.
pub fn differ(rests: &[Tokens; 2], texts: [&Tokens; 2]) -> bool {
    let language = rests[0].language_with(&rests[1]);
    let shared = Shared::of(&rests[0], &rests[1], language);
    if denies(&shared) {
        return true;
    }
    let own = [own(&shared, 0, texts[1]), own(&shared, 1, texts[0])];
    if own.iter().any(Vec::is_empty) {
        return false;
    }
    let carried = |rest: &Tokens| rest.iter().filter(|token| language.carries(token)).count();
    if 2 * shared.content.len() <= carried(&rests[0]).min(carried(&rests[1])) {
        return true;
    }
    let within = |range: &Range<usize>, own: &[usize]| own.iter().any(|at| range.contains(at));
    let places = hunks::between(&rests[0], &rests[1]).map(|(hunks, _)| hunks).unwrap_or_default();
    places.iter().any(|hunk| within(&hunk.a, &own[0]) && within(&hunk.b, &own[1]))
}

/// Whether one of two sentences denies what the other says, whatever that adds: "It does not renew.", "It renews each year."
fn denies(shared: &Shared) -> bool {
    let denials = |text: usize| {
        let marks = shared.texts[text].marks(shared.language);
        marks.iter().filter(|(_, mark)| *mark == Mark::Not).count()
    };
    let single = |text: usize| shared.texts[text].iter().skip(1).all(|token| !token.opens);
    let (own, other) = (denials(0), denials(1));
    let denying = usize::from(other > own);
    single(0)
        && single(1)
        && own + other == 1
        && !shared.content.is_empty()
        && shared.left_content(denying).iter().all(|at| shared.language.turns(&shared.texts[denying][*at]))
}

/// Places of the words of a remainder of which the other text has no form and no synonym, wherever they stand.
fn own(shared: &Shared, text: usize, other: &Tokens) -> Vec<usize> {
    let known = |token: &Token| other.iter().any(|word| is_one_word(token, word, shared.language));
    let says = |token: &Token| !shared.language.is_pronoun(token) && !known(token);
    shared.left_content(text).into_iter().filter(|at| says(&shared.texts[text][*at])).collect()
}

/// Whether two words are one, forms of one, or mean the same.
fn is_one_word(a: &Token, b: &Token, language: &Language) -> bool {
    let form = || language.form(a).is_some_and(|form| language.form(b) == Some(form));
    a.equals(b) || is_form(a, b) || form() || language.are_forms(&a.text, &b.text) || language.are_synonyms(a, b)
}

/// Whether a text has several sentences.
fn has_several(tokens: &Tokens) -> bool {
    tokens.iter().skip(1).any(|token| token.opens)
}

/// Whether a word joins two statements.
fn is_joint(token: &Token, language: &Language) -> bool {
    let reasons = matches!(language.cue(token), Some(Cue::So | Cue::Because));
    reasons || language.joins(token) && token.text != language.or
}

/// The sentences of a text.
fn sentences(tokens: &Tokens) -> Vec<Tokens> {
    let parts = tokens.chunk_by(|before, next| !next.opens || before.labels || before.is_title());
    parts.map(|part| Tokens::new(part.to_vec())).collect()
}

/// What a sentence joins: "the price is fair and the term is two years", "the tests are green, so we can ship".
fn clauses(sentence: &Tokens, language: &Language) -> Vec<Tokens> {
    let joins = |token: &Token| is_joint(token, language);
    let parts = |tokens: &[Token], at: &dyn Fn(&Token) -> bool| -> Vec<Vec<Token>> {
        let parts: Vec<&[Token]> = tokens.split(at).filter(|part| !part.is_empty()).collect();
        let long = parts.iter().all(|part| part.len() >= LEAST_TOKENS);
        if long { parts.into_iter().map(<[Token]>::to_vec).collect() } else { vec![tokens.to_vec()] }
    };
    let paused = |part: Vec<Token>| -> Vec<Vec<Token>> {
        let parts: Vec<&[Token]> = part.chunk_by(|before, _| !before.pauses).collect();
        let long = parts.iter().all(|part| part.len() >= LEAST_TOKENS);
        if long { parts.into_iter().map(<[Token]>::to_vec).collect() } else { vec![part.clone()] }
    };
    parts(sentence, &joins).into_iter().flat_map(paused).map(Tokens::new).collect()
}

/// Takes out what both say, and tells how much that was.
fn take_shared(rests: &mut [Vec<Tokens>; 2], language: &'static Language) -> usize {
    let [own, others] = rests;
    let before = own.len();
    for same in [is_equal, is_same] {
        own.retain(|statement| match others.iter().position(|other| same(statement, other, language)) {
            Some(at) => {
                others.remove(at);
                false
            }
            None => true,
        });
    }
    before - own.len()
}

fn is_equal(a: &Tokens, b: &Tokens, _: &'static Language) -> bool {
    a.sum == b.sum && a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.equals(b))
}

/// Whether two statements say the same, one of them perhaps in a word more.
fn is_same(a: &Tokens, b: &Tokens, language: &'static Language) -> bool {
    if let (Some(own), Some(other)) = (behind_step(a, language), behind_step(b, language)) {
        return is_same(&own, &other, language);
    }
    is_reworded(a, b, &[]) || is_held(a, b, language)
}

/// A statement without the words at its head that say that it comes next: "then", "after that".
fn behind_step(statement: &Tokens, language: &Language) -> Option<Tokens> {
    let count = language.next_step(statement)?;
    Some(Tokens::new(statement[count..].to_vec()))
}

/// Whether all that one of two statements says stands in the other, and nothing that turns a meaning in one alone.
fn is_held(a: &Tokens, b: &Tokens, language: &'static Language) -> bool {
    if 2 * hunks::most_shared(a, b) < a.len().min(b.len()) {
        return false;
    }
    let shared = Shared::of(a, b, language);
    let names = |text: usize, at: &usize| !language.is_pronoun(&shared.texts[text][*at]);
    let left = [0, 1].map(|text| shared.left_content(text).into_iter().filter(|at| names(text, at)).count());
    let turns = |text: usize| {
        let left = shared.left[text].iter().map(|at| &shared.texts[text][*at]);
        let by = |token: &Token| language.cue(token) == Some(Cue::By);
        let turns = |token: &Token| language.turns(token) || language.is_step(token) || by(token);
        left.filter(|token| !language.is_copula(token)).any(|token| token.sort != Sort::Word || turns(token))
    };
    let kept = shared.content.windows(2).all(|pair| pair[0][1] < pair[1][1]);
    left[0].min(left[1]) == 0
        && left[0].max(left[1]) <= MOST_ADDED
        && shared.content.len() >= LEAST_SHARED
        && kept
        && !turns(0)
        && !turns(1)
        && leftover::relation(a, b).is_none()
}
