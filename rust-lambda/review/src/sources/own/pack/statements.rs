//! Statements of policies in one shape (`Effect`, `Principal`, `Action`, `Resource`, `Condition`), wherever they stand:
//! as JSON in a text, as a structure, as a `data` block that a resource refers to.

use std::collections::HashMap;
use std::rc::Rc;

use super::resources::Resource;
use crate::document::Document;
use crate::kind::Kind;
use crate::tree::{Key, Node, Value, json};

/// A statement that was brought into one shape, so it has a body of its own.
pub struct Inside {
    kinds: Vec<String>,
    id: String,
    body: Node,
}

impl Inside {
    /// It as a thing to judge, once for each of its types.
    pub fn resources(&self) -> impl Iterator<Item = Resource<'_>> {
        self.kinds.iter().map(|kind| Resource {
            kind: kind.clone(),
            id: self.id.clone(),
            body: &self.body,
            whole: &self.body,
            line: self.body.line,
        })
    }
}

/// All statements of a file, each under `policy/any` and under the type of the resource that it belongs to.
pub fn of(document: &Document, resources: &[Resource<'_>]) -> Vec<Inside> {
    if !document.kind.has_template() && document.kind != Kind::Terraform {
        return Vec::new();
    }
    let blocks = resources.iter().filter(|resource| resource.kind == "data.aws_iam_policy_document");
    let by_name: HashMap<&str, &Node> = blocks.map(|resource| (resource.id.as_str(), resource.body)).collect();
    let mut all = Vec::new();
    for resource in resources {
        let mut take = |node: &Node, line: Option<u32>| {
            if let Some(body) = statement(node, line) {
                let kinds = vec!["policy/any".to_owned(), format!("policy/{}", resource.kind)];
                all.push(Inside { kinds, id: resource.id.clone(), body });
            }
        };
        below(resource.body, None, &mut take);
        resource.body.walk(&mut |node| {
            if let Value::Open(text) = &node.value
                && let Some(block) = named(text).and_then(|name| by_name.get(name.as_str()))
            {
                below(block, Some(node.line), &mut take);
            }
        });
    }
    all
}

/// The block that an expression names: `data.aws_iam_policy_document.x.json`.
fn named(text: &str) -> Option<String> {
    let rest = text.split_once("data.aws_iam_policy_document.")?.1;
    let name = rest.split(|letter: char| !(letter.is_alphanumeric() || "_-".contains(letter))).next()?;
    Some(format!("data.aws_iam_policy_document.{name}"))
}

fn below(node: &Node, line: Option<u32>, take: &mut dyn FnMut(&Node, Option<u32>)) {
    node.walk(&mut |node| {
        take(node, line);
        if let Value::Text(text) = &node.value
            && text.trim_start().starts_with('{')
            && text.contains("\"Effect\"")
            && let Ok(policy) = json::read(text)
        {
            policy.walk(&mut |inner| take(inner, Some(line.unwrap_or(node.line))));
        }
    });
}

/// A statement in one shape; a line that is given is that of all its parts.
fn statement(node: &Node, line: Option<u32>) -> Option<Node> {
    let either = |one: &str, other: &str| node.get(one).or_else(|| node.get(other));
    let effect = either("Effect", "effect");
    let actions = either("Action", "actions");
    let others = either("NotAction", "not_actions");
    let block = node.get("actions").is_some() || node.get("not_actions").is_some();
    if !node.is_map() || effect.is_none() && !block || actions.is_none() && others.is_none() {
        return None;
    }
    let at = |node: &Node| line.unwrap_or(node.line);
    let allow = Node { value: Value::Text("Allow".to_owned()), line: at(node), end: at(node) };
    let mut entries = vec![(key("Effect", at(node)), effect.map_or(allow, |node| placed(node, line)))];
    for (name, part) in [("Action", actions), ("NotAction", others)]
        .into_iter()
        .chain([("Resource", either("Resource", "resources")), ("Condition", either("Condition", "condition"))])
    {
        entries.extend(part.map(|part| (key(name, at(part)), placed(part, line))));
    }
    for (name, part) in [("Principal", either("Principal", "principals")), ("NotPrincipal", node.get("NotPrincipal"))] {
        entries.extend(part.map(|part| (key(name, at(part)), placed(&principals(part), line))));
    }
    Some(Node { value: Value::Map(Rc::from(entries)), line: at(node), end: line.unwrap_or(node.end) })
}

/// Principals as a list: of `"*"`, of `{"AWS": …}`, of blocks with `identifiers`. Services stand in it as they are.
fn principals(node: &Node) -> Node {
    let mut list = Vec::new();
    for item in node.one_or_many() {
        match item.get("identifiers") {
            Some(names) => list.extend_from_slice(names.one_or_many()),
            None if item.is_open() || item.entries().is_empty() => list.push(item.clone()),
            None => list.extend(item.entries().iter().flat_map(|(_, names)| names.one_or_many()).cloned()),
        }
    }
    Node { value: Value::List(list.into()), line: node.line, end: node.end }
}

fn key(text: &str, line: u32) -> Key {
    Key { text: text.to_owned(), line }
}

/// A node whose first level stands on a given line.
fn placed(node: &Node, line: Option<u32>) -> Node {
    let Some(line) = line else { return node.clone() };
    Node { value: node.value.clone(), line, end: line }
}
