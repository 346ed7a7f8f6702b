//! CloudFormation by the proactive controls of AWS Control Tower, in Guard. Only rules about types that occur run, and
//! each is a step of its own: one that cannot be evaluated is named, and the others go on.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use guard_translator::GuardRuleFile;
use serde::Deserialize;

use super::team::input;
use crate::document::Document;
use crate::kind::Kind;
use crate::source::{Found, Raw, Source, short};
use crate::tree::Node;
use crate::wire::{Confidence, Severity};

const RULES: &str = include_str!(concat!(env!("OUT_DIR"), "/control-tower.jsonl"));

/// A control, as its package describes it.
#[derive(Deserialize)]
struct Control {
    id: String,
    types: Vec<String>,
    severity: String,
    name: String,
    why: String,
    fix: String,
    text: String,
    #[serde(skip)]
    read: Option<Result<GuardRuleFile, String>>,
}

struct Guard {
    controls: Vec<Control>,
    by_type: HashMap<String, Vec<usize>>,
}

/// Makes the source; a control is read when it is first asked.
pub fn make() -> Result<Box<dyn Source>, String> {
    let controls: Vec<Control> =
        RULES.lines().map(serde_json::from_str).collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    let mut by_type: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, control) in controls.iter().enumerate() {
        for kind in &control.types {
            by_type.entry(kind.clone()).or_default().push(at);
        }
    }
    Ok(Box::new(Guard { controls, by_type }))
}

/// Whether it reads a file.
pub fn reads(document: &Document) -> bool {
    document.kind == Kind::CloudFormation
}

impl Source for Guard {
    fn version(&self) -> String {
        concat!(
            "AWS Control Tower, cdk-validator-cfnguard ",
            env!("CONTROL_TOWER"),
            ", cloudformation-guard-lang 1.0.0"
        )
        .to_owned()
    }

    fn rules(&self) -> usize {
        self.controls.len()
    }

    fn limit(&self) -> usize {
        // CloudFormation itself takes at most 1 MB.
        2_000_000
    }

    fn review(&mut self, document: &Document, found: &mut Found<'_>) {
        let pieces = input::pieces(document);
        let Some(piece) = pieces.first() else { return };
        let mut lines: BTreeMap<&str, u32> = BTreeMap::new();
        for (_, resource) in document.template_resources() {
            let kind = resource.get("Type").and_then(Node::text).unwrap_or_default();
            lines.entry(kind).or_insert(resource.line);
        }
        let about: BTreeMap<usize, u32> = lines
            .iter()
            .flat_map(|(kind, line)| self.by_type.get(*kind).into_iter().flatten().map(move |at| (*at, *line)))
            .collect();
        for (at, line) in about {
            let control = &mut self.controls[at];
            if !found.step(&control.id) {
                continue;
            }
            let read = control.read.get_or_insert_with(|| GuardRuleFile::parse(control.id.as_str(), &*control.text));
            match read.as_ref().map_err(Clone::clone).and_then(|rule| rule.evaluate(&piece.json)) {
                Ok(findings) => {
                    // Several checks of a control that fail at one resource are one finding, at the first place.
                    let mut told = BTreeSet::new();
                    for finding in findings {
                        let place = input::place(piece, finding.path.as_deref().unwrap_or_default());
                        if told.insert(place.resource.clone()) {
                            report(control, place, found);
                        }
                    }
                }
                Err(_) => found.missed(Some(line), &format!("{} could not be evaluated", control.id)),
            }
        }
    }
}

/// All controls are elective: what they miss may be mended, and none of them refuses by itself.
fn report(control: &Control, place: input::Place, found: &mut Found<'_>) {
    found.add(Raw {
        rule: control.id.clone(),
        severity: if ["CRITICAL", "HIGH"].contains(&control.severity.as_str()) {
            Severity::Medium
        } else {
            Severity::Low
        },
        confidence: Confidence::Medium,
        lines: place.lines,
        column: None,
        resource: place.resource,
        title: short(&format!("Not kept: {}", control.name)),
        why: short(&control.why),
        fix: Some(short(&control.fix)),
    });
}
