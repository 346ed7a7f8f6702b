//! Terraform plans as JSON: what changes, and the planned resources in the form of a configuration.

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use crate::tree::{Node, Value};

/// One change of a plan.
pub struct Change<'a> {
    /// The address of the resource.
    pub address: &'a str,
    /// Its type.
    pub kind: &'a str,
    /// What is done: `create`, `update`, `delete` and so on, in order.
    pub actions: Vec<&'a str>,
    /// Before and after.
    pub change: &'a Node,
    /// The whole entry.
    pub node: &'a Node,
}

impl<'a> Change<'a> {
    /// A value before the change.
    pub fn before(&self, key: &str) -> Option<&'a Node> {
        self.change.get("before").and_then(|node| node.get(key))
    }

    /// A value after the change.
    pub fn after(&self, key: &str) -> Option<&'a Node> {
        self.change.get("after").and_then(|node| node.get(key))
    }

    /// Whether the resource that is there is deleted.
    pub fn deletes(&self) -> bool {
        self.actions.contains(&"delete")
    }

    /// Whether a new one takes its place.
    pub fn creates(&self) -> bool {
        self.actions.contains(&"create")
    }

    /// The line of the actions, which is where the plan says so.
    pub fn action_lines(&self) -> (u32, u32) {
        let line = self.change.line_of("actions");
        (line, self.change.get("actions").map_or(line, |node| node.end).max(line))
    }

    /// The line of a key after the change, else that of the actions.
    pub fn line_after(&self, key: &str) -> (u32, u32) {
        match self.change.get("after").filter(|after| after.get(key).is_some()) {
            Some(after) => (after.line_of(key), after.get(key).map_or(1, |node| node.end)),
            None => self.action_lines(),
        }
    }
}

/// The changes of managed resources.
pub fn changes(plan: &Node) -> Vec<Change<'_>> {
    let entries = plan.get("resource_changes").map(Node::items).unwrap_or_default();
    entries.iter().filter_map(change).collect()
}

/// Those that the plan leaves for later.
pub fn deferred(plan: &Node) -> Vec<Change<'_>> {
    let entries = plan.get("deferred_changes").map(Node::items).unwrap_or_default();
    entries.iter().filter_map(|entry| change(entry.get("resource_change")?)).collect()
}

fn change(node: &Node) -> Option<Change<'_>> {
    if node.get("mode").and_then(Node::text) == Some("data") {
        return None;
    }
    let change = node.get("change")?;
    let actions = change.get("actions")?.items().iter().filter_map(Node::text).collect();
    Some(Change { address: node.get("address")?.text()?, kind: node.get("type")?.text()?, actions, change, node })
}

/// The planned resources as a configuration in JSON, one for each address of the root that will be there. Modules'
/// resources are told apart by their full address.
pub fn as_configuration(plan: &Node) -> String {
    let mut resources: Map<String, Json> = Map::new();
    for change in changes(plan) {
        let Some(after) = change.change.get("after").filter(|after| after.is_map()) else { continue };
        let of_type = resources.entry(change.kind).or_insert_with(|| json!({}));
        if let Json::Object(of_type) = of_type {
            of_type.insert(plain(change.address, change.kind), to_json(after));
        }
    }
    json!({ "resource": resources }).to_string()
}

/// Where each planned resource stands, by the address that it has in the configuration.
pub fn lines(plan: &Node) -> HashMap<String, (u32, u32)> {
    let all = changes(plan);
    all.iter()
        .map(|change| {
            (format!("{}.{}", change.kind, plain(change.address, change.kind)), (change.node.line, change.node.end))
        })
        .collect()
}

/// The name of a resource in a configuration: its address in letters that a name may have.
fn plain(address: &str, kind: &str) -> String {
    let name = address.strip_prefix(kind).map_or(address, |rest| rest.trim_start_matches('.'));
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' || c == '-' { c } else { '_' }).collect()
}

/// A tree as JSON; what is open is its source.
pub fn to_json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => json!(value),
        Value::Number(text) => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
        Value::Text(text) | Value::Open(text) => json!(text),
        Value::List(items) => items.iter().map(to_json).collect(),
        Value::Map(entries) => entries.iter().map(|(key, node)| (key.text.clone(), to_json(node))).collect(),
    }
}
