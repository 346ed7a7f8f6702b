//! The resources of a file, whatever its language, and what became of each.

use std::collections::HashMap;

use super::catalogue::{DESTROYS_PROTECTION, DESTROYS_RESOURCE, LOSES_DELETION_PROTECTION, MAY_DESTROY_DATA};
use super::permissions;
use super::protections::{self, Place};
use super::stateful::{is_guard, is_stateful, loss, replaces};
use crate::document::Document;
use crate::kind::Kind;
use crate::objects::{self, Object};
use crate::source::Found;
use crate::tree::Node;

/// One resource of a file.
struct Resource<'a> {
    id: String,
    kind: String,
    line: u32,
    end: u32,
    /// The whole entry.
    whole: &'a Node,
    /// What it is made of.
    body: &'a Node,
}

/// Compares all resources of two texts; of two templates with conditions each reading with its own.
pub fn review(before: &Document, document: &Document, found: &mut Found<'_>) {
    for reading in 0..before.readings.len().max(document.readings.len()).max(1) {
        compare(before, document, reading, found);
    }
}

fn compare(before: &Document, document: &Document, reading: usize, found: &mut Found<'_>) {
    let (old, new) = (resources(before, reading), resources(document, reading));
    let by_id: HashMap<&str, &Resource<'_>> = new.iter().map(|resource| (resource.id.as_str(), resource)).collect();
    let mut last = 1;
    for resource in &old {
        match by_id.get(resource.id.as_str()) {
            Some(now) => {
                last = now.end;
                changed(resource, now, found);
            }
            None if lives_on(resource, document) || has_moved(resource, document) => {}
            None => removed(resource, place_of_removal(document, last), found),
        }
    }
}

/// Whether a resource that is gone stands in another file of the change now.
fn has_moved(old: &Resource<'_>, document: &Document) -> bool {
    document.others.iter().any(|other| of_all_readings(other).any(|new| new.id == old.id && new.kind == old.kind))
}

/// Compares what has come into a file with what it was in the one that it has left.
pub fn arrived(document: &Document, found: &mut Found<'_>) {
    if document.others.is_empty() {
        return;
    }
    let known: Vec<Resource<'_>> = document.before.as_deref().into_iter().flat_map(of_all_readings).collect();
    for new in of_all_readings(document).filter(|new| !known.iter().any(|old| old.id == new.id)) {
        let left = document.others.iter().filter(|other| !of_all_readings(other).any(|now| now.id == new.id));
        let mut former = left.filter_map(|other| other.before.as_deref()).flat_map(of_all_readings);
        if let Some(old) = former.find(|old| old.id == new.id && old.kind == new.kind) {
            changed(&old, &new, found);
        }
    }
}

fn of_all_readings(document: &Document) -> impl Iterator<Item = Resource<'_>> {
    (0..document.readings.len().max(1)).flat_map(|reading| resources(document, reading))
}

/// Where something stood that is gone: after what came before it, or where the change says.
fn place_of_removal(document: &Document, after: u32) -> u32 {
    let touched = document.changed.as_deref().unwrap_or_default();
    touched.iter().map(|(from, _)| *from).find(|from| *from >= after).unwrap_or(after)
}

fn removed(old: &Resource<'_>, line: u32, found: &mut Found<'_>) {
    let about = format!("{} ({}) is removed", old.id, old.kind);
    let kept = ["Retain", "RetainExceptOnCreate", "Snapshot"];
    let policy = old.whole.get("DeletionPolicy").and_then(Node::text);
    let rule = match loss(&old.kind) {
        _ if !is_guard(&old.kind) && policy.is_some_and(|policy| kept.contains(&policy)) => &DESTROYS_RESOURCE,
        _ if !is_stateful(&old.kind) && forbids(old.whole) => &DESTROYS_PROTECTION,
        rule => rule,
    };
    found.own(rule, (line, line), Some(&old.id), &about);
}

/// Whether it holds a statement of a policy that denies: without it more is allowed than before.
fn forbids(node: &Node) -> bool {
    let mut denies = false;
    node.walk(&mut |node| {
        let effect = node.get("Effect").or_else(|| node.get("effect"));
        denies |= effect.and_then(Node::text).is_some_and(|effect| effect.eq_ignore_ascii_case("deny"));
    });
    denies
}

