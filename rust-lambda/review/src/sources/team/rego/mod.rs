//! A team's rules in Rego, by `regorus`: in the shape of conftest (`deny`, `violation`, `warn`) or of KICS (`CxPolicy`).

mod engine;
mod mend;
mod said;

use regorus::{Engine, Value};
use serde_json::{Value as Json, json};

use super::input::{self, Piece};
use crate::document::Document;
use crate::source::{Found, Source};
use crate::team::TeamRule;
use crate::team::language::{heads, no_severity};
use crate::wire::TeamFile;

struct Rego {
    rules: Vec<(TeamRule, Option<Result<Read, String>>)>,
    libraries: Vec<TeamFile>,
    digest: String,
}

struct Read {
    engine: Engine,
    /// What is asked: `data.main.deny`.
    queries: Vec<String>,
    kics: bool,
}

/// Makes the source; a rule is read when it first speaks.
pub fn make(rules: Vec<TeamRule>, libraries: Vec<TeamFile>) -> Box<dyn Source> {
    let digest = super::digest(&rules);
    Box::new(Rego { rules: rules.into_iter().map(|rule| (rule, None)).collect(), libraries, digest })
}

impl Source for Rego {
    fn version(&self) -> String {
        format!("regorus 0.11.0, rules {}", self.digest)
    }

    fn rules(&self) -> usize {
        self.rules.len()
    }

    fn review(&mut self, document: &Document, found: &mut Found<'_>) {
        let pieces = input::pieces(document);
        for (rule, read) in &mut self.rules {
            if !found.step(&rule.path) {
                continue;
            }
            let done = match read.get_or_insert_with(|| parse(rule, &self.libraries)) {
                Ok(read) => evaluate(rule, read, document, &pieces, found),
                Err(why) => Err(why.clone()),
            };
            if let Err(why) = done {
                found.missed(None, &format!("{}: {why}", rule.path));
            }
        }
    }
}

fn parse(rule: &TeamRule, libraries: &[TeamFile]) -> Result<Read, String> {
    let heads = heads(&rule.text);
    let mut engine = engine::make();
    for library in libraries {
        engine::add(&mut engine, &library.path, &library.text)?;
    }
    let package = engine::add(&mut engine, &rule.path, &rule.text)?;
    let queries = heads.iter().map(|head| format!("{package}.{head}")).collect();
    Ok(Read { engine, queries, kics: heads.contains(&"CxPolicy") })
}

/// Asks about each document by itself; KICS is shown all of them at once.
fn evaluate(
    rule: &TeamRule,
    read: &mut Read,
    document: &Document,
    pieces: &[Piece],
    found: &mut Found<'_>,
) -> Result<(), String> {
    if read.kics {
        let documents = pieces.iter().enumerate().map(|(at, piece)| {
            let mut json = piece.json.clone();
            if let Some(entries) = json.as_object_mut() {
                entries.insert("id".to_owned(), json!(at.to_string()));
                entries.insert("file".to_owned(), json!(document.path));
            }
            json
        });
        let input = json!({ "document": documents.collect::<Vec<_>>() });
        return ask(rule, read, &input, pieces, found);
    }
    pieces.iter().try_for_each(|piece| ask(rule, read, &piece.json, std::slice::from_ref(piece), found))
}

fn ask(rule: &TeamRule, read: &mut Read, input: &Json, pieces: &[Piece], found: &mut Found<'_>) -> Result<(), String> {
    // By its text: numbers in a tree of JSON may be of any precision, which the engine would take for maps.
    let input = Value::from_json_str(&input.to_string()).map_err(|error| error.to_string())?;
    read.engine.set_input(input);
    for query in &read.queries {
        let answer = read.engine.eval_rule(query.clone()).map_err(|error| engine::plain(&error.to_string()))?;
        let warns = query.rsplit('.').next().is_some_and(|head| head.starts_with("warn"));
        for said in said::all(&answer) {
            if let Some(word) = &said.unknown {
                found.missed(None, &format!("{}: {}", rule.path, no_severity(word)));
            }
            found.add(said.finding(rule, pieces, warns));
        }
    }
    Ok(())
}
