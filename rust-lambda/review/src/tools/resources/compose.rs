//! Services of Compose.

use super::quantity::{bytes, millicores};
use super::{Service, quantity};
use crate::document::Document;
use crate::network;
use crate::tree::Node;

/// Every service.
pub fn services(document: &Document) -> Vec<Service> {
    let services = document.trees.first().and_then(|tree| tree.get("services"));
    let entries = services.map(Node::entries).unwrap_or_default().iter().filter(|(_, node)| node.is_map());
    entries.map(|(key, node)| service(&key.text, key.line, node)).collect()
}

fn service(name: &str, line: u32, node: &Node) -> Service {
    let mut service = Service { name: name.to_owned(), line, lasts: true, ..Service::default() };
    let resources = |kind: &str, key: &str| node.at(&["deploy", "resources", kind, key]);
    let memory = |text: &str| bytes(text, true);
    service.cpu_limit = quantity(&mut service, resources("limits", "cpus").or(node.get("cpus")), millicores);
    service.cpu_request = quantity(&mut service, resources("reservations", "cpus"), millicores);
    service.memory_limit = quantity(&mut service, resources("limits", "memory").or(node.get("mem_limit")), memory);
    service.memory_request =
        quantity(&mut service, resources("reservations", "memory").or(node.get("mem_reservation")), memory);
    let copies = node.at(&["deploy", "replicas"]).or(node.get("scale"));
    service.replicas = copies.and_then(Node::number).map(|copies| copies as u64);
    let check = node.get("healthcheck").filter(|check| !check.get("disable").is_some_and(Node::is_true));
    service.probes = check.map(|_| "healthcheck".to_owned()).into_iter().collect();
    // Without quotes the word is a false of YAML.
    let ends = node.get("restart").and_then(Node::text).is_some_and(|text| text == "no" || text == "false");
    service.lasts = !ends;
    service.ports = node.get("ports").map(Node::items).unwrap_or_default().iter().filter_map(port).collect();
    service
}

/// The port of the machine, with its protocol; none where the machine chooses one.
fn port(node: &Node) -> Option<String> {
    if node.is_map() {
        let published = node.get("published").and_then(Node::text)?;
        let protocol = node.get("protocol").and_then(Node::text).unwrap_or("tcp");
        return plain(published, protocol);
    }
    let text = node.text()?;
    let (text, protocol) = text.rsplit_once('/').unwrap_or((text, "tcp"));
    let (rest, _) = text.rsplit_once(':')?;
    // An address before it says on which network: two addresses may have the same port.
    match rest.rsplit_once(':') {
        Some((address, port)) if !network::is_everywhere(address) => plain(&format!("{address}:{port}"), protocol),
        Some((_, port)) => plain(port, protocol),
        None => plain(rest, protocol),
    }
}

fn plain(port: &str, protocol: &str) -> Option<String> {
    let known = !port.is_empty() && !port.contains(['$', '-']) && !port.ends_with(':');
    known.then(|| format!("{port}/{protocol}"))
}