fn changed(old: &Resource<'_>, new: &Resource<'_>, found: &mut Found<'_>) {
    if old.kind != new.kind {
        let rule = loss(&old.kind);
        let about = format!("{} was a {} and becomes a {}", new.id, old.kind, new.kind);
        return found.own(rule, (new.line, new.line), Some(&new.id), &about);
    }
    if is_stateful(&new.kind) {
        for (key, value) in old.body.entries().iter().filter(|(key, _)| replaces(&new.kind, &key.text)) {
            let now = new.body.get(&key.text);
            if !now.is_some_and(|now| now.same(value)) {
                let line = new.body.line_of(&key.text);
                let about = format!("{} by a new {}", new.id, key.text);
                found.own(&MAY_DESTROY_DATA, (line, now.map_or(line, |node| node.end)), Some(&new.id), &about);
            }
        }
        if let (None, Some(condition)) = (old.whole.get("Condition"), new.whole.get("Condition").and_then(Node::text)) {
            let line = new.whole.line_of("Condition");
            let about = format!("{} where {condition} does not hold", new.id);
            found.own(&MAY_DESTROY_DATA, (line, line), Some(&new.id), &about);
        }
        for key in ["DeletionPolicy", "UpdateReplacePolicy"] {
            let policy = |resource: &Resource<'_>| resource.whole.get(key).and_then(Node::text).map(str::to_owned);
            let (was, is) = (policy(old), policy(new));
            if was.as_deref().is_some_and(|was| was != "Delete")
                && !matches!(is.as_deref(), Some("Retain" | "Snapshot"))
            {
                let line = new.whole.line_of(key);
                let is = is.as_deref().unwrap_or("nothing");
                let about = format!("{key} {} → {is}", was.unwrap_or_default());
                found.own(&LOSES_DELETION_PROTECTION, (line, line), Some(&new.id), &about);
            }
        }
    }
    let place = Place { resource: &new.id, absent_counts: true };
    protections::compare(old.body, new.body, &place, found);
    permissions::compare(old.body, new.body, &new.id, found);
}

/// Terraform can rename a resource, and let go of one without destroying it.
fn lives_on(old: &Resource<'_>, document: &Document) -> bool {
    document.blocks.iter().any(|block| {
        let from = block.body.get("from").and_then(Node::source) == Some(old.id.as_str());
        let lifecycle = block.body.get("lifecycle").and_then(|list| list.items().first());
        let kept = lifecycle.and_then(|node| node.get("destroy")).is_some_and(Node::is_false);
        from && (block.word == "moved" || block.word == "removed" && kept)
    })
}

fn resources(document: &Document, reading: usize) -> Vec<Resource<'_>> {
    match document.kind {
        Kind::CloudFormation | Kind::Serverless => {
            let tree = document.readings.get(reading).or_else(|| document.readings.last());
            let entries = tree.and_then(|tree| tree.get("Resources")).map(Node::entries).unwrap_or_default();
            entries.iter().map(|(key, node)| template(&key.text, node)).collect()
        }
        Kind::Terraform => document
            .blocks
            .iter()
            .filter(|block| (block.word == "resource" || block.word == "data") && block.labels.len() == 2)
            .map(|block| {
                let prefix = if block.word == "data" { "data." } else { "" };
                let id = format!("{prefix}{}.{}", block.labels[0], block.labels[1]);
                named(id, &format!("{prefix}{}", block.labels[0]), &block.body)
            })
            .collect(),
        Kind::Kubernetes => {
            let objects = objects::of(document).into_iter().filter(|object| !object.id.ends_with('/'));
            objects
                .map(|Object { kind, id, node }| Resource {
                    id,
                    kind: kind.to_owned(),
                    line: node.line,
                    end: node.end,
                    whole: node,
                    body: node.get("spec").unwrap_or(node),
                })
                .collect()
        }
        Kind::Compose => {
            let tree = document.trees.first();
            let of = |key: &str| tree.and_then(|tree| tree.get(key)).map(Node::entries).unwrap_or_default();
            let services = of("services").iter().map(|(key, node)| named(key.text.clone(), "service", node));
            let volumes = of("volumes").iter().map(|(key, node)| named(format!("volume {}", key.text), "volume", node));
            services.chain(volumes).collect()
        }
        Kind::IamPolicy => {
            document.trees.first().map(|tree| named("policy".to_owned(), "policy", tree)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn template<'a>(id: &str, node: &'a Node) -> Resource<'a> {
    let kind = node.get("Type").and_then(Node::text).unwrap_or_default().to_owned();
    Resource {
        id: id.to_owned(),
        kind,
        line: node.line,
        end: node.end,
        whole: node,
        body: node.get("Properties").unwrap_or(node),
    }
}

fn named<'a>(id: String, kind: &str, node: &'a Node) -> Resource<'a> {
    Resource { id, kind: kind.to_owned(), line: node.line, end: node.end, whole: node, body: node }
}
