//! Instructions of a Dockerfile as wholes: who the container runs as, by whatever spelling, and commands that run what
//! nobody has read, by the rules of the tool `command`.

use std::collections::HashMap;

use super::catalogue::{
    DOCKER_INSECURE_STEP, DOCKER_KEY_COPIED, DOCKER_ROOT, DOCKER_UNREAD_SCRIPT, DOCKER_UNREAD_START,
};
use super::docker_instructions::{Instruction, instructions};
use super::{unread, weakened};
use crate::document::Document;
use crate::source::Found;

/// Reviews all instructions.
pub fn review(document: &Document, found: &mut Found<'_>) {
    let mut values: HashMap<String, String> = HashMap::new();
    let mut user = None;
    for instruction in instructions(&document.text) {
        let instruction = instruction.at_last();
        match instruction.word.as_str() {
            "FROM" => user = None,
            "ARG" | "ENV" => {
                assign(&instruction.rest, &mut values);
                variables(&instruction, found);
            }
            "USER" => user = Some((expanded(&instruction.rest, &values), instruction)),
            "COPY" | "ADD" => copied(&instruction, found),
            "RUN" | "CMD" | "ENTRYPOINT" | "HEALTHCHECK" => commands(&instruction, found),
            _ => {}
        }
    }
    // Plain spellings are told by the source `docker`.
    if let Some((name, Instruction { rest, lines, .. })) = user
        && is_root(&name)
        && !matches!(rest.split(':').next(), Some("root" | "0"))
    {
        found.own(&DOCKER_ROOT, lines, None, &name);
    }
}

/// Whether a name is root: by name or by a number that is zero, with or without a group.
fn is_root(name: &str) -> bool {
    let user = name.trim().trim_matches(['"', '\'']).split(':').next().unwrap_or_default();
    user == "root" || user.trim_start_matches(['+', '-']).parse::<i64>() == Ok(0)
}

/// What the commands of an instruction run and weaken.
fn commands(instruction: &Instruction, found: &mut Found<'_>) {
    let rest = match instruction.word.as_str() {
        "HEALTHCHECK" => instruction.rest.split_once("CMD").map_or("", |(_, rest)| rest),
        _ => &instruction.rest,
    };
    let flag = |flag: &str| rest.split_whitespace().take_while(|word| word.starts_with("--")).any(|word| word == flag);
    if instruction.word == "RUN" && flag("--security=insecure") {
        found.own(&DOCKER_INSECURE_STEP, instruction.lines, None, "");
    }
    let script = script(rest);
    let rule = if instruction.word == "RUN" { &DOCKER_UNREAD_SCRIPT } else { &DOCKER_UNREAD_START };
    if let Some(part) = unread::part(&script) {
        found.own(rule, instruction.lines, None, &part);
    }
    for (rule, command) in weakened::by_commands(&script.replace('\'', "")) {
        found.own(rule, instruction.lines, None, &command);
    }
}

fn variables(instruction: &Instruction, found: &mut Found<'_>) {
    let mut values = HashMap::new();
    assign(&instruction.rest, &mut values);
    let mut names: Vec<_> = values.into_iter().collect();
    names.sort();
    for (name, value) in names {
        if let Some(rule) = weakened::by_variable(&name, &value) {
            found.own(rule, instruction.lines, None, &name);
        }
    }
}

/// Names of files that hold keys of somebody, and folders of such files.
const KEYS: [&str; 14] = [
    "id_rsa",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
    ".ssh",
    ".aws",
    ".netrc",
    ".pgpass",
    ".git-credentials",
    ".kube",
    ".gnupg",
    ".docker",
    ".azure",
    ".vault-token",
];

