//! The golden vectors through the library. `entry/tests/command_line.rs` runs the same lines through
//! the program.

use consensus::{Panel, Verdict};
use serde_json::Value;

#[test]
fn the_golden_vectors_hold() {
    let files =
        [include_str!("golden/choice.jsonl"), include_str!("golden/short.jsonl"), include_str!("golden/text.jsonl")];
    for line in files.iter().flat_map(|file| file.lines()) {
        let vector: Value = serde_json::from_str(line).expect("a vector");
        let panel: Panel = serde_json::from_value(vector["line"].clone()).expect("a panel");
        compare(&vector, &consensus::agree(&panel));
    }
}

fn compare(vector: &Value, verdict: &Verdict) {
    let case = &vector["case"];
    let found = serde_json::to_value(verdict).expect("plain data");
    for (field, expected) in vector["expect"].as_object().expect("fields") {
        match field.as_str() {
            "clusters" => assert_eq!(experts(&found["clusters"]), *expected, "{case}"),
            "pick_in" => assert!(expected.as_array().expect("names").contains(&found["pick"]), "{case}"),
            _ if expected.is_f64() => {
                let gap = found[field].as_f64().expect("a number") - expected.as_f64().expect("a number");
                assert!(gap.abs() < 1e-9, "{case}: {field} is {}", found[field]);
            }
            _ => assert_eq!(found[field], *expected, "{case}: {field}"),
        }
    }
}

fn experts(clusters: &Value) -> Value {
    clusters.as_array().expect("clusters").iter().map(|cluster| cluster["experts"].clone()).collect()
}
