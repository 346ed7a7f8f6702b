//! The controls of AWS Control Tower, where their package is installed: each by itself, on the types that it is about.
#![cfg(all(feature = "team", control_tower))]

mod asking;

use asking::{ask, file};
use review::wire::Severity;

#[test]
fn a_control_speaks_at_its_place_once_for_a_resource_and_passes_what_is_kept() {
    let bucket =
        |settings: &str| format!("Resources:\n  Logs:\n    Type: AWS::S3::Bucket\n    Properties:\n{settings}");
    let open = "      PublicAccessBlockConfiguration:\n        BlockPublicAcls: false\n        BlockPublicPolicy: false\n        IgnorePublicAcls: true\n        RestrictPublicBuckets: true\n";
    let said = ask(file("t.yaml", &bucket(open)), &["guard"]);
    assert_eq!(said.sources, ["guard"]);
    let control: Vec<_> = said.findings.iter().filter(|found| found.rule == "CT.S3.PR.1").collect();
    assert_eq!(control.len(), 1, "{:?}", said.findings);
    assert_eq!((control[0].resource.as_deref(), control[0].line), (Some("Logs"), 6));
    let kept = ask(file("t.yaml", &bucket(&open.replace("false", "true"))), &["guard"]);
    assert!(!kept.findings.iter().any(|found| found.rule == "CT.S3.PR.1"), "{:?}", kept.findings);
    assert!(said.findings.iter().all(|found| found.severity <= Severity::Medium));
}

#[test]
fn each_document_of_a_file_is_judged_at_its_own_lines() {
    let bucket = |name: &str| format!("Resources:\n  {name}:\n    Type: AWS::S3::Bucket\n");
    let text = format!("{}---\n{}---\n{}", bucket("First"), "a: 1\n", bucket("Second"));
    let said = ask(file("t.yaml", &text), &["guard"]);
    let of = |name: &str| -> Vec<(&str, u32)> {
        let found = said.findings.iter().filter(|found| found.resource.as_deref() == Some(name));
        found.map(|found| (found.rule.as_str(), found.line)).collect()
    };
    let (first, second) = (of("First"), of("Second"));
    assert!(!first.is_empty());
    assert_eq!(second, first.iter().map(|(rule, line)| (*rule, line + 6)).collect::<Vec<_>>());
    let missed: Vec<_> = said.missed.iter().map(|missed| missed.line).collect();
    assert_eq!(missed, [Some(5), Some(7)], "{:?}", said.missed);
}

#[test]
fn a_control_that_cannot_be_evaluated_is_named_and_the_others_go_on() {
    let text = "Resources:\n  Stage:\n    Type: AWS::ApiGateway::Stage\n    Properties:\n      RestApiId: x\n      MethodSettings: null\n  Open:\n    Type: AWS::S3::Bucket\n";
    let said = ask(file("t.yaml", text), &["guard"]);
    let named: Vec<&str> = said.missed.iter().map(|missed| missed.why.as_str()).collect();
    assert!(named.iter().any(|why| why.starts_with("guard: CT.APIGATEWAY.PR.1 could not")), "{named:?}");
    assert!(said.findings.iter().any(|found| found.resource.as_deref() == Some("Open")), "{:?}", said.findings);
}

#[test]
fn a_template_without_their_types_costs_no_control() {
    let said = ask(file("t.yaml", "Resources:\n  A:\n    Type: AWS::NewStore::Thing\n"), &["guard"]);
    assert!(said.findings.is_empty() && said.missed.is_empty());
}
