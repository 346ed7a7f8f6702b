//! Objects of Kubernetes before the engine: each by itself, so that neither documents nor texts in them run into one
//! another; what has a pod of an unknown kind as a pod; and each container by itself, so that a second one with the
//! same fault is a finding of its own.

use std::collections::HashSet;
use std::path::Path;

use rustmaninoff_engine::{Finding, Policy};
use rustmaninoff_ir::{Edge, Framework, Resource};

use super::Posture;
use super::inherited;
use super::policies::Policies;
use crate::document::Document;
use crate::objects::{self, CONTAINERS, Object, Pod};
use crate::plan::to_json;
use crate::source::Found;
use crate::tree::{Key, Node, Value};

/// Kinds whose pods the engine finds itself.
const WORKLOADS: [&str; 8] =
    ["Pod", "Deployment", "StatefulSet", "DaemonSet", "Job", "ReplicaSet", "ReplicationController", "CronJob"];

/// How many containers of a pod are looked at one by one.
const MAX_CONTAINERS: usize = 50;

/// What the engine found: of what, and on which lines.
pub struct Told {
    /// The finding.
    pub finding: Finding,
    /// `kind/name`, with the container where it is about one.
    pub resource: String,
    /// Its lines.
    pub lines: (u32, u32),
}

/// Evaluates all objects of a file.
pub fn review(document: &Document, rules: &Posture, found: &mut Found<'_>) -> Vec<Told> {
    let mut told = Vec::new();
    let (mut resources, mut edges): (Vec<Resource>, Vec<Edge>) = (Vec::new(), Vec::new());
    let objects = objects::of(document);
    for object in &objects {
        let node = inherited::by_containers(object.node);
        let object = &Object { kind: object.kind, id: object.id.clone(), node: &node };
        let pods = objects::pods(object.node);
        let known = WORKLOADS.contains(&object.kind);
        if pods.iter().any(|pod| pod.containers.len() > MAX_CONTAINERS) {
            found.missed(Some(object.node.line), &format!("{} has too many containers to tell apart", object.id));
        }
        match pods.as_slice() {
            [pod] if known => workload(object, pod, rules, &mut told),
            _ => told.extend(evaluated(object.node, &rules.policies).into_iter().map(|finding| whole(object, finding))),
        }
        for pod in pods.iter().filter(|_| !known) {
            let as_pod = pod_of(object.node, pod);
            let inner = Object { kind: object.kind, id: object.id.clone(), node: &as_pod };
            if let [pod] = objects::pods(&as_pod).as_slice() {
                workload(&inner, pod, rules, &mut told);
            }
        }
        let parsed = parsed(object.node);
        resources.extend(parsed.0);
        edges.extend(parsed.1);
    }
    for finding in rules.policies.failed_together(&resources, &edges) {
        let end = format!("/{}", finding.resource_name);
        let of = objects.iter().find(|object| *object.kind == *finding.resource_type && object.id.ends_with(&end));
        told.extend(of.map(|object| whole(object, finding)));
    }
    told
}

/// Rules that look at containers are asked about each by itself, the others about the pod.
fn workload(object: &Object<'_>, pod: &Pod<'_>, rules: &Posture, all: &mut Vec<Told>) {
    let findings = evaluated(object.node, &rules.policies);
    if findings.is_empty() || pod.containers.len() > MAX_CONTAINERS {
        return all.extend(findings.into_iter().map(|finding| whole(object, finding)));
    }
    let mut told: HashSet<String> = HashSet::new();
    for (key, container) in &pod.containers {
        let name = container.get("name").and_then(Node::text).unwrap_or_default();
        for finding in evaluated(&only(object.node, pod, (key, container)), &rules.policies) {
            let id = finding.check_id.to_string();
            if rules.of_container.contains(&id) && findings.iter().any(|whole| *whole.check_id == *id) {
                let lines = (container.line, container.end);
                all.push(Told { finding, resource: format!("{}/{name}", object.id), lines });
                told.insert(id);
            }
        }
    }
    let rest = findings.into_iter().filter(|finding| !told.contains(&*finding.check_id));
    all.extend(rest.map(|finding| whole(object, finding)));
}

/// The rules that look at containers: their conditions name them, which the engine shows in no other way.
pub fn of_containers(policies: &[Policy]) -> HashSet<String> {
    let about = policies.iter().filter(|policy| policy.framework.is_none_or(|of| of == Framework::Kubernetes));
    let named = about.filter(|policy| format!("{:?}", policy.definition).contains("ontainers"));
    named.map(|policy| policy.id.to_string()).collect()
}

fn whole(object: &Object<'_>, finding: Finding) -> Told {
    Told { finding, resource: object.id.clone(), lines: (object.node.line, object.node.end) }
}

fn parsed(node: &Node) -> (Vec<Resource>, Vec<Edge>) {
    let mut parsed = rustmaninoff_parser_k8s::parse_file(Path::new("object.yaml"), &to_json(node).to_string());
    parsed.resources.iter_mut().for_each(|resource| resource.skips.clear());
    (parsed.resources, parsed.edges)
}

fn evaluated(node: &Node, policies: &Policies) -> Vec<Finding> {
    policies.failed(parsed(node).0)
}

/// An object whose pod has one container.
fn only(node: &Node, pod: &Pod<'_>, (of, container): (&str, &Node)) -> Node {
    let mut spec = pod.spec.clone();
    for key in CONTAINERS {
        let kept = (of == key).then(|| container.clone());
        let list = Node { value: Value::List(kept.into_iter().collect()), line: spec.line, end: spec.end };
        spec = objects::with(&spec, key, &list);
    }
    replaced(node, pod.spec, &spec)
}

/// The same tree with another node in the place of one.
pub(super) fn replaced(node: &Node, old: &Node, new: &Node) -> Node {
    if std::ptr::eq(node, old) {
        return new.clone();
    }
    let value = match &node.value {
        Value::List(items) => Value::List(items.iter().map(|item| replaced(item, old, new)).collect()),
        Value::Map(entries) => {
            Value::Map(entries.iter().map(|(key, node)| (key.clone(), replaced(node, old, new))).collect())
        }
        other => other.clone(),
    };
    Node { value, line: node.line, end: node.end }
}

/// A pod of its own, with the metadata of the object in which it stands.
fn pod_of(object: &Node, pod: &Pod<'_>) -> Node {
    let line = pod.spec.line;
    let text = |text: &str| Node { value: Value::Text(text.to_owned()), line, end: line };
    let key = |text: &str| Key { text: text.to_owned(), line };
    let mut entries = vec![(key("apiVersion"), text("v1")), (key("kind"), text("Pod"))];
    entries.extend(object.get("metadata").map(|node| (key("metadata"), node.clone())));
    entries.push((key("spec"), pod.spec.clone()));
    Node { value: Value::Map(entries.into()), line, end: pod.spec.end }
}
