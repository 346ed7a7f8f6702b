//! The objects of a file of Kubernetes, one by one: documents, and the items of lists. None is merged with another.

use crate::document::Document;
use crate::tree::{Node, Value};

/// One object.
pub struct Object<'a> {
    /// Its kind.
    pub kind: &'a str,
    /// What tells it apart: `kind/name`, with the namespace where it names one.
    pub id: String,
    /// All of it.
    pub node: &'a Node,
}

/// Something that has containers, wherever it stands in an object.
pub struct Pod<'a> {
    /// Its spec.
    pub spec: &'a Node,
    /// All its containers, each with the key under which it stands.
    pub containers: Vec<(&'static str, &'a Node)>,
}

/// The keys under which containers stand.
pub const CONTAINERS: [&str; 3] = ["containers", "initContainers", "ephemeralContainers"];

/// All objects of a file, in their order.
pub fn of(document: &Document) -> Vec<Object<'_>> {
    let mut all = Vec::new();
    for tree in &document.trees {
        // `List`, and the typed ones: `ConfigMapList`.
        let list = tree.get("kind").and_then(Node::text).is_some_and(|kind| kind.ends_with("List"));
        let items = tree.get("items").filter(|items| list && !items.items().is_empty());
        for node in items.map_or(std::slice::from_ref(tree), Node::items).iter().filter(|node| node.is_map()) {
            let kind = node.get("kind").and_then(Node::text).unwrap_or_default();
            all.push(Object { kind, id: id(kind, node), node });
        }
    }
    all
}

fn id(kind: &str, node: &Node) -> String {
    let text = |key: &str| node.at(&["metadata", key]).and_then(Node::text).unwrap_or_default();
    match text("namespace") {
        "" => format!("{kind}/{}", text("name")),
        space => format!("{kind}/{space}/{}", text("name")),
    }
}

/// The pods of an object: any kind may hold some, also one that nobody knows.
pub fn pods(object: &Node) -> Vec<Pod<'_>> {
    let mut all = Vec::new();
    object.walk(&mut |spec| {
        if !spec.get("containers").is_some_and(|list| list.items().iter().any(Node::is_map)) {
            return;
        }
        let containers = CONTAINERS.iter().flat_map(|key| {
            let list = spec.get(key).map(Node::items).unwrap_or_default();
            list.iter().filter(|node| node.is_map()).map(|node| (*key, node))
        });
        all.push(Pod { spec, containers: containers.collect() });
    });
    all
}

/// A map with another value under a key that it has.
pub fn with(node: &Node, key: &str, value: &Node) -> Node {
    let entries = node.entries().iter();
    let entries = entries.map(|(name, old)| (name.clone(), if name.text == key { value.clone() } else { old.clone() }));
    Node { value: Value::Map(entries.collect()), line: node.line, end: node.end }
}
