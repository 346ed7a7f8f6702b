//! Typed answers: which strings are votes and which are reasons, and what keeps two answers apart.

mod common;

use common::typed;
use consensus::{Verdict, agree};

fn weighed(schema: &str, answers: &[&str]) -> Verdict {
    agree(&typed(schema, answers))
}

#[test]
fn a_sequence_of_short_strings_votes_where_nothing_else_does() {
    for name in ["steps", "order", "notes", "chain"] {
        let schema = format!(
            r#"{{"type":"object","properties":{{"reason":{{"type":"string"}},"{name}":{{"type":"array","items":{{"type":"string"}}}}}}}}"#
        );
        let reasons = [
            "The sender asks for bank details and urges haste, a classic phishing sign.",
            "The newsletter was subscribed to and has a working unsubscribe link.",
            "It answers a question that the reader asked.",
        ];
        for odd in 0..3 {
            let answer = |(at, reason): (usize, &&str)| {
                let items = if at == odd { r#"["start","stop"]"# } else { r#"["stop","start"]"# };
                format!(r#"{{"reason":"{reason}","{name}":{items}}}"#)
            };
            let answers: Vec<String> = reasons.iter().enumerate().map(answer).collect();
            let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
            let verdict = weighed(&schema, &answers);
            assert!(
                verdict.answer.as_deref().is_some_and(|answer| answer.contains(r#"["stop","start"]"#)),
                "{name} {odd}"
            );
            assert_eq!(verdict.decided, Some(true), "{name} {odd}");
        }
    }
}

#[test]
fn steps_beside_a_label_are_its_reasons() {
    let schema = r#"{"properties":{"label":{"enum":["x","y"]},"steps":{"type":"array","items":{"type":"string"}}}}"#;
    let verdict = weighed(
        schema,
        &[
            r#"{"label":"x","steps":["17*20=340","340+51=391"]}"#,
            r#"{"label":"x","steps":["17*23=391"]}"#,
            r#"{"label":"y","steps":["guess"]}"#,
        ],
    );
    assert_eq!(verdict.decided, Some(true));
    assert!(verdict.answer.as_deref().is_some_and(|answer| answer.contains(r#""label":"x""#)));
}

#[test]
fn deep_and_long_answers_take_no_time_to_speak_of() {
    let nested =
        |levels: usize, open: &str, close: &str| format!("{}1{}", open.repeat(levels / 2), close.repeat(levels / 2));
    for schema in [r#"{"type":"array"}"#, r#"{"type":"array","uniqueItems":true}"#, "true"] {
        for (open, close) in [("[[", "]]"), ("[{\"a\":", "}]")] {
            // Deeper than what is read as one value.
            let deepest = nested(120, open, close);
            assert!(weighed(schema, &[&deepest, &deepest, "[]"]).decided.is_some());
            let deep = nested(90, open, close);
            let other = deep.replace('1', "2");
            let verdict = weighed(schema, &[&deep, &other, &deep]);
            assert_eq!((verdict.decided, verdict.answer), (Some(true), Some(deep)), "{schema}");
        }
        let numbers: Vec<String> = (0..5000).map(|number| (number * 7919 % 10007).to_string()).collect();
        let (long, short) = (format!("[{}]", numbers.join(",")), format!("[{}]", numbers[1..].join(",")));
        let verdict = weighed(schema, &[&short, &long, &long]);
        assert_eq!((verdict.decided, verdict.answer), (Some(true), Some(long)), "{schema}");
    }
}

#[test]
fn nothing_that_lists_hold_is_taken_for_another() {
    let answers =
        ["[[\"a\",\"b\"]]", "[[\"a\"],[\"b\"]]", "[[\"a\\\",\\\"b\"]]", "[[]]", "[]", "[{\"a\":\"b\"}]", "[null]"];
    for schema in ["true", r#"{"type":"array","uniqueItems":true}"#] {
        assert_eq!(weighed(schema, &answers).positions.expect("positions").len(), answers.len(), "{schema}");
    }
}

#[test]
fn short_free_strings_that_all_differ_are_reasons_whatever_their_name() {
    for name in ["Grund", "rsn", "\u{7406}\u{7531}", "risk", "title"] {
        let schema = format!(r#"{{"properties":{{"verdict":{{"enum":["yes","no"]}},"{name}":{{"type":"string"}}}}}}"#);
        let said = [("yes", "ok for now"), ("yes", "fine as is"), ("no", "bad idea")];
        for first in 0..3 {
            let answer = |at: usize| {
                let (verdict, reason) = said[(first + at) % 3];
                format!(r#"{{"verdict":"{verdict}","{name}":"{reason}"}}"#)
            };
            let answers: Vec<String> = (0..3).map(answer).collect();
            let verdict = weighed(&schema, &answers.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(verdict.decided, Some(true), "{name}");
            assert!(verdict.answer.is_some_and(|answer| answer.contains(r#""yes""#)), "{name}");
        }
    }
}

#[test]
fn a_free_string_that_is_the_answer_keeps_answers_apart() {
    let score = r#"{"properties":{"city":{"type":"string"},"score":{"type":"integer"}}}"#;
    let cities = |names: [&str; 3]| names.map(|name| format!(r#"{{"city":"{name}","score":3}}"#));
    let answers = cities(["Paris", "Lyon", "Nice"]);
    assert_eq!(weighed(score, &answers.each_ref().map(String::as_str)).decided, Some(false));
    let shared = r#"{"properties":{"city":{"type":"string"},"found":{"type":"boolean"}}}"#;
    let answers = ["Paris", "Lyon", "paris"].map(|name| format!(r#"{{"city":"{name}","found":true}}"#));
    let verdict = weighed(shared, &answers.each_ref().map(String::as_str));
    assert_eq!((verdict.decided, verdict.positions.expect("positions").len()), (Some(true), 2));
}

#[test]
fn files_in_a_list_of_findings_tell_them_apart() {
    let schema = r#"{"items":{"properties":{"file":{"type":"string"},"severity":{"enum":["high","low"]}}}}"#;
    let answers = ["a.rs", "b.rs", "c.rs"].map(|file| format!(r#"[{{"file":"{file}","severity":"high"}}]"#));
    assert_eq!(weighed(schema, &answers.each_ref().map(String::as_str)).decided, Some(false));
}

#[test]
fn each_character_counts_where_a_pattern_is_asked_for() {
    let schema = r#"{"properties":{"code":{"type":"string","pattern":".*"}}}"#;
    let verdict = weighed(schema, &[r#"{"code":"a "}"#, r#"{"code":"a"}"#, r#"{"code":"a"}"#]);
    assert_eq!((verdict.pick.as_deref(), verdict.clusters[0].experts.len()), (Some("e1"), 2));
}
