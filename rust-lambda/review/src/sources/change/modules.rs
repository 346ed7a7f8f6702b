//! Modules of Terraform: what they build is not shown, so each counts as one thing that may hold data.

use super::catalogue::CHANGES_MODULE;
use super::resources::Resource;
use crate::source::Found;
use crate::tree::Node;

/// The type of a module: with its name where it is one of a registry.
pub fn kind(body: &Node) -> String {
    let source = body.get("source").and_then(Node::text).unwrap_or_default();
    let path = source.split("//").next().unwrap_or_default();
    match path.split('/').collect::<Vec<_>>().as_slice() {
        [space, name, _] if !path.contains([':', '.']) => format!("module/{space}/{name}"),
        _ => "module".to_owned(),
    }
}

/// Whether a type is that of modules.
pub fn is_module(kind: &str) -> bool {
    kind == "module" || kind.starts_with("module/")
}

/// Adds a module that comes from elsewhere now.
pub fn compare(old: &Resource<'_>, new: &Resource<'_>, found: &mut Found<'_>) {
    let source = |resource: &Resource<'_>| resource.body.get("source").and_then(Node::text).map(origin);
    if !is_module(&new.kind) {
        return;
    }
    if let (Some(was), Some(is)) = (source(old), source(new))
        && was != is
    {
        let line = new.body.line_of("source");
        found.own(&CHANGES_MODULE, (line, line), Some(&new.id), &format!("{} {was} → {is}", new.id));
    }
}

/// Where a module comes from, whatever its version and the way there. Of a folder at hand only its name says something:
/// folders are moved.
fn origin(source: &str) -> String {
    let plain = source.split('?').next().unwrap_or_default();
    if plain.starts_with('.') {
        return plain.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    }
    let plain = plain.strip_prefix("git::").unwrap_or(plain);
    let plain = plain.split_once("://").map_or(plain, |(_, rest)| rest);
    let plain = plain.strip_prefix("git@").unwrap_or(plain).replacen(':', "/", 1);
    plain.replace(".git", "").trim_end_matches('/').to_ascii_lowercase()
}
