//! A plan as JSON: what is destroyed or replaced, and which protection goes.

use super::permissions;
use super::protections::{self, Place};
use super::stateful::{loss, replacement};
use super::{denials, exposure};
use crate::plan::{Change, changes, deferred};
use crate::source::Found;
use crate::tree::{Node, Value};

/// Reviews all changes of a plan.
pub fn review(plan: &Node, found: &mut Found<'_>) {
    missing(plan, found);
    for change in changes(plan).into_iter().chain(deferred(plan)) {
        if change.deletes() {
            destroys(&change, found);
        }
        let of = |key: &str| change.change.get(key).filter(|node| node.is_map());
        if let (Some(before), Some(after)) = (of("before"), of("after")) {
            let after = &with_unknown(after, of("after_unknown"));
            let place = Place { resource: change.address, absent_counts: false, kept: &[] };
            protections::compare(before, after, &place, found);
            exposure::compare(before, after, change.address, found);
            denials::compare(before, after, change.address, found);
            permissions::compare(before, after, change.address, found);
        }
    }
}

/// Names what of the plan is not there: it ended early, or left something for later.
fn missing(plan: &Node, found: &mut Found<'_>) {
    let says = |key: &str, wanted: bool| {
        plan.get(key).is_some_and(|node| if wanted { node.is_true() } else { node.is_false() })
    };
    if says("errored", true) {
        found.missed(Some(plan.line_of("errored")), "the plan failed: what it would do is not all here");
    } else if says("complete", false) {
        found.missed(Some(plan.line_of("complete")), "the plan is not complete: the rest of it is not known yet");
    }
    if plan.get("deferred_changes").is_some_and(|list| !list.items().is_empty()) {
        let why = "a part of the plan is deferred: what becomes of it is not known yet";
        found.missed(Some(plan.line_of("deferred_changes")), why);
    }
}

fn destroys(change: &Change<'_>, found: &mut Found<'_>) {
    let lines = change.action_lines();
    let how = if change.creates() { "is replaced" } else { "is deleted" };
    let forced = change.change.get("replace_paths").map(paths).filter(|paths| !paths.is_empty());
    let because = forced.map(|paths| format!(" because of {paths}")).unwrap_or_default();
    let snapshot = change.before("skip_final_snapshot").is_some_and(Node::is_true)
        && change.after("skip_final_snapshot").is_none_or(Node::is_true);
    let without = if snapshot { ", without a last snapshot" } else { "" };
    let about = format!("{} {how}{because}{without}", change.address);
    let rule = if change.creates() { replacement(change.kind) } else { Some(loss(change.kind)) };
    let Some(rule) = rule else { return };
    found.own(rule, lines, Some(change.address), &about);
}

/// The paths that force a replacement, in words.
fn paths(node: &Node) -> String {
    let path = |path: &Node| path.items().iter().filter_map(Node::text).collect::<Vec<_>>().join(".");
    node.items().iter().map(path).collect::<Vec<_>>().join(", ")
}

/// What a resource will be, with what is known only afterwards in its place.
fn with_unknown(after: &Node, unknown: Option<&Node>) -> Node {
    let mut entries = after.entries().to_vec();
    for (key, node) in unknown.into_iter().flat_map(Node::entries) {
        if node.is_true() && after.get(&key.text).is_none_or(Node::is_null) {
            entries.retain(|(known, _)| known.text != key.text);
            let value = Value::Open("(known after apply)".to_owned());
            entries.push((key.clone(), Node { value, line: node.line, end: node.end }));
        }
    }
    Node { value: Value::Map(entries.into()), line: after.line, end: after.end }
}
