//! Compares one resource before and after: which protection went, what became open.

use super::protected::Good::{False, Filled, Longer, More, Not, On, Several, There, True, Word};
use super::protected::{Good, PROTECTIONS};
use super::stateful::plain;
use crate::source::Found;
use crate::tree::{Node, Value};

/// Where to say what is gone, and of which resource.
pub struct Place<'a> {
    /// The resource, by the name that the file gives it.
    pub resource: &'a str,
    /// Whether a key that is not there any more counts; in a plan it may only be unknown yet.
    pub absent_counts: bool,
    /// Keys in plain letters that something else says now.
    pub kept: &'a [String],
}

/// Compares the two and adds what was lost. Linear in both, since keys are few.
pub fn compare(before: &Node, after: &Node, place: &Place<'_>, found: &mut Found<'_>) {
    walk("", before, after, after.line, place, found);
}

/// `at` is the line of the key above: there stands what is not there any more.
fn walk(above: &str, before: &Node, after: &Node, at: u32, place: &Place<'_>, found: &mut Found<'_>) {
    let keys = before.entries().iter().map(|(key, _)| key.text.as_str());
    let added = after.entries().iter().map(|(key, _)| key.text.as_str()).filter(|key| before.get(key).is_none());
    let nothing = Node { value: Value::Null, line: at, end: at };
    for key in keys.chain(added) {
        let (old, new) = (before.get(key), after.get(key));
        let name = plain(key);
        if new.is_none() && place.kept.contains(&name) {
            continue;
        }
        let told = judge(above, key, (old, new), (after, at), place, found);
        match (old, new) {
            (Some(old), Some(new)) => walk(&name, old, new, after.line_of(key), place, found),
            // A block that goes takes with it what stands in it.
            (Some(old), None) if place.absent_counts && !told => walk(&name, old, &nothing, at, place, found),
            (None, Some(new)) if new.is_map() => walk(&name, &nothing, new, after.line_of(key), place, found),
            _ => {}
        }
    }
    items(above, before, after, at, place, found);
}

/// Items of a list are compared by their name where they have one, else by their place. Of a list that is gone one item
/// without a name is a block; others are things of their own that went whole.
fn items(above: &str, before: &Node, after: &Node, at: u32, place: &Place<'_>, found: &mut Found<'_>) {
    if let (true, [only]) = (after.is_null(), before.items())
        && only.get("name").is_none()
    {
        return walk(above, only, after, at, place, found);
    }
    for (place_in_list, new) in after.items().iter().enumerate() {
        let old = match new.get("name").and_then(Node::text) {
            Some(name) => before.items().iter().find(|old| old.get("name").and_then(Node::text) == Some(name)),
            None => before.items().get(place_in_list),
        };
        if let Some(old) = old {
            walk(above, old, new, new.line, place, found);
        }
    }
}

/// What the rows say of one key; whether any objects.
fn judge(
    above: &str,
    key: &str,
    (old, new): (Option<&Node>, Option<&Node>),
    (after, at): (&Node, u32),
    place: &Place<'_>,
    found: &mut Found<'_>,
) -> bool {
    let (name, mut told) = (plain(key), false);
    let line = if new.is_some() { after.line_of(key) } else { at };
    for (parent, of, good, rule) in PROTECTIONS {
        if *of != name || !(parent.is_empty() || *parent == above) {
            continue;
        }
        if let Some(open) = new.filter(|new| new.is_open()) {
            if old.is_some_and(|old| !old.is_open() && is_good(good, old)) {
                let source = open.source().map_or_else(|| key.to_owned(), |source| format!("{key} {source}"));
                found.not_understood(line, &source);
            }
        } else if lost(good, old, new, place) {
            found.own(rule, (line, new.map_or(line, |node| node.end)), Some(place.resource), &said(key, old, new));
            told = true;
        }
    }
    told
}

/// Whether a value protects.
fn is_good(good: &Good, old: &Node) -> bool {
    match good {
        True => old.is_true(),
        False => old.is_false(),
        More | Longer | Good::Some => old.number().is_some_and(|number| number > 0.0),
        Several => old.number().is_some_and(|number| number > 1.0),
        Word(word) => old.text() == Some(word),
        Filled => !old.items().is_empty(),
        Not(_) | There | On => false,
    }
}

fn lost(good: &Good, old: Option<&Node>, new: Option<&Node>, place: &Place<'_>) -> bool {
    let gone = place.absent_counts && new.is_none_or(Node::is_null);
    let number = new.and_then(Node::number);
    let Some(old) = old.filter(|old| !old.is_null()) else {
        // Never said: turned to the bad all the same, where bad is not what one gets by saying nothing.
        return match good {
            False => new.is_some_and(Node::is_true),
            Not(word) => new.and_then(Node::text) == Some(word),
            On => new.is_some_and(Node::is_false),
            _ => false,
        };
    };
    match good {
        True => old.is_true() && (gone || new.is_some_and(|new| new.is_false() || new.number() == Some(0.0))),
        False => old.is_false() && new.is_some_and(Node::is_true),
        More => is_good(good, old) && (gone || number.is_some_and(|number| Some(number) < old.number())),
        Longer => number.is_some_and(|number| Some(number) < old.number()),
        // Whoever does not say how many leaves it to somebody else.
        Good::Some => is_good(good, old) && number == Some(0.0),
        Several => is_good(good, old) && number == Some(1.0),
        Word(word) => old.text() == Some(word) && (gone || new.and_then(Node::text).is_some_and(|text| text != *word)),
        Not(word) => old.text() != Some(word) && new.and_then(Node::text) == Some(word),
        There => gone,
        Filled => is_good(good, old) && (gone || new.is_some_and(|new| !new.is_open() && new.one_or_many().is_empty())),
        On => !old.is_false() && new.is_some_and(Node::is_false),
    }
}

fn said(key: &str, old: Option<&Node>, new: Option<&Node>) -> String {
    let show = |node: Option<&Node>| match node {
        None => "nothing".to_owned(),
        Some(node) => node.text().unwrap_or(if node.is_null() { "nothing" } else { "…" }).to_owned(),
    };
    format!("{key} {} → {}", show(old), show(new))
}
