//! A plan as JSON: what is destroyed or replaced, and which protection goes.

use super::permissions;
use super::protections::{self, Place};
use super::stateful::{loss, replacement};
use crate::plan::{Change, changes};
use crate::source::Found;
use crate::tree::Node;

/// Reviews all changes of a plan.
pub fn review(plan: &Node, found: &mut Found<'_>) {
    for change in changes(plan) {
        if change.deletes() {
            destroys(&change, found);
        }
        let of = |key: &str| change.change.get(key).filter(|node| node.is_map());
        if let (Some(before), Some(after)) = (of("before"), of("after")) {
            let place = Place { resource: change.address, absent_counts: false };
            protections::compare(before, after, &place, found);
            permissions::compare(before, after, change.address, found);
        }
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
