//! Every rule on a sample that it must find, and nothing on what is well kept. In YAML, HCL and the like a comment at
//! the end of a line says what is expected there (`# expect: own RULE, own OTHER`); beside other files lies a list.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use review::panel::{Event, Job, Panel};
use review::sources::{change, own};
use review::wire::{File, Finding, Severity};

fn samples() -> Vec<PathBuf> {
    let mut all = Vec::new();
    for folder in ["deploy", "change", "own", "clean"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(folder);
        let files = fs::read_dir(folder).expect("samples").map(|entry| entry.expect("an entry").path());
        all.extend(files.filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            !name.contains(".before") && !name.ends_with(".expect")
        }));
    }
    all.sort();
    all
}

fn file(path: &Path) -> File {
    let text = fs::read_to_string(path).expect("a text");
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let former = name.rsplit_once('.').map_or(format!("{name}.before"), |(stem, end)| format!("{stem}.before.{end}"));
    File { path: name, text, before: fs::read_to_string(path.with_file_name(former)).ok(), changed: None }
}

fn review(file: &File, sources: &[&str]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let sources = sources.iter().map(|source| (*source).to_owned()).collect();
    let job = Job { file: file.clone(), sources, ..Job::default() };
    Panel::default().review(&job, &mut |event| {
        if let Event::Through { findings: found, .. } = event {
            findings.extend(found);
        }
    });
    findings
}

/// What a sample expects: source, rule, line.
fn expected(path: &Path, text: &str) -> BTreeSet<(String, String, u32)> {
    let list = PathBuf::from(format!("{}.expect", path.display()));
    let words = |row: &str, line: Option<u32>| {
        let mut words = row.split_whitespace();
        let (source, rule) = (words.next().expect("a source").to_owned(), words.next().expect("a rule").to_owned());
        (source, rule, line.unwrap_or_else(|| words.next().expect("a line").parse().expect("a number")))
    };
    if let Ok(list) = fs::read_to_string(list) {
        return list.lines().map(|row| words(row, None)).collect();
    }
    let comments =
        text.lines().enumerate().filter_map(|(at, line)| Some((at as u32 + 1, line.split_once("# expect: ")?.1)));
    comments.flat_map(|(line, rows)| rows.split(", ").map(move |row| words(row, Some(line)))).collect()
}

