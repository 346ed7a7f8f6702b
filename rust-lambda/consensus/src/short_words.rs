//! Short answers in words: how alike they must be to mean the same, and which never do.

use crate::relation::{self, Lazy};
use crate::wire::Relation;

/// Mean pair score from which short answers in words mean the same (chosen on open-qa dev).
pub const LINK: f64 = 0.4;

/// Single words of at most this many letters are one only where they are equal: `ham` is no `spam`.
const SHORTEST_LIKE: usize = 4;

/// Answers of at most this many words contradict each other by one of them.
const MAX_DENIAL_WORDS: usize = 6;

/// Longer answers are texts, which may say the same in other words.
const MAX_SENTENCE_WORDS: usize = 20;

/// Fewer words are a name.
const LEAST_STATEMENT_WORDS: usize = 4;

/// Who does what to whom takes three words.
const LEAST_CLAUSE_WORDS: usize = 3;

/// More words are a text.
const MAX_STATEMENT_WORDS: usize = 40;

/// The likeness of two answers unless they contradict each other, or are short words of different letters.
pub fn apart(value: f64, a: &Lazy, b: &Lazy) -> f64 {
    if value < LINK {
        return value;
    }
    if value >= 1.0 {
        // The same words, which may have changed places.
        let clause = |text: &Lazy| (LEAST_CLAUSE_WORDS..=MAX_SENTENCE_WORDS).contains(&text.words());
        let turned = clause(a) && clause(b) && says_else(a, b);
        return if turned { Relation::Contradicts.bound(value) } else { value };
    }
    let word = |text: &Lazy| text.words() == 1;
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count();
    if word(a) && word(b) && letters(a.raw).min(letters(b.raw)) <= SHORTEST_LIKE && !is_plural(a.raw, b.raw) {
        return value.min(relation::CONTRADICTING);
    }
    // Longer answers may differ in a side remark: there the fitted weights decide.
    let brief = |text: &Lazy| text.words() <= MAX_DENIAL_WORDS;
    let turned = if brief(a) && brief(b) {
        let statements = is_statement(a) && is_statement(b);
        let turned = is_sentence(a) && is_sentence(b) && relation::says_else(a.text(), b.text());
        turned || relation::denies(a.text(), b.text()) || (statements && leaves_else(a, b))
    } else if is_sentence(a) && is_sentence(b) {
        says_else(a, b)
    } else {
        is_statement(a) && is_statement(b) && leaves_else(a, b)
    };
    if turned { Relation::Contradicts.bound(value) } else { value }
}

/// Whether two sentences say something else, worded alike or not.
fn says_else(a: &Lazy, b: &Lazy) -> bool {
    relation::says_else(a.text(), b.text()) || leaves_else(a, b)
}

/// Whether what only one of two statements has makes another of it.
fn leaves_else(a: &Lazy, b: &Lazy) -> bool {
    !a.is_long() && !b.is_long() && a.text().is_told_from(b.text())
}

/// Whether a text says something of something.
fn is_statement(text: &Lazy) -> bool {
    (LEAST_STATEMENT_WORDS..=MAX_STATEMENT_WORDS).contains(&text.words())
}

/// Whether a text is one sentence of moderate length.
fn is_sentence(text: &Lazy) -> bool {
    (MAX_DENIAL_WORDS - 1..=MAX_SENTENCE_WORDS).contains(&text.words())
}

/// Whether one word is the other with an s behind it.
fn is_plural(a: &str, b: &str) -> bool {
    let bare = |text: &str| {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let (a, b) = (bare(a), bare(b));
    a.strip_suffix('s') == Some(&b[..]) || b.strip_suffix('s') == Some(&a[..])
}
