//! Typed answers: one canonical key for all the ways to write the same thing.
//!
//! "42", "42.0", "$42" and "forty-two apples" are told apart or put together here, and nowhere else.
//!
//! # Performance
//! Linear in the length of the answer; answers of more than [`LONGEST_VALUE`] bytes are words at once.

pub mod assigned;
pub mod clock;
pub mod compose;
pub mod date;
mod decimal;
pub mod duration;
pub mod emphasis;
pub mod expression;
pub mod fold;
pub mod fraction;
pub mod label;
pub mod latex;
pub mod literal;
mod localised;
pub mod measure;
pub mod months;
pub mod number;
mod numerals;
pub mod operator;
pub mod range;
pub mod verbatim;

pub use date::Date;
pub use localised::words as number_in_words;

/// A value longer than this is prose. 2,000 bytes hold any literal seen in code-output questions.
const LONGEST_VALUE: usize = 2_000;

/// What an answer says, freed from how it is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A number in lowest terms: an integer, a decimal or a fraction.
    Number(String),
    /// A day.
    Date(Date),
    /// A list, tuple, set or dictionary.
    Container(String),
    /// A quoted string; case and inner spaces count.
    Quoted(String),
    /// A mathematical expression without spaces.
    Expression(String),
    /// What is no prose: a path, a command, a formula, a token. Each character counts.
    Literal(String),
    /// Words in lower case, without accents, articles and punctuation.
    Words(String),
}

impl Key {
    /// Whether the key is a value, which is either equal to another or not.
    pub fn is_exact(&self) -> bool {
        matches!(self, Key::Number(_) | Key::Date(_) | Key::Container(_) | Key::Expression(_) | Key::Literal(_))
    }
}

/// The key of a short answer; None if there is nothing in it.
pub fn key(answer: &str) -> Option<Key> {
    let bare = bare(answer);
    if bare.is_empty() {
        return None;
    }
    if bare.len() > LONGEST_VALUE {
        return words(bare);
    }
    if let Some(content) = literal::quoted(bare) {
        return Some(quoted_key(content));
    }
    let plain = latex::plain(bare);
    value(plain.trim()).or_else(|| words(&plain)).or_else(|| symbol(bare))
}

fn value(plain: &str) -> Option<Key> {
    if let Some(number) = number::read(plain) {
        return Some(Key::Number(number));
    }
    if let Some(date) = date::read(plain) {
        return Some(Key::Date(date));
    }
    if let Some(container) = literal::container(plain) {
        return Some(Key::Container(container));
    }
    expression::read(plain).map(|read| match read {
        expression::Read::Number(number) => Key::Number(number),
        expression::Read::Other(text) => Key::Expression(text),
    })
}

/// Quotes are forgiven: '42' and 42 are one answer. '007' and ' 7' stay strings.
fn quoted_key(content: String) -> Key {
    let padded = content.trim().len() < content.len()
        || (content.len() > 1 && content.starts_with('0') && !content.contains('.'));
    match number::read(&content).filter(|_| !padded) {
        Some(number) => Key::Number(number),
        None => Key::Quoted(content),
    }
}

fn words(text: &str) -> Option<Key> {
    let folded = fold::words(text);
    (!folded.is_empty()).then_some(Key::Words(folded))
}

/// An answer of nothing but signs ("-oo-" has letters, "..." has not) stands for itself.
fn symbol(bare: &str) -> Option<Key> {
    Some(Key::Quoted(bare.to_owned()))
}

/// Without the marks that reply formats put around a value: bold, code, math and a final stop.
pub fn bare(text: &str) -> &str {
    let mut bare = text.trim();
    loop {
        let next = strip_wrapping(bare).trim();
        if next.len() == bare.len() {
            return bare;
        }
        bare = next;
    }
}

