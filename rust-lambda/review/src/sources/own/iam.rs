//! Statements of IAM policies, wherever they stand: alone, in templates, in Terraform, as JSON inside of a text.

use super::catalogue as rules;
use crate::document::Document;
use crate::kind::Kind;
use crate::plan;
use crate::rule::Rule;
use crate::source::Found;
use crate::tree::{Node, Value, json};

/// Actions by which a holder can make itself an administrator, if they are allowed on everything.
const ESCALATING: [&str; 13] = [
    "iam:passrole",
    "iam:createpolicyversion",
    "iam:setdefaultpolicyversion",
    "iam:attachrolepolicy",
    "iam:attachuserpolicy",
    "iam:attachgrouppolicy",
    "iam:putrolepolicy",
    "iam:putuserpolicy",
    "iam:putgrouppolicy",
    "iam:updateassumerolepolicy",
    "iam:createaccesskey",
    "iam:createloginprofile",
    "sts:assumerole",
];

/// Reviews all statements of a file.
pub fn review(document: &Document, found: &mut Found<'_>) {
    match document.kind {
        Kind::CloudFormation => {
            for (id, node) in document.template_resources() {
                let kind = node.get("Type").and_then(Node::text).unwrap_or_default();
                under(node, Some(id), kind, None, found);
            }
        }
        Kind::Terraform => {
            for block in &document.blocks {
                let id = block.labels.join(".");
                let kind = block.labels.first().map(String::as_str).unwrap_or_default();
                under(&block.body, Some(&id), kind, None, found);
            }
        }
        Kind::TerraformPlan => {
            for change in document.trees.first().map(plan::changes).unwrap_or_default() {
                if let Some(after) = change.change.get("after") {
                    under(after, Some(change.address), change.kind, None, found);
                }
            }
        }
        _ => document.trees.iter().for_each(|tree| under(tree, None, "", None, found)),
    }
}

/// All statements below a node. Those inside of a text stand on its line.
fn under(node: &Node, resource: Option<&str>, kind: &str, line: Option<u32>, found: &mut Found<'_>) {
    let mut inside = Vec::new();
    node.walk(&mut |node| {
        if let Value::Text(text) = &node.value
            && line.is_none()
            && text.trim_start().starts_with('{')
            && text.contains("\"Statement\"")
            && let Ok(policy) = json::read(text)
        {
            inside.push((policy, node.line));
        }
        let key = kind.to_ascii_lowercase();
        // In the policy of a key "everything" is the key itself.
        if !key.contains("kms") {
            statement(node, &key, &mut |rule, at, about| {
                let at = line.unwrap_or(at);
                found.own(rule, (at, at), resource, about);
            });
        }
    });
    for (policy, line) in inside {
        under(&policy, resource, kind, Some(line), found);
    }
}

fn statement(node: &Node, kind: &str, say: &mut dyn FnMut(&Rule, u32, &str)) {
    let either = |one: &str, other: &str| node.get(one).or_else(|| node.get(other));
    let document = kind == "aws_iam_policy_document";
    let effect = either("Effect", "effect").and_then(Node::text);
    let block = document && (node.get("actions").is_some() || node.get("not_actions").is_some());
    if effect != Some("Allow") && !(block && effect.is_none()) {
        return;
    }
    let texts = |list: Option<&Node>| -> Vec<(String, u32)> {
        let items = list.map(Node::one_or_many).unwrap_or_default().iter();
        items.filter_map(|item| Some((item.text()?.to_ascii_lowercase(), item.line))).collect()
    };
    let actions = texts(either("Action", "actions"));
    let everything = texts(either("Resource", "resources")).iter().any(|(text, _)| text == "*");
    let condition = either("Condition", "condition").is_some();
    let all = actions.iter().find(|(text, _)| text == "*" || text == "*:*");
    if let Some((_, line)) = all.filter(|_| everything) {
        say(&rules::IAM_ALLOWS_ALL, *line, "");
    }
    if everything && all.is_none() && !condition {
        for (action, line) in &actions {
            if action.ends_with(":*") {
                say(&rules::IAM_SERVICE_WILDCARD, *line, action);
            } else if ESCALATING.contains(&action.as_str()) {
                say(&rules::IAM_ESCALATION, *line, action);
            }
        }
    }
    if let Some(line) =
        ["NotAction", "not_actions"].iter().find(|key| node.get(key).is_some()).map(|key| node.line_of(key))
    {
        say(&rules::IAM_NOT_ACTION, line, "");
    }
    if !condition && let Some(line) = anybody(node) {
        say(
            &rules::IAM_ANY_PRINCIPAL,
            line,
            &actions.iter().map(|(text, _)| text.as_str()).take(3).collect::<Vec<_>>().join(", "),
        );
    }
}

/// The line on which a statement trusts everybody.
fn anybody(node: &Node) -> Option<u32> {
    let principal = node.get("Principal").or_else(|| node.get("principals"))?;
    let star = |node: &Node| node.one_or_many().iter().find(|item| item.text() == Some("*")).map(|item| item.line);
    star(principal)
        .or_else(|| principal.get("AWS").and_then(star))
        .or_else(|| principal.items().iter().find_map(|item| item.get("identifiers").and_then(star)))
}
