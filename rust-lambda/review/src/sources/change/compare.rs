//! What became of each resource of a file.

use std::collections::HashMap;

use super::catalogue::{DESTROYS_PROTECTION, DESTROYS_RESOURCE, LOSES_DELETION_PROTECTION, NAME_TAKEN};
use super::protections::{self, Place};
use super::resources::{Resource, of_all_readings, resources};
use super::stateful::{is_guard, is_stateful, loss, plain};
use super::{
    conditions, contents, denials, instances, kept, lifecycles, modules, permissions, renames, replacements, running,
};
use super::{exposure, volumes};
use crate::document::Document;
use crate::source::Found;
use crate::tree::Node;

/// A former text and the one that takes its place.
pub struct Texts<'a> {
    /// What was.
    pub before: &'a Document,
    /// What is.
    pub document: &'a Document,
}

/// Compares all resources of two texts; of two templates with conditions each reading with its own.
pub fn review(before: &Document, document: &Document, found: &mut Found<'_>) {
    for reading in 0..before.readings.len().max(document.readings.len()).max(1) {
        compare(&Texts { before, document }, reading, found);
    }
}

fn compare(texts: &Texts<'_>, reading: usize, found: &mut Found<'_>) {
    let document = texts.document;
    let (old, new) = (resources(texts.before, reading), resources(document, reading));
    let by_id: HashMap<&str, &Resource<'_>> = new.iter().map(|resource| (resource.id.as_str(), resource)).collect();
    let known: HashMap<&str, &Resource<'_>> = old.iter().map(|resource| (resource.id.as_str(), resource)).collect();
    let added: Vec<&Resource<'_>> = new.iter().filter(|new| !known.contains_key(new.id.as_str())).collect();
    let mut last = 1;
    for resource in &old {
        match by_id.get(resource.id.as_str()) {
            Some(now) => {
                last = now.end;
                changed(resource, now, texts, found);
            }
            None if has_moved(resource, document) => {}
            None => {
                let line = place_of_removal(document, last);
                if !renames::follow(resource, texts, line, found) && instances::are_some(resource.body) {
                    removed(resource, texts, line, found);
                    name_taken(resource, &added, found);
                }
            }
        }
    }
    added.iter().for_each(|new| lifecycles::added(new, &added, found));
}

/// Whether a resource that is gone stands in another file of the change now.
fn has_moved(old: &Resource<'_>, document: &Document) -> bool {
    document.others.iter().any(|other| of_all_readings(other).any(|new| new.is(old)))
}

/// Compares what has come into a file with what it was in the one that it has left.
pub fn arrived(document: &Document, found: &mut Found<'_>) {
    if document.others.is_empty() {
        return;
    }
    let known: Vec<Resource<'_>> = document.before.as_deref().into_iter().flat_map(of_all_readings).collect();
    for new in of_all_readings(document).filter(|new| !known.iter().any(|old| old.id == new.id)) {
        let left = document.others.iter().filter(|other| !of_all_readings(other).any(|now| now.id == new.id));
        for before in left.filter_map(|other| other.before.as_deref()) {
            if let Some(old) = of_all_readings(before).find(|old| old.is(&new)) {
                changed(&old, &new, &Texts { before, document }, found);
                break;
            }
        }
    }
}

/// Where something stood that is gone: after what came before it, or where the change says.
fn place_of_removal(document: &Document, after: u32) -> u32 {
    let touched = document.changed.as_deref().unwrap_or_default();
    touched.iter().map(|(from, _)| *from).find(|from| *from >= after).unwrap_or(after)
}

/// Whether a stack leaves a resource alone that it lets go of.
pub fn is_retained(old: &Resource<'_>) -> bool {
    let kept = ["Retain", "RetainExceptOnCreate", "Snapshot"];
    old.whole.get("DeletionPolicy").and_then(Node::text).is_some_and(|policy| kept.contains(&policy))
}

fn removed(old: &Resource<'_>, texts: &Texts<'_>, line: u32, found: &mut Found<'_>) {
    let Some(lost) = contents::lost(old, texts) else { return };
    let about = format!("{} ({}) is removed{}", old.id, old.kind, lost.said);
    let rule = match loss(&lost.kind) {
        _ if !is_guard(&old.kind) && is_retained(old) => &DESTROYS_RESOURCE,
        _ if !is_stateful(&old.kind) && denials::forbids(old.whole) => &DESTROYS_PROTECTION,
        rule => rule,
    };
    found.own(rule, (line, line), Some(&old.id), &about);
}

/// A new resource cannot have the name that one keeps which the stack has only let go of.
fn name_taken(old: &Resource<'_>, added: &[&Resource<'_>], found: &mut Found<'_>) {
    if !is_retained(old) {
        return;
    }
    let names = old.body.entries().iter().filter(|(key, _)| {
        let key = plain(&key.text);
        (key.ends_with("name") || key.ends_with("identifier")) && old.kind.to_ascii_lowercase().contains(&key[..2])
    });
    for (key, name) in names {
        let taken = added.iter().find(|new| {
            new.kind == old.kind && new.body.get(&key.text).is_some_and(|node| node.text().is_some() && node.same(name))
        });
        if let Some(new) = taken {
            let line = new.body.line_of(&key.text);
            let about = format!("{} of {} is that of {}, which is kept", key.text, new.id, old.id);
            found.own(&NAME_TAKEN, (line, line), Some(&new.id), &about);
        }
    }
}

fn changed(old: &Resource<'_>, new: &Resource<'_>, texts: &Texts<'_>, found: &mut Found<'_>) {
    if !old.is_of_kind(new) {
        let rule = loss(&old.kind);
        let about = format!("{} was a {} and becomes a {}", new.id, old.kind, new.kind);
        return found.own(rule, (new.line, new.line), Some(&new.id), &about);
    }
    instances::compare(old, new, texts, found);
    replacements::compare(old, new, found);
    conditions::compare(old, new, texts, found);
    if is_stateful(&new.kind) {
        policies(old, new, found);
    }
    let kept = kept::elsewhere(new, texts.document);
    let place = Place { resource: &new.id, absent_counts: true, kept: &kept };
    protections::compare(old.body, new.body, &place, found);
    // What guards an object of Kubernetes stands beside what it is.
    if !std::ptr::eq(new.whole, new.body)
        && let (Some(was), Some(is)) = (old.whole.get("metadata"), new.whole.get("metadata"))
    {
        protections::compare(was, is, &place, found);
    }
    exposure::compare(old.body, new.body, &new.id, found);
    permissions::compare(old.body, new.body, &new.id, found);
    denials::compare(old.body, new.body, &new.id, found);
    modules::compare(old, new, texts, found);
    lifecycles::compare(old, new, found);
    running::compare(old, new, found);
    volumes::compare(old, new, found);
}

/// What a stack does with a resource that it lets go of.
fn policies(old: &Resource<'_>, new: &Resource<'_>, found: &mut Found<'_>) {
    for key in ["DeletionPolicy", "UpdateReplacePolicy"] {
        let policy = |resource: &Resource<'_>| resource.whole.get(key).and_then(Node::text).map(str::to_owned);
        let (was, is) = (policy(old), policy(new));
        if was.as_deref().is_some_and(|was| was != "Delete") && !matches!(is.as_deref(), Some("Retain" | "Snapshot")) {
            let line = new.whole.line_of(key);
            let is = is.as_deref().unwrap_or("nothing");
            let about = format!("{key} {} → {is}", was.unwrap_or_default());
            found.own(&LOSES_DELETION_PROTECTION, (line, line), Some(&new.id), &about);
        }
    }
}
