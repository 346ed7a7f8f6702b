//! What a file builds by calling it: modules of Terraform and nested stacks of CloudFormation. Each file is shown what it
//! calls, and what that calls in turn, so that a change of a call is a change of what stands behind it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::folder::{CALLS, Sibling, below, folder, is_terraform, sources};
use crate::kind::Kind;
use crate::tree::{Key, Node};
use crate::users::is_harmless;
use crate::wire::File;

/// How much text of what it calls a file is shown, in bytes.
const MAX_BYTES: usize = 1_000_000;

/// Types of nested stacks.
const STACK: &str = "AWS::CloudFormation::Stack";
const APPLICATION: &str = "AWS::Serverless::Application";

/// Keys behind which a template names another one.
const NAMES_TEMPLATE: [&str; 3] = ["TemplateURL", "Location", "aws:asset:path"];

/// What a file calls, as far as it is shown.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Within {
    /// What is shown: folders of modules, paths of templates.
    shown: BTreeSet<String>,
    /// Nested stacks that are shown under the name that they have once they run.
    stacks: BTreeSet<String>,
    /// The files behind calls, where they may have been others before.
    files: BTreeMap<String, Vec<Sibling>>,
}

impl Within {
    /// Whether nothing is called.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.stacks.is_empty()
    }

    /// The files at a place, with what they were before.
    pub fn files(&self, place: &str) -> &[Sibling] {
        self.files.get(place).map(Vec::as_slice).unwrap_or_default()
    }

    fn shows(&self, call: &Call<'_>) -> bool {
        match &call.place {
            Place::Here(place) => self.shown.contains(place),
            _ => self.stacks.iter().any(|stack| stack.starts_with(&format!("{}-", call.id))),
        }
    }
}

/// Where what is called stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// In a folder or file beside the caller.
    Here(String),
    /// In a registry, a repository or a bucket.
    Elsewhere(&'a str),
    /// Only a run tells.
    Open,
}

/// A call of a module, or a nested stack.
pub struct Call<'a> {
    /// What its file calls it.
    pub id: String,
    /// Where it stands.
    pub line: u32,
    /// Where what it calls stands.
    pub place: Place<'a>,
    /// The whole entry.
    pub whole: &'a Node,
}

impl Call<'_> {
    /// Whether a former text calls the same, with arguments that opened as much.
    pub fn was_in(&self, before: &Document) -> bool {
        let old = of(before).into_iter().find(|old| old.id == self.id && old.place == self.place);
        old.is_some_and(|old| {
            let [was, is] =
                [old.whole, self.whole].map(|whole| whole.at(&["Properties", "Parameters"]).unwrap_or(whole));
            let same = |(key, value): &(Key, Node)| {
                is_harmless(value) || was.get(&key.text).is_some_and(|old| old.same(value))
            };
            is.entries().iter().all(same) && was.entries().iter().all(|(key, _)| is.get(&key.text).is_some())
        })
    }

    /// Whether what it calls is shown.
    pub fn is_shown(&self, document: &Document) -> bool {
        document.within.shows(self)
    }
}

/// The calls of a file.
pub fn of(document: &Document) -> Vec<Call<'_>> {
    let call = |id: String, kind: &str, whole| {
        place(&document.path, kind, whole).map(|place| Call { id, line: whole.line, place, whole })
    };
    match document.kind {
        Kind::Terraform => {
            let modules = document.blocks.iter().filter(|block| block.word == "module");
            modules
                .filter_map(|block| call(format!("module.{}", block.labels.first()?), "module", &block.body))
                .collect()
        }
        Kind::CloudFormation => {
            let kind = |node: &Node| node.get("Type").and_then(Node::text).unwrap_or_default().to_owned();
            document.resources.iter().filter_map(|(key, node)| call(key.text.clone(), &kind(node), node)).collect()
        }
        _ => Vec::new(),
    }
}

