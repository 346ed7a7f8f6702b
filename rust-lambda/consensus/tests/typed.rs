//! Typed answers: the majority's conclusion is delivered, in the words of one expert.

mod common;

use common::{check_some, opinion, typed};
use consensus::{Panel, Verdict, agree};
use proptest::prelude::*;

fn weighed(schema: &str, answers: &[&str]) -> Verdict {
    agree(&typed(schema, answers))
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

#[test]
fn one_wordy_expert_makes_no_prose_of_what_most_say_in_a_word() {
    let schema = r#"{"properties":{"city":{"type":"string"}}}"#;
    let verdict = weighed(
        schema,
        &[
            r#"{"city":"It is a matter of some debate, but most people would call it Lyon these days."}"#,
            r#"{"city":"Paris"}"#,
            r#"{"city":"Paris."}"#,
        ],
    );
    assert!(verdict.answer.is_some_and(|answer| answer.contains("Paris")));
    assert_eq!(verdict.decided, Some(true));
}

#[test]
fn a_question_may_say_that_lists_have_no_order() {
    let answers = [r#"["a","b"]"#, r#"["b","a"]"#, r#"["a","c"]"#];
    let plain = typed(r#"{"type":"array"}"#, &answers);
    let told = Panel { question: Some("Name two letters, in any order.".to_owned()), ..plain.clone() };
    assert_eq!((agree(&plain).decided, agree(&told).decided), (Some(false), Some(true)));
}

/// Answers of all kinds to one form, with a reason each.
fn answers() -> impl Strategy<Value = Vec<(usize, usize, Option<usize>)>> {
    proptest::collection::vec((0_usize..6, 0_usize..4, proptest::option::of(0_usize..2)), 1..7)
}

const FORM: &str = r#"{"properties":{"ok":{"type":"boolean"},"n":{"type":["integer","null"]},"tags":{"type":"array","uniqueItems":true},
    "city":{"type":"string"},"reason":{"type":"string"}}}"#;
const VALUES: [&str; 6] = [
    r#""ok":true,"n":1,"tags":["a","b"],"city":"Paris""#,
    r#""tags":["b","a"],"n":1.0,"ok":true,"city":"paris""#,
    r#""ok":true,"n":null,"tags":["a"],"city":"Lyon""#,
    r#""ok":false,"n":1,"tags":["a","b"],"city":"Paris""#,
    r#""ok":true,"n":1,"tags":[],"city":"Nice""#,
    r#""ok":"maybe""#,
];
const REASONS: [&str; 4] =
    ["The lock is short.", "Nobody reads the table at night, so it is safe.", "Bananas.", "The lock is brief."];

fn of_seats(seats: &[(usize, usize, Option<usize>)], id: &str, prefix: &str) -> Panel {
    let opinions = seats.iter().enumerate().map(|(at, (value, reason, family))| {
        let answer = format!(r#"{{"reason":"{}",{}}}"#, REASONS[*reason], VALUES[*value]);
        opinion(&format!("{prefix}{at}"), family.map(|family| ["f", "g"][family]), Some(&answer))
    });
    Panel { id: id.to_owned(), opinions: opinions.collect(), ..typed(FORM, &[]) }
}

#[test]
fn the_verdict_hangs_on_no_order_no_name_and_no_id() {
    check_some(150, answers(), |seats| {
        let one = agree(&of_seats(&seats, "q", "e"));
        let mut turned = seats.clone();
        turned.reverse();
        for other in [
            agree(&of_seats(&turned, "other", "zz")),
            agree(&of_seats(&seats, "third", "a")),
            agree(&of_seats(&seats, "q", "e")),
        ] {
            prop_assert_eq!((&one.answer, one.decided), (&other.answer, other.decided));
            prop_assert_eq!(one.agreement, other.agreement);
            let shares = |verdict: &Verdict| {
                verdict.positions.iter().flatten().map(|position| position.share).collect::<Vec<_>>()
            };
            prop_assert_eq!(shares(&one), shares(&other));
        }
        // Nothing is made up: what is delivered is what somebody said.
        let said: Vec<String> =
            of_seats(&seats, "q", "e").opinions.into_iter().filter_map(|opinion| opinion.answer).collect();
        prop_assert!(one.answer.is_none_or(|answer| said.contains(&answer)));
        Ok(())
    });
}

#[test]
fn an_expert_who_repeats_itself_has_one_vote() {
    let mut twice = typed(
        SPAM,
        &[r#"{"reason":"a","label":"spam"}"#, r#"{"reason":"b","label":"ham"}"#, r#"{"reason":"c","label":"ham"}"#],
    );
    for _ in 0..4 {
        twice.opinions.push(twice.opinions[0].clone());
    }
    assert!(agree(&twice).answer.is_some_and(|answer| answer.contains("ham")));
}

#[test]
fn what_is_learnt_rests_on_conclusions() {
    let line = |day: f64| {
        let answers = [
            r#"{"reason":"x","label":"ham"}"#,
            r#"{"reason":"y","label":"ham"}"#,
            r#"{"reason":"z","label":"spam"}"#,
            r#"{"reason":"w","label":"ham"}"#,
        ];
        Panel { at: Some(day), ..typed(SPAM, &answers) }
    };
    let state = consensus::learn(&[line(20_000.0), line(20_001.0)]);
    assert!(state.experts["e0"].right > 0.0 && state.experts["e2"].right == 0.0, "{state:?}");
    let told = Panel {
        outcome: Some(consensus::wire::Feedback {
            answer: Some(r#"{"label":"spam","reason":"known"}"#.to_owned()),
            right: None,
            about: None,
        }),
        ..line(20_000.0)
    };
    let state = consensus::learn(&[told]);
    assert!(state.experts["e2"].right > 0.0 && state.experts["e0"].right == 0.0, "{state:?}");
    let verdicts = consensus::infer(&[line(20_000.0), line(20_001.0)]);
    assert!(
        verdicts
            .iter()
            .all(|verdict| verdict.id == "q" && verdict.answer.as_deref().is_some_and(|a| a.contains("ham")))
    );
}
