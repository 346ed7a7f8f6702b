//! The pieces of a chain or of a list in one line: which option each names, with words around it or without.
//!
//! An option is never passed over where words stand around it: who writes "I would say B > A" ranks B first. Where it
//! cannot be told what a piece with an option in it says, nothing is read.

use super::{Names, fold};
use crate::extract::choice::denies;

/// In front of an entry of a list.
const JOINING: [&str; 20] = [
    "and then ",
    "and finally ",
    "and lastly ",
    "and last ",
    "followed by ",
    "then ",
    "and ",
    "finally ",
    "lastly ",
    "last ",
    "next ",
    "dann ",
    "danach ",
    "und zuletzt ",
    "zuletzt ",
    "und ",
    "puis ",
    "et enfin ",
    "enfin ",
    "et ",
];

/// Between the last entries of a list.
const BETWEEN: [&str; 10] = [
    " and then ",
    " and finally ",
    " and last ",
    " followed by ",
    " then ",
    " and ",
    " und zuletzt ",
    " und ",
    " et enfin ",
    " et ",
];

/// Where a piece stands in its line.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub first: bool,
    pub last: bool,
    /// Between commas, which part much else: there a lead announces the order, and a remark stands behind a sign.
    pub listed: bool,
}

/// The last words of a lead that announces an order.
const LEADING: [&str; 22] = [
    "is",
    "are",
    "say",
    "order",
    "ranking",
    "rank",
    "prefer",
    "choose",
    "best",
    "be",
    "ist",
    "lautet",
    "reihenfolge",
    "est",
    "ordre",
    "classement",
    "es",
    "orden",
    "\u{e8}",
    "ordine",
    "\u{e9}",
    "ordem",
];

/// Words of a lead that lists what there is.
const GIVEN: [&str; 9] = [
    "options",
    "option",
    "candidates",
    "choices",
    "alternatives",
    "optionen",
    "opciones",
    "opzioni",
    "op\u{e7}\u{f5}es",
];

/// What a piece names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    Option(usize),
    /// No option at all.
    Stranger,
    /// An option beside words of which nobody knows what they make of it.
    Unclear,
}

impl Names {
    /// What a piece of a chain names: a lead in front of the first option and a remark behind the last are left out.
    pub(super) fn piece(&self, text: &str, place: Place) -> Piece {
        let text = unjoined(text);
        if let Some(option) = self.named(text).or_else(|| self.named(without_remark(text))) {
            return Piece::Option(option);
        }
        let folded = fold(text);
        let led = place.first.then(|| self.at_end(&folded)).flatten();
        let known = led.or_else(|| place.last.then(|| self.at_start(&folded)).flatten());
        if let Some((option, beside)) = known {
            let clear = if led.is_some() { leads(beside, place) } else { remarks(beside, place) };
            return if clear { Piece::Option(option) } else { Piece::Unclear };
        }
        if self.holds(&folded) { Piece::Unclear } else { Piece::Stranger }
    }

    /// Entries between commas, the last of them also between words: "B, A and C". None where fewer than two are named, or
    /// where one of them is unclear.
    pub(super) fn in_list(&self, line: &str) -> Option<Vec<Vec<usize>>> {
        let mut parts: Vec<&str> = line.split([',', ';']).collect();
        if parts.len() < 2 {
            return None;
        }
        let last = parts.pop()?;
        match BETWEEN.iter().find_map(|word| last.split_once(word)).filter(|_| self.named(unjoined(last)).is_none()) {
            Some((one, other)) => parts.extend([one, other]),
            None => parts.push(last),
        }
        let count = parts.len();
        let mut order = Vec::new();
        for (at, part) in parts.into_iter().enumerate() {
            match self.piece(part, Place { first: at == 0, last: at + 1 == count, listed: true }) {
                Piece::Option(option) => order.push(vec![option]),
                Piece::Stranger => {}
                Piece::Unclear => return None,
            }
        }
        (order.len() > 1).then_some(order)
    }

    /// The longest option that a folded text ends with, and what stands in front.
    fn at_end<'a>(&self, text: &'a str) -> Option<(usize, &'a str)> {
        let found = self.folded.iter().filter_map(|(name, at)| Some((name, (*at)?, text.strip_suffix(&name[..])?)));
        let whole = found.filter(|(name, _, lead)| !name.is_empty() && !lead.ends_with(joins));
        whole.max_by_key(|(name, ..)| name.len()).map(|(_, at, lead)| (at, lead))
    }

    /// The longest option that a folded text starts with, and what stands behind.
    fn at_start<'a>(&self, text: &'a str) -> Option<(usize, &'a str)> {
        let found = self.folded.iter().filter_map(|(name, at)| Some((name, (*at)?, text.strip_prefix(&name[..])?)));
        let whole = found.filter(|(name, _, rest)| !name.is_empty() && !rest.starts_with(joins));
        whole.max_by_key(|(name, ..)| name.len()).map(|(_, at, rest)| (at, rest))
    }

    /// Whether a folded text holds an option in whole words. A single letter is a word of prose as well.
    fn holds(&self, text: &str) -> bool {
        let within = |name: &String| {
            text.match_indices(&name[..])
                .any(|(at, _)| !text[..at].ends_with(joins) && !text[at + name.len()..].starts_with(joins))
        };
        self.folded.keys().any(|name| name.chars().count() > 1 && within(name))
    }
}

/// Signs that go on with a word.
fn joins(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-')
}

/// Without "then" and "and" in front.
fn unjoined(text: &str) -> &str {
    let text = text.trim();
    let joining = |word: &&&str| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    JOINING.iter().find(joining).map_or(text, |word| text[word.len()..].trim())
}

/// Whether words in front of an option only lead to it.
fn leads(lead: &str, place: Place) -> bool {
    let lead = lead.trim_end_matches([' ', '*', '_']);
    // "best to worst" calls nothing bad.
    let called = lead.replace("worst", "");
    let announces = || {
        let mut words = lead.split_whitespace();
        let given = words.clone().any(|word| GIVEN.contains(&word.trim_matches([':', ','])));
        !given && (lead.ends_with(':') || words.next_back().is_some_and(|word| LEADING.contains(&word)))
    };
    !denies(&called) && (!place.listed || announces())
}

/// Whether words behind an option are only a remark.
fn remarks(behind: &str, place: Place) -> bool {
    let behind = behind.trim_start();
    let parted = behind.starts_with(|sign: char| !sign.is_alphanumeric());
    let own = behind.split([';', '.', '(']).next().unwrap_or("");
    !denies(own) && (!place.listed || parted)
}

/// Without a remark in brackets at its end; a number there may be a place or points.
fn without_remark(text: &str) -> &str {
    let text = text.trim_end_matches(['.', ' ']);
    let open =
        text.rfind('(').filter(|at| text.ends_with(')') && !text[at + 1..].starts_with(|sign: char| sign.is_numeric()));
    open.map_or(text, |at| text[..at].trim())
}
