//! CloudFormation by AWS's own engine `cloudformation-validate`: schemas of all resources and its built-in rules.

use std::collections::BTreeMap;

use cloudformation_validate::{
    CelEngine, Diagnostic, EngineConfig, SchemaValidator, Severity as Said, ValidateConfig, ValidationEngine,
    ValidationError, ValidationReport, validate_bytes_with_path, version,
};

use crate::document::Document;
use crate::kind::Kind;
use crate::source::{Found, Made, Raw, Source, short};
use crate::tree::{Node, written};
use crate::wire::{Confidence, Severity};

struct CloudFormation {
    engine: CelEngine,
    schemas: SchemaValidator,
    rules: usize,
}

/// Makes the source: rules and schemas are some 40 MB of data that are read anew in each process, side by side.
pub fn make() -> Made {
    let (engine, schemas) = std::thread::scope(|scope| {
        let schemas = scope.spawn(SchemaValidator::default);
        (CelEngine::new(EngineConfig::default()), schemas.join())
    });
    let engine = engine.map_err(|error| error.to_string())?;
    let schemas = schemas.map_err(|_| "the schemas could not be read".to_owned())?;
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
        let repeated: Vec<Repeated> = document.trees.iter().flat_map(repeated).collect();
        if !repeated.is_empty() {
            return repeated.iter().for_each(|key| refuse(key, found));
        }
        let report = match self.report(document) {
            Ok(report) => report,
            Err(error) => return found.missed(None, &short(&error.to_string())),
        };
        if let Some(said) = unparsed(&report) {
            let line = said.location.map(|span| span.start_line);
            found.missed(line, &format!("given up: {}", short(&said.message)));
        }
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

impl CloudFormation {
    /// What the engine says of a template. What it cannot parse and we can is shown to it as we have read it: its reader does
    /// not know all of YAML.
    fn report(&self, document: &Document) -> Result<ValidationReport, ValidationError> {
        let ask = |text: &str| {
            let path = document.path.clone();
            validate_bytes_with_path(&self.engine, &self.schemas, text.as_bytes(), ValidateConfig::default(), path)
        };
        let report = ask(&document.text)?;
        match document.trees.as_slice() {
            [tree] if unparsed(&report).is_some() => ask(&written::json(tree)),
            _ => Ok(report),
        }
    }
}

/// Why the engine could not parse a template, if it could not: then it has looked at nothing.
fn unparsed(report: &ValidationReport) -> Option<&Diagnostic> {
    match report.diagnostics.as_slice() {
        [said] if report.metadata.rules_evaluated == 0 && said.rule_id == "F1101" => Some(said),
        _ => None,
    }
}

/// How often a map may hold a key before the engine is not asked. At each function its reader copies the places of all
/// that stands under the key, those of earlier occurrences too: the time grows by a power for each function in a value.
const MOST_REPEATS: usize = 4;

/// A key that one map holds too often.
struct Repeated {
    key: String,
    line: u32,
    times: usize,
}

fn repeated(template: &Node) -> Vec<Repeated> {
    let mut all = Vec::new();
    template.walk(&mut |node| {
        let entries = node.entries();
        if entries.len() <= MOST_REPEATS {
            return;
        }
        let mut times: BTreeMap<&str, (usize, u32)> = BTreeMap::new();
        for (key, _) in entries {
            times.entry(&key.text).or_insert((0, key.line)).0 += 1;
        }
        let often = times.into_iter().filter(|(_, (times, _))| *times > MOST_REPEATS);
        all.extend(often.map(|(key, (times, line))| Repeated { key: key.to_owned(), line, times }));
    });
    all
}

/// What the engine says of each place of such a key is said once, and that nothing else was asked.
fn refuse(Repeated { key, line, times }: &Repeated, found: &mut Found<'_>) {
    found.add(Raw {
        rule: "F0000".to_owned(),
        severity: Severity::Medium,
        confidence: Confidence::High,
        lines: (*line, *line),
        column: None,
        resource: None,
        title: short(&format!("Duplicate key '{key}'")),
        why: "CloudFormation will refuse this or fail at it.".to_owned(),
        fix: None,
    });
    found.missed(Some(*line), &format!("cloudformation: given up: {} stands {times} times in one map", short(key)));
}

/// An error here is a template that will not deploy: to be changed, but no danger in itself.
fn severity(said: Said) -> Severity {
    match said {
        Said::Fatal | Said::Error => Severity::Medium,
        Said::Warn => Severity::Low,
        _ => Severity::Info,
    }
}

fn why(said: &Diagnostic) -> String {
    let deploys = matches!(said.severity, Said::Fatal | Said::Error);
    match &said.rule_description {
        Some(text) if !text.is_empty() => short(text),
        _ if deploys => "CloudFormation will refuse this or fail at it.".to_owned(),
        _ => "AWS advises against it.".to_owned(),
    }
}
