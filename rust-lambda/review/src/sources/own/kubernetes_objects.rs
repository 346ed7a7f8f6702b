//! Objects of Kubernetes one by one: services, policies, accounts, pods and what they are given.

use super::catalogue as rules;
use crate::document::Document;
use crate::network;
use crate::objects;
use crate::path::normal;
use crate::rule::Rule;
use crate::source::Found;
use crate::tree::Node;

/// Versions of the API that newer clusters refuse, with what they are refused for (`*`: for everything).
const GONE: &[(&str, &[&str])] = &[
    ("extensions/v1beta1", &["*"]),
    ("apps/v1beta1", &["*"]),
    ("apps/v1beta2", &["*"]),
    ("networking.k8s.io/v1beta1", &["Ingress", "IngressClass"]),
    ("rbac.authorization.k8s.io/v1beta1", &["*"]),
    ("rbac.authorization.k8s.io/v1alpha1", &["*"]),
    ("apiextensions.k8s.io/v1beta1", &["*"]),
    ("admissionregistration.k8s.io/v1beta1", &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]),
    ("policy/v1beta1", &["PodDisruptionBudget", "PodSecurityPolicy"]),
    ("batch/v1beta1", &["CronJob"]),
    ("autoscaling/v2beta1", &["*"]),
    ("autoscaling/v2beta2", &["*"]),
    ("scheduling.k8s.io/v1beta1", &["*"]),
    ("storage.k8s.io/v1beta1", &["StorageClass", "VolumeAttachment", "CSIDriver", "CSINode"]),
];

/// What a policy for pods must not allow.
const POLICY: [&str; 5] = ["privileged", "allowPrivilegeEscalation", "hostIPC", "hostPID", "hostNetwork"];

type Say<'a> = dyn FnMut(&Rule, u32, &str) + 'a;

/// Reviews all objects.
pub fn review(document: &Document, found: &mut Found<'_>) {
    for object in objects::of(document) {
        let say: &mut Say<'_> = &mut |rule, line, about| found.own(rule, (line, line), Some(&object.id), about);
        of_kind(object.kind, object.node, say);
        version(object.kind, object.node, say);
        for inner in objects::pods(object.node) {
            pod(object.node, inner.spec, say);
        }
        for container in objects::pods(object.node).iter().flat_map(|pod| &pod.containers) {
            let name = container.1.get("name").and_then(Node::text).unwrap_or_default();
            let id = format!("{}/{name}", object.id);
            of_container(container.1, &mut |rule, line, about| found.own(rule, (line, line), Some(&id), about));
        }
    }
}

fn of_kind(kind: &str, object: &Node, say: &mut Say<'_>) {
    let spec = object.get("spec");
    match (kind, spec) {
        ("Service", Some(spec)) => service(object, spec, say),
        ("RoleBinding" | "ClusterRoleBinding", _) => {
            for subject in object.get("subjects").map(Node::items).unwrap_or_default() {
                let is = |key: &str, value: &str| subject.get(key).and_then(Node::text) == Some(value);
                if is("kind", "ServiceAccount") && is("name", "default") {
                    say(&rules::K8S_DEFAULT_ACCOUNT, subject.line_of("name"), "");
                }
            }
        }
        ("NetworkPolicy", Some(spec)) => {
            for rule in spec.get("ingress").map(Node::items).unwrap_or_default() {
                let from = rule.get("from");
                if from.is_none_or(|from| from.items().is_empty()) {
                    say(&rules::K8S_POLICY_OPEN, rule.line, "");
                }
            }
        }
        ("PodSecurityPolicy", Some(spec)) => {
            for key in POLICY.iter().filter(|key| spec.get(key).is_some_and(Node::is_true)) {
                say(&rules::K8S_PSP_ALLOWS, spec.line_of(key), key);
            }
            for added in spec.get("allowedCapabilities").map(Node::items).unwrap_or_default() {
                say(&rules::K8S_ADDED_CAPABILITY, added.line, added.text().unwrap_or_default());
            }
            if let Some(list) = spec.get("allowedUnsafeSysctls").filter(|list| !list.items().is_empty()) {
                say(&rules::K8S_SYSCTLS, list.line, "");
            }
        }
        ("CronJob", Some(spec)) if spec.get("startingDeadlineSeconds").is_none() => {
            say(&rules::K8S_NO_DEADLINE, object.line_of("spec"), "");
        }
        ("StatefulSet", Some(spec)) if spec.get("serviceName").is_none() => {
            say(&rules::K8S_NO_SERVICE_NAME, object.line_of("spec"), "");
        }
        ("Deployment", Some(spec)) => {
            let copies = spec.get("replicas").and_then(Node::number).unwrap_or(1.0);
            let pod = spec.at(&["template", "spec"]);
            let spread = pod.is_some_and(|pod| {
                pod.at(&["affinity", "podAntiAffinity"]).is_some() || pod.get("topologySpreadConstraints").is_some()
            });
            if copies > 1.0 && !spread {
                say(&rules::K8S_NO_ANTI_AFFINITY, spec.line_of("replicas"), "");
            }
        }
        _ => {}
    }
}

