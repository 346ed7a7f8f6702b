//! Identities of other clouds and of builds: pools of Google that take tokens of a provider which many share, and
//! credentials of Azure for whoever asks to change a repository.

use super::super::catalogue::{
    AZURE_IDENTITY_OPEN, AZURE_IDENTITY_OWNER, AZURE_IDENTITY_PULL_REQUEST, GOOGLE_IDENTITY_CONDITION,
    GOOGLE_IDENTITY_OPEN, GOOGLE_IDENTITY_POOL,
};
use super::identities::{Width, addressed, of_pattern};
use crate::document::Document;
use crate::source::Found;
use crate::tree::Node;
use crate::tree::hcl::TopBlock;

/// Types that are judged here.
pub const TYPES: [&str; 4] = [
    "google_iam_workload_identity_pool_provider",
    "azurerm_federated_identity_credential",
    "azuread_application_federated_identity_credential",
    "azuread_application_flexible_federated_identity_credential",
];

/// Claims that say nothing of whose a token is.
const OF_NOBODY: [&str; 15] = [
    "aud",
    "base_ref",
    "branch",
    "deployment_tier",
    "environment",
    "event_name",
    "head_ref",
    "iss",
    "pipeline_source",
    "ref",
    "ref_path",
    "ref_protected",
    "ref_type",
    "runner_environment",
    "workflow",
];

/// How an identity begins that stands for many of a pool.
const MANY: &str = "principalSet://";

/// Looks at the pools and credentials of a file.
pub fn review(document: &Document, found: &mut Found<'_>) {
    let named = |kind: &'static str| {
        let resources = document.blocks.iter().filter(|block| block.word == "resource");
        resources.filter(move |block| block.labels.first().is_some_and(|label| label == kind))
    };
    let bound: Vec<(u32, String)> = bound(document);
    let is_whole = |member: &str| member.ends_with("/*");
    let pools: Vec<&TopBlock> = named(TYPES[0]).collect();
    for block in pools.iter().filter(|block| is_shared(&block.body)) {
        let condition = block.body.get("attribute_condition");
        if condition.is_some_and(|node| node.text().is_none_or(narrows)) {
            continue;
        }
        let kept = !bound.is_empty() && bound.iter().all(|(_, member)| !is_whole(member) && is_of_owner(member));
        let rule = if kept { &GOOGLE_IDENTITY_CONDITION } else { &GOOGLE_IDENTITY_OPEN };
        let (line, end) = condition.map_or((block.body.line, block.body.line), |node| (node.line, node.end));
        found.own(rule, (line, end), Some(&block.labels.join(".")), "");
    }
    for (line, _) in bound.iter().filter(|(_, member)| pools.is_empty() && is_whole(member)) {
        found.own(&GOOGLE_IDENTITY_POOL, (*line, *line), None, "");
    }
    for block in TYPES[1..].iter().flat_map(|kind| named(kind)) {
        azure(block, found);
    }
}

fn azure(block: &TopBlock, found: &mut Found<'_>) {
    let id = block.labels.join(".");
    if let Some(subject) =
        block.body.get("subject").filter(|node| node.source().is_some_and(|text| text.ends_with(":pull_request")))
    {
        found.own(&AZURE_IDENTITY_PULL_REQUEST, (subject.line, subject.line), Some(&id), "");
    }
    let Some(expression) = block.body.get("claims_matching_expression") else { return };
    let Some(pattern) = expression.text().and_then(|text| text.split("matches").nth(1)?.split('\'').nth(1)) else {
        return;
    };
    let rule = match of_pattern(&pattern.to_ascii_lowercase(), "repo:") {
        Width::World => &AZURE_IDENTITY_OPEN,
        Width::Owner => &AZURE_IDENTITY_OWNER,
        Width::Narrow => return,
    };
    found.own(rule, (expression.line, expression.end), Some(&id), pattern);
}

/// Whether a pool takes tokens of a provider that many share.
fn is_shared(body: &Node) -> bool {
    let blocks = body.get("oidc").map(Node::one_or_many).unwrap_or_default();
    let issuers = blocks.iter().filter_map(|block| block.get("issuer_uri")?.text());
    issuers.filter_map(|issuer| addressed(&issuer.to_ascii_lowercase())).any(|(_, owned)| !owned)
}

/// Who of pools is let in anywhere in a file.
fn bound(document: &Document) -> Vec<(u32, String)> {
    let mut all = Vec::new();
    for block in document.blocks.iter().filter(|block| block.word == "resource" || block.word == "locals") {
        block.body.walk(&mut |node| {
            let source = node.source().unwrap_or_default().trim_matches('"');
            if source.contains(MANY) {
                all.push((node.line, source.to_owned()));
            }
        });
    }
    all
}

