//! What files beside a template of CloudFormation or a Compose file give its parameters and variables. A default counts
//! only where nobody gives another value.

use crate::called::{self, Call, Place, takes_parts};
use crate::document::Document;
use crate::folder::{Sibling, below, folder};
use crate::kind::name;
use crate::tree::{Key, Node, Value, json};

/// Who gives, and what.
pub type Given = (String, Vec<(String, Node)>);

/// Endings of files that only show how one is written.
const EXAMPLES: [&str; 5] = [".example", ".sample", ".template", ".dist", ".tpl"];

/// The values of a template's parameters, by each file that gives one of them, and each stack that nests it.
pub fn parameters(path: &str, template: &Node, others: &[Sibling]) -> Vec<Given> {
    let declared = template.get("Parameters");
    let known = |(key, _): &(String, Node)| declared.is_some_and(|declared| declared.get(key).is_some());
    let mut all = Vec::new();
    for other in others {
        if takes_parts(&other.text) {
            all.extend(nested(path, other));
            continue;
        }
        let sets = if name(&other.path).starts_with("samconfig.") {
            overrides(&other.text)
        } else {
            vec![listed(&other.text)]
        };
        let sets = sets.into_iter().map(|values| values.into_iter().filter(known).collect::<Vec<_>>());
        all.extend(sets.filter(|values| !values.is_empty()).map(|values| (other.path.clone(), values)));
    }
    all
}

/// What the stacks of another template give to the one at a path. What only a run tells stays open.
fn nested(path: &str, other: &Sibling) -> Vec<Given> {
    let caller = Document::read(&other.path, &other.text);
    let declared = caller.trees.first().and_then(|tree| tree.get("Parameters"));
    let asked = |name: &str| declared.is_some_and(|declared| declared.get(name).is_some());
    let place = Place::Here(below("", path));
    let stacks = called::of(&caller).into_iter().filter(|call| call.place == place);
    let given = |call: Call<'_>| {
        let values = call.whole.at(&["Properties", "Parameters"]).map(Node::entries).unwrap_or_default();
        let values = values.iter().map(|(key, value)| (key.text.clone(), handed(&key.text, value, &asked)));
        (format!("stack {} in {}", call.id, other.path), values.collect())
    };
    stacks.map(given).collect()
}

/// A value of another template: what that is given by nobody is given by nobody here, and its resources are other ones.
fn handed(key: &str, value: &Node, asked: &dyn Fn(&str) -> bool) -> Node {
    let made = match &value.value {
        _ if value.get("Ref").and_then(Node::text).is_some_and(asked) => {
            Value::Map([(Key { text: "Ref".to_owned(), line: 1 }, text(key))].into())
        }
        _ if value.is_open() => Value::Open("what another resource is".to_owned()),
        Value::List(items) => {
            let texts: Option<Vec<&str>> = items.iter().map(Node::text).collect();
            texts.map_or(Value::Open("a list".to_owned()), |texts| Value::Text(texts.join(",")))
        }
        other => other.clone(),
    };
    Node { value: made, line: 1, end: 1 }
}

/// The values of a Compose file's variables, by each file of the environment beside it.
pub fn environment(path: &str, others: &[Sibling]) -> Vec<Given> {
    let own = folder(path);
    let counts = |other: &&Sibling| {
        let name = name(&other.path);
        name.starts_with(".env") && folder(&other.path) == own && !EXAMPLES.iter().any(|end| name.ends_with(end))
    };
    others.iter().filter(counts).map(|other| (other.path.clone(), assigned(&other.text))).collect()
}

fn text(value: &str) -> Node {
    Node { value: Value::Text(value.to_owned()), line: 1, end: 1 }
}