fn service(object: &Node, spec: &Node, say: &mut Say<'_>) {
    match spec.get("type").and_then(Node::text) {
        Some("NodePort") => say(&rules::K8S_NODE_PORT, spec.line_of("type"), ""),
        Some("LoadBalancer") => {
            let notes = object.at(&["metadata", "annotations"]).map(Node::entries).unwrap_or_default();
            let internal = notes.iter().any(|(key, value)| {
                key.text.contains("internal")
                    || key.text.ends_with("scheme") && value.text() == Some("internal")
                    || key.text.ends_with("load-balancer-type")
                        && value.text().is_some_and(|text| text.eq_ignore_ascii_case("internal"))
            });
            let ranges = spec.get("loadBalancerSourceRanges").map(Node::items).unwrap_or_default();
            let world = ranges.iter().find(|range| range.text().is_some_and(network::is_world));
            if !internal && (ranges.is_empty() || world.is_some()) {
                let line = world.map_or(spec.line_of("type"), |range| range.line);
                say(&rules::K8S_LOAD_BALANCER, line, world.and_then(Node::text).unwrap_or_default());
            }
        }
        _ => {}
    }
}

fn pod(object: &Node, pod: &Node, say: &mut Say<'_>) {
    let line = pod.line_of("containers");
    if ["serviceAccountName", "serviceAccount"]
        .iter()
        .all(|key| pod.get(key).and_then(Node::text).unwrap_or_default().is_empty())
    {
        say(&rules::K8S_NO_ACCOUNT, line, "");
    }
    if let Some(list) = pod.at(&["securityContext", "sysctls"]) {
        let safe = [
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ping_group_range",
        ];
        for item in list
            .items()
            .iter()
            .filter(|item| item.get("name").and_then(Node::text).is_some_and(|name| !safe.contains(&name)))
        {
            say(&rules::K8S_SYSCTLS, item.line, item.get("name").and_then(Node::text).unwrap_or_default());
        }
    }
    let notes = |node: &Node| {
        let notes = node.at(&["metadata", "annotations"]).map(Node::entries).unwrap_or_default();
        notes.iter().any(|(key, _)| key.text.starts_with("container.apparmor.security.beta.kubernetes.io/"))
    };
    let mut armoured = notes(object) || pod.at(&["securityContext", "appArmorProfile"]).is_some();
    object.walk(&mut |node| armoured |= notes(node));
    if !armoured {
        say(&rules::K8S_NO_APPARMOR, line, "");
    }
    for volume in pod.get("volumes").map(Node::items).unwrap_or_default() {
        if let Some(path) = volume
            .at(&["hostPath", "path"])
            .filter(|path| path.text().is_some_and(|path| normal(path).ends_with(".sock")))
        {
            say(&rules::K8S_SOCKET, path.line, path.text().unwrap_or_default());
        }
    }
}

fn of_container(container: &Node, say: &mut Say<'_>) {
    let capabilities = container.at(&["securityContext", "capabilities"]);
    let dropped = capabilities.and_then(|node| node.get("drop")).map(Node::items).unwrap_or_default();
    if dropped.is_empty() {
        let line = capabilities.map_or(container.line, |node| node.line);
        say(&rules::K8S_NO_DROP, line, container.get("name").and_then(Node::text).unwrap_or_default());
    }
    for added in capabilities.and_then(|node| node.get("add")).map(Node::items).unwrap_or_default() {
        // The one that even the strictest profile of pods lets be added.
        if added.text() != Some("NET_BIND_SERVICE") {
            say(&rules::K8S_ADDED_CAPABILITY, added.line, added.text().unwrap_or_default());
        }
    }
    for variable in container.get("env").map(Node::items).unwrap_or_default() {
        if let Some(from) = variable.get("valueFrom").filter(|from| from.get("secretKeyRef").is_some()) {
            say(&rules::K8S_SECRET_IN_ENV, from.line_of("secretKeyRef"), "");
        }
    }
    for from in container
        .get("envFrom")
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .filter(|from| from.get("secretRef").is_some())
    {
        say(&rules::K8S_SECRET_IN_ENV, from.line_of("secretRef"), "");
    }
    for port in
        container.get("ports").map(Node::items).unwrap_or_default().iter().filter(|port| port.get("hostPort").is_some())
    {
        say(&rules::K8S_HOST_PORT, port.line_of("hostPort"), "");
    }
}

fn version(kind: &str, object: &Node, say: &mut Say<'_>) {
    let version = object.get("apiVersion").and_then(Node::text).unwrap_or_default();
    if GONE.iter().any(|(gone, kinds)| *gone == version && (kinds.contains(&"*") || kinds.contains(&kind))) {
        say(&rules::K8S_OLD_API, object.line_of("apiVersion"), version);
    }
}
