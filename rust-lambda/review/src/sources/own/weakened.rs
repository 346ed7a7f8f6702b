//! Settings in commands and environments that switch a check off or open a door: of certificates, of passwords, of who
//! becomes root.

use super::catalogue::{DOCKER_NO_TLS_CHECK, DOCKER_PLAIN_PASSWORD, DOCKER_ROOT_SHELL, DOCKER_SUDO_ALL};
use crate::rule::Rule;

/// Variables that switch the check of certificates off, with the values that do.
const VARIABLES: [(&str, &[&str]); 6] = [
    ("NODE_TLS_REJECT_UNAUTHORIZED", &["0"]),
    ("PYTHONHTTPSVERIFY", &["0"]),
    ("GIT_SSL_NO_VERIFY", &["1", "true"]),
    ("NPM_CONFIG_STRICT_SSL", &["false"]),
    ("BUNDLE_SSL_VERIFY_MODE", &["0"]),
    ("PGSSLMODE", &["disable"]),
];

/// Words of commands that do, in small letters, one after the other with anything between.
const COMMANDS: [&[&str]; 16] = [
    &["npm", "strict-ssl", "false"],
    &["npm", "strict-ssl=false"],
    &["yarn", "strict-ssl", "false"],
    &["yarn", "enablestrictssl", "false"],
    &["pnpm", "strict-ssl", "false"],
    &["pip", "--trusted-host"],
    &["pip3", "--trusted-host"],
    &["pip", "global.trusted-host"],
    &["git", "http.sslverify", "false"],
    &["git", "http.sslverify=false"],
    &["apt-get", "--allow-unauthenticated"],
    &["apt", "--allow-unauthenticated"],
    &["apk", "--allow-untrusted"],
    &["dnf", "--nogpgcheck"],
    &["yum", "--nogpgcheck"],
    &["conda", "ssl_verify", "false"],
];

/// What a variable of an image or of a setting switches off.
pub(super) fn by_variable(name: &str, value: &str) -> Option<&'static Rule> {
    let name = name.to_ascii_uppercase();
    let value = value.trim_matches(['"', '\'']).to_ascii_lowercase();
    let known = VARIABLES.iter().find(|(one, _)| *one == name);
    known.filter(|(_, values)| values.contains(&value.as_str())).map(|_| &DOCKER_NO_TLS_CHECK)
}

/// What the commands of a script weaken, each with the command.
pub(super) fn by_commands(script: &str) -> Vec<(&'static Rule, String)> {
    let commands = script.split(['&', ';', '\n']).map(str::trim);
    commands.flat_map(|command| of_command(command).into_iter().map(|rule| (rule, command.to_owned()))).collect()
}

fn of_command(command: &str) -> Vec<&'static Rule> {
    let small = command.to_ascii_lowercase();
    let words: Vec<&str> = small.split(|c: char| c.is_whitespace() || "\"'[],".contains(c)).collect();
    let mut found = Vec::new();
    if COMMANDS.iter().any(|row| in_order(row, &words)) || assigned(command) || fetches_unchecked(command) {
        found.push(&DOCKER_NO_TLS_CHECK);
    }
    if small.contains("nopasswd") && small.replace(' ', "").contains("nopasswd:all") {
        found.push(&DOCKER_SUDO_ALL);
    }
    if is_password(command) {
        found.push(&DOCKER_PLAIN_PASSWORD);
    }
    if is_root_shell(&words) {
        found.push(&DOCKER_ROOT_SHELL);
    }
    found
}

/// Whether the words stand in a command, in this order.
fn in_order(row: &[&str], words: &[&str]) -> bool {
    let mut left = words.iter();
    row.iter().all(|word| left.any(|one| one == word || *word == row[0] && one.rsplit('/').next() == Some(word)))
}

/// `curl -k` or `wget --no-check-certificate` of another machine.
fn fetches_unchecked(command: &str) -> bool {
    let words: Vec<&str> = command.split_whitespace().map(|word| word.trim_matches(['"', '\''])).collect();
    let Some(at) = words.iter().position(|word| ["curl", "wget"].contains(&word.rsplit('/').next().unwrap_or(word)))
    else {
        return false;
    };
    let (is_curl, rest) = (words[at].ends_with("curl"), &words[at + 1..]);
    // Short options of curl stand in one word; those in capitals are others.
    let short = |word: &&str| {
        is_curl && word.len() < 9 && word.starts_with('-') && !word.starts_with("--") && word.contains('k')
    };
    let long = if is_curl { "--insecure" } else { "--no-check-certificate" };
    let own = ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| command.contains(name));
    !own && rest.iter().any(|word| *word == long || short(word))
}

fn assigned(command: &str) -> bool {
    let pairs = command.split_whitespace().filter_map(|word| word.split_once('='));
    pairs.into_iter().any(|(name, value)| by_variable(name, value).is_some())
}

