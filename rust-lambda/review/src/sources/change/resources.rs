//! The resources of a file, whatever its language.

use super::modules;
use crate::document::Document;
use crate::kind::Kind;
use crate::objects::{self, Object};
use crate::tree::Node;
use crate::tree::hcl::TopBlock;

/// One resource of a file.
pub struct Resource<'a> {
    /// What the file calls it.
    pub id: String,
    /// Its type.
    pub kind: String,
    /// Where it begins.
    pub line: u32,
    /// Where it ends.
    pub end: u32,
    /// The whole entry.
    pub whole: &'a Node,
    /// What it is made of.
    pub body: &'a Node,
}

impl Resource<'_> {
    /// Whether both are the same thing.
    pub fn is(&self, other: &Resource<'_>) -> bool {
        self.id == other.id && self.is_of_kind(other)
    }

    /// Whether both are of one type: modules are, wherever they come from.
    pub fn is_of_kind(&self, other: &Resource<'_>) -> bool {
        self.kind == other.kind || modules::is_module(&self.kind) && modules::is_module(&other.kind)
    }
}

/// The resources of all readings of a file.
pub fn of_all_readings(document: &Document) -> impl Iterator<Item = Resource<'_>> {
    (0..document.readings.len().max(1)).flat_map(|reading| resources(document, reading))
}

/// The resources of one reading.
pub fn resources(document: &Document, reading: usize) -> Vec<Resource<'_>> {
    match document.kind {
        Kind::CloudFormation | Kind::Serverless => {
            let tree = document.readings.get(reading).or_else(|| document.readings.last());
            let entries = tree.and_then(|tree| tree.get("Resources")).map(Node::entries).unwrap_or_default();
            entries.iter().map(|(key, node)| template(&key.text, node)).collect()
        }
        Kind::Terraform => document.blocks.iter().filter_map(block).collect(),
        Kind::Kubernetes => {
            let objects = objects::of(document).into_iter().filter(|object| !object.id.ends_with('/'));
            objects
                .map(|Object { kind, id, node }| Resource {
                    id,
                    kind: kind.to_owned(),
                    line: node.line,
                    end: node.end,
                    whole: node,
                    body: node.get("spec").unwrap_or(node),
                })
                .collect()
        }
        Kind::Compose => {
            let tree = document.trees.first();
            let of = |key: &str| tree.and_then(|tree| tree.get(key)).map(Node::entries).unwrap_or_default();
            let services = of("services").iter().map(|(key, node)| named(key.text.clone(), "service", node));
            let volumes = of("volumes").iter().map(|(key, node)| named(format!("volume {}", key.text), "volume", node));
            services.chain(volumes).collect()
        }
        Kind::IamPolicy => {
            document.trees.first().map(|tree| named("policy".to_owned(), "policy", tree)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn block(block: &TopBlock) -> Option<Resource<'_>> {
    match (block.word.as_str(), block.labels.as_slice()) {
        ("resource", [kind, name]) => Some(named(format!("{kind}.{name}"), kind, &block.body)),
        ("data", [kind, name]) => Some(named(format!("data.{kind}.{name}"), &format!("data.{kind}"), &block.body)),
        ("module", [name]) => Some(named(format!("module.{name}"), &modules::kind(&block.body), &block.body)),
        _ => None,
    }
}

fn template<'a>(id: &str, node: &'a Node) -> Resource<'a> {
    let kind = node.get("Type").and_then(Node::text).unwrap_or_default().to_owned();
    Resource {
        id: id.to_owned(),
        kind,
        line: node.line,
        end: node.end,
        whole: node,
        body: node.get("Properties").unwrap_or(node),
    }
}

fn named<'a>(id: String, kind: &str, node: &'a Node) -> Resource<'a> {
    Resource { id, kind: kind.to_owned(), line: node.line, end: node.end, whole: node, body: node }
}
