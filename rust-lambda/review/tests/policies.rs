//! Statements of IAM by what they allow: wildcards, negations, ways to become an administrator.

mod asking;

use asking::{ask, file};

/// The rules that fire on statements of one policy, as JSON, as a template, as Terraform, and as a text inside of it.
fn rules(statements: &str) -> Vec<String> {
    let policy = format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{statements}]}}");
    let inside = policy.replace('"', "\\\"");
    let files = [
        ("policy.json", policy.clone()),
        (
            "stack.yaml",
            format!(
                "Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument: {policy}\n"
            ),
        ),
        ("main.tf", format!("resource \"aws_iam_policy\" \"p\" {{\n  policy = jsonencode({policy})\n}}\n")),
        ("main.tf", format!("resource \"aws_iam_policy\" \"p\" {{\n  policy = \"{inside}\"\n}}\n")),
    ];
    let mut all: Vec<Vec<String>> = Vec::new();
    for (path, text) in files {
        let said = ask(file(path, &text), &["own"]);
        assert_ne!(said.kind, "unknown", "{text}");
        let mut rules: Vec<String> =
            said.findings.into_iter().map(|finding| finding.rule).filter(|rule| rule.starts_with("IAM_")).collect();
        rules.sort();
        rules.dedup();
        all.push(rules);
    }
    assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{statements}: {all:?}");
    all.remove(0)
}

fn allow(action: &str, resource: &str) -> String {
    format!("{{\"Effect\": \"Allow\", \"Action\": [{action}], \"Resource\": [\"{resource}\"]}}")
}

#[test]
fn what_makes_an_administrator_is_told_in_every_spelling() {
    for action in [
        "iam:PassRole",
        "iam:passrole",
        "iam:Pass*",
        "iam:*Role",
        "iam:CreateAccessKey",
        "iam:AttachRolePolicy",
        "iam:Put*Policy",
        "iam:AddUserToGroup",
        "iam:UpdateLoginProfile",
        "lambda:UpdateFunctionCode",
        "sts:AssumeRole",
        "sts:Assume*",
        "iam:Pass?ole",
    ] {
        for resource in ["*", "arn:aws:iam::*:role/*", "arn:aws:iam::123456789012:*", "arn:aws:iam::1:role/*", "arn:*"]
        {
            assert!(
                rules(&allow(&format!("\"{action}\""), resource)).contains(&"IAM_ESCALATION".to_owned()),
                "{action} on {resource}"
            );
        }
        let named = rules(&allow(&format!("\"{action}\""), "arn:aws:iam::1:role/app"));
        assert!(named.is_empty(), "{action} on one role: {named:?}");
    }
    assert_eq!(rules(&allow("\"iam:*\"", "*")), ["IAM_ESCALATION", "IAM_SERVICE_WILDCARD"]);
}

#[test]
fn actions_are_a_set_across_statements() {
    for (first, second) in [
        ("\"lambda:CreateFunction\", \"lambda:InvokeFunction\"", "*"),
        ("\"lambda:*\"", "arn:aws:lambda:eu-west-1:1:function:a"),
        ("\"ec2:RunInstances\"", "arn:aws:ec2:eu-west-1:1:instance/*"),
        ("\"cloudformation:CreateStack\"", "arn:aws:cloudformation:eu-west-1:1:stack/a/*"),
        ("\"ecs:Run*\"", "arn:aws:ecs:eu-west-1:1:task-definition/a"),
    ] {
        let passes = allow("\"iam:PassRole\"", "*");
        let both = rules(&format!("{passes}, {}", allow(first, second)));
        assert!(both.contains(&"IAM_ESCALATION_SET".to_owned()), "{first}: {both:?}");
        let named = allow("\"iam:PassRole\"", "arn:aws:iam::1:role/app");
        let safe = rules(&format!("{named}, {}", allow(first, second)));
        assert!(!safe.contains(&"IAM_ESCALATION_SET".to_owned()), "{first} with one role: {safe:?}");
        assert!(!rules(&allow(first, second)).contains(&"IAM_ESCALATION_SET".to_owned()), "{first} alone");
    }
}

