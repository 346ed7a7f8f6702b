//! Packs of rules as data (`data/packs/*.txt`): what a setting of a resource should be, one rule for all spellings of
//! it. An unindented line begins a rule: id, severity, topic, weakness (CWE, 0 for none), title. Below it, indented:
//! `why …`, `fix …` and lines `TYPE[@path] PATH CONDITION [or PATH CONDITION]… [if PATH CONDITION [and …]]`.
//!
//! A rule costs one look at the path for each resource of its type; resources are told apart by a table.

pub mod alarms;
pub mod condition;
pub mod links;
#[cfg(test)]
mod matrix;
pub mod resources;
pub mod statements;
mod unsure;

use std::collections::HashMap;

use self::condition::{Judge, Test};
use self::resources::Resource;
use crate::document::Document;
use crate::rule::Rule;
use crate::source::Found;
use crate::tree::Node;
use crate::wire::{Confidence, Severity};

const PACKS: [(&str, &str); 12] = [
    ("storage", include_str!("../../../../data/packs/storage.txt")),
    ("database", include_str!("../../../../data/packs/database.txt")),
    ("compute", include_str!("../../../../data/packs/compute.txt")),
    ("network", include_str!("../../../../data/packs/network.txt")),
    ("delivery", include_str!("../../../../data/packs/delivery.txt")),
    ("identity", include_str!("../../../../data/packs/identity.txt")),
    ("monitoring", include_str!("../../../../data/packs/monitoring.txt")),
    ("kubernetes", include_str!("../../../../data/packs/kubernetes.txt")),
    ("services", include_str!("../../../../data/packs/services.txt")),
    ("google", include_str!("../../../../data/packs/google.txt")),
    ("azure", include_str!("../../../../data/packs/azure.txt")),
    ("serverless", include_str!("../../../../data/packs/serverless.txt")),
];

/// What a rule asks of resources of one type.
pub struct Clause {
    /// The type.
    pub kind: &'static str,
    /// The part of the resource that is judged piece by piece; empty for the whole.
    pub scope: Vec<&'static str>,
    /// One of these must be kept.
    pub need: Vec<Test>,
    /// Only where all of these hold.
    pub given: Vec<Test>,
    /// The rule, by its place in `Packs::rules`.
    pub rule: usize,
    /// What to do where the rule itself does not say: the condition in words.
    pub fix: String,
}

/// All packs, read.
pub struct Packs {
    /// All rules.
    pub rules: Vec<Rule>,
    /// All clauses.
    pub clauses: Vec<Clause>,
    /// What an account should hear of.
    pub events: Vec<alarms::Event>,
    by_kind: HashMap<&'static str, Vec<usize>>,
}

impl Packs {
    /// Reads the data that is compiled in. A line that is broken is left out; a test finds it.
    pub fn read() -> Packs {
        let mut packs =
            Packs { rules: Vec::new(), clauses: Vec::new(), events: alarms::events(), by_kind: HashMap::new() };
        for line in PACKS.iter().flat_map(|(_, text)| text.lines()).filter(|line| is_row(line)) {
            let (indented, line) = (line.starts_with(' '), line.trim());
            match (indented, packs.rules.len()) {
                (false, _) => packs.rules.extend(rule(line)),
                (true, 0) => {}
                (true, count) => packs.below(line, count - 1),
            }
        }
        for (at, clause) in packs.clauses.iter().enumerate() {
            packs.by_kind.entry(clause.kind).or_default().push(at);
        }
        packs
    }

    fn below(&mut self, line: &'static str, rule: usize) {
        match line.split_once(' ') {
            Some(("why", text)) => self.rules[rule].why = text.trim(),
            Some(("fix", text)) => self.rules[rule].fix = text.trim(),
            _ => self.clauses.extend(clauses(line, rule)),
        }
    }

    /// Checks all resources of a file.
    pub fn review(&self, document: &Document, found: &mut Found<'_>) {
        let resources = resources::of(document);
        let inside = statements::of(document, &resources);
        alarms::review(&self.events, &resources, found);
        let judge = Judge::new(document, &resources);
        let parts: Vec<Resource<'_>> = inside.iter().flat_map(statements::Inside::resources).collect();
        for resource in resources.iter().chain(&parts) {
            for clause in self.by_kind.get(resource.kind.as_str()).into_iter().flatten() {
                self.check(&self.clauses[*clause], resource, &judge, found);
            }
        }
    }

