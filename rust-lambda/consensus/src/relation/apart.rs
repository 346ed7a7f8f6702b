//! Short texts that are worded alike but for one word that carries the meaning: "to staging", "to production".

use super::contrast;
use super::token::{Sort, Token};

/// Longer texts may differ in a word and say the same.
const MOST_WORDS: usize = 12;

/// Letters at the end of a word by which its forms differ.
const MOST_ENDING: usize = 3;

/// Whether exactly one word differs between two short texts, and it is no other form of the same word.
pub fn by_one_word(a: &[Token], b: &[Token]) -> bool {
    if a.len() != b.len() || a.len() < 2 || a.len() > MOST_WORDS {
        return false;
    }
    let mut apart = a.iter().zip(b).filter(|(a, b)| !a.equals(b));
    let (Some((own, other)), None) = (apart.next(), apart.next()) else { return false };
    let language = contrast::language_of(a, b);
    let carries = |token: &Token| token.sort == Sort::Word && !language.is_grammar(&token.text);
    !language.is_unspaced() && carries(own) && carries(other) && !is_inflected(&own.text, &other.text)
}

/// Whether two words have one stem: `deploy`, `deployed`.
fn is_inflected(a: &str, b: &str) -> bool {
    let letters = |word: &str| word.to_lowercase().chars().collect::<Vec<_>>();
    let (a, b) = (letters(a), letters(b));
    let stem = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    stem >= MOST_ENDING && a.len().max(b.len()) - stem <= MOST_ENDING
}
