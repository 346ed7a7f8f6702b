//! What a change does: the question that no scanner of a state answers. It reads a plan of Terraform, the former text
//! beside the new one, and migrations.

mod always;
pub mod catalogue;
mod compare;
mod conditions;
mod contents;
mod denials;
mod executed;
pub mod exposure;
pub mod images;
mod instances;
mod kept;
mod lifecycles;
mod locks;
mod merge;
mod modules;
pub mod permissions;
mod pins;
mod places;
mod plans;
mod printed;
mod protected;
pub mod protections;
mod renames;
mod replacements;
mod resources;
mod running;
pub mod sql;
mod sql_rights;
pub mod stateful;
#[cfg(test)]
mod tests;
mod volumes;

use crate::document::Document;
use crate::kind::Kind;
use crate::source::{Found, Made, Source};

struct Change;

/// Makes the source.
pub fn make() -> Made {
    Ok(Box::new(Change))
}

/// Plans and migrations are changes by themselves; of other files the former text is needed.
pub fn reads(document: &Document) -> bool {
    let comparable = matches!(
        document.kind,
        Kind::CloudFormation
            | Kind::Serverless
            | Kind::Terraform
            | Kind::Kubernetes
            | Kind::Compose
            | Kind::Dockerfile
            | Kind::GithubWorkflow
            | Kind::IamPolicy
            | Kind::Lockfile
    );
    matches!(document.kind, Kind::TerraformPlan | Kind::Sql)
        || comparable && (document.before.is_some() || !document.others.is_empty())
}

impl Source for Change {
    fn version(&self) -> String {
        concat!("own ", env!("CARGO_PKG_VERSION")).to_owned()
    }

    fn rules(&self) -> usize {
        catalogue::ALL.len()
    }

    fn limit(&self) -> usize {
        16_000_000
    }

    fn review(&mut self, document: &Document, found: &mut Found<'_>) {
        match document.kind {
            Kind::Sql => return sql::review(document, found),
            Kind::TerraformPlan => {
                return match document.trees.first() {
                    Some(plan) => plans::review(plan, found),
                    None => printed::review(document, found),
                };
            }
            _ => {}
        }
        compare::arrived(document, found);
        let Some(before) = document.before.as_deref() else { return };
        if before.unreadable.is_some() || document.unreadable.is_some() {
            return found.missed(None, "one of the two texts could not be read");
        }
        if document.kind == Kind::Lockfile {
            return locks::review(before, document, found);
        }
        compare::review(before, document, found);
        if matches!(document.kind, Kind::Terraform | Kind::Serverless) {
            places::review(before, document, found);
        }
        images::review(before, document, found);
        if document.kind == Kind::GithubWorkflow {
            triggers(before, document, found);
        }
    }
}

/// Triggers by which outsiders start a workflow with the rights of the repository.
fn triggers(before: &Document, document: &Document, found: &mut Found<'_>) {
    let (Some(old), Some(new)) = (before.trees.first(), document.trees.first()) else { return };
    let open = ["pull_request_target", "workflow_run", "issue_comment"];
    for trigger in open.iter().filter(|trigger| trigger_line(new, trigger).is_some()) {
        if let (None, Some(line)) = (trigger_line(old, trigger), trigger_line(new, trigger)) {
            found.own(&catalogue::WIDENS_TRIGGER, (line, line), None, trigger);
        }
    }
}

/// The line of a trigger in a workflow.
pub fn trigger_line(workflow: &crate::tree::Node, trigger: &str) -> Option<u32> {
    let on = workflow.get("on")?;
    let listed = on.one_or_many().iter().find(|item| item.text() == Some(trigger)).map(|item| item.line);
    listed.or_else(|| on.get(trigger).map(|_| on.line_of(trigger)))
}
