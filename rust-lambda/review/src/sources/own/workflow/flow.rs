//! Where a value comes from: what an outsider writes, followed over `env`, outputs of steps and jobs, and the matrix of
//! the same file.

use std::cell::Cell;

use super::actions::{self, Holds};
use super::expression::{self, Taken};
use crate::tree::{Key, Node};

/// Values that an outsider writes; what lies below them too.
const OUTSIDERS: [&str; 19] = [
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
    "github.event.pull_request.head.repo.default_branch",
    "github.event.workflow_run.head_branch",
    "github.event.workflow_run.head_commit",
    "github.event.workflow_run.display_title",
    "github.head_ref",
];

/// Parts of these that nobody writes freely.
const HARMLESS: [&str; 4] = [".id", ".sha", ".url", ".timestamp"];

/// How far a value is followed; files that go in circles end here.
const MAX_STEPS: usize = 8;

/// Characters of expressions that are looked at in one file, over and over where values name each other.
const MAX_READ: usize = 4_000_000;

/// What is left of that.
pub(super) struct Bound(Cell<usize>);

impl Bound {
    pub fn new() -> Bound {
        Bound(Cell::new(MAX_READ))
    }

    /// Whether all has been looked at.
    pub fn held(&self) -> bool {
        self.0.get() > 0
    }

    fn take(&self, text: &str) -> bool {
        self.0.set(self.0.get().saturating_sub(text.len() + 16));
        self.held()
    }
}

/// Who writes a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Writer {
    /// Whoever starts the workflow by hand or by its interface.
    Starter(String),
    /// Whoever calls the action.
    Caller(String),
    /// Anybody.
    Outsider(String),
}

/// What an expression can name: the file, and where in it the expression stands.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub root: &'a Node,
    /// Absent in an action.
    pub job: Option<&'a Node>,
    pub steps: &'a [Node],
    pub step: Option<&'a Node>,
    pub bound: &'a Bound,
}

impl<'a> Scope<'a> {
    /// Who writes what an expression comes to; the least trusted.
    pub fn writer(&self, expression: &str) -> Option<Writer> {
        self.of_expression(expression, 0)
    }

    fn of_expression(&self, expression: &str, steps: usize) -> Option<Writer> {
        if !self.bound.take(expression) {
            return None;
        }
        expression::taken(expression).iter().filter_map(|one| self.of_value(one, steps)).max()
    }

    /// Who writes into a text by any expression in it.
    fn of_text(&self, node: &Node, steps: usize) -> Option<Writer> {
        let mut found = None;
        node.walk(&mut |node| {
            let text = node.source().unwrap_or_default();
            let all = if self.bound.take(text) { expression::pasted(text) } else { Vec::new() };
            for one in all {
                found = found.take().max(self.of_expression(one.text, steps));
            }
        });
        found
    }

    fn of_value(&self, value: &Taken, steps: usize) -> Option<Writer> {
        let name = value.name.as_str();
        let starts =
            |start: &str| name.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        if OUTSIDERS.iter().any(|one| starts(one) || value.whole && one.starts_with(&format!("{name}."))) {
            return (!HARMLESS.iter().any(|end| name.ends_with(end))).then(|| Writer::Outsider(name.to_owned()));
        }
        if starts("github.event.inputs") || starts("github.event.client_payload") {
            return Some(Writer::Starter(name.to_owned()));
        }
        if steps >= MAX_STEPS {
            return None;
        }
        let parts: Vec<&str> = name.split('.').collect();
        match parts[..] {
            ["inputs", ..] => Some(match self.job {
                Some(_) => Writer::Starter(name.to_owned()),
                None => Writer::Caller(name.to_owned()),
            }),
            ["env", variable] => self.of_text(self.variable(variable)?, steps + 1),
            ["steps", id, "outputs", output] => self.of_output(id, output, steps + 1),
            ["needs" | "jobs", job, "outputs", output] => self.of_job(job, output, steps + 1),
            ["matrix", axis, ..] => self.of_axis(axis, steps + 1),
            _ => None,
        }
    }

    fn variable(&self, name: &str) -> Option<&'a Node> {
        let places = [self.step, self.job, Some(self.root)];
        places.into_iter().flatten().find_map(|place| entry(place.get("env")?.entries(), name))
    }

    /// The output of a step that a script writes: who writes the variables and expressions on its line.
    fn of_output(&self, id: &str, output: &str, steps: usize) -> Option<Writer> {
        let step = self
            .steps
            .iter()
            .find(|step| step.get("id").and_then(Node::text).is_some_and(|text| text.eq_ignore_ascii_case(id)))?;
        let inside = Scope { step: Some(step), ..*self };
        let Some(script) = step.get("run").and_then(Node::text) else { return inside.of_action(step, output, steps) };
        if !self.bound.take(script) {
            return None;
        }
        let written = format!("{output}=");
        let lines = script.lines().filter(|line| line.to_lowercase().contains(&written));
        lines.filter_map(|line| inside.of_line(line, steps)).max()
    }

    /// The output of an action: one that is known for it holds what outsiders write, any other may hand on what it is given.
    fn of_action(&self, step: &'a Node, output: &str, steps: usize) -> Option<Writer> {
        let uses = step.get("uses").and_then(Node::text)?;
        match actions::holds(uses, output) {
            Holds::Theirs => Some(Writer::Outsider(format!("{output} of {}", actions::name(uses)))),
            Holds::Given => self.of_text(step.get("with")?, steps),
            Holds::Nothing => None,
        }
    }

    fn of_job(&self, job: &str, output: &str, steps: usize) -> Option<Writer> {
        let job = entry(self.root.get("jobs")?.entries(), job)?;
        let output = entry(job.get("outputs")?.entries(), output)?;
        let own = job.get("steps").map(Node::items).unwrap_or_default();
        Scope { job: Some(job), steps: own, step: None, ..*self }.of_text(output, steps)
    }

    fn of_axis(&self, axis: &str, steps: usize) -> Option<Writer> {
        let matrix = self.job?.at(&["strategy", "matrix"])?;
        let included = matrix.get("include").map(Node::items).unwrap_or_default();
        let places = std::iter::once(matrix).chain(included);
        places.filter_map(|place| self.of_text(entry(place.entries(), axis)?, steps)).max()
    }

    /// Who writes into a line of a script: by expressions, and by variables of the environment.
    pub fn of_line(&self, line: &str, steps: usize) -> Option<Writer> {
        let pasted = expression::pasted(line).into_iter().filter_map(|one| self.of_expression(one.text, steps));
        let named = variables(line).filter_map(|name| self.of_text(self.variable(name)?, steps + 1));
        pasted.chain(named).max()
    }
}

/// The names of the variables that a line of a script uses: `$NAME`, `${NAME}`, `$env:NAME`.
fn variables(line: &str) -> impl Iterator<Item = &str> {
    line.split('$').skip(1).map(|part| {
        let part = part.strip_prefix('{').or_else(|| part.strip_prefix("env:")).unwrap_or(part);
        &part[..part.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(part.len())]
    })
}

fn entry<'a>(entries: &'a [(Key, Node)], name: &str) -> Option<&'a Node> {
    entries.iter().find(|(key, _)| key.text.eq_ignore_ascii_case(name)).map(|(_, node)| node)
}
