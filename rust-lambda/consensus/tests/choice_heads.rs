//! What a reply that begins with its answer ends with is no vote against it.

use consensus::Kind;
use consensus::reply::{self, Asked};

const NATS: [&str; 8] = [
    "NATS",
    "**NATS**",
    "# NATS",
    "I choose NATS.",
    "I choose NATS because it is light.",
    "My answer is NATS.",
    "NATS is the best choice.",
    "My recommendation is NATS.",
];

/// Endings for options without a stance; `{}` is the other option.
const OTHERS: [&str; 40] = [
    "Runner-up: {}.",
    "The runner-up is {}.",
    "Second choice: {}",
    "Alternative: {}",
    "Alternative answer: {}",
    "Second answer: {}",
    "Other answer: {}",
    "Your colleague's answer: {}",
    "Answer if replay is needed: {}",
    "For large teams the answer is {}.",
    "Plan B: {}",
    "Losers: {}",
    "Caveat: {}",
    "If you need replay, choose {}.",
    "For large teams, choose {}.",
    "Otherwise, choose {}.",
    "({})",
    "The weakest is {}.",
    "The most expensive is {}.",
    "The option to eliminate is {}.",
    "The incumbent is {}.",
    "My worry is {}.",
    "Also possible: {}.",
    "Once the index is restored: {}.",
    "With a backup: {}.",
    "When the index is restored, {}.",
    "After the fix, {}.",
    "Otherwise {}.",
    "Fix the migration, then {}.",
    "The other files: {}",
    "Tests: {}",
    "The author expects: {}",
    "Previous round: {}",
    "On staging, {}.",
    "In theory, {}.",
    "Later, {}.",
    "Does it work? {}.",
    "Data loss: {}",
    "Needs a fix: {}",
    "The usual answer is {}.",
];

const REASON: &str = "The reason is that the third step of it fails whenever two of them arrive at the same time, which \
    happens each day at noon and is seen in the log that was attached to the question above.";

fn vote(options: &[&str], text: &str) -> Option<usize> {
    let options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
    let asked = Asked { kind: Kind::Choice, options: Some(&options), ..Asked::default() };
    reply::read(&asked, text, false).option
}

/// Pairs of the option that the head names and another.
const PAIRS: [[&str; 2]; 6] =
    [["NATS", "Kafka"], ["reject", "approve"], ["no", "yes"], ["unsafe", "safe"], ["deny", "allow"], ["hold", "ship"]];

#[test]
fn no_ending_takes_the_place_of_the_head() {
    let mut against = Vec::new();
    for options in PAIRS {
        for head in NATS.map(|head| head.replace("NATS", options[0])) {
            for ending in OTHERS.map(|ending| ending.replace("{}", options[1])) {
                for between in [" ", "\n", "\n\n", &format!("\n\n{REASON}\n\n")] {
                    let stopped = if between == " " && !head.ends_with('.') { "." } else { "" };
                    let text = format!("{head}{stopped}{between}{ending}");
                    if vote(&options, &text) == Some(1) {
                        against.push(text);
                    }
                }
            }
        }
    }
    assert!(against.is_empty(), "{} {against:#?}", against.len());
}

#[test]
fn a_mark_and_a_conclusion_count_against_the_head() {
    for ending in
        ["Answer: Kafka", "**Verdict:** Kafka", "So I choose Kafka.", "Therefore, Kafka.", "The answer is Kafka."]
    {
        assert_eq!(vote(&["NATS", "Kafka"], &format!("NATS\n\n{REASON}\n\n{ending}")), Some(1), "{ending}");
    }
}

#[test]
fn what_is_no_answer_votes_for_nothing() {
    for text in
        ["The weakest is Kafka.", "The runner-up is Kafka.", "The most dangerous is Kafka.", "With a backup: Kafka"]
    {
        assert_eq!(vote(&["NATS", "Kafka"], text), None, "{text}");
    }
    for text in ["The best choice is Kafka.", "My pick is Kafka.", "The winner is Kafka.", "Recommendation: Kafka"] {
        assert_eq!(vote(&["NATS", "Kafka"], text), Some(1), "{text}");
    }
}

#[test]
fn signs_deny() {
    for text in ["!Kafka", "\u{ac}Kafka", "\u{2260} Kafka", "!= Kafka", "Kafka [rejected]"] {
        assert_eq!(vote(&["NATS", "Kafka"], text), None, "{text}");
        assert_eq!(vote(&["NATS", "Kafka"], &format!("Answer: {text}")), None, "{text}");
    }
    assert_eq!(vote(&["1", "2", "3"], "-1"), None);
    assert_eq!(vote(&["1", "2", "3"], "Answer: -1"), None);
    assert_eq!(vote(&["-1", "0", "1"], "-1"), Some(0));
    assert_eq!(vote(&["==", "!="], "!="), Some(1));
    assert_eq!(vote(&["NATS", "Kafka"], "{\"answer\": {\"reject\": \"Kafka\"}}"), None);
}
