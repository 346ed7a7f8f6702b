//! A brief answer in one form for all ways to write it.

use super::asked::Asked;
use super::lists::{self, ITEMS};
use super::words::{has_digit, is_grade, is_number};
use super::{echo, table, values, words};
use crate::normalise::{self, measure, months};
use crate::question::advice;

/// Words of one value.
const MOST_WORDS: usize = 8;

/// Bytes and words of a name; what has more may be a sentence.
const LONGEST_NAME: usize = 40;
const MOST_OF_NAME: usize = 3;

/// Words of an item of a list.
const MOST_OF_ITEM: usize = 4;

/// A brief answer as it counts.
#[derive(Clone)]
pub struct Form {
    /// The same for all ways to write it.
    pub text: String,
    /// Whether what the question asks for stood in front of it: "platform 4".
    pub named: bool,
}

/// A brief answer as it counts, or the items of its list; None for what is no brief prose.
pub fn of(text: &str, asked: &Asked<'_>) -> Option<Form> {
    if let Some(form) = chosen(text, asked) {
        return Some(form);
    }
    let bare = normalise::bare(text);
    let bare = advice::without_opening(bare).unwrap_or(bare);
    if let Some(text) = names(bare) {
        return Some(Form { text, named: false });
    }
    if let Some(stated) = echo::value(bare, asked) {
        return value(stated, asked);
    }
    if bare.is_empty() {
        return None;
    }
    if let Some(text) = list(bare, asked) {
        return Some(Form { text, named: false });
    }
    if bare.contains('\n') {
        return None;
    }
    value(explained(bare).unwrap_or(bare), asked)
}

/// The thing of the question to which a brief answer comes.
pub fn chosen(text: &str, asked: &Asked<'_>) -> Option<Form> {
    asked.chosen(normalise::bare(text)).map(|text| Form { text, named: false })
}

/// The words of a brief name in which nothing can be written otherwise.
fn names(text: &str) -> Option<String> {
    if text.len() > LONGEST_NAME || !text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ') {
        return None;
    }
    let mut name = String::with_capacity(text.len());
    for (at, word) in text.split(' ').enumerate() {
        let mixed = word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
        let from = name.len() + usize::from(!name.is_empty());
        if at >= MOST_OF_NAME || word.is_empty() || mixed {
            return None;
        }
        if from > 0 {
            name.push(' ');
        }
        name.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        if table::begins(&name[from..]) || matches!(&name[from..], "the" | "a" | "an") {
            return None;
        }
    }
    // "on Sundays", "Jan"
    let last = name.strip_prefix("on ").unwrap_or(&name);
    let day = || months::month(last).is_some() || months::is_weekday(last.trim_end_matches('s'));
    if last.contains(' ') || !day() { Some(name) } else { None }
}

/// One value; None for a sentence.
fn value(text: &str, asked: &Asked<'_>) -> Option<Form> {
    let text = enclosed(text).unwrap_or(text);
    if text.starts_with('(') || text.contains(" (") || text.split_whitespace().nth(MOST_WORDS).is_some() {
        return None;
    }
    let found = words::of(text)?;
    if is_nothing(&found, asked) {
        return Some(Form { text: "0".to_owned(), named: false });
    }
    let mut formed = values::formed(found, asked);
    // "TLS version 1.3" to "Which version of TLS …?"
    if let Some(at) = formed.iter().position(|word| word == "version").filter(|at| *at > 0 && asked.names("version")) {
        formed.remove(at);
    }
    let (from, named) = lead(&formed, asked);
    let found = counted(without_end(&formed[from..], asked), asked);
    let text = quantity(found).unwrap_or_else(|| found.join(" "));
    (!text.is_empty()).then_some(Form { text, named })
}

/// What stands in brackets alone: "(B)".
fn enclosed(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('(')?.strip_suffix(')')?;
    (!inner.contains(['(', ')']) && !inner.trim().is_empty()).then_some(inner)
}

