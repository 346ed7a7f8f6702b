//! Advice on the same thing: what is to be done is another word, though the question has the one of them.

mod common;

use common::are_one_answer;

/// Something to do, what, and other things to do with it.
const ADVICE: [(&str, &str, [&str; 2]); 12] = [
    ("sign", "the contract", ["walk away from", "turn down"]),
    ("pay", "the invoice", ["dispute", "return"]),
    ("appeal", "the ruling", ["accept", "live with"]),
    ("buy", "the van", ["steer clear of", "lease"]),
    ("keep", "the clause", ["get rid of", "strike"]),
    ("repair", "the pump", ["scrap", "replace"]),
    ("support", "the motion", ["oppose", "table"]),
    ("extend", "the trial", ["cut short", "call off"]),
    ("insure", "the boat", ["sell", "hire out"]),
    ("merge", "the pull request", ["close", "rework"]),
    ("delete", "the backups", ["archive", "encrypt"]),
    ("hire", "the candidate", ["turn down", "pass on"]),
];

fn order(verb: &str, thing: &str) -> String {
    let text = format!("{verb} {thing}.");
    text[..1].to_uppercase() + &text[1..]
}

#[test]
fn another_thing_to_do_is_other_advice_whatever_the_question_says() {
    for (verb, thing, others) in ADVICE {
        for question in [format!("Should we {verb}?"), format!("Should we {verb} {thing}?"), "What next?".to_owned()] {
            for other in others {
                for own in [order(verb, thing), format!("We should {verb} {thing}.")] {
                    let other = format!("We should {other} {thing}.");
                    assert!(!are_one_answer(&question, [&own, &other]), "{question} {own} | {other}");
                }
            }
        }
    }
}

#[test]
fn an_order_and_what_should_be_done_are_one() {
    for (verb, thing, _) in ADVICE {
        let question = format!("Should we {verb}?");
        let (own, other) = (order(verb, thing), format!("We should {verb} {thing}."));
        assert!(are_one_answer(&question, [&own, &other]), "{question} {own} | {other}");
    }
}
