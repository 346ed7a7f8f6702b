//! Intrinsic functions of CloudFormation: resolved where the text tells, both arms of a condition judged.

mod asking;

use asking::{ask, file};
use review::wire::File;

fn found(text: &str) -> Vec<(String, u32)> {
    let said = ask(file("stack.yaml", text), &["own"]);
    assert_eq!(said.kind, "cloudformation", "{:?}", said.missed);
    said.findings.into_iter().map(|finding| (finding.rule, finding.line)).collect()
}

fn group(network: &str) -> String {
    format!(
        "Parameters:\n  Open: {{Type: String, Default: 0.0.0.0/0}}\n  Secret: {{Type: String}}\n  Elsewhere: {{Type: \
         'AWS::SSM::Parameter::Value<String>', Default: 0.0.0.0/0}}\nMappings:\n  Nets: {{All: {{Cidr: 0.0.0.0/0}}}}\n\
         Resources:\n  Group:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      SecurityGroupIngress:\n        \
         - FromPort: 22\n          ToPort: 22\n          CidrIp: {network}\n"
    )
}

#[test]
fn a_network_is_known_through_functions() {
    for network in [
        "0.0.0.0/0",
        "!Ref Open",
        "{Ref: Open}",
        "!Sub '${Open}'",
        "!Sub ['${Net}', {Net: !Ref Open}]",
        "!Join ['/', [0.0.0.0, '0']]",
        "!FindInMap [Nets, All, Cidr]",
        "!Select [1, [10.0.0.0/8, !Ref Open]]",
        "!If [IsInternal, 10.0.0.0/8, 0.0.0.0/0]",
        "!If [IsInternal, 0.0.0.0/0, 10.0.0.0/8]",
        "!If [IsInternal, !Ref Open, !Ref 'AWS::NoValue']",
        "{'Fn::If': [A, {'Fn::If': [B, 10.0.0.0/8, 10.1.0.0/16]}, !Sub '${Open}']}",
    ] {
        let found = found(&group(network));
        assert!(found.contains(&("CFN_OPEN_PORT".to_owned(), 14)), "{network}: {found:?}");
    }
}

#[test]
fn what_stays_unknown_is_not_held_against_it() {
    for network in [
        "!Ref Secret",
        "!Ref Elsewhere",
        "!Sub '${Secret}/0'",
        "!Join ['', [!Ref Secret, /0]]",
        "!If [IsInternal, 10.0.0.0/8, 10.1.0.0/16]",
        "!ImportValue Net",
        "!FindInMap [Nets, !Ref Secret, Cidr]",
        "!Ref 'AWS::NoValue'",
    ] {
        let found = found(&group(network));
        assert!(!found.iter().any(|(rule, _)| rule == "CFN_OPEN_PORT"), "{network}: {found:?}");
    }
}

fn role(arn: &str) -> String {
    format!(
        "Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {{}}\n      \
         ManagedPolicyArns:\n        - {arn}\n"
    )
}

#[test]
fn the_policy_of_an_administrator_is_known_in_every_spelling() {
    let admin = ("IAM_ADMIN_POLICY".to_owned(), 7);
    for arn in [
        "arn:aws:iam::aws:policy/AdministratorAccess",
        "arn:aws-cn:iam::aws:policy/IAMFullAccess",
        "arn:aws:iam::aws:policy/job-function/PowerUserAccess",
        "!Sub 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess'",
        "!Join ['', ['arn:', !Ref 'AWS::Partition', ':iam::aws:policy/AdministratorAccess']]",
        "!If [Wide, 'arn:aws:iam::aws:policy/AdministratorAccess', !Ref 'AWS::NoValue']",
        "!If [Narrow, !Ref 'AWS::NoValue', 'arn:aws:iam::aws:policy/AdministratorAccess']",
    ] {
        assert!(found(&role(arn)).contains(&admin), "{arn}");
    }
    assert!(!found(&role("arn:aws:iam::aws:policy/ReadOnlyAccess")).contains(&admin));
    let terraform = "resource \"aws_iam_role\" \"a\" {\n  managed_policy_arns = [\"arn:aws:iam::aws:policy/AdministratorAccess\"]\n}\n";
    assert!(ask(file("a.tf", terraform), &["own"]).findings.iter().any(|finding| finding.rule == admin.0));
}

