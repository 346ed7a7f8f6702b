//! Tries each rule on its samples before it may speak: by the same way that files go, so the same bounds hold.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::language::second_rule;
use super::{Folder, Team, TeamRule, refusal};
use crate::panel::Job;
use crate::supervisor::Outcome;
use crate::unread::is_of_others;
use crate::wire::{File, NotReviewed, TeamFile};

/// Every rule and library of a folder, whether it holds or not.
pub fn everything(folder: &Folder) -> Team {
    let rules = folder.tried.iter().map(|tried| tried.rule.clone()).collect();
    Team { rules, libraries: folder.libraries.clone() }
}

/// The jobs of a trial: of each rule its bad samples, then its good ones.
pub fn jobs(folder: &Folder) -> Vec<Job> {
    let tried = folder.tried.iter();
    tried.flat_map(|tried| tried.bad.iter().chain(&tried.good).map(|sample| job(&tried.rule, sample))).collect()
}

fn job(rule: &TeamRule, sample: &TeamFile) -> Job {
    Job {
        file: File { path: sample.path.clone(), text: sample.text.clone(), ..File::default() },
        sources: vec![rule.language.source().to_owned()],
        only: Some(rule.path.clone()),
        ..Job::default()
    }
}

/// The rules that found what they must and passed what they must; the others with the reason.
pub fn judge(folder: Folder, outcomes: Vec<Outcome>) -> (Team, Vec<NotReviewed>) {
    let mut team = Team { rules: Vec::new(), libraries: folder.libraries };
    let mut refused = folder.refused;
    let mut outcomes = outcomes.into_iter();
    for tried in folder.tried {
        let bad: Vec<Outcome> = outcomes.by_ref().take(tried.bad.len()).collect();
        let good: Vec<Outcome> = outcomes.by_ref().take(tried.good.len()).collect();
        let why = second(&tried.rule)
            .or_else(|| unfound(&tried.rule, tried.bad.iter().zip(&bad)))
            .or_else(|| alarmed(tried.good.iter().zip(&good)));
        match why {
            Some(why) => refused.push(refusal(&tried.rule.path, line_in(&why), &why)),
            None => team.rules.push(tried.rule),
        }
    }
    refused.sort();
    (team, refused)
}

/// Why a file with several rules is refused: those behind the first would be kept by nobody.
fn second(rule: &TeamRule) -> Option<String> {
    let line = second_rule(&rule.path, &rule.text)?;
    Some(format!("line {line}: a second rule begins there; give each a file of its own"))
}

/// Why the bad samples show no rule that works.
fn unfound<'a>(rule: &TeamRule, bad: impl Iterator<Item = (&'a TeamFile, &'a Outcome)>) -> Option<String> {
    let (mut found, mut rules) = (BTreeSet::new(), 1);
    for (sample, outcome) in bad {
        if let Some(missed) = unread(outcome) {
            return Some(plain(rule, &missed.why));
        }
        if outcome.findings.is_empty() {
            return Some(format!("it does not find its sample {}", sample.path));
        }
        rules = rules.max(outcome.sources.first().map_or(1, |(_, _, rules, _)| *rules));
        found.extend(outcome.findings.iter().map(|finding| finding.rule.clone()));
    }
    (found.len() < rules).then(|| {
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        format!("of its {rules} rules only these find a sample: {}", found.join(", "))
    })
}

/// Why a good sample is not passed.
fn alarmed<'a>(mut good: impl Iterator<Item = (&'a TeamFile, &'a Outcome)>) -> Option<String> {
    good.find_map(|(sample, outcome)| match (unread(outcome), outcome.findings.first()) {
        (Some(missed), _) => Some(format!("on {}: {}", sample.path, missed.why)),
        (_, Some(finding)) => Some(format!("it finds line {} of its good sample {}", finding.line, sample.path)),
        (None, None) => None,
    })
}

/// What keeps a rule from its sample. That no built-in source knows the kind is no hindrance.
fn unread(outcome: &Outcome) -> Option<&NotReviewed> {
    outcome.missed.iter().find(|missed| !is_of_others(&missed.why))
}

/// A reason without the names that stand beside it anyway.
fn plain(rule: &TeamRule, why: &str) -> String {
    let why = why.strip_prefix(rule.language.source()).unwrap_or(why).trim_start_matches([':', ' ']);
    let why = why.strip_prefix("rule ").unwrap_or(why);
    why.strip_prefix(rule.path.as_str()).unwrap_or(why).trim_start_matches([':', ' ']).to_owned()
}

static LINE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(?:.*\bat )?line (\d+)\b").ok());

/// The line of a rule file that a reason names.
fn line_in(why: &str) -> Option<u32> {
    LINE.as_ref()?.captures(why)?.get(1)?.as_str().parse().ok()
}
