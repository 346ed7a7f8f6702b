//! What files give one another: a module of Terraform is a folder. Its variables are in files of any name, so each file
//! is shown those that define some, those that give them values from elsewhere, and those that call its module.

use std::collections::{BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use crate::called::{called, takes_parts};
use crate::kind::name;
use crate::path::normal;
use crate::wire::File;

/// How much text of others a file is shown, in bytes.
const MAX_BYTES: usize = 256_000;

/// How many calls of modules lie within one another.
pub const CALLS: usize = 8;

/// Another file, which says something of this one.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct Sibling {
    /// Its path.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Its former text, where the file was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

impl Sibling {
    /// A file of a request.
    pub fn of(file: &File) -> Sibling {
        Sibling { path: file.path.clone(), text: file.text.clone(), before: file.before.clone() }
    }

    /// What it was before the change.
    pub fn former(&self) -> &str {
        self.before.as_ref().unwrap_or(&self.text)
    }

    /// The file as it was.
    pub fn earlier(&self) -> Sibling {
        Sibling { path: self.path.clone(), text: self.former().to_owned(), before: None }
    }
}

/// What each file is shown, in the order of the files. Only names and words are looked at here: linear, and nothing is
/// parsed.
pub fn siblings(files: &[File]) -> Vec<Vec<Sibling>> {
    let all = Files::of(files);
    files.iter().map(|file| all.shown(file)).collect()
}

/// The files of a request that say something of others, each with its folder.
struct Files<'a> {
    /// Those that define variables.
    defining: Vec<(String, &'a File)>,
    /// Those that give values, with the folders that they are for.
    giving: Vec<(Vec<String>, &'a File)>,
    /// Those that call modules, with the folders of these.
    calling: Vec<(String, Vec<String>, &'a File)>,
    /// Values for templates and for Compose.
    beside: Vec<(String, &'a File)>,
    /// Templates with nested stacks, with the paths of these.
    nesting: Vec<(Vec<String>, &'a File)>,
}

impl<'a> Files<'a> {
    fn of(files: &'a [File]) -> Files<'a> {
        let modules: BTreeSet<String> =
            files.iter().filter(|file| is_terraform(&file.path)).map(|file| folder(&file.path)).collect();
        let of = |file: &'a File| (folder(&file.path), file);
        let calls = |file: &'a File| {
            let folder = folder(&file.path);
            let called: Vec<String> = sources(&file.text).map(|source| below(&folder, source)).collect();
            (!called.is_empty()).then_some((folder, called, file))
        };
        Files {
            defining: files.iter().filter(|file| defines(file)).map(of).collect(),
            giving: files
                .iter()
                .filter(|file| gives(&file.path))
                .map(|file| (owners(&folder(&file.path), &modules), file))
                .collect(),
            calling: files.iter().filter(|file| is_terraform(&file.path)).filter_map(calls).collect(),
            beside: files.iter().filter(|file| is_beside(file)).map(of).collect(),
            nesting: files
                .iter()
                .filter(|file| !is_terraform(&file.path) && takes_parts(&file.text))
                .map(|file| (called(file), file))
                .collect(),
        }
    }

    fn shown(&self, file: &File) -> Vec<Sibling> {
        let own = folder(&file.path);
        let mut shown = Shown { told: HashSet::from([file.path.as_str()]), bytes: 0, files: Vec::new() };
        let names = |text: &str| text.contains("var.") || text.contains("local.");
        if is_terraform(&file.path) && (names(&file.text) || file.before.as_deref().is_some_and(names)) {
            self.show_modules(own, &mut shown);
        } else if !is_terraform(&file.path) && takes(&file.text) {
            let near = |folder: &str| {
                folder == own || parent(folder).is_some_and(|above| above == own || Some(above) == parent(&own))
            };
            self.beside.iter().filter(|(folder, _)| near(folder)).for_each(|(_, file)| shown.add(file));
            let path = below("", &file.path);
            self.nesting.iter().filter(|(places, _)| places.contains(&path)).for_each(|(_, file)| shown.add(file));
        }
        shown.files
    }

    /// What a module is given, and by whom it is called, and they in turn.
    fn show_modules<'b>(&'b self, module: String, shown: &mut Shown<'b>) {
        let (mut known, mut next) = (HashSet::from([module.clone()]), vec![module]);
        for _ in 0..=CALLS {
            let modules = std::mem::take(&mut next);
            for module in &modules {
                self.defining.iter().filter(|(folder, _)| folder == module).for_each(|(_, file)| shown.add(file));
                let for_it = self.giving.iter().filter(|(owners, _)| owners.contains(module));
                for_it.for_each(|(_, file)| shown.add(file));
                for (folder, _, file) in self.calling.iter().filter(|(_, called, _)| called.contains(module)) {
                    shown.add(file);
                    if known.insert(folder.clone()) {
                        next.push(folder.clone());
                    }
                }
            }
        }
    }
}

struct Shown<'a> {
    told: HashSet<&'a str>,
    bytes: usize,
    files: Vec<Sibling>,
}

impl<'a> Shown<'a> {
    fn add(&mut self, file: &'a File) {
        let bytes = file.text.len().max(file.before.as_ref().map_or(0, String::len));
        if self.bytes + bytes <= MAX_BYTES && self.told.insert(&file.path) {
            self.bytes += bytes;
            self.files.push(Sibling::of(file));
        }
    }
}

/// The folder of a path; nothing stands for the one that all lies in.
pub fn folder(path: &str) -> String {
    let folder = path.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder);
    plain(&normal(&folder.replace('\\', "/")))
}

/// The folder that a module's `source` leads to.
pub fn below(folder: &str, source: &str) -> String {
    plain(&normal(&if folder.is_empty() { source.to_owned() } else { format!("{folder}/{source}") }))
}

fn plain(path: &str) -> String {
    if path == "." { String::new() } else { path.to_owned() }
}

fn parent(folder: &str) -> Option<&str> {
    (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(parent, _)| parent))
}

/// The modules that a file of values in a folder is for: that folder, else the nearest above it, else the nearest beside.
pub fn owners(folder: &str, modules: &BTreeSet<String>) -> Vec<String> {
    let above: Vec<&str> = std::iter::successors(Some(folder), |folder| parent(folder)).collect();
    if let Some(nearest) = above.iter().find(|folder| modules.contains(**folder)) {
        return vec![(*nearest).to_owned()];
    }
    let beside = |above: &str| modules.iter().filter(|module| parent(module) == Some(above)).cloned().collect();
    above.into_iter().map(beside).find(|found: &Vec<String>| !found.is_empty()).unwrap_or_default()
}

/// Whether a file is in Terraform's language.
pub fn is_terraform(path: &str) -> bool {
    let name = name(path);
    name.ends_with(".tf") || name.ends_with(".tofu")
}

/// Whether a file gives variables of Terraform values.
pub fn gives(path: &str) -> bool {
    let name = name(path);
    name.ends_with(".tfvars") || name.ends_with(".tfvars.json")
}

fn defines(file: &File) -> bool {
    is_terraform(&file.path) && (file.text.contains("variable \"") || file.text.contains("locals {"))
}

/// The sources of modules that are folders at hand.
pub fn sources(text: &str) -> impl Iterator<Item = &str> {
    let lines = if text.contains("module \"") { text } else { "" };
    lines.lines().filter_map(|line| {
        let value = line.trim_start().strip_prefix("source")?.trim_start().strip_prefix('=')?.trim_start();
        let (source, _) = value.strip_prefix('"')?.split_once('"')?;
        source.starts_with('.').then_some(source)
    })
}

/// Whether a file gives values to templates of CloudFormation or to Compose.
fn is_beside(file: &File) -> bool {
    let name = name(&file.path);
    let parameters = name.ends_with(".json")
        && (file.text.contains("\"ParameterKey\"") || file.text.contains("\"Parameters\""))
        && !file.text.contains("\"Resources\"");
    parameters || name.starts_with("samconfig.") || name == ".env" || name.starts_with(".env.")
}

/// Whether such a file may say something of a text.
fn takes(text: &str) -> bool {
    text.contains("Parameters") && text.contains("Resources") || text.contains("services") && text.contains('$')
}