/// Where what a resource of a file calls stands; nothing where it calls nothing.
pub fn place<'a>(path: &str, kind: &str, whole: &'a Node) -> Option<Place<'a>> {
    let named = match kind {
        "module" => whole.get("source"),
        STACK => whole.at(&["Metadata", "aws:asset:path"]).or_else(|| whole.at(&["Properties", "TemplateURL"])),
        APPLICATION => whole.at(&["Properties", "Location"]),
        _ if kind.starts_with("module/") => whole.get("source"),
        _ => return None,
    };
    let Some(source) = named.and_then(Node::text) else { return Some(Place::Open) };
    let is_here = if kind.starts_with("module") { source.starts_with('.') } else { is_path(source) };
    Some(if is_here { Place::Here(below(&folder(path), source)) } else { Place::Elsewhere(source) })
}

/// Whether a template names another one by a path of this machine.
fn is_path(source: &str) -> bool {
    !source.is_empty() && !source.contains("://") && !source.contains(['{', '!', '$'])
}

/// What each file calls, in the order of the files. Only words are looked at here.
pub fn within(files: &[File]) -> Vec<Within> {
    let mut places: BTreeMap<String, Vec<&File>> = BTreeMap::new();
    for file in files {
        let place = if is_terraform(&file.path) { folder(&file.path) } else { below("", &file.path) };
        places.entry(place).or_default().push(file);
    }
    let changed = files.iter().any(|file| file.before.is_some());
    files.iter().map(|file| shown(file, files, &places, changed)).collect()
}

fn shown(file: &File, files: &[File], places: &BTreeMap<String, Vec<&File>>, changed: bool) -> Within {
    let mut within = Within { stacks: stacks(file, files), ..Within::default() };
    let (mut bytes, mut next) = (0, called(file));
    for _ in 0..CALLS {
        let mut further = Vec::new();
        for place in std::mem::take(&mut next) {
            let Some(found) = places.get(&place).filter(|_| !within.files.contains_key(&place)) else { continue };
            if found.iter().any(|file| !file.text.trim().is_empty()) {
                within.shown.insert(place.clone());
            }
            bytes +=
                found.iter().map(|file| file.text.len() + file.before.as_ref().map_or(0, String::len)).sum::<usize>();
            let fits = changed && bytes <= MAX_BYTES;
            let shown = found.iter().filter(|_| fits).map(|file| Sibling::of(file)).collect();
            within.files.insert(place, shown);
            further.extend(found.iter().flat_map(|file| called(file)));
        }
        next = further;
    }
    within
}

/// Whether a template may have others within it.
pub fn takes_parts(text: &str) -> bool {
    text.contains(STACK) || text.contains(APPLICATION)
}

/// The places that a file calls, or called before.
pub fn called(file: &File) -> Vec<String> {
    let own = folder(&file.path);
    let texts = [Some(&file.text), file.before.as_ref()].into_iter().flatten();
    let named = texts.flat_map(|text| match is_terraform(&file.path) {
        true => sources(text).collect::<Vec<_>>(),
        false if takes_parts(text) => templates(text),
        false => Vec::new(),
    });
    named.map(|source| below(&own, source)).collect()
}

/// The paths by which a template names others.
fn templates(text: &str) -> Vec<&str> {
    let behind = |line: &'_ str, key: &str| line.find(key).map(|at| at + key.len());
    let named = text.lines().flat_map(|line| {
        NAMES_TEMPLATE.iter().filter_map(move |key| {
            let value =
                line.get(behind(line, key)?..)?.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?;
            let value = value.trim().trim_end_matches(['}', ']', ',', ' ']).trim_matches(['"', '\'']);
            is_path(value).then_some(value)
        })
    });
    named.collect()
}

/// What stands in files that have the names of stacks within this one: `shop-Database-1ABC`.
fn stacks(file: &File, files: &[File]) -> BTreeSet<String> {
    if !file.text.contains(STACK) {
        return BTreeSet::new();
    }
    let stem = |path: &'_ str| {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        name.split('.').next().unwrap_or_default().to_owned()
    };
    let own = format!("{}-", stem(&file.path));
    files.iter().filter_map(|other| stem(&other.path).strip_prefix(&own).map(str::to_owned)).collect()
}
