//! Two texts that are mostly one to the letter, and in one place say something else in several words: "… the case goes to
//! the team lead.", "… the case is closed."
//!
//! Whoever says the same in words of one's own does not repeat the rest to the letter.
//!
//! # Performance
//! O(n m / 64) steps for n and m tokens, at most [`MOST_TOKENS`].

use super::hunks;
use super::leftover::shared::is_form;
use super::swapped;
use super::token::{Sort, Token};
use super::tokens::Tokens;

/// Longer texts differ in remarks.
const MOST_TOKENS: usize = 160;

/// Places in which two texts may differ and still be mostly one.
const MOST_PLACES: usize = 4;

/// Part of the longer text that both share, in thirds.
const SHARED_THIRDS: usize = 2;

/// Words on the two sides of a place; of fewer one may stand for the other.
const LEAST_WORDS: usize = 3;

/// Whether a phrase of the one stands where the other has another phrase; words of the question say nothing.
pub fn is_replaced(a: &Tokens, b: &Tokens, asked: &[Token]) -> bool {
    let longest = a.len().max(b.len());
    let language = a.language_with(b);
    if longest > MOST_TOKENS || language.is_unspaced() || 3 * hunks::most_shared(a, b) < SHARED_THIRDS * longest {
        return false;
    }
    if swapped::is_reordered(a, b) {
        return false;
    }
    let Some((hunks, shared)) = hunks::between(a, b) else { return false };
    if hunks.len() > MOST_PLACES || 3 * shared < SHARED_THIRDS * longest {
        return false;
    }
    let said = |own: &[Token], others: &Tokens| {
        let known =
            |token: &Token, words: &[Token]| words.iter().any(|word| token.equals(word) || is_form(token, word));
        let carries = |token: &&Token| token.sort == Sort::Word && language.carries(token);
        own.iter().filter(carries).filter(|token| !known(token, others) && !known(token, asked)).count()
    };
    hunks.iter().any(|hunk| {
        // "Rose", "went up": the same is done to the meaning.
        let marks = |tokens: &[Token]| language.marks(tokens);
        let (mine, others) = (marks(&a[hunk.a.clone()]), marks(&b[hunk.b.clone()]));
        if !mine.is_empty() && mine == others {
            return false;
        }
        if hunks::are_one_word(&a[hunk.a.clone()], &b[hunk.b.clone()]) {
            return false;
        }
        let (own, other) = (said(&a[hunk.a.clone()], b), said(&b[hunk.b.clone()], a));
        own > 0 && other > 0 && own + other >= LEAST_WORDS
    })
}

#[cfg(test)]
mod tests {
    use crate::relation::Text;

    fn replaced(question: &str, a: &str, b: &str) -> bool {
        Text::new(a).is_replaced(&Text::new(b), &Text::new(question))
    }

    #[test]
    fn a_phrase_in_the_place_of_another_says_something_else() {
        for [a, b] in [
            [
                "Complaints are answered within two days. If the customer is not satisfied, the case goes to the team lead.",
                "Complaints are answered within two days. If the customer is not satisfied, the case is closed.",
            ],
            [
                "The plugin stores its cache in the project folder under the name of the branch.",
                "The plugin stores its cache in the user's home directory under the name of the branch.",
            ],
        ] {
            assert!(replaced("What is it?", a, b), "{a} | {b}");
        }
    }

    #[test]
    fn a_word_for_another_and_words_of_ones_own_do_not() {
        for [a, b] in [
            ["The script is run every night at two.", "The script is started every night at two."],
            ["The image was built on the old server.", "On the old server, somebody built that image."],
            ["The queue is full, so messages are lost.", "The queue of the service is full, so messages are lost."],
        ] {
            assert!(!replaced("What is it?", a, b), "{a} | {b}");
        }
        assert!(!replaced(
            "What is the purpose of the second signature?",
            "Its purpose is to prevent it.",
            "The second signature is to prevent it."
        ));
    }
}
