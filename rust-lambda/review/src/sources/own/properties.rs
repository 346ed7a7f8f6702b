//! Properties of resources that should be set: rows of `data/properties.txt`, for templates and Terraform alike.

use crate::document::Document;
use crate::kind::Kind;
use crate::rule::Rule;
use crate::source::Found;
use crate::tree::Node;
use crate::wire::{Confidence, Severity};

const ROWS: &str = include_str!("../../../data/properties.txt");

/// One row: what a property of a type should be.
pub struct Row {
    /// The type.
    pub kind: &'static str,
    path: Vec<&'static str>,
    condition: &'static str,
    wanted: &'static str,
    /// What the rule says.
    pub rule: Rule,
}

/// Reads the rows; a broken one is a fault of this build, which a test finds.
pub fn rows() -> Vec<Row> {
    let lines = ROWS.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(row).collect()
}

fn row(line: &'static str) -> Option<Row> {
    let mut parts = line.splitn(7, char::is_whitespace).map(str::trim);
    let (id, kind, path) = (parts.next()?, parts.next()?, parts.next()?);
    let (condition, severity, topic, title) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let (condition, wanted) = condition.split_once(':').unwrap_or((condition, ""));
    let severity = match severity {
        "low" => Severity::Low,
        "medium" => Severity::Medium,
        "high" => Severity::High,
        _ => return None,
    };
    let why = "The default of the provider, or what is set here, is weaker than it needs to be.";
    let rule = Rule { id, severity, confidence: Confidence::Medium, topic, cwe: 0, title, why, fix: "" };
    Some(Row { kind, path: path.split('.').collect(), condition, wanted, rule })
}

/// Checks all resources of a file against the rows of their types.
pub fn review(document: &Document, rows: &[Row], found: &mut Found<'_>) {
    match document.kind {
        Kind::CloudFormation => {
            for (id, node) in document.template_resources() {
                let kind = node.get("Type").and_then(Node::text).unwrap_or_default();
                check(kind, id, node.get("Properties").unwrap_or(node), node.line, rows, found);
            }
        }
        Kind::Terraform => {
            for block in document.blocks.iter().filter(|block| block.word == "resource" && block.labels.len() == 2) {
                check(&block.labels[0], &block.labels.join("."), &block.body, block.body.line, rows, found);
            }
        }
        _ => {}
    }
}

fn check(kind: &str, id: &str, body: &Node, line: u32, rows: &[Row], found: &mut Found<'_>) {
    for row in rows.iter().filter(|row| row.kind == kind) {
        let mut places = Vec::new();
        reach(body, &row.path, line, &mut places);
        for (at, value) in places {
            if !kept(row, value) {
                let end = value.map_or(at, |value| value.end.max(at));
                found.own(&row.rule, (at, end), Some(id), "");
            }
        }
    }
}

/// All places of a path: a list is entered item by item. A segment with `?` is only entered where it is there.
fn reach<'a>(node: &'a Node, path: &[&str], line: u32, places: &mut Vec<(u32, Option<&'a Node>)>) {
    let Some((key, rest)) = path.split_first() else { return places.push((line, Some(node))) };
    if !node.items().is_empty() {
        return node.items().iter().for_each(|item| reach(item, path, item.line, places));
    }
    let (key, optional) = key.strip_suffix('?').map_or((*key, false), |key| (key, true));
    match node.get(key) {
        Some(value) => reach(value, rest, node.line_of(key), places),
        None if optional || node.is_open() => {}
        None => places.push((line, None)),
    }
}

fn kept(row: &Row, value: Option<&Node>) -> bool {
    let value = value.filter(|value| !value.is_null());
    if value.is_some_and(Node::is_open) {
        return true;
    }
    let text = || value.and_then(Node::text).unwrap_or_default();
    let listed = || row.wanted.split('|').any(|word| word.eq_ignore_ascii_case(text()));
    match row.condition {
        "true" => value.is_some_and(Node::is_true),
        "false" => !value.is_some_and(Node::is_true),
        "set" => value.is_some(),
        "unset" => value.is_none(),
        "is" => value.is_some() && listed(),
        "not" => value.is_none() || !listed(),
        "min" => value.and_then(Node::number).zip(row.wanted.parse().ok()).is_some_and(|(is, min)| is >= min),
        "max" => {
            value.is_none()
                || value.and_then(Node::number).zip(row.wanted.parse().ok()).is_some_and(|(is, max)| is <= max)
        }
        _ => true,
    }
}
