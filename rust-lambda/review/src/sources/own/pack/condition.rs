//! Conditions of packs: a path into a resource and what should stand there. Linear in what the path reaches.

use super::links::Links;
use super::resources::Resource;
use crate::document::Document;
use crate::network;
use crate::tree::Node;

/// All conditions that a table may use.
pub const CONDITIONS: [&str; 25] = [
    "true", "false", "set", "unset", "filled", "is", "not", "min", "max", "has", "lacks", "holds", "omits", "covers",
    "forbids", "hidden", "literal", "linked", "unlinked", "present", "items", "missing", "same", "narrow", "clean",
];

/// A path and a condition. A segment with `?` counts only where it is there; `.` is the resource itself.
#[derive(Clone)]
pub struct Test {
    pub(super) path: Vec<&'static str>,
    pub(super) condition: &'static str,
    pub(super) wanted: Vec<&'static str>,
    /// Whether one of the values is the network of everybody, which has many spellings.
    world: bool,
}

impl Test {
    /// Reads `PATH CONDITION[:VALUE|VALUE]`.
    pub fn read(text: &'static str) -> Option<Test> {
        let (path, condition) = text.split_once(' ')?;
        let (condition, wanted) = condition.trim().split_once(':').unwrap_or((condition.trim(), ""));
        let wanted: Vec<&str> = wanted.split('|').filter(|word| !word.is_empty()).collect();
        let world = wanted.iter().any(|word| network::is_world(word));
        let path = path.split('.').filter(|part| !part.is_empty()).collect();
        CONDITIONS.contains(&condition).then_some(Test { path, condition, wanted, world })
    }

    /// What it asks for, as an instruction.
    pub fn in_words(&self) -> String {
        let path = self.path.iter().map(|part| part.trim_end_matches('?')).collect::<Vec<_>>().join(".");
        let values = self.wanted.join(" or ");
        match self.condition {
            "true" | "false" => format!("Set {path} to {}.", self.condition),
            "set" | "filled" => format!("Set {path}."),
            "unset" => format!("Leave out {path}."),
            "is" => format!("Set {path} to {values}."),
            "not" => format!("Set {path} to something other than {values}."),
            "min" => format!("Set {path} to at least {values}."),
            "max" => format!("Set {path} to at most {values}."),
            "has" | "holds" | "covers" => format!("Add {values} to {path}."),
            "lacks" | "omits" | "forbids" | "clean" => format!("Remove {values} from {path}."),
            "hidden" => format!("Take {path} from a store of secrets."),
            "linked" if values == "*" => "Use it, or remove it.".to_owned(),
            "linked" => format!("Add a {values} for it."),
            "present" => format!("Add a {values}."),
            _ => String::new(),
        }
    }
}

/// What conditions need to know of the file.
pub struct Judge<'a> {
    pub(super) document: &'a Document,
    links: Links,
}

/// A place that a path reaches: its line, and what stands there.
pub type Place<'a> = (u32, Option<&'a Node>);

