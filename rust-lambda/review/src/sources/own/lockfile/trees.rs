//! Lock files that are trees: npm, pnpm, yarn from version 2, pipenv, composer.

use super::Package;
use crate::tree::{Key, MAX_DEPTH, Node};

/// The packages of a tree.
pub fn packages(tree: &Node) -> Vec<Package> {
    let mut all = Vec::new();
    let under = |key: &str| tree.get(key).map(Node::entries).unwrap_or_default();
    if tree.at(&["_meta", "hash"]).is_some() {
        all.extend(sources(tree));
        all.extend(under("default").iter().chain(under("develop")).map(pipenv));
    } else if tree.get("content-hash").is_some() {
        let lists = ["packages", "packages-dev"].into_iter().filter_map(|key| tree.get(key));
        all.extend(lists.flat_map(Node::items).map(composer));
    } else if tree.get("importers").is_some() || tree.get("settings").is_some() {
        all.extend(under("packages").iter().map(pnpm));
    } else if tree.get("__metadata").is_some() {
        // Checksums of two forms of its cache cannot be compared.
        let form = tree.at(&["__metadata", "cacheKey"]).and_then(Node::text).unwrap_or_default();
        all.extend(tree.entries().iter().filter(|(key, _)| key.text != "__metadata").map(|one| berry(one, form)));
    } else {
        all.extend(under("packages").iter().filter(|(key, _)| !key.text.is_empty()).map(npm));
        if tree.get("packages").is_none() {
            nested(under("dependencies"), 0, &mut all);
        }
    }
    all
}

fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key).and_then(Node::text).filter(|text| !text.is_empty())
}

fn place(node: &Node, key: &str) -> Option<(String, u32)> {
    Some((text(node, key)?.to_owned(), node.line_of(key)))
}

fn is_true(node: &Node, key: &str) -> bool {
    node.get(key).is_some_and(Node::is_true)
}

fn npm((key, node): &(Key, Node)) -> Package {
    // What is linked or comes inside of another package is not loaded by itself.
    let own = is_true(node, "link") || is_true(node, "inBundle") || is_true(node, "bundled");
    let place = place(node, "resolved").or_else(|| place_of_version(node));
    let local = place.as_ref().is_some_and(|(place, _)| place.starts_with("file:"));
    let folder = place.is_none() && !key.text.contains("node_modules/");
    let named = key.text.rsplit_once("node_modules/").map_or("", |(_, name)| name);
    Package {
        name: key.text.clone(),
        real: text(node, "name").unwrap_or(named).to_owned(),
        version: text(node, "version").unwrap_or_default().to_owned(),
        line: key.line,
        place,
        checksums: checksums(node, "integrity"),
        checkable: !own && !local && !folder,
        runs: is_true(node, "hasInstallScript"),
    }
}

/// The checksums of a key: several stand in one text, or in a list.
fn checksums(node: &Node, key: &str) -> Vec<String> {
    let texts = node.get(key).map(Node::one_or_many).unwrap_or_default().iter().filter_map(Node::text);
    texts.flat_map(str::split_whitespace).map(str::to_owned).collect()
}

/// In the first version a place could stand as the version.
fn place_of_version(node: &Node) -> Option<(String, u32)> {
    place(node, "version").filter(|(version, _)| version.contains(':'))
}

/// The tree of packages of the first version.
fn nested(entries: &[(Key, Node)], depth: usize, all: &mut Vec<Package>) {
    for (key, node) in entries.iter().filter(|_| depth < MAX_DEPTH) {
        let named = (Key { text: format!("node_modules/{}", key.text), line: key.line }, node.clone());
        all.push(npm(&named));
        nested(node.get("dependencies").map(Node::entries).unwrap_or_default(), depth + 1, all);
    }
}

fn pnpm((key, node): &(Key, Node)) -> Package {
    let resolution = node.get("resolution").unwrap_or(node);
    let repository = place(resolution, "repo").map(|(repo, line)| (format!("git+{repo}"), line));
    let place = repository.or_else(|| place(resolution, "tarball"));
    let local = text(resolution, "directory").is_some();
    let checksums = checksums(resolution, "integrity");
    // Its names hold the version.
    let runs = is_true(node, "requiresBuild");
    Package { name: key.text.clone(), line: key.line, place, checksums, checkable: !local, runs, ..Package::default() }
}

fn berry((key, node): &(Key, Node), form: &str) -> Package {
    let resolution = text(node, "resolution").unwrap_or_default();
    // `name@protocol:…`: what is behind the name.
    let from = resolution.get(1..).and_then(|rest| rest.split_once('@')).map_or("", |(_, from)| from);
    let local = ["workspace:", "link:", "portal:", "patch:", "file:"].iter().any(|own| from.starts_with(own));
    let place = from.contains("://").then(|| (from.to_owned(), node.line_of("resolution")));
    let checksums = checksums(node, "checksum").into_iter().map(|sum| format!("{form}/{sum}")).collect();
    let version = text(node, "version").unwrap_or_default().to_owned();
    let name =
        resolution.get(..1 + resolution.get(1..).and_then(|rest| rest.find('@')).unwrap_or(0)).unwrap_or_default();
    let name = if name.len() > 1 { name } else { key.text.as_str() };
    Package {
        name: name.to_owned(),
        version,
        line: key.line,
        place,
        checksums,
        checkable: !local,
        ..Package::default()
    }
}

fn pipenv((key, node): &(Key, Node)) -> Package {
    let place = place(node, "git").map(|(place, line)| (format!("git+{place}"), line)).or_else(|| place(node, "file"));
    let local = text(node, "path").is_some();
    Package {
        name: key.text.clone(),
        version: text(node, "version").unwrap_or_default().to_owned(),
        line: key.line,
        place,
        checksums: checksums(node, "hashes"),
        checkable: !local,
        ..Package::default()
    }
}

/// The indexes of pipenv: what is loaded goes through them.
fn sources(tree: &Node) -> Vec<Package> {
    let list = tree.at(&["_meta", "sources"]).map(Node::items).unwrap_or_default();
    let package = |node: &Node| Package {
        name: text(node, "name").unwrap_or_default().to_owned(),
        line: node.line,
        place: place(node, "url"),
        ..Package::default()
    };
    list.iter().map(package).collect()
}

/// Composer writes checksums down where the source gives one, which most do not.
fn composer(node: &Node) -> Package {
    let name = text(node, "name").unwrap_or_default().to_owned();
    let dist = node.get("dist").or_else(|| node.get("source"));
    let place = dist.and_then(|dist| place(dist, "url"));
    let version = text(node, "version").unwrap_or_default().to_owned();
    let checksums = dist.map(|dist| checksums(dist, "shasum")).unwrap_or_default();
    Package { name, version, line: node.line, place, checksums, ..Package::default() }
}
