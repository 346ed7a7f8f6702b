//! Typed answers: the majority's conclusion is delivered, in the words of one expert.

mod common;

use common::opinion;
use consensus::{Kind, Panel, Verdict, agree};

fn panel(schema: &str, answers: &[&str]) -> Panel {
    let opinions = answers.iter().enumerate().map(|(at, answer)| opinion(&format!("e{at}"), None, Some(answer)));
    Panel {
        id: "q".to_owned(),
        kind: Kind::Text,
        schema: Some(schema.to_owned()),
        opinions: opinions.collect(),
        ..Panel::default()
    }
}

fn weighed(schema: &str, answers: &[&str]) -> Verdict {
    agree(&panel(schema, answers))
}

const SPAM: &str = r#"{"type":"object","properties":{"reason":{"type":"string"},"label":{"enum":["spam","ham"]}},"required":["reason","label"]}"#;

#[test]
fn two_of_three_labels_win_whatever_their_reasons() {
    let verdict = weighed(
        SPAM,
        &[
            r#"{"reason":"The sender asks for bank details and urges haste, a classic phishing sign.","label":"spam"}"#,
            r#"{"reason":"The newsletter was subscribed to and has a working unsubscribe link.","label":"ham"}"#,
            r#"{"reason":"It answers a question that the reader asked.","label":"ham"}"#,
        ],
    );
    assert!(verdict.answer.as_deref().is_some_and(|answer| answer.contains("\"ham\"")));
    assert_eq!(verdict.decided, Some(true));
    assert!((verdict.agreement.expect("an agreement") - 1.0 / 3.0).abs() < 1e-9);
    assert_eq!(verdict.clusters[0].experts, ["e1", "e2"]);
    let dissent = &verdict.standing.expect("a standing").dissent;
    assert_eq!((dissent.len(), dissent[0].pick.as_str()), (1, "e0"));
    let fields = verdict.fields.expect("fields");
    assert_eq!(fields.iter().map(|field| field.path.as_str()).collect::<Vec<_>>(), ["/label", "/reason"]);
    assert_eq!((fields[0].decided, fields[1].decided), (Some(true), None));
    assert!(verdict.method.starts_with("typed/"), "{}", verdict.method);
}

