//! Who says what a value is not is no other's denial, and names and formulas deny nothing.

use consensus::{Kind, Opinion, Panel, agree};

fn panel(kind: Kind, answers: &[&str]) -> Panel {
    let opinion = |(at, answer): (usize, &&str)| Opinion {
        expert: format!("e{at}"),
        answer: Some((*answer).to_owned()),
        ..Opinion::default()
    };
    Panel {
        id: "denials".to_owned(),
        question: Some("What is it?".to_owned()),
        kind,
        opinions: answers.iter().enumerate().map(opinion).collect(),
        ..Panel::default()
    }
}

/// Whether two answers are one, whichever of them a third expert repeats.
fn are_one(kind: Kind, a: &str, b: &str) -> [bool; 2] {
    [[a, a, b], [a, b, b]].map(|answers| {
        let verdict = agree(&panel(kind, &answers));
        let both = |experts: &[String]| ["e0", "e2"].iter().all(|name| experts.iter().any(|expert| expert == name));
        verdict.clusters.iter().any(|cluster| both(&cluster.experts))
    })
}

fn assert_each(pairs: &[(String, String)], one: bool) {
    let wrong: Vec<_> = pairs
        .iter()
        .flat_map(|pair| [Kind::Short, Kind::Auto].map(|kind| (kind, pair)))
        .filter(|(kind, (a, b))| are_one(*kind, a, b) != [one; 2])
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn pairs(texts: &[(&str, &str)]) -> Vec<(String, String)> {
    texts.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn a_letter_in_a_formula_denies_nothing() {
    let formulas = [
        ("X-1", "X+1"),
        ("1-X", "X-1"),
        ("X^2", "2^X"),
        ("O(X^2)", "O(2^X)"),
        ("X/2", "2/X"),
        ("X*2", "X-2"),
        ("2X+1", "2X-1"),
    ];
    let frames = ["{}", "${}$", "`{}`", "It is {}.", "Because of this.\nAnswer: {}"];
    let letters = ('a'..='z').chain(['N', 'T']);
    let mut both = Vec::new();
    for letter in letters {
        for (a, b) in formulas {
            // The frames are the same for each letter: a few of them tell what n does.
            let frames = if letter == 'n' || letter == 'x' { &frames[..] } else { &frames[..1] };
            for frame in frames {
                let write = |formula: &str| frame.replace("{}", &formula.replace('X', &letter.to_string()));
                both.push((write(a), write(b)));
            }
        }
    }
    both.extend(pairs(&[("ne+1", "ne-1"), ("ni+1", "ni-1"), ("Ne-20", "not 20"), ("Ni-60", "not 60")]));
    assert_each(&both, false);
}

#[test]
fn a_number_in_a_name_is_not_denied() {
    let mut both = Vec::new();
    for number in ["1", "5", "14"] {
        for mark in ["No.", "no.", "No"] {
            for (a, b) in
                [("Symphony", "Concerto"), ("Rule", "Exception"), ("Mahler's Symphony", "Beethoven's Symphony")]
            {
                both.push((format!("{a} {mark} {number}"), format!("{b} {mark} {number}")));
                both.push((format!("{a} {mark} {number}"), format!("not {number}")));
            }
        }
    }
    assert_each(&both, false);
}

#[test]
fn a_denial_of_something_else_keeps_all_words() {
    assert_each(
        &pairs(&[
            ("Access denied: 403", "not 403"),
            ("403 denied", "not 403"),
            ("Errno 13, permission denied", "not 13"),
            ("5, none fatal", "not 5"),
            ("2 bad blocks", "not 2"),
            ("2 bad blocks", "2 good blocks"),
            ("5 non-zero terms", "not 5"),
            ("3 denied requests", "3 refused requests"),
            ("2 false positives", "2 false negatives"),
            ("barely 5", "hardly more than 5"),
            ("barely 5", "not 5"),
        ]),
        false,
    );
}

#[test]
fn a_denied_bound_is_the_other_bound() {
    let bounds = [
        (["after", "later than", "over", "above", "more than"], "at most"),
        (["before", "earlier than", "under", "below", "less than"], "at least"),
    ];
    let (mut same, mut other) = (Vec::new(), Vec::new());
    for number in ["5", "2030", "12%"] {
        for (words, meant) in bounds {
            for word in words {
                for denial in ["not", "never", "must not be"] {
                    let said = format!("{denial} {word} {number}");
                    same.push((said.clone(), format!("{meant} {number}")));
                    other.push((said.clone(), format!("not {number}")));
                    let opposite = if meant == "at most" { "at least" } else { "at most" };
                    other.push((said, format!("{opposite} {number}")));
                }
            }
        }
    }
    same.extend(pairs(&[
        ("must not exceed 5", "at most 5"),
        ("not until 2030", "not before 2030"),
        ("no later than 2030", "not after 2030"),
        ("nicht nach 2030", "not after 2030"),
        ("nicht mehr als 5", "no more than 5"),
        ("pas plus de 5", "no more than 5"),
        ("no m\u{e1}s de 5", "no more than 5"),
        ("non pi\u{f9} di 5", "no more than 5"),
        ("niet meer dan 5", "no more than 5"),
    ]));
    assert_each(&same, true);
    assert_each(&other, false);
}

#[test]
fn a_plain_denial_of_a_number_is_one_in_all_words() {
    let denials = [
        "not {}",
        "It is not {}.",
        "\u{2260} {}",
        "{} is wrong",
        "It isn't {}.",
        "{}: no",
        "{} is not correct",
        "nicht {}",
    ];
    let mut same = Vec::new();
    for number in ["5", "443", "5 km"] {
        for denial in denials {
            same.push((denial.replace("{}", number), format!("not {number}")));
        }
    }
    assert_each(&same, true);
    let denied: Vec<_> = denials.iter().map(|denial| (denial.replace("{}", "5"), "5".to_owned())).collect();
    assert_each(&denied, false);
}