impl<'a> Judge<'a> {
    /// Reads who refers to whom.
    pub fn new(document: &'a Document, resources: &[Resource<'_>]) -> Judge<'a> {
        Judge { document, links: Links::read(document, resources) }
    }

    /// The places at which a condition is not kept.
    pub fn broken<'r>(&self, test: &Test, resource: &Resource<'r>) -> Vec<Place<'r>> {
        let mut places = self.places(test, resource);
        places.retain(|(_, value)| !self.keeps(test, *value, resource));
        places
    }

    /// Whether a condition is kept at every place.
    pub fn holds_everywhere(&self, test: &Test, resource: &Resource<'_>) -> bool {
        self.places(test, resource).iter().all(|(_, value)| self.keeps(test, *value, resource))
    }

    /// Whether a condition is kept somewhere, by what is written and not by what only runs will tell.
    pub fn holds_somewhere(&self, test: &Test, resource: &Resource<'_>) -> bool {
        let told = |value: Option<&Node>| !value.is_some_and(Node::is_open) || asks_of_open(test.condition);
        let places = self.places(test, resource);
        places.iter().any(|(_, value)| told(*value) && self.keeps(test, *value, resource))
    }

    pub(super) fn places<'r>(&self, test: &Test, resource: &Resource<'r>) -> Vec<Place<'r>> {
        let mut places = Vec::new();
        match test.path.split_first() {
            // `~` looks beside the settings: at what a template says of the resource itself.
            Some((&"~", rest)) => reach(resource.whole, rest, resource.line, &mut places),
            _ => reach(resource.body, &test.path, resource.line, &mut places),
        }
        places
    }

    fn keeps(&self, test: &Test, value: Option<&Node>, resource: &Resource<'_>) -> bool {
        let id = resource.id.as_str();
        let value = value.filter(|value| !value.is_null());
        let wanted = || test.wanted.iter().copied();
        match test.condition {
            "set" => return value.is_some(),
            "unset" | "missing" => return value.is_none(),
            "linked" => return wanted().any(|kind| self.links.is_referred(id, kind)),
            "unlinked" => return !wanted().any(|kind| self.links.is_referred(id, kind)),
            "present" => return wanted().any(|kind| self.links.is_present(kind)),
            "clean" => return !value.is_some_and(|value| holds(value, &test.wanted)),
            "hidden" => return value.is_none_or(|value| self.is_hidden(value)),
            "literal" => return value.is_some_and(|value| !value.is_open()),
            _ => {}
        }
        if value.is_some_and(Node::is_open) {
            return true;
        }
        let world = |text: &str| test.world && network::is_world(text);
        let is = |text: &str| wanted().any(|word| word.eq_ignore_ascii_case(text)) || world(text);
        let all = || value.map(Node::one_or_many).unwrap_or_default().iter();
        let number = |word: &&str| value.and_then(Node::number).zip(word.parse::<f64>().ok());
        match test.condition {
            "true" => value.is_some_and(Node::is_true),
            "false" => !value.is_some_and(Node::is_true),
            "filled" => value.is_some_and(is_filled),
            "is" => value.and_then(Node::text).is_some_and(is),
            "not" => !value.and_then(Node::text).is_some_and(is),
            "min" => test.wanted.first().and_then(number).is_some_and(|(is, min)| is >= min),
            "max" => test.wanted.first().and_then(number).is_none_or(|(is, max)| is <= max),
            "items" => test.wanted.first().and_then(|word| word.parse().ok()).is_none_or(|most| all().count() <= most),
            "same" => {
                let other = test.wanted.first().and_then(|key| resource.body.get(key));
                other.zip(value).is_none_or(|(other, value)| other.is_open() || other.text() == value.text())
            }
            "narrow" => all().all(|item| {
                let length = item.text().and_then(|text| text.rsplit_once('/')?.1.parse::<f64>().ok());
                length
                    .zip(test.wanted.first().and_then(|word| word.parse().ok()))
                    .is_none_or(|(is, min): (f64, f64)| is >= min)
            }),
            "has" => all().any(|item| item.text().is_some_and(is)),
            "lacks" => !all().any(|item| item.text().is_some_and(is)),
            "holds" => value.is_some_and(|value| holds(value, &test.wanted) || any_part(value, world)),
            "omits" => !value.is_some_and(|value| holds(value, &test.wanted) || any_part(value, world)),
            "covers" => all().any(|item| item.text().is_some_and(|text| wanted().any(|word| overlap(text, word)))),
            "forbids" => !all().any(|item| item.text().is_some_and(|text| wanted().any(|word| overlap(text, word)))),
            _ => true,
        }
    }

    /// Whether a secret is not in plain sight: nothing, an expression, or a parameter without a default.
    fn is_hidden(&self, value: &Node) -> bool {
        if let Some(name) = value.get("Ref").and_then(Node::text).filter(|_| self.document.kind.has_template()) {
            let parameters = self.document.trees.first().and_then(|tree| tree.get("Parameters"));
            let default = parameters.and_then(|all| all.get(name)).and_then(|of| of.get("Default"));
            return default.and_then(Node::text).is_none_or(str::is_empty);
        }
        value.is_open() || value.text().is_none_or(|text| text.is_empty() || text.contains("{{resolve:"))
    }
}

/// Conditions that are about what is written, so an open value answers them too.
pub(super) fn asks_of_open(condition: &str) -> bool {
    matches!(condition, "set" | "unset" | "missing" | "linked" | "unlinked" | "present" | "hidden" | "literal")
}

fn is_filled(value: &Node) -> bool {
    !value.items().is_empty() || !value.entries().is_empty() || value.text().is_some_and(|text| !text.is_empty())
}

/// Whether one of some words stands in a text or key, here or below.
fn holds(value: &Node, words: &[&str]) -> bool {
    let mut any = false;
    value.walk(&mut |node| {
        let mut look = |text: &str| {
            let text = text.to_ascii_lowercase();
            any |= words.iter().any(|word| text.contains(&word.to_ascii_lowercase()));
        };
        look(node.source().unwrap_or_default());
        node.entries().iter().for_each(|(key, _)| look(&key.text));
    });
    any
}

/// Whether something is so of a part of a value: of a text, or of what stands between commas in it.
fn any_part(value: &Node, is: impl Fn(&str) -> bool) -> bool {
    let mut any = false;
    value.walk(&mut |node| any |= node.text().is_some_and(|text| text.split(',').any(&is)));
    any
}

/// Whether two actions with `*` at the end can mean the same one.
fn overlap(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_ascii_lowercase(), other.to_ascii_lowercase());
    match (one.split_once('*'), other.split_once('*')) {
        (None, None) => one == other,
        (Some((head, _)), None) => other.starts_with(head),
        (None, Some((head, _))) => one.starts_with(head),
        (Some((mine, _)), Some((theirs, _))) => mine.starts_with(theirs) || theirs.starts_with(mine),
    }
}

/// All places of a path: a list is entered item by item.
pub fn reach<'a>(node: &'a Node, path: &[&str], line: u32, places: &mut Vec<Place<'a>>) {
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
