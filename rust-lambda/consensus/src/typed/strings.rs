//! Strings of typed answers: which of them are short, and which short ones are the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::{self, Mark};
use crate::normalise::measure::{self, Relation, Unit};
use crate::normalise::{self, clock, compose, date, fold, number, verbatim};
use crate::reading::phrases;

/// Letters up to which a string is an answer, in one line.
const SHORT: usize = 60;

/// Words up to which any string is short, and up to which a name is.
const WORDS: [usize; 2] = [4, 8];

/// Signs of money.
const MONEY: [char; 4] = ['$', '\u{20ac}', '\u{a3}', '\u{a5}'];

/// Signs that make another unit, or another number: "5 m\u{b2}", "5'", "5!".
const UNIT_SIGNS: &str = "%\u{b0}\u{b2}\u{b3}\u{b9}/^'\"!\u{b7}*\u{2032}\u{2033}\u{2030}";

/// Whether a string is short enough to be an answer and no sentence.
pub fn is_short(text: &str) -> bool {
    let text = text.trim();
    if text.chars().nth(SHORT).is_some() || text.contains('\n') {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let sentence = words.len() > 2 && text.ends_with(['.', '!', '?', '\u{3002}']) && !is_code(text);
    let named = |word: &&str| word.len() < 4 || word.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic());
    !sentence && (words.len() <= WORDS[0] || is_code(text) || (words.len() <= WORDS[1] && words.iter().all(named)))
}

/// Whether a string holds signs that prose has not: operators, paths, calls.
pub fn is_code(text: &str) -> bool {
    text.contains(['=', '<', '>', '{', '}', '[', ']', '|', '\\', '/', '&', '^', '#', '@', '~', '*', ';', '_', '+'])
}

/// Keys of the strings at one place of all answers: equal keys, one answer. `coded` strings have a form that the
/// schema prescribes, so each character counts.
pub fn keys(texts: &[&str], coded: bool) -> Vec<String> {
    let read: Vec<Said> = texts.iter().map(|text| if coded { Said::exactly(text) } else { Said::read(text) }).collect();
    // A number without a unit is meant in the only one that somebody wrote.
    let mut units: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for said in &read {
        if let Said::Number(number, unit) = said {
            units.entry(number).or_default().insert(unit);
        }
    }
    let unit_of = |number: &str, unit: &str| {
        // A sign is no unit that goes without saying: 10 % is no 10.
        let spoken = |unit: &&str| unit.contains(|c: char| c.is_alphabetic() || MONEY.contains(&c)) && !unit.is_empty();
        let others: Vec<&str> = units[number].iter().copied().filter(spoken).collect();
        if unit.is_empty() && others.len() == 1 { others[0].to_owned() } else { unit.to_owned() }
    };
    let key = |said: &Said| match said {
        Said::Number(number, unit) => format!("number {number} {}", unit_of(number, unit)),
        Said::Other(key) => key.clone(),
    };
    read.iter().map(key).collect()
}

/// What a short string says.
enum Said {
    /// A number and its unit.
    Number(String, String),
    /// Anything else, as its key.
    Other(String),
}

impl Said {
    fn exactly(text: &str) -> Said {
        Said::Other(format!("exactly {text}"))
    }

