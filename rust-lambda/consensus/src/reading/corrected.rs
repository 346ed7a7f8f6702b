//! What a short answer says beside what it rules out: "not Sydney, but Canberra", "42 (not 41)", "~~41~~ 42".

use std::ops::Range;

use crate::extract::{self, Found, Mark, aside};

/// A longer text rules out more than a value.
const LONGEST: usize = 120;

/// What rules out the words behind it, up to what [`INSTEAD`] begins.
const BEFORE: [&str; 17] = [
    "not ",
    "isn't ",
    "isn\u{2019}t ",
    "wasn't ",
    "nicht ",
    "kein ",
    "keine ",
    "pas ",
    "non pas ",
    "no ",
    "no es ",
    "non ",
    "non \u{e8} ",
    "n\u{e3}o ",
    "n\u{e3}o \u{e9} ",
    "niet ",
    "nie ",
];

/// What begins the value in the place of one that was ruled out.
const INSTEAD: [&str; 23] = [
    ", but rather ",
    ", but ",
    " but rather ",
    " but ",
    ", it's ",
    ", it\u{2019}s ",
    ", it is ",
    "; it is ",
    "; it's ",
    ", it was ",
    "; it was ",
    "; es war ",
    ", sondern ",
    " sondern ",
    ", mais ",
    " mais ",
    ", sino ",
    " sino ",
    ", ma ",
    " bens\u{ec} ",
    ", mas sim ",
    ", maar ",
    ", lecz ",
];

/// What begins the value in the place of one that others give.
const TURNS: [&str; 10] = [
    ", but it is ",
    ", but it was ",
    ", but it's ",
    ", but the answer is ",
    ", aber es ist ",
    ", aber es war ",
    ", mais c'est ",
    ", mais c'\u{e9}tait ",
    ", pero es ",
    ", ma \u{e8} ",
];

/// Words by which others give a value.
const CLAIMED: [&str; 24] = [
    "often",
    "commonly",
    "usually",
    "popularly",
    "frequently",
    "widely",
    "sometimes",
    "people",
    "some",
    "many",
    "most",
    "oft",
    "h\u{e4}ufig",
    "meist",
    "viele",
    "manche",
    "souvent",
    "beaucoup",
    "certains",
    "muchos",
    "algunos",
    "spesso",
    "molti",
    "alcuni",
];

/// What rules out the words behind it, behind a value.
const BEHIND: [&str; 22] = [
    " (not ",
    ", not ",
    " and not ",
    " rather than ",
    " instead of ",
    " (rather than ",
    " (instead of ",
    " (isn't ",
    " (nicht ",
    ", nicht ",
    " statt ",
    " (pas ",
    ", pas ",
    " et non ",
    " (no ",
    " y no ",
    " (non ",
    " e non ",
    " (n\u{e3}o ",
    " e n\u{e3}o ",
    " (niet ",
    ", niet ",
];

/// How a last line begins that corrects what stands above it, in small letters.
const CORRECTIONS: [&str; 8] = [
    "correction",
    "corrected answer",
    "korrektur",
    "correcci\u{f3}n",
    "correzione",
    "corre\u{e7}\u{e3}o",
    "correctie",
    "erratum",
];

/// The value of a last line `Correction: …`.
pub fn line(reply: &str) -> Option<Found> {
    let range = extract::last_said_line(reply);
    let bare = reply[range.clone()].trim_start_matches(['*', '_', '#', '>', '-', ' ']);
    let (name, said) = bare.split_once([':', '\u{ff1a}'])?;
    let name = name.trim_matches(['*', '_', ' ']);
    // Most names are too long, or no name: one look at their bytes.
    let named = name.len() <= 20 && CORRECTIONS.contains(&name.to_lowercase().as_str());
    let start = range.end - said.trim_start_matches(['*', '_', ' ']).len();
    (named && corrects(&reply[start..range.end])).then_some(Found { range: start..range.end, mark: Mark::AnswerLine })
}

/// Where the value stands in a short text that rules another one out; None where nothing is ruled out.
pub fn value(text: &str) -> Option<Range<usize>> {
    if text.len() > LONGEST || text.trim().contains('\n') {
        return None;
    }
    // "PostgreSQL (not recommended)" rules out itself, and one word alone rules out none.
    if aside::turns(text) || !text.contains([' ', '~']) {
        return None;
    }
    // Of the same length as the text, so that places are places in it.
    let lower = text.to_ascii_lowercase();
    unstruck(text)
        .or_else(|| instead(&lower))
        .or_else(|| turned(&lower))
        .or_else(|| behind(&lower))
        .filter(|range| says(&text[range.clone()]))
}

/// What a line of corrections says where there are none, in small letters.
const NOTHING: [&str; 16] = [
    "none", "no", "not", "n/a", "na", "nothing", "nil", "keine", "keiner", "nichts", "aucune", "rien", "ninguna",
    "nessuna", "nenhuma", "geen",
];
/// Words of a value; a longer line tells what was wrong.
const MOST_WORDS: usize = 4;

