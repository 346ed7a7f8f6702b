//! Grants of a policy that name everything, in every place where a policy may stand.

use super::catalogue::WIDENS_PERMISSION;
use crate::source::Found;
use crate::tree::{Node, Value, json};

/// One grant that is wide open.
pub struct Grant {
    /// What is granted, in words: `action *`.
    pub what: String,
    /// Its line.
    pub line: u32,
}

/// Adds grants that were not there before.
pub fn compare(before: &Node, after: &Node, resource: &str, found: &mut Found<'_>) {
    let old = wide(before);
    for grant in wide(after) {
        if !old.iter().any(|known| known.what == grant.what) {
            found.own(&WIDENS_PERMISSION, (grant.line, grant.line), Some(resource), &grant.what);
        }
    }
}

/// All wide grants below a node: statements of IAM, also inside JSON texts, and rules of Kubernetes' roles.
pub fn wide(node: &Node) -> Vec<Grant> {
    let mut grants = Vec::new();
    node.walk(&mut |node| {
        if let Value::Text(text) = &node.value
            && text.trim_start().starts_with('{')
            && text.contains("Statement")
            && let Ok(policy) = json::read(text)
        {
            grants.extend(wide(&policy).into_iter().map(|grant| Grant { line: node.line, ..grant }));
        }
        statement(node, &mut grants);
        role(node, &mut grants);
    });
    grants
}

fn statement(node: &Node, grants: &mut Vec<Grant>) {
    let either = |one: &str, other: &str| node.get(one).or_else(|| node.get(other));
    let Some(actions) = either("Action", "actions") else { return };
    let denies = either("Effect", "effect").and_then(Node::text).is_some_and(|effect| effect != "Allow");
    // A block of Terraform allows where it does not say; a map of anything else that has actions is no statement.
    if denies || (node.get("Effect").is_none() && node.get("resources").is_none() && node.get("principals").is_none()) {
        return;
    }
    for action in actions.one_or_many() {
        if let Some(text) = action.text().and_then(every) {
            grants.push(Grant { what: format!("action {text}"), line: action.line });
        }
    }
    for resource in either("Resource", "resources").map(Node::one_or_many).unwrap_or_default() {
        if resource.text().is_some_and(is_any) {
            grants.push(Grant { what: "resource *".to_owned(), line: resource.line });
        }
    }
    let principal = either("Principal", "principals");
    let named = principal.into_iter().flat_map(|node| {
        let inner = node.get("AWS").or_else(|| node.get("identifiers")).unwrap_or(node);
        inner
            .one_or_many()
            .iter()
            .flat_map(|item| item.get("identifiers").map_or(std::slice::from_ref(item), Node::one_or_many))
    });
    if node.get("Condition").is_none() && node.get("condition").is_none() {
        for principal in named.filter(|principal| principal.text() == Some("*")) {
            grants.push(Grant { what: "principal *".to_owned(), line: principal.line });
        }
    }
}

/// An action that stands for all of a service, or for all, in its usual spelling: `s3:?*` is `s3:*`.
fn every(action: &str) -> Option<String> {
    match action.split_once(':') {
        None => is_any(action).then(|| "*".to_owned()),
        Some((service, verb)) if is_any(verb) => {
            Some(if is_any(service) { "*".to_owned() } else { format!("{service}:*") })
        }
        Some(_) => None,
    }
}

/// Whether a text is made of signs that stand for anything.
fn is_any(text: &str) -> bool {
    text.contains('*') && text.chars().all(|c| c == '*' || c == '?')
}

fn role(node: &Node, grants: &mut Vec<Grant>) {
    let (Some(verbs), Some(_)) = (node.get("verbs"), node.get("resources").or_else(|| node.get("nonResourceURLs")))
    else {
        return;
    };
    for key in ["verbs", "resources", "apiGroups"] {
        let list = if key == "verbs" { Some(verbs) } else { node.get(key) };
        for item in list.map(Node::one_or_many).unwrap_or_default().iter().filter(|item| item.text() == Some("*")) {
            grants.push(Grant { what: format!("{key} *"), line: item.line });
        }
    }
}
