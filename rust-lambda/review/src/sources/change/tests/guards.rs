//! What guards from beside: boundaries, alarms, locks, authorizers, labels and annotations, and where data is kept.

use super::change;

fn terraform(kind: &str, line: &str) -> String {
    format!("resource \"{kind}\" \"a\" {{\n  name = \"a\"\n  {line}\n}}\n")
}

fn sam(kind: &str, line: &str) -> String {
    format!(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  A:\n    Type: AWS::Serverless::{kind}\n    Properties:\n      Name: a\n      {line}\n"
    )
}

fn object(kind: &str, metadata: &str, spec: &str) -> String {
    format!("apiVersion: v1\nkind: {kind}\nmetadata:\n  name: a\n  {metadata}\nspec:\n  a: b\n  {spec}\n")
}

fn compose(volumes: &str) -> String {
    format!(
        "name: shop\nservices:\n  db:\n    image: postgres:16.4\n    volumes: [\"data:/var/lib/postgresql/data\"]\nvolumes:\n  data: {volumes}\n"
    )
}

/// Before, after, and the rule that tells it; the other way round nothing is lost.
fn losses() -> Vec<(&'static str, String, String, &'static str)> {
    let tf = |kind: &str, was: &str, is: &str, rule| ("main.tf", terraform(kind, was), terraform(kind, is), rule);
    let cfn = |kind: &str, was: &str, is: &str, rule| ("t.yaml", sam(kind, was), sam(kind, is), rule);
    let note = |kind: &str, was: &str, is: &str, rule| ("a.yaml", object(kind, was, ""), object(kind, is, ""), rule);
    let spec = |kind: &str, was: &str, is: &str, rule| ("a.yaml", object(kind, "", was), object(kind, "", is), rule);
    let allow = "annotations: {nginx.ingress.kubernetes.io/whitelist-source-range: 203.0.113.0/24}";
    let scheme = |word: &str| format!("annotations: {{alb.ingress.kubernetes.io/scheme: {word}}}");
    let enforce = |word: &str| format!("labels: {{pod-security.kubernetes.io/enforce: {word}}}");
    vec![
        tf("aws_iam_role", "permissions_boundary = \"arn:aws:iam::1:policy/b\"", "", "WIDENS_PERMISSION"),
        tf(
            "aws_cloudwatch_metric_alarm",
            "alarm_actions = [\"arn:aws:sns:a\"]",
            "alarm_actions = []",
            "DESTROYS_PROTECTION",
        ),
        tf("aws_cloudwatch_metric_alarm", "", "actions_enabled = false", "DESTROYS_PROTECTION"),
        tf(
            "aws_cognito_user_pool",
            "deletion_protection = \"ACTIVE\"",
            "deletion_protection = \"INACTIVE\"",
            "LOSES_DELETION_PROTECTION",
        ),
        tf(
            "aws_secretsmanager_secret",
            "recovery_window_in_days = 30",
            "recovery_window_in_days = 0",
            "LOSES_DELETION_PROTECTION",
        ),
        tf("aws_lb", "internal = true", "internal = false", "WIDENS_EXPOSURE"),
        cfn(
            "Function",
            "FunctionUrlConfig: {AuthType: AWS_IAM}",
            "FunctionUrlConfig: {AuthType: NONE}",
            "WIDENS_EXPOSURE",
        ),
        cfn("Function", "", "FunctionUrlConfig: {AuthType: NONE}", "WIDENS_EXPOSURE"),
        cfn("HttpApi", "Auth: {DefaultAuthorizer: Jwt}", "", "WIDENS_EXPOSURE"),
        cfn(
            "SimpleTable",
            "PrimaryKey: {Name: id, Type: String}",
            "PrimaryKey: {Name: key, Type: String}",
            "MAY_DESTROY_DATA",
        ),
        note("Ingress", allow, "", "WIDENS_EXPOSURE"),
        note("Ingress", allow, &allow.replace("203.0.113.0/24", "0.0.0.0/0"), "WIDENS_EXPOSURE"),
        note("Ingress", &scheme("internal"), &scheme("internet-facing"), "WIDENS_EXPOSURE"),
        note("Namespace", &enforce("restricted"), &enforce("privileged"), "LOSES_ISOLATION"),
        note("Namespace", &enforce("restricted"), "", "LOSES_ISOLATION"),
        spec("Ingress", "tls: [{secretName: a}]", "", "LOSES_ENCRYPTION"),
        spec(
            "Pod",
            "volumes: [{name: d, persistentVolumeClaim: {claimName: d}}]",
            "volumes: [{name: d, emptyDir: {}}]",
            "MAY_DESTROY_DATA",
        ),
        ("compose.yaml", compose("{name: shop-data}"), compose("{name: other}"), "MAY_DESTROY_DATA"),
        ("compose.yaml", compose("{}"), compose("{external: true, name: other}"), "MAY_DESTROY_DATA"),
    ]
}

#[test]
fn the_loss_of_a_guard_is_told_by_its_rule() {
    for (path, before, after, rule) in losses() {
        let said = change(path, &before, &after);
        assert!(said.loud().contains(&rule), "{path} {rule}: {said:?}\n{before}→\n{after}");
    }
}

#[test]
fn whoever_keeps_or_adds_a_guard_loses_nothing() {
    let keeps_data = |rule: &str| rule == "MAY_DESTROY_DATA";
    for (path, before, after, rule) in losses() {
        assert!(change(path, &before, &before).is_silent(), "{path} {before}");
        if !keeps_data(rule) {
            let said = change(path, &after, &before);
            assert!(!said.loud().contains(&rule), "{path} {rule}: {said:?}\n{after}→\n{before}");
        }
    }
    for (path, before, after) in [
        ("compose.yaml", compose("{}"), compose("{name: shop_data}")),
        ("a.yaml", object("Ingress", "annotations: {a: b}", ""), object("Ingress", "annotations: {a: c}", "")),
        ("t.yaml", sam("Function", ""), sam("Function", "FunctionUrlConfig: {AuthType: AWS_IAM}")),
        ("main.tf", terraform("aws_lb", ""), terraform("aws_lb", "internal = true")),
        (
            "main.tf",
            terraform("aws_iam_role", "permissions_boundary = \"a\""),
            terraform("aws_iam_role", "permissions_boundary = \"b\""),
        ),
        (
            "main.tf",
            terraform("aws_cloudwatch_metric_alarm", "alarm_actions = [\"a\", \"b\"]"),
            terraform("aws_cloudwatch_metric_alarm", "alarm_actions = [\"a\"]"),
        ),
    ] {
        assert!(!change(path, &before, &after).alarms(), "{path}\n{before}→\n{after}");
    }
}
