//! What packs judge: resources of templates and Terraform, modules of the public registry, objects, pods and containers
//! of Kubernetes. Each has a type, a name, a body and a line.

use super::super::serverless::functions;
use crate::document::Document;
use crate::kind::Kind;
use crate::tree::Node;

/// One thing to judge.
pub struct Resource<'a> {
    /// Its type.
    pub kind: String,
    /// Its name.
    pub id: String,
    /// Its settings.
    pub body: &'a Node,
    /// Itself, with what stands beside its settings.
    pub whole: &'a Node,
    /// Where it begins.
    pub line: u32,
}

/// All things of a file.
pub fn of(document: &Document) -> Vec<Resource<'_>> {
    match document.kind {
        Kind::CloudFormation => template(document),
        Kind::Terraform => terraform(document),
        Kind::Serverless => template(document).into_iter().chain(service(document)).collect(),
        Kind::Kubernetes => manifests(document),
        _ => Vec::new(),
    }
}

/// The body of a template's resource is its `Properties`; where there are none, the resource itself has none of them.
fn template(document: &Document) -> Vec<Resource<'_>> {
    let resources = document.template_resources();
    resources
        .map(|(id, node)| Resource {
            kind: node.get("Type").and_then(Node::text).unwrap_or_default().to_owned(),
            id: id.to_owned(),
            body: node.get("Properties").unwrap_or(node),
            whole: node,
            line: node.line,
        })
        .collect()
}

/// The provider of a service and its functions; the provider once more as an API where a function is called by HTTP, or
/// where the functions stand elsewhere.
fn service(document: &Document) -> Vec<Resource<'_>> {
    let mut all = Vec::new();
    for tree in &document.trees {
        let functions: Vec<(&str, &Node)> = functions(tree).collect();
        let called = |node: &Node| {
            let events = node.get("events").map(Node::items).unwrap_or_default();
            events.iter().any(|event| event.get("http").is_some() || event.get("httpApi").is_some())
        };
        let is_api = functions.is_empty() || functions.iter().any(|(_, node)| called(node));
        let aws = tree.get("provider").filter(|node| node.get("name").and_then(Node::text) == Some("aws"));
        let provider = aws.into_iter().flat_map(|node| {
            let kinds = [Some("serverless/provider"), is_api.then_some("serverless/api")];
            kinds.into_iter().flatten().map(move |kind| (kind, "provider", node))
        });
        let functions = functions.into_iter().map(|(name, node)| ("serverless/function", name, node));
        for (kind, id, node) in provider.chain(functions.filter(|_| aws.is_some())) {
            let (kind, id) = (kind.to_owned(), id.to_owned());
            all.push(Resource { kind, id, body: node, whole: node, line: node.line });
        }
    }
    all
}

fn terraform(document: &Document) -> Vec<Resource<'_>> {
    let blocks = document.blocks.iter().filter_map(|block| {
        let kind = match (block.word.as_str(), block.labels.as_slice()) {
            ("resource", [kind, _]) => kind.clone(),
            ("data", [kind, _]) => format!("data.{kind}"),
            ("provider", [name]) => format!("provider/{name}"),
            ("module", [_]) => module(block.body.get("source")?.text()?)?,
            _ => return None,
        };
        let prefix = if block.word == "resource" { String::new() } else { format!("{}.", block.word) };
        let id = format!("{prefix}{}", block.labels.join("."));
        Some(Resource { kind, id, body: &block.body, whole: &block.body, line: block.body.line })
    });
    blocks.collect()
}

/// The name of a module of the public registry that wraps resources of AWS and passes their settings on.
pub fn module(source: &str) -> Option<String> {
    let source = source.trim_start_matches("registry.terraform.io/");
    let name = source.strip_prefix("terraform-aws-modules/")?.split('/').next()?;
    Some(format!("module/{name}"))
}

/// Objects, and in them everything that has containers, as a pod.
fn manifests(document: &Document) -> Vec<Resource<'_>> {
    let mut all = Vec::new();
    for tree in &document.trees {
        let items = tree.get("items").filter(|_| tree.get("kind").and_then(Node::text) == Some("List"));
        for object in items.map_or(std::slice::from_ref(tree), Node::items) {
            let kind = object.get("kind").and_then(Node::text).unwrap_or_default();
            let name = object.at(&["metadata", "name"]).and_then(Node::text).unwrap_or_default();
            let id = format!("{kind}/{name}");
            all.push(Resource {
                kind: format!("k8s/{kind}"),
                id: id.clone(),
                body: object,
                whole: object,
                line: object.line,
            });
            object.walk(&mut |pod| {
                if pod.get("containers").is_some_and(|list| list.items().iter().any(Node::is_map)) {
                    push_pod(pod, &id, &mut all);
                }
            });
        }
    }
    all
}

fn push_pod<'a>(pod: &'a Node, id: &str, all: &mut Vec<Resource<'a>>) {
    let line = pod.line_of("containers");
    all.push(Resource { kind: "k8s/pod".to_owned(), id: id.to_owned(), body: pod, whole: pod, line });
    for (key, kind) in [("containers", "k8s/container"), ("initContainers", "k8s/init")] {
        for container in pod.get(key).map(Node::items).unwrap_or_default().iter().filter(|node| node.is_map()) {
            let name = container.get("name").and_then(Node::text).unwrap_or_default();
            let id = format!("{id}/{name}");
            all.push(Resource { kind: kind.to_owned(), id, body: container, whole: container, line: container.line });
        }
    }
}
