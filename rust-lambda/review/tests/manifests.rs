//! Manifests: each document and each container by itself, unknown kinds named, pods in them judged.

mod asking;

use std::collections::BTreeSet;

use asking::{ask, file};
use review::wire::Finding;

fn container(name: &str, privileged: bool) -> String {
    format!("- {{name: {name}, image: a:1, securityContext: {{privileged: {privileged}}}}}")
}

fn deployment(name: &str, containers: &[String]) -> String {
    let containers: String = containers.iter().map(|one| format!("        {one}\n")).collect();
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\nspec:\n  template:\n    spec:\n      containers:\n{containers}"
    )
}

/// Findings about privileged containers, by rule and resource.
fn privileged(text: &str) -> BTreeSet<(String, String)> {
    let found = ask(file("a.yaml", text), &["own", "posture"]).findings;
    let about = |finding: &Finding| {
        finding.title.to_lowercase().contains("privileged container") || finding.rule == "CKV_K8S_16"
    };
    found.into_iter().filter(about).map(|one| (one.rule, one.resource.unwrap_or_default())).collect()
}

#[test]
fn a_second_container_or_document_with_the_same_fault_is_a_finding_of_its_own() {
    let one = deployment("web", &[container("a", true), container("b", false)]);
    let two = deployment("web", &[container("a", true), container("b", true)]);
    let other = format!("{one}---\n{}", deployment("api", &[container("a", true)]));
    let spaced = other.replace("---\n", "--- # the next one\n");
    let (one, two, other, spaced) = (privileged(&one), privileged(&two), privileged(&other), privileged(&spaced));
    assert!(one.iter().any(|(_, of)| of == "Deployment/web/a"), "{one:?}");
    assert!(!one.iter().any(|(_, of)| of == "Deployment/web/b"), "{one:?}");
    assert!(two.is_superset(&one) && two.iter().any(|(_, of)| of == "Deployment/web/b"), "{two:?}");
    assert!(other.is_superset(&one) && other.iter().any(|(_, of)| of == "Deployment/api/a"), "{other:?}");
    assert_eq!(other, spaced, "whatever separates documents");
}

/// kubectl, Compose and CloudFormation read the words of YAML 1.1 for true and false.
#[test]
fn every_word_that_yaml_has_for_true_or_false_is_read_as_such() {
    let pod = |word: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec:\n  hostNetwork: {word}\n  containers:\n  - name: a\n    image: a:1\n    securityContext:\n      privileged: {word}\n      readOnlyRootFilesystem: {word}\n"
        )
    };
    let compose =
        |word: &str| format!("services:\n  a:\n    image: a:1\n    privileged: {word}\n    read_only: {word}\n");
    let template = |word: &str| {
        format!(
            "Resources:\n  D:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      PubliclyAccessible: {word}\n      StorageEncrypted: {word}\n"
        )
    };
    let said = |text: String| -> Vec<(String, u32)> {
        ask(file("a.yaml", &text), &[])
            .findings
            .into_iter()
            .map(|one| (format!("{}/{}", one.source, one.rule), one.line))
            .collect()
    };
    for (plain, words) in [
        ("true", ["True", "TRUE", "yes", "Yes", "YES", "y", "Y", "on", "On", "ON"].as_slice()),
        ("false", ["False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"].as_slice()),
    ] {
        for make in [&pod as &dyn Fn(&str) -> String, &compose, &template] {
            let wanted = said(make(plain));
            assert!(!wanted.is_empty(), "{plain}");
            for word in words {
                // An engine may say beside them that the word is an odd one.
                let found = said(make(word));
                assert!(wanted.iter().all(|one| found.contains(one)), "{}: {found:?}", make(word));
            }
        }
    }
}

#[test]
fn findings_stand_on_the_lines_of_their_own_document() {
    let first = deployment("web", &[container("a", false)]);
    let text = format!("{first}---\n{}", deployment("api", &[container("a", true)]));
    let border = first.lines().count() as u32 + 1;
    for finding in ask(file("a.yaml", &text), &[]).findings {
        let of = finding.resource.clone().unwrap_or_default();
        assert!(!of.contains("/web") || finding.end_line < border, "{finding:?}");
        assert!(!of.contains("/api") || finding.line > border, "{finding:?}");
    }
}

#[test]
fn a_text_that_holds_manifests_is_no_manifest() {
    let inner = deployment("inner", &[container("a", true)]).replace('\n', "\n    ");
    let text = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  b: |\n    ---\n    {inner}\n    ---\n"
    );
    let said = ask(file("a.yaml", &text), &[]);
    assert!(privileged(&text).is_empty());
    assert!(said.missed.is_empty(), "{:?}", said.missed);
}

#[test]
fn pods_in_unknown_kinds_are_judged_like_any_other() {
    let known = deployment("web", &[container("a", true), container("b", false)]);
    let rules = |text: &str| -> BTreeSet<(String, String)> {
        let found = ask(file("a.yaml", text), &["own", "posture"]).findings;
        let of_container =
            |one: &Finding| one.resource.as_deref().is_some_and(|of| of.ends_with("/a") || of.ends_with("/b"));
        let end = |of: Option<String>| of.unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned();
        found.into_iter().filter(of_container).map(|one| (one.rule, end(one.resource))).collect()
    };
    let wanted = rules(&known);
    assert!(wanted.len() > 5, "{wanted:?}");
    for (kind, version) in
        [("Rollout", "argoproj.io/v1alpha1"), ("Service", "serving.knative.dev/v1"), ("Thing", "a.b/v1")]
    {
        let text = known.replace("kind: Deployment", &format!("kind: {kind}")).replace("apps/v1", version);
        assert_eq!(rules(&text), wanted, "{kind}");
        let missed = ask(file("a.yaml", &text), &["own"]).missed;
        assert_eq!(missed.iter().map(|one| one.line).collect::<Vec<_>>(), [Some(1)], "{kind} is said: {missed:?}");
    }
    assert!(ask(file("a.yaml", &known), &["own", "posture"]).missed.is_empty());
}

#[test]
fn an_unknown_kind_is_named_once() {
    let thing = |name: &str| format!("apiVersion: a.b/v1\nkind: Thing\nmetadata:\n  name: {name}\n");
    let said = ask(file("a.yaml", &format!("{}---\n{}", thing("a"), thing("b"))), &["own"]);
    let told: Vec<&str> = said.missed.iter().map(|one| one.why.as_str()).collect();
    assert_eq!(told, ["own: no rule knows the type Thing (2 resources); pods in it are judged"]);
}

#[test]
fn items_of_lists_are_objects_of_their_own() {
    let item = deployment("web", &[container("a", true)]).replace('\n', "\n    ");
    let text = format!("apiVersion: v1\nkind: List\nitems:\n  - {}\n", item.trim_end());
    assert!(privileged(&text).iter().any(|(_, of)| of == "Deployment/web/a"));
}
