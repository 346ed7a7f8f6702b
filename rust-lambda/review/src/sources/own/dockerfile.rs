//! Dockerfiles where the linter of the source `docker` is silent: packages of dnf, yum, zypper and npm without a
//! version, the port of SSH, a shell that is changed.

use super::catalogue::{
    DOCKER_CHOWN, DOCKER_MACHINE_COMMAND, DOCKER_OLD_OPENSSL, DOCKER_REMOTE_ADD, DOCKER_SHELL, DOCKER_SSH,
    DOCKER_STAGE_NUMBER, DOCKER_UNPINNED_NPM, DOCKER_UNPINNED_PACKAGE,
};
use crate::document::Document;
use crate::source::Found;

/// Commands for people at a machine that runs.
const OF_MACHINES: [&str; 16] = [
    "ps",
    "top",
    "free",
    "kill",
    "killall",
    "shutdown",
    "reboot",
    "service",
    "systemctl",
    "mount",
    "ifconfig",
    "nano",
    "vim",
    "vi",
    "ssh",
    "man",
];

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
                if is_old_openssl(word) {
                    let line = number as u32 + 1;
                    found.own(&DOCKER_OLD_OPENSSL, (line, line), None, word);
                }
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
        "COPY" | "ADD" => {
            let words: Vec<&str> = words.collect();
            let flag = |flag: &str| words.iter().find_map(|word| word.strip_prefix(flag));
            if flag("--chown").is_some() {
                say(&DOCKER_CHOWN, "");
            }
            if flag("--from=").is_some_and(|stage| stage.parse::<u32>().is_ok()) {
                say(&DOCKER_STAGE_NUMBER, "");
            }
            let remote = |word: &&&str| word.starts_with("https://") || word.starts_with("http://");
            if let Some(address) = words.iter().find(remote).filter(|_| flag("--checksum").is_none()) {
                say(&DOCKER_REMOTE_ADD, address);
            }
        }
        "RUN"
            if line.contains("/bin/sh") && (line.contains("ln -s") || line.contains("mv /bin"))
                || line.contains("chsh ") =>
        {
            say(&DOCKER_SHELL, "");
        }
        _ => {}
    }
    if word == "RUN"
        && let Some(command) = commands(line).find(|command| OF_MACHINES.contains(command))
    {
        say(&DOCKER_MACHINE_COMMAND, command);
    }
    // The form `["npm", "install", "x"]` has the same words.
    let line = &line.replace(['"', '[', ']', ','], " ");
    let line = &line.split_whitespace().collect::<Vec<_>>().join(" ");
    let install = ["npm install ", "npm i ", "npm add "].iter().find_map(|command| line.split_once(command));
    for word in install.map(|(_, rest)| rest).unwrap_or_default().split_whitespace() {
        let word = word.trim_matches(['"', '\'', ',', ']', ';']);
        if matches!(word, "&&" | "||" | "|" | "\\") {
            break;
        }
        let local = word.starts_with(['-', '.', '/', '$', '"']) || word.ends_with(".tgz");
        let address = word.contains("://") || word.starts_with("git@");
        let version = word.trim_start_matches('@').split_once('@').map(|(_, version)| version);
        let loose = match address {
            true => word.contains("git") && !word.contains('#'),
            false => version.is_none_or(|version| matches!(version, "latest" | "next" | "*")),
        };
        if !local && !word.is_empty() && loose {
            say(&DOCKER_UNPINNED_NPM, word);
            break;
        }
    }
}

/// The words at which a command of a `RUN` begins.
fn commands(line: &str) -> impl Iterator<Item = &str> {
    let rest = line.get(4..).unwrap_or_default().trim_start();
    rest.split(['&', '|', ';']).filter_map(|command| {
        let mut words = command.split([' ', '\t', '"', '[', ']', ',']).filter(|word| !word.is_empty());
        words.find(|word| *word != "sudo" && !word.starts_with("--"))
    })
}

/// Whether a word names a version of OpenSSL with one of its two well-known holes.
fn is_old_openssl(word: &str) -> bool {
    let Some((_, rest)) = word.split_once("openssl") else { return false };
    let version = rest.trim_start_matches(['=', '-', '_', ':', '~', '>', '<', 'v']);
    let letters = version.strip_prefix("1.0.1").map(|rest| rest.chars().next().unwrap_or('a'));
    let third = version.strip_prefix("3.0.").and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next());
    letters.is_some_and(|letter| !letter.is_ascii_lowercase() || letter <= 'f')
        || third.and_then(|number| number.parse::<u32>().ok()).is_some_and(|number| number <= 6)
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
