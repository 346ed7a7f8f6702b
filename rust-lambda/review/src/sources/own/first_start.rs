//! What machines and Terraform itself run: scripts of a first start, commands of provisioners, modules and states that
//! come over the network.

use super::catalogue as rules;
use super::unread;
use crate::document::Document;
use crate::kind::Kind;
use crate::source::Found;
use crate::tree::hcl::TopBlock;
use crate::tree::{Node, Value};

/// Keys that hold a script of a first start, in Terraform and in templates.
const SCRIPTS: [&str; 6] =
    ["user_data", "custom_data", "metadata_startup_script", "startup_script", "startup-script", "UserData"];

/// Reviews the resources of a file.
pub fn review(document: &Document, found: &mut Found<'_>) {
    match document.kind {
        Kind::Terraform => document.blocks.iter().for_each(|block| terraform(block, found)),
        Kind::CloudFormation => {
            for (id, node) in document.template_resources() {
                scripts(node, id, found);
            }
        }
        _ => {}
    }
}

fn terraform(block: &TopBlock, found: &mut Found<'_>) {
    let id = block.labels.join(".");
    let body = &block.body;
    match block.word.as_str() {
        "module" => {
            let source = body.get("source").and_then(Node::text).unwrap_or_default();
            if is_plain(source.strip_prefix("git::").unwrap_or(source)) {
                let line = body.line_of("source");
                found.own(&rules::TF_PLAIN_MODULE, (line, line), Some(&id), source);
            }
        }
        "terraform" => {
            body.walk(&mut |node| {
                let address = ["address", "lock_address"].iter().find_map(|key| node.get(key));
                if let Some(line) = address.filter(|node| node.text().is_some_and(is_plain)).map(|node| node.line) {
                    found.own(&rules::TF_PLAIN_STATE, (line, line), None, "");
                }
            });
        }
        "data" if block.labels.first().is_some_and(|kind| kind == "external") => told(body.get("program"), &id, found),
        _ => scripts(body, &id, found),
    }
}

/// Whether an address leads over a network without encryption.
fn is_plain(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("http://") else { return false };
    !["localhost", "127.", "[::1]"].iter().any(|own| rest.starts_with(own))
}

fn scripts(body: &Node, id: &str, found: &mut Found<'_>) {
    body.walk(&mut |node| {
        for (key, value) in node.entries() {
            if SCRIPTS.contains(&key.text.as_str()) {
                told(Some(value), id, found);
            }
            if key.text == "provisioner" {
                value.walk(&mut |node| {
                    told(node.get("command"), id, found);
                    told(node.get("inline"), id, found);
                });
            }
        }
    });
}

/// A script, in whatever functions it stands.
fn told(script: Option<&Node>, id: &str, found: &mut Found<'_>) {
    let Some(script) = script else { return };
    script.walk(&mut |node| {
        if let Value::Text(text) | Value::Open(text) = &node.value
            && let Some(part) = text.lines().chain(quoted(text)).find_map(unread::part)
        {
            found.own(&rules::START_UNREAD_SCRIPT, (node.line, node.end), Some(id), &part);
        }
    });
}

/// The texts that stand in quotes inside of an expression.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2).flat_map(|text| text.split("\\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_address_is_one_of_another_machine() {
        for (address, expected) in [
            ("http://example.org/m.zip", true),
            ("https://example.org/m.zip", false),
            ("http://localhost:8080/state", false),
            ("http://127.0.0.1/state", false),
            ("./module", false),
        ] {
            assert_eq!(is_plain(address), expected, "{address}");
        }
    }
}
