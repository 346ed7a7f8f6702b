//! Answers whose schema asks for free strings alone: weighed as texts, with the fields and places that these stand in.

mod common;

use common::typed;
use consensus::{Verdict, agree};

fn weighed(schema: &str, answers: &[&str]) -> Verdict {
    agree(&typed(schema, answers))
}

/// Whether all three stand in one cluster, whichever of two answers comes twice.
fn are_one(schema: &str, a: &str, b: &str) -> bool {
    [[a, b, a], [b, a, b]].iter().any(|answers| weighed(schema, answers).clusters[0].experts.len() == 3)
}

#[test]
fn nothing_is_an_answer_where_only_free_strings_are_asked_for() {
    let risks = r#"{"type":"object","properties":{"risks":{"type":"array","items":{"type":"string"}}}}"#;
    let summary = r#"{"type":"object","properties":{"summary":{"type":["string","null"]}}}"#;
    let list = r#"{"type":"array","items":{"type":"string"}}"#;
    for (schema, nothing, something) in [
        (risks, r#"{"risks":[]}"#, r#"{"risks":["The table is locked while it runs."]}"#),
        (summary, r#"{"summary":null}"#, r#"{"summary":"The table is locked while it runs."}"#),
        (summary, r#"{"summary":""}"#, r#"{"summary":"The table is locked while it runs."}"#),
        (list, "[]", r#"["The table is locked while it runs."]"#),
    ] {
        for seat in 0..3 {
            let mut answers = [nothing; 3];
            answers[seat] = something;
            let verdict = weighed(schema, &answers);
            assert_eq!(verdict.answer.as_deref(), Some(nothing), "{answers:?}");
            assert_eq!((verdict.decided, verdict.clusters[0].experts.len()), (Some(true), 2), "{answers:?}");
        }
    }
}

#[test]
fn the_field_and_the_place_in_a_list_are_part_of_what_a_free_string_says() {
    let any = r#"{"type":"object","additionalProperties":{"type":"string"}}"#;
    let sides = r#"{"type":"object","properties":{"pros":{"type":"array","items":{"type":"string"}},"cons":{"type":"array","items":{"type":"string"}}}}"#;
    let steps = r#"{"type":"object","properties":{"steps":{"type":"array","items":{"type":"string"}}}}"#;
    for (schema, a, b) in [
        (any, r#"{"keep":"the logs of the gateway in Paris"}"#, r#"{"delete":"the logs of the gateway in Paris"}"#),
        (
            sides,
            r#"{"pros":["It is fast in every test."],"cons":["It is expensive to run at night."]}"#,
            r#"{"pros":["It is expensive to run at night."],"cons":["It is fast in every test."]}"#,
        ),
        (
            steps,
            r#"{"steps":["Stop the application.","Back up the database.","Run the migration."]}"#,
            r#"{"steps":["Run the migration.","Back up the database.","Stop the application."]}"#,
        ),
    ] {
        assert!(!are_one(schema, a, b), "{a} {b}");
        assert!(are_one(schema, a, a), "{a}");
    }
}
