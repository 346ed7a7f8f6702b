//! Every clause of every pack on two made resources: one that is as the clause asks, one that is not.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::condition::{Judge, Test};
use super::resources::Resource;
use super::{Clause, PACKS, Packs, is_row};
use crate::document::Document;
use crate::off::Off;
use crate::source::Found;
use crate::tree;

/// What cannot be made out of one resource alone: samples show these.
const OF_FILES: [&str; 4] = ["linked", "unlinked", "present", "same"];

/// A value that keeps a condition, or `None` where nothing may stand there.
fn good(test: &Test) -> Option<Json> {
    let first = test.wanted.first().copied().unwrap_or_default();
    match test.condition {
        "true" => Some(json!(true)),
        "false" => Some(json!(false)),
        "set" | "filled" | "literal" => Some(json!("something")),
        "is" | "min" | "max" => Some(json!(first)),
        "has" | "holds" => Some(json!([first])),
        "covers" => Some(json!([first.replace('*', "x")])),
        "not" | "lacks" | "omits" | "clean" | "forbids" => Some(json!("something else")),
        "narrow" => Some(json!("10.0.0.1/128")),
        "hidden" => Some(json!({"Ref": "Parameter"})),
        _ => None,
    }
}

/// A value that does not keep it, or `None` where nothing stands there.
fn bad(test: &Test) -> Option<Json> {
    let first = test.wanted.first().copied().unwrap_or_default();
    match test.condition {
        "false" => Some(json!(true)),
        "is" | "has" | "holds" | "covers" => Some(json!("something else")),
        "filled" => Some(json!([])),
        "not" | "lacks" | "omits" | "clean" | "forbids" => Some(json!(first)),
        "unset" | "missing" | "hidden" => Some(json!("something")),
        "min" => Some(json!(first.parse::<f64>().unwrap_or_default() - 1.0)),
        "max" => Some(json!(first.parse::<f64>().unwrap_or_default() + 1.0)),
        "narrow" => Some(json!("10.0.0.0/1")),
        "true" => Some(json!(false)),
        _ => None,
    }
}

fn put(body: &mut Json, path: &[&str], value: Option<Json>) {
    let Some((key, rest)) = path.split_first() else {
        match (body.as_array_mut(), value) {
            // Two conditions ask of one list.
            (Some(list), Some(value)) => list.push(value),
            (None, Some(value)) => *body = value,
            (_, None) => {}
        }
        return;
    };
    if !body.is_object() {
        *body = json!({});
    }
    let key = key.trim_end_matches('?');
    match (rest.is_empty(), value) {
        (true, None) => {
            body.as_object_mut().expect("a map").remove(key);
        }
        (_, value) => put(&mut body[key], rest, value),
    }
}

/// The body that a clause judges: what it asks first, the other choices not kept, the conditions of its `if` kept.
fn body(clause: &Clause, value: Option<Json>) -> Json {
    let mut piece = json!({});
    for test in clause.given.iter().filter(|test| !OF_FILES.contains(&test.condition)) {
        put(&mut piece, &test.path, good(test));
    }
    for other in &clause.need[1..] {
        if !clause.given.iter().any(|test| test.path == other.path) && !OF_FILES.contains(&other.condition) {
            put(&mut piece, &other.path, bad(other));
        }
    }
    put(&mut piece, &clause.need[0].path, value);
    let mut body = json!({});
    let path = clause.scope.clone();
    put(&mut body, &path, Some(if path.is_empty() { piece.clone() } else { json!([piece]) }));
    body
}

fn told(packs: &Packs, clause: &Clause, body: &Json) -> usize {
    let document = Document::read("a.json", r#"{"Resources": {}}"#);
    let node = tree::json::read(&body.to_string()).expect("a tree");
    let (off, mut step) = (Off::read(), |_: &str| {});
    let mut found = Found::new("own", &document, &off, &[], &mut step);
    let resource = Resource { kind: clause.kind.to_owned(), id: "r".to_owned(), body: &node, whole: &node, line: 1 };
    packs.check(clause, &resource, &Judge::new(&document, &[]), &mut found);
    found.findings.len()
}

#[test]
fn every_clause_fires_on_a_resource_that_is_not_as_it_asks_and_on_no_other() {
    let packs = Packs::read();
    let mut wrong = Vec::new();
    let mut judged = 0;
    for clause in &packs.clauses {
        let first = &clause.need[0];
        let of_file = |test: &Test| OF_FILES.contains(&test.condition);
        if of_file(first) || clause.given.iter().any(of_file) || first.path.is_empty() || first.path[0] == "~" {
            continue;
        }
        judged += 1;
        let id = packs.rules[clause.rule].id;
        let (kept, broken) =
            (told(&packs, clause, &body(clause, good(first))), told(&packs, clause, &body(clause, bad(first))));
        if kept != 0 || broken == 0 {
            wrong.push(format!("{id} {}: {kept} where it is kept, {broken} where it is not", clause.kind));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(judged * 10 > packs.clauses.len() * 8, "{judged} of {}", packs.clauses.len());
}

#[test]
fn every_line_of_every_pack_is_read_and_ids_are_their_own() {
    let packs = Packs::read();
    let ids: BTreeSet<&str> = packs.rules.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), packs.rules.len(), "two rules have one id");
    let mut clauses = 0;
    for (name, text) in PACKS {
        for line in text.lines().filter(|line| is_row(line)) {
            let word = line.trim().split(' ').next().unwrap_or_default();
            match line.starts_with(' ') {
                false => assert!(ids.contains(word), "{name}: {line}"),
                true if word == "why" || word == "fix" => {}
                true => clauses += word.split(',').count(),
            }
        }
    }
    assert_eq!(packs.clauses.len(), clauses, "a line is broken");
    for (at, rule) in packs.rules.iter().enumerate() {
        assert!(packs.clauses.iter().any(|clause| clause.rule == at), "{} asks nothing", rule.id);
        let known = super::why("") != rule.why;
        assert!(known || rule.topic == "governance", "{} has the topic {} that nobody knows", rule.id, rule.topic);
    }
}

/// A file with one filter, and an alarm on it or on another.
fn hears(words: &[&str], alarm: &str) -> Vec<String> {
    let text = format!(
        "resource \"aws_cloudwatch_log_metric_filter\" \"f\" {{\n  pattern = \"{}\"\n}}\n\
         resource \"aws_cloudwatch_metric_alarm\" \"a\" {{\n  metric_name = aws_cloudwatch_log_metric_filter.{alarm}.id\n}}\n",
        words.join(" || ")
    );
    let document = Document::read("a.tf", &text);
    let (off, mut step) = (Off::read(), |_: &str| {});
    let mut found = Found::new("own", &document, &off, &[], &mut step);
    super::alarms::review(&super::alarms::events(), &super::resources::of(&document), &mut found);
    found.findings.into_iter().map(|finding| finding.rule).collect()
}

#[test]
fn an_event_is_heard_by_a_filter_with_all_its_words_and_an_alarm_on_it() {
    let events = super::alarms::events();
    assert_eq!(events.len(), 15);
    for event in &events {
        let id = event.rule.id.to_owned();
        assert!(!hears(&event.words, "f").contains(&id), "{id}");
        assert!(hears(&event.words, "g").contains(&id), "{id} without an alarm");
        assert!(hears(&event.words[1..], "f").contains(&id), "{id} without its first word");
    }
}
