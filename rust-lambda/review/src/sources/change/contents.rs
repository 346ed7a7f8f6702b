//! What goes with a module of Terraform or a nested stack: the things that its files build, where these are shown.

use super::compare::{Texts, is_retained};
use super::instances::are_some;
use super::resources::{Resource, of_all_readings};
use super::stateful::loss;
use crate::called::{Place, place};
use crate::document::Document;
use crate::folder::CALLS;
use crate::wire::Severity;

/// Something that a call builds: its address below the call, and its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// Its address.
    pub id: String,
    /// Its type.
    pub kind: String,
}

/// Before the change, or after it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Before it.
    Before,
    /// After it.
    After,
}

/// What is lost with a resource: the worst of what it holds.
pub struct Lost {
    /// The type that is lost.
    pub kind: String,
    /// Where in the resource it is; empty where it is the resource itself.
    pub said: String,
}

/// What a resource calls, as it was or is; nothing where it calls nothing or that is not shown.
pub fn of(resource: &Resource<'_>, texts: &Texts<'_>, side: Side) -> Option<Vec<Thing>> {
    let document = texts.document;
    let Place::Here(at) = place(&document.path, &resource.kind, resource.whole)? else { return None };
    let mut things = Vec::new();
    gather(&at, document, side, (String::new(), 0), &mut things).then_some(things)
}

/// What is lost with a resource; nothing where it holds nothing.
pub fn lost(resource: &Resource<'_>, texts: &Texts<'_>) -> Option<Lost> {
    match of(resource, texts, Side::Before) {
        Some(things) => worst(things),
        None => Some(Lost { kind: resource.kind.clone(), said: String::new() }),
    }
}

/// The worst of several things that go.
pub fn worst(things: Vec<Thing>) -> Option<Lost> {
    let severity = |thing: &Thing| (loss(&thing.kind).severity, loss(&thing.kind).confidence);
    let Thing { id, kind } = things.iter().rev().max_by_key(|thing| severity(thing))?.clone();
    let loud = things.iter().filter(|thing| loss(&thing.kind).severity > Severity::Low).count();
    let more = if loud > 1 { format!(" and {} more", loud - 1) } else { String::new() };
    Some(Lost { said: format!(", and with it {id} ({kind}){more}"), kind })
}

/// Adds what stands at a place, and what that calls. False: it is not shown, or not all of it can be read.
fn gather(at: &str, document: &Document, side: Side, (above, depth): (String, usize), into: &mut Vec<Thing>) -> bool {
    let texts = document.within.files(at).iter().map(|file| match side {
        Side::Before => (&file.path, file.former()),
        Side::After => (&file.path, file.text.as_str()),
    });
    let read = texts.filter(|(_, text)| !text.trim().is_empty()).map(|(path, text)| Document::read(path, text));
    let read: Vec<Document> = read.collect();
    if read.is_empty() || depth == CALLS || read.iter().any(|one| one.unreadable.is_some()) {
        return false;
    }
    for one in &read {
        for resource in of_all_readings(one) {
            let is_built = !resource.kind.starts_with("data.") && are_some(resource.body) && !is_retained(&resource);
            let id = format!("{above}{}", resource.id);
            if !is_built || into.iter().any(|thing| thing.id == id) {
                continue;
            }
            let below = match place(&one.path, &resource.kind, resource.whole) {
                Some(Place::Here(place)) => gather(&place, document, side, (format!("{id}."), depth + 1), into),
                _ => false,
            };
            if !below {
                into.push(Thing { id, kind: resource.kind });
            }
        }
    }
    true
}