#[test]
fn negations_and_everybody_are_told() {
    for (statement, rule) in [
        ("{\"Effect\": \"Allow\", \"NotAction\": \"iam:*\", \"Resource\": \"*\"}", "IAM_NOT_ACTION"),
        (
            "{\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"NotResource\": \"arn:aws:s3:::a/*\"}",
            "IAM_NOT_RESOURCE",
        ),
        (
            "{\"Effect\": \"Allow\", \"NotPrincipal\": {\"AWS\": \"1\"}, \"Action\": \"s3:GetObject\"}",
            "IAM_NOT_PRINCIPAL",
        ),
        ("{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:GetObject\"}", "IAM_ANY_PRINCIPAL"),
        (
            "{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": [\"*\"]}, \"Action\": \"s3:GetObject\"}",
            "IAM_ANY_PRINCIPAL",
        ),
        (
            "{\"Effect\": \"Allow\", \"Principal\": {\"Federated\": \"*\"}, \"Action\": \"sts:AssumeRoleWithSAML\"}",
            "IAM_ANY_PRINCIPAL",
        ),
        (
            "{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"*\"}, \"Action\": \"s3:GetObject\", \"Condition\": {\"StringLike\": {\"aws:PrincipalArn\": \"*\"}}}",
            "IAM_ANY_PRINCIPAL",
        ),
        ("{\"Effect\": \"Allow\", \"Action\": \"*:*\", \"Resource\": \"*\"}", "IAM_ALLOWS_ALL"),
        ("{\"Effect\": \"Allow\", \"Action\": \"*\", \"NotResource\": \"arn:aws:s3:::a\"}", "IAM_ALLOWS_ALL"),
    ] {
        let found = rules(statement);
        assert!(found.contains(&rule.to_owned()), "{statement}: {found:?}");
    }
}

#[test]
fn a_condition_that_keeps_nobody_out_is_none() {
    let open = [
        r#"{"Bool": {"aws:SecureTransport": "true"}}"#,
        r#"{"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}"#,
        r#"{"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}"#,
        r#"{"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}}"#,
        r#"{"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}"#,
    ];
    let closed =
        [r#"{"StringEquals": {"aws:PrincipalOrgID": "o-1"}}"#, r#"{"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}"#];
    for (statement, rule) in [
        (r#""Principal": "*", "Action": "s3:GetObject""#, "IAM_ANY_PRINCIPAL"),
        (r#""Principal": {"AWS": "*"}, "Action": "sts:AssumeRole""#, "IAM_ANY_PRINCIPAL"),
        (r#""Action": "iam:*", "Resource": "*""#, "IAM_SERVICE_WILDCARD"),
        (r#""Action": "iam:CreateAccessKey", "Resource": "*""#, "IAM_ESCALATION"),
    ] {
        let with = |condition: &str| rules(&format!(r#"{{"Effect": "Allow", {statement}, "Condition": {condition}}}"#));
        for condition in open {
            assert!(with(condition).contains(&rule.to_owned()), "{statement} {condition}");
        }
        for condition in closed {
            assert!(!with(condition).contains(&rule.to_owned()), "{statement} {condition}");
        }
    }
}

#[test]
fn what_is_denied_named_or_bound_to_a_condition_gives_nothing() {
    for statement in [
        "{\"Effect\": \"Deny\", \"NotAction\": \"iam:*\", \"Resource\": \"*\"}",
        "{\"Effect\": \"Deny\", \"NotPrincipal\": {\"AWS\": \"1\"}, \"Action\": \"*\", \"Resource\": \"*\"}",
        "{\"Effect\": \"Allow\", \"Action\": [\"iam:Get*\", \"iam:List*\", \"sts:GetCallerIdentity\"], \"Resource\": \"*\"}",
        "{\"Effect\": \"Allow\", \"Action\": \"iam:PassRole\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"iam:PassedToService\": \"ecs-tasks.amazonaws.com\"}}}",
        "{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:GetObject\", \"Condition\": {\"StringEquals\": {\"aws:PrincipalOrgID\": \"o-1\"}}}",
        "{\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"arn:aws:s3:::a/*\"}",
        "{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"Service\": \"ec2.amazonaws.com\"}}",
    ] {
        let found = rules(statement);
        assert!(found.is_empty(), "{statement}: {found:?}");
    }
}