#[test]
fn long_integers_stay_apart_and_keep_their_digits() {
    let schema = r#"{"properties":{"id":{"type":"integer"}}}"#;
    let same = weighed(schema, &[r#"{ "id": 1234567890123456789 }"#; 3]);
    assert_eq!(same.answer.as_deref(), Some(r#"{ "id": 1234567890123456789 }"#));
    assert_eq!((same.agreement, same.decided), (Some(1.0), Some(true)));
    let apart = weighed(
        schema,
        &[r#"{"id":1234567890123456789}"#, r#"{"id":1234567890123456790}"#, r#"{"id":1234567890123456801}"#],
    );
    assert_eq!((apart.agreement, apart.decided), (Some(0.0), Some(false)));
    assert_eq!(apart.positions.expect("positions").len(), 3);
}

#[test]
fn the_delivered_reasons_stand_nearest_to_the_group() {
    let verdict = weighed(
        SPAM,
        &[
            r#"{"reason":"Bananas are yellow and grow in warm places far away.","label":"ham"}"#,
            r#"{"reason":"The newsletter was subscribed to and has an unsubscribe link.","label":"ham"}"#,
            r#"{"reason":"The newsletter was subscribed to, with a working unsubscribe link.","label":"ham"}"#,
            r#"{"reason":"The newsletter was subscribed to and has an unsubscribe link that looks odd.","label":"spam"}"#,
        ],
    );
    assert!(matches!(verdict.pick.as_deref(), Some("e1" | "e2")));
}

#[test]
fn where_no_conclusion_has_the_majority_each_field_may() {
    let schema = r#"{"properties":{"a":{"enum":["x","y"]},"b":{"type":"boolean"},"c":{"type":"integer"}}}"#;
    let held = weighed(
        schema,
        &[
            r#"{"a":"x","b":true,"c":1}"#,
            r#"{"a":"x","b":true,"c":2}"#,
            r#"{"a":"y","b":true,"c":1}"#,
            r#"{"a":"x","b":false,"c":1}"#,
        ],
    );
    assert_eq!((held.answer.as_deref(), held.decided), (Some(r#"{"a":"x","b":true,"c":1}"#), Some(true)));
    let mixed = weighed(
        schema,
        &[r#"{"a":"x","b":true,"c":2}"#, r#"{"a":"y","b":true,"c":1}"#, r#"{"a":"x","b":false,"c":1}"#],
    );
    assert_eq!(mixed.decided, Some(false));
    let fields = mixed.fields.expect("fields");
    assert!(fields.iter().all(|field| field.decided == Some(true)), "{fields:?}");
    assert_eq!(mixed.positions.expect("positions").len(), 3);
}

#[test]
fn fields_are_weighed_by_their_type() {
    // Schema, three answers of which the first two are one, the third is not.
    let cases: &[(&str, [&str; 3])] = &[
        (r#"{"type":"boolean"}"#, ["true", "true", "false"]),
        (r#"{"type":["number","null"]}"#, ["null", "null", "0"]),
        (r#"{"type":"number"}"#, ["2.50", "25e-1", "2.5000001"]),
        (r#"{"type":"number","x-circle":{"tolerance":0.1}}"#, ["0.7", "0.8", "0.95"]),
        (
            r#"{"type":"array","uniqueItems":true,"items":{"type":"string"}}"#,
            [r#"["a","b"]"#, r#"["b","a"]"#, r#"["a","c"]"#],
        ),
        (r#"{"type":"array","x-circle":{"order":"set"}}"#, ["[1,2]", "[2,1]", "[1,2,2]"]),
        (r#"{"type":"array","items":{"type":"integer"}}"#, ["[1,2]", "[1, 2.0]", "[2,1]"]),
        (
            r#"{"properties":{"city":{"type":"string"}}}"#,
            [r#"{"city":"Paris"}"#, r#"{"city":"paris."}"#, r#"{"city":"Lyon"}"#],
        ),
        (
            r#"{"properties":{"sql":{"type":"string"}}}"#,
            [
                r#"{"sql":"DELETE FROM t WHERE id = 5;"}"#,
                r#"{"sql":"DELETE FROM t  WHERE id = 5;"}"#,
                r#"{"sql":"DELETE FROM t WHERE id <> 5;"}"#,
            ],
        ),
        (
            r#"{"properties":{"v":{"type":"string","pattern":"^\\d+\\.\\d+$"}}}"#,
            [r#"{"v":"1.10"}"#, r#"{"v":"1.10"}"#, r#"{"v":"1.1"}"#],
        ),
        (
            r##"{"$defs":{"n":{"properties":{"deep":{"enum":[1,2]},"why":{"type":"string"},"next":{"$ref":"#/$defs/n"}}}},"$ref":"#/$defs/n"}"##,
            [
                r#"{"next":{"next":{"deep":1,"why":"because of this and that, I think"}}}"#,
                r#"{"next":{"next":{"deep":1}}}"#,
                r#"{"next":{"next":{"deep":2}}}"#,
            ],
        ),
        (
            r#"{"anyOf":[{"properties":{"kind":{"const":"a"},"x":{"type":"string","x-circle":{"role":"reason"}}},"required":["kind","x"]},
            {"properties":{"kind":{"const":"b"}},"required":["kind"]}]}"#,
            [r#"{"kind":"a","x":"one"}"#, r#"{"kind":"a","x":"two"}"#, r#"{"kind":"b"}"#],
        ),
        (
            r#"{"additionalProperties":{"type":"integer"}}"#,
            [r#"{"p":1,"q":2}"#, r#"{"q":2,"p":1}"#, r#"{"p":1,"r":2}"#],
        ),
        (
            r#"{"properties":{"ok":{"type":"boolean"},"note":{"type":["string","null"]}}}"#,
            [r#"{"ok":true,"note":null}"#, r#"{"ok":true,"note":"fine"}"#, r#"{"ok":false,"note":null}"#],
        ),
        (
            r#"{"properties":{"ok":{"type":"boolean"},"reasons":{"type":"array","items":{"type":"string"}}}}"#,
            [
                r#"{"ok":true,"reasons":[]}"#,
                r#"{"ok":true,"reasons":["it is short","it works"]}"#,
                r#"{"ok":false,"reasons":[]}"#,
            ],
        ),
        (
            r#"{"properties":{"label":{"enum":["a","b"]},"confidence":{"type":"number"}}}"#,
            [
                r#"{"label":"a","confidence":0.9}"#,
                r#"{"label":"a","confidence":0.8}"#,
                r#"{"label":"b","confidence":0.9}"#,
            ],
        ),
        (
            r#"{"properties":{"x":{"type":"integer"},"id":{"type":"string","x-circle":{"role":"ignore"}}}}"#,
            [r#"{"x":1,"id":"a"}"#, r#"{"x":1,"id":"b"}"#, r#"{"x":2,"id":"a"}"#],
        ),
        (
            r#"{"type":"array","uniqueItems":true,"items":{"properties":{"line":{"type":"integer"},"comment":{"type":"string"}}}}"#,
            [
                r#"[{"line":1,"comment":"the first is wrong here"},{"line":2}]"#,
                r#"[{"line":2},{"line":1}]"#,
                r#"[{"line":1},{"line":3}]"#,
            ],
        ),
    ];
    for (schema, answers) in cases {
        let verdict = weighed(schema, answers);
        assert_eq!(verdict.clusters[0].experts, ["e0", "e1"], "{schema}: {verdict:?}");
        assert_eq!(verdict.decided, Some(true), "{schema}");
        assert!(answers[..2].contains(&verdict.answer.as_deref().unwrap_or("")), "{schema}");
        assert_eq!(verdict.standing.expect("a standing").dissent.len(), 1, "{schema}");
    }
}

#[test]
fn sets_and_maps_are_weighed_item_by_item() {
    let tags = r#"{"properties":{"tags":{"type":"array","uniqueItems":true,"items":{"enum":["a","b","c","d"]}}}}"#;
    let verdict = weighed(
        tags,
        &[
            r#"{"tags":["a","b"]}"#,
            r#"{"tags":["c","a"]}"#,
            r#"{"tags":["b","a","c"]}"#,
            r#"{"tags":["c","b","a","d"]}"#,
        ],
    );
    assert_eq!((verdict.answer.as_deref(), verdict.decided), (Some(r#"{"tags":["b","a","c"]}"#), Some(true)));
    let fields = verdict.fields.expect("fields");
    assert_eq!((fields.len(), fields[0].path.as_str(), fields[0].values.len()), (1, "/tags", 4));
}

#[test]
fn what_the_schema_forbids_counts_for_nothing() {
    let verdict = weighed(
        r#"{"type":"object","properties":{"label":{"enum":["spam","ham"]}},"required":["label"]}"#,
        &[r#"{"label":"eggs"}"#, r#"{"label":"eggs"}"#, r#"{"label":"ham"}"#, r#"{"label":"ham""#, "spam"],
    );
    assert_eq!(verdict.answer.as_deref(), Some(r#"{"label":"ham"}"#));
    assert_eq!(verdict.standing.expect("a standing").coverage.answered, 1);
}

#[test]
fn the_answer_is_cut_out_of_the_reply() {
    let verdict = weighed(SPAM, &["Sure:\n```json\n{\"label\": \"ham\",  \"reason\": \"\\u00fcber\"}\n```\nBye!"]);
    assert_eq!(verdict.answer.as_deref(), Some("{\"label\": \"ham\",  \"reason\": \"\\u00fcber\"}"));
}

#[test]
fn free_strings_alone_are_weighed_as_texts() {
    let schema = r#"{"properties":{"answer":{"type":"string"}}}"#;
    let answers = [
        r#"{"answer":"Use a covering index on the two columns, since the query then reads no rows."}"#,
        r#"{"answer":"Use a covering index over both columns, since the query reads no rows then."}"#,
        r#"{"answer":"Bananas are yellow and grow where it is warm for most of the year."}"#,
    ];
    let verdict = weighed(schema, &answers);
    assert!(answers[..2].contains(&verdict.answer.as_deref().unwrap_or("")), "{verdict:?}");
    assert!(verdict.agreement.is_some_and(|agreement| agreement < 0.7));
}
