//! Images, actions, modules and providers that lose their pin: what was named by digest or exact version is named loosely now.

use super::catalogue::LOSES_PIN;
use super::pins;
use crate::document::Document;
use crate::kind::Kind;
use crate::source::Found;

/// How firmly a version is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pin {
    /// Not at all, or `latest`.
    Loose,
    /// By a tag.
    Tag,
    /// By a digest or a commit.
    Digest,
}

/// An image or action that a file names.
pub struct Named {
    /// The name without its version.
    pub name: String,
    /// The version as written.
    pub version: String,
    /// How firm it is.
    pub pin: Pin,
    /// Its line.
    pub line: u32,
}

/// Compares what the two texts name.
pub fn review(before: &Document, document: &Document, found: &mut Found<'_>) {
    let old = named(before);
    for new in named(document) {
        let best = old.iter().filter(|old| old.name == new.name).max_by_key(|old| old.pin);
        if let Some(old) = best.filter(|old| old.pin > new.pin && !old_still_there(&old.version, &new)) {
            let about = format!("{} {} → {}", new.name, shown(&old.version), shown(&new.version));
            found.own(&LOSES_PIN, (new.line, new.line), Some(&new.name), &about);
        }
    }
}

fn old_still_there(old: &str, new: &Named) -> bool {
    old == new.version
}

fn shown(version: &str) -> String {
    if version.is_empty() { "no version".to_owned() } else { version.chars().take(24).collect() }
}

/// All images and actions of a file, in its order.
pub fn named(document: &Document) -> Vec<Named> {
    if document.kind == Kind::Dockerfile {
        return from_lines(&document.text);
    }
    if document.kind == Kind::Terraform {
        return pins::named(document);
    }
    let mut all = Vec::new();
    for tree in &document.trees {
        tree.walk(&mut |node| {
            for key in ["image", "uses"] {
                if let Some((text, line)) = node.get(key).and_then(|node| Some((node.text()?, node.line))) {
                    all.extend(if key == "uses" { action(text, line) } else { image(text, line) });
                }
            }
        });
    }
    all
}

fn from_lines(text: &str) -> Vec<Named> {
    let lines = text.lines().enumerate().filter_map(|(at, line)| {
        let mut words = line.split_whitespace();
        let from = words.next().is_some_and(|word| word.eq_ignore_ascii_case("FROM"));
        let name = words.find(|word| !word.starts_with("--"))?;
        if from { image(name, at as u32 + 1) } else { None }
    });
    lines.collect()
}

/// Reads `registry:5000/name:tag@sha256:…`.
pub fn image(text: &str, line: u32) -> Option<Named> {
    if text.is_empty() || text.contains(['$', '{', ' ']) || text == "scratch" {
        return None;
    }
    let (rest, digest) = text.split_once('@').map_or((text, None), |(rest, digest)| (rest, Some(digest)));
    let (name, tag) = match rest.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, tag),
        _ => (rest, ""),
    };
    let pin = match (digest, tag) {
        (Some(_), _) => Pin::Digest,
        (None, "" | "latest") => Pin::Loose,
        _ => Pin::Tag,
    };
    let version = digest.map_or(tag, |digest| digest).to_owned();
    Some(Named { name: name.to_owned(), version, pin, line })
}

/// Reads `owner/action@version`; local ones have none.
pub fn action(text: &str, line: u32) -> Option<Named> {
    if text.starts_with(['.', '/']) {
        return None;
    }
    if let Some(image_name) = text.strip_prefix("docker://") {
        return image(image_name, line);
    }
    let (name, version) = text.split_once('@').unwrap_or((text, ""));
    let commit = version.len() >= 40 && version.bytes().all(|byte| byte.is_ascii_hexdigit());
    let tag = version.starts_with('v') && version[1..].starts_with(|c: char| c.is_ascii_digit())
        || version.starts_with(|c: char| c.is_ascii_digit());
    let pin = if commit {
        Pin::Digest
    } else if tag {
        Pin::Tag
    } else {
        Pin::Loose
    };
    Some(Named { name: name.to_owned(), version: version.to_owned(), pin, line })
}
