//! Compose files: what a service gets of the machine, and what bounds it.

mod elsewhere;
mod mounts;
mod ways;

use std::collections::HashMap;

pub use self::mounts::is_system;
use super::catalogue as rules;
use super::weakened;
use crate::document::Document;
use crate::network;
use crate::rule::Rule;
use crate::source::Found;
use crate::sources::change::images::{self, Pin};
use crate::tree::Node;

/// Capabilities that come near to root.
const STRONG: [&str; 14] = [
    "ALL",
    "SYS_ADMIN",
    "SYS_MODULE",
    "SYS_PTRACE",
    "SYS_RAWIO",
    "SYS_BOOT",
    "SYS_TIME",
    "NET_ADMIN",
    "NET_RAW",
    "DAC_READ_SEARCH",
    "DAC_OVERRIDE",
    "MAC_ADMIN",
    "BPF",
    "SETUID",
];

/// Reviews all services.
pub fn review(document: &Document, found: &mut Found<'_>) {
    let Some(tree) = document.trees.first().map(elsewhere::settled) else { return };
    elsewhere::name(&tree, found);
    mounts::of_volumes(&tree, found);
    mounts::of_files(&tree, found);
    let Some(services) = tree.get("services") else { return };
    let mut volumes: HashMap<String, u32> = HashMap::new();
    for (key, service) in services.entries().iter().filter(|(_, service)| service.is_map()) {
        let mut say = |rule: &Rule, line: u32, about: &str| found.own(rule, (line, line), Some(&key.text), about);
        rights(service, &mut say);
        bounds(service, key.line, &mut say);
        ports(service, &mut say);
        mounts::of_service(service, &mut volumes, &mut say);
        ways::of_service(service, &mut say);
        environment(service, &mut say);
        if let Some(image) = service.get("image").and_then(|node| images::image(node.text()?, node.line))
            && image.pin == Pin::Loose
        {
            say(&rules::COMPOSE_LOOSE_IMAGE, image.line, &image.name);
        }
    }
}

fn rights(service: &Node, say: &mut dyn FnMut(&Rule, u32, &str)) {
    if service.get("privileged").is_some_and(Node::is_true) {
        say(&rules::COMPOSE_PRIVILEGED, service.line_of("privileged"), "");
    }
    for (key, value) in [
        ("network_mode", "host"),
        ("pid", "host"),
        ("ipc", "host"),
        ("userns_mode", "host"),
        ("uts", "host"),
        ("ipc", "shareable"),
    ] {
        if service.get(key).and_then(Node::text) == Some(value) {
            say(&rules::COMPOSE_HOST_NAMESPACE, service.line_of(key), &format!("{key}: {value}"));
        }
    }
    if service.get("cgroup_parent").is_some() {
        say(&rules::COMPOSE_CGROUP, service.line_of("cgroup_parent"), "");
    }
    for item in list(service, "cap_add") {
        let name = item.text().unwrap_or_default().to_ascii_uppercase();
        let name = name.trim_start_matches("CAP_");
        if STRONG.contains(&name) {
            say(&rules::COMPOSE_CAPABILITY, item.line, name);
        }
    }
    if service.get("cap_drop").is_none() {
        say(&rules::COMPOSE_CAPABILITIES_KEPT, service.line, "");
    }
    let options = list(service, "security_opt");
    if options.is_empty() {
        say(&rules::COMPOSE_NO_SECURITY_OPT, service.line, "");
    } else if !options.iter().any(|option| {
        let text = option.text().unwrap_or_default().replace('=', ":");
        text == "no-new-privileges" || text == "no-new-privileges:true"
    }) {
        say(&rules::COMPOSE_MAY_GAIN_RIGHTS, service.line_of("security_opt"), "");
    }
    for option in options {
        let text = option.text().unwrap_or_default();
        if text.contains("unconfined") {
            say(&rules::COMPOSE_UNCONFINED, option.line, text);
        }
    }
}

