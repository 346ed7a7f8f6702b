//! A team's rules in the Common Expression Language, by `cel-interpreter`: a file with one expression that must hold,
//! or an admission policy of Kubernetes. What cannot be evaluated is told, and no approval.

use std::collections::HashMap;

use cel_interpreter::{Context, Program, Value};
use serde_json::Value as Json;

use super::input::{self, Piece};
use crate::document::Document;
use crate::source::{Found, Raw, Source, short};
use crate::team::TeamRule;
use crate::team::language::{field, severity};
use crate::tree::{Node, yaml};
use crate::wire::{Confidence, Severity};

struct Cel {
    rules: Vec<(TeamRule, Option<Result<Read, String>>)>,
    digest: String,
}

/// What a rule file says.
struct Read {
    /// The kinds of objects that it is about; none: all.
    kinds: Vec<String>,
    /// Expressions that other ones use as `variables.NAME`.
    variables: Vec<(String, Program)>,
    /// Expressions that must hold for the rule to be about an object.
    conditions: Vec<Program>,
    /// What must hold, each with an id and a sentence.
    validations: Vec<(String, String, Program)>,
}

/// Makes the source; a rule is read when it first speaks.
pub fn make(rules: Vec<TeamRule>) -> Box<dyn Source> {
    let digest = super::digest(&rules);
    Box::new(Cel { rules: rules.into_iter().map(|rule| (rule, None)).collect(), digest })
}

impl Source for Cel {
    fn version(&self) -> String {
        format!("cel-interpreter 0.10.0, rules {}", self.digest)
    }

    fn rules(&self) -> usize {
        self.rules.len()
    }

    fn rules_in(&self, file: &str) -> usize {
        let read = self.rules.iter().find(|(rule, _)| rule.path == file).and_then(|(_, read)| read.as_ref());
        read.and_then(|read| read.as_ref().ok()).map_or(1, |read| read.validations.len())
    }

    fn review(&mut self, document: &Document, found: &mut Found<'_>) {
        let pieces = input::pieces(document);
        for (rule, read) in &mut self.rules {
            if !found.step(&rule.path) {
                continue;
            }
            let done = match read.get_or_insert_with(|| parse(rule)) {
                Ok(read) => pieces.iter().try_for_each(|piece| evaluate(rule, read, document, piece, found)),
                Err(why) => Err(why.clone()),
            };
            if let Err(why) = done {
                found.missed(None, &format!("{}: {why}", rule.path));
            }
        }
    }
}

fn parse(rule: &TeamRule) -> Result<Read, String> {
    if rule.path.ends_with(".cel") {
        // Comments keep their lines, so that a fault is named by its own.
        let lines = rule.text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
        let expression = lines.collect::<Vec<_>>().join("\n");
        let title = field(&rule.text, "title").map_or_else(|| format!("Not kept: {}", rule.name), str::to_owned);
        let kinds = field(&rule.text, "kinds").unwrap_or_default().split(',').map(|kind| kind.trim().to_owned());
        return Ok(Read {
            kinds: kinds.filter(|kind| !kind.is_empty()).collect(),
            variables: Vec::new(),
            conditions: Vec::new(),
            validations: vec![(rule.name.clone(), title, compile(&expression, None)?)],
        });
    }
    let trees = yaml::read(&rule.text).map_err(|why| format!("line {}: {}", why.line.unwrap_or(1), why.why))?;
    let spec = trees.iter().find_map(|tree| tree.get("spec")).ok_or("it has no spec")?;
    if let Some(node) = spec.get("paramKind") {
        return Err(format!("line {}: it asks for parameters, which only a cluster has", node.line));
    }
    let list = |key: &str| spec.get(key).map(Node::items).unwrap_or_default();
    let expression = |item: &Node| {
        let node = item.get("expression").ok_or_else(|| format!("line {}: no expression", item.line))?;
        compile(node.text().unwrap_or_default(), Some(node.line))
    };
    let text = |item: &Node, key: &str| item.get(key).and_then(Node::text).unwrap_or_default().to_owned();
    let variables = list("variables").iter().map(|item| Ok((text(item, "name"), expression(item)?)));
    let conditions = list("matchConditions").iter().map(expression);
    let many = list("validations").len() > 1;
    let validations = list("validations").iter().enumerate().map(|(at, item)| {
        let id = if many { format!("{}/{}", rule.name, at + 1) } else { rule.name.clone() };
        let said = text(item, "message");
        let said = if said.is_empty() { format!("Not kept: {}", text(item, "expression")) } else { said };
        Ok((id, said, expression(item)?))
    });
    let read = Read {
        kinds: resources(spec),
        variables: variables.collect::<Result<_, String>>()?,
        conditions: conditions.collect::<Result<_, String>>()?,
        validations: validations.collect::<Result<_, String>>()?,
    };
    if read.validations.is_empty() { Err("it validates nothing".to_owned()) } else { Ok(read) }
}

