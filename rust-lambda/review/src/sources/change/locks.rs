//! Lock files beside what they were: the same package with another checksum, or from another place.

use std::collections::{BTreeMap, HashMap};

use super::catalogue::{LOCK_CHECKSUM_CHANGED, LOCK_CHECKSUM_GONE, LOCK_PLACE_CHANGED, LOCK_RUNS_NEWLY};
use crate::document::Document;
use crate::source::Found;
use crate::sources::own::lockfile::{Package, host, is_git, packages};

/// Hosts that are one registry.
const SAME: [(&str, &str); 3] = [
    ("registry.yarnpkg.com", "registry.npmjs.org"),
    ("index.crates.io", "crates.io"),
    ("files.pythonhosted.org", "pypi.org"),
];

/// Where a package comes from: a registry, a repository, this machine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Host(String),
    Repository(String),
    Local,
}

/// Compares the packages of two lock files.
pub fn review(before: &Document, document: &Document, found: &mut Found<'_>) {
    let (old, new) = (packages(before), packages(document));
    let mut by_name: HashMap<&str, Vec<&Package>> = HashMap::new();
    old.iter().for_each(|package| by_name.entry(&package.name).or_default().push(package));
    let mut moved: BTreeMap<(String, String), Vec<&Package>> = BTreeMap::new();
    for package in &new {
        let known = by_name.get(package.name.as_str()).map(Vec::as_slice).unwrap_or_default();
        if known.is_empty() {
            continue;
        }
        let mut say = |rule, about: &str| found.own(rule, (package.line, package.line), Some(&package.name), about);
        if known.iter().all(|old| !old.real.is_empty() && old.real != package.real && !package.real.is_empty()) {
            say(&LOCK_PLACE_CHANGED, &format!("{} is {} now", package.name, package.real));
        }
        if package.runs && known.iter().all(|old| !old.runs) {
            say(&LOCK_RUNS_NEWLY, &package.name);
        }
        for old in known.iter().filter(|old| old.version == package.version && old.real == package.real) {
            match checksum(old, package) {
                Checksum::Kept => {}
                Checksum::Changed => say(&LOCK_CHECKSUM_CHANGED, &format!("{} {}", package.name, package.version)),
                Checksum::Gone => say(&LOCK_CHECKSUM_GONE, &format!("{} {}", package.name, package.version)),
            }
        }
        if let (Some(is), Some(was)) = (place(package), known.iter().find_map(|old| place(old)))
            && !known.iter().any(|old| place(old).as_ref() == Some(&is))
        {
            moved.entry((said(&was), said(&is))).or_default().push(package);
        }
    }
    // Once for all that go the same way: a registry that is exchanged is one decision.
    for ((was, is), packages) in moved {
        let Some(first) = packages.first() else { continue };
        let line = first.place.as_ref().map_or(first.line, |(_, line)| *line);
        let more = if packages.len() > 1 { format!(" and {} more", packages.len() - 1) } else { String::new() };
        let about = format!("{}{more}: {was} → {is}", first.name);
        found.own(&LOCK_PLACE_CHANGED, (line, line), Some(&first.name), &about);
    }
}

/// What became of a checksum.
enum Checksum {
    Kept,
    Changed,
    Gone,
}

/// Compares checksums of one kind: whoever writes a stronger kind has changed nothing, and of several files of a package
/// each has its own.
fn checksum(old: &Package, new: &Package) -> Checksum {
    let (was, is) = (&old.checksums, &new.checksums);
    let strongest = |sums: &[String]| sums.iter().map(|sum| strength(sum)).max().unwrap_or_default();
    if was.is_empty() || was.iter().any(|sum| is.contains(sum)) {
        return Checksum::Kept;
    }
    let comparable = is.iter().any(|sum| was.iter().any(|old| algorithm(old) == algorithm(sum)));
    match () {
        () if comparable => Checksum::Changed,
        () if strongest(is) < strongest(was) => Checksum::Gone,
        () => Checksum::Kept,
    }
}

/// How a checksum begins that says by what it was made, else its length.
fn algorithm(sum: &str) -> String {
    match sum.rfind(['-', ':', '=', '/']).filter(|at| *at < 12 && at + 1 < sum.len()) {
        Some(at) => sum[..at].to_ascii_lowercase(),
        None => sum.len().to_string(),
    }
}

fn strength(sum: &str) -> u32 {
    match algorithm(sum).as_str() {
        "sha1" | "md5" | "40" | "32" => 1,
        _ => 2,
    }
}

fn place(package: &Package) -> Option<Place> {
    let (place, _) = package.place.as_ref()?;
    let Some(host) = host(place) else {
        let local = place.starts_with(['.', '/']) || place.starts_with("file:") || place.starts_with("link:");
        return local.then_some(Place::Local);
    };
    let host = if place.contains("github.com/rust-lang/crates.io-index") { "crates.io".to_owned() } else { host };
    let host = SAME.iter().find(|(other, _)| *other == host).map_or(host, |(_, usual)| (*usual).to_owned());
    Some(if is_git(place) && host != "crates.io" { Place::Repository(host) } else { Place::Host(host) })
}

fn said(place: &Place) -> String {
    match place {
        Place::Host(host) => host.clone(),
        Place::Repository(host) => format!("a repository at {host}"),
        Place::Local => "this machine".to_owned(),
    }
}
