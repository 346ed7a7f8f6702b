//! Dockerfiles where the linter of the source `docker` is silent: packages of dnf, yum and zypper without a version.

use super::catalogue::DOCKER_UNPINNED_PACKAGE;
use crate::document::Document;
use crate::source::Found;

const TOOLS: [&str; 5] = ["dnf", "yum", "microdnf", "tdnf", "zypper"];

/// How far a command has been read.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Elsewhere,
    Tool,
    Packages,
}

/// Reviews all `RUN` instructions; a line that is continued keeps its command.
pub fn review(document: &Document, found: &mut Found<'_>) {
    let mut at = At::Elsewhere;
    let mut continued = false;
    for (number, line) in document.text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('#') {
            continue;
        }
        let run = line.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("RUN "));
        if !continued {
            at = At::Elsewhere;
        }
        if run || continued {
            // The form `["dnf", "install", "x"]` has the same words.
            let words = line.split([' ', '\t', '"', '[', ']', ',', '\'']).filter(|word| !word.is_empty());
            for word in words {
                at = next(at, word);
                if at == At::Packages && is_bare(word) {
                    let line = number as u32 + 1;
                    found.own(&DOCKER_UNPINNED_PACKAGE, (line, line), None, word);
                }
            }
        }
        continued = (run || continued) && line.ends_with('\\');
    }
}

fn next(at: At, word: &str) -> At {
    match (at, word) {
        (_, "&&" | "||" | "|" | ";") => At::Elsewhere,
        _ if word.ends_with(';') => At::Elsewhere,
        (_, tool) if TOOLS.contains(&tool) => At::Tool,
        (At::Tool, "install" | "in") => At::Packages,
        (At::Tool, "update" | "upgrade" | "clean" | "remove" | "makecache") => At::Elsewhere,
        (at, _) => at,
    }
}

/// Whether a word is a package without a version: no option, path, address, group or variable.
fn is_bare(word: &str) -> bool {
    let numbered = word.match_indices('-').any(|(at, _)| word[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
    let special = word.starts_with(['-', '/', '@', '$', '\\']) || word.contains(['=', '$', ':', '>']);
    !special && !numbered && word != "install" && word != "in"
}
