//! Who refers to whom in a file: by `Ref`, `Fn::GetAtt` and `Fn::Sub` in templates, by `type.name` in Terraform.

use std::collections::{HashMap, HashSet};

use super::resources::Resource;
use crate::document::Document;
use crate::tree::Node;

/// The types that refer to a resource, and the types that are there.
#[derive(Default)]
pub struct Links {
    by_target: HashMap<String, HashSet<String>>,
    present: HashSet<String>,
}

impl Links {
    /// Reads all resources of a file once.
    pub fn read(document: &Document, resources: &[Resource<'_>]) -> Links {
        let mut links = Links::default();
        if document.kind.has_template() {
            // As it is written: what a reference comes to says no more to whom it led.
            let resources = document.trees.first().and_then(|tree| tree.get("Resources"));
            for (_, node) in resources.map(Node::entries).unwrap_or_default() {
                let kind = node.get("Type").and_then(Node::text).unwrap_or_default();
                links.present.insert(kind.to_owned());
                node.walk(&mut |node| template_targets(node, &mut |target| links.add(target, kind)));
            }
            return links;
        }
        for resource in resources {
            links.present.insert(resource.kind.clone());
            resource.body.walk(&mut |node| terraform_targets(node, &mut |target| links.add(target, &resource.kind)));
        }
        links
    }

    fn add(&mut self, target: &str, kind: &str) {
        let kinds = self.by_target.entry(target.to_owned()).or_default();
        if !kinds.contains(kind) {
            kinds.insert(kind.to_owned());
        }
    }

    /// Whether some resource of a type (`*`: of any) refers to one.
    pub fn is_referred(&self, target: &str, kind: &str) -> bool {
        self.by_target.get(target).is_some_and(|kinds| kind == "*" || kinds.contains(kind))
    }

    /// Whether there is a resource of a type.
    pub fn is_present(&self, kind: &str) -> bool {
        self.present.contains(kind)
    }
}

fn template_targets(node: &Node, add: &mut dyn FnMut(&str)) {
    let [(key, value)] = node.entries() else { return };
    match key.text.as_str() {
        "Ref" => value.text().into_iter().for_each(add),
        "Fn::GetAtt" => {
            let name = value.items().first().unwrap_or(value).text().unwrap_or_default();
            add(name.split('.').next().unwrap_or_default());
        }
        "Fn::Sub" => {
            let text = value.items().first().unwrap_or(value).text().unwrap_or_default();
            let names = text.split("${").skip(1).filter_map(|rest| rest.split(['}', '.']).next());
            names.for_each(add);
        }
        _ => {}
    }
}

fn terraform_targets(node: &Node, add: &mut dyn FnMut(&str)) {
    let text = match &node.value {
        crate::tree::Value::Open(text) => text,
        _ => return,
    };
    let words = text.split(|letter: char| !(letter.is_alphanumeric() || "_-.".contains(letter)));
    for word in words.filter(|word| word.contains('.')) {
        let mut parts = word.split('.');
        if let (Some(kind), Some(name)) = (parts.next(), parts.next()) {
            add(&format!("{kind}.{name}"));
        }
    }
}
