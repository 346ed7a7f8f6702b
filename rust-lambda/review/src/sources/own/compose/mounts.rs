//! What a service is given of the folders of the machine, by every spelling of a path.

use std::collections::HashMap;

use super::super::catalogue as rules;
use super::list;
use super::ways::holds_keys;
use crate::path::{is_far_above, normal};
use crate::rule::Rule;
use crate::source::Found;
use crate::tree::Node;

/// Folders of the system.
const SYSTEM: [&str; 13] = [
    "/",
    "/var/run",
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/lib",
    "/proc",
    "/root",
    "/run",
    "/sys",
    "/usr",
    "/var/lib/docker",
];

/// Volumes with a name that are folders of the machine all the same.
pub(super) fn of_volumes(tree: &Node, found: &mut Found<'_>) {
    for (key, volume) in tree.get("volumes").map(Node::entries).unwrap_or_default() {
        let Some(device) = volume.at(&["driver_opts", "device"]) else { continue };
        if let Some((rule, path)) = device.text().and_then(|path| Some((host_path(path)?, path))) {
            found.own(rule, (device.line, device.line), Some(&key.text), path);
        }
    }
}

/// Files of the machine that are handed on as settings or secrets.
pub(super) fn of_files(tree: &Node, found: &mut Found<'_>) {
    for (key, one) in ["configs", "secrets"].iter().filter_map(|key| tree.get(key)).flat_map(Node::entries) {
        let Some(path) = one.get("file").and_then(Node::text) else { continue };
        let rule = if holds_keys(path) { Some(&rules::COMPOSE_KEYS_MOUNTED) } else { host_path(path) };
        if let Some(rule) = rule {
            let line = one.line_of("file");
            found.own(rule, (line, line), Some(&key.text), path);
        }
    }
}

/// The rule about a path of the machine that is handed to a container.
fn host_path(path: &str) -> Option<&'static Rule> {
    if is_socket(path) {
        return Some(&rules::COMPOSE_DOCKER_SOCKET);
    }
    (is_system(path) || is_far_above(path)).then_some(&rules::COMPOSE_HOST_PATH)
}

/// Whether a path is the socket of a container engine.
fn is_socket(path: &str) -> bool {
    let path = normal(path);
    ["docker.sock", "containerd.sock", "crio.sock", "podman.sock", "dockershim.sock", "buildkitd.sock"]
        .iter()
        .any(|end| path.ends_with(end))
}

/// What a service mounts; `seen` are the volumes that others have.
pub(super) fn of_service(service: &Node, seen: &mut HashMap<String, u32>, say: &mut dyn FnMut(&Rule, u32, &str)) {
    for volume in list(service, "volumes") {
        let long = |key: &str| volume.get(key).or_else(|| volume.get("src"));
        let source = match volume.text() {
            Some(text) => text.split(':').next().unwrap_or_default(),
            None => long("source").and_then(Node::text).unwrap_or_default(),
        };
        let line = long("source").map_or(volume.line, |node| node.line);
        if let Some(rule) = Some(source).filter(|source| !source.is_empty()).and_then(host_path) {
            say(rule, line, source);
        } else if !source.is_empty() && !source.starts_with(['.', '/', '~', '$']) {
            if seen.contains_key(source) {
                say(&rules::COMPOSE_SHARED_VOLUME, line, source);
            }
            seen.insert(source.to_owned(), line);
        }
    }
}

/// Whether a path lies in a folder of the system, however it is spelled.
pub fn is_system(path: &str) -> bool {
    let path = normal(path);
    // The time of the machine is mounted by many, read-only and rightly.
    if matches!(path.as_str(), "/etc/localtime" | "/etc/timezone") {
        return false;
    }
    SYSTEM.iter().any(|folder| {
        path == *folder || folder.len() > 1 && path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }) || matches!(path.as_str(), "/var" | "/home" | "/opt" | "/srv")
}
