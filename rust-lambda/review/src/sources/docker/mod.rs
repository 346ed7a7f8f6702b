//! Dockerfiles by `dockerfile-roast`, each rule on its own. Its severities are about builds; `data/weights.txt` says
//! which are dangerous.

mod words;

use std::borrow::Cow;

use dockerfile_roast::parser;
use dockerfile_roast::rules::{self, Rule, Severity as Said};

use crate::document::Document;
use crate::kind::Kind;
use crate::source::{Found, Made, Raw, Source, short};
use crate::wire::{Confidence, Severity};
use words::Words;

/// The most commands: a rule may compile its patterns anew for each, which takes it some 5 ms.
const COMMANDS: usize = 300;

struct Docker {
    rules: Vec<Rule>,
    words: Words,
}

/// Makes the source.
pub fn make() -> Made {
    Ok(Box::new(Docker { rules: rules::all_rules(), words: Words::read() }))
}

/// Whether it reads a file.
pub fn reads(document: &Document) -> bool {
    document.kind == Kind::Dockerfile
}

impl Source for Docker {
    fn version(&self) -> String {
        "dockerfile-roast 1.7.0".to_owned()
    }

    fn rules(&self) -> usize {
        self.rules.len()
    }

    fn limit(&self) -> usize {
        // A rule compiles its patterns anew at every call and some scan line by line.
        200_000
    }

    fn review(&mut self, document: &Document, found: &mut Found<'_>) {
        let text = with_shell_form(&document.text);
        let instructions = parser::parse(&text);
        if instructions.iter().filter(|instruction| instruction.instruction == "RUN").count() > COMMANDS {
            found.missed(None, &format!("more than {COMMANDS} commands"));
            return;
        }
        let said: Vec<String> = instructions.iter().map(words::said).collect();
        for rule in &self.rules {
            let Some(shown) = self.words.shown(rule.id, &instructions, &said) else { continue };
            if !found.step(rule.id) {
                continue;
            }
            for finding in (rule.func)(&shown, &text) {
                let line = finding.line as u32;
                found.add(Raw {
                    rule: finding.rule,
                    severity: severity(finding.severity),
                    confidence: Confidence::High,
                    lines: (line, (finding.end_line as u32).max(line)),
                    column: (finding.column > 0).then_some(finding.column as u32),
                    resource: None,
                    title: short(&finding.message),
                    why: format!("{}.", rule.description.trim_end_matches('.')),
                    fix: None,
                });
            }
        }
    }
}

/// The text with each `RUN ["tool", "word"]` as `RUN tool word`, line by line: the engine reads commands of a shell only.
fn with_shell_form(text: &str) -> Cow<'_, str> {
    if !text.lines().any(|line| exec_form(line).is_some()) {
        return Cow::Borrowed(text);
    }
    let lines = text.lines().map(|line| exec_form(line).map_or(Cow::Borrowed(line), Cow::Owned));
    Cow::Owned(lines.map(|line| line.into_owned() + "\n").collect())
}

fn exec_form(line: &str) -> Option<String> {
    let (word, list) = line.trim().split_once(char::is_whitespace)?;
    let list = Some(list.trim()).filter(|list| word.eq_ignore_ascii_case("RUN") && list.starts_with('['))?;
    let words: Vec<String> = serde_json::from_str(list).ok()?;
    Some(format!("RUN {}", words.join(" ")))
}

fn severity(said: Said) -> Severity {
    match said {
        Said::Error => Severity::Medium,
        Said::Warning => Severity::Low,
        Said::Info => Severity::Info,
    }
}
