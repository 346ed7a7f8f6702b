//! Names and single words that only the one text has, where the other has another: `MD5` against `bcrypt`.

use super::shared::Shared;
use crate::relation::contrast;
use crate::relation::facing::spelled_alike;
use crate::relation::mark::Mark;
use crate::relation::token::{Sort, Token};

/// Words left over beside a name, up to which another word stands in its place.
const MOST_LEFT: usize = 2;

/// Words that both texts share, from which a last one tells them apart.
const MANY_SHARED: usize = 3;

/// Letters before the digit of a name.
const LONGEST_CODE: usize = 4;

/// Longer texts may differ in a word and say the same.
const MOST_TOKENS: usize = 12;

/// Letters of small words that may be forms of one: `kept`, `keep`.
const SHORT: usize = 6;

/// Whether a name with a digit stands where the other text has another word.
pub fn codes(shared: &Shared) -> bool {
    let left = [shared.left_content(0), shared.left_content(1)];
    let named = |text: usize| left[text].iter().any(|at| is_code(&shared.texts[text][*at]));
    let few = left.iter().all(|left| (1..=MOST_LEFT).contains(&left.len()));
    few && (named(0) || named(1)) && !spelled(shared, &left)
}

/// Whether another name, or another word than all that both share, stands in each text.
pub fn differ(shared: &Shared) -> bool {
    let left = [shared.left_content(0), shared.left_content(1)];
    last_word(shared, &left) || numbered_otherwise(shared) || other_names(shared)
}

/// A name with a digit among its letters; behind a longer word a digit is a note: `championships12`.
fn is_code(token: &Token) -> bool {
    let letters = token.text.chars().take_while(|letter| letter.is_alphabetic()).count();
    token.named && token.has_digit() && letters <= LONGEST_CODE
}

fn spelled(shared: &Shared, left: &[Vec<usize>; 2]) -> bool {
    let of = |text: usize| left[text].iter().map(|at| shared.texts[text][*at].text.as_str()).collect::<Vec<_>>();
    spelled_alike(&of(0), &of(1))
}

/// Whether the texts share all words but one of each, and the two are no synonyms.
fn last_word(shared: &Shared, left: &[Vec<usize>; 2]) -> bool {
    let ([own], [other]) = (&left[0][..], &left[1][..]) else { return false };
    let (own, other) = (&shared.texts[0][*own], &shared.texts[1][*other]);
    let marks = |token: &Token| shared.language.marks(std::slice::from_ref(token));
    let (meant, others) = (marks(own), marks(other));
    let synonyms = meant.iter().any(|mark| others.contains(mark)) || shared.language.are_synonyms(own, other);
    let forms = own.text.chars().next() == other.text.chars().next()
        && own.text.chars().count().max(other.text.chars().count()) <= SHORT;
    let verbs = own.opens || other.opens;
    // Where a small word differs too, the sentence is built otherwise.
    let alone = shared.left.iter().all(|left| left.len() == 1);
    if !alone || shared.texts.iter().any(|text| text.len() > MOST_TOKENS) {
        return false;
    }
    let enough = shared.content.len() >= MANY_SHARED || (shared.content.len() + 1 == MANY_SHARED && !verbs);
    enough && !synonyms && !forms
}

/// Whether the same number stands behind another word: "Theorem 5", "Lemma 5".
pub fn numbered_otherwise(shared: &Shared) -> bool {
    let before = |text: usize, at: usize| {
        let before = at.checked_sub(1).filter(|before| shared.left[text].contains(before))?;
        let word = &shared.texts[text][before];
        let bare = shared.texts[text].get(at + 1).is_none_or(|next| contrast::unit(next).is_none());
        let counts = shared.language.has(word, |mark| matches!(mark, Mark::Quantity(_) | Mark::Not));
        (bare && shared.carries(word) && !counts).then_some(word)
    };
    let numbers = |text: usize| {
        let tokens = shared.texts[text];
        (0..tokens.len()).filter(move |at| tokens[*at].sort == Sort::Number)
    };
    numbers(0).any(|own| {
        numbers(1).any(|other| {
            shared.texts[0][own].equals(&shared.texts[1][other])
                && before(0, own)
                    .zip(before(1, other))
                    .is_some_and(|(own, other)| !shared.language.are_synonyms(own, other))
        })
    })
}

/// Whether both name somebody or something, and nothing that both name.
fn other_names(shared: &Shared) -> bool {
    if !shared.language.nouns.is_empty() {
        return false;
    }
    let names = |text: usize| -> Vec<&Token> {
        let tokens = shared.texts[text].iter();
        tokens.filter(|token| token.named && !token.opens && shared.carries(token)).collect()
    };
    let (own, other) = (names(0), names(1));
    let texts = |names: &[&Token]| names.iter().map(|name| name.text.clone()).collect::<Vec<_>>();
    let (words, others) = (texts(&own), texts(&other));
    let has = |text: usize, name: &Token| shared.texts[text].iter().any(|token| token.equals(name));
    !own.is_empty()
        && !other.is_empty()
        && !own.iter().any(|name| has(1, name))
        && !other.iter().any(|name| has(0, name))
        && !spelled_alike(
            &words.iter().map(String::as_str).collect::<Vec<_>>(),
            &others.iter().map(String::as_str).collect::<Vec<_>>(),
        )
}
