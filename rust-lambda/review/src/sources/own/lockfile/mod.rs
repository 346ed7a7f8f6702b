//! Lock files: where packages come from, and whether that can be checked. No advisories: those need the network.

mod plain;
mod registry;
mod trees;

use std::collections::HashMap;

use super::catalogue as rules;
use crate::document::Document;
use crate::rule::Rule;
use crate::source::Found;

/// One package that a lock file names.
#[derive(Default)]
pub struct Package {
    /// What the lock file calls it.
    pub name: String,
    /// What the registry calls it, where that is said.
    pub real: String,
    /// Its version, where it is said by itself.
    pub version: String,
    /// Its line.
    pub line: u32,
    /// Where it is loaded from, and the line that says so.
    pub place: Option<(String, u32)>,
    /// Its checksums: `sha512-…`, `sha256:…`, or by themselves.
    pub checksums: Vec<String>,
    /// Whether its kind of lock file writes one down for packages of this sort.
    pub checkable: bool,
    /// Whether it runs a program when it is installed.
    pub runs: bool,
}

/// The packages of a lock file.
pub fn packages(document: &Document) -> Vec<Package> {
    match document.trees.first() {
        Some(tree) => trees::packages(tree),
        None => plain::packages(&document.text),
    }
}

/// Reviews a lock file.
pub fn review(document: &Document, found: &mut Found<'_>) {
    let packages = packages(document);
    let hosts = packages.iter().filter_map(|package| host(&package.place.as_ref()?.0));
    let usual = most(&hosts.collect::<Vec<_>>());
    for package in &packages {
        let mut say = |rule: &Rule, line: u32| found.own(rule, (line, line), Some(&package.name), "");
        let place = package.place.as_ref().map_or("", |(place, _)| place.as_str());
        let line = package.place.as_ref().map_or(package.line, |(_, line)| *line);
        if is_plain(place) {
            say(&rules::LOCK_PLAIN_HTTP, line);
        } else if is_git(place) {
            say(&rules::LOCK_GIT, line);
        } else if let (Some(usual), Some(host)) = (&usual, host(place))
            && host != *usual
        {
            say(&rules::LOCK_ODD_REGISTRY, line);
        }
        if registry::is_of_another(package) {
            say(&rules::LOCK_OTHER_PACKAGE, line);
        }
        if package.checkable && package.checksums.is_empty() && !is_git(place) {
            say(&rules::LOCK_NO_INTEGRITY, package.line);
        }
    }
}

/// Without encryption, and not from this machine.
fn is_plain(place: &str) -> bool {
    let place = place.to_ascii_lowercase();
    let Some((_, rest)) = place.split_once("http://").filter(|(before, _)| before.len() < 12) else {
        return place.starts_with("git://");
    };
    !["localhost", "127.", "[::1]"].iter().any(|own| rest.starts_with(own))
}

/// From a repository: a branch, a tag or a commit, none of which went through a registry.
pub fn is_git(place: &str) -> bool {
    let place = place.to_ascii_lowercase();
    let place = place.as_str();
    let marks = ["git+", "git@", "git:", "ssh:", "github:", "gitlab:", "bitbucket:"];
    let hosts = ["codeload.github.com/", "github.com/"];
    marks.iter().any(|mark| place.starts_with(mark))
        || place.contains(".git#")
        || place.ends_with(".git")
        || place.contains("#commit=")
        || host(place).is_some() && hosts.iter().any(|host| place.contains(host)) && place.contains("tar.gz")
}

/// The machine that a place is on: without a name of a user, in small letters.
pub fn host(place: &str) -> Option<String> {
    let rest = place.split_once("://")?.1;
    let rest = rest.split(['/', '?', '#', '\\']).next()?;
    let host = rest.rsplit('@').next()?.to_ascii_lowercase();
    Some(host.trim_end_matches(":443").to_owned())
}

/// The host that at least nine of ten packages come from.
fn most(hosts: &[String]) -> Option<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for host in hosts {
        *counts.entry(host.as_str()).or_default() += 1;
    }
    let (host, count) = counts.into_iter().max_by_key(|(host, count)| (*count, std::cmp::Reverse(*host)))?;
    (hosts.len() >= 5 && count * 10 >= hosts.len() * 9).then(|| host.to_owned())
}
