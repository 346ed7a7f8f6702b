//! Services of the Serverless Framework: known by their structure, judged in all their parts.

mod asking;

use std::fs;
use std::path::Path;

use asking::{ask, file};
use review::wire::{File, Severity};

fn sample(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(path)).expect(path)
}

#[test]
fn a_well_kept_service_is_read_and_nothing_above_low_is_said() {
    let said = ask(file("service.yml", &sample("kept/serverless.yml")), &["own", "posture", "change"]);
    assert_eq!((said.kind.as_str(), said.missed.len()), ("serverless", 0), "{:?}", said.missed);
    let loud: Vec<_> = said.findings.iter().filter(|found| found.severity > Severity::Low).collect();
    assert!(loud.is_empty(), "{loud:#?}");
}

#[test]
fn functions_rights_environment_and_embedded_resources_are_judged() {
    let text = sample("own/serverless.yml");
    let said = ask(file("x", &text), &["own"]);
    let line = |words: &str| text.lines().position(|line| line.contains(words)).expect(words) as u32 + 1;
    let found: Vec<(&str, u32)> = said.findings.iter().map(|found| (found.rule.as_str(), found.line)).collect();
    for expected in [
        ("SLS_RUNTIME", line("nodejs14")),
        ("SLS_SECRET", line("DB_PASSWORD")),
        ("SLS_URL_OPEN", line("url: true")),
        ("SLS_API_CORS", line("cors: true")),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
    let severe = |line: u32| said.findings.iter().any(|found| found.line == line && found.severity >= Severity::High);
    assert!(severe(line("Action: \"*\"")) || severe(line("- Effect: Allow")), "{found:?}");
    assert!(said.findings.iter().any(|found| found.resource.as_deref() == Some("Orders")), "{found:?}");
    let told: Vec<(Option<u32>, &str)> = said.missed.iter().map(|missed| (missed.line, missed.why.as_str())).collect();
    assert_eq!(told, [(Some(line("more.yml")), "own: resources stand in another file")]);
}

#[test]
fn what_a_change_takes_from_the_embedded_resources_is_told() {
    let before = sample("kept/serverless.yml");
    let text = before.split("resources:\n").next().expect("a head").to_owned();
    let said = ask(File { before: Some(before.clone()), ..file("serverless.yml", &text) }, &["change"]);
    assert!(said.findings.iter().any(|found| found.resource.as_deref() == Some("Orders")), "{:?}", said.findings);
}

#[test]
fn a_name_makes_no_service_and_a_service_needs_no_name() {
    assert_eq!(ask(file("serverless.yml", "service: shop\nprovider: aws\n"), &["own"]).kind, "unknown");
    assert_eq!(
        ask(file("a.txt", "service: shop\nprovider:\n  name: aws\nfunctions: {}\n"), &["own"]).kind,
        "serverless"
    );
}

#[test]
fn a_service_without_functions_is_one_by_what_the_framework_alone_knows() {
    let bare = |logs: &str| {
        let head = "service: shop\nframeworkVersion: '4'\nprovider:\n  name: aws\n  logs:\n";
        let said = ask(file("a.yml", &format!("{head}    restApi: {{ accessLogging: {logs} }}\n")), &["own"]);
        said.findings.iter().any(|found| found.rule == "SLS_API_LOGS_OFF")
    };
    assert_eq!((bare("false"), bare("true")), (true, false));
}
