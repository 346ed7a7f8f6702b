use super::Options;

fn chosen<'a>(options: &[&'a str], reply: &str) -> Option<&'a str> {
    let owned: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
    Options::new(&owned, None).vote(reply).ok().map(|at| options[at])
}

const LETTERS: [&str; 4] = ["A", "B", "C", "D"];
const WORDS: [&str; 4] = ["approve", "reject", "it depends", "approve with changes"];

#[test]
fn letters_in_many_wrappings() {
    for reply in [
        "B",
        "b",
        "(B)",
        "B.",
        "**B**",
        "The answer is (B).",
        "Answer: B) Paris",
        "I think... \\boxed{B}",
        "{\"reasoning\":\"A is wrong\",\"answer\":\"B\"}",
        "Reasons.\n\nAnswer: B",
        "So it must be (B)",
        "B: Paris",
    ] {
        assert_eq!(chosen(&LETTERS, reply), Some("B"), "{reply}");
    }
}

#[test]
fn an_article_is_no_option() {
    assert_eq!(chosen(&LETTERS, "This is a hard question"), None);
    assert_eq!(chosen(&LETTERS, "A good question"), None);
}

#[test]
fn words_and_sentences_as_options() {
    assert_eq!(chosen(&WORDS, "Much text about reject.\n\n**Answer:** it depends"), Some("it depends"));
    assert_eq!(chosen(&WORDS, "Reasons\nAnswer: Approve with changes."), Some("approve with changes"));
    assert_eq!(chosen(&WORDS, "approve, because it is sound"), Some("approve"));
    assert_eq!(chosen(&WORDS, "I would approve this"), Some("approve"));
    assert_eq!(chosen(&WORDS, "I would not approve this"), None);
    assert_eq!(chosen(&WORDS, "approve or reject, hard to say"), None);
    assert_eq!(chosen(&WORDS, "no idea"), None);
}

#[test]
fn what_is_conceded_leaves_the_choice() {
    const YES_NO: [&str; 2] = ["yes", "no"];
    for concedes in ["although it rains", "even though it rains", "despite the rain", "in spite of the rain"] {
        for said in YES_NO {
            assert_eq!(chosen(&YES_NO, &format!("{said}, {concedes}.")), Some(said), "{said} {concedes}");
        }
        assert_eq!(chosen(&LETTERS, &format!("B, {concedes}.")), Some("B"), "{concedes}");
        assert_eq!(chosen(&LETTERS, &format!("If I had to choose: B, {concedes}")), Some("B"), "{concedes}");
    }
    for half in [
        "Yes, although not always.",
        "Yes, but only if it rains.",
        "\u{274c} Yes",
        "Yes, if it rains.",
        "maybe \u{274c} no",
    ] {
        assert_eq!(chosen(&YES_NO, half), None, "{half}");
    }
    assert_eq!(chosen(&LETTERS, "B, although A is better."), None);
}

#[test]
fn labelled_options_are_chosen_by_label_or_text() {
    for reply in ["Answer: B", "Reasons.\nAnswer: Rome", "(B) Rome", "B) Rome"] {
        assert_eq!(chosen(&["A) Paris", "B) Rome"], reply), Some("B) Rome"), "{reply}");
    }
}

#[test]
fn options_that_differ_by_case_or_sign_stay_apart() {
    assert_eq!(chosen(&["x", "X"], "X"), Some("X"));
    assert_eq!(chosen(&["+1", "-1"], "-1"), Some("-1"));
    assert_eq!(chosen(&["+1", "-1"], "Answer: +1"), Some("+1"));
}

#[test]
fn a_word_that_denies_in_one_language_alone_denies_an_option_that_stands_alone() {
    let options = ["PostgreSQL", "MySQL", "SQLite"].map(String::from);
    let prepared = Options::new(&options, None);
    for reply in ["nu PostgreSQL", "Answer: nu PostgreSQL", "Nu MySQL"] {
        assert!(prepared.vote(reply).is_err(), "{reply}");
    }
    assert_eq!(prepared.vote("Eerst MySQL, maar nu PostgreSQL."), Ok(0));
}
