//! Ports and buckets that are open to everybody, and passwords in plain sight, in templates and Terraform.

use super::catalogue as rules;
use crate::document::Document;
use crate::expression::is_reference;
use crate::kind::Kind;
use crate::plan;
use crate::rule::Rule;
use crate::source::Found;
use crate::sources::change::exposure::is_world;
use crate::tree::{Node, Value};

/// Reviews the resources of a file.
pub fn review(document: &Document, found: &mut Found<'_>) {
    match document.kind {
        Kind::CloudFormation | Kind::Serverless => {
            for (id, node) in document.template_resources() {
                let kind = node.get("Type").and_then(Node::text).unwrap_or_default();
                if let Some(properties) = node.get("Properties") {
                    template(kind, properties, &mut |rule, line, about| found.own(rule, (line, line), Some(id), about));
                }
            }
        }
        Kind::Terraform => {
            for block in document.blocks.iter().filter(|block| block.word == "resource" && block.labels.len() == 2) {
                let id = block.labels.join(".");
                policies(&block.body, found);
                terraform(&block.labels[0], &block.body, &mut |rule, line, about| {
                    found.own(rule, (line, line), Some(&id), about);
                });
            }
        }
        Kind::TerraformPlan => {
            for change in document.trees.first().map(plan::changes).unwrap_or_default() {
                if let Some(after) = change.change.get("after") {
                    terraform(change.kind, after, &mut |rule, line, about| {
                        found.own(rule, (line, line), Some(change.address), about);
                    });
                }
            }
        }
        _ => {}
    }
}

/// Policies that are only known when it runs: no statement of theirs is judged.
fn policies(body: &Node, found: &mut Found<'_>) {
    for key in ["policy", "assume_role_policy", "access_policies", "policy_document"] {
        if let Some(Node { value: Value::Open(source), line, .. }) = body.get(key)
            && !is_reference(source)
            && !source.contains("data.aws_iam_policy_document.")
        {
            found.not_understood(*line, source);
        }
    }
}

type Say<'a> = dyn FnMut(&Rule, u32, &str) + 'a;

fn template(kind: &str, properties: &Node, say: &mut Say<'_>) {
    match kind {
        "AWS::EC2::SecurityGroup" => {
            for rule in properties.get("SecurityGroupIngress").map(Node::one_or_many).unwrap_or_default() {
                ingress(rule, ["CidrIp", "CidrIpv6", "FromPort", "ToPort"], &rules::CFN_OPEN_PORT, say);
            }
        }
        "AWS::EC2::SecurityGroupIngress" => {
            ingress(properties, ["CidrIp", "CidrIpv6", "FromPort", "ToPort"], &rules::CFN_OPEN_PORT, say);
        }
        "AWS::S3::Bucket" => {
            let acl = properties.get("AccessControl").and_then(Node::text).unwrap_or_default();
            if ["PublicRead", "PublicReadWrite", "AuthenticatedRead"].contains(&acl) {
                say(&rules::CFN_PUBLIC_BUCKET, properties.line_of("AccessControl"), acl);
            }
        }
        _ => {}
    }
    for (key, value) in properties.entries() {
        let named = ["MasterUserPassword", "AdminPassword", "Password", "AuthToken", "MasterPassword"]
            .contains(&key.text.as_str());
        if named && value.text().is_some_and(|text| !text.is_empty() && !text.contains("{{resolve:")) {
            say(&rules::CFN_PLAIN_PASSWORD, key.line, &key.text);
        }
    }
}

/// A rule of a security group: open to everybody, but for the two ports of the web.
fn ingress(rule: &Node, [v4, v6, from, to]: [&str; 4], finding: &Rule, say: &mut Say<'_>) {
    let number = |key: &str| rule.get(key).and_then(Node::number);
    let web = number(from).is_some_and(|port| port == 80.0 || port == 443.0) && number(from) == number(to);
    for key in [v4, v6] {
        for network in rule.get(key).map(Node::one_or_many).unwrap_or_default() {
            if network.text().is_some_and(is_world) && !web {
                let unknown = rule.get(from).is_some_and(Node::is_open);
                let port = match number(from) {
                    Some(port) => format!("from port {port}"),
                    None if unknown => "ports that are known when it runs".to_owned(),
                    None => "all ports".to_owned(),
                };
                say(finding, network.line, &port);
            }
        }
    }
}

fn terraform(kind: &str, body: &Node, say: &mut Say<'_>) {
    let keys = ["cidr_blocks", "ipv6_cidr_blocks", "from_port", "to_port"];
    match kind {
        "aws_security_group" | "aws_default_security_group" => {
            for rule in body.get("ingress").map(Node::one_or_many).unwrap_or_default() {
                ingress(rule, keys, &rules::TF_OPEN_PORT, say);
            }
        }
        "aws_security_group_rule" if body.get("type").and_then(Node::text) == Some("ingress") => {
            ingress(body, keys, &rules::TF_OPEN_PORT, say);
        }
        "aws_vpc_security_group_ingress_rule" => {
            ingress(body, ["cidr_ipv4", "cidr_ipv6", "from_port", "to_port"], &rules::TF_OPEN_PORT, say);
        }
        "aws_s3_bucket" | "aws_s3_bucket_acl" => {
            let acl = body.get("acl").and_then(Node::text).unwrap_or_default();
            if ["public-read", "public-read-write", "authenticated-read", "website"].contains(&acl) {
                say(&rules::TF_PUBLIC_BUCKET, body.line_of("acl"), acl);
            }
        }
        _ => {}
    }
}
