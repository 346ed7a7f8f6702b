//! The words of a brief answer as they count: numbers in digits, one phrase for all ways to write it.

use std::borrow::Cow;

use super::letters::{folded, lower};
use super::table::{self, Place};
use crate::normalise::{self, months};

/// The words of a text without the marks of prose around them; None where a sign in it says that it is no prose.
pub fn of(text: &str) -> Option<Vec<String>> {
    let flag = |word: &str| {
        let name = word.trim_start_matches('-');
        name.len() < word.len() && name.starts_with(char::is_alphabetic)
    };
    if text.split_whitespace().any(flag) || text.contains(|sign: char| "`={}\\<>|_[]\"^@*".contains(sign)) {
        return None;
    }
    let mut words: Vec<String> = Vec::new();
    let mut raws = text.split_whitespace().peekable();
    while let Some(raw) = raws.next() {
        // "no. 3" is 3.
        let counted = raws.peek().is_some_and(|next| next.starts_with(|first: char| first.is_ascii_digit()));
        if counted && table::numbers(&raw.to_lowercase()) {
            continue;
        }
        let bare = crossed(raw.trim_matches([',', ';', ':', '!', '?', '\u{201c}', '\u{201d}']));
        let bare = &bare[..];
        // "der 3. Stock"
        let placed = bare.strip_suffix('.').filter(|digits| is_count(digits) && raws.peek().is_some());
        let bare = if let Some(digits) = placed {
            format!("{digits}th")
        } else if is_lettered(bare) {
            bare.replace('.', "")
        } else {
            bare.trim_end_matches('.').to_owned()
        };
        // A sign that stands alone may be an operator.
        if bare.is_empty() {
            return None;
        }
        let after_number = words.last().is_some_and(|word| is_number(word));
        words.push(folded(&bare, after_number));
    }
    let words = dashed(&split(words));
    // A sign that stands alone reckons.
    (!words.iter().any(|word| is_dash(word) || matches!(&word[..], "+" | "/" | "\u{f7}")))
        .then(|| negated(meant(&words)))
}

/// "30×20" with the letter that stands for the sign.
fn crossed(word: &str) -> Cow<'_, str> {
    if word.contains('\u{d7}') { Cow::Owned(word.replace('\u{d7}', "x")) } else { Cow::Borrowed(word) }
}

/// A minus is a part of its number.
fn negated(words: Vec<String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in words {
        match found.last_mut().filter(|last| *last == "-" && is_amount(&word)) {
            Some(last) => last.push_str(&word),
            None => found.push(word),
        }
    }
    found
}

/// "a.m.", "U.S.": single letters between stops.
fn is_lettered(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() <= 1 && part.chars().all(char::is_alphabetic))
}

/// Whether a word is a small number without a point.
fn is_count(word: &str) -> bool {
    (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Words with what is written together taken apart: "2-4", "Mon-Fri", "~50", "#12", "v2", "18/24".
fn split(words: Vec<String>) -> Vec<String> {
    let mut parted = Vec::new();
    for word in words {
        match spanned(&word) {
            Some((from, to)) => parted.extend([from.to_owned(), "..".to_owned(), to.to_owned()]),
            None => parted.extend(marked(&word)),
        }
    }
    parted
}

/// Whether a word is the hyphen or the dash of a span.
fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "\u{2013}" | "\u{2014}")
}

/// A dash between the ends of a span as the span.
fn dashed(words: &[String]) -> Vec<String> {
    let ends = |at: usize| at > 0 && is_end(&words[at - 1]) && words.get(at + 1).is_some_and(|next| is_end(next));
    let span = |(at, word): (usize, &String)| if is_dash(word) && ends(at) { "..".to_owned() } else { word.clone() };
    words.iter().enumerate().map(span).collect()
}

/// The two ends of a span in one word: digits on both sides, or days of the week.
fn spanned(word: &str) -> Option<(&str, &str)> {
    let (from, to) = word.split_once(['-', '\u{2013}', '\u{2014}'])?;
    if to.contains(['-', '\u{2013}', '\u{2014}']) {
        return None;
    }
    let valued = |end: &str| end.starts_with(|first: char| first.is_ascii_digit()) && end.len() <= LONGEST_END;
    let day = |end: &str| months::is_weekday(end);
    (valued(from) && valued(to) || day(from) && day(to)).then_some((from, to))
}

/// Bytes of one end of a span: "02:00pm".
const LONGEST_END: usize = 8;

