//! Conditions of a template: where one that a resource stands under does not hold, the stack takes the resource away.

use super::compare::Texts;
use super::resources::Resource;
use super::stateful::{loss, may_lose};
use crate::document::Document;
use crate::source::Found;
use crate::tree::Node;

/// How deep conditions name one another.
const MAX_DEPTH: usize = 16;

/// What a condition comes to, in one spelling.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    Always,
    Never,
    /// Both are the same: in order.
    Equal(String, String),
    Not(Box<Meaning>),
    /// In order, without doubles.
    All(Vec<Meaning>),
    Any(Vec<Meaning>),
    /// A name that is not there, or a form that nobody knows.
    Unknown(String),
}

use Meaning::{All, Always, Any, Equal, Never, Not, Unknown};

/// Adds a resource whose condition keeps it in fewer stacks than before.
pub fn compare(old: &Resource<'_>, new: &Resource<'_>, texts: &Texts<'_>, found: &mut Found<'_>) {
    let named = |resource: &Resource<'_>| resource.whole.get("Condition").and_then(Node::text).map(str::to_owned);
    let (was, is) = (named(old), named(new));
    let Some(name) = is.filter(|_| new.whole.get("Type").is_some()) else { return };
    let was = was.map_or(Always, |was| meaning_of(&was, texts.before, 0));
    let is = meaning_of(&name, texts.document, 0);
    if follows(&was, &is) {
        return;
    }
    let rule = if is == Never { Some(loss(&new.kind)) } else { may_lose(&new.kind) };
    if let Some(rule) = rule {
        let line = new.whole.line_of("Condition");
        found.own(rule, (line, line), Some(&new.id), &format!("{} where {name} does not hold", new.id));
    }
}

/// Whether the second surely holds wherever the first does.
fn follows(first: &Meaning, second: &Meaning) -> bool {
    first == second
        || *first == Never
        || *second == Always
        || matches!(first, All(parts) if parts.iter().any(|part| follows(part, second)))
        || matches!(second, Any(parts) if parts.iter().any(|part| follows(first, part)))
        || matches!(first, Any(parts) if parts.iter().all(|part| follows(part, second)))
        || matches!(second, All(parts) if parts.iter().all(|part| follows(first, part)))
}

fn meaning_of(name: &str, document: &Document, deep: usize) -> Meaning {
    let definition = document.trees.iter().find_map(|tree| tree.at(&["Conditions", name]));
    definition
        .filter(|_| deep < MAX_DEPTH)
        .map_or_else(|| Unknown(name.to_owned()), |node| meaning(node, document, deep))
}

fn meaning(node: &Node, document: &Document, deep: usize) -> Meaning {
    let [(key, argument)] = node.entries() else { return Unknown(spelt(node)) };
    let parts = || -> Vec<Meaning> {
        let mut parts: Vec<Meaning> = argument.items().iter().map(|part| meaning(part, document, deep)).collect();
        parts.sort();
        parts.dedup();
        parts
    };
    match (key.text.as_str(), argument.items()) {
        ("Condition", _) => meaning_of(argument.text().unwrap_or_default(), document, deep + 1),
        ("Fn::Equals", [one, other]) => equal(one, other),
        ("Fn::Not", [one]) => match meaning(one, document, deep) {
            Always => Never,
            Never => Always,
            Not(inner) => *inner,
            other => Not(Box::new(other)),
        },
        ("Fn::And", _) => joined(parts(), &Never, &Always, All),
        ("Fn::Or", _) => joined(parts(), &Always, &Never, Any),
        _ => Unknown(spelt(node)),
    }
}

fn equal(one: &Node, other: &Node) -> Meaning {
    if let (Some(one), Some(other)) = (one.text(), other.text()) {
        return if one == other { Always } else { Never };
    }
    let mut both = [spelt(one), spelt(other)];
    both.sort();
    let [one, other] = both;
    if one == other { Always } else { Equal(one, other) }
}

/// Parts joined: one that decides alone does, and those that say nothing are left out.
fn joined(mut parts: Vec<Meaning>, decides: &Meaning, empty: &Meaning, join: fn(Vec<Meaning>) -> Meaning) -> Meaning {
    if parts.contains(decides) {
        return decides.clone();
    }
    parts.retain(|part| part != empty);
    match parts.len() {
        0 => empty.clone(),
        1 => parts.remove(0),
        _ => join(parts),
    }
}

/// A node in one spelling, keys in order.
fn spelt(node: &Node) -> String {
    fn ordered(node: &Node) -> serde_json::Value {
        match node.text() {
            // `1` and `"1"` are the same here.
            Some(text) => text.into(),
            None if node.is_map() => {
                let entries = node.entries().iter().map(|(key, node)| (key.text.clone(), ordered(node)));
                serde_json::Value::Object(entries.collect())
            }
            None if node.is_null() => serde_json::Value::Null,
            None => node.source().map_or_else(|| node.items().iter().map(ordered).collect(), Into::into),
        }
    }
    ordered(node).to_string()
}
