//! Values that prose writes in several forms, as one token each: days, times of day, money, stretches of time.
//!
//! # Performance
//! Only tokens beside a number are looked at.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::token::{Sort, Token};
use crate::hash::Words;
use crate::normalise::measure::{self, Unit};
use crate::normalise::{clock, date, duration, months};

/// A value takes at most this many tokens: "3 de marzo de 2026", "1 h and 30 min".
const MOST_TOKENS: usize = 6;

/// Dimensions of the units that are money.
const MONEY: [&str; 9] = ["usd", "eur", "gbp", "jpy", "cny", "inr", "rub", "chf", "brl"];

/// Draws the tokens of each value behind `from` together.
pub fn join(tokens: &mut Vec<Token>, from: usize) {
    if !tokens[from..].iter().any(|token| token.sort == Sort::Number) {
        return;
    }
    sign(tokens, from);
    let mut read = tokens.split_off(from).into_iter();
    while let Some(first) = read.as_slice().first() {
        match value(read.as_slice()) {
            Some((said, length)) => {
                let line = first.line;
                let mut value = Token::prose(said.number, Sort::Number, line);
                value.opens = first.opens;
                tokens.push(value);
                tokens.extend(said.unit.map(|unit| Token::prose(unit, Sort::Word, line)));
                read.by_ref().take(length).for_each(drop);
            }
            None => tokens.extend(read.next()),
        }
    }
}

/// Words that stand for the sign before a number.
const MINUS: [&str; 7] =
    ["minus", "negative", "moins", "menos", "meno", "\u{43c}\u{438}\u{43d}\u{443}\u{441}", "negativ"];

/// Words between which and a number they make a bound: "au moins 3".
const BOUND: [&str; 5] = ["au", "al", "pelo", "a", "ao"];

/// Writes "minus 5" as -5, where nothing stands before it that 5 is taken from.
fn sign(tokens: &mut [Token], from: usize) {
    for at in from..tokens.len().saturating_sub(1) {
        let before = at.checked_sub(1).filter(|before| *before >= from).map(|before| &tokens[before]);
        let taken = before.is_some_and(|before| {
            matches!(before.sort, Sort::Number | Sort::Sign) || BOUND.contains(&before.text.as_str())
        });
        let worded = tokens[at].sort == Sort::Word && MINUS.contains(&tokens[at].text.as_str());
        if worded && tokens[at + 1].sort == Sort::Number && !taken {
            let (opens, line) = (tokens[at].opens, tokens[at].line);
            tokens[at] = Token { opens, ..Token::prose("-", Sort::Sign, line) };
        }
    }
}

struct Said {
    number: String,
    unit: Option<&'static str>,
}

/// The longest value at the head of some tokens, and how many it takes.
fn value(tokens: &[Token]) -> Option<(Said, usize)> {
    let near = &tokens[..tokens.len().min(MOST_TOKENS)];
    if tokens[0].code || !near.iter().any(|token| token.sort == Sort::Number) {
        return None;
    }
    // "on 3 March" and "at 3 pm" begin with the number, and "to 20 euros" does, though "to" is a unit elsewhere.
    let begins = match tokens[0].sort {
        Sort::Number | Sort::Sign => true,
        Sort::Word => months::month(&tokens[0].text).is_some() || names_money(&tokens[0].text),
        _ => false,
    };
    if !begins {
        return None;
    }
    (1..=near.len()).rev().find_map(|length| {
        let part = &near[..length];
        let ends = part.last().is_some_and(|last| !last.code && !months::is_silent(&last.text));
        if ends { said(part).map(|said| (said, length)) } else { None }
    })
}

fn said(part: &[Token]) -> Option<Said> {
    let number = |number: String| Some(Said { number, unit: None });
    let numbers = part.iter().filter(|token| token.sort == Sort::Number).count();
    let year = part.iter().any(|token| token.sort == Sort::Number && token.text.len() >= 4);
    if !year && numbers < 2 && !(numbers == 1 && part.len() <= 3) {
        return None;
    }
    let text = written(part);
    if year && let Some(day) = date::read(&text) {
        return number(format!("day:{:04}-{:02}-{:02}", day.year, day.month, day.day));
    }
    if numbers == 1
        && part.len() <= 2
        && let Some(time) = clock::read(&text)
    {
        return number(format!("time:{time}"));
    }
    if numbers >= 2
        && let Some(seconds) = duration::read(&text)
    {
        return Some(Said { number: seconds, unit: Some("s") });
    }
    let priced = numbers == 1 && (2..=3).contains(&part.len()) && part.iter().any(|token| names_money(&token.text));
    let money = priced.then(|| measure::read(&text)).flatten()?;
    match &money.unit {
        Unit::Known { dimension, .. } if MONEY.contains(&dimension.as_str()) => {
            number(format!("money:{}", money.base()))
        }
        _ => None,
    }
}

/// Whether a token is a word or a sign of a currency's name.
fn names_money(text: &str) -> bool {
    static NAMES: LazyLock<HashSet<String, Words>> = LazyLock::new(|| {
        let words = MONEY.iter().flat_map(|dimension| measure::names(dimension)).flat_map(str::split_whitespace);
        let words: HashSet<String, Words> = words.map(str::to_lowercase).collect();
        let signs = words.iter().flat_map(|word| word.chars()).filter(|sign| !sign.is_ascii_alphanumeric());
        signs.map(String::from).chain(words.iter().cloned()).collect()
    });
    NAMES.contains(text)
        || text
            .chars()
            .any(|sign| !sign.is_ascii_alphanumeric() && NAMES.contains(sign.encode_utf8(&mut [0; 4]) as &str))
}

/// The tokens as they were written, as far as a value needs it.
fn written(part: &[Token]) -> String {
    let mut text = String::new();
    for token in part {
        let tight = token.sort == Sort::Sign || text.ends_with(['-', '/', '$', '\u{20ac}', '\u{a3}']);
        let ordinal = matches!(token.text.as_str(), "st" | "nd" | "rd" | "th");
        if !(text.is_empty() || tight || ordinal) {
            text.push(' ');
        }
        text.push_str(&token.text);
    }
    text
}