/// A word without a mark that stands for a word: about, number, version.
fn marked(word: &str) -> Vec<String> {
    let digits = |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit());
    if let Some(rest) = word.strip_prefix('~').or_else(|| word.strip_prefix('\u{2248}')).filter(|rest| digits(rest)) {
        return vec!["about".to_owned(), rest.to_owned()];
    }
    if let Some(rest) = word.strip_prefix('#').filter(|rest| digits(rest)) {
        return vec![rest.to_owned()];
    }
    if let Some(rest) = word.strip_prefix('v').filter(|rest| digits(rest)) {
        return vec!["version".to_owned(), rest.to_owned()];
    }
    // "TLSv1.3"
    if let Some((name, version)) = word.split_once('v').filter(|(name, rest)| is_grade(name) && digits(rest)) {
        return vec![lower(name).into_owned(), "version".to_owned(), version.to_owned()];
    }
    let screw = |first: &str| first.strip_prefix('M').is_some_and(is_number);
    if word
        .split_once('x')
        .is_some_and(|(first, rest)| (is_number(first) || screw(first)) && rest.split('x').all(is_number))
    {
        return word.split('x').collect::<Vec<_>>().join(" x ").split(' ').map(str::to_owned).collect();
    }
    if let Some(at) = word.find('/').filter(|at| has_digit(word) && table::begins(&word[*at..])) {
        return vec![word[..at].to_owned(), word[at..].to_owned()];
    }
    if let Some((part, whole)) = word.split_once('/').filter(|(part, whole)| is_number(part) && is_number(whole)) {
        return vec![part.to_owned(), "of".to_owned(), whole.to_owned()];
    }
    vec![word.to_owned()]
}

/// Each phrase as it counts, numbers in digits.
fn meant(words: &[String]) -> Vec<String> {
    let joints = passed(words, |found, place, next| {
        place == Place::Between && found.last().is_some_and(|last| is_end(last)) && next.is_some_and(is_end)
    });
    let numbers = counted(&joints);
    passed(&numbers, |found, place, next| {
        let (before, behind) = (found.last().map_or("", String::as_str), next.unwrap_or(""));
        match place {
            Place::Any => true,
            Place::Rate => !found.is_empty(),
            Place::Before => is_numeral(behind) || is_amount(behind),
            Place::Behind => is_number(before),
            Place::Span => before == ".." || behind == ".." || numbers.len() == 1,
            Place::Numbering => false,
            Place::Part => is_number(before) && is_numeral(behind),
            Place::Between | Place::List | Place::Nothing => false,
        }
    })
}

/// Words with each phrase whose place fits as it counts; `fits` knows what was found before it, its place, and the next word.
fn passed(words: &[String], fits: impl Fn(&[String], Place, Option<&str>) -> bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let fits = |place, length: usize| fits(&found, place, words.get(at + length).map(String::as_str));
        match table::at(&words[at..], fits) {
            Some((phrase, length)) => {
                found.extend(phrase.split(' ').map(str::to_owned));
                at += length;
            }
            None => {
                found.push(words[at].clone());
                at += 1;
            }
        }
    }
    found
}

/// Numbers of several words or parts in digits: "twenty one", "twenty-one". A single word has its digits in the table.
fn counted(words: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let parts = words[at..].iter().take(MOST_PARTS).take_while(|word| is_part(word)).count();
        let of = |length: usize| Some((normalise::number_in_words(&words[at..at + length].join(" "))?, length));
        let single = parts == 1 && table::digits(&words[at]).is_some();
        let (word, length) = match (1..=parts).rev().filter(|_| !single).find_map(of) {
            Some((digits, length)) => (digits, length),
            None => (words[at].clone(), 1),
        };
        found.push(word);
        at += length;
    }
    found
}

/// Words of a number.
const MOST_PARTS: usize = 4;

/// Whether a word may be a part of a number in words.
fn is_part(word: &str) -> bool {
    const LARGE: [&str; 5] = ["ty", "teen", "hundred", "thousand", "zig"];
    let parts =
        word.split('-').all(|part| table::digits(part).is_some() || LARGE.iter().any(|end| part.ends_with(end)));
    parts && word.starts_with(char::is_alphabetic)
}

/// Whether a text is a mark, a size or a group: "B+", "XL", "O-".
pub fn is_grade(text: &str) -> bool {
    let letters = text.trim_end_matches(['+', '-', '\u{2212}']);
    (1..=LONGEST_GRADE).contains(&letters.len())
        && text.len() <= LONGEST_GRADE + 1
        && letters.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Letters of a size: "XXXL".
const LONGEST_GRADE: usize = 4;

/// Whether a digit is in a word.
pub fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a word is a number in digits.
pub fn is_number(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit())
        && word.bytes().all(|byte| byte.is_ascii_digit() || b".,".contains(&byte))
}

/// Whether a word is a number in digits, behind a sign of money or without one.
fn is_amount(word: &str) -> bool {
    is_number(word.trim_start_matches(['$', '\u{20ac}', '\u{a3}']))
}

/// Whether a word is a number in digits or in letters.
fn is_numeral(word: &str) -> bool {
    is_number(word) || table::digits(word).is_some()
}

/// Whether a span may begin or end with a word.
fn is_end(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit())
        || months::is_weekday(word)
        || months::month(word).is_some()
        || table::digits(word).is_some()
        || matches!(word, "am" | "pm")
}
