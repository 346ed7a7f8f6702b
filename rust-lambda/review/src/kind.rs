//! What a file is: by its content, and by its name only where the content cannot tell.

use crate::tree::{Node, Value};

/// The kinds of files that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A template of CloudFormation, SAM or CDK.
    CloudFormation,
    /// Terraform's own language, or its JSON form.
    Terraform,
    /// A plan of Terraform, as JSON or as printed.
    TerraformPlan,
    /// Manifests of Kubernetes, also as Helm or Kustomize print them.
    Kubernetes,
    /// A Dockerfile.
    Dockerfile,
    /// A Compose file.
    Compose,
    /// A workflow or an action of GitHub.
    GithubWorkflow,
    /// Statements of SQL.
    Sql,
    /// A policy of AWS IAM that stands alone.
    IamPolicy,
    /// A description of an HTTP interface.
    OpenApi,
    /// Settings: `KEY=value`.
    Env,
    /// A lock file of a package manager.
    Lockfile,
    /// Anything else.
    Unknown,
}

impl Kind {
    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Kind::CloudFormation => "cloudformation",
            Kind::Terraform => "terraform",
            Kind::TerraformPlan => "terraform-plan",
            Kind::Kubernetes => "kubernetes",
            Kind::Dockerfile => "dockerfile",
            Kind::Compose => "compose",
            Kind::GithubWorkflow => "github-workflow",
            Kind::Sql => "sql",
            Kind::IamPolicy => "iam-policy",
            Kind::OpenApi => "openapi",
            Kind::Env => "env",
            Kind::Lockfile => "lockfile",
            Kind::Unknown => "unknown",
        }
    }
}

/// In what language a file is written, by its name and first characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// YAML.
    Yaml,
    /// JSON.
    Json,
    /// HCL.
    Hcl,
    /// None of these.
    Text,
}

const LOCKS: [&str; 11] = [
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "cargo.lock",
    "poetry.lock",
    "uv.lock",
    "pipfile.lock",
    "go.sum",
    "gemfile.lock",
    "composer.lock",
];

/// The last part of a path, in small letters.
pub fn name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase()
}

/// The language of a file.
pub fn language(path: &str, text: &str) -> Language {
    let name = name(path);
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("tf" | "tofu") => Language::Hcl,
        Some("json") => Language::Json,
        Some("yaml" | "yml" | "template") if text.trim_start().starts_with('{') && !text.contains("{{") => {
            Language::Json
        }
        Some("yaml" | "yml" | "template") => Language::Yaml,
        _ if text.trim_start().starts_with('{') => Language::Json,
        _ => Language::Text,
    }
}

/// The kind that the name or the plain text tells.
pub fn by_text(path: &str, text: &str) -> Option<Kind> {
    let name = name(path);
    if LOCKS.contains(&name.as_str()) {
        return Some(Kind::Lockfile);
    }
    let docker =
        |word: &str| name == word || name.starts_with(&format!("{word}.")) || name.ends_with(&format!(".{word}"));
    if docker("dockerfile") || docker("containerfile") {
        return Some(Kind::Dockerfile);
    }
    if name == ".env" || name.starts_with(".env.") {
        return Some(Kind::Env);
    }
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("tf" | "tofu") => Some(Kind::Terraform),
        Some("sql") => Some(Kind::Sql),
        Some("env" | "properties" | "ini" | "cfg" | "conf") => Some(Kind::Env),
        Some("yaml" | "yml" | "json" | "template") => None,
        _ if is_printed_plan(text) => Some(Kind::TerraformPlan),
        _ if first_words(text) == Some("FROM") => Some(Kind::Dockerfile),
        _ => None,
    }
}

/// Whether `terraform plan` printed this.
fn is_printed_plan(text: &str) -> bool {
    ["Terraform will perform the following actions", "OpenTofu will perform the following actions"]
        .iter()
        .any(|said| text.contains(said))
}

/// The first word of the first line that is no comment and no `ARG`.
fn first_words(text: &str) -> Option<&str> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.find(|line| !line.starts_with("ARG "))?.split_whitespace().next()
}

/// The kind of a document by its keys.
pub fn by_keys(path: &str, node: &Node) -> Option<Kind> {
    let has = |key: &str| node.get(key).is_some();
    if (has("resource_changes") || has("planned_values")) && (has("format_version") || has("terraform_version")) {
        return Some(Kind::TerraformPlan);
    }
    if is_template(node) {
        return Some(Kind::CloudFormation);
    }
    if has("lockfileVersion") && has("packages") {
        return Some(Kind::Lockfile);
    }
    if has("openapi") || has("swagger") {
        return Some(Kind::OpenApi);
    }
    if has("apiVersion") && has("kind") {
        return Some(Kind::Kubernetes);
    }
    let map = |key: &str| node.get(key).is_some_and(Node::is_map);
    if map("jobs") && has("on") || node.at(&["runs", "using"]).is_some() {
        return Some(Kind::GithubWorkflow);
    }
    if node.get("Statement").is_some_and(|list| list.one_or_many().iter().any(|item| item.get("Effect").is_some())) {
        return Some(Kind::IamPolicy);
    }
    let service = |(_, service): &(crate::tree::Key, Node)| {
        ["image", "build", "extends", "command", "environment", "ports", "deploy", "volumes"]
            .iter()
            .any(|key| service.get(key).is_some())
    };
    if node.get("services").is_some_and(|services| services.entries().iter().any(service)) {
        return Some(Kind::Compose);
    }
    (name(path).ends_with(".tf.json") && has("resource")).then_some(Kind::Terraform)
}

/// Whether a document is a template of CloudFormation.
fn is_template(node: &Node) -> bool {
    let Some(resources) = node.get("Resources") else { return false };
    let typed = |resource: &Node| resource.get("Type").and_then(Node::text).is_some_and(|text| text.contains("::"));
    node.get("AWSTemplateFormatVersion").is_some()
        || resources.entries().iter().any(|(_, resource)| typed(resource))
        || matches!(&resources.value, Value::List(items) if items.iter().any(typed))
}