/// Whether an identity is known by a claim that tells whose it is: `…/attribute.repository/acme/shop`.
fn is_of_owner(member: &str) -> bool {
    let claim = member.split("/attribute.").nth(1).and_then(|rest| rest.split('/').next());
    claim.is_none_or(|claim| !OF_NOBODY.contains(&claim))
}

/// Whether a condition in CEL tells one owner from others: each of its choices must. What is not understood may.
fn narrows(condition: &str) -> bool {
    let condition = unwrapped(condition);
    let choices = parts(condition, "||");
    if choices.len() > 1 {
        return choices.into_iter().all(narrows);
    }
    let tests = parts(condition, "&&");
    if tests.len() > 1 {
        return tests.into_iter().any(narrows);
    }
    let anything = ["startsWith('')", "startsWith(\"\")", "'.*'", "\".*\"", "contains('')", "contains('/')"];
    let is_open = condition.is_empty()
        || condition == "true"
        || condition.starts_with('!')
        || condition.contains("!=")
        || anything.iter().any(|open| condition.contains(open));
    let mut claims = claims(condition).peekable();
    !is_open && (claims.peek().is_none() || claims.any(|claim| !OF_NOBODY.contains(&claim)))
}

/// Without the brackets around all of it.
fn unwrapped(condition: &str) -> &str {
    let condition = condition.trim();
    let inner = condition.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    match inner.filter(|inner| depths(inner).all(|(_, depth)| depth >= 0)) {
        Some(inner) => unwrapped(inner),
        None => condition,
    }
}

/// Where each sign stands that is in no text, and how deep in brackets.
fn depths(condition: &str) -> impl Iterator<Item = (usize, i32)> {
    let (mut depth, mut quote) = (0, None);
    condition.char_indices().filter_map(move |(at, sign)| {
        match (quote, sign) {
            (Some(open), _) => {
                quote = (sign != open).then_some(open);
                return None;
            }
            (None, '\'' | '"') => quote = Some(sign),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth -= 1,
            _ => {}
        }
        Some((at, depth))
    })
}

/// The parts of a condition between signs that stand in no brackets.
fn parts<'a>(condition: &'a str, sign: &str) -> Vec<&'a str> {
    let (mut all, mut from) = (Vec::new(), 0);
    for (at, depth) in depths(condition) {
        if depth == 0 && at >= from && condition[at..].starts_with(sign) {
            all.push(&condition[from..at]);
            from = at + sign.len();
        }
    }
    all.push(&condition[from..]);
    all
}

/// The claims that a condition asks of: `assertion.repository`, `assertion['sub']`, `attribute.owner`.
fn claims(condition: &str) -> impl Iterator<Item = &str> {
    let behind = ["assertion", "attribute", "google"].into_iter().flat_map(|word| condition.split(word).skip(1));
    behind.filter_map(|rest| {
        let rest = rest.strip_prefix('.').or_else(|| rest.strip_prefix("['")).or_else(|| rest.strip_prefix("[\""))?;
        rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
    })
}

#[cfg(test)]
mod tests {
    use super::narrows;

    #[test]
    fn a_condition_narrows_only_where_each_choice_names_an_owner() {
        for (condition, expected) in [
            ("assertion.repository == 'acme/shop'", true),
            ("assertion.repository_owner == 'acme'", true),
            ("assertion.repository_owner_id=='4711' && assertion.ref == 'refs/heads/main'", true),
            ("assertion['sub'].startsWith('repo:acme/shop:')", true),
            ("attribute.repository in ['acme/a', 'acme/b']", true),
            ("(assertion.repository == 'acme/a' || assertion.repository == 'acme/b') && assertion.ref == 'x'", true),
            ("assertion.repository.matches('^acme/.*$')", true),
            ("google.subject == 'repo:acme/shop:ref:refs/heads/main'", true),
            ("assertion.namespace_path == 'acme'", true),
            ("assertion.repository == '||'", true),
            ("true", false),
            ("", false),
            ("assertion.ref == 'refs/heads/main'", false),
            ("assertion.environment == 'prod' && assertion.ref_type == 'branch'", false),
            ("assertion.repository != ''", false),
            ("assertion.repository != 'evil/shop'", false),
            ("!(assertion.repository == 'evil/shop')", false),
            ("assertion.repository == 'acme/shop' || assertion.ref == 'refs/heads/main'", false),
            ("assertion.repository == 'acme/shop' || true", false),
            ("assertion.repository.startsWith('')", false),
            ("(assertion.ref == 'a') || (assertion.ref == 'b')", false),
            ("assertion.aud == 'x'", false),
        ] {
            assert_eq!(narrows(condition), expected, "{condition}");
        }
    }
}
