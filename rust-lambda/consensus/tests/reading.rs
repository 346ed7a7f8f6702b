//! Votes and parts of whole replies, over generated mutations.

use consensus::reply::{self, Asked};
use consensus::{Kind, Opinion, Panel};
use proptest::prelude::*;

const OPTIONS: [&str; 3] = ["approve", "revise", "reject"];

/// Words in front of an option after which it is not chosen.
const NOT_BEFORE: [&str; 22] = [
    "not ",
    "never ",
    "don't ",
    "I would not ",
    "I cannot ",
    "unable to ",
    "neither ",
    "perhaps ",
    "maybe ",
    "I hesitate to ",
    "it would be wrong to ",
    "it would be premature to ",
    "far from ",
    "I refuse to ",
    "nicht ",
    "ne pas ",
    "no ",
    "\u{4e0d}",
    "\u{43d}\u{435} ",
    "some would ",
    "either ",
    "before I can ",
];

/// Words behind an option after which it is not chosen.
const NOT_BEHIND: [&str; 14] = [
    " if the tests pass",
    " only after the fix",
    " unless it leaks",
    "? No.",
    ": no",
    ", but only on Monday",
    " is not an option",
    " is wrong",
    " or another",
    ", maybe",
    ", just kidding",
    " would be a mistake",
    " once it is fixed",
    ", I am not sure",
];

fn vote(text: &str, cut: bool) -> Option<usize> {
    let options: Vec<String> = OPTIONS.iter().map(|option| (*option).to_owned()).collect();
    let asked = Asked { kind: Kind::Choice, options: Some(&options), ..Asked::default() };
    reply::read(&asked, text, cut).option
}

fn option() -> impl Strategy<Value = usize> {
    0..OPTIONS.len()
}

proptest! {
    #[test]
    fn an_option_alone_on_its_marked_line_is_read(option in option(), reason in "[a-z ]{0,40}", mark in prop::sample::select(vec!["Answer: ", "**Answer:** ", "Final answer: "])) {
        prop_assert_eq!(vote(&format!("{reason}\n\n{mark}{}", OPTIONS[option]), false), Some(option));
    }

    #[test]
    fn a_denial_or_doubt_before_an_option_is_no_vote(option in option(), word in prop::sample::select(&NOT_BEFORE[..]), mark in prop::sample::select(vec!["", "Answer: ", "The answer is "])) {
        prop_assert_eq!(vote(&format!("{mark}{word}{}", OPTIONS[option]), false), None);
    }

    #[test]
    fn a_condition_or_doubt_behind_an_option_is_no_vote(option in option(), words in prop::sample::select(&NOT_BEHIND[..]), mark in prop::sample::select(vec!["", "Answer: ", "The answer is "])) {
        // "reject: no" may be read as a refusal or as none, never as another option.
        let read = vote(&format!("{mark}{}{words}", OPTIONS[option]), false);
        prop_assert!(read.is_none(), "{words}: {read:?}");
    }

    #[test]
    fn two_options_are_no_vote(a in option(), b in option(), between in prop::sample::select(vec![", ", " or ", "/", " and ", " & ", "\n"])) {
        prop_assume!(a != b);
        prop_assert_eq!(vote(&format!("{}{between}{}", OPTIONS[a], OPTIONS[b]), false), None);
    }

    #[test]
    fn thinking_never_turns_a_vote(option in option(), other in option(), tag in prop::sample::select(vec!["think", "thinking", "reasoning", "seed:think"])) {
        let reply = format!("<{tag}>The answer is {}.\nAnswer: {}</{tag}>\n\nAnswer: {}", OPTIONS[other], OPTIONS[other], OPTIONS[option]);
        prop_assert_eq!(vote(&reply, false), Some(option));
    }

    #[test]
    fn a_reply_cut_anywhere_before_its_mark_is_no_vote(option in option(), at in 0_usize..60) {
        let reply = format!("Some people would {0}, others would not. The {0} camp says so.\nAnswer: {0}\n", OPTIONS[option]);
        let mark = reply.rfind("Answer: ").unwrap_or(0);
        prop_assert_eq!(vote(&reply[..at.min(mark)], true), None);
    }
}

#[test]
fn the_span_of_a_short_answer_is_right_in_a_reply_with_thinking() {
    let reply = "<think>\u{1f914} First guess: 381.</think>\n\nThe answer is 391.";
    let opinion = |expert: &str, answer: &str| Opinion {
        expert: expert.into(),
        answer: Some(answer.into()),
        ..Opinion::default()
    };
    let panel = Panel { id: "q".into(), kind: Kind::Short, opinions: vec![opinion("a", reply)], ..Panel::default() };
    let verdict = consensus::agree(&panel);
    let units: Vec<u16> = reply.encode_utf16().collect();
    let [start, end] = verdict.span.expect("a span");
    assert_eq!(String::from_utf16_lossy(&units[start..end]), "391");
}

#[test]
fn a_text_is_delivered_without_its_thinking() {
    let opinion = |expert: &str, answer: &str| Opinion {
        expert: expert.into(),
        answer: Some(answer.into()),
        ..Opinion::default()
    };
    let opinions = vec![
        opinion("a", "<think>They may be a beginner.</think>\n\nUse a covering index."),
        opinion("b", "<think>Hm"),
    ];
    let panel = Panel { id: "q".into(), kind: Kind::Text, opinions, ..Panel::default() };
    assert_eq!(consensus::agree(&panel).answer.as_deref(), Some("Use a covering index."));
}
