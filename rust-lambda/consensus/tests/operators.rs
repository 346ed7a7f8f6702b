//! Answers that differ in an operator are never one answer, of whatever kind the question is.

use consensus::{agree, line};
use serde_json::json;

const OPERATORS: [&str; 34] = [
    "=", "==", "===", "!=", "<", "<=", ">", ">=", ">>", "<<", "+=", "-=", "*=", ":=", "=>", "->", "<-", "&&", "||",
    "&", "|", "^", "~", "%", "+", "-", "*", "/", "?", "??", ":", "::", "..", "\u{2248}",
];

/// Commands and clauses that differ in one sign, flag or path.
const COMMANDS: [[&str; 2]; 9] = [
    ["DELETE FROM users WHERE id = 5 AND active", "DELETE FROM users WHERE id <> 5 AND active"],
    ["if (a && b) then stop the server now", "if (a || b) then stop the server now"],
    ["rm -rf ./build && make all install check", "rm -rf / build && make all install check"],
    ["curl -s https://x.y/z > /tmp/a b c", "curl -s https://x.y/z >> /tmp/a b c"],
    ["SELECT a FROM t WHERE x > 3 LIMIT 5", "SELECT a FROM t WHERE x >= 3 LIMIT 5"],
    ["grep -v foo bar.txt baz.txt qux.txt out", "grep -V foo bar.txt baz.txt qux.txt out"],
    ["find . -name '*.tmp' -mtime +7 -delete", "find . -name '*.tmp' -mtime -7 -delete"],
    ["tar -xzf a.tgz -C /opt one two", "tar -czf a.tgz -C /opt one two"],
    ["id = 5", "id <> 5"],
];

/// Whether the two answers count as one.
fn joined(kind: &str, typed: bool, answers: [&str; 2]) -> bool {
    let said = |text: &str| if typed { json!({ "where": text }).to_string() } else { text.to_owned() };
    let mut panel = json!({
        "id": "p", "kind": kind, "question": "What is the filter?",
        "opinions": [{"expert": "a", "answer": said(answers[0])}, {"expert": "b", "answer": said(answers[1])}],
    });
    if typed {
        let schema = json!({"type": "object", "properties": {"where": {"type": "string"}}, "required": ["where"]});
        panel["schema"] = schema.to_string().into();
    }
    let panel = line::read(panel.to_string().as_bytes()).expect("a panel");
    agree(&panel).clusters.iter().any(|cluster| cluster.experts.len() == 2)
}

fn expect_apart(answers: [&str; 2]) {
    for (kind, typed) in [("short", false), ("auto", false), ("text", false), ("text", true)] {
        assert!(!joined(kind, typed, answers), "{kind}, typed {typed}: {answers:?}");
    }
}

#[test]
fn every_two_operators_between_the_same_values_are_two_answers() {
    for (at, first) in OPERATORS.iter().enumerate() {
        for second in &OPERATORS[at + 1..] {
            for [left, right] in [["id", "5"], ["a", "b"], ["x", "10"]] {
                let (one, other) = (format!("{left} {first} {right}"), format!("{left} {second} {right}"));
                expect_apart([&one, &other]);
            }
        }
    }
}

#[test]
fn commands_that_differ_in_a_sign_a_flag_or_a_path_are_two_answers() {
    COMMANDS.into_iter().for_each(expect_apart);
}

#[test]
fn spellings_of_one_operator_are_one_answer() {
    for answers in [["id <> 5", "id != 5"], ["x <= 3", "x \u{2264} 3"], ["a >= b", "a \u{2265} b"]] {
        assert!(joined("text", false, answers), "{answers:?}");
    }
    for answers in [["id=5", "id = 5"], ["Simon & Garfunkel", "simon & garfunkel"], ["x = 42", "42"]] {
        assert!(joined("short", false, answers), "{answers:?}");
    }
}

#[test]
fn clauses_that_all_differ_beside_a_choice_are_no_reasons() {
    let schema =
        json!({"type": "object", "properties": {"risk": {"enum": ["low", "high"]}, "where": {"type": "string"}}});
    let said = |clause: &str| json!({"risk": "low", "where": clause}).to_string();
    let panel = json!({
        "id": "p", "kind": "text", "schema": schema.to_string(),
        "opinions": [
            {"expert": "a", "answer": said("id = 5")},
            {"expert": "b", "answer": said("id >= 5")},
            {"expert": "c", "answer": said("id <> 5")},
        ],
    });
    let verdict = agree(&line::read(panel.to_string().as_bytes()).expect("a panel"));
    assert_eq!(verdict.decided, Some(false));
    assert_eq!(verdict.clusters.len(), 3);
}
