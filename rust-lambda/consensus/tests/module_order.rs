//! The modules of the library stand on one another: imports go down, and no two modules need each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Prose holds code, code holds remarks in prose, and a shell's line holds code: their readers call one another.
const READ_EACH_OTHER: [&str; 5] = ["blocks", "code", "language", "prose", "shell"];

/// Which modules a module names, among those beside it in one folder.
type Needs = BTreeMap<String, BTreeSet<String>>;

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The code of a file without comments and without what stands behind `#[cfg(test)]`.
fn code(file: &Path) -> String {
    let text = std::fs::read_to_string(file).expect("a file");
    let code = text.split("\n#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The module of a file, as the path below `crate`.
fn module(root: &Path, file: &Path) -> Vec<String> {
    let path = file.strip_prefix(root).expect("below the root").with_extension("");
    let names = path.iter().map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| name != "mod" && name != "lib").collect()
}

/// The paths that a piece of code names with `crate::` and `super::`, groups in braces taken apart.
fn named(code: &str, module: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (start, base) in [("crate::", &[][..]), ("super::", &module[..module.len().saturating_sub(1)])] {
        for (at, _) in code.match_indices(start) {
            let rest = &code[at + start.len()..];
            let end = rest.find(|sign: char| !sign.is_alphanumeric() && !"_:{}, \n".contains(sign));
            spread(&rest[..end.unwrap_or(rest.len())], base, &mut found);
        }
    }
    found
}

fn spread(text: &str, base: &[String], found: &mut Vec<Vec<String>>) {
    if let Some(group) = text.strip_prefix('{') {
        return pieces(group).into_iter().for_each(|piece| spread(piece.trim(), base, found));
    }
    let head: String = text.chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect();
    let path = [base, std::slice::from_ref(&head)].concat();
    match text[head.len()..].strip_prefix("::") {
        Some(rest) => spread(rest, &path, found),
        None if head.is_empty() => {}
        None => found.push(path),
    }
}

/// What stands between the commas of a group, up to its closing brace.
fn pieces(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut pieces) = (0, 0, Vec::new());
    for (at, sign) in group.char_indices() {
        if depth == 0 && (sign == ',' || sign == '}') {
            pieces.push(&group[start..at]);
            start = at + 1;
        }
        match sign {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    pieces
}

/// By folder: each module and the neighbours that it needs.
fn needs(root: &Path) -> BTreeMap<Vec<String>, Needs> {
    let mut folders: BTreeMap<Vec<String>, Needs> = BTreeMap::new();
    for file in files(root).iter().filter(|file| file.extension().is_some_and(|kind| kind == "rs")) {
        let own = module(root, file);
        for path in named(&code(file), &own) {
            let common = own.iter().zip(&path).take_while(|(a, b)| a == b).count();
            let (Some(from), Some(to)) = (own.get(common), path.get(common)) else { continue };
            // What a file itself holds is no neighbour.
            let names = |name: &String| {
                let place = own[..common].iter().fold(root.to_owned(), |place, part| place.join(part)).join(name);
                place.is_dir() || place.with_extension("rs").exists()
            };
            if names(to) {
                let folder = folders.entry(own[..common].to_vec()).or_default();
                folder.entry(from.clone()).or_default().insert(to.clone());
            }
        }
    }
    folders
}

/// Modules that cannot be put in an order, since each of them needs another of them and is needed by one.
fn knot(mut needs: Needs) -> BTreeSet<String> {
    loop {
        let open: BTreeSet<String> = needs.keys().cloned().collect();
        let before = needs.len();
        let needed: BTreeSet<String> = needs.values().flatten().cloned().collect();
        needs.retain(|name, needs| needed.contains(name) && needs.iter().any(|name| open.contains(name)));
        if needs.len() == before {
            return open;
        }
    }
}

#[test]
fn modules_stand_on_one_another_and_never_in_a_circle() {
    let folders = needs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(folders[&Vec::new()].len() > 30, "the imports of the library were not read");
    for (folder, needs) in folders {
        let expected: &[&str] = if folder == ["relation"] { &READ_EACH_OTHER } else { &[] };
        let expected: BTreeSet<String> = expected.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(knot(needs), expected, "circle in {}", folder.join("::"));
    }
}

#[test]
fn what_comes_in_and_goes_out_stands_on_nothing() {
    let folders = needs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert_eq!(folders[&Vec::new()].get("wire"), None);
}

#[test]
fn a_circle_is_seen_however_it_is_written() {
    let own = ["text".to_owned(), "quality".to_owned()];
    let paths = |code: &str| named(code, &own).iter().map(|path| path.join("::")).collect::<Vec<_>>();
    assert_eq!(
        paths("use crate::ballot::{Ballot, parts::{A, B}};\n"),
        ["ballot::Ballot", "ballot::parts::A", "ballot::parts::B"].map(String::from)
    );
    assert_eq!(paths("crate::agree(panel)"), ["agree"]);
    assert_eq!(paths("use super::{\n    form::Form,\n    standard,\n};"), ["text::form::Form", "text::standard"]);
    let circle = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")];
    let needs = circle.map(|(from, to)| (from.to_owned(), [to.to_owned()].into())).into();
    assert!(knot(needs).contains("b"));
}
