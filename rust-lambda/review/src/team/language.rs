//! In what a team writes its rules, and what a rule file says of itself.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::tree::{Node, yaml};
use crate::wire::{Severity, TeamFile};

/// A language of rules.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// AWS CloudFormation Guard.
    Guard,
    /// A custom policy of Checkov in YAML.
    Checkov,
    /// Rego in the shape of conftest or of KICS.
    Rego,
    /// The Common Expression Language: an expression, or an admission policy of Kubernetes.
    Cel,
}

/// All of them.
pub const ALL: [Language; 4] = [Language::Guard, Language::Checkov, Language::Rego, Language::Cel];

impl Language {
    /// The source that applies rules of it.
    pub fn source(self) -> &'static str {
        match self {
            Language::Guard => "team-guard",
            Language::Checkov => "team-checkov",
            Language::Rego => "team-rego",
            Language::Cel => "team-cel",
        }
    }

    /// The language of a rule file.
    pub fn of(file: &TeamFile) -> Option<Language> {
        match file.path.rsplit_once('.').map_or("", |(_, end)| end) {
            "guard" => Some(Language::Guard),
            "rego" => Some(Language::Rego),
            "cel" => Some(Language::Cel),
            "yaml" | "yml" => yaml::read(&file.text).ok()?.iter().find_map(of_document),
            _ => None,
        }
    }
}

/// The language of a document of YAML that is a rule.
fn of_document(tree: &Node) -> Option<Language> {
    let has = |key: &str| tree.get(key).is_some_and(Node::is_map);
    let is_admission = || tree.get("kind").and_then(Node::text) == Some("ValidatingAdmissionPolicy");
    if has("metadata") && has("definition") { Some(Language::Checkov) } else { is_admission().then_some(Language::Cel) }
}

/// The line of a second document of YAML that is a rule too: of one file one is applied.
pub fn second_rule(path: &str, text: &str) -> Option<u32> {
    let is_yaml = path.ends_with(".yaml") || path.ends_with(".yml");
    let trees = is_yaml.then(|| yaml::read(text).ok()).flatten()?;
    trees.iter().filter(|tree| of_document(tree).is_some()).nth(1).map(|tree| tree.line)
}

static HEADS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)^[ \t]*((?:deny|violation|warn)(?:_\w+)?|CxPolicy)\b").ok());

/// The rules of a Rego file that report something.
pub fn heads(text: &str) -> Vec<&str> {
    let found = HEADS.iter().flat_map(|heads| heads.captures_iter(text));
    let mut names: Vec<&str> = found.filter_map(|found| found.get(1)).map(|name| name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether a file is Rego that reports nothing itself.
pub fn is_library(file: &TeamFile) -> bool {
    file.path.ends_with(".rego") && heads(&file.text).is_empty()
}

/// A field of the comment at the head of a rule file: `# severity: high`.
pub fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let comments = text.lines().map(|line| line.trim()).take_while(|line| {
        line.is_empty() || line.starts_with('#') || line.starts_with("//") || line.starts_with("package ")
    });
    comments
        .filter_map(|line| {
            let (key, value) = line.trim_start_matches(['#', '/']).split_once(':')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
        })
        .find(|value| !value.is_empty())
}

/// Why a severity that a rule states is none; the team would take it for one.
pub fn no_severity(word: &str) -> String {
    format!("its severity {word} is none: critical, high, medium, low or info")
}

/// A severity as any of the languages says it.
pub fn severity(word: &str) -> Option<Severity> {
    Some(match word.trim().to_ascii_lowercase().as_str() {
        "critical" => Severity::Critical,
        "high" | "error" => Severity::High,
        "medium" | "warning" | "moderate" => Severity::Medium,
        "low" => Severity::Low,
        "info" | "trace" | "note" | "none" => Severity::Info,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rego_is_known_by_the_rules_that_report() {
        assert_eq!(heads("package main\n\ndeny contains msg if {\n}\ndeny_root[msg] {\n}\n"), ["deny", "deny_root"]);
        assert!(heads("package lib\ndenied(x) { x }\n# deny\n").is_empty());
    }

    #[test]
    fn a_field_stands_in_the_comments_at_the_head_only() {
        assert_eq!(field("# a rule\n# severity: HIGH\nrule x {}", "severity"), Some("HIGH"));
        assert_eq!(field("rule x {}\n# severity: HIGH", "severity"), None);
        assert_eq!(severity("HIGH"), Some(Severity::High));
    }
}
