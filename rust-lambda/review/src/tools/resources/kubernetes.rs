//! Containers of Kubernetes.

use super::quantity::{bytes, millicores};
use super::{Service, quantity};
use crate::document::Document;
use crate::objects;
use crate::tree::Node;

const PROBES: [&str; 3] = ["livenessProbe", "readinessProbe", "startupProbe"];

/// Every container of every pod.
pub fn services(document: &Document) -> Vec<Service> {
    let mut all = Vec::new();
    for object in objects::of(document) {
        let replicas = replicas(object.kind, object.node);
        for pod in objects::pods(object.node) {
            for (key, container) in &pod.containers {
                let lasts = *key == "containers" && !["Job", "CronJob"].contains(&object.kind);
                all.push(service(&object.id, container, lasts, replicas));
            }
        }
    }
    all
}

/// How many copies run. One where nothing is said; a set for each node has as many as there are nodes.
fn replicas(kind: &str, object: &Node) -> Option<u64> {
    match kind {
        "Deployment" | "StatefulSet" | "ReplicaSet" | "ReplicationController" => {
            let node = object.at(&["spec", "replicas"]);
            node.map_or(Some(1), |node| node.number().map(|copies| copies as u64))
        }
        "Pod" => Some(1),
        _ => None,
    }
}

fn service(id: &str, container: &Node, lasts: bool, replicas: Option<u64>) -> Service {
    let name = container.get("name").and_then(Node::text).unwrap_or_default();
    let mut service =
        Service { name: format!("{id}/{name}"), line: container.line, lasts, replicas, ..Service::default() };
    let of = |kind: &str, key: &str| container.at(&["resources", kind, key]);
    let memory = |text: &str| bytes(text, false);
    service.cpu_request = quantity(&mut service, of("requests", "cpu"), millicores);
    service.cpu_limit = quantity(&mut service, of("limits", "cpu"), millicores);
    service.memory_request = quantity(&mut service, of("requests", "memory"), memory);
    service.memory_limit = quantity(&mut service, of("limits", "memory"), memory);
    let probes = PROBES.iter().filter(|probe| container.get(probe).is_some_and(|node| !node.is_null()));
    service.probes = probes.map(|probe| (*probe).to_owned()).collect();
    let ports = container.get("ports").map(Node::items).unwrap_or_default().iter();
    service.ports = ports
        .filter_map(|port| {
            let number = port.get("hostPort").and_then(Node::text)?;
            Some(format!("{number}/{}", port.get("protocol").and_then(Node::text).unwrap_or("TCP").to_lowercase()))
        })
        .collect();
    service
}
