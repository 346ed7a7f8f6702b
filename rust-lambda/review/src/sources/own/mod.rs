//! Rules of our own, where nobody has one that runs here: Compose, workflows of GitHub, IAM, lock files, OpenAPI, and
//! topics on which the other sources are silent.

mod called;
pub mod catalogue;
mod compose;
mod docker_commands;
mod docker_instructions;
mod dockerfile;
mod env;
mod exposure;
mod first_start;
mod iam;
mod judged;
mod kubernetes;
mod kubernetes_objects;
mod kubernetes_relations;
pub mod lockfile;
mod openapi;
pub mod pack;
mod serverless;
mod unread;
mod weakened;
mod workflow;

use crate::document::Document;
use crate::kind::Kind;
use crate::source::{Found, Made, Source};

struct Own {
    packs: pack::Packs,
    judged: judged::Judged,
}

/// Makes the source.
pub fn make() -> Made {
    let packs = pack::Packs::read();
    // The second list: what rules in code look at.
    let named =
        packs.clauses.iter().map(|clause| clause.kind).chain(["aws_default_security_group"]).chain(iam::pools::TYPES);
    let judged = judged::Judged::new(named);
    Ok(Box::new(Own { packs, judged }))
}

/// Whether it reads a file.
pub fn reads(document: &Document) -> bool {
    matches!(
        document.kind,
        Kind::Compose
            | Kind::Dockerfile
            | Kind::Env
            | Kind::GithubWorkflow
            | Kind::IamPolicy
            | Kind::Lockfile
            | Kind::OpenApi
            | Kind::Kubernetes
            | Kind::CloudFormation
            | Kind::Serverless
            | Kind::Terraform
    ) || document.kind == Kind::TerraformPlan && !document.trees.is_empty()
}

impl Source for Own {
    fn version(&self) -> String {
        concat!("own ", env!("CARGO_PKG_VERSION")).to_owned()
    }

    fn rules(&self) -> usize {
        catalogue::all().count() + self.packs.rules.len() + self.packs.events.len()
    }

    fn limit(&self) -> usize {
        16_000_000
    }

    fn review(&mut self, document: &Document, found: &mut Found<'_>) {
        if document.unreadable.is_some() {
            return found.missed(None, "the file could not be read");
        }
        match document.kind {
            Kind::Compose => compose::review(document, found),
            Kind::Dockerfile => {
                dockerfile::review(document, found);
                docker_commands::review(document, found);
            }
            Kind::Env => env::review(document, found),
            Kind::GithubWorkflow => workflow::review(document, found),
            Kind::Lockfile => lockfile::review(document, found),
            Kind::OpenApi => openapi::review(document, found),
            Kind::Kubernetes => {
                kubernetes::review(document, found);
                kubernetes_objects::review(document, found);
                kubernetes_relations::review(document, found);
                self.packs.review(document, found);
                self.judged.review(document, found);
            }
            Kind::IamPolicy => iam::review(document, found),
            Kind::Serverless => {
                serverless::review(document, found);
                iam::review(document, found);
                exposure::review(document, found);
                self.packs.review(document, found);
            }
            _ => {
                first_start::review(document, found);
                iam::review(document, found);
                iam::pools::review(document, found);
                exposure::review(document, found);
                self.packs.review(document, found);
                self.judged.review(document, found);
                called::review(document, self.judged.known(), found);
            }
        }
    }
}
