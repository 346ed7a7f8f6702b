//! Whether a short text denies what it names.

use super::Options;
use super::lexicon::{self, Class};
use super::words::{self, Piece, Sign, Word};
use crate::extract::marks;

/// Words that come near a value and do not rule it out.
const NEARLY: [&str; 5] = ["hardly", "barely", "scarcely", "kaum", "nauwelijks"];

/// Whether a short text denies what it names, or calls it bad or doubtful.
pub fn denies(text: &str) -> bool {
    let cleaned = words::cleaned(text, true);
    let pieces = words::pieces(&cleaned);
    (0..pieces.len()).any(|at| is_denied_at(&cleaned, &pieces, at))
}

/// What denies an option right behind it in one language, and says something else in others: "nu" is "now" in Dutch and Swedish.
const ALONE: [&str; 1] = ["nu "];

impl Options<'_> {
    /// Whether a reply, or its last line behind `Answer:`, is one option behind such a word and nothing else.
    pub(super) fn is_only_denied(&self, answer: &str) -> bool {
        let line = super::super::last_line(answer);
        let value = marks::written_value(answer, line).map_or(answer.trim(), |range| &answer[range]);
        ALONE.iter().any(|word| {
            let denied = value.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
            denied && self.whole(&value[word.len()..]).is_some()
        })
    }
}

/// Whether the words in front of a value and behind it deny this value and say nothing else: "is not", "would be wrong".
/// Behind it, a denial has a verb or a sign in front.
pub fn denies_alone(before: &str, behind: &str) -> bool {
    let [before, behind] = [before, behind].map(|text| words::cleaned(text, true));
    let (front, back) = (words::pieces(&before), words::pieces(&behind));
    let in_front = only_denies(&before, &front);
    let spoken = back.first().is_some_and(|first| match first {
        Piece::Sign(sign) => matches!(sign, Sign::Colon | Sign::Dash | Sign::Equals | Sign::Open),
        Piece::Word(word) => {
            !matches!(lexicon::class_at(&back), Some((Class::Deny | Class::Off, _))) && word.lower != "no"
        }
    });
    let in_back = only_denies(&behind, &back);
    match (in_front, in_back) {
        // A comma parts a denial from the value: "no, 5".
        (Some(true), Some(false)) => !matches!(front.last(), Some(Piece::Sign(_))),
        (Some(false), Some(true)) => spoken,
        _ => false,
    }
}

/// Whether one of the words denies; None where one of them says something else.
fn only_denies(text: &str, pieces: &[Piece]) -> Option<bool> {
    let (mut at, mut denied) = (0, false);
    while at < pieces.len() {
        let Some(word) = pieces[at].word() else {
            at += 1;
            continue;
        };
        let class = lexicon::class_at(&pieces[at..]);
        let known = matches!(
            class,
            Some((
                Class::Deny
                    | Class::Bad
                    | Class::Off
                    | Class::Be
                    | Class::Lead
                    | Class::Best
                    | Class::Fine
                    | Class::Pick,
                _
            ))
        );
        let says_no = word.lower == "no" && pieces.len() > 1;
        let denies = is_denied_at(text, pieces, at);
        let equals = matches!(word.lower.as_str(), "equal" | "equals");
        if NEARLY.contains(&word.lower.as_str()) || !(known || denies || says_no || equals) {
            return None;
        }
        denied |= denies;
        at += class.map_or(1, |(_, length)| length.max(1));
    }
    Some(denied)
}

fn is_denied_at(text: &str, pieces: &[Piece], at: usize) -> bool {
    let Some(word) = pieces[at].word() else { return false };
    if is_symbol(text, word) {
        return false;
    }
    let lower = word.lower.as_str();
    match lexicon::class_at(&pieces[at..]) {
        Some((Class::Deny | Class::Bad, _)) => true,
        // "10% off" and "0" deny nothing.
        Some((Class::Off, _)) => lower.chars().count() >= 3 && lower != "off" && lower != "aus",
        Some((Class::Retract, length)) => length > 1 && lower == "\u{4e0d}",
        None => lower == "no" && is_no(&pieces[..at], &pieces[at + 1..]),
        _ => false,
    }
}

/// Whether a word is a name in a formula: `n-1`, `2^n`, "Ne-20". The n of "n'est" stands before an apostrophe.
fn is_symbol(text: &str, word: &Word) -> bool {
    let behind = &text[(word.start + word.raw.len()).min(text.len())..];
    if word.lower == "n" {
        return !behind.starts_with(['\'', '\u{2019}']);
    }
    // Scripts without blanks put a denial beside a digit.
    if !word.lower.is_ascii() {
        return false;
    }
    let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let sign = |letter: char| "+*/^=<>".contains(letter);
    let (mut next, mut last) = (behind.chars(), text[..word.start.min(text.len())].chars().rev());
    let ahead =
        next.next().is_some_and(|first| sign(first) || first.is_ascii_digit() || first == '-' && digit(next.next()));
    let front =
        last.next().is_some_and(|first| sign(first) || first.is_ascii_digit() || first == '-' && digit(last.next()));
    ahead || front
}

/// "no es 3" and "3: no" deny; "No. 5" and "Symphony No 5" number, and "no more than 5" and "no máximo 5" bound.
fn is_no(before: &[Piece], behind: &[Piece]) -> bool {
    let next = behind.first().and_then(Piece::lower).map_or("", String::as_str);
    let stop = behind.first() == Some(&Piece::Sign(Sign::Stop));
    let second = behind.get(1).and_then(Piece::lower).map_or("", String::as_str);
    let digit = |word: &str| word.starts_with(|first: char| first.is_ascii_digit());
    let name = before.last().and_then(Piece::word).is_some_and(|_| {
        let last = &before[before.len() - 1..];
        !matches!(lexicon::class_at(last), Some((Class::Be | Class::Lead | Class::Best, _)))
    });
    let numbers = stop && digit(second) || name && digit(next);
    !numbers
        && !matches!(
            next,
            "more"
                | "less"
                | "fewer"
                | "later"
                | "earlier"
                | "sooner"
                | "m\u{e1}ximo"
                | "m\u{ed}nimo"
                | "menos"
                | "mais"
        )
}
