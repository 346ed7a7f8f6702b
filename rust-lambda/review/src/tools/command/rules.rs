//! What a program does to what it is given, by its name and arguments alone.

use super::Level;
use super::databases;
use super::invocation::Invocation;
use super::paths::{dangerous, is_device, is_sensitive};
use super::words::Arg;

const RULES: &str = include_str!("../../../data/command-rules.txt");

/// A rule that objects: its id, its level, and why.
pub type Objection = (String, Level, String);

/// An objection that refuses.
pub fn refuse(rule: &str, why: &str) -> Objection {
    (rule.to_owned(), Level::Refuse, why.to_owned())
}

fn caution(rule: &str, why: &str) -> Objection {
    (rule.to_owned(), Level::Caution, why.to_owned())
}

/// All objections to one program with its arguments.
pub fn objections(invocation: &Invocation) -> Vec<Objection> {
    let mut found: Vec<Objection> = by_data(invocation).collect();
    found.extend(removal(invocation));
    found.extend(changes(invocation));
    found.extend(writes(invocation));
    found.extend(network(invocation));
    found.extend(database(invocation));
    found
}

/// Programs that rules in code look at.
const IN_CODE: [&str; 20] = [
    "rm", "srm", "find", "rsync", "chmod", "chown", "chgrp", "setfacl", "mv", "dd", "tee", "truncate", "cp", "install",
    "ln", "sed", "nc", "ncat", "netcat", "socat",
];

/// Whether some rule knows what a program does.
pub fn knows(name: &str) -> bool {
    let rows = || RULES.lines().filter(|line| !line.starts_with('#'));
    IN_CODE.contains(&name)
        || databases::is_client(name)
        || rows().filter_map(|row| row.split(' ').nth(2)).any(|programs| programs.split(',').any(|one| fits(one, name)))
}

fn by_data(invocation: &Invocation) -> impl Iterator<Item = Objection> {
    RULES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut parts = line.splitn(4, ' ');
        let (level, rule, programs, mut rest) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if !programs.split(',').any(|program| fits(program, &invocation.name)) {
            return None;
        }
        // Conditions are written small; the sentence begins with a capital letter.
        while let Some((condition, after)) = rest.split_once(' ').filter(|_| !is_sentence(rest)) {
            let told = condition == "-" || condition.split('|').any(|wanted| said(invocation, wanted));
            if !told {
                return None;
            }
            rest = after;
        }
        let level = if level == "refuse" { Level::Refuse } else { Level::Caution };
        Some((rule.to_owned(), level, rest.to_owned()))
    })
}

fn is_sentence(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
}

fn said(invocation: &Invocation, wanted: &str) -> bool {
    let plain = |arg: &Arg| fits(wanted, &arg.text) || fits(wanted, &arg.text.to_lowercase());
    invocation.args.iter().any(plain) || wanted.starts_with('-') && !wanted.contains('*') && invocation.has(wanted)
}

fn fits(pattern: &str, text: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == text, |start| {
        // `4***` is a mode of four digits.
        let start = start.trim_end_matches('*');
        text.starts_with(start) && (!pattern.ends_with("***") || text.len() == 4)
    })
}

fn recursive(invocation: &Invocation) -> bool {
    ["-r", "-R", "--recursive"].iter().any(|option| invocation.has(option))
}

fn removal(invocation: &Invocation) -> Vec<Objection> {
    let rule = "DESTRUCTIVE_REMOVE";
    match invocation.name.as_str() {
        "rm" | "srm" => {
            if invocation.args.iter().any(|arg| arg.text == "--no-preserve-root") {
                return vec![refuse(rule, "It removes the whole file system and says so.")];
            }
            let all = recursive(invocation);
            let paths = || invocation.operands().filter(|arg| all || arg.glob);
            if let Some(why) = paths().find_map(dangerous) {
                return vec![refuse(rule, &format!("It removes all that is there: {why}."))];
            }
            let unsure = all && (invocation.fed || paths().any(|arg| arg.unknown));
            unsure
                .then(|| caution("REMOVES_UNKNOWN", "What it removes is only known when it runs."))
                .into_iter()
                .collect()
        }
        "find" => {
            let removes = invocation.args.iter().any(|arg| arg.text == "-delete");
            match (removes, searched(invocation).iter().find_map(dangerous)) {
                (true, Some(why)) => vec![refuse(rule, &format!("It removes what it finds, and {why}."))],
                (true, None) => vec![caution("REMOVES_UNKNOWN", "What it removes is only known when it runs.")],
                _ => Vec::new(),
            }
        }
        "rsync" if invocation.args.iter().any(|arg| arg.text.starts_with("--del")) => {
            let Some(why) = invocation.operands().last().and_then(dangerous) else { return Vec::new() };
            vec![refuse(rule, &format!("It removes what the source lacks, and {why}."))]
        }
        _ => Vec::new(),
    }
}

