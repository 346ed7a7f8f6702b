//! What a change takes from a workflow: bounds of its token, what a job waits for, and steps that could stop it; and
//! what it removes newly.

use std::collections::HashSet;

use super::super::catalogue as rules;
use super::Say;
use crate::tools::command;
use crate::tree::{Key, Node};

/// Compares a workflow with what it was.
pub(super) fn review(before: &Node, after: &Node, say: &mut Say<'_>) {
    for (key, job) in jobs(after) {
        let Some((_, former)) = jobs(before).iter().find(|(other, _)| other.text == key.text) else { continue };
        bounds((before, former), (after, job), key, say);
        failures(former, job, say);
        gates(former, (after, job), key, say);
        removals(former, job, say);
    }
}

/// Whether a job has rights or secrets beyond those of a test.
fn deploys(job: &Node) -> bool {
    let token = job.at(&["permissions", "id-token"]).is_some();
    let mut secret = false;
    job.walk(&mut |node| secret |= node.source().is_some_and(|text| text.contains("secrets.")));
    token || secret || job.get("environment").is_some()
}

/// What a job that deploys waited for and waits for no more: who guards its environment, a condition, other jobs.
fn gates(before: &Node, (workflow, after): (&Node, &Node), key: &Key, say: &mut Say<'_>) {
    if !deploys(before) {
        return;
    }
    if before.get("environment").is_some() && after.get("environment").is_none() {
        say(&rules::WORKFLOW_LOSES_GATE, key.line, &format!("{} has no environment", key.text));
    }
    let asks = |job: &Node| {
        text(job, "if").is_some_and(|text| ["github.ref", "github.event"].iter().any(|word| text.contains(word)))
    };
    if asks(before) && after.get("if").is_none() {
        say(&rules::WORKFLOW_LOSES_GATE, key.line, &format!("{} has no condition", key.text));
    }
    let waits = |job: &Node| -> Vec<String> {
        let names = job.get("needs").map(Node::one_or_many).unwrap_or_default();
        names.iter().filter_map(Node::text).map(str::to_owned).collect()
    };
    let (was, is) = (waits(before), waits(after));
    let there = |name: &String| jobs(workflow).iter().any(|(job, _)| job.text == *name);
    if is.is_empty()
        && let Some(name) = was.iter().find(|name| there(name))
    {
        say(&rules::WORKFLOW_LOSES_GATE, key.line, &format!("{} does not wait for {name}", key.text));
    }
}

/// Rules of the tool `command` that say what is gone afterwards.
const REMOVALS: [&str; 4] = ["DEPLOYMENT_REMOVED", "CLOUD_DATA_REMOVED", "CLUSTER_REMOVED", "DATABASE_REMOVED"];
/// Words without which a line removes nothing of that.
const REMOVING: [&str; 7] = ["destroy", "delete", " rm", " rb", "drop", "DROP", "terminate"];

/// Lines of scripts that come in and remove what is deployed or kept.
fn removals(before: &Node, after: &Node, say: &mut Say<'_>) {
    let former: HashSet<&str> =
        steps(before).iter().filter_map(|step| text(step, "run")).flat_map(str::lines).map(str::trim).collect();
    for script in steps(after).iter().filter_map(|step| step.get("run")) {
        for (at, line) in script.text().unwrap_or_default().lines().enumerate() {
            if former.contains(line.trim()) || !REMOVING.iter().any(|word| line.contains(word)) {
                continue;
            }
            let checked = command::check(&command::Asked { command: line.to_owned() });
            let refused = checked.into_iter().flat_map(|checked| checked.findings);
            let named = |finding: &command::Finding| {
                finding.level == command::Level::Refuse && REMOVALS.contains(&finding.rule.as_str())
            };
            if let Some(finding) = refused.into_iter().find(named) {
                say(&rules::WORKFLOW_DESTROYS, script.line + at as u32, &finding.command);
            }
        }
    }
}

fn jobs(workflow: &Node) -> &[(Key, Node)] {
    workflow.get("jobs").map(Node::entries).unwrap_or_default()
}

/// What the token of a job may do: by the job, else by the workflow.
fn permissions<'a>((workflow, job): (&'a Node, &'a Node)) -> Option<&'a Node> {
    job.get("permissions").or_else(|| workflow.get("permissions"))
}

fn bounds(before: (&Node, &Node), after: (&Node, &Node), key: &Key, say: &mut Say<'_>) {
    let Some(former) = permissions(before) else { return };
    let Some(now) = permissions(after) else {
        return say(&rules::WORKFLOW_LOSES_PERMISSIONS, key.line, &key.text);
    };
    for (scope, level) in now.entries() {
        if level.text() == Some("write") && !writes(former, &scope.text) {
            say(&rules::WORKFLOW_WIDENS_PERMISSIONS, scope.line, &format!("{}: write", scope.text));
        }
    }
}

fn writes(permissions: &Node, scope: &str) -> bool {
    permissions.text() == Some("write-all") || permissions.get(scope).and_then(Node::text) == Some("write")
}

/// Steps that stopped the job when they failed, and do no more.
fn failures(before: &Node, after: &Node, say: &mut Say<'_>) {
    let goes_on = |node: &Node| node.get("continue-on-error").is_some_and(Node::is_true);
    if goes_on(after) && !goes_on(before) {
        say(&rules::WORKFLOW_MAY_FAIL, after.line_of("continue-on-error"), "");
    }
    let former: Vec<&Node> = steps(before).iter().collect();
    let scripts = former.iter().filter_map(|step| text(step, "run"));
    let lines: HashSet<&str> = scripts.flat_map(str::lines).map(str::trim).collect();
    for step in steps(after) {
        let same = |other: &&&Node| ["run", "uses"].iter().all(|key| text(step, key) == text(other, key));
        if goes_on(step) && former.iter().find(same).is_some_and(|other| !goes_on(other)) {
            say(&rules::WORKFLOW_MAY_FAIL, step.line_of("continue-on-error"), text(step, "name").unwrap_or_default());
        }
        let Some(script) = step.get("run") else { continue };
        for (at, line) in script.text().unwrap_or_default().lines().enumerate() {
            let stem = ["|| true", "|| :", "|| exit 0"].iter().find_map(|end| line.trim().strip_suffix(end));
            if let Some(stem) = stem.map(str::trim).filter(|stem| lines.contains(stem)) {
                say(&rules::WORKFLOW_MAY_FAIL, script.line + at as u32, stem);
            }
        }
    }
}

fn steps(job: &Node) -> &[Node] {
    job.get("steps").map(Node::items).unwrap_or_default()
}

fn text<'a>(step: &'a Node, key: &str) -> Option<&'a str> {
    step.get(key).and_then(Node::text)
}
