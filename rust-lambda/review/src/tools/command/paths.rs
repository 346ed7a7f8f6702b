//! Where a path leads, and what lies there.

use super::words::Arg;
use crate::path::normal;

/// Folders without which a machine or a person has nothing left.
const SYSTEM: [&str; 22] = [
    "/",
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/home",
    "/lib",
    "/lib64",
    "/opt",
    "/proc",
    "/root",
    "/run",
    "/sbin",
    "/srv",
    "/sys",
    "/usr",
    "/var",
    "/Users",
    "/System",
    "/Library",
    "/mnt",
    "/usr/local",
];

/// Devices that hold nothing.
const HARMLESS: [&str; 9] = [
    "/dev/null",
    "/dev/zero",
    "/dev/full",
    "/dev/stdin",
    "/dev/stdout",
    "/dev/stderr",
    "/dev/tty",
    "/dev/random",
    "/dev/urandom",
];

/// Why it is dangerous to remove or change all below an argument; none where it is an ordinary folder.
pub fn dangerous(arg: &Arg) -> Option<&'static str> {
    if arg.begins_unknown && (arg.text.is_empty() || arg.text.starts_with('/')) {
        let rest = arg.text.trim_matches('/');
        let all = rest.is_empty() || rest.starts_with('*') || rest.starts_with('.');
        return (all || SYSTEM.contains(&normal(&arg.text).as_str()))
            .then_some("the path begins with a value that may be empty, and then means a folder of the system");
    }
    let path = normal(&arg.text);
    // `/*`, `/etc/*` and `~/.*` leave nothing either.
    let head = match path.rsplit_once('/') {
        Some((head, tail)) if arg.glob && tail.trim_matches(['.', '*', '?', '[', ']', '!', '^']).is_empty() => {
            if head.is_empty() { "/" } else { head }
        }
        None if arg.glob && path.trim_matches(['.', '*', '?']).is_empty() => ".",
        _ => path.as_str(),
    };
    // `/?tc` and `/[e]tc` are /etc.
    let hidden =
        arg.glob && head.starts_with('/') && SYSTEM.iter().any(|folder| *folder != "/" && matches(head, folder));
    match head {
        "." | ".." | "../.." => Some("it means everything in this folder, or above it"),
        "~" => Some("it means everything of the user"),
        head if SYSTEM.contains(&head) || hidden => Some("it is a folder of the system"),
        _ => None,
    }
}

/// Whether a pattern with `*`, `?` and `[…]` may mean a text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some(first) = pattern.chars().next() else { return text.is_empty() };
    let rest = &pattern[first.len_utf8()..];
    match (first, text.chars().next()) {
        ('*', _) => text.char_indices().map(|(at, _)| at).chain([text.len()]).any(|at| matches(rest, &text[at..])),
        ('?', Some(next)) => matches(rest, &text[next.len_utf8()..]),
        ('[', Some(next)) => rest.split_once(']').is_some_and(|(set, rest)| {
            (set.contains(next) || set.starts_with(['!', '^']) || set.contains('-'))
                && matches(rest, &text[next.len_utf8()..])
        }),
        (char, Some(next)) if char == next => matches(rest, &text[next.len_utf8()..]),
        _ => false,
    }
}

/// Whether a path is a disk, or something else of the machine that is not a file.
pub fn is_device(path: &str) -> bool {
    let path = normal(path);
    path.starts_with("/dev/")
        && !HARMLESS.contains(&path.as_str())
        && !["/dev/fd/", "/dev/shm/", "/dev/tcp/", "/dev/udp/", "/dev/pts/"].iter().any(|start| path.starts_with(start))
}

/// Files by which somebody stays, signs in or becomes another.
pub fn is_sensitive(path: &str) -> bool {
    let path = normal(path);
    let named = [
        "/etc/passwd",
        "/etc/shadow",
        "/etc/sudoers",
        "/etc/crontab",
        "/etc/ld.so.preload",
        "/etc/hosts",
        "/etc/ssh/sshd_config",
    ];
    let below =
        ["/etc/sudoers.d/", "/etc/cron", "/etc/systemd/", "/var/spool/cron", "/boot/", "/etc/profile.d/", "/proc/sys/"];
    let ends = [".ssh/authorized_keys", ".bashrc", ".profile", ".zshrc", ".bash_profile", ".ssh/config"];
    named.contains(&path.as_str())
        || below.iter().any(|start| path.starts_with(start))
        || ends.iter().any(|end| path.ends_with(end))
}
