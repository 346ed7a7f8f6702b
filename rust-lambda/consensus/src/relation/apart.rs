//! Short texts that are worded alike but for one word that carries the meaning: "to staging", "to production".

use super::token::{Sort, Token};
use super::tokens::Tokens;

/// Longer texts may differ in a word and say the same.
const MOST_WORDS: usize = 12;

/// Whether exactly one word differs between two short texts, and it is no other form of the same word.
pub fn by_one_word(a: &Tokens, b: &Tokens) -> bool {
    if a.len() != b.len() || a.len() < 2 || a.len() > MOST_WORDS {
        return false;
    }
    let mut apart = a.iter().zip(b.iter()).filter(|(a, b)| !a.equals(b));
    let (Some((own, other)), None) = (apart.next(), apart.next()) else { return false };
    let language = a.language_with(b);
    let carries = |token: &Token| token.sort == Sort::Word && !language.is_grammar(token);
    !language.is_unspaced()
        && carries(own)
        && carries(other)
        && !language.are_forms(&own.text, &other.text)
        && !language.are_synonyms(own, other)
}

/// Sentences of more words are texts.
const LONGEST_SENTENCE: usize = 20;

/// Places at which one sentence may differ from another that is worded alike.
const MOST_PLACES: usize = 2;

/// Whether two sentences are worded alike and differ in one or two words that carry what they say: `queued`, `dropped`,
/// or in two that changed places.
pub fn by_few_words(a: &Tokens, b: &Tokens) -> bool {
    if a.len() != b.len() || a.len() > LONGEST_SENTENCE {
        return false;
    }
    let apart: Vec<(&Token, &Token)> =
        a.iter().zip(b.iter()).filter(|(a, b)| !a.equals(b)).take(MOST_PLACES + 1).collect();
    if !(1..=MOST_PLACES).contains(&apart.len()) {
        return false;
    }
    let language = a.language_with(b);
    if language.is_unspaced() {
        return false;
    }
    let carries = |token: &Token| token.sort == Sort::Word && !language.is_grammar(token);
    let tells = |(a, b): &(&Token, &Token)| {
        carries(a) && carries(b) && !language.are_forms(&a.text, &b.text) && !language.are_synonyms(a, b)
    };
    apart.iter().any(tells)
}
