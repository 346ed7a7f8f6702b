//! The kind of documents by their keys, and by what stands under them.

use super::Kind;
use crate::tree::{Key, Node, Value};

/// The kind of a file of documents: that of the first that has one. A file with one manifest is one of manifests: a
/// cluster takes it and passes over its neighbours.
pub fn kind(trees: &[Node]) -> Option<Kind> {
    let kinds: Vec<Kind> = trees.iter().filter_map(of).collect();
    if kinds.contains(&Kind::Kubernetes) { Some(Kind::Kubernetes) } else { kinds.first().copied() }
}

/// The kind of one document. What can be deployed comes first, and of those what lets keys of others stand: so that no
/// key more hides what a file does.
pub fn of(node: &Node) -> Option<Kind> {
    let map = |key: &str| node.get(key).is_some_and(Node::is_map);
    match () {
        () if is_manifest(node) => Some(Kind::Kubernetes),
        () if is_template(node) => Some(Kind::CloudFormation),
        () if is_serverless(node) => Some(Kind::Serverless),
        () if is_workflow(node) => Some(Kind::GithubWorkflow),
        () if node.get("services").is_some_and(|services| services.entries().iter().any(is_service)) => {
            Some(Kind::Compose)
        }
        () if is_policy(node) => Some(Kind::IamPolicy),
        () if is_plan(node) => Some(Kind::TerraformPlan),
        () if is_terraform(node) => Some(Kind::Terraform),
        () if is_lock(node) => Some(Kind::Lockfile),
        () if (node.get("openapi").is_some() || node.get("swagger").is_some())
            && ["paths", "components", "webhooks", "info", "definitions"].iter().any(|key| map(key)) =>
        {
            Some(Kind::OpenApi)
        }
        () => None,
    }
}

/// Whether a text has a line at its margin that begins a document of a kind known here.
pub fn look_like_yaml(text: &str) -> bool {
    const KEYS: [&str; 14] = [
        "apiVersion",
        "kind",
        "AWSTemplateFormatVersion",
        "Resources",
        "service",
        "services",
        "functions",
        "jobs",
        "runs",
        "openapi",
        "swagger",
        "Statement",
        "lockfileVersion",
        "resource_changes",
    ];
    text.lines().any(|line| {
        let line = line.strip_prefix(['"', '\'']).unwrap_or(line);
        KEYS.iter().any(|key| {
            let rest = line.strip_prefix(key).map(|rest| rest.strip_prefix(['"', '\'']).unwrap_or(rest).trim_start());
            rest.and_then(|rest| rest.strip_prefix(':'))
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r']))
        })
    })
}

fn is_manifest(node: &Node) -> bool {
    let text = |key: &str| node.get(key).and_then(Node::text);
    text("apiVersion").is_some_and(|version| !version.is_empty())
        && text("kind").is_some_and(|kind| kind.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// Whether a document is a template of CloudFormation.
fn is_template(node: &Node) -> bool {
    let Some(resources) = node.get("Resources") else { return false };
    let typed = |resource: &Node| resource.get("Type").and_then(Node::text).is_some_and(|text| text.contains("::"));
    node.get("AWSTemplateFormatVersion").is_some()
        || resources.entries().iter().any(|(_, resource)| typed(resource))
        || matches!(&resources.value, Value::List(items) if items.iter().any(typed))
}

/// A service names itself and its provider, and says one thing more that only the framework knows.
fn is_serverless(node: &Node) -> bool {
    const PARTS: [&str; 7] = ["functions", "resources", "frameworkVersion", "plugins", "custom", "layers", "package"];
    const SETTINGS: [&str; 8] =
        ["runtime", "stage", "region", "logs", "environment", "iam", "iamRoleStatements", "httpApi"];
    let Some((service, provider)) = node.get("service").zip(node.get("provider")) else { return false };
    let named = service.text().is_some() || service.get("name").is_some();
    let by_name = provider.text().is_some() && node.get("functions").is_some_and(Node::is_map);
    let known =
        PARTS.iter().any(|key| node.get(key).is_some()) || SETTINGS.iter().any(|key| provider.get(key).is_some());
    named && (by_name || provider.get("name").and_then(Node::text).is_some() && known)
}

fn is_workflow(node: &Node) -> bool {
    let job = |(_, job): &(Key, Node)| ["steps", "uses", "runs-on"].iter().any(|key| job.get(key).is_some());
    let jobs = node.get("jobs").map(Node::entries).unwrap_or_default();
    node.get("on").is_some() && jobs.iter().any(job) || node.at(&["runs", "using"]).is_some()
}

fn is_service((_, service): &(Key, Node)) -> bool {
    ["image", "build", "extends", "command", "environment", "ports", "deploy", "volumes", "env_file", "depends_on"]
        .iter()
        .any(|key| service.get(key).is_some())
}

fn is_policy(node: &Node) -> bool {
    node.get("Statement").is_some_and(|list| list.one_or_many().iter().any(|item| item.get("Effect").is_some()))
}

/// A plan has what no configuration has: changes with their actions, or values under a root module.
fn is_plan(node: &Node) -> bool {
    let versioned = node.get("format_version").is_some() || node.get("terraform_version").is_some();
    let changes = node.get("resource_changes").map(Node::items).unwrap_or_default();
    let acts = changes.iter().any(|entry| entry.at(&["change", "actions"]).is_some() && entry.get("address").is_some());
    // What a plan says of itself where it is not all there.
    let says = ["errored", "complete", "deferred_changes"].iter().any(|key| node.get(key).is_some());
    versioned
        && (acts
            || node.at(&["planned_values", "root_module"]).is_some()
            || node.get("format_version").is_some() && node.get("resource_changes").is_some() && says
            || empty_plan(node))
}

/// A plan that changes nothing.
fn empty_plan(node: &Node) -> bool {
    let none = node.get("resource_changes").is_none_or(|list| list.items().is_empty());
    none && node.get("planned_values").is_some_and(Node::is_map) && node.get("configuration").is_some_and(Node::is_map)
}

/// Terraform in JSON: types, names, bodies.
fn is_terraform(node: &Node) -> bool {
    ["resource", "data"].iter().any(|word| {
        node.get(word).map(Node::entries).unwrap_or_default().iter().any(|(kind, names)| {
            kind.text.contains('_') && names.entries().iter().any(|(_, body)| body.is_map() || !body.items().is_empty())
        })
    })
}

/// A lock file of npm, pnpm, pipenv or composer.
pub fn is_lock(node: &Node) -> bool {
    let has = |key: &str| node.get(key).is_some();
    has("lockfileVersion") && (has("packages") || has("dependencies") || has("importers"))
        || node.at(&["_meta", "hash"]).is_some() && (has("default") || has("develop"))
        || has("content-hash") && has("packages")
}
