//! One reader of commands for whatever holds some: instructions of an image, services, machines at their first start.

use crate::tools::command;

/// Rules of the tool `command` that say of a script that nobody has read it.
const UNREAD: [&str; 4] = ["PIPED_DOWNLOAD", "DOWNLOADED_SCRIPT", "ENCODED_SCRIPT", "REVERSE_SHELL"];

/// Words without which a command downloads, hides and joins nothing; most commands have none of them.
const SUSPECT: [&str; 12] =
    ["curl", "wget", "://", "/dev/tcp", "/dev/udp", "base64", "xxd", "nc ", "ncat", "socat", "gunzip", "openssl"];

/// The part of a script that runs what nobody has read.
pub(super) fn part(script: &str) -> Option<String> {
    if !SUSPECT.iter().any(|word| script.contains(word)) {
        return None;
    }
    let checked = command::check(&command::Asked { command: script.to_owned() }).ok()?;
    checked.findings.into_iter().find(|finding| UNREAD.contains(&finding.rule.as_str())).map(|finding| finding.command)
}

/// Words of a command as a shell would quote them.
pub(super) fn quoted<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("'{}'", word.replace('\'', "'\\''"))).collect::<Vec<_>>().join(" ")
}
