//! Types of Terraform that no rule judges, each named once: silence about them is no approval.

use std::collections::{BTreeMap, HashSet};

use crate::document::Document;
use crate::kind::Kind;
use crate::plan;
use crate::source::Found;
use crate::types;

/// The types that are judged.
pub struct Judged {
    known: HashSet<&'static str>,
}

impl Judged {
    /// Those that `posture` knows, and those that our own rules name.
    pub fn new(own: impl Iterator<Item = &'static str>) -> Judged {
        Judged { known: types::of_posture().chain(own).collect() }
    }

    /// Names the types of a file that nobody judges, at the first resource of each.
    pub fn review(&self, document: &Document, found: &mut Found<'_>) {
        let mut unknown: BTreeMap<String, (u32, usize)> = BTreeMap::new();
        let mut see = |kind: &str, line: u32| {
            if !self.known.contains(kind) {
                unknown.entry(kind.to_owned()).or_insert((line, 0)).1 += 1;
            }
        };
        match document.kind {
            Kind::Terraform => {
                let resources = document.blocks.iter().filter(|block| block.word == "resource");
                resources.for_each(|block| {
                    see(block.labels.first().map(String::as_str).unwrap_or_default(), block.body.line);
                });
            }
            Kind::TerraformPlan => {
                for change in document.trees.first().map(plan::changes).unwrap_or_default() {
                    if change.change.get("after").is_some_and(crate::tree::Node::is_map) {
                        see(change.kind, change.node.line);
                    }
                }
            }
            _ => {}
        }
        for (kind, (line, count)) in unknown.into_iter().filter(|(kind, _)| !types::is_harmless(kind)) {
            let many = if count == 1 { String::new() } else { format!(" ({count} resources)") };
            found.missed(Some(line), &format!("no rule knows the type {kind}{many}"));
        }
    }
}
