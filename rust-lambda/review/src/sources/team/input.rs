//! What a team's rules are shown of a file, and where what they speak of stands.

use std::collections::HashMap;

use serde_json::Value as Json;

use crate::document::Document;
use crate::kind::Kind;
use crate::objects;
use crate::plan::to_json;
use crate::tree::hcl::TopBlock;
use crate::tree::{Key, Node, Value};

/// One document of a file.
pub struct Piece {
    /// Its tree.
    pub node: Node,
    /// The tree as rules read it.
    pub json: Json,
}

/// The documents of a file: objects of Kubernetes one by one, Terraform in the shape of its JSON form (nested blocks
/// are lists), everything else as it was written.
pub fn pieces(document: &Document) -> Vec<Piece> {
    let nodes = match document.kind {
        Kind::Kubernetes => objects::of(document).into_iter().map(|object| object.node.clone()).collect(),
        _ if document.trees.is_empty() && !document.blocks.is_empty() => {
            vec![grouped(&document.blocks.iter().collect::<Vec<_>>())]
        }
        _ => document.trees.iter().filter(|tree| !tree.is_null()).cloned().collect::<Vec<_>>(),
    };
    nodes.into_iter().map(|node| Piece { json: to_json(&node), node }).collect()
}

/// Blocks under their word and labels.
fn grouped(blocks: &[&TopBlock]) -> Node {
    let mut entries: Vec<(Key, Vec<&TopBlock>)> = Vec::new();
    let mut at: HashMap<&str, usize> = HashMap::new();
    for block in blocks {
        gather(&mut entries, &mut at, &block.word, block);
    }
    let entries = entries.into_iter().map(|(key, blocks)| (key, labelled(&blocks, 0)));
    Node { value: Value::Map(entries.collect()), line: 1, end: blocks.last().map_or(1, |block| block.body.end) }
}

fn labelled(blocks: &[&TopBlock], depth: usize) -> Node {
    let mut entries: Vec<(Key, Vec<&TopBlock>)> = Vec::new();
    let mut at: HashMap<&str, usize> = HashMap::new();
    let mut bodies: Vec<Node> = Vec::new();
    for block in blocks {
        match block.labels.get(depth) {
            Some(label) => gather(&mut entries, &mut at, label, block),
            None => bodies.push(block.body.clone()),
        }
    }
    let lines = (blocks.first().map_or(1, |block| block.body.line), blocks.last().map_or(1, |block| block.body.end));
    match (entries.is_empty(), bodies.len()) {
        (true, 1) => bodies.remove(0),
        (true, _) => Node { value: Value::List(bodies.into()), line: lines.0, end: lines.1 },
        (false, _) => {
            let entries = entries.into_iter().map(|(key, blocks)| (key, labelled(&blocks, depth + 1)));
            Node { value: Value::Map(entries.collect()), line: lines.0, end: lines.1 }
        }
    }
}

fn gather<'a>(
    entries: &mut Vec<(Key, Vec<&'a TopBlock>)>,
    at: &mut HashMap<&'a str, usize>,
    name: &'a str,
    block: &'a TopBlock,
) {
    let place = *at.entry(name).or_insert_with(|| {
        entries.push((Key { text: name.to_owned(), line: block.body.line }, Vec::new()));
        entries.len() - 1
    });
    entries[place].1.push(block);
}

/// Where something stands, and the resource that it belongs to.
#[derive(Debug, PartialEq, Eq)]
pub struct Place {
    /// First and last line.
    pub lines: (u32, u32),
    /// `Bucket` of a template, `aws_s3_bucket.logs` of Terraform, `Deployment/web` of Kubernetes.
    pub resource: Option<String>,
}

/// Where a path leads, as far as it exists. Keys stand between `/`, and may hold one themselves.
pub fn place(piece: &Piece, path: &str) -> Place {
    let (mut node, mut rest, mut keys) = (&piece.node, path.trim_matches('/'), Vec::new());
    let mut lines = (node.line, node.end);
    while let Some((key, next, after)) = step(node, rest) {
        lines = (next.1.min(next.0.line).max(1), next.0.end);
        (node, rest) = (next.0, after);
        keys.push(key);
    }
    // A whole resource is named by its head.
    let lines = if keys.is_empty() { (lines.0, lines.0) } else { lines };
    Place { lines, resource: resource(&piece.node, &keys) }
}

/// The next step of a path: the key, where it leads with the key's line, and the rest.
fn step<'a, 'b>(node: &'a Node, rest: &'b str) -> Option<(String, (&'a Node, u32), &'b str)> {
    if rest.is_empty() {
        return None;
    }
    let after = |length: usize| rest.get(length..).map(|after| after.strip_prefix('/').unwrap_or(after));
    if let Value::List(items) = &node.value {
        let length = rest.find('/').unwrap_or(rest.len());
        let item = items.get(rest.get(..length)?.parse::<usize>().ok()?)?;
        return Some((rest.get(..length)?.to_owned(), (item, item.line), after(length)?));
    }
    let fits = |key: &str| rest.strip_prefix(key).is_some_and(|after| after.is_empty() || after.starts_with('/'));
    let entries = node.entries().iter().filter(|(key, _)| !key.text.is_empty() && fits(&key.text));
    let (key, next) = entries.max_by_key(|(key, _)| key.text.len())?;
    Some((key.text.clone(), (next, key.line), after(key.text.len())?))
}

fn resource(node: &Node, keys: &[String]) -> Option<String> {
    let text = |path: &[&str]| node.at(path).and_then(Node::text);
    match (keys.first().map(String::as_str), keys.get(1), keys.get(2)) {
        (Some("Resources"), Some(name), _) => Some(name.clone()),
        (Some("resource"), Some(kind), Some(name)) => Some(format!("{kind}.{name}")),
        _ => match (text(&["kind"]), text(&["metadata", "name"])) {
            (Some(kind), Some(name)) => Some(format!("{kind}/{name}")),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_its_line_as_far_as_it_exists() {
        let document = Document::read(
            "t.yaml",
            "Resources:\n  Logs:\n    Type: AWS::S3::Bucket\n    Properties:\n      Name: x\n",
        );
        let piece = &pieces(&document)[0];
        let at = |path: &str| place(piece, path);
        assert_eq!(at("Resources/Logs/Properties/Name").lines, (5, 5));
        assert_eq!(at("/Resources/Logs/Properties/Nope/x"), Place { lines: (4, 5), resource: Some("Logs".to_owned()) });
        assert_eq!(at("").lines, (1, 1));
    }

    #[test]
    fn terraform_is_shown_in_the_shape_of_its_json_form() {
        let text = "resource \"aws_s3_bucket\" \"a\" {\n  acl = \"private\"\n  rule {\n    x = 1\n  }\n}\nresource \"aws_s3_bucket\" \"b\" {}\n";
        let document = Document::read("main.tf", text);
        let piece = &pieces(&document)[0];
        let bucket = &piece.json["resource"]["aws_s3_bucket"];
        assert_eq!((&bucket["a"]["acl"], &bucket["a"]["rule"][0]["x"]), (&Json::from("private"), &Json::from(1)));
        assert!(bucket["b"].is_object());
        let at = place(piece, "resource/aws_s3_bucket/a/rule/0/x");
        assert_eq!(at, Place { lines: (4, 4), resource: Some("aws_s3_bucket.a".to_owned()) });
    }
}
