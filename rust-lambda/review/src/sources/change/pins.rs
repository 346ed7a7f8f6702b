//! How firmly Terraform names the versions of its modules and providers.

use super::images::{Named, Pin};
use crate::document::Document;
use crate::tree::Node;

/// All modules and providers of a file that name a version.
pub fn named(document: &Document) -> Vec<Named> {
    let mut all = Vec::new();
    for block in &document.blocks {
        match (block.word.as_str(), block.labels.first().map(String::as_str)) {
            ("module", Some(_)) => all.extend(module(&block.body)),
            ("terraform", None) => {
                let lists = block.body.get("required_providers").map(Node::one_or_many).unwrap_or_default();
                lists.iter().for_each(|list| providers(list, &mut all));
            }
            ("terraform", Some("required_providers")) => providers(&block.body, &mut all),
            _ => {}
        }
    }
    all
}

fn providers(list: &Node, all: &mut Vec<Named>) {
    for (key, node) in list.entries() {
        if let Some(version) = node.get("version").unwrap_or(node).text() {
            let name = format!("provider {}", key.text);
            all.push(Named { name, version: version.to_owned(), pin: constrained(version), line: node.line });
        }
    }
}

/// A module of a registry by its version, one of a repository by its `ref`.
fn module(body: &Node) -> Option<Named> {
    let source = body.get("source")?;
    let text = source.text()?;
    let (name, query) = text.split_once('?').unwrap_or((text, ""));
    if let Some(version) = body.get("version") {
        let (version, line) = (version.text()?.to_owned(), version.line);
        return Some(Named { name: name.to_owned(), pin: constrained(&version), version, line });
    }
    // A folder at hand has none.
    if text.starts_with('.') {
        return None;
    }
    let version = query.split('&').find_map(|part| part.strip_prefix("ref=")).unwrap_or_default();
    Some(Named { name: name.to_owned(), version: version.to_owned(), pin: of_ref(version), line: source.line })
}

fn of_ref(version: &str) -> Pin {
    if version.len() >= 40 && version.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Pin::Digest;
    }
    let number = version.rsplit('/').next().unwrap_or_default().trim_start_matches('v');
    if number.starts_with(|c: char| c.is_ascii_digit()) && number.contains('.') { Pin::Tag } else { Pin::Loose }
}

/// Of one version alone, of those up to some bound, or of any to come.
fn constrained(version: &str) -> Pin {
    let parts: Vec<&str> = version.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let exact = |part: &&str| part.trim_start_matches('=').trim_start().starts_with(|c: char| c.is_ascii_digit());
    match parts.as_slice() {
        [only] if exact(only) => Pin::Digest,
        parts if parts.iter().any(|part| part.starts_with(['~', '<'])) => Pin::Tag,
        _ => Pin::Loose,
    }
}
