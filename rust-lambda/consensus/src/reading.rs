//! What each opinion of a panel says, typed.
//!
//! A value is read in the light of the panel: where most experts give a number, a reply without
//! one is no answer, and a sentence is read for its number; where one expert quotes a literal,
//! case and spaces count for all.

mod codes;
mod quantities;
mod spacing;
mod strings;

use std::ops::Range;

use crate::extract::{
    self, Mark,
    choice::{Options, denies},
};
use crate::normalise::measure::{self, Measure, Relation};
use crate::normalise::{self, Key, fold, latex, literal, number, range};
use crate::panel::{Kind, Panel};
use crate::reply::said;
use crate::similarity::wording;
use spacing::spaced;
use strings::Strings;

/// What one opinion says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Number of the canonical answer among the keys of the panel. None: nothing could be read, which counts as
    /// abstaining.
    pub key: Option<usize>,
    /// Bytes of the reply that hold the answer.
    pub span: Range<usize>,
}

/// What the answers of a `short` panel are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Numbers: only equal values mean the same.
    Numbers,
    /// Literals of code: only equal literals mean the same.
    Literals,
    /// Names and sentences: similar words mean the same.
    Words,
}

/// The readings of a panel, one for each opinion; None where the expert said nothing.
#[derive(Clone, Debug)]
pub struct Readings {
    /// In the order of the opinions.
    pub each: Vec<Option<Reading>>,
    /// The canonical answers; not all need be given, and one may be listed more than once.
    pub keys: Vec<Key>,
    /// What the answers are made of.
    pub matter: Matter,
}

impl Readings {
    /// Each reply with its own key.
    fn of(read: impl Iterator<Item = Option<(Option<Key>, Range<usize>)>>, matter: Matter) -> Readings {
        let mut keys = Vec::new();
        let mut number = |key: Key| {
            keys.push(key);
            keys.len() - 1
        };
        let each = read.map(|read| read.map(|(key, span)| Reading { key: key.map(&mut number), span })).collect();
        Readings { each, keys, matter }
    }

    /// The stretch of an answer that was read; "" where there is none.
    pub fn words<'a>(&self, panel: &'a Panel, opinion: usize) -> &'a str {
        let span = self.each[opinion].as_ref().map(|reading| reading.span.clone());
        panel.opinions[opinion].answer.as_deref().zip(span).map_or("", |(answer, span)| &answer[span])
    }

    /// The canonical answer of an opinion, where one could be read.
    pub fn key(&self, opinion: usize) -> Option<&Key> {
        self.each[opinion].as_ref()?.key.map(|key| &self.keys[key])
    }
}

/// Reads all opinions of a panel.
pub fn read(panel: &Panel) -> Readings {
    match (panel.kind, &panel.options) {
        (Kind::Choice, Some(options)) => chosen(panel, options),
        (Kind::Choice, None) | (Kind::Short, _) => short(panel),
        (Kind::Text | Kind::Auto | Kind::Ranking, _) => {
            let each = replies(panel).zip(&panel.opinions);
            Readings::of(each.map(|(reply, opinion)| Some(whole(reply?, opinion.conclusion.as_deref()))), Matter::Words)
        }
    }
}

/// The replies; an answer of nothing but blanks says nothing.
fn replies(panel: &Panel) -> impl Iterator<Item = Option<&str>> {
    panel.opinions.iter().map(|opinion| opinion.answer.as_deref().filter(|answer| !answer.trim().is_empty()))
}

fn chosen(panel: &Panel, options: &[String]) -> Readings {
    let prepared = Options::new(options, panel.question.as_deref());
    let each = replies(panel).zip(&panel.opinions).map(|(reply, opinion)| {
        let reply = reply?;
        // What was read on arrival stands: the answer may have lost the line that said it.
        let voted = |vote: &String| options.iter().position(|option| option == vote);
        let stood = opinion.conclusion.as_ref().and_then(voted);
        // A bare option needs no parting.
        let key = stood.or_else(|| prepared.exact(reply)).or_else(|| prepared.vote(said(reply)).ok());
        Some(Reading { key, span: 0..reply.len() })
    });
    let keys = options.iter().map(|option| Key::Quoted(option.clone())).collect();
    Readings { each: each.collect(), keys, matter: Matter::Literals }
}

/// Where the answer stands in a reply, without what was only thought.
fn answer_in(reply: &str) -> Range<usize> {
    let answer = said(reply);
    let start = answer.as_ptr() as usize - reply.as_ptr() as usize;
    start..start + answer.len()
}

