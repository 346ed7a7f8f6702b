//! Dockerfiles where the linter of the source `docker` is silent: packages of dnf, yum, zypper and npm without a
//! version, the port of SSH, a shell that is changed.

use super::catalogue::{DOCKER_CHOWN, DOCKER_SHELL, DOCKER_SSH, DOCKER_UNPINNED_NPM, DOCKER_UNPINNED_PACKAGE};
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
        instruction(line, number as u32 + 1, found);
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

/// What one line says by itself.
fn instruction(line: &str, number: u32, found: &mut Found<'_>) {
    let mut words = line.split_whitespace();
    let word = words.next().unwrap_or_default().to_ascii_uppercase();
    let mut say = |rule, about: &str| found.own(rule, (number, number), None, about);
    match word.as_str() {
        "EXPOSE" if words.any(|port| port == "22" || port == "22/tcp") => say(&DOCKER_SSH, ""),
        "COPY" | "ADD" if words.any(|word| word.starts_with("--chown")) => say(&DOCKER_CHOWN, ""),
        "RUN"
            if line.contains("/bin/sh") && (line.contains("ln -s") || line.contains("mv /bin"))
                || line.contains("chsh ") =>
        {
            say(&DOCKER_SHELL, "");
        }
        _ => {}
    }
    let install = ["npm install ", "npm i ", "npm add "].iter().find_map(|command| line.split_once(command));
    for word in install.map(|(_, rest)| rest).unwrap_or_default().split_whitespace() {
        let word = word.trim_matches(['"', '\'', ',', ']', ';']);
        if matches!(word, "&&" | "||" | "|" | "\\") {
            break;
        }
        let local = word.starts_with(['-', '.', '/', '$', '"']) || word.ends_with(".tgz") || word.contains("://");
        if !local && !word.is_empty() && !word.trim_start_matches('@').contains('@') {
            say(&DOCKER_UNPINNED_NPM, word);
            break;
        }
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