fn bounds(service: &Node, line: u32, say: &mut dyn FnMut(&Rule, u32, &str)) {
    let limit = |key: &str| service.at(&["deploy", "resources", "limits", key]);
    if service.get("mem_limit").is_none() && limit("memory").is_none() {
        say(&rules::COMPOSE_NO_MEMORY_LIMIT, line, "");
    }
    let cpus = ["cpus", "cpu_quota", "cpu_shares", "cpuset"].iter().any(|key| service.get(key).is_some());
    if !cpus && limit("cpus").is_none() {
        let deploy = service.at(&["deploy", "resources"]).map_or(line, |node| node.line.saturating_sub(1));
        say(&rules::COMPOSE_NO_CPU_LIMIT, deploy, "");
    }
    if service.get("pids_limit").is_none_or(|node| node.number().is_some_and(|pids| pids <= 0.0))
        && limit("pids").is_none()
    {
        say(&rules::COMPOSE_NO_PIDS_LIMIT, line, "");
    }
    let check = service.get("healthcheck");
    if check.is_none_or(|check| check.get("disable").is_some_and(Node::is_true)) {
        say(&rules::COMPOSE_NO_HEALTHCHECK, check.map_or(line, |_| service.line_of("healthcheck")), "");
    }
    let restart = service.get("restart").and_then(Node::text);
    if restart.is_some_and(|restart| restart == "on-failure" || restart == "always") {
        say(&rules::COMPOSE_ENDLESS_RESTART, service.line_of("restart"), restart.unwrap_or_default());
    }
}

fn ports(service: &Node, say: &mut dyn FnMut(&Rule, u32, &str)) {
    for port in list(service, "ports") {
        let (address, published) = match port.text() {
            // `address:published:target`, with an address of IPv6 in brackets.
            Some(text) => match text.rsplit_once(':') {
                None => continue,
                Some((rest, _)) => rest.rsplit_once(':').unwrap_or(("", rest)),
            },
            None => {
                let of = |key: &str| port.get(key).and_then(Node::text).unwrap_or_default();
                (of("host_ip"), of("published"))
            }
        };
        let said = port.text().unwrap_or(published);
        if address.is_empty() || network::is_everywhere(address) {
            say(&rules::COMPOSE_OPEN_PORT, port.line, said);
        }
        if published.split('-').next().and_then(|text| text.parse::<u32>().ok()).is_some_and(|port| port < 1024) {
            say(&rules::COMPOSE_LOW_PORT, port.line, said);
        }
    }
}

fn environment(service: &Node, say: &mut dyn FnMut(&Rule, u32, &str)) {
    let Some(environment) = service.get("environment") else { return };
    let pairs =
        environment.entries().iter().map(|(key, node)| (key.text.as_str(), node.text().unwrap_or_default(), key.line));
    let lines = environment.items().iter().filter_map(|item| {
        let (key, value) = item.text()?.split_once('=')?;
        Some((key, value, item.line))
    });
    for (key, value, line) in pairs.chain(lines) {
        if weakened::by_variable(key, value).is_some() {
            say(&rules::ENV_NO_TLS_CHECK, line, key);
        }
        if is_credential(key, value) {
            say(&rules::COMPOSE_SECRET, line, key);
        }
        if ways::opens(key, value) {
            say(&rules::COMPOSE_NO_PASSWORD, line, key);
        }
    }
}

/// Whether a name and its value are a credential in plain sight.
pub fn is_credential(key: &str, value: &str) -> bool {
    let key = key.to_ascii_uppercase();
    let small = value.to_ascii_lowercase();
    let stands_for =
        ["example", "changeme", "change-me", "change_me", "your", "xxx", "placeholder", "dummy", "redacted", "todo"];
    if stands_for.iter().any(|word| small.contains(word)) {
        return false;
    }
    let named = ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "API_KEY", "APIKEY", "PRIVATE_KEY", "ACCESS_KEY"];
    let about = ["_FILE", "_PATH", "_NAME", "_ARN", "_ID", "_URL", "_TTL", "_EXPIRY", "_LENGTH"];
    named.iter().any(|name| key.contains(name))
        && !about.iter().any(|end| key.ends_with(end))
        && value.len() > 3
        && !value.starts_with(['$', '{', '<', '/'])
        && !matches!(value, "true" | "false" | "null" | "none")
}

fn list<'a>(service: &'a Node, key: &str) -> &'a [Node] {
    service.get(key).map(Node::items).unwrap_or_default()
}
