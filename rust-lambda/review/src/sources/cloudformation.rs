//! CloudFormation by AWS's own engine `cloudformation-validate`: schemas of all resources and its built-in rules.

use cloudformation_validate::{
    CelEngine, EngineConfig, SchemaValidator, Severity as Said, ValidateConfig, ValidationEngine,
    validate_bytes_with_path, version,
};

use crate::document::Document;
use crate::kind::Kind;
use crate::source::{Found, Raw, Source, short};
use crate::wire::{Confidence, Severity};

struct CloudFormation {
    engine: CelEngine,
    schemas: SchemaValidator,
    rules: usize,
}

/// Makes the source: compiles rules and opens the schemas, some 0.3 s.
pub fn make() -> Result<Box<dyn Source>, String> {
    let engine = CelEngine::new(EngineConfig::default()).map_err(|error| error.to_string())?;
    let schemas = SchemaValidator::default();
    let rules = engine.list_rules().len() + schemas.list_rules().len();
    Ok(Box::new(CloudFormation { engine, schemas, rules }))
}

/// Whether it reads a file.
pub fn reads(document: &Document) -> bool {
    document.kind == Kind::CloudFormation
}

impl Source for CloudFormation {
    fn version(&self) -> String {
        format!("cloudformation-validate {}", version())
    }

    fn rules(&self) -> usize {
        self.rules
    }

    fn limit(&self) -> usize {
        // CloudFormation itself takes at most 1 MB.
        2_000_000
    }

    fn review(&mut self, document: &Document, found: &mut Found<'_>) {
        let text = document.text.as_bytes();
        let report = validate_bytes_with_path(
            &self.engine,
            &self.schemas,
            text,
            ValidateConfig::default(),
            document.path.clone(),
        );
        let report = match report {
            Ok(report) => report,
            Err(error) => return found.missed(None, &short(&error.to_string())),
        };
        for said in report.metadata.budget_exhaustions.iter().flatten().filter(|said| said.analysis_incomplete) {
            found.missed(None, &short(&said.description));
        }
        for said in report.diagnostics {
            let (from, to) = said.location.map_or((1, 1), |span| (span.start_line, span.end_line.max(span.start_line)));
            let title = match &said.property_path {
                Some(path) if !said.message.contains(path.as_str()) => format!("{} ({path})", said.message),
                _ => said.message.clone(),
            };
            found.add(Raw {
                severity: severity(said.severity),
                confidence: Confidence::High,
                lines: (from, to),
                column: said.location.map(|span| span.start_column).filter(|column| *column > 0),
                resource: said.resource_logical_id().map(str::to_owned),
                title: short(&title),
                why: why(&said),
                fix: said.suggested_fix.as_deref().map(short),
                rule: said.rule_id,
            });
        }
    }
}

/// An error here is a template that will not deploy: to be changed, but no danger in itself.
fn severity(said: Said) -> Severity {
    match said {
        Said::Fatal | Said::Error => Severity::Medium,
        Said::Warn => Severity::Low,
        _ => Severity::Info,
    }
}

fn why(said: &cloudformation_validate::Diagnostic) -> String {
    let deploys = matches!(said.severity, Said::Fatal | Said::Error);
    match &said.rule_description {
        Some(text) if !text.is_empty() => short(text),
        _ if deploys => "CloudFormation will refuse this or fail at it.".to_owned(),
        _ => "AWS advises against it.".to_owned(),
    }
}
