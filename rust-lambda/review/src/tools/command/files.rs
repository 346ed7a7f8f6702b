//! Files that a script makes and then runs: what it downloads, and what it writes. A checksum or a signature that is
//! looked at in between makes a download one that somebody vouches for.

use std::collections::HashMap;

use super::flow::{self, Flow};
use super::invocation::Invocation;
use super::shell::is_shell;
use super::words::Arg;
use crate::path::normal;

/// How many files are known at a time, and how long a text of one may grow.
const MOST: (usize, usize) = (200, 64_000);

/// Programs that look whether a file is what it should be, with the words that make them do so.
const CHECKS: [(&str, &[&str]); 14] = [
    ("sha1sum", &["-c", "--check"]),
    ("sha224sum", &["-c", "--check"]),
    ("sha256sum", &["-c", "--check"]),
    ("sha384sum", &["-c", "--check"]),
    ("sha512sum", &["-c", "--check"]),
    ("shasum", &["-c", "--check"]),
    ("b2sum", &["-c", "--check"]),
    ("md5sum", &["-c", "--check"]),
    ("gpg", &["--verify"]),
    ("gpg2", &["--verify"]),
    ("gpgv", &[]),
    ("cosign", &["verify-blob"]),
    ("minisign", &["-V"]),
    ("signify", &["-V"]),
];

/// What is known of a file.
#[derive(Clone, Debug)]
pub enum Made {
    /// It comes from the network.
    Downloaded,
    /// Its text.
    Written(String),
}

/// The files of a script, by their paths.
#[derive(Default)]
pub struct Files {
    made: HashMap<String, Made>,
}

impl Files {
    /// Whether a program looks whether a file is what it should be.
    pub fn checks(invocation: &Invocation) -> bool {
        let row = CHECKS.iter().find(|(name, _)| *name == invocation.name);
        row.is_some_and(|(_, words)| words.is_empty() || words.iter().any(|word| invocation.has(word)))
    }

    /// Somebody vouches for what was downloaded so far.
    pub fn checked(&mut self) {
        self.made.retain(|_, made| !matches!(made, Made::Downloaded));
    }

    /// Something is written to a file.
    pub fn write(&mut self, path: &Arg, flow: &Flow) {
        let made = match &flow.literal {
            _ if flow.downloads => Made::Downloaded,
            Some(text) => match self.made.get(&key(path)) {
                Some(Made::Written(before)) if before.len() < MOST.1 => Made::Written(format!("{before}\n{text}")),
                _ => Made::Written(text.clone()),
            },
            None => return,
        };
        self.put(key(path), made);
    }

    /// Takes the files that a program itself makes, by downloading or copying.
    pub fn take(&mut self, invocation: &Invocation, input: &Flow) {
        match invocation.name.as_str() {
            "tee" => invocation.operands().for_each(|path| self.write(path, input)),
            "cp" | "mv" | "install" | "ln" => {
                let operands: Vec<&Arg> = invocation.operands().collect();
                let Some((to, from)) = operands.split_last() else { return };
                for from in from {
                    if let Some(made) = self.read(from) {
                        self.put(key(to), made.clone());
                        self.put(format!("{}/{}", key(to), base(&key(from))), made);
                    }
                }
            }
            _ if flow::downloads(invocation) => {
                targets(invocation).into_iter().for_each(|key| self.put(key, Made::Downloaded))
            }
            "aws" | "gsutil" | "gcloud" if invocation.args.iter().any(|arg| arg.text.contains("://")) => {
                let to = invocation.operands().last().filter(|to| !to.text.contains("://"));
                to.map(key).into_iter().for_each(|key| self.put(key, Made::Downloaded));
            }
            _ => {}
        }
    }

    /// What a program runs of these files: itself, or the file that an interpreter is given.
    pub fn run(&self, invocation: &Invocation) -> Option<Made> {
        if invocation.path.contains('/') || invocation.hidden {
            let itself = Arg { text: invocation.path.clone(), unknown: invocation.hidden, ..Arg::default() };
            if let Some(made) = self.read(&itself) {
                return Some(made);
            }
        }
        let interprets = flow::runs(invocation).is_some() || ["source", "."].contains(&invocation.name.as_str());
        let made = self.read(invocation.operands().next().filter(|_| interprets)?)?;
        let is_shell = is_shell(&invocation.name) || ["source", "."].contains(&invocation.name.as_str());
        // The text of another language is no script of a shell.
        if matches!(made, Made::Written(_)) && !is_shell { None } else { Some(made) }
    }

    /// Whether a file comes from the network.
    pub fn is_downloaded(&self, path: &Arg) -> bool {
        matches!(self.read(path), Some(Made::Downloaded))
    }

    /// What is known of a file: by its path, or by its name where the folder may have changed.
    pub fn read(&self, path: &Arg) -> Option<Made> {
        let wanted = key(path);
        let bare = |key: &str| !key.starts_with('/') && !key.starts_with('?');
        let same = |known: &String| *known == wanted || (bare(known) || bare(&wanted)) && base(known) == base(&wanted);
        self.made
            .get(&wanted)
            .or_else(|| self.made.iter().find(|(known, _)| same(known)).map(|(_, made)| made))
            .cloned()
    }

    fn put(&mut self, key: String, made: Made) {
        if self.made.len() < MOST.0 {
            self.made.insert(key, made);
        }
    }
}

/// A path as it is known; what only a run tells of it is a sign.
fn key(path: &Arg) -> String {
    if path.unknown { format!("?{}", path.text) } else { normal(&path.text) }
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The files that a program downloads to.
fn targets(invocation: &Invocation) -> Vec<String> {
    let names = ["-o", "-O", "--output", "--output-document", "--out"];
    let joined = |arg: &Arg| {
        let long = ["--output=", "--output-document=", "--out="].iter().find_map(|start| arg.text.strip_prefix(start));
        long.or_else(|| arg.text.strip_prefix("-o").filter(|rest| !rest.is_empty())).map(str::to_owned)
    };
    let curl = invocation.name == "curl";
    let remote = curl && ["-O", "--remote-name", "--remote-name-all", "-J"].iter().any(|name| invocation.has(name));
    let mut all: Vec<String> = invocation.args.iter().filter_map(joined).map(|path| normal(&path)).collect();
    for (at, arg) in invocation.args.iter().enumerate() {
        let group = arg.text.starts_with('-')
            && !arg.text.starts_with("--")
            && arg.text.ends_with(if curl { 'o' } else { 'O' });
        if group || names.contains(&arg.text.as_str()) && !(curl && arg.text == "-O") {
            all.extend(invocation.args.get(at + 1).map(key));
        }
    }
    // Without a name the file has that of the address.
    if remote || all.is_empty() && ["wget", "aria2c", "axel", "fetch"].contains(&invocation.name.as_str()) {
        let folder = ["-P", "--directory-prefix", "--output-dir", "-d"].iter().find_map(|name| invocation.value(name));
        let folder = folder.map(|folder| format!("{}/", folder.text)).unwrap_or_default();
        let addresses = invocation.args.iter().filter(|arg| arg.text.contains("://") || arg.text.contains('.'));
        let named = addresses.map(|arg| arg.text.split(['?', '#']).next().unwrap_or_default().to_owned());
        all.extend(named.map(|address| normal(&format!("{folder}{}", base(&address)))));
    }
    all.retain(|path| path != "-" && path != "/dev/null" && path != "/dev/stdout");
    all
}