    fn read(text: &str) -> Said {
        let found = extract::best(text);
        let marked = if found.mark == Mark::Whole { text.to_owned() } else { extract::text(text, &found) };
        let composed = compose::composed(&marked);
        let bare = unquoted(normalise::bare(&composed));
        if let Some(time) = clock::read(bare) {
            return Said::Other(format!("time {time}"));
        }
        if let Some(said) = Said::number(bare) {
            return said;
        }
        if let Some(date) = date::read(bare) {
            return Said::Other(format!("date {date:?}"));
        }
        // A formula, a command or a symbol in letters is no prose.
        let token = || (bare.ends_with('!') && verbatim::is_sure(bare)).then(|| bare.to_owned());
        if let Some(code) = verbatim::called(bare).or_else(|| symbol(bare)).or_else(token) {
            return Said::Other(format!("code {code}"));
        }
        if is_plain(bare) {
            let spelled = phrases::in_one_spelling(bare).unwrap_or_else(|| bare.to_owned());
            return Said::Other(format!("words {}{}", fold::words(&spelled), distinct(bare)));
        }
        Said::Other(format!("code {}", bare.split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    /// A number in other words, or with a unit that has several: "three days", "2 million", "5 percent", "EUR 1000".
    fn quantity(bare: &str) -> Option<Said> {
        let spoken = |letter: char| letter.is_alphabetic() || letter == '%' || MONEY.contains(&letter);
        if !bare.contains(spoken) || bare.contains(['(', ')', '\'', '"']) {
            return None;
        }
        let read =
            measure::read(bare).or_else(|| measure::numeral(bare)).filter(|read| read.relation == Relation::Is)?;
        match read.unit {
            Unit::Known { dimension, .. } if dimension == "bc" => None,
            Unit::Known { dimension, scale } if dimension == "percent" && scale == "1" => {
                Some(Said::Number(read.value, "%".to_owned()))
            }
            Unit::Known { dimension, scale } => Some(Said::Number(read.value, format!("{dimension} {scale}"))),
            Unit::None => Some(Said::Number(read.value, String::new())),
            Unit::Noun(_) => None,
        }
    }

    /// One number with or without a unit; `007` and `1-2` are none.
    fn number(bare: &str) -> Option<Said> {
        let digits = bare.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '.');
        let runs = bare.split(|c: char| !(c.is_ascii_digit() || ".,\u{a0}\u{202f} eE".contains(c)));
        let several = runs.filter(|run| run.contains(|c: char| c.is_ascii_digit())).count() > 1;
        let padded = digits.starts_with('0') && digits[1..].starts_with(|c: char| c.is_ascii_digit());
        if several || padded || is_version(bare) {
            return None;
        }
        if let Some(said) = Said::quantity(bare) {
            return Some(said);
        }
        let number = number::read(bare)?;
        let unit: String =
            bare.chars().filter(|c| c.is_alphabetic() || MONEY.contains(c) || UNIT_SIGNS.contains(*c)).collect();
        let spelled = !bare.contains(|c: char| c.is_ascii_digit());
        Some(Said::Number(number, if spelled { String::new() } else { unit }))
    }
}

/// Whether a number may be a version, whose last zero counts: `1.10`, `Python 3.0`; no sum and no measure.
fn is_version(bare: &str) -> bool {
    let fraction = bare.trim_end().rsplit_once('.').map_or("", |(_, fraction)| fraction);
    let digits = !fraction.is_empty() && fraction.bytes().all(|digit| digit.is_ascii_digit());
    let named = bare.contains(char::is_alphabetic);
    let worth = bare.contains(|c| "%$\u{20ac}\u{a3}\u{a5}\u{b0}".contains(c));
    digits && !worth && fraction.ends_with('0') && (named || fraction.bytes().any(|digit| digit != b'0'))
}

/// The words that differ by more than their letters without case and accents: those with accents, and those that may be
/// units. Empty where there are none.
fn distinct(text: &str) -> String {
    let mut found = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric() && !fold::joins(c)).filter(|word| !word.is_empty()) {
        // "Dr." is a word that is cut short.
        let end = word.as_ptr() as usize - text.as_ptr() as usize + word.len();
        let own = if is_unit(word) && !text[end..].starts_with('.') {
            word.to_owned()
        } else if word.chars().any(is_marked) {
            word.to_lowercase()
        } else {
            continue;
        };
        found.push('|');
        found.push_str(&own);
    }
    found
}

/// Whether the case of a word may count as in `mW` and `MW`: up to three letters that no word has so, or two without a vowel.
/// "Ltd" and "LTD" are one.
fn is_unit(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let mixed = letters.iter().skip(1).any(|c| c.is_uppercase()) && letters.iter().any(|c| c.is_lowercase());
    let spoken = letters.len() > 1 && letters.iter().any(|c| "aeiouyAEIOUY".contains(*c));
    letters.len() <= 3 && letters.iter().all(char::is_ascii_alphabetic) && (mixed || !spoken && letters.len() <= 2)
}

/// Whether folding takes a mark from a letter.
fn is_marked(letter: char) -> bool {
    if letter.is_ascii() || letter == '\u{2019}' {
        return false;
    }
    let mut plain = String::new();
    fold::folded(letter, |piece| plain.push(piece));
    !letter.to_lowercase().eq(plain.chars())
}

/// A letter with marks behind it, also in a call: "n!", "f''(x)".
fn symbol(text: &str) -> Option<String> {
    let mut letters = text.chars();
    let letter = letters.next().is_some_and(char::is_alphabetic);
    let (mark, next) = (letters.next(), letters.next());
    // "O'Brien" is a name.
    let named = mark == Some('\'') && next.is_some_and(char::is_alphabetic);
    let marked = !named && mark.is_some_and(|mark| matches!(mark, '!' | '\'' | '\u{2032}' | '\u{2033}' | '('));
    (letter && marked && !text.contains(char::is_whitespace)).then(|| text.replace('\u{2032}', "'"))
}

fn unquoted(text: &str) -> &str {
    let inner = ['"', '\'', '`'].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
    inner.unwrap_or(text).trim()
}

/// Whether only words and the marks of prose are in it. A mark that stands before a word, or between a letter and a digit,
/// may be a sign.
fn is_plain(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let word = |c: char| c.is_alphanumeric();
    let prose = |c: char| word(c) || c.is_whitespace() || ".,'\u{2019}-!?()\"\u{300}\u{301}".contains(c);
    let before = |at: usize| at.checked_sub(1).map(|at| letters[at]);
    let sign = |(at, &c): (usize, &char)| match c {
        '-' | '!' | '?' | '.' => {
            let after = letters.get(at + 1).copied();
            !before(at).is_some_and(word)
                || (c != '-' && after.is_some_and(word))
                || after.is_some_and(|c| c.is_ascii_digit())
        }
        // Feet and inches.
        '\'' | '"' => before(at).is_some_and(|c| c.is_ascii_digit()) && at + 1 == letters.len(),
        ',' => before(at).is_some_and(|c| c.is_ascii_digit()) && letters.get(at + 1).is_some_and(char::is_ascii_digit),
        _ => !prose(c),
    };
    !fold::words(text).is_empty() && !letters.iter().enumerate().any(sign)
}

#[cfg(test)]
mod tests {
    use super::{is_short, keys};

