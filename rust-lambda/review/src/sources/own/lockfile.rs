//! Lock files: where packages come from, and whether that can be checked. No advisories: those need the network.

use std::collections::HashMap;

use super::catalogue as rules;
use crate::document::Document;
use crate::rule::Rule;
use crate::source::Found;
use crate::tree::Node;

/// Reviews a lock file.
pub fn review(document: &Document, found: &mut Found<'_>) {
    match crate::kind::name(&document.path).as_str() {
        "package-lock.json" | "npm-shrinkwrap.json" => npm(document, found),
        "go.sum" => {}
        _ => lines(document, found),
    }
}

fn npm(document: &Document, found: &mut Found<'_>) {
    let Some(packages) = document.trees.first().and_then(|tree| tree.get("packages")) else { return };
    let places = |node: &Node| node.get("resolved").and_then(Node::text).map(str::to_owned);
    let hosts: Vec<String> =
        packages.entries().iter().filter_map(|(_, node)| places(node)).filter_map(|text| host(&text)).collect();
    let usual = most(&hosts);
    for (key, node) in packages.entries().iter().filter(|(key, _)| !key.text.is_empty()) {
        let Some(place) = places(node) else { continue };
        let line = node.line_of("resolved");
        let mut say = |rule: &Rule, line: u32| found.own(rule, (line, line), Some(&key.text), "");
        place_of(&place, line, usual.as_deref(), &mut say);
        if place.starts_with("http") && node.get("integrity").is_none() {
            say(&rules::LOCK_NO_INTEGRITY, key.line);
        }
    }
}

/// Every other lock file names its places in the text.
fn lines(document: &Document, found: &mut Found<'_>) {
    let places: Vec<(u32, &str)> = document
        .text
        .lines()
        .enumerate()
        .filter_map(|(at, line)| {
            let from = line.find("git+").or_else(|| line.find("http://")).or_else(|| line.find("https://"))?;
            let place = line[from..].split(['"', '\'', ' ', ',', '}', ')', '>']).next()?;
            Some((at as u32 + 1, place))
        })
        .collect();
    for (line, place) in places {
        place_of(place, line, None, &mut |rule, line| found.own(rule, (line, line), None, ""));
    }
}

fn place_of(place: &str, line: u32, usual: Option<&str>, say: &mut dyn FnMut(&Rule, u32)) {
    if place.starts_with("http://") && !place.starts_with("http://localhost") && !place.starts_with("http://127.") {
        say(&rules::LOCK_PLAIN_HTTP, line);
    } else if place.starts_with("git") {
        say(&rules::LOCK_GIT, line);
    } else if let (Some(usual), Some(host)) = (usual, host(place))
        && host != usual
    {
        say(&rules::LOCK_ODD_REGISTRY, line);
    }
}

fn host(place: &str) -> Option<String> {
    let rest = place.strip_prefix("https://").or_else(|| place.strip_prefix("http://"))?;
    rest.split('/').next().map(str::to_owned)
}

/// The host that at least nine of ten packages come from.
fn most(hosts: &[String]) -> Option<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for host in hosts {
        *counts.entry(host).or_default() += 1;
    }
    let (host, count) = counts.into_iter().max_by_key(|(host, count)| (*count, std::cmp::Reverse(*host)))?;
    (hosts.len() >= 5 && count * 10 >= hosts.len() * 9).then(|| host.to_owned())
}
