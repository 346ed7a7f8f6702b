//! One reply read without the others, then settled by what the answers of the panel are made of.

use std::ops::Range;

use super::denial::{self, Denied, SHORT_SENTENCE};
use super::strings::{self, Strings};
use super::{Matter, answer_in, corrected, dress, prose, turned};
use crate::extract::choice::denies;
use crate::extract::{self, Found, Mark};
use crate::normalise::measure::{self, Measure, Relation};
use crate::normalise::{self, Key, clock, date, duration, fold, fraction, latex, literal, number, range, verbatim};
use crate::reply::refusal;
use crate::similarity::wording;

/// What one reply says among the others.
pub struct Settled {
    pub key: Option<Key>,
    pub span: Range<usize>,
    /// The number in it with what belongs to it.
    pub measure: Option<Measure>,
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

    fn read_any(reply: &'a str, by_address: bool) -> First<'a> {
        let answer = answer_in(reply);
        let mut found =
            corrected::line(&reply[answer.clone()]).unwrap_or_else(|| extract::best(&reply[answer.clone()]));
        if found.mark != Mark::Field {
            undress(&mut found, &reply[answer.clone()], by_address);
        }
        found.range = asserted(reply, found.range.start + answer.start..found.range.end + answer.start);
        found.range.end -= prose::citations(&reply[found.range.clone()]);
        if found.mark != Mark::Field
            && let Some(value) = corrected::value(&reply[found.range.clone()])
            && !is_operand(reply[found.range.clone()][value.clone()].trim())
        {
            found.range = found.range.start + value.start..found.range.start + value.end;
        }
        let text = extract::text(reply, &found);
        let bare = normalise::bare(&text);
        if is_question(&text) {
            let (span, marked) = (found.range, found.mark != Mark::Whole);
            return First { reply, text, span, marked, key: None, literal: None, measure: None };
        }
        let key = if is_pattern(bare) { Some(Key::Quoted(bare.to_owned())) } else { normalise::key(&text) };
        let literal = key.clone();
        if let Some(key) = verbatim_key(bare, key.as_ref()) {
            let marked = found.mark != Mark::Whole;
            return First { reply, text, span: found.range, marked, key: Some(key), literal, measure: None };
        }
        if let Some(value) = turned::value(bare) {
            let (span, marked) = (found.range, found.mark != Mark::Whole);
            return First { reply, text, span, marked, key: Some(Key::Expression(value)), literal, measure: None };
        }
        if let Some((key, measure)) = valued(bare) {
            let span = found.range;
            let marked = found.mark != Mark::Whole;
            return First { reply, text, span, marked, key: Some(key), literal, measure };
        }
        let measure =
            if matches!(key, Some(Key::Number(_) | Key::Words(_) | Key::Expression(_))) && measure::may_be(bare) {
                measure::read(&latex::plain(bare))
            } else {
                None
            };
        if let Some(stretch) = Some(bare)
            .filter(|_| matches!(key, Some(Key::Number(_) | Key::Words(_) | Key::Expression(_))))
            .and_then(range::read)
        {
            let key = Some(Key::Expression(stretch));
            return First {
                reply,
                span: found.range,
                marked: found.mark != Mark::Whole,
                key,
                literal,
                measure: None,
                text,
            };
        }
        let (key, measure) = match denial::read(bare) {
            Some(Denied::Value(value)) => (Some(Key::Number(value.value.clone())), Some(value)),
            Some(Denied::Words) => {
                let bound = measure.filter(|measure| measure.relation != Relation::Is);
                let key = if matches!(key, Some(Key::Number(_))) { Some(Key::Words(fold::words(bare))) } else { key };
                (key, bound)
            }
            None => (key, measure),
        };
        let key = match key {
            Some(Key::Words(words)) if is_choice(bare) => Some(Key::Expression(words)),
            key => key,
        };
        // A bound, a scale or an explained value is a number too.
        let key = match (&measure, key) {
            (Some(measure), Some(Key::Words(_) | Key::Expression(_) | Key::Number(_))) => {
                Some(Key::Number(measure.value.clone()))
            }
            (_, key) => key,
        };
        First { reply, text, span: found.range, marked: found.mark != Mark::Whole, key, literal, measure }
    }

    /// The answer, and where it stands.
    pub fn settle(self, matter: Matter, strings: &Strings) -> Settled {
        match matter {
            Matter::Numbers => self.into_number(),
            Matter::Literals => Settled { key: self.literal_key(strings), span: self.span, measure: None },
            Matter::Words => Settled { key: exact_words(self.key, &self.text), span: self.span, measure: self.measure },
        }
    }

    /// A reply without a mark is read for its last number; a marked value that is no number stays
    /// an answer of its own if it holds a digit or a formula.
    fn into_number(self) -> Settled {
        match &self.key {
            Some(Key::Words(_)) | None => self.number_in_words(),
            _ => Settled { key: self.key, span: self.span, measure: self.measure },
        }
    }

    fn number_in_words(self) -> Settled {
        let offset = self.span.start;
        let said = &self.reply[self.span.clone()];
        let numbers = prose::values(said);
        let hedged = said.len() <= SHORT_SENTENCE
            && (denies(said) || (numbers.len() > 1 && (ranges(said) || ties(said, &numbers))));
        let found = match (self.marked, &numbers[..]) {
            (_, []) => return self.without_number(),
            _ if hedged => return Settled { key: self.key, span: self.span, measure: None },
            (true, [only]) => only.clone(),
            (true, _) => return Settled { key: self.key, span: self.span, measure: None },
            (false, _) => match prose::last(said, numbers) {
                Some(found) => found,
                None => return Settled { key: self.key, span: self.span, measure: None },
            },
        };
        let measure = measure::around(&found.1, &said[..found.0.start], &said[found.0.end..]);
        let span = found.0.start + offset..found.0.end + offset;
        Settled { key: Some(Key::Number(found.1)), span, measure: Some(measure) }
    }

    /// Who gives no number where the others do says something else, unless nothing is said of the matter.
    fn without_number(self) -> Settled {
        let said = &self.reply[self.span.clone()];
        if let Some(measure) = prose::numeral(normalise::bare(said)) {
            return Settled { key: Some(Key::Number(measure.value.clone())), span: self.span, measure: Some(measure) };
        }
        let passing = said.split_whitespace().nth(wording::MAX_NAME_WORDS).is_some() && !denies(said);
        let key = if passing || refusal::refuses(said) { None } else { exact_words(self.key, &self.text) };
        Settled { key, span: self.span, measure: None }
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

/// Narrows a place to the literal in it. A fence or a code span stands for the whole of a reply without a mark.
fn undress(found: &mut Found, answer: &str, by_address: bool) {
    let whole = matches!(found.mark, Mark::Whole | Mark::Phrase | Mark::Label);
    let literal = if whole && !answer[found.range.end..].contains(char::is_alphanumeric) || found.mark == Mark::Phrase {
        dress::literal(answer)
    } else {
        None
    };
    if let Some(range) = literal {
        (found.range, found.mark) = (range, Mark::Label);
        return;
    }
    if let Some(span) = dress::undressed(&answer[found.range.clone()], by_address) {
        found.range = found.range.start + span.start..found.range.start + span.end;
    }
}

/// The key of an answer that is no prose and nothing that has a form of its own, such as a number or a list.
fn verbatim_key(bare: &str, key: Option<&Key>) -> Option<Key> {
    if verbatim::is_sure(bare) {
        return Some(Key::Literal(verbatim::of(bare).unwrap_or_else(|| bare.to_owned())));
    }
    if !matches!(key, Some(Key::Words(_))) {
        return None;
    }
    let literal = verbatim::of(bare)?;
    // A day, a time, a quantity or a range has a form of its own.
    let measured = || measure::may_be(bare) && measure::read(&latex::plain(bare)).is_some();
    let formed = valued(bare).is_some() || measured() || range::read(bare).is_some();
    (!formed).then_some(Key::Literal(literal))
}

/// "x (not y)" is a formula: nothing is ruled out.
fn is_operand(value: &str) -> bool {
    let mut letters = value.chars();
    letters.next().is_some_and(char::is_lowercase) && letters.next().is_none()
}

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

/// A day, a duration in several parts, a time of day or a share in words.
fn valued(bare: &str) -> Option<(Key, Option<Measure>)> {
    if let Some(day) = date::read(bare) {
        return Some((Key::Date(day), None));
    }
    if let Some(seconds) = duration::read(bare) {
        let unit = measure::Unit::Known { dimension: "time".to_owned(), scale: "1" };
        let value = Measure { value: seconds.clone(), unit, relation: Relation::Is };
        return Some((Key::Number(seconds), Some(value)));
    }
    if let Some(share) = fraction::read(bare) {
        let value = Measure { value: share.to_owned(), ..Measure::default() };
        return Some((Key::Number(share.to_owned()), Some(value)));
    }
    clock::read(bare).map(|time| (Key::Expression(time), None))
}

/// "5 or 6" is neither 5 nor 6, however alike they are written.
fn is_choice(bare: &str) -> bool {
    let words = bare.split_whitespace().filter(|word| !word.contains(|letter: char| letter.is_ascii_digit())).count();
    bare.len() <= SHORT_SENTENCE && words <= MOST_JOINING && number::all_in(bare).len() > 1 && ranges(bare)
}

/// Words beside the numbers of a choice among them.
const MOST_JOINING: usize = 4;

/// A class of a regular expression, `\d+`, is no arithmetic: case counts in it.
fn is_pattern(bare: &str) -> bool {
    let mut letters = bare.chars();
    let class = letters.next() == Some('\\') && letters.next().is_some_and(char::is_alphabetic);
    class && matches!(letters.next(), Some('+' | '*' | '?' | '.'))
}

/// Words in which a sign, a capital or an accent tells one answer from another keep it in their key.
fn exact_words(key: Option<Key>, text: &str) -> Option<Key> {
    match key {
        Some(Key::Words(words)) => Some(Key::Words(wording::exact(text).unwrap_or(words))),
        other => other,
    }
}

/// Whether a sentence of several numbers gives a stretch or a choice.
fn ranges(said: &str) -> bool {
    let words = fold::tokens(said);
    words.iter().any(|word| {
        matches!(
            word.as_str(),
            "between" | "from" | "or" | "to" | "zwischen" | "bis" | "oder" | "entre" | "ou" | "tra" | "tussen" | "или"
        )
    })
}

/// Whether two numbers of a sentence are the ends of a range.
fn ties(said: &str, numbers: &[(Range<usize>, String)]) -> bool {
    numbers.windows(2).any(|two| range::ties(&said[..two[0].0.start], &said[two[0].0.end..two[1].0.start]))
}

/// The value that an assertion claims: the right side of `assert f(1) == 2`.
fn asserted(reply: &str, range: Range<usize>) -> Range<usize> {
    let text = &reply[range.clone()];
    let right = text.rfind(" == ").filter(|_| text.trim_start().starts_with("assert "));
    right.map_or(range.clone(), |at| range.start + at + 4..range.end)
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