fn strip_wrapping(text: &str) -> &str {
    // The prompt of a shell in front of a command.
    if text.as_bytes().first() == Some(&b'$')
        && let Some(command) = text.strip_prefix("$ ")
        && command.starts_with(|first: char| first.is_ascii_lowercase())
        && !command.contains('$')
    {
        return command;
    }
    const MATH: [(&str, &str); 3] = [("$$", "$$"), ("\\(", "\\)"), ("\\[", "\\]")];
    if let Some(inner) = emphasis::off(text) {
        return inner;
    }
    for (open, close) in MATH {
        if text.len() > open.len() + close.len()
            && let Some(inner) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close))
            && !inner.contains(open)
        {
            return inner;
        }
    }
    if text.len() > 2 && text.starts_with('$') && text.ends_with('$') {
        return &text[1..text.len() - 1];
    }
    if let Some(rest) = text.strip_suffix('\u{3002}').filter(|rest| !rest.is_empty()) {
        return rest;
    }
    unstopped(text).unwrap_or(text)
}

/// Without the full stop of a sentence; None where the text ends in none, or where the stop is part of the value.
pub fn unstopped(text: &str) -> Option<&str> {
    // "U.S." and "..." keep their stops.
    // The stop of "grep -r foo ." is a folder.
    let harmless = |rest: &&str| {
        !rest.is_empty() && !rest.ends_with(['.', ' ']) && !abbreviation(rest) && !verbatim::holds_stop(rest)
    };
    text.strip_suffix('.').filter(harmless)
}

/// Whether the text ends like "U.S" or "J": one letter after a stop or a space.
fn abbreviation(text: &str) -> bool {
    let mut back = text.chars().rev();
    let letter = back.next().is_some_and(char::is_alphabetic);
    letter && matches!(back.next(), Some('.'))
}

#[cfg(test)]
mod tests {
    use super::{Key, key};

    fn same(answers: &[&str]) {
        let first = key(answers[0]);
        assert!(first.is_some(), "{}", answers[0]);
        for answer in answers {
            assert_eq!(key(answer), first, "{answer}");
        }
    }

    #[test]
    fn one_number_in_many_spellings() {
        same(&["42", "42.0", "$42", "42.", "**42**", "\"42\"", "\\boxed{42}", "$42$", "42 apples", "x = 42", "+42"]);
        same(&["1000", "1,000", "1e3", "10^3", "1 \\times 10^{3}", "$1,000.00", "1 000"]);
        same(&["1/2", "0.5", "\\frac{1}{2}", "\\dfrac12", ".5", "\\tfrac{2}{4}"]);
        same(&["seven", "7", "Seven.", "7\\text{ cm}"]);
        same(&["-3", "\u{2212}3", "- 3"]);
    }

    #[test]
    fn numbers_that_differ_stay_apart() {
        assert_ne!(key("1,000"), key("1, 0, 0"));
        assert_ne!(key("\\frac{1}{2}"), key("1"));
        assert_ne!(key("3.14"), key("3.141"));
        assert_ne!(key("007"), key("7.1"));
        assert_ne!(key("123456789012345678901234567890"), key("123456789012345678901234567891"));
    }

    #[test]
    fn literals_forgive_quotes_spaces_and_trailing_commas() {
        same(&["[(4, 1), (2, 3)]", "[(4,1),(2,3),]"]);
        same(&["{'a': 1}", "{\"a\":1}"]);
        same(&["['x']", "[\"x\"]"]);
        assert_ne!(key("[[4, 1]]"), key("[(4, 1)]"));
        assert_ne!(key("['it\\'s']"), key("['its']"));
        assert_ne!(key("'ab'"), key("'aB'"));
    }

    #[test]
    fn names_forgive_case_accents_and_articles() {
        same(&["Wilhelm R\u{f6}ntgen", "wilhelm rontgen", "Wilhelm  R\u{f6}ntgen."]);
        same(&["The Beatles", "beatles"]);
    }

    #[test]
    fn dates_in_several_orders() {
        same(&["July 4, 1776", "4 July 1776", "1776-07-04", "the 4th of July, 1776", "Jul 4 1776"]);
    }

    #[test]
    fn expressions_keep_their_signs() {
        same(&["8 + \\sqrt{29}", "8+sqrt(29)", "8 + \u{221a}29"]);
        assert_ne!(key("8 + sqrt(29)"), key("8 - sqrt(29)"));
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(key("  \n "), None);
        assert_eq!(key("..."), Some(Key::Quoted("...".into())));
    }
}
