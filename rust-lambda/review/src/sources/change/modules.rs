//! Modules of Terraform and nested stacks: what they build counts where their files are shown; else each is one thing that
//! may hold data.

use super::catalogue::CHANGES_MODULE;
use super::compare::Texts;
use super::contents::{self, Side, Thing};
use super::resources::Resource;
use super::stateful::loss;
use crate::called::{Place, place};
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

/// Adds a module or stack that comes from elsewhere now: what of it is no longer built, where both are shown.
pub fn compare(old: &Resource<'_>, new: &Resource<'_>, texts: &Texts<'_>, found: &mut Found<'_>) {
    let path = &texts.document.path;
    let (was, is) = (place(path, &old.kind, old.whole), place(path, &new.kind, new.whole));
    if was == is || was.is_none() || is.is_none() {
        return;
    }
    if let (Some(before), Some(after)) = (contents::of(old, texts, Side::Before), contents::of(new, texts, Side::After))
    {
        let gone: Vec<Thing> = before.into_iter().filter(|thing| !after.contains(thing)).collect();
        if let Some(lost) = contents::worst(gone) {
            let line = if is_module(&new.kind) { new.body.line_of("source") } else { new.body.line };
            let about = format!("{} is built from {} now{}", new.id, said(is.as_ref()), lost.said);
            found.own(loss(&lost.kind), (line, line), Some(&new.id), &about);
        }
        return;
    }
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

fn said<'a>(place: Option<&'a Place<'_>>) -> &'a str {
    match place {
        Some(Place::Here(path)) => path,
        Some(Place::Elsewhere(source)) => source,
        _ => "elsewhere",
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
