//! Whether the condition of a statement keeps anybody out. `aws:SecureTransport` lets everybody in who speaks TLS, and
//! what is asked only of those who bring a key lets in those who bring none.

use crate::network;
use crate::tree::Node;

/// Keys that say how or when somebody asks, and not who.
const OF_NOBODY: [&str; 6] =
    ["aws:securetransport", "aws:currenttime", "aws:epochtime", "aws:referer", "aws:useragent", "s3:signatureversion"];

/// Beginnings of keys that say who asks, or from where.
const OF_CALLERS: [&str; 3] = ["aws:principal", "aws:source", "aws:userid"];

/// One test of a condition: its operator and key in small letters, and what the key is compared with.
pub(super) struct Test<'a> {
    pub operator: String,
    pub key: String,
    pub values: &'a [Node],
}

/// The tests of a condition, as JSON, YAML and blocks of Terraform have them. `None`: a part of it is known only at a run.
pub(super) fn tests(condition: &Node) -> Option<Vec<Test<'_>>> {
    let mut all = Vec::new();
    if condition.is_open() {
        return None;
    }
    for part in condition.one_or_many() {
        if let (Some(test), Some(key), Some(values)) = (part.get("test"), part.get("variable"), part.get("values")) {
            all.push(made(text(test), text(key), values));
            continue;
        }
        for (operator, keys) in part.entries() {
            if keys.is_open() {
                return None;
            }
            all.extend(keys.entries().iter().map(|(key, values)| made(&operator.text, &key.text, values)));
        }
    }
    Some(all)
}

fn made<'a>(operator: &str, key: &str, values: &'a Node) -> Test<'a> {
    Test { operator: operator.to_ascii_lowercase(), key: key.to_ascii_lowercase(), values: values.one_or_many() }
}

/// Whether a condition narrows whom or what a statement is for. All of its parts must hold, so one is enough.
pub fn limits(condition: &Node) -> bool {
    tests(condition).is_none_or(|tests| tests.iter().any(narrows))
}

pub(super) fn text(node: &Node) -> &str {
    node.source().unwrap_or_default().trim_matches('"')
}

fn narrows(Test { operator, key, values }: &Test<'_>) -> bool {
    let values: Vec<&str> = values.iter().map(text).collect();
    let caller = OF_CALLERS.iter().any(|start| key.starts_with(start));
    let missing = operator.ends_with("ifexists") || operator.starts_with("forallvalues:") || operator == "null";
    if OF_NOBODY.contains(&key.as_str()) || !values.is_empty() && values.iter().all(|value| *value == "*") {
        return false;
    }
    // Who has no such key, or any but a few, is let in.
    if missing && (caller || key.starts_with("aws:multifactor")) || operator.contains("not") && caller {
        return false;
    }
    !(operator.contains("ipaddress") && values.iter().any(|value| network::is_world(value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::json;

    #[test]
    fn only_what_keeps_somebody_out_limits() {
        for (condition, expected) in [
            (r#"{"Bool": {"aws:SecureTransport": "true"}}"#, false),
            (r#"{"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}"#, false),
            (r#"{"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}"#, false),
            (r#"{"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}"#, false),
            (r#"{"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}}"#, false),
            (r#"{"ForAllValues:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}}"#, false),
            (r#"{"Null": {"aws:PrincipalOrgID": "true"}}"#, false),
            (r#"{"StringLike": {"aws:Referer": "https://a.b/*"}}"#, false),
            (r#"{"StringLike": {"aws:PrincipalArn": "*"}}"#, false),
            (r#"{"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}"#, false),
            (r#"{"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}"#, false),
            (r#"[{"test": "Bool", "variable": "aws:SecureTransport", "values": ["true"]}]"#, false),
            (r#"{"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"aws:PrincipalOrgID": "o-1"}}"#, true),
            (r#"{"StringEquals": {"aws:PrincipalOrgID": "o-1"}}"#, true),
            (r#"{"StringEquals": {"aws:SourceAccount": "123456789012"}}"#, true),
            (r#"{"ArnLike": {"aws:SourceArn": "arn:aws:sns:eu-west-1:1:x"}}"#, true),
            (r#"{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#, true),
            (r#"{"Bool": {"aws:MultiFactorAuthPresent": "true"}}"#, true),
            (r#"{"StringEquals": {"iam:PassedToService": "ecs.amazonaws.com"}}"#, true),
            (r#"{"StringEquals": {"aws:ResourceTag/team": "shop"}}"#, true),
            (r#"[{"test": "StringEquals", "variable": "aws:PrincipalOrgID", "values": ["o-1"]}]"#, true),
        ] {
            assert_eq!(limits(&json::read(condition).expect("JSON")), expected, "{condition}");
        }
    }
}
