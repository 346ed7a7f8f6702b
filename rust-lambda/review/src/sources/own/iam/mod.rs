//! Statements of IAM policies, wherever they stand: alone, in templates, in Terraform, as JSON inside of a text.

mod attached;
mod conditions;
mod escalation;
mod identities;
pub mod pools;

use super::catalogue as rules;
use crate::document::Document;
use crate::kind::Kind;
use crate::plan;
use crate::rule::Rule;
use crate::source::Found;
use crate::tree::{Node, Value, json};
use crate::types::matches;

/// Reviews all statements of a file.
pub fn review(document: &Document, found: &mut Found<'_>) {
    let (hosts, policies) = (identities::hosts(&document.text), attached::policies(document));
    let under = |node: &Node, resource: Option<&str>, kind: &str, found: &mut Found<'_>| {
        let kind = kind.to_ascii_lowercase();
        under(node, &Place { resource, kind: &kind, hosts: &hosts, policies: &policies, line: None }, found);
    };
    match document.kind {
        Kind::CloudFormation => {
            for (id, node) in document.template_resources() {
                let kind = node.get("Type").and_then(Node::text).unwrap_or_default();
                under(node, Some(id), kind, found);
            }
        }
        Kind::Terraform => {
            for block in &document.blocks {
                let id = block.labels.join(".");
                let kind = block.labels.first().map(String::as_str).unwrap_or_default();
                under(&block.body, Some(&id), kind, found);
            }
        }
        Kind::TerraformPlan => {
            for change in document.trees.first().map(plan::changes).unwrap_or_default() {
                if let Some(after) = change.change.get("after") {
                    under(after, Some(change.address), change.kind, found);
                }
            }
        }
        _ => document.trees.iter().for_each(|tree| under(tree, None, "", found)),
    }
}

/// Where statements stand.
struct Place<'a> {
    resource: Option<&'a str>,
    /// The type of the resource, in small letters.
    kind: &'a str,
    /// The addresses of providers of identities that the file names.
    hosts: &'a str,
    /// References to policies of AWS that the file looks up, each with the name of the policy.
    policies: &'a [(String, String)],
    /// The line of the text inside of which they stand.
    line: Option<u32>,
}

/// All statements below a node. Those inside of a text stand on its line.
fn under(node: &Node, place: &Place<'_>, found: &mut Found<'_>) {
    let mut inside = Vec::new();
    let Place { resource, kind, hosts, policies, line } = *place;
    node.walk(&mut |node| {
        if let Value::Text(text) | Value::Open(text) = &node.value
            && line.is_none()
            && text.trim_start().starts_with('{')
            && text.contains("\"Statement\"")
            && let Ok(policy) = json::read(text)
        {
            inside.push((policy, node.line));
        }
        let mut say = |rule: &Rule, at: u32, about: &str| {
            let at = line.unwrap_or(at);
            found.own(rule, (at, at), resource, about);
        };
        attached::review(node, policies, &mut say);
        // In the policy of a key "everything" is the key itself.
        if !kind.contains("kms") {
            statement(node, kind, hosts, &mut say);
            if let Some(list) = node.get("Statement").or_else(|| node.get("statement")) {
                set(list.one_or_many(), kind, &mut say);
            }
        }
    });
    for (policy, line) in inside {
        under(&policy, &Place { line: Some(line), ..*place }, found);
    }
}

type Say<'a> = dyn FnMut(&Rule, u32, &str) + 'a;

/// What a statement allows.
struct Allowed<'a> {
    node: &'a Node,
    actions: Vec<(String, u32)>,
    /// Whether on everything, or on every role.
    everything: bool,
    /// Whether under a condition that keeps somebody out.
    condition: bool,
}

fn allowed<'a>(node: &'a Node, kind: &str) -> Option<Allowed<'a>> {
    let either = |one: &str, other: &str| node.get(one).or_else(|| node.get(other));
    let effect = either("Effect", "effect").and_then(Node::source);
    let document = kind == "aws_iam_policy_document";
    let block = document && (node.get("actions").is_some() || node.get("not_actions").is_some());
    if effect != Some("Allow") && !(block && effect.is_none()) {
        return None;
    }
    let texts = |list: Option<&Node>| -> Vec<(String, u32)> {
        let items = list.map(Node::one_or_many).unwrap_or_default().iter();
        items.filter_map(|item| Some((item.source()?.trim_matches('"').to_ascii_lowercase(), item.line))).collect()
    };
    let resources = texts(either("Resource", "resources"));
    let not = either("NotResource", "not_resources").is_some();
    Some(Allowed {
        node,
        actions: texts(either("Action", "actions")),
        everything: not || resources.iter().any(|(text, _)| is_everything(text)),
        condition: either("Condition", "condition").is_some_and(conditions::limits),
    })
}

