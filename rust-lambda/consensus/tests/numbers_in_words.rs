//! Numbers in words are the same numbers in digits, in every language of the table.

#[path = "common/found.rs"]
mod found;

use consensus::Kind;
use found::{are_one, found};

/// Numbers in words and in digits, in the ten languages of the table.
const NUMBERS: &[(&str, &str)] = &[
    ("two days", "2 days"),
    ("zwei Tage", "2 Tage"),
    ("deux jours", "2 jours"),
    ("tres d\u{ed}as", "3 d\u{ed}as"),
    ("due giorni", "2 giorni"),
    ("dois dias", "2 dias"),
    ("twee dagen", "2 dagen"),
    ("dwa razy dziennie", "2 razy dziennie"),
    ("\u{434}\u{432}\u{430} \u{434}\u{43d}\u{44f}", "2 \u{434}\u{43d}\u{44f}"),
    ("t\u{e4}glich", "jeden Tag"),
    ("tous les jours", "chaque jour"),
    ("cada semana", "semanalmente"),
    ("der dritte Stock", "der 3. Stock"),
    ("zweimal pro Woche", "2 mal pro Woche"),
];

#[test]
fn numbers_in_words_are_digits_in_every_language() {
    let question = "What does the paper say?";
    let wrong: Vec<_> = NUMBERS.iter().filter(|(a, b)| !are_one(Kind::Short, question, a, b)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let shifted = NUMBERS.iter().map(|(a, b)| [(*a).to_owned(), b.replace('2', "5").replace('3', "6")]);
    let digits: Vec<[String; 2]> = shifted.filter(|[_, b]| b.contains(|sign: char| sign.is_ascii_digit())).collect();
    let joined = found(question, &digits, false);
    assert!(joined.is_empty(), "{joined:#?}");
}
