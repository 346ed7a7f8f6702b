//! One frame with other fillings, wherever they stand: "requires an oral notice four weeks before", "requires a notice in
//! writing four weeks before".
//!
//! Whoever puts a thing in words of one's own seldom repeats half of it to the letter: where most words are shared and each
//! text has some that the other has in no form, these are what they are about.
//!
//! # Performance
//! O(n m / 64) steps for n and m tokens, at most [`MOST_TOKENS`].

use super::facing::stands_in_pair;
use super::shared::{Shared, is_form};
use crate::relation::amounts;
use crate::relation::contrast;
use crate::relation::hunks;
use crate::relation::mark::Mark;
use crate::relation::token::{Sort, Token};

/// Longer texts differ in remarks.
const MOST_TOKENS: usize = 40;

/// Words that carry a meaning and stand in both; of fewer no frame is made.
const LEAST_SHARED: usize = 3;

/// Words of its own from which a text says something else in a looser frame.
const SEVERAL: usize = 2;

/// Whether each of two texts that are one frame has words of its own; those of the question say nothing.
pub fn differ(shared: &Shared, asked: &[Token]) -> bool {
    let [a, b] = shared.texts;
    let longest = a.len().max(b.len());
    if longest > MOST_TOKENS || shared.content.len() < LEAST_SHARED || names_one_answer(shared, asked) {
        return false;
    }
    let fewest = own(shared, 0, asked).min(own(shared, 1, asked));
    let frame = || hunks::between(a, b).map_or(0, |(_, equal)| equal);
    fewest > 0 && {
        let equal = frame();
        2 * equal >= longest || fewest >= SEVERAL && 5 * equal >= 2 * longest
    }
}

/// Whether both name somebody, something or a year that the question does not: that is the answer, and all else a remark.
fn names_one_answer(shared: &Shared, asked: &[Token]) -> bool {
    let is_asked = |token: &Token| asked.iter().any(|word| word.text.eq_ignore_ascii_case(&token.text));
    let named = |token: &Token| {
        let name = shared.language.nouns.is_empty() && token.named && !token.opens && !shared.language.turns(token);
        name || token.sort == Sort::Number && amounts::is_year(&token.text)
    };
    let has = |token: &Token| shared.texts[1].iter().any(|other| other.equals(token) && (other.named == token.named));
    shared.texts[0].iter().any(|token| named(token) && has(token) && !is_asked(token))
}

/// How many words a text has of which the other has no form and no synonym.
fn own(shared: &Shared, text: usize, asked: &[Token]) -> usize {
    let (tokens, others) = (shared.texts[text], shared.texts[1 - text]);
    let known = |token: &Token, words: &[Token]| words.iter().any(|word| token.equals(word) || is_form(token, word));
    let counts = |token: &Token| {
        let marked = |mark: &Mark| !matches!(mark, Mark::Side(..));
        shared.language.has(token, marked)
    };
    let is_own = |at: &usize| {
        let token = &tokens[*at];
        let synonym = || shared.left[1 - text].iter().any(|other| shared.language.are_synonyms(token, &others[*other]));
        !counts(token)
            && contrast::unit(token).is_none()
            && !stands_in_pair(shared.language, tokens, *at)
            && !known(token, others)
            && !known(token, asked)
            && !synonym()
    };
    shared.left_content(text).into_iter().filter(is_own).count()
}
