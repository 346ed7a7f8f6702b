//! Workflows and actions of GitHub: who can start them, what is pasted into scripts, what is not pinned.

mod actions;
mod changed;
mod expression;
mod flow;
mod script;
mod token;

use self::flow::{Bound, Scope};
use super::catalogue as rules;
use super::weakened;
use crate::document::Document;
use crate::rule::Rule;
use crate::source::Found;
use crate::sources::change::images::{self, Pin};
use crate::sources::change::trigger_line;
use crate::tree::Node;

/// Ways to name the code of the one who asks.
const HEADS: [&str; 7] = [
    "github.event.pull_request.head",
    "github.head_ref",
    "github.event.workflow_run.head",
    "refs/pull/",
    "github.event.number",
    "github.event.pull_request.number",
    "github.event.pull_request.merge_commit_sha",
];

/// The same where a comment starts the workflow, whose event knows no pull request but by its number.
const SPOKEN_HEADS: [&str; 2] = ["refs/pull/", "github.event.issue.number"];

/// Triggers by which an outsider starts a workflow with the rights of the repository; of the second kind are those that
/// are harmless until they bring code.
const OPEN: [&str; 2] = ["pull_request_target", "workflow_run"];
const SPEAKING: [&str; 4] = ["issue_comment", "issues", "discussion", "discussion_comment"];

type Say<'a> = dyn FnMut(&Rule, u32, &str) + 'a;

/// Reviews a workflow or an action.
pub fn review(document: &Document, found: &mut Found<'_>) {
    let Some(workflow) = document.trees.first() else { return };
    let say: &mut Say<'_> = &mut |rule, line, about| found.own(rule, (line, line), None, about);
    let bound = Bound::new();
    let started = |triggers: &[&str]| triggers.iter().find_map(|trigger| trigger_line(workflow, trigger));
    let open = started(&OPEN);
    let reached = started(&SPEAKING).is_some();
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
        container(job, say);
        let own = job.get("steps").map(Node::items).unwrap_or_default();
        let scope = Scope { root: workflow, job: Some(job), steps: own, step: None, bound: &bound };
        script::condition(job, &scope, say);
        // Who asks for somebody's place in the project has looked who it is.
        let spoken = if reached && !asks_who(job) { SPOKEN_HEADS.as_slice() } else { &[] };
        steps(&scope, if open.is_some() { &HEADS } else { spoken }, say);
        if trigger_line(workflow, "workflow_run").is_some() {
            artefacts(own, say);
        }
    }
    let own = workflow.at(&["runs", "steps"]).map(Node::items).unwrap_or_default();
    steps(&Scope { root: workflow, job: None, steps: own, step: None, bound: &bound }, &[], say);
    let shells = jobs.iter().map(|(_, job)| job).chain([workflow]);
    for shell in shells.filter_map(|place| place.at(&["defaults", "run", "shell"])) {
        script::pasted(shell, &Scope { root: workflow, job: None, steps: &[], step: None, bound: &bound }, say);
    }
    everywhere(workflow, say);
    if let Some(before) = document.before.as_deref().and_then(|before| before.trees.first()) {
        changed::review(before, workflow, say);
    }
    if !bound.held() {
        found.missed(None, "its values name each other too often to follow them all");
    }
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

/// Words by which a job asks who has started it, in a condition or in a script.
const WHO: [&str; 8] = [
    "author_association",
    "ollaborator",
    "github.actor",
    "sender.login",
    "comment.user",
    "permission-level",
    "permissionlevel",
    "getMembership",
];

/// Whether a job asks who has started it, or waits for somebody who lets it into an environment.
fn asks_who(job: &Node) -> bool {
    let mut asks = job.get("environment").is_some();
    job.walk(&mut |node| {
        asks |= node.source().is_some_and(|text| WHO.iter().any(|word| text.contains(word)));
    });
    asks
}

fn uses(step: &Node, name: &str) -> bool {
    step.get("uses").and_then(Node::text).is_some_and(|uses| uses.starts_with(name))
}

/// `heads`: the names of code of outsiders; none where they do not start it with the rights of the repository.
fn steps(scope: &Scope<'_>, heads: &[&str], say: &mut Say<'_>) {
    let uploads = scope.steps.iter().any(|step| uses(step, "actions/upload-artifact"));
    for step in scope.steps {
        let scope = Scope { step: Some(step), ..*scope };
        let with = step.get("with");
        if uses(step, "actions/checkout") {
            let reference = with.and_then(|with| with.get("ref"));
            let head =
                reference.and_then(Node::source).is_some_and(|text| heads.iter().any(|head| text.contains(head)));
            if head {
                let line = with.map_or(step.line, |with| with.line_of("ref"));
                say(&rules::WORKFLOW_OUTSIDERS_CODE, line, "");
            }
            if uploads && !with.and_then(|with| with.get("persist-credentials")).is_some_and(Node::is_false) {
                say(&rules::WORKFLOW_KEPT_CREDENTIALS, step.line, "");
            }
        }
        script::condition(step, &scope, say);
        for script in script::of_step(step) {
            script::pasted(script, &scope, say);
            script::downloads(script, heads, say);
            script::sends(script, say);
        }
    }
}

/// Files of an artefact that another run has left, and that are run: its pull request has made them.
fn artefacts(steps: &[Node], say: &mut Say<'_>) {
    let brings = |step: &Node| {
        let foreign = step.at(&["with", "run-id"]).or_else(|| step.at(&["with", "run_id"])).is_some();
        uses(step, "dawidd6/action-download-artifact") || uses(step, "actions/download-artifact") && foreign
    };
    let Some(at) = steps.iter().position(brings) else { return };
    let folder =
        steps[at].at(&["with", "path"]).and_then(Node::text).filter(|path| *path != "." && !path.contains("${{"));
    // Beside a checkout a file may be the repository's own.
    if folder.is_none() && steps.iter().any(|step| uses(step, "actions/checkout")) {
        return;
    }
    for line in steps[at..].iter().filter_map(|step| script::runs_file(step.get("run")?, folder)) {
        say(&rules::WORKFLOW_ARTEFACT_RUN, line, "");
    }
}

/// Containers of a job that have the machine.
fn container(job: &Node, say: &mut Say<'_>) {
    let services = job.get("services").map(Node::entries).unwrap_or_default().iter().map(|(_, service)| service);
    for one in job.get("container").into_iter().chain(services) {
        let options = one.get("options").and_then(Node::text).unwrap_or_default();
        if options.contains("--privileged") || options.contains("docker.sock") || options.contains("-v /:") {
            say(&rules::WORKFLOW_PRIVILEGED, one.line_of("options"), options);
        }
        for volume in one.get("volumes").map(Node::items).unwrap_or_default() {
            let text = volume.text().unwrap_or_default();
            if text.contains("docker.sock") || text.starts_with("/:") {
                say(&rules::WORKFLOW_PRIVILEGED, volume.line, text);
            }
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
                "env" => {
                    for (name, value) in value.entries() {
                        if weakened::by_variable(&name.text, value.text().unwrap_or_default()).is_some() {
                            say(&rules::WORKFLOW_NO_TLS_CHECK, name.line, &name.text);
                        }
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