    fn check(&self, clause: &Clause, resource: &Resource<'_>, judge: &Judge<'_>, found: &mut Found<'_>) {
        let mut pieces = Vec::new();
        if clause.scope.is_empty() {
            pieces.push((resource.line, Some(resource.body)));
        } else {
            condition::reach(resource.body, &clause.scope, resource.line, &mut pieces);
        }
        let pieces = pieces.into_iter().filter_map(|(line, node)| Some((line, node?)));
        let pieces = pieces.flat_map(|(line, node)| match node.one_or_many() {
            many if !clause.scope.is_empty() => many.iter().map(|item| (item.line, item)).collect(),
            _ => vec![(line, node)],
        });
        for (line, node) in pieces {
            self.piece(clause, resource, (line, node), judge, found);
        }
    }

    fn piece(
        &self,
        clause: &Clause,
        resource: &Resource<'_>,
        (line, node): (u32, &Node),
        judge: &Judge<'_>,
        found: &mut Found<'_>,
    ) {
        let piece = Resource { body: node, whole: resource.whole, line, kind: String::new(), id: resource.id.clone() };
        if judge.has_names() && self.rules[clause.rule].severity >= Severity::High {
            for (line, source) in judge.unsure(clause, &piece) {
                found.not_understood(line, source);
            }
        }
        if !clause.given.iter().all(|test| judge.holds_somewhere(test, &piece)) {
            return;
        }
        let Some((first, others)) = clause.need.split_first() else { return };
        if others.iter().any(|test| judge.holds_everywhere(test, &piece)) {
            return;
        }
        for (line, value) in judge.broken(first, &piece) {
            let end = value.map_or(line, |value| value.end.max(line));
            let rule = &self.rules[clause.rule];
            let fix = if rule.fix.is_empty() { clause.fix.as_str() } else { rule.fix };
            found.of_pack(rule, fix, (line, end), Some(&resource.id));
        }
    }
}

/// Whether a line of a table says something.
fn is_row(line: &str) -> bool {
    !line.trim().is_empty() && !line.trim_start().starts_with('#')
}

fn rule(line: &'static str) -> Option<Rule> {
    let mut parts = line.splitn(5, ' ');
    let (id, severity, topic) = (parts.next()?, parts.next()?, parts.next()?);
    let (cwe, title) = (parts.next()?.parse().ok()?, parts.next()?);
    let (severity, confidence) = match severity {
        "info" => (Severity::Info, Confidence::Medium),
        "low" => (Severity::Low, Confidence::Medium),
        "medium" => (Severity::Medium, Confidence::Medium),
        "high" => (Severity::High, Confidence::Medium),
        _ => return None,
    };
    Some(Rule { id, severity, confidence, topic, cwe, title, why: why(topic), fix: "" })
}

/// The clauses of a line, one for each of its types.
fn clauses(line: &'static str, rule: usize) -> Vec<Clause> {
    let Some((kinds, rest)) = line.split_once(' ') else { return Vec::new() };
    let (need, given) = rest.split_once(" if ").unwrap_or((rest, ""));
    let tests = |text: &'static str, word: &str| -> Option<Vec<Test>> {
        text.split(word).map(str::trim).filter(|text| !text.is_empty()).map(Test::read).collect()
    };
    let (Some(need), Some(given)) = (tests(need, " or "), tests(given, " and ")) else { return Vec::new() };
    let fix = need.iter().map(Test::in_words).filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" Or: ");
    let of_kind = |head: &'static str| {
        let (kind, scope) = head.split_once('@').unwrap_or((head, ""));
        let scope = scope.split('.').filter(|part| !part.is_empty()).collect();
        Clause { kind, scope, need: need.clone(), given: given.clone(), rule, fix: fix.clone() }
    };
    kinds.split(',').map(of_kind).collect()
}

/// Why a rule of a topic matters, where the pack does not say it better.
fn why(topic: &str) -> &'static str {
    match topic {
        "encryption-at-rest" => "Whoever gets at the stored bytes, a copy or a snapshot of them, can read them.",
        "encryption-in-transit" => "Whoever sits on the way can read and change what is sent.",
        "public-exposure" => "Everybody on the internet can try to get in.",
        "backup" => "After a mistake or an attack there is nothing to go back to.",
        "deletion-protection" => "One wrong command or plan is enough to lose it.",
        "logging" => "After an attack nobody can tell what happened.",
        "monitoring" => "Nobody hears of it in time.",
        "authentication" => "Somebody who should not gets in more easily.",
        "least-privilege" => "Whoever takes it over can do more than it needs.",
        "secrets" => "Whoever reads the file, its history or its state has it.",
        "network" => "More is reachable than needs to be.",
        "privileged" => "Whoever breaks out of it has the machine.",
        "availability" => "One failure is enough to stop it.",
        "resource-limits" => "One part can take what all need.",
        "pinning" | "supply-chain" => "What runs can change without a change here.",
        "injection" => "Whoever sets it writes what runs.",
        "patching" => "Known faults stay open for longer.",
        _ => "The default, or what is set here, is weaker than it needs to be.",
    }
}
