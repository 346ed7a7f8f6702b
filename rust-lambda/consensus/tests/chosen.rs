//! What a question lets its answers choose among: whoever names the same comes to the same, in however many words of the question, and
//! whoever names another does not. What a question lists tells answers of one value apart. Advice is told by what is done.

#[path = "common/found.rs"]
mod found;

use found::found;

/// A question, the two things that it names, and the ways in which answers name one of them.
type Choice = (&'static str, [&'static str; 2], &'static [&'static str]);

const CHOICES: &[Choice] = &[
    (
        "Is MySQL or PostgreSQL faster for this query?",
        ["MySQL", "PostgreSQL"],
        &["{}", "{} is faster.", "{} is faster for this query.", "{}, since it is faster.", "Use {}."],
    ),
    (
        "Which is faster for this query, MySQL or PostgreSQL?",
        ["MySQL", "PostgreSQL"],
        &["{}", "{} is faster.", "{} is faster for this query."],
    ),
    (
        "Does the tenant or the landlord pay for the boiler?",
        ["tenant", "landlord"],
        &["the {}", "The {}.", "The {} pays.", "The {} pays for the boiler.", "The {} pays for it."],
    ),
    ("Do we ship by air or by sea in May?", ["air", "sea"], &["by {}", "We ship by {}.", "We ship by {} in May."]),
    (
        "Did Kim or Lee write the report?",
        ["Kim", "Lee"],
        &["{}", "{} did.", "{} wrote it.", "{} wrote the report.", "It was {}."],
    ),
    (
        "Should we use Redis, Memcached or Valkey for the cache?",
        ["Redis", "Valkey"],
        &["{}", "We should use {}.", "Use {} for the cache.", "I would take {}."],
    ),
    (
        "Should the letter be kept or destroyed?",
        ["kept", "destroyed"],
        &["{}", "It should be {}.", "The letter should be {}.", "The letter should be {}, because of the audit."],
    ),
    (
        "Who is liable, the carrier or the sender?",
        ["carrier", "sender"],
        &["the {}", "The {} is.", "The {} is liable."],
    ),
    (
        "Ist der Mieter oder der Vermieter zust\u{e4}ndig?",
        ["Mieter", "Vermieter"],
        &["der {}", "Der {} ist zust\u{e4}ndig."],
    ),
];

/// Each way to name a thing beside each other way to name one.
fn named([a, b]: [&str; 2], forms: &[&str]) -> Vec<[String; 2]> {
    let of = |form: &&str, name: &str| form.replace("{}", name);
    let beside = |own: &&str| forms.iter().map(|other| [of(own, a), of(other, b)]).collect::<Vec<_>>();
    let pairs = forms.iter().flat_map(beside).filter(|[own, other]| own != other);
    pairs.collect()
}

#[test]
fn answers_that_name_the_same_thing_of_the_question_are_one() {
    let wrong = |(question, names, forms): &Choice| {
        let pairs = names.map(|name| named([name, name], forms)).concat();
        found(question, &pairs, true)
    };
    let wrong: Vec<String> = CHOICES.iter().flat_map(wrong).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn answers_that_name_different_things_of_the_question_are_two() {
    let wrong = |(question, names, forms): &Choice| found(question, &named(*names, forms), false);
    let wrong: Vec<String> = CHOICES.iter().flat_map(wrong).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_a_question_lists_tells_answers_of_one_value_apart() {
    let question = "Where is the key kept on Sunday and on Monday?";
    let pairs = |days: [&str; 2]| named(days, &["On {} the key is in the desk.", "It is in the desk on {}."]);
    assert_eq!(found(question, &pairs(["Sunday", "Monday"]), false), Vec::<String>::new());
    let same = ["The key is kept in the desk.", "It is in the desk."].map(str::to_owned);
    assert_eq!(found(question, &[same], true), Vec::<String>::new());
}

/// What is advised, and what is advised instead.
const ADVICE: &[[&str; 2]] = &[
    ["sign the contract", "turn down the contract"],
    ["hire the candidate", "reject the candidate"],
    ["open the valve", "keep the valve shut"],
    ["merge the pull request", "close the pull request"],
    ["sell the house now", "rent out the house"],
    ["wait another week", "act this week"],
    ["restart the server", "replace the server"],
    ["pay the invoice", "dispute the invoice"],
];

const OPENINGS: [&str; 5] = ["{}.", "We should {}.", "I would {}.", "Please {}.", "I'd {}."];

#[test]
fn advice_is_one_however_it_begins() {
    let pairs = ADVICE.iter().flatten().flat_map(|advice| named([advice, advice], &OPENINGS)).collect::<Vec<_>>();
    assert_eq!(found("What do you advise?", &pairs, true), Vec::<String>::new());
}

#[test]
fn advice_to_do_something_else_is_another() {
    let pairs = ADVICE.iter().flat_map(|advice| named(*advice, &OPENINGS[..3])).collect::<Vec<_>>();
    assert_eq!(found("What should we do?", &pairs, false), Vec::<String>::new());
    let denied = ADVICE.iter().map(|[advice, _]| [format!("We should {advice}."), format!("Do not {advice}.")]);
    assert_eq!(found("What do you advise?", &denied.collect::<Vec<_>>(), false), Vec::<String>::new());
}
