//! Who gives the variables of a module of Terraform what: defaults, files of values, and calls of the module. A default
//! counts only where nobody gives another value, and where several do, each is a reading of its own.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::expression::is_reference;
use crate::folder::{CALLS, Sibling, below, folder, gives, owners};
use crate::kind::name;
use crate::tree::hcl::{self, TopBlock};
use crate::tree::{Node, Value, json};
use crate::variables::Values;

/// How many readings of one module are made.
const READINGS: usize = 32;

/// Arguments of a call that are no variables.
const NOT_GIVEN: [&str; 6] = ["source", "version", "providers", "count", "for_each", "depends_on"];

/// A file that is read.
enum Read<'a> {
    Blocks(Cow<'a, [TopBlock]>),
    Values(Node),
}

/// Files of a module and of those that say something of it.
struct Files<'a> {
    files: Vec<(&'a str, String, Read<'a>)>,
    modules: BTreeSet<String>,
    /// Readings that are made.
    known: HashMap<String, Vec<Values>>,
    /// Modules whose readings are being made.
    within: Vec<String>,
}

/// The values of a module in each way in which they are given, for one file of it.
pub fn readings(path: &str, blocks: &[TopBlock], others: &[Sibling]) -> Vec<Values> {
    let read = |other: &Sibling| -> Option<Read<'static>> {
        match gives(&other.path) {
            true if other.path.ends_with(".json") => json::read(&other.text).ok().map(Read::Values),
            true => hcl::attributes(&other.text).ok().map(Read::Values),
            false => hcl::read(&other.text).ok().map(|blocks| Read::Blocks(Cow::Owned(blocks))),
        }
    };
    let others = others.iter().filter(|other| other.path != path);
    let mut files: Vec<_> =
        others.filter_map(|other| Some((other.path.as_str(), folder(&other.path), read(other)?))).collect();
    files.push((path, folder(path), Read::Blocks(Cow::Borrowed(blocks))));
    let modules = files.iter().filter(|(.., read)| matches!(read, Read::Blocks(_)));
    let modules = modules.map(|(_, folder, _)| folder.clone()).collect();
    Files { files, modules, known: HashMap::new(), within: Vec::new() }.readings(&folder(path))
}

impl Files<'_> {
    fn readings(&mut self, module: &str) -> Vec<Values> {
        if let Some(known) = self.known.get(module) {
            return known.clone();
        }
        let base = self.base(module);
        if self.within.len() >= CALLS || self.within.iter().any(|one| one == module) {
            let mut open = base;
            open.cut = true;
            return vec![open];
        }
        let mut cut = false;
        let mut all = Vec::new();
        self.within.push(module.to_owned());
        let called = self.called(module, &mut cut);
        self.within.pop();
        for (giver, values) in self.by_hand(module).into_iter().chain(called) {
            let mut one = base.clone();
            one.give(values);
            one.giver = Some(giver);
            all.push(one);
        }
        if all.is_empty() {
            all.push(base);
        }
        cut |= all.len() > READINGS;
        all.truncate(READINGS);
        for one in &mut all {
            one.settle();
            one.cut |= cut;
        }
        if !self.within.is_empty() {
            self.known.insert(module.to_owned(), all.clone());
        }
        all
    }

    /// What holds without anybody's doing: defaults, below `terraform.tfvars`, below `*.auto.tfvars`.
    fn base(&self, module: &str) -> Values {
        let mut base = Values::default();
        let mut given: Vec<(u8, &str, &Node)> = Vec::new();
        for (path, _, read) in self.files.iter().filter(|(_, folder, _)| folder == module) {
            match read {
                Read::Blocks(blocks) => base.defaults(blocks),
                Read::Values(node) => given.extend(rank(path).map(|rank| (rank, *path, node))),
            }
        }
        given.sort_by_key(|(rank, path, _)| (*rank, *path));
        given.into_iter().for_each(|(_, _, node)| base.give(entries(node)));
        base
    }

    /// Files of values that somebody must name: another name, or another folder.
    fn by_hand(&self, module: &str) -> Vec<(String, Vec<(String, Node)>)> {
        let named = |(path, folder, read): &(&str, String, Read)| match read {
            Read::Values(node)
                if (folder != module || rank(path).is_none())
                    && owners(folder, &self.modules).iter().any(|owner| owner == module) =>
            {
                Some(((*path).to_owned(), entries(node)))
            }
            _ => None,
        };
        self.files.iter().filter_map(named).collect()
    }

    /// Calls of the module, with the values that their callers have in each of their readings.
    fn called(&mut self, module: &str, cut: &mut bool) -> Vec<(String, Vec<(String, Node)>)> {
        let leads = |folder: &str, block: &TopBlock| {
            let source = block.body.get("source").and_then(Node::text).filter(|source| source.starts_with('.'));
            block.word == "module" && folder != module && source.is_some_and(|source| below(folder, source) == module)
        };
        let mut calls = Vec::new();
        for (path, folder, read) in &self.files {
            let Read::Blocks(blocks) = read else { continue };
            let found = blocks.iter().filter(|block| leads(folder, block));
            calls.extend(found.take(READINGS + 1).map(|call| (*path, folder.clone(), call.clone())));
        }
        let mut all = Vec::new();
        for (path, folder, call) in calls {
            if all.len() > READINGS {
                break;
            }
            let label = call.labels.first().map_or("", String::as_str);
            for values in self.readings(&folder) {
                *cut |= values.cut;
                let above = values.giver.as_ref().map(|giver| format!(" with {giver}")).unwrap_or_default();
                all.push((format!("module {label} in {path}{above}"), arguments(&call, &values)));
            }
        }
        all
    }
}

/// What a call gives, with what its caller knows.
fn arguments(call: &TopBlock, values: &Values) -> Vec<(String, Node)> {
    let given = call.body.entries().iter().filter(|(key, _)| !NOT_GIVEN.contains(&key.text.as_str()));
    given.map(|(key, node)| (key.text.clone(), foreign(&values.settled(node)))).collect()
}

/// A value of another module: a name that is open there would mean something else here.
fn foreign(node: &Node) -> Node {
    let value = match &node.value {
        Value::Open(source) if !is_reference(source) => Value::Open(format!("<{source}>")),
        Value::List(items) => Value::List(items.iter().map(foreign).collect()),
        Value::Map(entries) => Value::Map(entries.iter().map(|(key, node)| (key.clone(), foreign(node))).collect()),
        other => other.clone(),
    };
    Node { value, line: node.line, end: node.end }
}

fn entries(node: &Node) -> Vec<(String, Node)> {
    node.entries().iter().map(|(key, value)| (key.text.clone(), value.clone())).collect()
}

/// The rank of a file of values that Terraform reads by itself.
fn rank(path: &str) -> Option<u8> {
    let name = name(path);
    match name.trim_end_matches(".json") {
        "terraform.tfvars" => Some(0),
        name if name.ends_with(".auto.tfvars") => Some(1),
        _ => None,
    }
}