/// An abbreviation with its words in brackets behind it, or the words with their abbreviation: "MQTT (Message Queuing …)".
fn explained(text: &str) -> Option<&str> {
    let (before, inside) = text.strip_suffix(')')?.split_once(" (")?;
    let initials = |words: &str| {
        let firsts = words.split([' ', '-']).filter_map(|word| word.chars().next());
        firsts.filter(|first| first.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let abbreviates = |short: &str, long: &str| {
        let letters: String =
            short.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let capitals = short.chars().filter(|letter| letter.is_uppercase()).count();
        capitals > 1 && !short.contains(' ') && long.contains([' ', '-']) && initials(long) == letters
    };
    if abbreviates(before, inside) {
        return Some(before);
    }
    abbreviates(inside, before).then_some(inside)
}

/// "none", "no apples" to "How many apples are left?".
fn is_nothing(words: &[String], asked: &Asked<'_>) -> bool {
    let Some((_, length)) = table::at(words, |place, _| place == table::Place::Nothing) else { return false };
    asked.counts() && words[length..].iter().all(|word| asked.holds(word))
}

/// How many words in front say nothing: articles, and what the question asks for in front of digits, "Form W-9"; with whether
/// there are some of the latter.
fn lead(words: &[String], asked: &Asked<'_>) -> (usize, bool) {
    let articles = words.iter().take_while(|word| matches!(&word[..], "the" | "a" | "an")).count();
    // What stands alone is the answer itself.
    if words.len() < articles + 2 {
        return (if articles == words.len() { 0 } else { articles }, false);
    }
    let named = words[articles..].iter().take_while(|word| asked.names(word)).count();
    let coded = named > 0
        && words.get(articles + named).is_some_and(|word| has_digit(word) || is_grade(word) || word.len() == 1);
    (articles + if coded { named } else { 0 }, coded)
}

/// Without a word that only says again how old or how far it is, and without "one" or what is asked for behind a place
/// in an order.
fn without_end<'a>(words: &'a [String], asked: &Asked<'_>) -> &'a [String] {
    match words {
        [first, .., last] if has_digit(first) && asked.asks_how(last) => &words[..words.len() - 1],
        // "the W-9 form"
        [code, nouns @ ..]
            if has_digit(code)
                && code.contains(char::is_alphabetic)
                && !nouns.is_empty()
                && nouns.iter().all(|noun| asked.names(noun)) =>
        {
            &words[..1]
        }
        [place, nouns @ ..]
            if place.ends_with("th")
                && has_digit(place)
                && !nouns.is_empty()
                && nouns.iter().all(|noun| noun == "1" || asked.names(noun)) =>
        {
            &words[..1]
        }
        _ => words,
    }
}

/// A number alone where what it counts stands in the question.
fn counted<'a>(words: &'a [String], asked: &Asked<'_>) -> &'a [String] {
    match words {
        [number, nouns @ ..]
            if is_number(number) && !nouns.is_empty() && nouns.iter().all(|noun| asked.counts_in(noun)) =>
        {
            &words[..1]
        }
        _ => words,
    }
}

/// A number with a unit in the base of its dimension.
fn quantity(words: &[String]) -> Option<String> {
    let (first, rest) = words.split_first()?;
    let signs = ['-', '+', '$', '\u{20ac}', '\u{a3}'];
    let unsigned = first.strip_prefix(signs).unwrap_or(first);
    let number = is_number(unsigned.strip_prefix(signs).unwrap_or(unsigned));
    if !number || rest.iter().any(|word| has_digit(word)) {
        return None;
    }
    let read = measure::read(&words.join(" "))?;
    let known = matches!(read.unit, measure::Unit::Known { .. }) && read.relation == measure::Relation::Is;
    known.then(|| read.base())
}

/// The items of a list as a set; in their order where the question wants one.
fn list(text: &str, asked: &Asked<'_>) -> Option<String> {
    let (items, certain) = lists::items(text)?;
    if items.len() < 2 || !(certain || items.len() > 2 || asked.wants_several()) {
        return None;
    }
    let brief = |item: &&str| item.split_whitespace().nth(MOST_OF_ITEM).is_none();
    if !items.iter().all(brief) {
        return None;
    }
    let coded = lists::of_tokens(text);
    let of = |item: &&str| if coded { Some((*item).to_owned()) } else { value(item, asked).map(|form| form.text) };
    let mut read: Vec<String> = items.iter().map(of).collect::<Option<_>>()?;
    if !asked.wants_order() {
        read.sort();
    }
    Some(read.join(ITEMS))
}