/// Whether a correction is a value, and not "none needed" or a story.
fn corrects(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let first = lower.split([' ', '.', ',']).next().unwrap_or("");
    let few = lower.split_whitespace().take(MOST_WORDS + 1).count() <= MOST_WORDS;
    says(text) && !NOTHING.contains(&first) && (few || lower.bytes().any(|byte| byte.is_ascii_digit()))
}

fn says(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// What is left where other words are struck out.
fn unstruck(text: &str) -> Option<Range<usize>> {
    let start = text.find("~~")?;
    let end = start + 2 + text[start + 2..].find("~~")? + 2;
    let (left, right) = (says(&text[..start]), says(&text[end..]));
    match (left, right) {
        (true, false) => Some(0..start),
        (false, true) => Some(end..text.len()),
        _ => None,
    }
}

/// "not X, but Y", from its start on or behind a verb.
fn instead(lower: &str) -> Option<Range<usize>> {
    let found = first_of(&INSTEAD, lower)?;
    let rest = &lower[found.end..];
    let again = BEFORE.iter().any(|word| rest.starts_with(word));
    (rules_out(&format!("{} ", &lower[..found.start])) && !again).then_some(found.end..lower.len())
}

/// "X is often named, but it is Y".
fn turned(lower: &str) -> Option<Range<usize>> {
    let (at, turn) = TURNS.iter().find_map(|turn| Some((lower.find(turn)?, turn)))?;
    let claimed = lower[..at].split(' ').any(|word| CLAIMED.contains(&word));
    claimed.then_some(at + turn.len()..lower.len())
}

/// "X (not Y)", "X rather than Y".
fn behind(lower: &str) -> Option<Range<usize>> {
    let at = first_of(&BEHIND, lower)?.start;
    (!rules_out(&lower[..at])).then_some(0..at)
}

/// Where the first of some words stands, the shortest of those at one place. All begin with a blank or a sign, so only
/// these places are looked at.
fn first_of(words: &[&str], lower: &str) -> Option<Range<usize>> {
    let places = lower.bytes().enumerate().filter(|(_, byte)| matches!(byte, b' ' | b',' | b';'));
    places.map(|(at, _)| at).find_map(|at| {
        let fitting = words.iter().filter(|word| lower[at..].starts_with(**word));
        fitting.map(|word| word.len()).min().map(|length| at..at + length)
    })
}

/// Whether a word that rules out stands at the start of some word.
fn rules_out(lower: &str) -> bool {
    let places = std::iter::once(0).chain(memchr::memchr_iter(b' ', lower.as_bytes()).map(|at| at + 1));
    places.into_iter().any(|at| BEFORE.iter().any(|word| lower[at..].starts_with(word)))
}

#[cfg(test)]
mod tests {
    use super::{line, value};

    #[test]
    fn the_value_stands_beside_what_is_ruled_out() {
        for (text, said) in [
            ("not Sydney, but Canberra", "Canberra"),
            ("The answer isn't 41, it's 42", "42"),
            ("Canberra (not Sydney)", "Canberra"),
            ("42, not 41", "42"),
            ("~~41~~ 42", " 42"),
            ("42 ~~41~~", "42 "),
            ("Canberra rather than Sydney", "Canberra"),
            ("nicht Sydney, sondern Canberra", "Canberra"),
            ("pas Sydney, mais Canberra", "Canberra"),
            ("no Sydney sino Canberra", "Canberra"),
            ("niet Sydney, maar Canberra", "Canberra"),
            ("Goethe did not; it was Schiller.", "Schiller."),
            ("Sydney is often named, but it is Canberra.", "Canberra."),
            ("Viele sagen Sydney, aber es ist Canberra", "Canberra"),
        ] {
            assert_eq!(value(text).map(|range| &text[range]), Some(said), "{text}");
        }
    }

    #[test]
    fn a_correction_on_the_last_line_counts() {
        let said = |reply: &str| line(reply).map(|found| reply[found.range].to_owned());
        assert_eq!(said("Answer: 41\n\n**Correction:** 42"), Some("42".to_owned()));
        assert_eq!(said("Answer: 41\nKorrektur: 42\n"), Some("42".to_owned()));
        assert_eq!(said("Correction: 42\nAnswer: 41"), None);
        for nothing in
            ["none", "None needed.", "n/a", "no correction", "keine", "aucune", "the earlier draft said Lyon instead"]
        {
            assert_eq!(said(&format!("Answer: 41\n\nCorrection: {nothing}")), None, "{nothing}");
        }
        assert!(said("Answer: 41\nCorrection: it should be 42, not 41").is_some());
        assert_eq!(said("Answer: 41"), None);
    }

    #[test]
    fn nothing_else_is_taken_apart() {
        for text in
            ["Canberra", "not Sydney", "small but mighty", "~~41~~", "neither 5 nor 6", "not 5, but not 6 either"]
        {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