/// The folders that `find` looks through; what it only takes a choice of, where that is not the whole machine, is left out.
pub fn searched(invocation: &Invocation) -> Vec<Arg> {
    let chosen =
        ["-name", "-iname", "-path", "-regex", "-mtime", "-mmin", "-ctime", "-atime", "-empty", "-size", "-newer"];
    let chooses = invocation.args.iter().any(|arg| chosen.contains(&arg.text.as_str()));
    let folders = invocation.args.iter().take_while(|arg| !arg.text.starts_with(['-', '(', '!']));
    folders.filter(|arg| !chooses || arg.text.starts_with(['/', '~'])).cloned().collect()
}

fn changes(invocation: &Invocation) -> Option<Objection> {
    match invocation.name.as_str() {
        "chmod" | "chown" | "chgrp" | "setfacl" if recursive(invocation) => {
            let why = invocation.operands().skip(1).find_map(dangerous)?;
            Some(refuse("PERMISSIONS_CHANGED", &format!("It changes who may do what with everything: {why}.")))
        }
        "mv" => {
            let moved: Vec<&Arg> = invocation.operands().collect();
            if moved.last().is_some_and(|target| target.text == "/dev/null") {
                return Some(refuse("DESTRUCTIVE_REMOVE", "What is moved to /dev/null is gone."));
            }
            let why =
                moved.iter().rev().skip(1).find_map(|arg| dangerous(arg).filter(|_| !arg.text.starts_with('.')))?;
            Some(refuse("DESTRUCTIVE_REMOVE", &format!("It moves away everything: {why}.")))
        }
        _ => None,
    }
}

fn writes(invocation: &Invocation) -> Vec<Objection> {
    let targets: Vec<&str> = match invocation.name.as_str() {
        "dd" => invocation.args.iter().filter_map(|arg| arg.text.strip_prefix("of=")).collect(),
        "tee" | "truncate" => invocation.operands().map(|arg| arg.text.as_str()).collect(),
        "cp" | "install" | "ln" | "mv" => {
            invocation.operands().last().map(|arg| arg.text.as_str()).into_iter().collect()
        }
        "sed" | "perl" if invocation.has("-i") => invocation.operands().map(|arg| arg.text.as_str()).collect(),
        _ => Vec::new(),
    };
    targets.into_iter().filter(|path| *path != "/dev/null").filter_map(written_to).collect()
}

/// The objection to writing to a path.
pub fn written_to(path: &str) -> Option<Objection> {
    if is_device(path) {
        return Some(refuse("DISK_OVERWRITTEN", "It writes over a device: what was on it is gone."));
    }
    if is_sensitive(path) {
        return Some(refuse(
            "ACCESS_CHANGED",
            "It changes a file by which somebody signs in, stays or becomes another.",
        ));
    }
    let system = ["/etc/", "/usr/", "/bin/", "/sbin/", "/lib/"].iter().any(|start| path.starts_with(start));
    system.then(|| caution("SYSTEM_FILE_WRITTEN", "It writes to a file of the system."))
}

fn network(invocation: &Invocation) -> Option<Objection> {
    let why = "It hands a shell of this machine to whoever is at the other end.";
    let args = || invocation.args.iter().map(|arg| arg.text.to_lowercase());
    let shell = match invocation.name.as_str() {
        "nc" | "ncat" | "netcat" => {
            ["-e", "-c", "--exec", "--sh-exec", "--lua-exec"].iter().any(|option| invocation.has(option))
        }
        "socat" => args().any(|arg| arg.contains("exec:") || arg.contains("system:") || arg.contains("shell:")),
        _ => false,
    };
    shell.then(|| refuse("REVERSE_SHELL", why))
}

fn database(invocation: &Invocation) -> Option<Objection> {
    if !databases::is_client(&invocation.name) {
        return None;
    }
    databases::statements(&invocation.args.iter().map(|arg| arg.text.as_str()).collect::<Vec<_>>().join(" "))
}
