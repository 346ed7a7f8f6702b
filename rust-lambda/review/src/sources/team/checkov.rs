//! A team's custom policies in the YAML of Checkov, by `rustmaninoff`, which reads the same shape.

use std::collections::{HashMap, HashSet};

use rustmaninoff_engine::{Policy, parse_policy};
use serde_json::{Value as Json, json};

use crate::document::Document;
use crate::plan::to_json;
use crate::source::{Found, Source, short};
use crate::sources::posture::{self, Posture};
use crate::team::TeamRule;
use crate::team::language::{no_severity, severity};
use crate::tree::yaml;
use crate::wire::{Confidence, Severity};

struct Checkov {
    rules: Vec<(TeamRule, Option<Result<Read, String>>)>,
    digest: String,
}

#[derive(Clone)]
struct Read {
    policy: Policy,
    severity: Severity,
}

/// Makes the source; a policy is read when it first speaks.
pub fn make(rules: Vec<TeamRule>) -> Box<dyn Source> {
    let digest = super::digest(&rules);
    Box::new(Checkov { rules: rules.into_iter().map(|rule| (rule, None)).collect(), digest })
}

impl Source for Checkov {
    fn version(&self) -> String {
        format!("rustmaninoff 0.4.0, rules {}", self.digest)
    }

    fn rules(&self) -> usize {
        self.rules.len()
    }

    fn review(&mut self, document: &Document, found: &mut Found<'_>) {
        let mut policies = Vec::new();
        let mut known: HashMap<String, (Severity, String)> = HashMap::new();
        for (rule, read) in &mut self.rules {
            if !found.step(&rule.path) {
                continue;
            }
            match read.get_or_insert_with(|| parse(&rule.text)) {
                Ok(read) => {
                    known.insert(read.policy.id.to_string(), (read.severity, rule.path.clone()));
                    policies.push(read.policy.clone());
                }
                Err(why) => found.missed(None, &format!("{}: {why}", rule.path)),
            }
        }
        // Its conditions have no loops, so all of them together are one walk over the resources.
        if policies.is_empty() || !posture::reads(document) {
            return;
        }
        Posture::of(policies).review(document, found);
        for finding in &mut found.findings {
            if let Some((severity, path)) = known.get(&finding.rule) {
                (finding.severity, finding.confidence) = (*severity, Confidence::High);
                finding.why = format!("A rule of the team does not hold ({path}).");
            }
        }
    }
}

/// A policy as the engine takes it, or what of it the engine would read in another sense.
fn parse(text: &str) -> Result<Read, String> {
    let tree = yaml::read(text).map_err(|why| match why.line {
        Some(line) => format!("line {line}: {}", why.why),
        None => why.why,
    })?;
    let mut policy = tree.first().map(to_json).ok_or("it is empty")?;
    let said = policy["metadata"]["severity"].as_str().map(str::to_owned);
    let severity = said.as_deref().map_or(Some(Severity::Medium), severity);
    let severity = severity.ok_or_else(|| no_severity(&said.unwrap_or_default()))?;
    if let Some(metadata) = policy["metadata"].as_object_mut() {
        // The engine knows four; this program's own is used.
        metadata.remove("severity");
        metadata.retain(|_, value| value.is_string());
    }
    let mut types = HashSet::new();
    let filtered = take_filters(&mut policy["definition"], &mut types)?;
    policy["definition"] = filtered.ok_or("it says no more than a type")?;
    collect_types(&policy["definition"], &mut types)?;
    if let Some(Ok(types)) = (!types.is_empty()).then(|| single(types)) {
        policy["resource_types"] = json!(types);
    }
    let policy = parse_policy(&policy.to_string()).map_err(|error| short(&error.to_string()))?;
    Ok(Read { policy, severity })
}

/// The types of a policy: each of its conditions must be about the same ones.
fn single(types: HashSet<Vec<String>>) -> Result<Vec<String>, String> {
    let mut types = types.into_iter();
    match (types.next(), types.next()) {
        (Some(only), None) => Ok(only),
        _ => Err("its conditions are about different types of resources: write a policy for each".to_owned()),
    }
}

/// Takes out filters by type, which the engine knows as the types of the whole policy.
fn take_filters(condition: &mut Json, types: &mut HashSet<Vec<String>>) -> Result<Option<Json>, String> {
    if condition["cond_type"] == "filter" {
        let by_type = condition["attribute"] == "resource_type";
        let within = ["within", "equals"].iter().any(|operator| condition["operator"] == **operator);
        if !by_type || !within {
            return Err("a filter goes by resource_type, with within or equals".to_owned());
        }
        types.insert(strings(&condition["value"]));
        return Ok(None);
    }
    let condition = condition.take();
    let Json::Object(mut entries) = condition else { return Ok(Some(condition)) };
    for word in ["and", "or"] {
        let Some(Json::Array(list)) = entries.get_mut(word) else { continue };
        let before = list.len();
        let mut kept = Vec::new();
        for mut part in list.drain(..) {
            kept.extend(take_filters(&mut part, types)?);
        }
        if word == "or" && kept.len() < before {
            return Err("a filter stands in an `or`".to_owned());
        }
        *list = kept;
    }
    Ok(Some(Json::Object(entries)))
}

/// The types that conditions name. All must name the same: the engine knows those of the whole policy only.
fn collect_types(condition: &Json, types: &mut HashSet<Vec<String>>) -> Result<(), String> {
    if !condition["resource_types"].is_null() && condition["cond_type"] != "connection" {
        types.insert(strings(&condition["resource_types"]));
    }
    for word in ["and", "or"] {
        for part in condition[word].as_array().into_iter().flatten() {
            collect_types(part, types)?;
        }
    }
    if condition["not"].is_object() {
        collect_types(&condition["not"], types)?;
    }
    if types.len() > 1 {
        return single(std::mem::take(types)).map(|_| ());
    }
    Ok(())
}

fn strings(value: &Json) -> Vec<String> {
    let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let mut all: Vec<String> = list.iter().filter_map(Json::as_str).map(str::to_owned).collect();
    all.sort();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(definition: &str) -> Result<Read, String> {
        parse(&format!("metadata:\n  id: T_1\n  name: n\n  severity: HIGH\n  category: [x]\ndefinition:\n{definition}"))
    }

    #[test]
    fn a_filter_by_type_becomes_the_types_of_the_policy() {
        let read = policy(
            "  and:\n    - {cond_type: filter, attribute: resource_type, value: [aws_sns_topic], operator: within}\n    - {cond_type: attribute, attribute: name, operator: exists}\n",
        );
        let read = read.expect("a policy");
        assert_eq!((read.policy.resource_types, read.severity), (vec!["aws_sns_topic".to_owned()], Severity::High));
    }

    #[test]
    fn what_the_engine_would_read_in_another_sense_is_refused() {
        let two = "  or:\n    - {cond_type: attribute, resource_types: [a_b], attribute: x, operator: exists}\n    - {cond_type: attribute, resource_types: [c_d], attribute: x, operator: exists}\n";
        assert!(policy(two).err().is_some_and(|why| why.contains("different types")));
        let unknown = "  {cond_type: attribute, resource_types: [a_b], attribute: x, operator: jsonpath_exists}\n";
        assert!(policy(unknown).err().is_some_and(|why| why.contains("operator")));
        assert!(parse("metadata: [").err().is_some_and(|why| why.starts_with("line ")));
    }
}
