//! A team's own rules: the files of a folder, told apart into rules, their samples and libraries.
//!
//! A rule comes with a sample that it must find: beside `bucket.guard` lies `bucket.bad.yaml`, and if wanted
//! `bucket.good.yaml`, which it must pass. A rule without one, and whatever is neither, is refused by name: a rule that
//! never speaks would pass for one that is kept.

pub mod language;
pub mod trial;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::wire::{NotReviewed, TeamFile};
use language::Language;

/// The most files that a folder may have.
pub const MAX_FILES: usize = 2_000;

/// The most bytes that the files of a folder may have together.
pub const MAX_BYTES: usize = 1_000_000;

/// One rule file.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct TeamRule {
    /// Its path in the folder.
    pub path: String,
    /// Its name without what says the language.
    pub name: String,
    /// In what it is written.
    pub language: Language,
    /// Its text.
    pub text: String,
    /// What stands beside it: `metadata.json` in the layout of KICS.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
}

/// The rules of a team, and the libraries that they share.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
pub struct Team {
    /// The rules, by path.
    pub rules: Vec<TeamRule>,
    /// Rego that others import.
    pub libraries: Vec<TeamFile>,
}

impl Team {
    /// The sources that have rules of it.
    pub fn sources(&self) -> impl Iterator<Item = &'static str> {
        let has = |language: Language| self.rules.iter().any(|rule| rule.language == language);
        language::ALL.into_iter().filter(move |language| has(*language)).map(Language::source)
    }
}

/// A rule with the samples that it is tried on.
pub struct Tried {
    /// The rule.
    pub rule: TeamRule,
    /// What it must find.
    pub bad: Vec<TeamFile>,
    /// What it must pass.
    pub good: Vec<TeamFile>,
}

/// What a folder holds.
#[derive(Default)]
pub struct Folder {
    /// Rules with samples.
    pub tried: Vec<Tried>,
    /// Rego that others import.
    pub libraries: Vec<TeamFile>,
    /// What is refused, and why.
    pub refused: Vec<NotReviewed>,
}

impl Folder {
    /// Tells the files of a folder apart.
    pub fn of(files: &[TeamFile]) -> Folder {
        let mut folder = Folder::default();
        let bytes: usize = files.iter().map(|file| file.text.len()).sum();
        if files.len() > MAX_FILES || bytes > MAX_BYTES {
            let path = files.first().map(|file| file.path.clone()).unwrap_or_default();
            let why = format!("a folder of rules has at most {MAX_FILES} files and {MAX_BYTES} bytes");
            folder.refused.push(refusal(&path, None, &why));
            return folder;
        }
        let mut samples: BTreeMap<String, (Vec<TeamFile>, Vec<TeamFile>)> = BTreeMap::new();
        let mut rules = Vec::new();
        for file in files.iter().filter(|file| !is_beside(&file.path)) {
            if let Some((rule, is_bad)) = sample_of(&file.path) {
                let (bad, good) = samples.entry(rule).or_default();
                if is_bad { bad } else { good }.push(file.clone());
            } else if language::is_library(file) {
                folder.libraries.push(file.clone());
            } else if let Some(language) = Language::of(file) {
                rules.push(rule(file, language, files));
            } else {
                folder.refused.push(refusal(&file.path, None, "neither a rule nor a sample of one"));
            }
        }
        rules.sort_by(|a, b| a.path.cmp(&b.path));
        for rule in rules {
            let (bad, good) = samples.remove(&stem(&rule.path)).unwrap_or_default();
            if let Some((line, why)) = misstated(&rule) {
                folder.refused.push(refusal(&rule.path, line, &why));
            } else if bad.is_empty() {
                let why = format!("it has no sample that it must find ({}.bad.*)", rule.name);
                folder.refused.push(refusal(&rule.path, None, &why));
            } else {
                folder.tried.push(Tried { rule, bad, good });
            }
        }
        let alone = samples.into_values().flat_map(|(bad, good)| bad.into_iter().chain(good));
        folder.refused.extend(alone.map(|file| refusal(&file.path, None, "a sample of no rule")));
        folder
    }
}

/// Says that a file of a team is refused.
pub fn refusal(path: &str, line: Option<u32>, why: &str) -> NotReviewed {
    NotReviewed { path: path.to_owned(), line, why: format!("refused: {why}") }
}

fn rule(file: &TeamFile, language: Language, files: &[TeamFile]) -> TeamRule {
    let (folder, _) = file.path.rsplit_once('/').unwrap_or_default();
    let query = file.path.ends_with("/query.rego");
    let about = files.iter().find(|other| query && other.path == format!("{folder}/metadata.json"));
    let stem = if query { folder.to_owned() } else { stem(&file.path) };
    TeamRule {
        path: file.path.clone(),
        name: stem.rsplit('/').next().unwrap_or_default().to_owned(),
        language,
        text: file.text.clone(),
        about: about.map(|file| file.text.clone()).unwrap_or_default(),
    }
}

/// Why the severity that a rule states at its head or beside it is none, and at which line of it. Checkov's stands in
/// the policy itself, which says so when it is read.
fn misstated(rule: &TeamRule) -> Option<(Option<u32>, String)> {
    let about: serde_json::Value = serde_json::from_str(&rule.about).unwrap_or_default();
    let beside = about["severity"].as_str().map(|word| (None, word));
    let at_head = || language::field(&rule.text, "severity").map(|word| (line_of(&rule.text, word), word));
    let (line, word) = beside.or_else(at_head).filter(|_| rule.language != Language::Checkov)?;
    language::severity(word).is_none().then(|| (line, language::no_severity(word)))
}

