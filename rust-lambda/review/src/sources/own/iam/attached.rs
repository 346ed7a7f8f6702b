//! Policies of AWS that are attached by name, by a lookup or for each of a list.

use super::super::catalogue::IAM_ADMIN_POLICY;
use super::Say;
use crate::document::Document;
use crate::tree::Node;

/// `data "aws_iam_policy"` by its reference, with the name or the number that it is looked up by.
pub(super) fn policies(document: &Document) -> Vec<(String, String)> {
    let looked = document.blocks.iter().filter(|block| block.word == "data");
    let looked = looked.filter_map(|block| match &block.labels[..] {
        [kind, label] if kind == "aws_iam_policy" => {
            let name = block.body.get("name").or_else(|| block.body.get("arn"))?;
            Some((format!("data.aws_iam_policy.{label}."), name.text()?.to_owned()))
        }
        _ => None,
    });
    looked.collect()
}

/// Policies of AWS that are attached by name: some are those of an administrator.
pub(super) fn review(node: &Node, policies: &[(String, String)], say: &mut Say<'_>) {
    // A function of SAM names policies of AWS beside its own statements.
    let named = node.get("Handler").or_else(|| node.get("ImageUri")).and(node.get("Policies"));
    for item in named.map(Node::one_or_many).unwrap_or_default() {
        if let Some(name) = item.source().and_then(administrator) {
            say(&IAM_ADMIN_POLICY, item.line, name);
        }
    }
    for key in
        ["ManagedPolicyArns", "managed_policy_arns", "policy_arn", "policy_arns", "PolicyArn", "managed_policy_arn"]
    {
        for item in node.get(key).map(Node::one_or_many).unwrap_or_default() {
            let source = item.source().unwrap_or_default();
            let looked = policies.iter().find(|(reference, _)| source.contains(reference.as_str()));
            let mut told = administrator(looked.map_or(source, |(_, name)| name));
            if source.contains("each.") {
                told = node.get("for_each").and_then(any_administrator);
            }
            if let Some(name) = told {
                say(&IAM_ADMIN_POLICY, item.line, name);
            }
        }
    }
}

/// The policy of an administrator that a name or an ARN ends with.
fn administrator(source: &str) -> Option<&'static str> {
    let name = source.trim_matches('"').rsplit('/').next().unwrap_or_default();
    ["AdministratorAccess", "IAMFullAccess", "PowerUserAccess"].into_iter().find(|one| *one == name)
}

/// The same among what a resource is made for each of.
fn any_administrator(each: &Node) -> Option<&'static str> {
    let mut told = None;
    each.walk(&mut |node| {
        let mut words = node.source().unwrap_or_default().split(['"', ',', ' ', '[', ']', '(', ')']);
        told = told.or_else(|| words.find_map(administrator));
        told = told.or_else(|| node.entries().iter().find_map(|(key, _)| administrator(&key.text)));
    });
    told
}