/// What a policy of admission matches, in the plural of its own: `deployments`.
fn resources(spec: &Node) -> Vec<String> {
    let rules = spec.at(&["matchConstraints", "resourceRules"]).map(Node::items).unwrap_or_default();
    let all = rules.iter().flat_map(|rule| rule.get("resources").map(Node::items).unwrap_or_default());
    let all: Vec<String> = all.filter_map(Node::text).map(str::to_owned).collect();
    if all.iter().any(|one| one.starts_with('*')) { Vec::new() } else { all }
}

fn compile(expression: &str, line: Option<u32>) -> Result<Program, String> {
    Program::compile(expression).map_err(|error| match line {
        Some(line) => short(&format!("line {line}: {error}")),
        None => short(&error.to_string()),
    })
}

fn evaluate(
    rule: &TeamRule,
    read: &Read,
    document: &Document,
    piece: &Piece,
    found: &mut Found<'_>,
) -> Result<(), String> {
    if !is_about(&read.kinds, document, piece) {
        return Ok(());
    }
    let mut context = Context::default();
    context.add_variable_from_value("object", value_of(&piece.json));
    let mut variables = HashMap::new();
    for (name, program) in &read.variables {
        let value = run(program, &context)?;
        variables.insert(name.clone(), value);
        context.add_variable_from_value("variables", variables.clone());
    }
    for condition in &read.conditions {
        if run(condition, &context)? != Value::Bool(true) {
            return Ok(());
        }
    }
    for (id, title, program) in &read.validations {
        match run(program, &context)? {
            Value::Bool(true) => {}
            Value::Bool(false) => found.add(raw(rule, id, title, piece)),
            _ => return Err("it gives neither true nor false".to_owned()),
        }
    }
    Ok(())
}

/// A tree of JSON, whose numbers may be of any precision.
fn value_of(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::Int(whole),
            (None, float) => Value::Float(float.unwrap_or(f64::NAN)),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::from(items.iter().map(value_of).collect::<Vec<_>>()),
        Json::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| (key.clone(), value_of(value)));
            Value::from(entries.collect::<HashMap<_, _>>())
        }
    }
}

fn run(program: &Program, context: &Context<'_>) -> Result<Value, String> {
    program.execute(context).map_err(|error| short(&format!("it cannot be evaluated: {error}")))
}

/// Whether a rule is about an object: by its kind, in the plural too, or by the kind of the file.
fn is_about(kinds: &[String], document: &Document, piece: &Piece) -> bool {
    let kind = piece.node.get("kind").and_then(Node::text).unwrap_or_default().to_ascii_lowercase();
    let plural = match kind.strip_suffix('y') {
        Some(stem) if !kind.ends_with("ay") => format!("{stem}ies"),
        _ if kind.ends_with('s') => format!("{kind}es"),
        _ => format!("{kind}s"),
    };
    let named = |one: &String| {
        let one = one.to_ascii_lowercase();
        one == document.kind.name() || !kind.is_empty() && (one == kind || one == plural)
    };
    kinds.is_empty() || kinds.iter().any(named)
}

fn raw(rule: &TeamRule, id: &str, title: &str, piece: &Piece) -> Raw {
    let place = input::place(piece, "");
    Raw {
        rule: id.to_owned(),
        severity: field(&rule.text, "severity").and_then(severity).unwrap_or(Severity::Medium),
        confidence: Confidence::High,
        lines: place.lines,
        column: None,
        resource: place.resource,
        title: short(title),
        why: format!("A rule of the team does not hold ({}).", rule.path),
        fix: None,
    }
}
