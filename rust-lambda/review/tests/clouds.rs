//! Google and Azure in Terraform: well-kept files are read whole and approved, and each fault in them is told by its rule.

mod asking;

use std::fs;
use std::path::Path;

use asking::{Said, ask, file};
use review::wire::Severity;

fn sample(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(path)).expect(path)
}

fn review(path: &str, text: &str) -> Said {
    ask(file(path, text), &["own", "posture"])
}

#[test]
fn well_kept_files_are_read_whole_and_approved() {
    for name in ["google.tf", "azure.tf"] {
        let said = review(name, &sample(&format!("kept/{name}")));
        assert!(said.missed.is_empty(), "{:#?}", said.missed);
        let loud: Vec<_> = said.findings.iter().filter(|found| found.severity > Severity::Low).collect();
        assert!(loud.is_empty(), "{loud:#?}");
    }
}

#[test]
fn each_fault_is_told_by_its_rule_and_by_none_before() {
    let mut wrong = Vec::new();
    let table = sample("clouds/faults.txt");
    let rows: Vec<Vec<String>> = table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split(" | ").map(|part| part.replace("\\n", "\n")).collect())
        .collect();
    assert!(rows.len() >= 110, "{} faults", rows.len());
    for row in &rows {
        let [name, rule, from, to] = row.as_slice() else { panic!("{row:?}") };
        let kept = sample(&format!("kept/{name}"));
        let broken = kept.replacen(from.as_str(), to, 1);
        assert_ne!(kept, broken, "{row:?} changes nothing");
        let fires = |text: &str| review(name, text).findings.iter().any(|found| found.rule == *rule);
        if fires(&kept) || !fires(&broken) {
            wrong.push(rule.clone());
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_type_that_no_rule_knows_is_named_still() {
    let said = review(
        "main.tf",
        "resource \"google_quantum_computer\" \"a\" {}\nresource \"azurerm_quantum_computer\" \"a\" {}\n",
    );
    let told: Vec<&str> = said.missed.iter().map(|missed| missed.why.as_str()).collect();
    assert_eq!(
        told,
        ["own: no rule knows the type azurerm_quantum_computer", "own: no rule knows the type google_quantum_computer"]
    );
}