    fn same(texts: &[&str]) -> bool {
        let keys = keys(texts, false);
        keys.iter().all(|key| *key == keys[0])
    }

    #[test]
    fn one_answer_in_several_spellings() {
        for texts in [
            &["Paris", "paris", "Paris.", " \"Paris\" ", "**Paris**"][..],
            &["42", "42.0", "The answer is $42.00.", "$42"],
            &["1,000 km", "1000 km", "1000"],
            &["2024-01-05", "January 5, 2024"],
            &["Wilhelm R\u{f6}ntgen", "wilhelm R\u{d6}NTGEN"],
            &["Yes", "yes", "YES"],
            &["$1.50", "$1.5"],
            &["1.50 km", "1.5 km"],
            &["SELECT  1", "SELECT 1"],
            &["S\u{e3}o", "Sa\u{303}o"],
            &["5 %", "5 percent"],
            &["three days", "3 days"],
            &["2 million", "2,000,000"],
            &["1,000 EUR", "EUR 1000"],
            &["22:30", "10:30 PM"],
            &["Acme Ltd", "ACME LTD", "acme ltd"],
            &["Dr. House", "dr. house", "DR. HOUSE"],
            &["M\u{fc}ller GmbH", "M\u{dc}LLER GMBH"],
            &["30 Days", "30 days"],
            &["thirty days", "30 days"],
        ] {
            assert!(same(texts), "{texts:?}");
        }
    }

    #[test]
    fn a_sign_or_a_word_more_is_another_answer() {
        for texts in [
            ["id = 5", "id <> 5"],
            ["us-east-1", "us-west-1"],
            ["v1.2.3", "v1.2.4"],
            ["-5", "5"],
            ["x", "!x"],
            ["North Korea", "South Korea"],
            ["spam", "not spam"],
            ["007", "7"],
            ["5 km", "5 miles"],
            ["$5", "\u{20ac}5"],
            ["a > b", "a >= b"],
            ["./build", "/ build"],
            ["src/a.ts", "src/A.ts"],
            ["Apollo 11", "Apollo 12"],
            ["1.10.0", "1.1.0"],
            ["C", "C++"],
            ["mW", "MW"],
            ["Mb", "MB"],
            ["m", "M"],
            ["5 mW", "5 MW"],
            ["mW output", "MW output"],
            ["Winter2026!", "winter2026!"],
            ["Acme Ltd", "Acme Inc"],
            ["30 days", "30 weeks"],
            ["schon", "sch\u{f6}n"],
            ["pe\u{f1}a", "pena"],
            ["r\u{e9}sume", "resum\u{e9}"],
            ["1.10", "1.1"],
            ["v1.10", "v1.1"],
            ["Python 3.10", "Python 3.1"],
            ["yes", "no"],
            ["10-20", "10-2"],
            ["bob@x.org", "rob@x.org"],
            ["5 kg/m\u{b2}", "5 kg/m\u{b3}"],
            ["9.81 m/s\u{b2}", "9.81 m/s"],
            ["5 m\u{b2}", "5 m"],
            ["5'", "5\""],
            ["10%", "10"],
            ["10\u{b0}", "10"],
            ["n!", "n"],
            ["f''(x)", "f'(x)"],
            ["A and (B or C)", "(A and B) or C"],
            ["not (A or B)", "(not A) or B"],
            ["log(a) b", "log(a b)"],
            ["rm a b", "rm \"a b\""],
        ] {
            assert!(!same(&texts), "{texts:?}");
        }
        assert_ne!(keys(&["1.50", "1.5"], true)[0], keys(&["1.50", "1.5"], true)[1]);
        assert_ne!(keys(&["a ", "a"], true)[0], keys(&["a ", "a"], true)[1]);
        assert_ne!(keys(&["5 km", "5 miles", "5"], false)[2], keys(&["5 km", "5 miles", "5"], false)[0]);
    }

    #[test]
    fn short_strings_are_answers_and_sentences_are_not() {
        for text in ["Paris", "The Lord of the Rings", "DELETE FROM t WHERE id = 5", "", "10 Downing Street"] {
            assert!(is_short(text), "{text}");
        }
        for text in [
            "It answers a question that the reader asked.",
            "Looks like phishing.",
            "asks for bank details and urges haste",
        ] {
            assert!(!is_short(text), "{text}");
        }
    }
}
