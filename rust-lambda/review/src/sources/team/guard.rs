//! A team's rules in AWS CloudFormation Guard, by the evaluator of `cfn-guard` itself.

use guard_translator::{GuardFinding, GuardRuleFile};

use super::input::{self, Piece};
use crate::document::Document;
use crate::source::{Found, Raw, Source, short};
use crate::team::TeamRule;
use crate::team::language::{field, severity};
use crate::wire::{Confidence, Severity};

struct Guard {
    rules: Vec<(TeamRule, Option<Result<GuardRuleFile, String>>)>,
    digest: String,
}

/// Makes the source; a rule is read when it first speaks.
pub fn make(rules: Vec<TeamRule>) -> Box<dyn Source> {
    let digest = super::digest(&rules);
    Box::new(Guard { rules: rules.into_iter().map(|rule| (rule, None)).collect(), digest })
}

impl Source for Guard {
    fn version(&self) -> String {
        format!("cloudformation-guard-lang 1.0.0, rules {}", self.digest)
    }

    fn rules(&self) -> usize {
        self.rules.len()
    }

    fn rules_in(&self, file: &str) -> usize {
        let read = self.rules.iter().find(|(rule, _)| rule.path == file).and_then(|(_, read)| read.as_ref());
        read.and_then(|read| read.as_ref().ok()).map_or(1, |read| read.rules().len())
    }

    fn review(&mut self, document: &Document, found: &mut Found<'_>) {
        let pieces = input::pieces(document);
        for (rule, read) in &mut self.rules {
            if !found.step(&rule.path) {
                continue;
            }
            match read.get_or_insert_with(|| GuardRuleFile::parse(rule.path.as_str(), rule.text.as_str())) {
                Ok(read) => pieces.iter().for_each(|piece| evaluate(rule, read, piece, found)),
                Err(why) => found.missed(None, &format!("{}: {}", rule.path, plain(why))),
            }
        }
    }
}

fn evaluate(rule: &TeamRule, read: &GuardRuleFile, piece: &Piece, found: &mut Found<'_>) {
    match read.evaluate(&piece.json) {
        Ok(findings) => findings.iter().for_each(|finding| report(rule, finding, piece, found)),
        Err(why) => found.missed(None, &format!("{}: {}", rule.path, plain(&why))),
    }
}

fn report(rule: &TeamRule, finding: &GuardFinding, piece: &Piece, found: &mut Found<'_>) {
    let place = input::place(piece, finding.path.as_deref().unwrap_or_default());
    let said = finding.custom_message.as_deref().filter(|said| !said.trim().is_empty());
    found.add(Raw {
        rule: finding.rule_name.clone(),
        severity: field(&rule.text, "severity").and_then(severity).unwrap_or(Severity::Medium),
        confidence: Confidence::High,
        lines: place.lines,
        column: None,
        resource: place.resource,
        title: short(said.unwrap_or(&format!("Not kept: {}", finding.check))),
        why: format!("A rule of the team does not hold ({}).", rule.path),
        fix: None,
    });
}

/// What the parser says, without what stands beside it anyway: the file, and the text around.
fn plain(why: &str) -> String {
    let line = why.split_once("at line ").and_then(|(_, rest)| rest.split(|c: char| !c.is_ascii_digit()).next());
    match line.filter(|line| !line.is_empty()) {
        Some(line) => format!("line {line} could not be read as Guard"),
        None => short(why),
    }
}
