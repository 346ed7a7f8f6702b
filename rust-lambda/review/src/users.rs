//! Files that only give values, where those who use them are not shown: nobody can judge the values there, and silence
//! is no approval.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::folder::{folder, gives, is_terraform, owners};
use crate::kind::Kind;
use crate::network;
use crate::tree::hcl::{self, TopBlock};
use crate::tree::{Node, json};
use crate::wire::File;

/// How many names are told.
const NAMES: usize = 5;

/// Who uses the values of a file, as far as that is shown.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Users {
    /// Names in the file that somebody who is shown uses.
    used: BTreeSet<String>,
    /// More may use them: the module is not shown whole.
    partly: bool,
}

impl Users {
    /// Whether nothing is to be said of it.
    pub fn is_whole(&self) -> bool {
        !self.partly
    }
}

/// A module as far as it is shown.
#[derive(Default)]
struct Module<'a> {
    words: HashSet<&'a str>,
    builds: bool,
    changes: bool,
}

/// Who uses the values of each file, in the order of the files. Only words are looked at here.
pub fn users(files: &[File]) -> Vec<Users> {
    let mut modules: BTreeMap<String, Module> = BTreeMap::new();
    for file in files.iter().filter(|file| is_terraform(&file.path)) {
        let module = modules.entry(folder(&file.path)).or_default();
        module.words.extend(names(&file.text));
        module.builds |= ["resource \"", "module \"", "data \""].iter().any(|word| file.text.contains(word));
        module.changes |= file.before.is_some();
    }
    let known: BTreeSet<String> = modules.keys().cloned().collect();
    files
        .iter()
        .map(|file| {
            let of = match (is_terraform(&file.path), gives(&file.path)) {
                (true, _) => vec![folder(&file.path)],
                (_, true) => owners(&folder(&file.path), &known),
                _ => return Users::default(),
            };
            let of: Vec<&Module> = of.iter().filter_map(|module| modules.get(module)).collect();
            let whole = |module: &&Module| module.builds && !module.changes && file.before.is_none();
            let partly = of.is_empty() || !of.iter().all(whole);
            let words = words(&file.text).filter(|word| partly && of.iter().any(|module| module.words.contains(word)));
            Users { used: words.map(str::to_owned).collect(), partly }
        })
        .collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').filter(|word| !word.is_empty())
}

/// The names behind `var.` and `local.`.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let behind = ["var.", "local."].into_iter().flat_map(|word| text.split(word).skip(1));
    behind.filter_map(|rest| words(rest.get(..rest.len().min(200)).unwrap_or(rest)).next())
}

/// The values of a file that nobody who is shown uses: new ones, and those that may be dangerous somewhere.
pub fn unused(document: &Document, users: &Users) -> Option<(u32, String)> {
    if users.is_whole() || document.kind != Kind::Terraform {
        return None;
    }
    let former = document.before.as_deref().map(values).unwrap_or_default();
    let given = values(document).into_iter().filter(|(name, value)| {
        let same = former.iter().any(|(known, former)| known == name && former.same(value));
        !same && !users.used.contains(name) && !is_harmless(value)
    });
    let given: Vec<(String, Node)> = given.collect();
    let (_, first) = given.first()?;
    let mut told: Vec<&str> = given.iter().take(NAMES).map(|(name, _)| name.as_str()).collect();
    if given.len() > NAMES {
        told.push("…");
    }
    let why = format!("gives values that nobody uses in what is shown, so nobody has judged them: {}", told.join(", "));
    Some((first.line, why))
}

/// What a file gives: defaults of variables, locals, and the attributes of a file of values.
fn values(document: &Document) -> Vec<(String, Node)> {
    if gives(&document.path) {
        let read =
            if document.path.ends_with(".json") { json::read(&document.text) } else { hcl::attributes(&document.text) };
        let read = read.ok();
        let entries = read.iter().flat_map(Node::entries);
        return entries.map(|(key, value)| (key.text.clone(), value.clone())).collect();
    }
    let of = |block: &TopBlock| -> Vec<(String, Node)> {
        match (block.word.as_str(), block.labels.first()) {
            ("variable", Some(name)) => {
                block.body.get("default").into_iter().map(|value| (name.clone(), value.clone())).collect()
            }
            ("locals", _) => {
                block.body.entries().iter().map(|(key, value)| (key.text.clone(), value.clone())).collect()
            }
            _ => Vec::new(),
        }
    };
    document.blocks.iter().flat_map(of).collect()
}

/// Whether a value opens nothing wherever it is put: nothing, a number, a network that somebody owns.
pub fn is_harmless(value: &Node) -> bool {
    let owned = |node: &Node| {
        node.is_null()
            || node.number().is_some()
            || node
                .text()
                .is_some_and(|text| text.contains('/') && network::read(text).is_some() && !network::is_world(text))
    };
    value.one_or_many().iter().all(owned)
}
