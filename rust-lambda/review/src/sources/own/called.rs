//! Modules and nested stacks whose files are not shown: nobody looks into them, and silence is no approval.

use std::collections::HashSet;

use super::catalogue::MODULE_UNSEEN;
use super::pack::resources::module;
use crate::called::{self, Call, Place};
use crate::document::Document;
use crate::source::Found;
use crate::tree::Node;
use crate::types;

/// Names each call of what is not shown; of a change those that are new or otherwise than before. Of a module whose
/// arguments rules judge only a hint is given.
pub fn review(document: &Document, known: &HashSet<&'static str>, found: &mut Found<'_>) {
    let before = document.before.as_deref();
    let calls = called::of(document).into_iter();
    let new = calls.filter(|call| !before.is_some_and(|before| call.was_in(before)) && !call.is_shown(document));
    for call in new.filter(|call| !is_harmless(call)) {
        match &call.place {
            Place::Elsewhere(source) if is_judged(&call, known) => {
                found.own(
                    &MODULE_UNSEEN,
                    (call.line, call.line),
                    Some(&call.id),
                    &format!("{} from {source}", call.id),
                );
            }
            place => found.missed(Some(call.line), &format!("{} {}: it is not looked into", call.id, whence(place))),
        }
    }
}

fn whence(place: &Place<'_>) -> String {
    match place {
        Place::Here(path) => format!("is built from {path}, which is not shown"),
        Place::Elsewhere(source) => format!("is built from {source}, which is elsewhere"),
        Place::Open => "is built from what only a run tells".to_owned(),
    }
}

/// Whether it is known that a module builds nothing.
fn is_harmless(call: &Call<'_>) -> bool {
    matches!(call.place, Place::Elsewhere(source) if types::is_harmless(&format!("module/{source}")))
}

/// Whether rules know the module by its name in the registry.
fn is_judged(call: &Call<'_>, known: &HashSet<&'static str>) -> bool {
    let source = call.whole.get("source").and_then(Node::text);
    source.and_then(module).is_some_and(|kind| known.contains(kind.as_str()))
}
