//! Workflows and actions of GitHub: who can start them, what is pasted into scripts, what is not pinned.

use super::catalogue as rules;
use crate::document::Document;
use crate::rule::Rule;
use crate::source::Found;
use crate::sources::change::images::{self, Pin};
use crate::sources::change::trigger_line;
use crate::tree::Node;

/// Values that an outsider writes.
const OUTSIDERS: [&str; 17] = [
    "github.event.issue.title",
    "github.event.issue.body",
    "github.event.pull_request.title",
    "github.event.pull_request.body",
    "github.event.comment.body",
    "github.event.review.body",
    "github.event.review_comment.body",
    "github.event.discussion.title",
    "github.event.discussion.body",
    "github.event.pages",
    "github.event.commits",
    "github.event.head_commit",
    "github.event.pull_request.head.ref",
    "github.event.pull_request.head.label",
    "github.event.workflow_run.head_branch",
    "github.head_ref",
    "github.event.workflow_run.head_commit",
];

/// Ways to name the code of the one who asks.
const HEADS: [&str; 6] = [
    "github.event.pull_request.head",
    "github.head_ref",
    "github.event.workflow_run.head",
    "refs/pull/",
    "github.event.number",
    "github.event.pull_request.number",
];

type Say<'a> = dyn FnMut(&Rule, u32, &str) + 'a;

/// Reviews a workflow or an action.
pub fn review(document: &Document, found: &mut Found<'_>) {
    let Some(workflow) = document.trees.first() else { return };
    let say: &mut Say<'_> = &mut |rule, line, about| found.own(rule, (line, line), None, about);
    let open = ["pull_request_target", "workflow_run"].iter().find_map(|trigger| trigger_line(workflow, trigger));
    if let Some(line) = open {
        say(&rules::WORKFLOW_OPEN_TRIGGER, line, "");
    }
    let asked = trigger_line(workflow, "pull_request").is_some() || open.is_some();
    let jobs = workflow.get("jobs").map(Node::entries).unwrap_or_default();
    permissions(workflow, jobs, say);
    for (_, job) in jobs {
        if let Some(runs_on) = job.get("runs-on").filter(|node| asked && mentions(node, "self-hosted")) {
            say(&rules::WORKFLOW_SELF_HOSTED, runs_on.line, "");
        }
        if job.get("secrets").and_then(Node::text) == Some("inherit") {
            say(&rules::WORKFLOW_ALL_SECRETS, job.line_of("secrets"), "secrets: inherit");
        }
        steps(job.get("steps").map(Node::items).unwrap_or_default(), open.is_some(), say);
    }
    steps(workflow.at(&["runs", "steps"]).map(Node::items).unwrap_or_default(), false, say);
    everywhere(workflow, say);
}

fn mentions(node: &Node, word: &str) -> bool {
    node.one_or_many().iter().any(|item| item.text() == Some(word))
}

fn permissions(workflow: &Node, jobs: &[(crate::tree::Key, Node)], say: &mut Say<'_>) {
    let all = std::iter::once(workflow).chain(jobs.iter().map(|(_, job)| job));
    let mut said = false;
    for node in all {
        if let Some(permissions) = node.get("permissions") {
            said = true;
            if permissions.text() == Some("write-all") {
                say(&rules::WORKFLOW_WRITES_ALL, node.line_of("permissions"), "");
            }
        }
    }
    if !said && !jobs.is_empty() {
        say(&rules::WORKFLOW_NO_PERMISSIONS, workflow.line_of("jobs"), "");
    }
}