/// `[{"ParameterKey": "A", "ParameterValue": "b"}]`, `{"Parameters": {"A": "b"}}`, `["A=b"]`.
fn listed(source: &str) -> Vec<(String, Node)> {
    let Ok(tree) = json::read(source) else { return Vec::new() };
    let pair = |item: &Node| match (item.get("ParameterKey").and_then(Node::text), item.get("ParameterValue")) {
        (Some(key), Some(value)) => Some((key.to_owned(), value.clone())),
        _ => item.text().and_then(|item| item.split_once('=')).map(|(key, value)| (key.to_owned(), text(value))),
    };
    let map = tree.get("Parameters").map(Node::entries).unwrap_or_default();
    let named = map.iter().map(|(key, value)| (key.text.clone(), value.clone()));
    tree.items().iter().filter_map(pair).chain(named).collect()
}

/// `parameter_overrides` of each section of a samconfig, in TOML or YAML: texts like `A=b C=d`, or lists of them.
fn overrides(source: &str) -> Vec<Vec<(String, Node)>> {
    let mut all = Vec::new();
    let mut lines = source.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((_, first)) = line.split_once("parameter_overrides") else { continue };
        let mut said = first.trim_start().trim_start_matches(['=', ':']).to_owned();
        while let Some(more) = lines.next_if(|line| continues(line)) {
            said.push(' ');
            said.push_str(more);
        }
        let parts = said.split(|c: char| c.is_whitespace() || "\"'[]\\|>".contains(c));
        let pairs = parts.filter_map(|part| part.trim_end_matches(',').split_once('='));
        all.push(pairs.map(|(key, value)| (key.to_owned(), text(value))).collect());
    }
    all
}

/// Whether a line goes on with the value above it: it begins neither a section nor a key.
fn continues(line: &str) -> bool {
    let line = line.trim();
    let key = line.split_once([' ', ':']).is_some_and(|(key, rest)| {
        key.chars().all(|c| c.is_alphanumeric() || c == '_')
            && (rest.trim_start().starts_with('=') || line.contains(": ") || line.ends_with(':'))
    });
    !line.is_empty() && !line.starts_with("[default") && !key && (line.contains('=') || line == "]")
}

/// `A=b`, `export A='b'`.
fn assigned(source: &str) -> Vec<(String, Node)> {
    let lines = source.lines().map(|line| line.trim().trim_start_matches("export "));
    let pairs = lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('='));
    pairs.map(|(key, value)| (key.trim().to_owned(), text(value.trim().trim_matches(['"', '\''])))).collect()
}

/// A Compose file with the values of its variables.
pub fn put(node: &Node, given: &[(String, Node)]) -> Node {
    let value = match &node.value {
        Value::Text(text) if text.contains('$') => Value::Text(substituted(text, given)),
        Value::List(items) => Value::List(items.iter().map(|item| put(item, given)).collect()),
        Value::Map(entries) => Value::Map(entries.iter().map(|(key, node)| (key.clone(), put(node, given))).collect()),
        other => other.clone(),
    };
    Node { value, line: node.line, end: node.end }
}

/// `$A`, `${A}` and `${A:-b}` with the value of `A`; what is not given stays.
fn substituted(source: &str, given: &[(String, Node)]) -> String {
    let value = |name: &str| given.iter().rev().find(|(key, _)| key == name).and_then(|(_, node)| node.text());
    let word = |text: &str| text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    let (mut made, mut rest) = (String::new(), source);
    while let Some((before, after)) = rest.split_once('$') {
        made.push_str(before);
        if let Some(behind) = after.strip_prefix('$') {
            made.push_str("$$");
            rest = behind;
            continue;
        }
        let (inner, behind) = match after.strip_prefix('{') {
            Some(inner) => inner.split_once('}').unwrap_or((inner, "")),
            None => after.split_at(word(after)),
        };
        let whole = &rest[before.len()..rest.len() - behind.len()];
        let empty = inner.contains(":-") || inner.contains(":?");
        match value(&inner[..word(inner)]).filter(|value| !(empty && value.is_empty())) {
            Some(value) if !inner.contains('+') => made.push_str(value),
            _ => made.push_str(whole),
        }
        rest = behind;
    }
    made + rest
}
