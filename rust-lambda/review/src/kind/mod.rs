//! What a file is: by the structure of its content. A word in a comment or a text decides nothing, and a name only
//! where the content bears it out, or says nothing else.

pub mod keys;
mod named;
mod plain;

use crate::tree::Node;
use crate::tree::hcl::TopBlock;

/// The kinds of files that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A template of CloudFormation, SAM or CDK.
    CloudFormation,
    /// A service of the Serverless Framework.
    Serverless,
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
    /// Whether a template's resources stand in it.
    pub fn has_template(self) -> bool {
        matches!(self, Kind::CloudFormation | Kind::Serverless)
    }

    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Kind::CloudFormation => "cloudformation",
            Kind::Serverless => "serverless",
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

/// In what language a file is written.
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

/// The last part of a path, in small letters.
pub fn name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase()
}

/// The language that a name says.
pub fn language(path: &str) -> Option<Language> {
    match name(path).rsplit_once('.').map(|(_, extension)| extension) {
        Some("tf" | "tofu" | "tfvars") => Some(Language::Hcl),
        Some("json") => Some(Language::Json),
        Some("yaml" | "yml" | "template") => Some(Language::Yaml),
        _ => None,
    }
}

/// The language that a text looks like by its first characters and the lines at its margin.
pub fn looks(text: &str) -> Language {
    let start = text.trim_start();
    match () {
        () if start.starts_with('{') && !start.starts_with("{{") => Language::Json,
        () if plain::looks_like_hcl(text) => Language::Hcl,
        () if keys::look_like_yaml(text) => Language::Yaml,
        () => Language::Text,
    }
}

/// The kind of a file: that of its name where the content has the structure of it, else that of the content, else what
/// the name says.
pub fn of(path: &str, text: &str, trees: &[Node], blocks: &[TopBlock]) -> Kind {
    let said = named::kind(path);
    let kept = said.is_some_and(|kind| match kind {
        Kind::Terraform => !blocks.is_empty(),
        Kind::Lockfile => plain::is_lock(text) || trees.iter().any(keys::is_lock),
        Kind::Sql => plain::is_sql(text),
        Kind::Dockerfile => plain::is_dockerfile(text),
        Kind::Env => plain::is_settings(text, false),
        _ => false,
    });
    if let (Some(kind), true) = (said, kept) {
        return kind;
    }
    keys::kind(trees)
        .or_else(|| plain::is_terraform(blocks).then_some(Kind::Terraform))
        .or_else(|| plain::kind(path, text))
        .or(said)
        .unwrap_or(Kind::Unknown)
}
