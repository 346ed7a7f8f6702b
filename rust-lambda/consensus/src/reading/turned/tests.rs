//! Every word of the lists in every frame, beside twins that say the same of the same number.

use super::{BEFORE, BEHIND, value};
use crate::reading::{Readings, read};
use crate::wire::{Kind, Opinion, Panel};

fn readings(question: &str, answers: &[&str]) -> Readings {
    let opinion = |(at, answer): (usize, &&str)| Opinion {
        expert: format!("e{at}"),
        answer: Some((*answer).to_owned()),
        ..Opinion::default()
    };
    read(&Panel {
        kind: Kind::Short,
        question: Some(question.to_owned()),
        opinions: answers.iter().enumerate().map(opinion).collect(),
        ..Panel::default()
    })
}

fn are_one(question: &str, a: &str, b: &str) -> bool {
    let read = readings(question, &[a, b, a]);
    read.key(0).is_some() && read.key(0) == read.key(1)
}

#[test]
fn a_word_in_front_of_a_number_makes_another_value() {
    for word in BEFORE {
        for number in ["100", "7", "2.5"] {
            assert!(value(&format!("{word} {number}")).is_some(), "{word} {number}");
            assert!(value(&format!("the {word} of {number}")).is_some(), "{word} of {number}");
            assert!(!are_one("What exactly?", &format!("{word} {number}"), number), "{word} {number}");
        }
    }
}

#[test]
fn a_word_behind_a_quantity_makes_another_of_it() {
    for word in BEHIND {
        for amount in ["5 days", "10 boxes", "3 floors"] {
            let turned = format!("{amount} {word}");
            assert!(!are_one("What exactly?", &turned, amount), "{turned}");
            let bare = amount.split(' ').next().unwrap_or_default();
            assert!(!are_one("What exactly?", &turned, bare), "{turned}");
        }
    }
    for [a, b] in [
        ["5 days before", "5 days after"],
        ["20 kg net", "20 kg gross"],
        ["2 GB free", "2 GB used"],
        ["3 times a day", "3 times a week"],
        ["5 red boxes", "5 white boxes"],
        ["5 too many", "5 too few"],
        ["10!", "10"],
        ["1990s", "1990"],
        ["min 5", "max 5"],
        ["5 x 2", "5"],
    ] {
        assert!(!are_one("What exactly?", a, b), "{a} / {b}");
    }
}

#[test]
fn harmless_words_beside_a_number_leave_it_what_it_is() {
    for [question, a, b] in [
        ["How long?", "The answer is 42 days", "42"],
        ["How many?", "42 red boxes", "42 boxes"],
        ["How many?", "about 42", "42"],
        ["How many eggs are left?", "18 eggs left", "18"],
        ["How many pairs?", "100 pairs", "100"],
        ["How old?", "30 years old", "30"],
        ["How many?", "42 in total", "42"],
        ["How many?", "al menos 3", "at least 3"],
        ["When?", "1990", "1990."],
    ] {
        assert!(are_one(question, a, b), "{a} / {b}");
    }
}
