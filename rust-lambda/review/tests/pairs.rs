//! Made pairs (`samples/pairs.jsonl`): files that are wrong in one point, and the same without it. Some rule must fire on
//! every file that is wrong and not on the other.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use review::panel::{Event, Job, Panel};
use review::wire::File;
use serde_json::Value;

fn rules(panel: &mut Panel, path: &str, text: &str) -> BTreeSet<String> {
    let file = File { path: path.to_owned(), text: text.to_owned(), ..File::default() };
    let sources = ["own", "docker", "posture"].map(str::to_owned).to_vec();
    let mut fired = BTreeSet::new();
    panel.review(&Job { file, sources, ..Job::default() }, &mut |event| {
        if let Event::Through { findings, .. } = event {
            fired.extend(findings.into_iter().map(|finding| format!("{} {}", finding.source, finding.rule)));
        }
    });
    fired
}

#[test]
fn some_rule_tells_every_pair_apart() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/pairs.jsonl");
    let mut panel = Panel::default();
    let mut alike = Vec::new();
    let mut pairs = 0;
    for line in fs::read_to_string(list).expect("pairs").lines() {
        let pair: Value = serde_json::from_str(line).expect("a pair");
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let path = text(&pair["path"]);
        let clean = rules(&mut panel, &path, &text(&pair["negative"]));
        let wrong =
            pair["positive"].as_array().expect("files").iter().map(|file| rules(&mut panel, &path, &text(file)));
        let common = wrong.reduce(|one, other| one.intersection(&other).cloned().collect()).expect("a file");
        if common.is_subset(&clean) {
            alike.push(text(&pair["topic"]));
        }
        pairs += 1;
    }
    assert!(alike.is_empty(), "{alike:#?}");
    assert!(pairs >= 160, "{pairs} pairs");
}
