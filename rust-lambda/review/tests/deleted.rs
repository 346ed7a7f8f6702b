//! A deleted file: its text is empty and its former text is there. What stood in it is destroyed, and `change` says so.

mod asking;

use asking::{Said, ask, file};
use review::wire::File;

fn review(path: &str, text: &str, before: Option<&str>) -> Said {
    let before = before.map(str::to_owned);
    ask(File { before, ..file(path, text) }, &[])
}

const TABLE: &str = "Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      TableName: orders\n";
const ALARM: &str = "Resources:\n  Late:\n    Type: AWS::CloudWatch::Alarm\n    Properties:\n      MetricName: age\n";
const DATABASE: &str = "resource \"aws_db_instance\" \"main\" {\n  identifier = \"main\"\n}\n";
const CLAIM: &str = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec: {}\n";
const WALL: &str = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: wall\nspec: {}\n";
const DENIES: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}"#;
const ALLOWS: &str =
    r#"{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}]}"#;
const VOLUME: &str = "services:\n  a:\n    image: a:1\nvolumes:\n  data: {}\n";

#[test]
fn what_stood_in_a_deleted_file_is_told_as_destroyed() {
    for (path, before, rule, resource) in [
        ("orders.yaml", TABLE, "DESTROYS_DATA", "Orders"),
        ("alarms.yaml", ALARM, "DESTROYS_PROTECTION", "Late"),
        ("main.tf", DATABASE, "DESTROYS_DATA", "aws_db_instance.main"),
        ("claim.yaml", CLAIM, "DESTROYS_DATA", "PersistentVolumeClaim/data"),
        ("wall.yaml", WALL, "DESTROYS_PROTECTION", "NetworkPolicy/wall"),
        ("guard.json", DENIES, "DESTROYS_PROTECTION", "policy"),
        ("read.json", ALLOWS, "DESTROYS_RESOURCE", "policy"),
        ("compose.yaml", VOLUME, "DESTROYS_RESOURCE", "a"),
    ] {
        for empty in ["", "\n", "\u{feff}"] {
            let Said { kind, sources, findings: found, .. } = review(path, empty, Some(before));
            assert_eq!(kind, review(path, before, None).kind, "{path} keeps its kind");
            assert!(sources.contains(&"change".to_owned()), "{path}: {sources:?}");
            let told =
                found.iter().any(|finding| finding.rule == rule && finding.resource.as_deref() == Some(resource));
            assert!(told, "{path}: {found:?}");
            assert!(found.iter().all(|finding| finding.source == "change" && finding.line == 1), "{path}: {found:?}");
        }
    }
}

#[test]
fn all_of_several_resources_are_told() {
    let before = format!("{TABLE}{}", ALARM.strip_prefix("Resources:\n").expect("resources"));
    let found = review("stack.yaml", "", Some(&before)).findings;
    let rules: Vec<&str> = found.iter().map(|finding| finding.rule.as_str()).collect();
    assert_eq!(rules, ["DESTROYS_DATA", "DESTROYS_PROTECTION"]);
}

#[test]
fn an_empty_file_that_was_empty_before_destroys_nothing() {
    assert!(review("stack.yaml", "", Some("\n")).findings.is_empty());
    assert!(review("stack.yaml", "", None).findings.is_empty());
}
