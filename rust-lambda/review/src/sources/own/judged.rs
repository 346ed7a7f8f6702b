//! Types of Terraform and kinds of Kubernetes that no rule judges, each named once: silence about them is no approval.

use std::collections::{BTreeMap, HashSet};

use crate::document::Document;
use crate::kind::Kind;
use crate::objects::{self, Object};
use crate::plan;
use crate::source::Found;
use crate::types;

/// Groups of the API that every cluster has.
const GROUPS: [&str; 19] = [
    "",
    "apps",
    "batch",
    "autoscaling",
    "policy",
    "extensions",
    "networking.k8s.io",
    "rbac.authorization.k8s.io",
    "storage.k8s.io",
    "apiextensions.k8s.io",
    "admissionregistration.k8s.io",
    "apiregistration.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "scheduling.k8s.io",
    "node.k8s.io",
    "certificates.k8s.io",
    "kubelet.config.k8s.io",
];

/// Their kinds.
const KINDS: [&str; 52] = [
    "APIService",
    "CSIDriver",
    "CSINode",
    "CertificateSigningRequest",
    "ClusterRole",
    "ClusterRoleBinding",
    "ConfigMap",
    "ControllerRevision",
    "CronJob",
    "CustomResourceDefinition",
    "DaemonSet",
    "Deployment",
    "EndpointSlice",
    "Endpoints",
    "Event",
    "HorizontalPodAutoscaler",
    "Ingress",
    "IngressClass",
    "Job",
    "KubeletConfiguration",
    "Lease",
    "LimitRange",
    "List",
    "MutatingWebhookConfiguration",
    "Namespace",
    "NetworkPolicy",
    "Node",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Pod",
    "PodDisruptionBudget",
    "PodSecurityPolicy",
    "PodTemplate",
    "PriorityClass",
    "ReplicaSet",
    "ReplicationController",
    "ResourceQuota",
    "Role",
    "RoleBinding",
    "RuntimeClass",
    "Secret",
    "Service",
    "ServiceAccount",
    "StatefulSet",
    "StorageClass",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
    "VolumeAttachment",
    "ConfigMapList",
    "SecretList",
    "PodList",
];

/// The types that are judged.
pub struct Judged {
    known: HashSet<&'static str>,
}

impl Judged {
    /// Those that `posture` knows, and those that our own rules name.
    pub fn new(own: impl Iterator<Item = &'static str>) -> Judged {
        Judged { known: types::of_posture().chain(own).collect() }
    }

    /// All of them.
    pub fn known(&self) -> &HashSet<&'static str> {
        &self.known
    }

    /// Whether an object is of the kinds that every cluster has, or that a rule names.
    fn is_built_in(&self, object: &Object<'_>) -> bool {
        let version = object.node.get("apiVersion").and_then(crate::tree::Node::text).unwrap_or_default();
        let group = version.split_once('/').map_or("", |(group, _)| group);
        match KINDS.contains(&object.kind) {
            true => GROUPS.contains(&group),
            false => self.known.contains(format!("k8s/{}", object.kind).as_str()),
        }
    }

    /// Names the types of a file that nobody judges, at the first resource of each.
    pub fn review(&self, document: &Document, found: &mut Found<'_>) {
        let mut unknown: BTreeMap<String, (u32, usize)> = BTreeMap::new();
        let mut see = |kind: &str, line: u32| {
            if !self.known.contains(kind) {
                unknown.entry(kind.to_owned()).or_insert((line, 0)).1 += 1;
            }
        };
        match document.kind {
            Kind::Terraform => {
                let resources = document.blocks.iter().filter(|block| block.word == "resource");
                resources.for_each(|block| {
                    see(block.labels.first().map(String::as_str).unwrap_or_default(), block.body.line);
                });
            }
            Kind::TerraformPlan => {
                for change in document.trees.first().map(plan::changes).unwrap_or_default() {
                    if change.change.get("after").is_some_and(crate::tree::Node::is_map) {
                        see(change.kind, change.node.line);
                    }
                }
            }
            Kind::Kubernetes => {
                for object in
                    objects::of(document).iter().filter(|object| !object.kind.is_empty() && !self.is_built_in(object))
                {
                    unknown.entry(object.kind.to_owned()).or_insert((object.node.line, 0)).1 += 1;
                }
            }
            _ => {}
        }
        for (kind, (line, count)) in unknown.into_iter().filter(|(kind, _)| !types::is_harmless(kind)) {
            let many = if count == 1 { String::new() } else { format!(" ({count} resources)") };
            found.missed(
                Some(line),
                &format!(
                    "no rule knows the type {kind}{many}{}",
                    if document.kind == Kind::Kubernetes { "; pods in it are judged" } else { "" }
                ),
            );
        }
    }
}