#[test]
fn every_sample_gives_what_it_expects_of_change_and_own_on_its_line() {
    let mut wrong = Vec::new();
    for path in samples() {
        let file = file(&path);
        let of_change = path.to_string_lossy().contains("/change/");
        let sources: &[&str] = if of_change { &["change"] } else { &["change", "own", "docker"] };
        // Low severities and rows of properties stand in samples only where they are what the sample is about.
        let expected = expected(&path, &file.text);
        let named: BTreeSet<&str> = expected.iter().map(|(_, rule, _)| rule.as_str()).collect();
        let found: BTreeSet<(String, String, u32)> = review(&file, sources)
            .into_iter()
            .filter(|finding| {
                let loud = finding.severity > Severity::Low
                    && finding.source != "docker"
                    && finding.confidence > review::wire::Confidence::Medium;
                loud || named.contains(finding.rule.as_str())
            })
            .map(|finding| (finding.source, finding.rule, finding.line))
            .collect();
        if found != expected {
            let extra: Vec<_> = found.difference(&expected).collect();
            wrong.push(format!(
                "{}: extra {extra:?}, missing {:?}",
                path.display(),
                expected.difference(&found).collect::<Vec<_>>()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}",
        wrong.join(
            "
"
        )
    );
}

#[test]
fn what_is_well_kept_gives_nothing() {
    for path in samples().iter().filter(|path| path.to_string_lossy().contains("/clean/")) {
        let findings = review(&file(path), &review::panel::names());
        let told: Vec<_> = findings.iter().map(|finding| (&finding.source, &finding.rule, finding.line)).collect();
        assert!(told.is_empty(), "{}: {told:?}", path.display());
    }
}

/// Files of many idioms as careful people write them. Advice is welcome there; an alarm is a false one.
#[test]
fn what_is_kept_as_careful_people_keep_it_raises_no_alarm() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/kept");
    let mut alarms = Vec::new();
    let mut files = 0;
    for entry in fs::read_dir(folder).expect("samples") {
        let file = file(&entry.expect("an entry").path());
        files += 1;
        for finding in review(&file, &review::panel::names()).iter().filter(|f| f.severity >= Severity::High) {
            alarms.push(format!("{}:{} {} {}", file.path, finding.line, finding.source, finding.rule));
        }
    }
    assert!(alarms.is_empty(), "{} files: {alarms:#?}", files);
    assert!(files >= 38, "{files} files");
}

#[test]
fn every_rule_of_change_is_found_by_a_sample() {
    let mut found = BTreeSet::new();
    for path in samples() {
        found.extend(review(&file(&path), &["change"]).into_iter().map(|finding| finding.rule));
    }
    let silent: Vec<&str> =
        change::catalogue::ALL.iter().map(|rule| rule.id).filter(|id| !found.contains(*id)).collect();
    assert_eq!(
        silent,
        ["LOSES_ENCRYPTION", "LOSES_LOGGING", "LOSES_AVAILABILITY"],
        "these are found by the table below"
    );
}

#[test]
fn every_rule_of_our_own_is_found_by_a_sample() {
    let mut found = BTreeSet::new();
    for path in samples() {
        found.extend(review(&file(&path), &["own"]).into_iter().map(|finding| finding.rule));
    }
    // The flags of a cluster's components are one rule for each row.
    if found.iter().any(|id| id.starts_with("K8S_FLAG_")) {
        found.insert("K8S_COMPONENT_FLAG".to_owned());
    }
    let silent: Vec<&str> = own::catalogue::all().map(|rule| rule.id).filter(|id| !found.contains(*id)).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn lost_protections_are_found_in_every_spelling() {
    for (key, good, bad, rule) in [
        ("storage_encrypted", "true", "false", "LOSES_ENCRYPTION"),
        ("enable_key_rotation", "true", "false", "LOSES_ENCRYPTION"),
        ("retention_in_days", "365", "7", "LOSES_LOGGING"),
        ("multi_az", "true", "false", "LOSES_AVAILABILITY"),
        ("skip_final_snapshot", "false", "true", "LOSES_DELETION_PROTECTION"),
        ("publicly_accessible", "false", "true", "WIDENS_EXPOSURE"),
    ] {
        let terraform = |value: &str| format!("resource \"aws_x\" \"y\" {{\n  {key} = {value}\n}}\n");
        let camel: String = key.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
        let template =
            |value: &str| format!("Resources:\n  Y:\n    Type: AWS::X::Y\n    Properties:\n      {camel}: {value}\n");
        for (path, before, after, line) in
            [("a.tf", terraform(good), terraform(bad), 2), ("a.yaml", template(good), template(bad), 5)]
        {
            let changed = |text: &str, before: &str| File {
                path: path.to_owned(),
                text: text.to_owned(),
                before: Some(before.to_owned()),
                changed: None,
            };
            let found = review(&changed(&after, &before), &["change"]);
            assert_eq!(
                found.iter().map(|f| (f.rule.as_str(), f.line)).collect::<Vec<_>>(),
                [(rule, line)],
                "{path} {key}"
            );
            assert!(review(&changed(&before, &after), &["change"]).is_empty(), "{path} {key} the other way round");
        }
    }
}

#[test]
fn a_file_cannot_silence_its_own_review() {
    let open = "resource \"aws_ebs_volume\" \"a\" {\n  # checkov:skip=CKV_AWS_3: no\n  encrypted = false\n}\n";
    let drop = "-- squawk-ignore ban-drop-table\nDROP TABLE a;\n-- squawk-ignore-file\n";
    for (path, text, source, rule) in [("a.tf", open, "posture", "CKV_AWS_3"), ("a.sql", drop, "sql", "ban-drop-table")]
    {
        let file = File { path: path.to_owned(), text: text.to_owned(), ..File::default() };
        let found = review(&file, &[source]);
        assert!(found.iter().any(|finding| finding.rule == rule), "{path}: {found:?}");
    }
}

#[test]
fn every_rule_that_is_off_has_a_reason() {
    for line in include_str!("../data/off.txt").lines().filter(|line| !line.starts_with('#')) {
        assert!(line.split_whitespace().count() > 4, "{line}");
    }
}
