//! Resources of Terraform that go on under another address, or that it lets go of: `moved` and `removed` blocks.

use super::compare::Texts;
use super::contents::{self, Side, Thing};
use super::modules::is_module;
use super::resources::{Resource, of_all_readings};
use super::stateful::{loss, may_lose};
use crate::document::Document;
use crate::source::Found;
use crate::tree::Node;
use crate::tree::hcl::TopBlock;

/// Whether a resource that is gone lives on elsewhere. What of a module lives on only in part is named.
pub fn follow(old: &Resource<'_>, texts: &Texts<'_>, line: u32, found: &mut Found<'_>) -> bool {
    if lives_on(&old.id, &old.kind, texts) {
        return true;
    }
    let within = format!("{}.", old.id);
    let parts = is_module(&old.kind) && blocks(texts.document).any(|block| from(block).starts_with(&within));
    if !parts {
        return false;
    }
    if let Some(things) = contents::of(old, texts, Side::Before) {
        let gone = things.into_iter().filter(|thing| !goes_on(&within, thing, texts));
        if let Some(lost) = contents::worst(gone.collect()) {
            let about = format!("{} is taken apart{}", old.id, lost.said);
            found.own(loss(&lost.kind), (line, line), Some(&old.id), &about);
        }
    } else {
        let why = format!("{} is taken apart: what is in it and not named as moved is destroyed", old.id);
        found.missed(Some(line), &why);
    }
    true
}

/// Whether something of a module lives on elsewhere: by itself, or with a module within that one.
fn goes_on(within: &str, thing: &Thing, texts: &Texts<'_>) -> bool {
    let ends = thing.id.match_indices('.').map(|(at, _)| &thing.id[..at]);
    let modules = ends.filter(|end| end.split('.').nth_back(1) == Some("module"));
    let of_module = modules.map(|end| (end, "module"));
    of_module
        .chain([(thing.id.as_str(), thing.kind.as_str())])
        .any(|(id, kind)| lives_on(&format!("{within}{id}"), kind, texts))
}

/// Whether what had an address is somewhere else now, or let go of and not destroyed.
pub fn lives_on(address: &str, kind: &str, texts: &Texts<'_>) -> bool {
    blocks(texts.document).any(|block| {
        from(block) == address
            && match block.word.as_str() {
                "removed" => is_let_go(block),
                _ => arrives(block, kind, texts),
            }
    })
}

/// Whether a block speaks of an address or of what lies below it.
pub fn speaks_of(id: &str, texts: &Texts<'_>) -> bool {
    blocks(texts.document).any(|block| from(block) == id || from(block).starts_with(&format!("{id}[")))
}

fn blocks(document: &Document) -> impl Iterator<Item = &TopBlock> {
    let all = document.others.iter().flat_map(|other| &other.blocks).chain(&document.blocks);
    all.filter(|block| block.word == "moved" || block.word == "removed")
}

fn from(block: &TopBlock) -> &str {
    block.body.get("from").and_then(Node::source).unwrap_or_default().trim()
}

fn is_let_go(block: &TopBlock) -> bool {
    let lifecycle = block.body.get("lifecycle").and_then(|list| list.one_or_many().first());
    lifecycle.and_then(|node| node.get("destroy")).is_some_and(Node::is_false)
}

/// Whether what a block moves finds a place: one that is there, was not there before, and is of the same type.
fn arrives(block: &TopBlock, kind: &str, texts: &Texts<'_>) -> bool {
    let to = block.body.get("to").and_then(Node::source).unwrap_or_default().trim();
    let (id, index) = to.split_once('[').unwrap_or((to, ""));
    let of_module = to.strip_prefix("module.").is_some() && !is_module(kind);
    // What a module holds stands in another folder.
    let id = if of_module { to.split(['.', '[']).take(2).collect::<Vec<_>>().join(".") } else { id.to_owned() };
    let fits =
        |new: &Resource<'_>| new.id == id && (of_module || new.kind == kind || is_module(kind) && is_module(&new.kind));
    let document = texts.document;
    let is = of_all_readings(document).any(|new| fits(&new))
        || document.others.iter().any(|other| of_all_readings(other).any(|new| fits(&new)));
    let was = of_all_readings(texts.before).any(|old| old.id == id);
    // One more of what is counted, or one more thing in a module, may well be new where others were.
    is && (!was || !index.is_empty() || of_module || may_lose(kind).is_none())
}
