//! The engine, with what it needs to take Rego as teams have it: both versions of the language, long lines, old
//! functions.

use std::num::NonZeroU32;

use regorus::{Engine, PolicyLengthConfig, Value};

use super::mend;
use crate::source::short;

/// An engine without rules.
pub fn make() -> Engine {
    let mut engine = Engine::new();
    // In OPA a wrong type is undefined; here it would end the rule.
    engine.set_strict_builtin_errors(false);
    engine.set_policy_length_config(PolicyLengthConfig {
        max_col: NonZeroU32::new(100_000).unwrap_or(NonZeroU32::MIN),
        ..PolicyLengthConfig::default()
    });
    let function = |engine: &mut Engine, name: &str, nargs: u8, does: fn(&[Value]) -> Option<Value>| {
        let extension = move |values: Vec<Value>| Ok(does(&values).unwrap_or(Value::Undefined));
        // One that is there already needs no other.
        let _ = engine.add_extension(name.to_owned(), nargs, Box::new(extension));
    };
    function(&mut engine, "any", 1, |values| {
        Some(items(values.first()?)?.iter().any(|value| **value == true.into()).into())
    });
    function(&mut engine, "all", 1, |values| {
        Some(items(values.first()?)?.iter().all(|value| **value == true.into()).into())
    });
    function(&mut engine, "plus", 2, |values| {
        Some((values.first()?.as_f64().ok()? + values.get(1)?.as_f64().ok()?).into())
    });
    function(&mut engine, "minus", 2, |values| {
        Some((values.first()?.as_f64().ok()? - values.get(1)?.as_f64().ok()?).into())
    });
    function(&mut engine, "re_match", 2, |values| {
        let (pattern, text) = (values.first()?.as_string().ok()?, values.get(1)?.as_string().ok()?);
        Some(regex::Regex::new(pattern).ok()?.is_match(text).into())
    });
    engine
}

fn items(value: &Value) -> Option<Vec<&Value>> {
    match value {
        Value::Array(items) => Some(items.iter().collect()),
        Value::Set(items) => Some(items.iter().collect()),
        _ => None,
    }
}

/// Adds a file, of whichever version of the language it is; returns its package.
pub fn add(engine: &mut Engine, path: &str, text: &str) -> Result<String, String> {
    let text = mend::all(text);
    engine.set_rego_v0(false);
    let Err(new) = engine.add_policy(path.to_owned(), text.clone()) else {
        return package(&text);
    };
    engine.set_rego_v0(true);
    engine.add_policy(path.to_owned(), text.clone()).map_err(|old| {
        let modern = text.contains("rego.v1") || text.contains(" contains ") || text.contains(" if {");
        plain(&if modern { new } else { old }.to_string())
    })?;
    package(&text)
}

fn package(text: &str) -> Result<String, String> {
    let name = text.lines().find_map(|line| line.trim().strip_prefix("package "));
    let name = name.map(|name| name.split(['#', ' ']).next().unwrap_or_default().trim());
    name.map(|name| format!("data.{name}")).ok_or_else(|| "it names no package".to_owned())
}

/// What the engine says, with the line first: it begins with a copy of the rule.
pub fn plain(why: &str) -> String {
    let said = why.rsplit_once("error: ").map_or(why, |(_, said)| said);
    let line = why.split_once("--> ").and_then(|(_, place)| {
        let place = place.lines().next()?;
        let mut parts = place.rsplit(':');
        parts.next()?;
        parts.next()?.parse::<u32>().ok()
    });
    match line {
        Some(line) => short(&format!("line {line}: {said}")),
        None => short(said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_named_by_its_line() {
        let mut engine = make();
        let why = add(&mut engine, "a.rego", "package a\n\ndeny[msg] {\n  msg := \n}\n").expect_err("a fault");
        assert!(why.starts_with("line 3: "), "{why}");
    }
}
