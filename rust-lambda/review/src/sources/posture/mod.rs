//! The posture of resources by `rustmaninoff`, whose policies carry Checkov's ids: Terraform and its plans, Kubernetes,
//! CloudFormation and Dockerfiles. Ids that were measured to be wrong too often are off (`data/off.txt`).

mod inherited;
mod manifests;
mod policies;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use rustmaninoff_engine::{Finding, Policy, Severity as Said};
use rustmaninoff_ir::{ParseOutput, input_limit};
use rustmaninoff_parser_terraform as terraform;

use crate::document::Document;
use crate::kind::Kind;
use crate::plan;
use crate::source::{Found, Made, Raw, Source, short};
use crate::wire::{Confidence, Severity};
use policies::Policies;

/// Policies over the resources of a file.
pub struct Posture {
    policies: Policies,
    of_container: HashSet<String>,
}

/// Makes the source.
pub fn make() -> Made {
    let policies = rustmaninoff::builtin_policies().map_err(|error| error.to_string())?;
    Ok(Box::new(Posture::of(policies)))
}

impl Posture {
    /// The engine with some policies.
    pub fn of(policies: Vec<Policy>) -> Posture {
        Posture { policies: Policies::new(&policies), of_container: manifests::of_containers(&policies) }
    }
}

/// Whether it reads a file.
pub fn reads(document: &Document) -> bool {
    matches!(document.kind, Kind::Terraform | Kind::Kubernetes | Kind::CloudFormation | Kind::Dockerfile)
        || document.kind == Kind::Serverless && !document.readings.is_empty()
        || document.kind == Kind::TerraformPlan && !document.trees.is_empty()
}

impl Source for Posture {
    fn version(&self) -> String {
        "rustmaninoff 0.4.0".to_owned()
    }

    fn rules(&self) -> usize {
        self.policies.count()
    }

    fn review(&mut self, document: &Document, found: &mut Found<'_>) {
        if let Some(why) = input_limit(&document.text) {
            return found.missed(None, why);
        }
        if document.kind == Kind::Kubernetes && !document.allowances {
            for told in manifests::review(document, self, found) {
                report(&told.finding, Some(told.lines), &told.resource, found);
            }
            return;
        }
        // Functions of templates are resolved; comments, which are lost by that, say nothing.
        if document.kind == Kind::Serverless || document.kind == Kind::CloudFormation && !document.allowances {
            for reading in &document.readings {
                self.evaluate(
                    document,
                    parse(Kind::CloudFormation, "template.json", &plan::to_json(reading).to_string()),
                    found,
                );
            }
            return;
        }
        let parsed = match document.kind {
            Kind::TerraformPlan => {
                let Some(tree) = document.trees.first() else { return };
                terraform::parse_file(Path::new("plan.tf.json"), &plan::as_configuration(tree))
            }
            // The engine goes by the name; Terraform in JSON may have another one.
            Kind::Terraform if !document.trees.is_empty() => parse(document.kind, "main.tf.json", &document.text),
            Kind::Terraform => {
                terraform::parse_file_with_context(Path::new("main.tf"), &document.text, &context(document))
            }
            kind => parse(kind, &document.path, &document.text),
        };
        self.evaluate(document, parsed, found);
    }
}

impl Posture {
    fn evaluate(&self, document: &Document, mut parsed: ParseOutput, found: &mut Found<'_>) {
        let lines = lines(document);
        if !document.allowances {
            parsed.resources.iter_mut().for_each(|resource| resource.skips.clear());
        }
        for diagnostic in &parsed.diagnostics {
            found.missed(Some(diagnostic.line as u32), &short(&diagnostic.message));
        }
        let together = self.policies.failed_together(&parsed.resources, &parsed.edges);
        for finding in self.policies.failed(parsed.resources).into_iter().chain(together) {
            let known = lines.get(&name(document, &finding)).copied();
            report(&finding, known, &finding.resource_address, found);
        }
    }
}

/// The values of variables, for the engine.
fn context(document: &Document) -> terraform::EvalContext {
    let mut context = terraform::EvalContext::default();
    for (name, node) in document.values.all() {
        let value = rustmaninoff_ir::Value::from_json(plan::to_json(node));
        match name.split_once('.') {
            Some(("var", name)) => context.variables.insert(name.to_owned(), value),
            Some((_, name)) => context.locals.insert(name.to_owned(), value),
            None => None,
        };
    }
    context
}

fn parse(kind: Kind, path: &str, text: &str) -> ParseOutput {
    let path = Path::new(path);
    match kind {
        Kind::Terraform => terraform::parse_file(path, text),
        Kind::Kubernetes => rustmaninoff_parser_k8s::parse_file(path, text),
        Kind::CloudFormation => rustmaninoff_parser_cfn::parse_file(path, text),
        _ => rustmaninoff_parser_docker::parse_file(path, text),
    }
}

/// Where resources stand that the engine gives no lines for: those of templates and plans.
fn lines(document: &Document) -> HashMap<String, (u32, u32)> {
    match document.kind {
        Kind::CloudFormation => {
            let resources = document.trees.first().and_then(|tree| tree.get("Resources"));
            let entries = resources.map(crate::tree::Node::entries).unwrap_or_default();
            entries.iter().map(|(key, node)| (key.text.clone(), (key.line, node.end))).collect()
        }
        Kind::Serverless => {
            let resources = document.resources.iter();
            resources.map(|(key, node)| (key.text.clone(), (key.line, node.end))).collect()
        }
        Kind::TerraformPlan => document.trees.first().map(plan::lines).unwrap_or_default(),
        _ => HashMap::new(),
    }
}

fn name(document: &Document, finding: &Finding) -> String {
    match document.kind {
        Kind::TerraformPlan => finding.resource_address.to_string(),
        _ => finding.resource_name.to_string(),
    }
}

fn report(finding: &Finding, known: Option<(u32, u32)>, resource: &str, found: &mut Found<'_>) {
    let severity = match finding.severity {
        // What is high is named in `data/weights.txt`: the engine's own scale calls well-kept files high.
        Said::Critical | Said::High | Said::Medium => Severity::Medium,
        Said::Low => Severity::Low,
    };
    // A key of one's own adds to what the service encrypts anyway.
    let name = finding.check_name.to_lowercase();
    let own_key = ["cmk", "customer managed", "customer master"].iter().any(|word| name.contains(word));
    let severity = if own_key { Severity::Low } else { severity };
    let category = finding.category.to_lowercase().replace('_', " ");
    found.add(Raw {
        rule: finding.check_id.to_string(),
        severity,
        confidence: Confidence::Medium,
        lines: known.unwrap_or((finding.start_line as u32, finding.end_line.max(finding.start_line) as u32)),
        column: None,
        resource: Some(resource.to_owned()),
        title: short(&format!(
            "Not kept: {}",
            finding.check_name.trim_start_matches("Ensure ").trim_start_matches("that ")
        )),
        why: format!("A rule about {category} that this {} does not keep.", finding.resource_type),
        fix: None,
    });
}