/// `echo root:secret | chpasswd`, with a password that stands there.
fn is_password(command: &str) -> bool {
    let Some((given, _)) = command.split_once('|').filter(|(_, rest)| rest.contains("chpasswd")) else { return false };
    let word = given.split_whitespace().last().unwrap_or_default().trim_matches(['"', '\'']);
    word.split_once(':').is_some_and(|(_, password)| !password.is_empty() && !password.contains(['$', '`', '<', '{']))
}

/// `chmod u+s` or `chmod 4755` of a shell or of what starts one.
fn is_root_shell(words: &[&str]) -> bool {
    let Some(at) = words.iter().position(|word| *word == "chmod") else { return false };
    let mode = |word: &str| {
        word.contains("+s")
            || word.len() == 4 && word.starts_with(['4', '6']) && word.bytes().all(|b| b.is_ascii_digit())
    };
    let shell = |word: &str| {
        let name = word.rsplit('/').next().unwrap_or_default();
        ["sh", "bash", "dash", "zsh", "busybox", "python", "python3", "perl", "env", "find", "vim", "nano"]
            .contains(&name)
    };
    words[at..].iter().any(|word| mode(word)) && words[at..].iter().any(|word| word.contains('/') && shell(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_switches_a_check_off_is_told_apart_from_what_switches_it_on() {
        for (script, rule) in [
            ("npm config set strict-ssl false", "DOCKER_NO_TLS_CHECK"),
            ("npm set strict-ssl=false && npm ci", "DOCKER_NO_TLS_CHECK"),
            ("yarn config set strict-ssl false -g", "DOCKER_NO_TLS_CHECK"),
            ("pip install --trusted-host x y", "DOCKER_NO_TLS_CHECK"),
            ("python -m pip install --trusted-host x y", "DOCKER_NO_TLS_CHECK"),
            ("apt-get update; apt-get install -y --allow-unauthenticated x", "DOCKER_NO_TLS_CHECK"),
            ("git config --global http.sslVerify false", "DOCKER_NO_TLS_CHECK"),
            ("git -c http.sslVerify=false clone https://x", "DOCKER_NO_TLS_CHECK"),
            ("NODE_TLS_REJECT_UNAUTHORIZED=0 npm ci", "DOCKER_NO_TLS_CHECK"),
            ("export GIT_SSL_NO_VERIFY=true", "DOCKER_NO_TLS_CHECK"),
            ("apk add --allow-untrusted x.apk", "DOCKER_NO_TLS_CHECK"),
            ("curl -k https://x.example/a -o a", "DOCKER_NO_TLS_CHECK"),
            ("curl -fsSLk https://x.example/a | tar x", "DOCKER_NO_TLS_CHECK"),
            ("/usr/bin/curl --insecure https://x.example/a", "DOCKER_NO_TLS_CHECK"),
            ("wget -q --no-check-certificate https://x.example/a", "DOCKER_NO_TLS_CHECK"),
            ("export PGSSLMODE=disable", "DOCKER_NO_TLS_CHECK"),
            ("echo 'app ALL=(ALL) NOPASSWD: ALL' >> /etc/sudoers", "DOCKER_SUDO_ALL"),
            ("echo root:root | chpasswd", "DOCKER_PLAIN_PASSWORD"),
            ("echo \"app:hunter2\" | chpasswd", "DOCKER_PLAIN_PASSWORD"),
            ("chmod u+s /bin/bash", "DOCKER_ROOT_SHELL"),
            ("chmod 4755 /usr/bin/python3", "DOCKER_ROOT_SHELL"),
            ("chmod +s /usr/bin/find", "DOCKER_ROOT_SHELL"),
        ] {
            let found: Vec<&str> = by_commands(script).iter().map(|(rule, _)| rule.id).collect();
            assert_eq!(found, [rule], "{script}");
        }
        for script in [
            "npm config set strict-ssl true",
            "npm ci",
            "pip install requests",
            "git config --global http.sslVerify true",
            "NODE_TLS_REJECT_UNAUTHORIZED=1 npm ci",
            "apt-get install -y x",
            "echo 'app ALL=(ALL) NOPASSWD: /usr/bin/id' >> /etc/sudoers",
            "echo \"root:$PASSWORD\" | chpasswd",
            "curl -fsSL https://x.example/k -o k",
            "curl -K config https://x.example/a",
            "curl -fk https://localhost:8443/healthz",
            "wget -q https://x.example/no-check-certificate",
            "PGSSLMODE=verify-full psql",
            "chmod 755 /bin/bash",
            "chmod u+s /usr/local/bin/app",
            "chmod +x /usr/bin/find",
        ] {
            assert!(by_commands(script).is_empty(), "{script}");
        }
    }
}