/// `*`, and names whose last part is open: every role, every function.
fn is_everything(resource: &str) -> bool {
    let open = |text: &str| !text.is_empty() && text.chars().all(|c| c == '*' || c == '/' || c == ':');
    let Some(rest) = resource.strip_prefix("arn:") else { return open(resource) };
    let mut parts = rest.splitn(5, ':');
    let (service, last) = (parts.nth(1), parts.nth(2));
    match (service, last) {
        // `arn:aws:s3:::*` and `arn:*`: a shorter name ends in its star.
        (_, None) => rest.ends_with('*'),
        (Some("s3"), Some(last)) => open(last),
        (_, Some(last)) => open(last.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-')),
    }
}

fn statement(node: &Node, kind: &str, hosts: &str, say: &mut Say<'_>) {
    let Some(one) = allowed(node, kind) else { return };
    identities::review(&one, hosts, say);
    let Allowed { actions, everything, condition, .. } = one;
    let line_of = |keys: [&str; 2]| keys.iter().find(|key| node.get(key).is_some()).map(|key| node.line_of(key));
    let is_all = |text: &str| matches(text, "a:b") && text.chars().all(|c| c == '*' || c == ':');
    let all = actions.iter().find(|(text, _)| is_all(text));
    if let Some((_, line)) = all.filter(|_| everything) {
        say(&rules::IAM_ALLOWS_ALL, *line, "");
    }
    if everything && all.is_none() && !condition {
        for (action, line) in &actions {
            if let Some(escalates) = escalation::alone(action) {
                let about = if action == escalates { action.clone() } else { format!("{action} allows {escalates}") };
                say(&rules::IAM_ESCALATION, *line, &about);
            }
            if action.ends_with(":*") {
                say(&rules::IAM_SERVICE_WILDCARD, *line, action);
            }
        }
    }
    if let Some(line) = line_of(["NotAction", "not_actions"]) {
        say(&rules::IAM_NOT_ACTION, line, "");
    }
    if let Some(line) = line_of(["NotResource", "not_resources"]) {
        say(&rules::IAM_NOT_RESOURCE, line, "");
    }
    if let Some(line) = line_of(["NotPrincipal", "not_principals"]) {
        say(&rules::IAM_NOT_PRINCIPAL, line, "");
    }
    if !condition && let Some(line) = anybody(node) {
        say(
            &rules::IAM_ANY_PRINCIPAL,
            line,
            &actions.iter().map(|(text, _)| text.as_str()).take(3).collect::<Vec<_>>().join(", "),
        );
    }
}

/// What several statements of one policy allow together.
fn set(statements: &[Node], kind: &str, say: &mut Say<'_>) {
    let open: Vec<Allowed<'_>> =
        statements.iter().filter_map(|node| allowed(node, kind)).filter(|one| !one.condition).collect();
    let all = |text: &str| text.chars().all(|c| c == '*' || c == ':');
    // A role that is passed on must be any role; what it is passed to may be named.
    let passes = |action: &str| matches(action, "iam:passrole");
    let actions = open.iter().flat_map(|one| one.actions.iter().filter(|(text, _)| one.everything || !passes(text)));
    let actions: Vec<&(String, u32)> = actions.filter(|(text, _)| !all(text)).collect();
    let patterns: Vec<&str> = actions.iter().map(|(text, _)| text.as_str()).collect();
    if let Some(about) = escalation::together(&patterns) {
        let line = actions.iter().find(|(text, _)| passes(text)).map_or(1, |(_, line)| *line);
        let line = if line == 1 { open.first().map_or(1, |one| one.node.line) } else { line };
        say(&rules::IAM_ESCALATION_SET, line, &about);
    }
}

/// The line on which a statement trusts everybody.
fn anybody(node: &Node) -> Option<u32> {
    let principal = node.get("Principal").or_else(|| node.get("principals"))?;
    let open = |text: &str| text == "*" || text == "arn:aws:iam::*:root";
    let star = |node: &Node| {
        let mut items = node.one_or_many().iter();
        items.find(|item| item.source().is_some_and(open)).map(|item| item.line)
    };
    star(principal)
        .or_else(|| principal.entries().iter().find_map(|(_, node)| star(node)))
        .or_else(|| principal.items().iter().find_map(|item| item.get("identifiers").and_then(star)))
}
