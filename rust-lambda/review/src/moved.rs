//! Files of a change between which resources may have moved: what one has lost, another has gained. Only words are
//! looked at here; whether it is the same resource is known where the files are read.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::folder::{folder, is_terraform};
use crate::wire::File;

/// How much text of others a file is shown, in bytes.
const MAX_BYTES: usize = 1_000_000;

/// How names of Terraform's files in JSON end.
const JSON: &str = ".tf.json";

/// Another file of the change.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Other {
    path: String,
    text: String,
    before: Option<String>,
}

impl Other {
    /// The file, read.
    pub fn read(&self) -> Document {
        Document::read(&self.path, &self.text).with_before(self.before.as_deref())
    }
}

/// The names that a file has lost, and those that it has gained.
type Difference<'a> = (BTreeSet<&'a str>, BTreeSet<&'a str>);

/// In which files names are lost or gained.
type Places<'a> = HashMap<&'a str, Vec<usize>>;

/// With each file, those that have gained what it has lost, or lost what it has gained.
pub fn others(files: &[File]) -> Vec<Vec<Other>> {
    let changed = files.iter().any(|file| file.before.is_some());
    let named: Vec<_> = files.iter().map(|file| if changed { difference(file) } else { Default::default() }).collect();
    let (mut lost, mut gained) = (Places::new(), Places::new());
    for (at, (gone, new)) in named.iter().enumerate() {
        gone.iter().for_each(|name| lost.entry(name).or_default().push(at));
        new.iter().for_each(|name| gained.entry(name).or_default().push(at));
    }
    let partners = |(gone, new): &Difference<'_>| -> BTreeSet<usize> {
        let to = gone.iter().filter_map(|name| gained.get(name)).flatten();
        to.chain(new.iter().filter_map(|name| lost.get(name)).flatten()).copied().collect()
    };
    let shown = |(at, names): (usize, &Difference<'_>)| {
        let mut room = MAX_BYTES;
        // Another folder is another module, or another environment with the same names.
        let near = |other: &&File| {
            is_module(&other.path) == is_module(&files[at].path) && folder(&other.path) == folder(&files[at].path)
        };
        let fits = |other: &&File| {
            let bytes = other.text.len() + other.before.as_ref().map_or(0, String::len);
            let fits = bytes <= room;
            room -= if fits { bytes } else { 0 };
            fits
        };
        let all = partners(names).into_iter().filter(|other| *other != at).map(|other| &files[other]);
        let all = all.filter(near).filter(fits);
        all.map(|file| Other { path: file.path.clone(), text: file.text.clone(), before: file.before.clone() })
            .collect()
    };
    named.iter().enumerate().map(shown).collect()
}

fn difference(file: &File) -> Difference<'_> {
    let (old, new) = (names(&file.path, file.before.as_deref().unwrap_or_default()), names(&file.path, &file.text));
    (old.difference(&new).copied().collect(), new.difference(&old).copied().collect())
}

/// Whether a file is part of a module of Terraform, in either form.
fn is_module(path: &str) -> bool {
    is_terraform(path) || path.ends_with(JSON)
}

/// The names of what a file builds: behind `resource "TYPE"` and the like, of what it moves, or of objects of Kubernetes.
fn names<'a>(path: &str, text: &'a str) -> BTreeSet<&'a str> {
    if path.ends_with(JSON) {
        // Names are keys there, as all else is.
        let quoted = text.split('"').collect::<Vec<_>>();
        let keys = quoted.windows(2).skip(1).step_by(2).filter(|pair| pair[1].trim_start().starts_with(':'));
        return keys.map(|pair| pair[0]).collect();
    }
    if is_terraform(path) {
        return text.lines().map(str::trim_start).filter_map(named).collect();
    }
    if !text.contains("apiVersion") {
        return BTreeSet::new();
    }
    let named = text.match_indices("name").filter_map(|(at, word)| {
        let rest = text[at + word.len()..].trim_start_matches('"').trim_start().strip_prefix(':')?;
        let value = rest.trim_start().trim_start_matches(['"', '\'']);
        value.split(|c: char| c.is_whitespace() || "\"',}#".contains(c)).next()
    });
    named.filter(|name| !name.is_empty()).collect()
}

/// What a line of Terraform builds or moves.
fn named(line: &str) -> Option<&str> {
    let quoted = |place: usize| line.split('"').nth(place);
    match line.split_once([' ', '=']) {
        Some(("resource", _)) => quoted(3),
        Some(("module" | "backend", _)) => quoted(1),
        // `from = module.a.aws_s3_bucket.b[0]`
        Some(("from" | "to", rest)) => {
            let address = rest.trim_start_matches([' ', '=']);
            let address = address.split(['[', ' ', '#']).next()?;
            address.contains('.').then(|| address.rsplit('.').next())?
        }
        _ => None,
    }
}
