//! What each service of a file of Compose or Kubernetes asks of a machine: processors, memory, copies, checks of its
//! health, ports; and what of that is missing or does not fit.

mod compose;
mod kubernetes;
mod quantity;

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::kind::Kind;
use crate::tree::Node;

/// The least that a service should ask for: a tenth of a processor, and 128 MiB.
const LEAST: (f64, f64) = (100.0, 134_217_728.0);

/// What is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The file.
    pub text: String,
    /// Its path; only the name is read from it.
    #[serde(default)]
    pub path: String,
}

/// What a file says.
#[derive(Debug, Serialize)]
pub struct Checked {
    /// `compose` or `kubernetes`.
    pub kind: &'static str,
    /// Every container of every service.
    pub services: Vec<Service>,
    /// What is missing or does not fit.
    pub findings: Vec<Finding>,
}

/// One container and what it asks for.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// Its name: of the service, or `Deployment/web/app`.
    pub name: String,
    /// Where it begins.
    pub line: u32,
    /// How many copies run; unknown where something else decides.
    pub replicas: Option<u64>,
    /// Thousandths of a processor that it asks for.
    pub cpu_request: Option<f64>,
    /// The most that it may have.
    pub cpu_limit: Option<f64>,
    /// Bytes that it asks for.
    pub memory_request: Option<f64>,
    /// The most that it may have.
    pub memory_limit: Option<f64>,
    /// Checks of its health.
    pub probes: Vec<String>,
    /// Ports of the machine that it takes.
    pub ports: Vec<String>,
    /// Whether it runs for as long as it lives; a job ends, and needs no check of its health.
    #[serde(skip)]
    pub lasts: bool,
    /// Quantities that nobody can read.
    #[serde(skip)]
    pub unreadable: Vec<(u32, String)>,
    /// A quantity is only known when it runs.
    #[serde(skip)]
    pub unknown: bool,
}

/// What is missing or does not fit.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// The rule.
    pub rule: &'static str,
    /// `high`, `medium` or `low`.
    pub severity: &'static str,
    /// The service.
    pub service: String,
    /// Where.
    pub line: u32,
    /// In a sentence.
    pub why: String,
}

/// Checks a file.
pub fn check(asked: &Asked) -> Result<Checked, String> {
    let path = if asked.path.is_empty() { "service.yaml" } else { &asked.path };
    let document = Document::read(path, &asked.text);
    if let Some(unreadable) = &document.unreadable {
        return Err(format!("it cannot be read: {}", unreadable.why));
    }
    let (kind, services) = match document.kind {
        Kind::Compose => ("compose", compose::services(&document)),
        Kind::Kubernetes => ("kubernetes", kubernetes::services(&document)),
        other => return Err(format!("it is neither of Compose nor of Kubernetes, but {}", other.name())),
    };
    let mut findings: Vec<Finding> = services.iter().flat_map(of_one).collect();
    findings.extend(taken_twice(&services));
    findings.sort_by_key(|finding| finding.line);
    Ok(Checked { kind, services, findings })
}

fn of_one(service: &Service) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |rule, severity, line: u32, why: String| {
        found.push(Finding { rule, severity, service: service.name.clone(), line, why });
    };
    let line = service.line;
    for (at, text) in &service.unreadable {
        say("QUANTITY_UNREADABLE", "high", *at, format!("{text} is no quantity"));
    }
    let unreadable = service.unknown || !service.unreadable.is_empty();
    if service.memory_limit.is_none() && !unreadable {
        say("MEMORY_UNLIMITED", "medium", line, "nothing limits its memory: it can take that of all others".to_owned());
    }
    if service.memory_request.is_none() && service.memory_limit.is_none() && !unreadable {
        say("MEMORY_NOT_ASKED", "low", line, "it asks for no memory, so it may be put where there is none".to_owned());
    }
    if service.cpu_request.is_none() && service.cpu_limit.is_none() && !unreadable {
        say("PROCESSOR_NOT_ASKED", "low", line, "it asks for no share of a processor".to_owned());
    }
    for (rule, what, request, limit, least) in [
        ("PROCESSOR", "processor", service.cpu_request, service.cpu_limit, LEAST.0),
        ("MEMORY", "memory", service.memory_request, service.memory_limit, LEAST.1),
    ] {
        if let (Some(request), Some(limit)) = (request, limit)
            && request > limit
        {
            let rule = if rule == "MEMORY" { "MEMORY_ABOVE_LIMIT" } else { "PROCESSOR_ABOVE_LIMIT" };
            say(rule, "high", line, format!("it asks for more {what} than it may have, so it never starts"));
        }
        if limit.or(request).is_some_and(|most| most < least) {
            let rule = if rule == "MEMORY" { "MEMORY_SMALL" } else { "PROCESSOR_SMALL" };
            let least = if rule == "MEMORY_SMALL" { "128 MiB" } else { "a tenth of a processor" };
            say(rule, "low", line, format!("less than {least} is little for a service"));
        }
    }
    if service.lasts && service.replicas == Some(0) {
        say("NO_COPY", "medium", line, "no copy of it runs".to_owned());
    }
    if service.lasts && service.replicas == Some(1) {
        say("ONE_COPY", "low", line, "one copy runs: it is away while it is replaced".to_owned());
    }
    if service.lasts && service.probes.is_empty() {
        say("NO_PROBE", "medium", line, "nothing checks its health, so it gets work while it cannot do any".to_owned());
    }
    found
}

/// Two services cannot have the same port of a machine, and copies of one cannot either.
fn taken_twice(services: &[Service]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut taken: std::collections::HashMap<&str, &str> = std::collections::HashMap::new();
    for service in services {
        for port in &service.ports {
            let copies = service.replicas.is_some_and(|copies| copies > 1);
            let other = taken.insert(port, &service.name).filter(|other| *other != service.name);
            let why = match other {
                Some(other) => format!("{other} has port {port} of the machine already"),
                None if copies => format!("several copies want port {port} of the machine"),
                None => continue,
            };
            let (service, line) = (service.name.clone(), service.line);
            found.push(Finding { rule: "PORT_TAKEN", severity: "high", service, line, why });
        }
    }
    found
}

/// Reads a quantity; one that nobody can read is noted. What is only known when it runs is passed over.
fn quantity(service: &mut Service, node: Option<&Node>, read: impl Fn(&str) -> Option<f64>) -> Option<f64> {
    let node = node?;
    let Some(text) = node.text().filter(|text| !text.contains("${") && !text.contains("{{")) else {
        service.unknown = true;
        return None;
    };
    let found = read(text);
    if found.is_none() {
        service.unreadable.push((node.line, text.to_owned()));
    }
    found
}

#[cfg(test)]
mod tests;
