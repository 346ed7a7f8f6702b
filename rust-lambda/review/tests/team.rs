//! A team's own rules through the program: each speaks where it must, and what does not hold on its sample is refused.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use review::wire::{Answer, File, Request, TeamFile};

fn ask(request: &Request) -> Answer {
    let mut child = Command::new(env!("CARGO_BIN_EXE_review"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut input = child.stdin.take().expect("a pipe");
    let line = serde_json::to_string(request).expect("a request") + "\n";
    input.write_all(line.as_bytes()).expect("written");
    let mut answer = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut answer).expect("an answer");
    drop(input);
    child.wait().expect("an end");
    serde_json::from_str(&answer).expect(&answer)
}

fn folder() -> Vec<TeamFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/team");
    let entries = fs::read_dir(folder).expect("samples").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<TeamFile> = entries
        .map(|path| {
            rule(&path.file_name().expect("a name").to_string_lossy(), &fs::read_to_string(&path).expect("a text"))
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn rule(path: &str, text: &str) -> TeamFile {
    TeamFile { path: path.to_owned(), text: text.to_owned() }
}

fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned(), ..File::default() }
}

fn sources() -> Option<Vec<String>> {
    Some(["team-cel", "team-checkov", "team-guard", "team-rego"].map(str::to_owned).to_vec())
}

fn refused(rules: Vec<TeamFile>) -> Vec<(String, Option<u32>, String)> {
    let answer = ask(&Request { rules, sources: sources(), ..Request::default() });
    answer.not_reviewed.into_iter().map(|refused| (refused.path, refused.line, refused.why)).collect()
}

#[test]
fn each_language_speaks_on_the_line_and_passes_what_is_kept() {
    let files = folder().into_iter().filter(|sample| sample.path.contains(".bad.") || sample.path.contains(".good."));
    let files = files.map(|sample| file(&sample.path, &sample.text)).collect();
    let answer = ask(&Request { rules: folder(), files, sources: sources(), ..Request::default() });
    assert!(answer.not_reviewed.is_empty(), "{:?}", answer.not_reviewed);
    let found: Vec<(&str, &str, u32, &str)> = answer
        .findings
        .iter()
        .map(|found| (found.source.as_str(), found.rule.as_str(), found.line, found.file.as_str()))
        .collect();
    for expected in [
        ("team-guard", "bucket_names_begin_with_shop", 5, "buckets.bad.yaml"),
        ("team-guard", "buckets_keep_versions", 4, "buckets.bad.yaml"),
        ("team-checkov", "SHOP_1", 1, "topics.bad.tf"),
        ("team-rego", "registry", 7, "registry.bad.yaml"),
        ("team-rego", "public-bucket", 3, "public-bucket.bad.tf"),
        ("team-cel", "replicas", 1, "replicas.bad.yaml"),
        ("team-cel", "admission/1", 1, "admission.bad.yaml"),
        ("team-cel", "admission/2", 1, "admission.bad.yaml"),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:#?}");
    }
    let passed = ["buckets.good.yaml", "topics.good.tf", "public-bucket.good.tf"];
    assert!(!answer.findings.iter().any(|found| passed.contains(&found.file.as_str())), "{found:#?}");
    let severity = |rule: &str| answer.findings.iter().find(|found| found.rule == rule).map(|found| found.severity);
    assert_eq!(severity("SHOP_1"), Some(review::wire::Severity::Low));
    assert_eq!(severity("buckets_keep_versions"), Some(review::wire::Severity::High));
    let votes: Vec<String> =
        answer.sources.iter().map(|source| format!("{} {:?} {}", source.source, source.vote, source.rules)).collect();
    assert_eq!(votes, ["team-cel Reject 2", "team-checkov Approve 1", "team-guard Reject 1", "team-rego Reject 2"]);
    assert_eq!(
        answer.findings.iter().find(|found| found.rule == "public-bucket").map(|found| found.title.as_str()),
        Some("site is public")
    );
}

#[test]
fn without_rules_of_a_team_its_sources_abstain() {
    let answer = ask(&Request { files: vec![file("a.yaml", "a: 1\n")], sources: sources(), ..Request::default() });
    assert!(answer.sources.iter().all(|source| !source.spoke && source.reason == "the team has no such rules"));
}

#[test]
fn a_second_rule_in_a_file_is_refused_and_not_left_out() {
    let all = folder();
    for (name, bad) in [("topics.yaml", "topics.bad.tf"), ("admission.yaml", "admission.bad.yaml")] {
        let text = |path: &str| all.iter().find(|one| one.path == path).expect("a sample").text.clone();
        let sample = rule(bad, &text(bad));
        assert_eq!(refused(vec![rule(name, &text(name)), sample.clone()]), []);
        let twice = format!("{}---\n{}", text(name), text(name));
        let told = refused(vec![rule(name, &twice), sample]);
        assert!(told.len() == 1 && told[0].2.contains("a second rule begins there"), "{told:?}");
        assert!(told[0].1 > Some(text(name).lines().count() as u32), "the line of the second one: {told:?}");
    }
}

#[test]
fn a_rule_that_does_not_find_its_sample_is_refused_by_file_line_and_reason() {
    let bad = "Resources:\n  A:\n    Type: AWS::SNS::Topic\n";
    let cases = [
        (
            "x.guard",
            "rule x when Resources exists {\n  Resources.*.Type == 'AWS::SNS::Topic'\n}\n",
            None,
            "does not find its sample",
        ),
        ("x.guard", "rule x {\n  Resources.* ==== 3\n}\n", Some(2), "could not be read as Guard"),
        (
            "x.rego",
            "package main\n\ndeny contains msg if {\n  input.never\n  msg := \"x\"\n}\n",
            None,
            "does not find its sample",
        ),
        ("x.rego", "package main\n\ndeny contains msg if {\n  msg := nothing_here\n}\n", Some(4), ""),
        (
            "x.rego",
            "package main\n\ndeny contains {\"msg\": \"x\", \"severity\": \"BLOCKER\"} if input.Resources\n",
            None,
            "its severity BLOCKER is none",
        ),
        (
            "x.guard",
            "# severity: sev1\nrule x {\n  Resources.*.Type == 'never'\n}\n",
            Some(1),
            "its severity sev1 is none",
        ),
        ("x.cel", "object.Resources.size() == 1\n", None, "does not find its sample"),
        ("x.cel", "object.nope.size() == 1\n", None, "cannot be evaluated"),
        ("x.cel", "object ..\n", None, ""),
        (
            "x.yaml",
            "metadata: {id: A_1, name: n}\ndefinition:\n  {cond_type: attribute, resource_types: [aws_sns_topic], attribute: x, operator: is_odd}\n",
            None,
            "operator",
        ),
    ];
    for (path, text, line, why) in cases {
        let told = refused(vec![rule(path, text), rule("x.bad.yaml", bad)]);
        assert_eq!(told.len(), 1, "{path} {text}: {told:?}");
        assert_eq!((told[0].0.as_str(), told[0].1), (path, line), "{told:?}");
        assert!(told[0].2.starts_with("refused: ") && told[0].2.contains(why), "{told:?}");
    }
}

#[test]
fn a_rule_that_finds_its_good_sample_or_one_of_several_that_finds_nothing_is_refused() {
    let good = "Resources:\n  A: {Type: AWS::SNS::Topic}\n";
    let always = "rule x {\n  Resources.*.Type == 'never'\n}\n";
    let told = refused(vec![rule("x.guard", always), rule("x.bad.yaml", good), rule("x.good.yaml", good)]);
    assert!(told[0].2.contains("good sample x.good.yaml"), "{told:?}");
    let half = format!("{always}rule y {{\n  Resources.*.Type == 'AWS::SNS::Topic'\n}}\n");
    let told = refused(vec![rule("x.guard", &half), rule("x.bad.yaml", good)]);
    assert!(told[0].2.contains("of its 2 rules only these find a sample: x"), "{told:?}");
}

#[test]
fn a_rule_is_tried_on_a_sample_of_several_documents_of_whatever_kinds() {
    let compose = "services:\n  a: {image: x}\n";
    let image = "rule x when services exists {\n  services.*.image == 'never'\n}\n";
    for other in [compose, "on: push\njobs: {}\n", "own: kind\n"] {
        let told = refused(vec![rule("x.guard", image), rule("x.bad.yaml", &format!("{compose}---\n{other}"))]);
        assert_eq!(told, [], "{other}");
    }
}

#[test]
fn a_rule_that_never_ends_is_named_and_the_others_go_on() {
    let never = "package main\n\ndeny contains msg if {\n  some a in numbers.range(1, 100000)\n  some b in numbers.range(1, 100000)\n  a * b == -1\n  msg := \"x\"\n}\n";
    let mut rules = folder();
    rules.extend([rule("never.rego", never), rule("never.bad.yaml", "a: 1\n")]);
    let files =
        vec![file("t.yaml", "Resources:\n  Logs:\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: logs}\n")];
    let answer = ask(&Request { rules, files, sources: sources(), ..Request::default() });
    let told: Vec<(&str, &str)> =
        answer.not_reviewed.iter().map(|missed| (missed.path.as_str(), missed.why.as_str())).collect();
    assert_eq!(told, [("never.rego", "refused: it took longer than 2 s")]);
    assert!(answer.findings.iter().any(|found| found.rule == "buckets_keep_versions"));
}

#[test]
fn a_rule_that_never_ends_on_some_file_costs_that_rule_on_that_file_only() {
    let sometimes = "package main\n\ndeny contains \"small\" if input.size == 1\n\ndeny contains msg if {\n  input.size == 2\n  some a in numbers.range(1, 100000)\n  some b in numbers.range(1, 100000)\n  a * b == -1\n  msg := \"x\"\n}\n";
    let rules = vec![
        rule("sometimes.rego", sometimes),
        rule("sometimes.bad.yaml", "size: 1\n"),
        rule("big.rego", "package main\n\ndeny contains \"big\" if input.size == 2\n"),
        rule("big.bad.yaml", "size: 2\n"),
    ];
    let files = vec![file("one.yaml", "size: 1\n"), file("two.yaml", "size: 2\n")];
    let answer = ask(&Request { rules, files, sources: sources(), ..Request::default() });
    let found: Vec<(&str, &str)> =
        answer.findings.iter().map(|found| (found.file.as_str(), found.title.as_str())).collect();
    assert_eq!(found, [("one.yaml", "small"), ("two.yaml", "big")]);
    let gap = answer.not_reviewed.iter().find(|gap| gap.why.contains("sometimes.rego"));
    assert_eq!(
        gap.map(|gap| (gap.path.as_str(), gap.why.as_str())),
        Some(("two.yaml", "team-rego rule sometimes.rego: it took longer than 2 s"))
    );
}

#[test]
fn rules_that_never_end_do_not_use_up_the_time_of_the_other_sources() {
    let slow = "input.size == 2\n  some a in numbers.range(1, 100000)\n  some b in numbers.range(1, 100000)\n  a * b == -1\n  msg := \"x\"\n";
    let mut rules = Vec::new();
    for at in 0..6 {
        let text = format!(
            "package r{at}\n\ndeny contains \"small\" if input.size == 1\n\ndeny contains msg if {{\n  {slow}}}\n"
        );
        rules.extend([rule(&format!("r{at}.rego"), &text), rule(&format!("r{at}.bad.yaml"), "size: 1\n")]);
    }
    let text = "size: 2\npassword: 'ghp_0123456789abcdefghijABCDEFGHIJ012345'\n".to_owned();
    let sources = Some(["own", "secrets", "team-rego"].map(str::to_owned).to_vec());
    let answer = ask(&Request { rules, files: vec![file("x.yaml", &text)], sources, ..Request::default() });
    let why: Vec<&str> = answer.not_reviewed.iter().map(|missed| missed.why.as_str()).collect();
    assert_eq!(why.iter().filter(|why| why.contains("took longer")).count(), 4, "{why:?}");
    assert!(why.contains(&"team-rego: given up: its rules ended the review too often"), "{why:?}");
    assert!(answer.sources.iter().any(|source| source.source == "secrets" && source.spoke), "{:?}", answer.sources);
}
