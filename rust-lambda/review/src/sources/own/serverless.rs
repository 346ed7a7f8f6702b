//! Services of the Serverless Framework: credentials in the environment, and what stands in other files. The rest are
//! rules of a pack; embedded resources are judged as a template's.

use super::catalogue as rules;
use super::compose::is_credential;
use crate::document::Document;
use crate::source::Found;
use crate::tree::{Node, Value};

/// Reviews one service.
pub fn review(document: &Document, found: &mut Found<'_>) {
    for tree in &document.trees {
        for key in ["provider", "functions", "resources"] {
            for node in tree.get(key).map(Node::one_or_many).unwrap_or_default() {
                if matches!(node.value, Value::Text(_) | Value::Open(_)) && key != "provider" {
                    found.missed(Some(node.line), &format!("{key} stand in another file"));
                }
            }
        }
        let provider = tree.get("provider").into_iter();
        let all = provider.map(|node| ("provider", node)).chain(functions(tree));
        for (name, node) in all {
            for (key, value) in node.get("environment").map(Node::entries).unwrap_or_default() {
                if value.text().is_some_and(|text| is_credential(&key.text, text)) {
                    found.own(&rules::SLS_SECRET, (key.line, value.end), Some(name), &key.text);
                }
            }
        }
    }
}

/// The functions of a service by name: they stand in a map, or in a list of maps.
pub fn functions(tree: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let maps = tree.get("functions").map(Node::one_or_many).unwrap_or_default().iter();
    let all = maps.flat_map(|map| map.entries().iter().map(|(key, node)| (key.text.as_str(), node)));
    all.filter(|(_, node)| node.is_map())
}
