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
use crate::relation::mark::{Cue, Mark};
use crate::relation::minimal;
use crate::relation::token::{Sort, Token};
use crate::relation::tokens::Tokens;

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
    let own = [own(shared, 0, asked), own(shared, 1, asked)];
    let fewest = own[0].min(own[1]);
    let frame = || hunks::between(a, b).map_or(0, |(_, equal)| equal);
    fewest > 0 && {
        let equal = frame();
        2 * equal >= longest
            || fewest >= SEVERAL && 5 * equal >= 2 * longest
            || is_moved_otherwise(shared, own[0] + own[1] > SEVERAL)
    }
}

/// Whether two texts say something else beside one phrase that has moved, "after 60 days": most is equal then and `several`
/// words are not, or the rests are one frame with two fillings.
fn is_moved_otherwise(shared: &Shared, several: bool) -> bool {
    let ([a, b], (count, [own, other])) = (shared.texts, moved(shared));
    let without = |tokens: &[Token], at: usize| Tokens::new([&tokens[..at], &tokens[at + count..]].concat());
    let rests = [without(a, own), without(b, other)];
    let equal = || count + hunks::between(&rests[0], &rests[1]).map_or(0, |(_, equal)| equal);
    count > 1 && (several && 2 * equal() >= a.len().max(b.len()) || minimal::apart(&rests[0], &rests[1]))
}

/// The longest phrase that stands elsewhere in the other text: how many words it has, and where it begins in both.
fn moved(shared: &Shared) -> (usize, [usize; 2]) {
    let ([a, b], language) = (shared.texts, shared.language);
    let leads = |token: &Token| {
        let silent = token.sort == Sort::Word && !language.carries(token) && !language.joins(token);
        silent && language.cue(token) != Some(Cue::Article) && !language.be.contains(&token.text)
    };
    let row = |own: usize, other: usize| a[own..].iter().zip(&b[other..]).take_while(|(a, b)| a.equals(b)).count();
    let places = (0..a.len()).flat_map(|own| (0..b.len()).map(move |other| [own, other]));
    let apart = places.filter(|[own, other]| own != other && leads(&a[*own]) && a[*own].equals(&b[*other]));
    apart.map(|places| (row(places[0], places[1]), places)).max().unwrap_or_default()
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