/// The first line of a text that states a severity by this word.
fn line_of(text: &str, word: &str) -> Option<u32> {
    let states = |line: &str| line.contains(word) && line.to_ascii_lowercase().contains("severity");
    text.lines().position(states).and_then(|at| u32::try_from(at + 1).ok())
}

/// A path without the ending of its name; what a rule and its samples share.
fn stem(path: &str) -> String {
    let from = path.rfind('/').map_or(0, |at| at + 1);
    path[from..].rfind('.').map_or(path, |at| &path[..from + at]).to_owned()
}

/// The stem of the rule that a sample belongs to, and whether the rule must find it. In the layout of KICS, samples
/// stand in the folder `test` beside `query.rego`.
fn sample_of(path: &str) -> Option<(String, bool)> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    for (mark, is_bad) in [(".bad.", true), (".good.", false)] {
        if let Some(at) = name.find(mark).filter(|at| *at > 0) {
            let rule = if folder.is_empty() { name[..at].to_owned() } else { format!("{folder}/{}", &name[..at]) };
            return Some((rule, is_bad));
        }
    }
    let query = folder.strip_suffix("/test")?;
    let is_bad = name.starts_with("positive");
    (is_bad || name.starts_with("negative")).then(|| (format!("{query}/query"), is_bad))
}

/// Whether a file says nothing to this program: texts for people, tests of other programs, what describes a rule.
fn is_beside(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    name.starts_with('.')
        || ["md", "txt"].contains(&end)
        || ["LICENSE", "NOTICE", "metadata.json", "positive_expected_result.json"].contains(&name)
        || name.ends_with("_test.rego")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> TeamFile {
        TeamFile { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_rule_gets_the_samples_beside_it_and_no_others() {
        let folder = Folder::of(&[
            file("a/x.guard", "rule x {}"),
            file("a/x.bad.yaml", ""),
            file("a/x.bad.2.yaml", ""),
            file("a/x.good.yaml", ""),
            file("b/x.bad.yaml", ""),
            file("README.md", "words"),
        ]);
        assert_eq!((folder.tried.len(), folder.tried[0].bad.len(), folder.tried[0].good.len()), (1, 2, 1));
        let refused: Vec<&str> = folder.refused.iter().map(|refused| refused.path.as_str()).collect();
        assert_eq!(refused, ["b/x.bad.yaml"]);
    }

    #[test]
    fn what_has_no_sample_and_what_is_no_rule_is_refused_by_name() {
        let folder = Folder::of(&[
            file("x.guard", "rule x {}"),
            file("y.yaml", "a: 1"),
            file("lib.rego", "package lib\nf(x) = x"),
        ]);
        let refused: Vec<(&str, &str)> =
            folder.refused.iter().map(|refused| (refused.path.as_str(), refused.why.as_str())).collect();
        assert_eq!(
            refused,
            [
                ("y.yaml", "refused: neither a rule nor a sample of one"),
                ("x.guard", "refused: it has no sample that it must find (x.bad.*)")
            ]
        );
        assert_eq!(folder.libraries.len(), 1);
    }

    #[test]
    fn a_severity_that_is_none_is_refused_by_line_in_every_language_and_a_word_for_one_is_not() {
        let heads = [
            ("x.guard", "#", "rule x {}"),
            ("x.rego", "#", "package x\n\ndeny contains 1"),
            ("x.cel", "//", "true"),
            ("x.yaml", "#", "kind: ValidatingAdmissionPolicy"),
        ];
        for (path, comment, body) in heads {
            for (word, is_one) in [("blocker", false), ("sev1", false), ("HIGH", true), ("trace", true)] {
                let text = format!("{comment} a rule\n{comment} severity: {word}\n{body}\n");
                let folder = Folder::of(&[file(path, &text), file("x.bad.yaml", "a: 1")]);
                let told: Vec<(Option<u32>, String)> =
                    folder.refused.into_iter().map(|refused| (refused.line, refused.why)).collect();
                let why = format!("refused: its severity {word} is none: critical, high, medium, low or info");
                assert_eq!(told, if is_one { vec![] } else { vec![(Some(2), why)] }, "{path} {word}");
            }
        }
        let query = [
            file("q/query.rego", "package Cx\nCxPolicy[result] {\n result := {}\n}"),
            file("q/metadata.json", "{\"severity\": \"BLOCKER\"}"),
            file("q/test/positive1.yaml", "a: 1"),
        ];
        assert!(Folder::of(&query).refused[0].why.contains("its severity BLOCKER is none"));
    }

    #[test]
    fn a_query_of_kics_has_its_samples_in_the_folder_of_tests() {
        let folder = Folder::of(&[
            file("open_bucket/query.rego", "package Cx\nCxPolicy[result] {\n result := {}\n}"),
            file("open_bucket/metadata.json", "{\"severity\": \"HIGH\"}"),
            file("open_bucket/test/positive1.yaml", "a: 1"),
            file("open_bucket/test/negative1.yaml", "a: 1"),
            file("open_bucket/test/positive_expected_result.json", "[]"),
        ]);
        let tried = &folder.tried[0];
        assert_eq!((tried.rule.name.as_str(), tried.bad.len(), tried.good.len()), ("open_bucket", 1, 1));
        assert!(tried.rule.about.contains("HIGH") && folder.refused.is_empty());
    }
}
