//! The trait behind which every source stands, and what it writes its findings to.

use std::collections::BTreeSet;

use crate::document::Document;
use crate::off::Off;
use crate::rule::Rule;
use crate::wire::{Confidence, Finding, NotReviewed, Severity};

/// An expert made of rules.
pub trait Source {
    /// Version of its engine and digest of its rules.
    fn version(&self) -> String;
    /// How many rules it has on.
    fn rules(&self) -> usize;
    /// How many rules a file of a team has.
    fn rules_in(&self, _file: &str) -> usize {
        1
    }
    /// Reviews one file.
    fn review(&mut self, document: &Document, found: &mut Found<'_>);
    /// The largest text that it takes, in bytes.
    fn limit(&self) -> usize {
        4_000_000
    }
}

/// A source as its maker gives it: sources are made beside one another, each on a thread of its own.
pub type Made = Result<Box<dyn Source + Send>, String>;

/// The part of a finding that a foreign rule gives.
pub struct Raw {
    /// The rule's id.
    pub rule: String,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// First and last line.
    pub lines: (u32, u32),
    /// The column, from 1.
    pub column: Option<u32>,
    /// The resource.
    pub resource: Option<String>,
    /// One line.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub fix: Option<String>,
}

/// How many findings of one source on one file are told; a file with more says nothing new with the rest.
pub const MAX_FINDINGS: usize = 2_000;

/// How many expressions are named that nobody understood: a file with more is as unclear.
const MAX_OPEN: usize = 100;

/// Takes the findings of one source on one file. Lines are kept within the file.
pub struct Found<'a> {
    /// Findings so far.
    pub findings: Vec<Finding>,
    /// What could not be reviewed.
    pub not_reviewed: Vec<NotReviewed>,
    /// Findings beyond `MAX_FINDINGS`.
    pub more: usize,
    source: &'static str,
    document: &'a Document,
    off: &'a Off,
    skip: &'a [String],
    only: Option<&'a str>,
    /// What was not understood so far.
    open: BTreeSet<(u32, String)>,
    step: &'a mut dyn FnMut(&str),
}

impl<'a> Found<'a> {
    /// An empty one. `skip` names rules that ended an earlier attempt; `step` hears which rule is about to run.
    pub fn new(
        source: &'static str,
        document: &'a Document,
        off: &'a Off,
        skip: &'a [String],
        step: &'a mut dyn FnMut(&str),
    ) -> Found<'a> {
        let (findings, not_reviewed, open) = (Vec::new(), Vec::new(), BTreeSet::new());
        Found { findings, not_reviewed, more: 0, source, document, off, skip, only: None, open, step }
    }

    /// Lets one rule alone speak.
    pub fn only(self, only: Option<&'a str>) -> Found<'a> {
        Found { only, ..self }
    }

    /// Says that a rule is about to run. False: it ended an earlier attempt, or is off, and is to be left out.
    pub fn step(&mut self, rule: &str) -> bool {
        let others = self.only.is_some_and(|only| only != rule);
        let ended = self.skip.iter().any(|skipped| skipped == rule);
        if others || ended || self.off.is_off(self.source, rule, self.document.kind) {
            return false;
        }
        (self.step)(rule);
        true
    }

    /// Adds what a foreign rule found.
    pub fn add(&mut self, raw: Raw) {
        if self.off.is_off(self.source, &raw.rule, self.document.kind) {
            return;
        }
        let (severity, confidence, topic) =
            self.off.weigh(self.source, &raw.rule, &raw.title, raw.severity, raw.confidence);
        self.push(Finding {
            rule: raw.rule,
            severity,
            file: self.document.path.clone(),
            line: raw.lines.0,
            end_line: raw.lines.1,
            column: raw.column,
            resource: raw.resource,
            topic,
            confidence,
            title: raw.title,
            why: raw.why,
            fix: raw.fix,
            source: self.source.to_owned(),
            cwe: None,
        });
    }

    /// Adds what a rule of our own found. `about` says what exactly, in a few words.
    pub fn own(&mut self, rule: &Rule, lines: (u32, u32), resource: Option<&str>, about: &str) {
        if self.off.is_off(self.source, rule.id, self.document.kind) {
            return;
        }
        let title = if about.is_empty() { rule.title.to_owned() } else { format!("{}: {about}", rule.title) };
        self.push(Finding {
            rule: rule.id.to_owned(),
            severity: rule.severity,
            file: self.document.path.clone(),
            line: lines.0,
            end_line: lines.1,
            column: None,
            resource: resource.map(str::to_owned),
            topic: Some(rule.topic.to_owned()),
            confidence: rule.confidence,
            title: short(&title),
            why: rule.why.to_owned(),
            fix: (!rule.fix.is_empty()).then(|| rule.fix.to_owned()),
            source: self.source.to_owned(),
            cwe: (rule.cwe > 0).then(|| format!("CWE-{}", rule.cwe)),
        });
    }

    /// Adds what one of several rules with the same words found, under an id of its own.
    pub fn of_many(&mut self, rule: &Rule, id: &str, lines: (u32, u32), resource: Option<&str>, about: &str) {
        if self.off.is_off(self.source, id, self.document.kind) {
            return;
        }
        let before = self.findings.len();
        self.own(rule, lines, resource, about);
        if let Some(added) = self.findings.get_mut(before) {
            id.clone_into(&mut added.rule);
        }
    }

    /// Adds what a rule of a pack found, with a fix for the one place.
    pub fn of_pack(&mut self, rule: &Rule, fix: &str, lines: (u32, u32), resource: Option<&str>) {
        let before = self.findings.len();
        self.own(rule, lines, resource, "");
        if let Some(added) = self.findings.get_mut(before) {
            added.fix = (!fix.is_empty()).then(|| short(fix));
        }
    }

    /// Says that something was not reviewed.
    pub fn missed(&mut self, line: Option<u32>, why: &str) {
        let last = self.document.line_count();
        self.not_reviewed.push(NotReviewed {
            path: self.document.path.clone(),
            line: line.map(|line| line.clamp(1, last)),
            why: format!("{}: {why}", self.source),
        });
    }

    /// Says once that a rule would have read what only a run tells.
    pub fn not_understood(&mut self, line: u32, source: &str) {
        if self.open.len() < MAX_OPEN && self.open.insert((line, short(source))) {
            let what = short(source);
            self.missed(Some(line), &format!("not understood, and a rule would read it: {what}"));
        }
    }

    fn push(&mut self, mut finding: Finding) {
        if self.findings.len() >= MAX_FINDINGS {
            self.more += 1;
            return;
        }
        let last = self.document.line_count();
        finding.line = finding.line.clamp(1, last);
        finding.end_line = finding.end_line.clamp(finding.line, last);
        self.findings.push(finding);
    }
}

/// One line of at most 200 characters.
pub fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 200 { line } else { line.chars().take(199).chain(['…']).collect() }
}