fn steps(steps: &[Node], open: bool, say: &mut Say<'_>) {
    let uses =
        |step: &Node, name: &str| step.get("uses").and_then(Node::text).is_some_and(|uses| uses.starts_with(name));
    let uploads = steps.iter().any(|step| uses(step, "actions/upload-artifact"));
    for step in steps {
        let with = step.get("with");
        if uses(step, "actions/checkout") {
            let reference = with.and_then(|with| with.get("ref"));
            let head =
                reference.and_then(Node::source).is_some_and(|text| HEADS.iter().any(|head| text.contains(head)));
            if open && head {
                let line = with.map_or(step.line, |with| with.line_of("ref"));
                say(&rules::WORKFLOW_OUTSIDERS_CODE, line, "");
            }
            if uploads && !with.and_then(|with| with.get("persist-credentials")).is_some_and(Node::is_false) {
                say(&rules::WORKFLOW_KEPT_CREDENTIALS, step.line, "");
            }
        }
        for script in [step.get("run"), with.and_then(|with| with.get("script"))].into_iter().flatten() {
            pasted(script, say);
            downloads(script, open, say);
        }
    }
}

/// Expressions inside of a script. A block begins on the line after its mark, and the parser counts from there.
fn pasted(script: &Node, say: &mut Say<'_>) {
    let Some(text) = script.text() else { return };
    for (at, line_text) in text.lines().enumerate() {
        let line = script.line + at as u32;
        for part in line_text.split("${{").skip(1) {
            let expression = part.split("}}").next().unwrap_or_default().trim();
            let small = expression.to_ascii_lowercase();
            if OUTSIDERS.iter().any(|value| small.contains(value)) {
                say(&rules::WORKFLOW_INJECTION, line, expression);
            } else if small.starts_with("inputs.")
                || small.starts_with("github.event.inputs.")
                || small.contains("client_payload")
            {
                say(&rules::WORKFLOW_PASTED_INPUT, line, expression);
            }
        }
    }
}

fn downloads(script: &Node, open: bool, say: &mut Say<'_>) {
    let Some(text) = script.text() else { return };
    for (at, line_text) in text.lines().enumerate() {
        let piped = |shell: &str| {
            line_text.split('|').skip(1).any(|part| part.trim_start().trim_start_matches("sudo ").starts_with(shell))
        };
        let line = script.line + at as u32;
        if (line_text.contains("curl ") || line_text.contains("wget "))
            && ["bash", "sh", "python", "node"].iter().any(|shell| piped(shell))
        {
            say(&rules::WORKFLOW_PIPED_DOWNLOAD, line, "");
        }
        let fetched = line_text.contains("git fetch")
            || line_text.contains("gh pr checkout")
            || line_text.contains("git checkout");
        if open
            && (line_text.contains("gh pr checkout") || fetched && HEADS.iter().any(|head| line_text.contains(head)))
        {
            say(&rules::WORKFLOW_OUTSIDERS_CODE, line, "");
        }
    }
}

/// What counts wherever it stands.
fn everywhere(workflow: &Node, say: &mut Say<'_>) {
    workflow.walk(&mut |node| {
        for (key, value) in node.entries() {
            match key.text.as_str() {
                "ACTIONS_ALLOW_UNSECURE_COMMANDS" if value.is_true() => {
                    say(&rules::WORKFLOW_UNSECURE_COMMANDS, key.line, "");
                }
                "uses" => {
                    let named = value.text().and_then(|text| images::action(text, value.line));
                    match named {
                        Some(named) if named.pin == Pin::Loose => say(&rules::WORKFLOW_BRANCH, value.line, &named.name),
                        Some(named) if named.pin == Pin::Tag => say(&rules::WORKFLOW_UNPINNED, value.line, &named.name),
                        _ => {}
                    }
                }
                "if" => {
                    let text = value.text().unwrap_or_default().to_ascii_lowercase();
                    if text.contains("[bot]") && text.contains("github.actor") {
                        let line =
                            value.line + text.lines().position(|line| line.contains("[bot]")).unwrap_or(0) as u32;
                        say(&rules::WORKFLOW_BOT_CONDITION, line, "");
                    }
                }
                _ => {
                    if value
                        .text()
                        .is_some_and(|text| text.to_ascii_lowercase().replace(' ', "").contains("tojson(secrets)"))
                    {
                        say(&rules::WORKFLOW_ALL_SECRETS, value.line, "toJSON(secrets)");
                    }
                }
            }
        }
    });
}