/// Long texts are compared as they are, spacing aside, each with what its expert concludes.
fn whole(reply: &str, conclusion: Option<&str>) -> (Option<Key>, Range<usize>) {
    let span = answer_in(reply);
    let answer = &reply[span.clone()];
    if answer.trim().is_empty() {
        return (None, span);
    }
    let mut words = spaced(answer);
    if let Some(conclusion) = conclusion {
        words.push('\n');
        words.push_str(&spaced(conclusion));
    }
    (Some(Key::Quoted(words)), span)
}

fn short(panel: &Panel) -> Readings {
    let question = panel.question.as_deref();
    let mut first: Vec<Option<First>> = replies(panel).map(|reply| reply.map(First::read)).collect();
    read_codes(question, &mut first);
    let matter = matter(question, &first);
    let strings = strings_among(matter, question, &first);
    let mut settled: Vec<Option<Settled>> =
        first.into_iter().map(|first| first.map(|first| first.settle(matter, &strings))).collect();
    if matter != Matter::Literals {
        join_quantities(&mut settled);
    }
    Readings::of(settled.into_iter().map(|settled| settled.map(|settled| (settled.key, settled.span))), matter)
}

/// Where digits are names, all answers are read so: by the question, or since one of them is written so.
fn read_codes(question: Option<&str>, first: &mut [Option<First>]) {
    // Code prints values, whatever its variables are called.
    if question.is_some_and(about_code) {
        return;
    }
    let asked = question.is_some_and(codes::asked_for);
    if !asked && !first.iter().flatten().any(|first| codes::is_code(normalise::bare(&first.text))) {
        return;
    }
    for first in first.iter_mut().flatten() {
        let bare = normalise::bare(&first.text);
        let code = if (asked || codes::is_code(bare) || first.measure.is_some()) && !denies(bare) {
            codes::code(bare)
        } else {
            None
        };
        if let Some(code) = code {
            (first.key, first.measure) = (Some(Key::Expression(code)), None);
        }
    }
}

/// One key for all spellings of one quantity.
fn join_quantities(settled: &mut [Option<Settled>]) {
    let numbers = |settled: &Settled| matches!(settled.key, Some(Key::Number(_)));
    let measures: Vec<&Measure> =
        settled.iter().flatten().filter(|one| numbers(one)).filter_map(|one| one.measure.as_ref()).collect();
    if measures.iter().all(|measure| measure.is_bare()) {
        return;
    }
    let mut keys = quantities::keys(&measures).into_iter();
    for one in settled.iter_mut().flatten().filter(|one| numbers(one) && one.measure.is_some()) {
        one.key = keys.next();
    }
}

/// What one reply says among the others.
struct Settled {
    key: Option<Key>,
    span: Range<usize>,
    /// The number in it with what belongs to it.
    measure: Option<Measure>,
}

/// What the experts wrote in quotes, where literals are compared.
fn strings_among(matter: Matter, question: Option<&str>, first: &[Option<First>]) -> Strings {
    let quoted = |first: &&First| matter == Matter::Literals && matches!(first.key, Some(Key::Quoted(_)));
    Strings::of(
        first.iter().flatten().filter(quoted).map(|first| first.text.as_str()),
        question.is_some_and(about_code),
    )
}

/// One reply read without the others.
struct First<'a> {
    reply: &'a str,
    text: String,
    span: Range<usize>,
    marked: bool,
    key: Option<Key>,
    /// The key as code would read it: without units, bounds and other places' forms.
    literal: Option<Key>,
    measure: Option<Measure>,
}

