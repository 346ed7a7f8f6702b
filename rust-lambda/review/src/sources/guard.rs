//! CloudFormation by the proactive controls of AWS Control Tower, in Guard. Only rules about types that occur run, each
//! document of a file by itself, and each rule is a step of its own: one that cannot be evaluated is named, and the
//! others go on.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::OnceLock;

use cloudformation_guard_lang::Status;
use cloudformation_guard_lang::eval::eval_rules_file;
use cloudformation_guard_lang::eval_context::{ClauseReport, ValueComparisons, root_scope, simplified_json_from_root};
use cloudformation_guard_lang::exprs::RulesFile;
use cloudformation_guard_lang::parser::{Span, rules_file};
use cloudformation_guard_lang::path_value::{Path, PathAwareValue};
use serde::Deserialize;

use super::team::input;
use crate::document::Document;
use crate::kind::Kind;
use crate::source::{Found, Made, Raw, Source, short};
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
    /// The rule, read when it is first asked: reading one takes longer than most evaluations.
    #[serde(skip)]
    read: OnceLock<Result<RulesFile<'static>, String>>,
}

/// All controls, for as long as the process lives: what is read of one borrows its text.
static CONTROLS: OnceLock<Result<Vec<Control>, String>> = OnceLock::new();

struct Guard {
    controls: &'static [Control],
    by_type: HashMap<&'static str, Vec<usize>>,
}

/// Makes the source; a control is read when it is first asked.
pub fn make() -> Made {
    let read = || RULES.lines().map(serde_json::from_str).collect::<Result<_, _>>().map_err(|error| error.to_string());
    let controls = CONTROLS.get_or_init(read).as_ref().map_err(Clone::clone)?;
    let mut by_type: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, control) in controls.iter().enumerate() {
        for kind in &control.types {
            by_type.entry(kind).or_default().push(at);
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
        if pieces.is_empty() {
            found.missed(None, "could not be read");
        }
        for piece in &pieces {
            match PathAwareValue::try_from((&piece.json, Path::root())) {
                Ok(template) => self.judge(piece, &Rc::new(template), found),
                Err(why) => found.missed(Some(piece.node.line), &short(&why.to_string())),
            }
        }
    }
}

impl Guard {
    /// Judges one document, which is brought into the form of the engine once for all controls.
    fn judge(&self, piece: &input::Piece, template: &Rc<PathAwareValue>, found: &mut Found<'_>) {
        for (at, line) in self.about(&piece.node) {
            let control = &self.controls[at];
            if !found.step(&control.id) {
                continue;
            }
            match control.failures(template) {
                Ok(places) => {
                    // Several checks of a control that fail at one resource are one finding, at the first place.
                    let mut told = BTreeSet::new();
                    for path in places {
                        let place = input::place(piece, path.as_deref().unwrap_or_default());
                        if told.insert(place.resource.clone()) {
                            report(control, place, found);
                        }
                    }
                }
                Err(_) => found.missed(Some(line), &format!("{} could not be evaluated", control.id)),
            }
        }
    }

    /// The controls about the types of a document, each with the line of the first resource of such a type.
    fn about(&self, template: &Node) -> BTreeMap<usize, u32> {
        let resources = template.get("Resources").map(Node::entries).unwrap_or_default();
        let mut lines: BTreeMap<&str, u32> = BTreeMap::new();
        for (_, resource) in resources {
            let kind = resource.get("Type").and_then(Node::text).unwrap_or_default();
            lines.entry(kind).or_insert(resource.line);
        }
        lines
            .iter()
            .flat_map(|(kind, line)| self.by_type.get(*kind).into_iter().flatten().map(move |at| (*at, *line)))
            .collect()
    }
}

impl Control {
    /// Where its checks fail, in their order.
    fn failures(&'static self, template: &Rc<PathAwareValue>) -> Result<Vec<Option<String>>, String> {
        let read = || match rules_file(Span::new_extra(&self.text, &self.id)) {
            Ok(rules) => rules.ok_or_else(|| "it holds no rule".to_owned()),
            Err(error) => Err(error.to_string()),
        };
        let rules = self.read.get_or_init(read).as_ref().map_err(Clone::clone)?;
        let mut scope = root_scope(rules, Rc::clone(template));
        let status = eval_rules_file(rules, &mut scope, Some(&self.id)).map_err(|error| error.to_string())?;
        if status != Status::FAIL {
            return Ok(Vec::new());
        }
        let record = scope.reset_recorder().final_event.ok_or("it left no record")?;
        let report = simplified_json_from_root(&record).map_err(|error| error.to_string())?;
        let mut all = Vec::new();
        for rule in report.not_compliant.iter().filter(|report| matches!(report, ClauseReport::Rule(_))) {
            places(rule, &mut all);
        }
        Ok(all)
    }
}

/// Where the checks of a report failed, as far as that is known. Alternatives fail together, at the first place of them.
fn places(report: &ClauseReport<'_>, all: &mut Vec<Option<String>>) {
    let path = |value: Option<Rc<PathAwareValue>>| value.map(|value| value.self_path().0.clone());
    match report {
        ClauseReport::Rule(rule) => rule.checks.iter().for_each(|check| places(check, all)),
        ClauseReport::Disjunctions(either) => {
            let mut inner = Vec::new();
            either.checks.iter().for_each(|check| places(check, &mut inner));
            if !inner.is_empty() {
                all.push(inner.into_iter().flatten().next());
            }
        }
        ClauseReport::Block(block) => all.push(path(block.value_from())),
        ClauseReport::Clause(clause) => all.push(path(clause.value_from())),
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
