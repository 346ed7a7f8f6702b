//! Tokens in which each sign counts: identifiers, operators, symbols, numbers.

use crate::normalise::{self, fold, operator};

/// Longer answers are texts, in which operators are compared one by one.
const MAX_COMMAND: usize = 400;

/// Signs that make an identifier, an operator or a bound of a word.
const SIGNS: [char; 15] = ['_', '\\', '/', '@', '#', '+', '<', '>', '=', '^', '~', '|', '\u{2265}', '\u{2264}', '$'];

/// A capital counts in an identifier of at most this many bytes: "a1".
const LONGEST_CASED: usize = 3;

/// Marks behind a single letter: derivatives, factorials, means.
const MARKS: [char; 6] = ['\'', '\u{2019}', '\u{2032}', '\u{2033}', '!', '\u{304}'];

/// The words of a longer answer with the operators between them, flags and paths; None where there is no operator.
pub(super) fn with_operators(text: &str) -> Option<String> {
    let bare = normalise::bare(text);
    let tokens: Vec<&str> = bare.split_whitespace().collect();
    if bare.len() > MAX_COMMAND || !tokens.iter().any(|token| operator::is_hard(token) || is_flag(token)) {
        return None;
    }
    let word = |token: &&str| {
        let counts = operator::is_hard(token) || is_flag(token) || token.contains(SIGNS);
        if counts { (*token).to_owned() } else { fold::words(token) }
    };
    Some(tokens.iter().map(word).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
}

/// `-v`, `--force`.
fn is_flag(token: &str) -> bool {
    let name = token.trim_start_matches('-');
    (1..=2).contains(&(token.len() - name.len())) && name.starts_with(|first: char| first.is_ascii_alphabetic())
}

/// Whether each sign of a token counts.
pub(super) fn is_exact(token: &str, alone: bool) -> bool {
    let letters: Vec<char> = token.chars().collect();
    let inner = |sign: char| token.split(sign).filter(|part| part.chars().any(char::is_alphanumeric)).count() > 1;
    let lasting = |sign: char| letters.len() <= 3 && letters.len() > 1 && letters.last() == Some(&sign);
    let flag = letters.len() > 1 && letters[0] == '-';
    let dotted = inner('.') && token.split('.').any(|part| part.chars().count() > 1);
    token.contains(SIGNS)
        || flag
        || lasting('-')
        || dotted
        || inner(':')
        || inner('(')
        || inner('*')
        || letters.windows(2).any(|pair| pair[0].is_ascii_digit() && matches!(pair[1], '\u{b2}' | '\u{b3}' | '\u{b9}'))
        || token.chars().any(|letter| letter.is_ascii_digit())
        || (alone && is_cased(&letters))
        || is_camel(&letters)
        || (alone && is_marked(&letters))
}

/// "CO" and "Co": two letters that begin with a capital.
fn is_cased(letters: &[char]) -> bool {
    letters.len() == 2
        && letters.iter().all(|letter| letter.is_ascii_uppercase())
        && !matches!(letters, ['N', 'O'] | ['O', 'K'])
}

/// "userId": small letters before a capital.
fn is_camel(letters: &[char]) -> bool {
    letters.len() > 2
        && letters[..2].iter().all(char::is_ascii_lowercase)
        && letters.iter().any(char::is_ascii_uppercase)
}

/// "schon" and "sch\u{f6}n": short words in small letters, in which the mark is a letter of its own.
fn is_marked(letters: &[char]) -> bool {
    let small = letters.iter().all(|letter| letter.is_lowercase());
    let mark = |letter: &char| matches!(letter, '\u{e4}' | '\u{f6}' | '\u{fc}' | '\u{f1}' | '\u{df}');
    let lone = letters.len() == 1 && !letters[0].is_ascii();
    small && (lone || (letters.len() <= 6 && letters.iter().any(mark)))
}

/// "mW" and "MW".
pub(super) fn is_unit(token: &str) -> bool {
    token.chars().count() <= 2 && token.chars().all(char::is_alphabetic)
}

/// A token in which signs count. Case counts where it tells flags, symbols and identifiers apart.
pub(super) fn strict(token: &str) -> String {
    let plain = token.replace(|letter: char| ('\u{2080}'..='\u{2089}').contains(&letter), "");
    let token = if plain.len() == token.len() { token.to_owned() } else { token.chars().map(lowered).collect() };
    let cased = !(token.contains('@') || token.starts_with('#') || token.ends_with(['+', '#']))
        && token.len() <= LONGEST_CASED
        || token.contains(['-', '\\', '_', '/']) && !token.contains("://");
    if cased || is_camel(&token.chars().collect::<Vec<_>>()) { token } else { token.to_lowercase() }
}

/// A digit below the line is a digit.
fn lowered(letter: char) -> char {
    match letter {
        '\u{2080}'..='\u{2089}' => char::from(b'0' + (u32::from(letter) - 0x2080) as u8),
        _ => letter,
    }
}

/// A single letter with a mark behind it, "f''", "n!": the mark is part of it.
pub(super) fn symbol(token: &str) -> Option<String> {
    let mut letters = token.chars();
    let letter = letters.next().filter(|first| first.is_alphabetic())?;
    // Most tokens are words.
    letters.clone().next().filter(|mark| MARKS.contains(mark))?;
    let marks: String = letters
        .as_str()
        .trim_end_matches(['.', ',', ';', ':'])
        .replace(['\u{2019}', '\u{2032}'], "'")
        .replace('\u{2033}', "''");
    (!marks.is_empty() && marks.chars().all(|mark| MARKS.contains(&mark))).then(|| format!("{letter}{marks}"))
}