impl<'a> First<'a> {
    fn read(reply: &'a str) -> First<'a> {
        let answer = answer_in(reply);
        let mut found = extract::best(&reply[answer.clone()]);
        found.range = asserted(reply, found.range.start + answer.start..found.range.end + answer.start);
        let text = extract::text(reply, &found);
        let bare = normalise::bare(&text);
        let key = if is_pattern(bare) { Some(Key::Quoted(bare.to_owned())) } else { normalise::key(&text) };
        let literal = key.clone();
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
        let (key, measure) = match denied(bare) {
            Some(Denied::Number(value)) => (Some(Key::Number(value.value.clone())), Some(value)),
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
    fn settle(self, matter: Matter, strings: &Strings) -> Settled {
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
        let numbers = number::all_in(said);
        let hedged = said.len() <= SHORT_SENTENCE
            && (denies(said) || (numbers.len() > 1 && (ranges(said) || ties(said, &numbers))));
        let found = match (self.marked, &numbers[..]) {
            (_, []) => return Settled { key: None, span: self.span, measure: None },
            _ if hedged => return Settled { key: self.key, span: self.span, measure: None },
            (true, [only]) => only.clone(),
            (true, _) => return Settled { key: self.key, span: self.span, measure: None },
            (false, _) => last_number(said, numbers),
        };
        let measure = measure::around(&found.1, &said[..found.0.start], &said[found.0.end..]);
        let span = found.0.start + offset..found.0.end + offset;
        Settled { key: Some(Key::Number(found.1)), span, measure: Some(measure) }
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

/// "5 or 6" is neither 5 nor 6, however alike they are written.
fn is_choice(bare: &str) -> bool {
    let words = bare.split_whitespace().filter(|word| !word.contains(|letter: char| letter.is_ascii_digit())).count();
    bare.len() <= SHORT_SENTENCE && words <= MOST_JOINING && number::all_in(bare).len() > 1 && ranges(bare)
}

/// Words beside the numbers of a choice among them.
const MOST_JOINING: usize = 4;

/// What a short sentence denies.
enum Denied {
    /// One number: it may be anything else.
    Number(Measure),
    /// Something with no number in it, or with several.
    Words,
}

/// "3 is wrong" is not 3, whatever unit "is wrong" may look like.
fn denied(bare: &str) -> Option<Denied> {
    let short = bare.len() <= SHORT_SENTENCE && bare.contains(char::is_alphabetic);
    if !short
        || !denies(bare)
        || measure::read(bare).is_some_and(|read| !matches!(read.relation, Relation::Is | Relation::IsNot))
    {
        return None;
    }
    let mut numbers = number::all_in(bare);
    let only = numbers.pop().filter(|_| numbers.is_empty());
    Some(only.map_or(Denied::Words, |(at, value)| {
        let around = measure::around(&value, &bare[..at.start], &bare[at.end..]);
        Denied::Number(Measure { relation: Relation::IsNot, ..around })
    }))
}

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

/// A sentence of at most this many bytes that denies is no answer by its number: "443 is wrong".
const SHORT_SENTENCE: usize = 80;

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

/// The last number of the last line that has one; the whole reply is never empty of numbers here.
fn last_number(reply: &str, mut numbers: Vec<(Range<usize>, String)>) -> (Range<usize>, String) {
    let line = extract::last_line(reply);
    let in_line = numbers.iter().rposition(|(range, _)| range.start >= line.start);
    numbers.swap_remove(in_line.unwrap_or(numbers.len() - 1))
}

/// Literals where the question is about code, or where one answer is a literal and none is prose;
/// else numbers where more than half are.
fn matter(question: Option<&str>, first: &[Option<First>]) -> Matter {
    let keys: Vec<&Key> = first.iter().flatten().filter_map(|first| first.key.as_ref()).collect();
    let literals = first.iter().flatten().filter(|first| is_literal(first)).count();
    let prose = first.iter().flatten().any(is_prose);
    if question.is_some_and(about_code) || (literals > 0 && !prose) || 2 * literals > keys.len() {
        return Matter::Literals;
    }
    let numbers = keys.iter().filter(|key| matches!(key, Key::Number(_) | Key::Expression(_))).count();
    if 2 * numbers > keys.len() { Matter::Numbers } else { Matter::Words }
}

/// A function or an assertion in the question asks for a value exactly as code would write it.
fn about_code(question: &str) -> bool {
    question.contains("assert ") || (question.contains("def ") && question.contains("return "))
}

fn is_literal(first: &First) -> bool {
    match &first.key {
        Some(Key::Container(_)) => true,
        // A quoted number says nothing of the others: models quote numbers in JSON twice.
        Some(Key::Quoted(_)) => literal::quoted(normalise::bare(&first.text)).is_some(),
        _ => false,
    }
}

/// A sentence: five words or more with a verb or a preposition among them.
fn is_prose(first: &First) -> bool {
    let Some(Key::Words(words)) = &first.key else { return false };
    let function = |word: &str| matches!(word, "is" | "was" | "are" | "were" | "of" | "in" | "by" | "to" | "the");
    words.split(' ').count() >= 5 && words.split(' ').any(function)
}