/// Files of a person that an image brings along, and documents that are scripts.
fn copied(instruction: &Instruction, found: &mut Found<'_>) {
    let (line, document) = instruction.rest.split_once('\n').unwrap_or((&instruction.rest, ""));
    let words: Vec<&str> = line.split(|c: char| c.is_whitespace() || "\"[],".contains(c)).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty() && !word.starts_with("--")).collect();
    let Some((place, sources)) = words.split_last() else { return };
    let is_key = |path: &&&str| {
        let names: Vec<&str> = path.split('/').collect();
        let last = names.last().copied().unwrap_or_default();
        let kube = path.ends_with(".kube/config") || path.ends_with(".docker/config.json");
        names.iter().any(|name| KEYS.contains(name)) && (kube || !last.ends_with(".pub") && !is_public(last))
            || [".pfx", ".p12", "_rsa", "-key.pem", ".key.pem"].iter().any(|end| last.ends_with(end))
    };
    if let Some(key) = sources.iter().find(is_key) {
        found.own(&DOCKER_KEY_COPIED, instruction.lines, None, key);
    }
    if (place.ends_with(".sh") || document.starts_with("#!"))
        && let Some(part) = unread::part(document.rsplit_once('\n').map_or(document, |(script, _)| script))
    {
        found.own(&DOCKER_UNREAD_START, instruction.lines, None, &part);
    }
}

/// Files beside keys that hold none.
fn is_public(name: &str) -> bool {
    ["known_hosts", "config", "authorized_keys", "allowed_signers"].contains(&name)
}

/// The script of a `RUN`: without its options, and of the form in brackets the words as a shell would quote them.
fn script(rest: &str) -> String {
    let mut rest = rest.trim_start();
    while rest.starts_with("--") {
        rest = rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start());
    }
    // A document alone is the script.
    if rest.starts_with("<<")
        && let Some((_, document)) = rest.split_once('\n')
    {
        return document.rsplit_once('\n').map_or(document, |(script, _)| script).to_owned();
    }
    match serde_json::from_str::<Vec<String>>(rest) {
        Ok(words) => unread::quoted(words.iter().map(String::as_str)),
        Err(_) => rest.to_owned(),
    }
}

/// `ARG A=b`, `ENV A=b C=d`, `ENV A b`.
fn assign(rest: &str, values: &mut HashMap<String, String>) {
    let plain = |text: &str| text.trim_matches(['"', '\'']).to_owned();
    let pairs = rest.split_whitespace().filter_map(|pair| pair.split_once('='));
    let all: Vec<(String, String)> = pairs.map(|(key, value)| (key.to_owned(), plain(value))).collect();
    match rest.split_once(char::is_whitespace) {
        Some((key, value)) if all.is_empty() => drop(values.insert(key.to_owned(), plain(value.trim()))),
        _ => values.extend(all),
    }
}

/// A text with the values that its variables have in the file, or by default.
fn expanded(text: &str, values: &HashMap<String, String>) -> String {
    let (mut made, mut rest) = (String::new(), text.trim());
    while let Some((before, after)) = rest.split_once('$') {
        made.push_str(before);
        let (name, behind) = match after.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some(braced) => braced,
            None => after.split_at(after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len())),
        };
        let (name, default) = name.split_once(":-").or_else(|| name.split_once('-')).unwrap_or((name, ""));
        made.push_str(values.get(name).filter(|value| !value.is_empty()).map_or(default, String::as_str));
        rest = behind;
    }
    made + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_is_root_by_any_number_and_name() {
        for name in ["root", "0", "00", "0:0", "+0", "-0", "root:root", "root:0", "000:1000", "\"0\"", " 0 "] {
            assert!(is_root(name), "{name}");
        }
        for name in ["app", "1000", "10", "nobody", "1000:0", "rooty", ""] {
            assert!(!is_root(name), "{name}");
        }
    }

    #[test]
    fn variables_have_their_values_and_defaults() {
        let values = HashMap::from([("A".to_owned(), "0".to_owned())]);
        for (text, said) in
            [("$A", "0"), ("${A}:$A", "0:0"), ("${B:-0}", "0"), ("${B-0}", "0"), ("$B", ""), ("a${A}b", "a0b")]
        {
            assert_eq!(expanded(text, &values), said, "{text}");
        }
    }
}
