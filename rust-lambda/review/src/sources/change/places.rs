//! Where Terraform keeps its state, and where its providers build.

use super::catalogue::{LEAVES_STATE, LOSES_STATE, MAY_DESTROY_DATA};
use crate::document::Document;
use crate::kind::Kind;
use crate::source::Found;
use crate::tree::Node;
use crate::tree::hcl::TopBlock;

/// What of a backend says where the state lies.
const STATE: [&str; 16] = [
    "address",
    "bucket",
    "conn_str",
    "container_name",
    "hostname",
    "key",
    "organization",
    "path",
    "prefix",
    "region",
    "resource_group_name",
    "schema_name",
    "secret_suffix",
    "storage_account_name",
    "workspace_key_prefix",
    "workspaces",
];

/// What of a provider says where it builds.
const BUILDS: [&str; 4] = ["region", "project", "subscription_id", "tenant_id"];

/// A backend: its type, its settings, its line.
type Backend<'a> = (&'a str, &'a Node, u32);

/// Adds state that is left behind, and providers that build elsewhere.
pub fn review(before: &Document, document: &Document, found: &mut Found<'_>) {
    if document.kind == Kind::Serverless {
        return service(before, document, found);
    }
    state(before, document, found);
    let known: Vec<(String, &Node)> = providers(before).collect();
    for (name, new) in providers(document) {
        let Some((_, old)) = known.iter().find(|(known, _)| *known == name) else { continue };
        for key in BUILDS {
            let (Some(was), Some(is)) = (old.get(key), new.get(key)) else { continue };
            let line = new.line_of(key);
            if was.same(is) || was.is_open() {
                continue;
            }
            if is.is_open() {
                found.not_understood(line, is.source().unwrap_or(key));
            } else {
                let about = format!("{key} of provider {name} {} → {}", said(was), said(is));
                found.own(&MAY_DESTROY_DATA, (line, line), None, &format!("all that it builds: {about}"));
            }
        }
    }
}

/// Of a service of the Serverless Framework: its stack is named by service and stage, and stands in one region.
fn service(before: &Document, document: &Document, found: &mut Found<'_>) {
    let (Some(old), Some(new)) = (before.trees.first(), document.trees.first()) else { return };
    for path in [&["service"][..], &["provider", "region"], &["provider", "stage"]] {
        let (Some(was), Some(is)) = (old.at(path), new.at(path)) else { continue };
        if let (Some(was), Some(now)) = (was.text(), is.text())
            && was != now
        {
            let about = format!("all that it builds: {} {was} → {now}", path.join("."));
            found.own(&MAY_DESTROY_DATA, (is.line, is.line), None, &about);
        }
    }
}

fn state(before: &Document, document: &Document, found: &mut Found<'_>) {
    let Some((was, old, _)) = backend(before) else { return };
    let moved = document.others.iter().find_map(backend);
    let Some((is, new, line)) = backend(document).or(moved) else {
        return found.own(&LOSES_STATE, (1, 1), None, &format!("backend {was} is removed"));
    };
    // Another file says it now, and the line is there.
    let line = if backend(document).is_some() { line } else { 1 };
    if was != is {
        let rule = if is == "local" { &LOSES_STATE } else { &LEAVES_STATE };
        return found.own(rule, (line, line), None, &format!("backend {was} → {is}"));
    }
    for key in STATE {
        if let (Some(was), Some(is)) = (old.get(key), new.get(key))
            && !was.same(is)
        {
            let line = if backend(document).is_some() { new.line_of(key) } else { 1 };
            found.own(&LEAVES_STATE, (line, line), None, &format!("{key} {} → {}", said(was), said(is)));
        }
    }
}

/// The backend of a file; of the form in JSON the word is the block's label.
fn backend(document: &Document) -> Option<Backend<'_>> {
    let settings = document.blocks.iter().filter(|block| block.word == "terraform");
    settings.into_iter().find_map(|block| {
        let label = block.labels.first().map(String::as_str);
        let (under, cloud) = match label {
            Some("backend") => (Some(&block.body), None),
            Some("cloud") => (None, Some(&block.body)),
            Some(_) => (None, None),
            None => (first(&block.body, "backend"), first(&block.body, "cloud")),
        };
        let named = under.and_then(|under| under.entries().first());
        let named = named.map(|(key, node)| (key.text.as_str(), node.one_or_many().first().unwrap_or(node), key.line));
        named.or_else(|| cloud.map(|node| ("cloud", node, node.line)))
    })
}

fn first<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    node.get(key)?.one_or_many().first()
}

/// The providers of a file, each with its alias.
fn providers(document: &Document) -> impl Iterator<Item = (String, &Node)> {
    let blocks = document.blocks.iter().filter(|block| block.word == "provider");
    blocks.filter_map(|block: &TopBlock| {
        let alias = block.body.get("alias").and_then(Node::text);
        Some((format!("{}{}", block.labels.first()?, alias.map(|a| format!(".{a}")).unwrap_or_default()), &block.body))
    })
}

fn said(node: &Node) -> String {
    node.source().unwrap_or("…").to_owned()
}
