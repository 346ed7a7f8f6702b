//! Web identities: whom of a provider that many share a trust lets in. Whoever has an account there gets a token of
//! the same issuer; only a claim tells one from another.

use super::super::catalogue::{IAM_WEB_IDENTITY, IAM_WEB_IDENTITY_OWNER};
use super::conditions::{self, Test};
use super::{Allowed, Say};
use crate::tree::Node;
use crate::types::matches;

/// A provider that many share.
pub(super) struct Provider {
    /// Its address, and words by which a reference to it is known.
    names: &'static [&'static str],
    /// Claims that tell whose a token is.
    claims: &'static [&'static str],
    /// The claim of which a part may be open, and what stands before the owner in it.
    path: (&'static str, &'static str),
}

const PROVIDERS: [Provider; 7] = [
    Provider {
        names: &["token.actions.githubusercontent.com", "github"],
        claims: &[
            "repository",
            "repository_id",
            "repository_owner",
            "repository_owner_id",
            "job_workflow_ref",
            "workflow_ref",
            "enterprise",
            "enterprise_id",
        ],
        path: ("sub", "repo:"),
    },
    Provider {
        names: &["gitlab.com", "gitlab"],
        claims: &["namespace_id", "namespace_path", "project_id", "project_path", "user_login", "user_id"],
        path: ("sub", "project_path:"),
    },
    Provider {
        names: &["app.terraform.io", "terraform_cloud", "tfc", "terraformcloud"],
        claims: &["terraform_organization_id", "terraform_workspace_id", "terraform_project_id"],
        path: ("sub", "organization:"),
    },
    Provider { names: &["agent.buildkite.com", "buildkite"], claims: &[], path: ("sub", "organization:") },
    Provider {
        names: &["oidc.circleci.com", "circleci"],
        claims: &["oidc.circleci.com/project-id"],
        path: ("sub", "org/"),
    },
    // The audience is the application, or the account of a service.
    Provider { names: &["accounts.google.com"], claims: &["aud", "email"], path: ("sub", "") },
    Provider { names: &["cognito-identity.amazonaws.com"], claims: &["aud"], path: ("sub", "") },
];

/// Each organisation has an address of its own there.
const OF_ONE_OWNER: &str = "oidc.circleci.com";

/// Whom a claim lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Width {
    /// One project, or what nobody can tell.
    Narrow,
    /// All that one owner has.
    Owner,
    /// Everybody.
    World,
}

/// What a statement says of web identities. `hosts`: the addresses of providers that the file names anywhere.
pub(super) fn review(one: &Allowed<'_>, hosts: &str, say: &mut Say<'_>) {
    let takes = one.actions.iter().any(|(action, _)| matches(action, "sts:assumerolewithwebidentity"));
    let Some(trusted) = trusted(one.node, hosts).filter(|_| takes) else { return };
    let width = width(one.node, trusted.provider).min(if trusted.owned { Width::Owner } else { Width::World });
    match width {
        Width::World => say(&IAM_WEB_IDENTITY, trusted.line, trusted.provider.names[0]),
        Width::Owner => say(&IAM_WEB_IDENTITY_OWNER, trusted.line, trusted.provider.names[0]),
        Width::Narrow => {}
    }
}

/// Whom a statement trusts.
struct Trusted {
    provider: &'static Provider,
    /// Whether the address is that of one owner.
    owned: bool,
    line: u32,
}

fn trusted(statement: &Node, hosts: &str) -> Option<Trusted> {
    let principal = statement.get("Principal").or_else(|| statement.get("principals"))?;
    let federated = principal.one_or_many().iter().filter_map(|block| match block.get("type").and_then(Node::text) {
        Some("Federated") => block.get("identifiers"),
        Some(_) => None,
        None => block.get("Federated"),
    });
    federated.flat_map(Node::one_or_many).find_map(|node| {
        let name = words(node);
        let (provider, owned) = addressed(&name).or_else(|| {
            // A reference tells by its name, by the keys beside it, or by the provider that the file has.
            let known = || named(&name).or_else(|| named(&keys(statement))).or_else(|| named(hosts));
            (node.is_open() || name.contains("${"))
                .then(known)
                .flatten()
                .map(|provider| (provider, provider.names[0] == OF_ONE_OWNER))
        })?;
        Some(Trusted { provider, owned, line: node.line })
    })
}

/// The addresses of providers that a text holds.
pub(super) fn hosts(text: &str) -> String {
    let names = PROVIDERS.iter().map(|provider| provider.names[0]).filter(|name| text.contains(name));
    names.collect::<Vec<_>>().join(" ")
}

