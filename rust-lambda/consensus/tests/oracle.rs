//! Every figure of verdicts whose answers are beyond doubt, to four decimals, as `oracle/oracle.py` works them out with
//! no code of this library.

use consensus::Panel;
use serde_json::Value;

const EXACT_TO: f64 = 5e-5;

#[test]
fn every_figure_is_the_one_that_the_oracle_works_out() {
    let cases: Vec<Value> =
        include_str!("oracle/figures.jsonl").lines().map(|line| serde_json::from_str(line).expect("a case")).collect();
    assert!(cases.len() >= 20);
    let wrong: Vec<String> = cases.iter().flat_map(differences).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn differences(case: &Value) -> Vec<String> {
    let panel: Panel = serde_json::from_value(case["line"].clone()).expect("a panel");
    let mut verdict = serde_json::to_value(consensus::agree(&panel)).expect("plain data");
    let first = verdict["clusters"][0]["experts"].clone();
    verdict["winner"] = first;
    if let Some(clusters) = verdict["clusters"].as_array_mut() {
        clusters.sort_by_key(|cluster| names(&cluster["experts"]));
    }
    let mut found = Vec::new();
    compare(&format!("{}", case["case"]), &case["expect"], &verdict, &mut found);
    found
}

fn names(experts: &Value) -> Vec<String> {
    experts.as_array().into_iter().flatten().map(|name| name.as_str().unwrap_or_default().to_owned()).collect()
}

/// Adds each place in which a verdict is not what is expected; what nobody expects is passed over.
fn compare(at: &str, expected: &Value, found: &Value, wrong: &mut Vec<String>) {
    match (expected, found) {
        // What is learnt of nobody else is a figure too.
        (Value::Object(expected), Value::Object(found))
            if at.ends_with(": learnt") && expected.len() != found.len() =>
        {
            wrong.push(format!("{at}: {found:?} instead of {expected:?}"));
        }
        (Value::Object(expected), Value::Object(found)) => {
            for (name, value) in expected {
                compare(&format!("{at}: {name}"), value, found.get(name).unwrap_or(&Value::Null), wrong);
            }
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            for (place, (one, other)) in expected.iter().zip(found).enumerate() {
                compare(&format!("{at}[{place}]"), one, other, wrong);
            }
        }
        (Value::Number(expected), Value::Number(found)) => {
            let (expected, found) = (expected.as_f64().unwrap_or(f64::NAN), found.as_f64().unwrap_or(f64::NAN));
            if (expected - found).abs() > EXACT_TO {
                wrong.push(format!("{at}: {found} instead of {expected}"));
            }
        }
        _ if expected == found => {}
        _ => wrong.push(format!("{at}: {found} instead of {expected}")),
    }
}
