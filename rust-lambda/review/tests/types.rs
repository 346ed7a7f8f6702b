//! Types that nobody knows: their loss is not passed over, and that they were not judged is said.

mod asking;

use std::collections::BTreeSet;

use asking::{ask, file};
use review::types;
use review::wire::{File, Finding};

fn plan(kind: &str, actions: &str) -> String {
    format!(
        "{{\"format_version\": \"1.2\", \"resource_changes\": [{{\"address\": \"{kind}.a\", \"type\": \"{kind}\", \"change\": \
         {{\"actions\": [{actions}], \"before\": {{}}, \"after\": {{}}}}}}]}}"
    )
}

fn printed(kind: &str, said: &str, mark: &str) -> String {
    format!(
        "Terraform will perform the following actions:\n\n  # {kind}.a {said}\n{mark} resource \"{kind}\" \"a\" {{\n    }}\n"
    )
}

fn removed(kind: &str) -> File {
    let before = format!("resource \"{kind}\" \"a\" {{\n}}\n");
    File { before: Some(before), ..file("main.tf", "# nothing\n") }
}

fn rules(file: File) -> Vec<String> {
    ask(file, &["change"]).findings.into_iter().map(|Finding { rule, .. }| rule).collect()
}

/// Types of well-known providers that no list has, now or later.
const UNKNOWN: [&str; 12] = [
    "aws_finspace_kx_database",
    "aws_dsql_cluster",
    "aws_new_thing",
    "google_new_database",
    "google_container_cluster",
    "azurerm_new_store",
    "azurerm_resource_group",
    "digitalocean_database_cluster",
    "mongodbatlas_cluster",
    "snowflake_table",
    "kubernetes_persistent_volume_claim",
    "helm_release",
];

const STATELESS: [&str; 8] = [
    "aws_security_group",
    "aws_lambda_function",
    "aws_iam_role",
    "aws_route_table_association",
    "google_compute_firewall",
    "azurerm_public_ip",
    "null_resource",
    "kubernetes_deployment_v1",
];

#[test]
fn the_loss_of_an_unknown_type_is_told_like_one_of_data() {
    for kind in UNKNOWN {
        for actions in ["\"delete\"", "\"delete\", \"create\"", "\"create\", \"delete\""] {
            assert_eq!(rules(file("plan.json", &plan(kind, actions))), ["DESTROYS_UNKNOWN"], "{kind} {actions}");
        }
        for (said, mark) in [("will be destroyed", "  -"), ("must be replaced", "-/+")] {
            assert_eq!(rules(file("plan.txt", &printed(kind, said, mark))), ["DESTROYS_UNKNOWN"], "{kind} {said}");
        }
        assert_eq!(rules(removed(kind)), ["DESTROYS_UNKNOWN"], "{kind} removed");
    }
}

#[test]
fn what_is_free_of_data_may_go_and_be_replaced() {
    for kind in STATELESS {
        assert_eq!(rules(file("plan.json", &plan(kind, "\"delete\""))), ["DESTROYS_RESOURCE"], "{kind}");
        assert!(rules(file("plan.json", &plan(kind, "\"delete\", \"create\""))).is_empty(), "{kind} replaced");
        assert_eq!(rules(removed(kind)), ["DESTROYS_RESOURCE"], "{kind} removed");
    }
    for kind in ["aws_db_instance", "google_sql_database_instance", "azurerm_mssql_database"] {
        assert_eq!(rules(file("plan.json", &plan(kind, "\"delete\", \"create\""))), ["DESTROYS_DATA"], "{kind}");
    }
}

#[test]
fn unknown_types_of_templates_and_manifests_are_told_too() {
    for (path, before) in [
        ("a.yaml", "Resources:\n  A: {Type: AWS::NewStore::Thing}\n  B: {Type: AWS::SNS::Topic}\n"),
        ("a.yaml", "apiVersion: db.example.org/v1\nkind: PostgresCluster\nmetadata: {name: a}\n"),
    ] {
        let after = if before.contains("AWS") { "Resources:\n  B: {Type: AWS::SNS::Topic}\n" } else { "" };
        let file = File { before: Some(before.to_owned()), ..file(path, after) };
        assert_eq!(rules(file), ["DESTROYS_UNKNOWN"], "{before}");
    }
    let kept = "Resources:\n  A: {Type: AWS::NewStore::Thing, DeletionPolicy: Retain}\n";
    let file = File { before: Some(kept.to_owned()), ..file("a.yaml", "Resources:\n  B: {Type: AWS::SNS::Topic}\n") };
    assert_eq!(rules(file), ["DESTROYS_RESOURCE"]);
}

#[test]
fn a_type_that_no_rule_knows_is_named_once() {
    let resource = |kind: &str, name: &str| format!("resource \"{kind}\" \"{name}\" {{\n}}\n");
    let text = ["google_quantum_machine", "aws_s3_bucket", "google_quantum_machine", "aws_route", "acme_thing"]
        .iter()
        .enumerate()
        .map(|(at, kind)| resource(kind, &format!("r{at}")))
        .collect::<String>();
    let said = ask(file("main.tf", &text), &["own", "posture"]);
    let told: Vec<(Option<u32>, &str)> = said.missed.iter().map(|missed| (missed.line, missed.why.as_str())).collect();
    assert_eq!(
        told,
        [
            (Some(9), "own: no rule knows the type acme_thing"),
            (Some(1), "own: no rule knows the type google_quantum_machine (2 resources)"),
        ]
    );
    let said = ask(file("plan.json", &plan("acme_thing", "\"create\"")), &["own"]);
    assert_eq!(said.missed.len(), 1, "{:?}", said.missed);
    let gone = plan("acme_thing", "\"delete\"").replace("\"after\": {}", "\"after\": null");
    assert!(ask(file("plan.json", &gone), &["own"]).missed.is_empty(), "what goes needs no judgement of its settings");
}

#[test]
fn the_table_of_types_is_what_the_engine_has() {
    let engine = rustmaninoff::builtin_policies().expect("policies");
    let named: BTreeSet<&str> =
        engine.iter().flat_map(|policy| policy.resource_types.iter().map(String::as_str)).collect();
    let missing: Vec<&str> = types::of_posture().filter(|kind| !named.contains(kind)).collect();
    assert!(missing.is_empty(), "in data/types/posture.txt and not in the engine: {missing:?}");
    let prefix = |kind: &str| ["aws_", "google_", "azurerm_"].iter().any(|prefix| kind.starts_with(prefix));
    let listed: BTreeSet<&str> = types::of_posture().collect();
    let new: Vec<&&str> = named.iter().filter(|kind| prefix(kind) && !listed.contains(**kind)).collect();
    assert!(new.is_empty(), "in the engine and not in data/types/posture.txt: {new:?}");
}
