//! One reply read without the others, then settled by what the answers of the panel are made of.

use std::ops::Range;

use super::denial::SHORT_SENTENCE;
use super::strings::{self, Strings};
use super::{Matter, answer_in, listed, place, prose, turned, value};
use crate::extract::choice::{Agreed, agreed, denies};
use crate::extract::{self, Mark, aside};
use crate::normalise::measure::{self, Measure, Unit};
use crate::normalise::{self, Key, fold, label, literal, range};
use crate::reply::refusal;
use crate::similarity::wording;

/// What one reply says among the others.
pub struct Settled {
    pub key: Option<Key>,
    pub span: Range<usize>,
    /// The number in it with what belongs to it.
    pub measure: Option<Measure>,
    /// The answer as it stood in the reply.
    pub text: String,
}

/// One reply read without the others.
#[derive(Clone)]
pub struct First<'a> {
    reply: &'a str,
    pub text: String,
    pub span: Range<usize>,
    marked: bool,
    pub key: Option<Key>,
    /// The key as code would read it: without units, bounds and other places' forms.
    literal: Option<Key>,
    pub measure: Option<Measure>,
}

impl<'a> First<'a> {
    /// Reads a reply; `by_address` says that a link counts by where it leads.
    pub fn read(reply: &'a str, by_address: bool) -> First<'a> {
        if is_count(reply) { First::count(reply) } else { First::read_any(reply, by_address) }
    }

    /// A whole number and nothing else, which most numeric answers are: there is nothing to tell apart.
    fn count(reply: &'a str) -> First<'a> {
        let key = Some(Key::Number(reply.to_owned()));
        let measure = Some(Measure { value: reply.to_owned(), ..Measure::default() });
        First { reply, text: reply.to_owned(), span: 0..reply.len(), marked: false, literal: key.clone(), key, measure }
    }

    /// A token of which each character counts, at a place of a reply.
    pub fn literal(reply: &'a str, span: Range<usize>) -> First<'a> {
        let text = reply[span.clone()].to_owned();
        let key = Some(Key::Literal(text.clone()));
        First { reply, text, span, marked: true, literal: key.clone(), key, measure: None }
    }

    fn read_any(reply: &'a str, by_address: bool) -> First<'a> {
        let answer = answer_in(reply);
        if let Some(list) = listed::several(&reply[answer.clone()]) {
            let (key, text) = (Some(Key::Expression(list)), reply[answer.clone()].to_owned());
            return First { reply, text, span: answer, marked: true, literal: key.clone(), key, measure: None };
        }
        let found = place::of(reply, answer, by_address);
        let text = extract::text(reply, &found);
        let (span, marked) = (found.range, found.mark != Mark::Whole);
        let empty = First { reply, text: String::new(), span, marked, key: None, literal: None, measure: None };
        if is_question(&text) {
            return First { text, ..empty };
        }
        let bare = normalise::bare(&text);
        let literal = value::plain(&text);
        if aside::turns(bare) {
            let key = Some(Key::Literal(fold::words(bare)));
            return First { text, literal, key, ..empty };
        }
        match Some(bare).filter(|bare| bare.len() <= LONGEST_AGREED).and_then(agreed) {
            // No likeness joins it with a whole yes.
            Some(Agreed::Half) => {
                let key = Some(Key::Literal(fold::words(bare)));
                return First { text, literal, key, ..empty };
            }
            Some(Agreed::Explained(word)) => {
                let key = normalise::key(&word);
                return First { text: word, literal, key, ..empty };
            }
            None => {}
        }
        let (key, measure) = value::of(&text, bare, literal.clone());
        First { text, key, literal, measure, ..empty }
    }

    /// The answer, and where it stands; `asked` knows the numbers of the question.
    pub fn settle(self, matter: Matter, strings: &Strings, asked: &prose::Asked) -> Settled {
        match matter {
            Matter::Numbers => self.into_number(asked),
            Matter::Literals => {
                Settled { key: self.literal_key(strings), span: self.span, measure: None, text: self.text }
            }
            Matter::Words => Settled {
                key: exact_words(self.key, &self.text),
                span: self.span,
                measure: self.measure,
                text: self.text,
            },
        }
    }

    /// A reply without a mark is read for its last number; a marked value that is no number stays
    /// an answer of its own if it holds a digit or a formula.
    fn into_number(self, asked: &prose::Asked) -> Settled {
        match &self.key {
            Some(Key::Words(_)) | None => self.number_in_words(asked),
            _ => Settled { key: self.key, span: self.span, measure: self.measure, text: self.text },
        }
    }

    fn number_in_words(self, asked: &prose::Asked) -> Settled {
        let offset = self.span.start;
        let said = &self.reply[self.span.clone()];
        let numbers = prose::values(said);
        let hedged = said.len() <= SHORT_SENTENCE
            && (denies(said) || (numbers.len() > 1 && (value::ranges(said) || ties(said, &numbers))));
        let found = match (self.marked, &numbers[..]) {
            (_, []) => return self.without_number(),
            _ if hedged => return Settled { key: self.key, span: self.span, measure: None, text: self.text },
            (true, [only]) => only.clone(),
            (true, several) => match asked.new_one(several) {
                Some(only) => only.clone(),
                None => return Settled { key: self.key, span: self.span, measure: None, text: self.text },
            },
            (false, several) => {
                let brief = several.len() > 1 && said.len() <= SHORT_SENTENCE;
                let new = if brief { asked.new_one(several) } else { None };
                match new.cloned().or_else(|| prose::last(said, numbers)) {
                    Some(found) => found,
                    None => return Settled { key: self.key, span: self.span, measure: None, text: self.text },
                }
            }
        };
        if is_reckoned(&said[..found.0.start], &said[found.0.end..]) {
            return Settled { key: self.key, span: self.span, measure: None, text: self.text };
        }
        let mut measure = measure::around(&found.1, &said[..found.0.start], &said[found.0.end..]);
        if measure.unit == Unit::None
            && let Some(label) = label::of(&said[..found.0.start], &found.1)
        {
            measure.unit = Unit::Noun(vec![label]);
        }
        let span = found.0.start + offset..found.0.end + offset;
        Settled { key: Some(Key::Number(found.1)), span, measure: Some(measure), text: self.text }
    }

    /// Who gives no number where the others do says something else, unless nothing is said of the matter.
    fn without_number(self) -> Settled {
        let said = &self.reply[self.span.clone()];
        if let Some(measure) = measure::numeral(normalise::bare(said)) {
            let key = Some(Key::Number(measure.value.clone()));
            return Settled { key, span: self.span, measure: Some(measure), text: self.text };
        }
        let passing = said.split_whitespace().nth(wording::MAX_NAME_WORDS).is_some() && !denies(said);
        let key = if passing || refusal::refuses(said) { None } else { exact_words(self.key, &self.text) };
        Settled { key, span: self.span, measure: None, text: self.text }
    }

    /// Bare words among literals are strings without their quotes, and a bare list is a tuple.
    fn literal_key(&self, strings: &Strings) -> Option<Key> {
        let key = self.literal.as_ref()?;
        if matches!(key, Key::Quoted(_) | Key::Container(_)) {
            return Some(key.clone());
        }
        let meant = strings.meant(&self.text).map(|meant| Key::Quoted(meant.to_owned()));
        Some(meant.unwrap_or_else(|| unquoted(normalise::bare(&self.text), key, strings)))
    }
}

/// Whether a brief answer makes another value of its number by the words on its sides: "base plus 5", "5 dozen".
fn is_reckoned(before: &str, behind: &str) -> bool {
    let brief = before.split_whitespace().chain(behind.split_whitespace()).nth(MOST_BESIDE).is_none();
    let turned = || fold::tokens(behind).first().is_some_and(|next| turned::turns(next));
    brief && (label::is_added(before) || turned())
}

/// Words beside a number; more are a sentence.
const MOST_BESIDE: usize = 3;

/// Bytes of a yes or no with its reasons or conditions; longer answers come to something else in the end.
const LONGEST_AGREED: usize = 200;

/// Whether a text is a whole number in plain digits.
fn is_count(text: &str) -> bool {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits && (1..=LONGEST_COUNT).contains(&text.len()) && (!text.starts_with('0') || text == "0")
}

/// Digits of a plain whole number; longer ones are read with care.
const LONGEST_COUNT: usize = 15;

/// Question marks alone say that nothing is known; a sign that is meant stands in quotes or backticks.
fn is_question(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|sign| matches!(sign, '?' | '\u{ff1f}' | '\u{bf}' | ' '))
}

/// Words in which a sign, a capital or an accent tells one answer from another keep it in their key.
fn exact_words(key: Option<Key>, text: &str) -> Option<Key> {
    match key {
        Some(Key::Words(words)) => Some(Key::Words(wording::exact(text).unwrap_or(words))),
        other => other,
    }
}

/// Whether two numbers of a sentence are the ends of a range.
fn ties(said: &str, numbers: &[(Range<usize>, String)]) -> bool {
    numbers.windows(2).any(|two| range::ties(&said[..two[0].0.start], &said[two[0].0.end..two[1].0.start]))
}

/// The key of a literal that nobody put in quotes.
fn unquoted(bare: &str, key: &Key, strings: &Strings) -> Key {
    let listed = bare.contains(',') && !bare.starts_with(char::is_alphabetic);
    if matches!(key, Key::Number(_)) && !listed {
        let content = literal::quoted(bare);
        let number = !strings.expected() || strings::is_number(content.as_deref().unwrap_or(bare));
        return if number { key.clone() } else { Key::Quoted(bare.to_owned()) };
    }
    // Quotes around a value that holds quotes of its own: no string, and no harm.
    let inner = ['\'', '"'].iter().find_map(|quote| bare.strip_prefix(*quote)?.strip_suffix(*quote));
    if let Some(container) = inner.and_then(literal::container) {
        return Key::Container(container);
    }
    let tuple = if listed { literal::container(&format!("({bare})")) } else { None };
    tuple.map_or_else(|| Key::Quoted(bare.to_owned()), Key::Container)
}

pub fn is_literal(first: &First) -> bool {
    match &first.key {
        Some(Key::Container(_)) => true,
        // A quoted number says nothing of the others: models quote numbers in JSON twice.
        Some(Key::Quoted(_)) => literal::quoted(normalise::bare(&first.text)).is_some(),
        _ => false,
    }
}

/// A sentence: five words or more with a verb or a preposition among them.
pub fn is_prose(first: &First) -> bool {
    let Some(Key::Words(words)) = &first.key else { return false };
    let function = |word: &str| matches!(word, "is" | "was" | "are" | "were" | "of" | "in" | "by" | "to" | "the");
    words.split(' ').count() >= 5 && words.split(' ').any(function)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::First;

    proptest! {
        #[test]
        fn a_plain_number_is_read_as_with_care(number in 0_u64..1_000_000_000_000_000, shift in 0_u32..15) {
            let text = (number / 10_u64.pow(shift)).to_string();
            let (quick, careful) = (First::read(&text, false), First::read_any(&text, false));
            prop_assert_eq!((quick.text, quick.span, quick.marked), (careful.text, careful.span, careful.marked));
            prop_assert_eq!((quick.key, quick.literal, quick.measure), (careful.key, careful.literal, careful.measure));
        }
    }
}