/// The provider whose address a name ends with, and whether a part of one owner follows it.
pub(super) fn addressed(name: &str) -> Option<(&'static Provider, bool)> {
    let mut parts = name.trim().trim_matches('"').split('/');
    let provider = parts.find_map(|part| PROVIDERS.iter().find(|provider| provider.names[0] == part))?;
    Some((provider, parts.next().is_some()))
}

fn named(text: &str) -> Option<&'static Provider> {
    PROVIDERS.iter().find(|provider| provider.names.iter().any(|name| text.contains(name)))
}

fn condition(statement: &Node) -> Option<&Node> {
    statement.get("Condition").or_else(|| statement.get("condition"))
}

/// The keys that a condition asks of.
fn keys(statement: &Node) -> String {
    let tests = condition(statement).and_then(conditions::tests).unwrap_or_default();
    tests.iter().map(|test| format!("{} ", test.key)).collect()
}

/// The texts of a node, those below a function of CloudFormation too.
fn words(node: &Node) -> String {
    let mut all = String::new();
    node.walk(&mut |node| {
        all.push_str(node.source().unwrap_or_default());
        all.push(' ');
    });
    all.trim().trim_matches('"').to_ascii_lowercase()
}

/// All tests of a condition must hold, so that the narrowest counts. What only a run tells may be narrow.
fn width(statement: &Node, provider: &Provider) -> Width {
    let Some(condition) = condition(statement) else {
        return if statement.get("dynamic").is_some() { Width::Narrow } else { Width::World };
    };
    let Some(tests) = conditions::tests(condition) else { return Width::Narrow };
    tests.iter().map(|test| of_test(test, provider)).min().unwrap_or(Width::World)
}

fn of_test(Test { operator, key, values }: &Test<'_>, provider: &Provider) -> Width {
    let Some((_, claim)) = key.rsplit_once(':') else { return Width::Narrow };
    let start = match provider.path {
        (name, start) if name == claim => start,
        _ if provider.claims.contains(&claim) => "",
        _ => return Width::World,
    };
    if operator.contains("not") || !operator.contains("string") {
        return Width::World;
    }
    // Any of the values is enough.
    let exact = !operator.contains("like");
    values
        .iter()
        .map(|value| if exact { Width::Narrow } else { of_pattern(&words(value), start) })
        .max()
        .unwrap_or(Width::World)
}

/// `repo:acme/shop:*` is one project, `repo:acme/*` all of an owner, `repo:ac*` everybody who takes such a name.
pub(super) fn of_pattern(value: &str, start: &str) -> Width {
    let Some(open) = value.find(['*', '?']) else { return Width::Narrow };
    let fixed = &value[..open];
    if start.is_empty() {
        return if fixed.is_empty() { Width::World } else { Width::Owner };
    }
    // Claims may be put in another order; what stands behind the first colon is the owner then.
    let path = fixed.strip_prefix(start).or_else(|| fixed.split_once(':').map(|(_, path)| path)).unwrap_or_default();
    let parts = path.split(['/', ':']).filter(|part| !matches!(*part, "project" | "pipeline")).count();
    match parts {
        0 | 1 => Width::World,
        // A variable may hold the owner and the project.
        2 if !(path.contains("${") && path.ends_with(':')) => Width::Owner,
        _ => Width::Narrow,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_as_wide_as_what_stands_before_its_first_star() {
        for (value, start, expected) in [
            ("repo:acme/shop:*", "repo:", Width::Narrow),
            ("repo:acme/shop:ref:refs/heads/main", "repo:", Width::Narrow),
            ("repo:acme/*", "repo:", Width::Owner),
            ("repo:acme/shop*", "repo:", Width::Owner),
            ("repo:acme*", "repo:", Width::World),
            ("repo:*", "repo:", Width::World),
            ("repo:*/shop:*", "repo:", Width::World),
            ("*", "repo:", Width::World),
            ("*:ref:refs/heads/main", "repo:", Width::World),
            ("repository_owner:acme:*", "repo:", Width::Owner),
            ("repo:${var.org}/*", "repo:", Width::Owner),
            ("repo:${var.org}/${var.repo}:*", "repo:", Width::Narrow),
            ("repo:${each.value}:*", "repo:", Width::Narrow),
            ("project_path:acme/shop:ref_type:branch:ref:*", "project_path:", Width::Narrow),
            ("project_path:acme/*", "project_path:", Width::Owner),
            ("organization:acme:project:*:workspace:*", "organization:", Width::Owner),
            ("organization:acme:project:shop:workspace:*", "organization:", Width::Narrow),
            ("organization:*", "organization:", Width::World),
            ("org/1/project/2/user/*", "org/", Width::Narrow),
            ("org/1/project/*", "org/", Width::Owner),
            ("acme/*", "", Width::Owner),
            ("*", "", Width::World),
        ] {
            assert_eq!(of_pattern(value, start), expected, "{value}");
        }
    }
}
