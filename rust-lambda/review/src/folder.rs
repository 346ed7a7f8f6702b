//! What the files of one folder give one another: a module of Terraform is a folder. Its variables are in files of any
//! name, so each file is shown those that define some.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::kind::name;
use crate::wire::File;

/// How much text of its folder a file is shown, in bytes.
const MAX_BYTES: usize = 256_000;

/// Another file of the same folder.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct Sibling {
    /// Its path.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What each file is shown, in the order of the files. Only names and words are looked at here: linear, and nothing is
/// parsed.
pub fn siblings(files: &[File]) -> Vec<Vec<Sibling>> {
    let mut folders: HashMap<&str, (usize, Vec<&File>)> = HashMap::new();
    for file in files.iter().filter(|file| defines(file)) {
        let (bytes, known) = folders.entry(folder(&file.path)).or_default();
        *bytes += file.text.len();
        if *bytes <= MAX_BYTES {
            known.push(file);
        }
    }
    let shown = |file: &File| {
        let known = folders.get(folder(&file.path)).filter(|_| uses(file)).map(|(_, known)| known.as_slice());
        let others = known.unwrap_or_default().iter().filter(|other| other.path != file.path);
        others.map(|other| Sibling { path: other.path.clone(), text: other.text.clone() }).collect()
    };
    files.iter().map(shown).collect()
}

fn folder(path: &str) -> &str {
    path.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder)
}

fn is_terraform(file: &File) -> bool {
    let name = name(&file.path);
    name.ends_with(".tf") || name.ends_with(".tofu")
}

fn defines(file: &File) -> bool {
    let name = name(&file.path);
    let values = name.ends_with(".tfvars") || name.ends_with(".tfvars.json");
    values || is_terraform(file) && (file.text.contains("variable \"") || file.text.contains("locals {"))
}

fn uses(file: &File) -> bool {
    is_terraform(file) && (file.text.contains("var.") || file.text.contains("local."))
}