#[test]
fn both_arms_of_a_condition_are_told_once_each() {
    let text = "Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      Policies: !If\n        - A\n        - \
                - PolicyDocument: {Statement: {Effect: Allow, Action: '*', Resource: '*'}}\n        - - PolicyDocument: {Statement: {Effect: Allow, Action: 's3:*', Resource: '*'}}\n  Same:\n    Type: AWS::S3::Bucket\n    Properties: {AccessControl: PublicRead}\n";
    let all = found(text);
    let of = |rule: &str| all.iter().filter(|(found, _)| found == rule).map(|(_, line)| *line).collect::<Vec<_>>();
    assert_eq!(of("IAM_ALLOWS_ALL"), [7]);
    assert_eq!(of("IAM_SERVICE_WILDCARD"), [8]);
    assert_eq!(of("CFN_PUBLIC_BUCKET"), [11]);
}

#[test]
fn a_change_of_one_arm_or_of_a_condition_is_told() {
    let table = |properties: &str, condition: &str| {
        format!("Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n{condition}    Properties:\n      {properties}\n")
    };
    let changed = |before: String, after: String| {
        let file = File { path: "a.yaml".to_owned(), text: after, before: Some(before), changed: None };
        ask(file, &["change"]).findings.into_iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    let plain = || table("DeletionProtectionEnabled: true", "");
    for arms in ["[A, false, true]", "[A, true, false]", "[A, !Ref 'AWS::NoValue', true]"] {
        let after = table(&format!("DeletionProtectionEnabled: !If {arms}"), "");
        assert_eq!(changed(plain(), after), ["LOSES_DELETION_PROTECTION"], "{arms}");
    }
    assert_eq!(
        changed(plain(), table("DeletionProtectionEnabled: true", "    Condition: Never\n")),
        ["MAY_DESTROY_DATA"]
    );
    assert!(changed(plain(), table("DeletionProtectionEnabled: !If [A, true, true]", "")).is_empty());
}

#[test]
fn substitutions_that_grow_without_end_stay_bounded() {
    let text = format!(
        "Parameters:\n  A: {{Type: String, Default: {}}}\nResources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties:\n      \
         Name: !Sub '{}'\n",
        "x".repeat(4_000),
        "${A}".repeat(200_000)
    );
    let since = std::time::Instant::now();
    ask(file("a.yaml", &text), &["own", "change"]);
    assert!(since.elapsed().as_secs() < 10);
}

/// A template with a pair that stands alone in a list between brackets, which is YAML, and with a type that does not exist.
fn with_a_lone_pair(policies: &str, more: &str) -> String {
    format!(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties:\n      \
         Handler: a.b\n      Runtime: nodejs22.x\n      CodeUri: .\n      Policies: {policies}\n{more}"
    )
}

#[test]
fn a_template_whose_writing_the_engine_cannot_parse_is_judged_as_it_was_read() {
    let wrong = "  B:\n    Type: AWS::S3::Bukket\n";
    let lists = ["[{DynamoDBReadPolicy: {TableName: orders}}]", "[DynamoDBReadPolicy: {TableName: orders}]"];
    let [known, lone] = lists.map(|policies| {
        let said = ask(file("template.yaml", &with_a_lone_pair(policies, wrong)), &["cloudformation"]);
        assert!(said.missed.is_empty(), "{policies}: {:?}", said.missed);
        said.findings.into_iter().map(|finding| (finding.rule, finding.line)).collect::<Vec<_>>()
    });
    assert!(known.iter().any(|(rule, line)| rule == "F3006" && *line == 10), "{known:?}");
    assert_eq!(lone, known);
}

#[test]
fn a_template_that_the_engine_cannot_parse_at_all_is_named_as_not_read() {
    let two = format!("{}---\n{}", with_a_lone_pair("[]", ""), with_a_lone_pair("[]", ""));
    let said = ask(file("template.yaml", &two), &["cloudformation"]);
    assert!(said.missed.iter().any(|gap| gap.why.contains("cloudformation: given up: ")), "{:?}", said.missed);
}
