//! Ways from a service to the machine, to somebody's keys and to code that nobody has read.

use super::super::catalogue as rules;
use super::super::unread;
use super::list;
use crate::path::normal;
use crate::rule::Rule;
use crate::tree::Node;

/// Devices that are disks or memory, by how their paths begin.
const DEVICES: [&str; 13] = [
    "/dev/sd",
    "/dev/hd",
    "/dev/vd",
    "/dev/xvd",
    "/dev/nvme",
    "/dev/mmcblk",
    "/dev/dm-",
    "/dev/mapper",
    "/dev/disk",
    "/dev/mem",
    "/dev/kmem",
    "/dev/port",
    "/dev/md",
];

/// Folders of a person that hold keys, below their home.
const KEYS: [&str; 8] = [".ssh", ".aws", ".gnupg", ".kube", ".docker", ".azure", ".netrc", ".config/gcloud"];

/// Variables by which images of databases take everybody, with the values that say so; none: any value.
const OPEN: [(&str, &[&str]); 8] = [
    ("POSTGRES_HOST_AUTH_METHOD", &["trust"]),
    ("MYSQL_ALLOW_EMPTY_PASSWORD", &[]),
    ("MARIADB_ALLOW_EMPTY_ROOT_PASSWORD", &[]),
    ("MARIADB_ALLOW_EMPTY_PASSWORD", &[]),
    ("ALLOW_EMPTY_PASSWORD", &["yes", "true", "1"]),
    ("ALLOW_ANONYMOUS_LOGIN", &["yes", "true", "1"]),
    ("NEO4J_AUTH", &["none"]),
    ("CLICKHOUSE_SKIP_USER_SETUP", &["1", "true"]),
];

type Say<'a> = dyn FnMut(&Rule, u32, &str) + 'a;

/// All of them in one service.
pub(super) fn of_service(service: &Node, say: &mut Say<'_>) {
    machine(service, say);
    devices(service, say);
    commands(service, say);
    for (key, namespace) in ["pid", "ipc"].iter().filter_map(|key| Some((*key, service.get(key)?.text()?))) {
        if namespace.starts_with("container:") || namespace.starts_with("service:") {
            say(&rules::COMPOSE_SHARED_PROCESSES, service.line_of(key), &format!("{key}: {namespace}"));
        }
    }
    for volume in list(service, "volumes") {
        let source = volume.get("source").or_else(|| volume.get("src")).unwrap_or(volume);
        let path = source.text().unwrap_or_default().split(':').next().unwrap_or_default();
        if holds_keys(path) {
            say(&rules::COMPOSE_KEYS_MOUNTED, source.line, path);
        }
    }
}

fn machine(service: &Node, say: &mut Say<'_>) {
    if service.get("use_api_socket").is_some_and(Node::is_true) {
        say(&rules::COMPOSE_DOCKER_SOCKET, service.line_of("use_api_socket"), "use_api_socket");
    }
    if service.get("cgroup").and_then(Node::text) == Some("host") {
        say(&rules::COMPOSE_HOST_NAMESPACE, service.line_of("cgroup"), "cgroup: host");
    }
    for option in list(service, "security_opt") {
        let text = option.text().unwrap_or_default().replace('=', ":");
        if text == "label:disable" || text.starts_with("label:type:spc_t") {
            say(&rules::COMPOSE_UNCONFINED, option.line, &text);
        }
    }
    if let Some(build) = service.get("build") {
        let insecure = list(build, "entitlements").iter().find(|item| item.text() == Some("security.insecure"));
        let privileged = build.get("privileged").is_some_and(Node::is_true).then(|| build.line_of("privileged"));
        if let Some(line) = privileged.or(insecure.map(|item| item.line)) {
            say(&rules::COMPOSE_PRIVILEGED_BUILD, line, "");
        }
    }
    for hook in ["post_start", "pre_stop"].iter().flat_map(|key| list(service, key)) {
        if hook.get("privileged").is_some_and(Node::is_true) {
            say(&rules::COMPOSE_PRIVILEGED, hook.line_of("privileged"), "");
        }
    }
}

fn devices(service: &Node, say: &mut Say<'_>) {
    for device in list(service, "devices") {
        let source = device.get("source").unwrap_or(device);
        let path = normal(source.text().unwrap_or_default().split(':').next().unwrap_or_default());
        if path == "/dev" || DEVICES.iter().any(|start| path.starts_with(start)) {
            say(&rules::COMPOSE_DEVICE, source.line, &path);
        }
    }
    // `a *:* rwm` is every device, `b 8:* rwm` every disk.
    for rule in list(service, "device_cgroup_rules") {
        let text = rule.text().unwrap_or_default();
        let mut words = text.split_whitespace();
        let (kind, number) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if kind == "a" || kind == "b" || number == "*:*" {
            say(&rules::COMPOSE_DEVICE, rule.line, text);
        }
    }
}

fn commands(service: &Node, say: &mut Say<'_>) {
    let own = ["command", "entrypoint"].iter().filter_map(|key| service.get(key));
    let check = service.at(&["healthcheck", "test"]);
    let hooks =
        ["post_start", "pre_stop"].iter().flat_map(|key| list(service, key)).filter_map(|hook| hook.get("command"));
    for command in own.chain(check).chain(hooks) {
        let words: Vec<&str> = command.items().iter().filter_map(Node::text).collect();
        let script = match words[..] {
            [] => command.text().unwrap_or_default().replace("$$", "$"),
            ["CMD-SHELL", script] => script.replace("$$", "$"),
            ["CMD", ref rest @ ..] => unread::quoted(rest.iter().copied()),
            _ => unread::quoted(words.iter().copied()),
        };
        if let Some(part) = unread::part(&script) {
            say(&rules::COMPOSE_UNREAD_SCRIPT, command.line, &part);
        }
    }
}

/// Whether a variable opens a database to everybody.
pub(super) fn opens(name: &str, value: &str) -> bool {
    let small = value.to_ascii_lowercase();
    OPEN.iter().any(|(one, values)| {
        *one == name && if values.is_empty() { !small.is_empty() } else { values.contains(&small.as_str()) }
    })
}

/// Whether a path is a folder or file of keys below somebody's home.
pub(super) fn holds_keys(path: &str) -> bool {
    let home = ["~/", "$HOME/", "${HOME}/", "/root/"].iter().find_map(|start| path.strip_prefix(start));
    let home = home.or_else(|| path.strip_prefix("/home/").and_then(|rest| Some(rest.split_once('/')?.1)));
    let public =
        ["known_hosts", "/config", ".pub"].iter().any(|end| path.ends_with(end)) && !path.ends_with(".kube/config");
    home.is_some_and(|rest| !public && KEYS.iter().any(|key| rest.starts_with(key)))
}
