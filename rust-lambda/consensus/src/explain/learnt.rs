//! What was known of the experts, and whether it decided.

use serde_json::Value;

use super::Fields;
use super::answer::undecided;
use super::words::{figure, kind, listed, name};
use crate::reliability::{ENOUGH, names};

/// Learnt reliability, in the shadow or weighing.
pub fn sentences(verdict: &Fields) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(estimates) = verdict.get("estimates").and_then(Value::as_object) {
        sentences.push(format!("Estimated from all lines, the chance to be right: {}.", rates(estimates)));
    }
    let Some(reliability) = verdict.get("reliability").and_then(Value::as_object) else { return sentences };
    if reliability.contains_key("version") {
        // Sums of two experts, and of what was foretold, have names with spaces.
        let own = |all: &Fields| all.keys().filter(|name| names::is_expert(name)).count();
        let experts = reliability.get("experts").and_then(Value::as_object).map_or(0, own);
        sentences.push(format!("The run gives a new state of reliability for {experts} experts."));
        return sentences;
    }
    sentences.push(weighing(reliability, kind(verdict)));
    if let Some(estimates) = reliability.get("estimates").and_then(Value::as_object).filter(|all| !all.is_empty()) {
        sentences.push(format!("Learnt so far, the chance to be right: {}.", rates(estimates)));
    }
    let shadow = reliability.get("shadow").filter(|shadow| shadow.is_object());
    // Where nothing is decided, there is nothing that another weighing could agree with.
    if !undecided(verdict) {
        sentences.extend(shadow.map(|shadow| in_shadow(reliability, shadow)));
    }
    sentences
}

fn rates(estimates: &serde_json::Map<String, Value>) -> String {
    let rate = |(expert, rate): (&String, &Value)| Some(format!("{} {}", name(expert), figure(rate.as_f64()?)));
    listed(&estimates.iter().filter_map(rate).collect::<Vec<_>>())
}

/// How much each vote weighed.
fn weights(reliability: &Fields) -> String {
    let Some(weights) = reliability.get("weights").and_then(Value::as_object) else { return String::new() };
    format!("; the votes weighed {}", rates(weights))
}

fn weighing(reliability: &Fields, kind: Option<&str>) -> String {
    let evidence = reliability.get("evidence").and_then(Value::as_f64).unwrap_or(0.0);
    let weighs = reliability.get("weighs").and_then(Value::as_bool).unwrap_or(false);
    if weighs {
        let by = match reliability.get("basis").and_then(Value::as_str) {
            Some("skill") => "known skill of every expert of the panel decided",
            Some("outcomes") => "what became known of earlier answers decided",
            Some("agreement") => "how far experts agreed with the others before decided",
            _ => {
                return "Learnt reliability: it decided, since every expert of the panel is known well enough."
                    .to_owned();
            }
        };
        return format!("Learnt reliability: {by}{}.", weights(reliability));
    }
    let why = match kind {
        Some("text") => "it never decides on texts".to_owned(),
        _ if evidence < ENOUGH => {
            format!("the least known expert has {evidence:.1} judged answers, and {ENOUGH:.0} are enough to decide")
        }
        _ => "the circle does not let it decide".to_owned(),
    };
    format!("Learnt reliability: only reported, since {why}.")
}

fn in_shadow(reliability: &Fields, shadow: &Value) -> String {
    let pick = shadow.get("pick").and_then(Value::as_str).map_or_else(|| "nobody".to_owned(), name);
    let agrees = shadow.get("agrees").and_then(Value::as_bool).unwrap_or(false);
    let weighs = reliability.get("weighs").and_then(Value::as_bool).unwrap_or(false);
    let confidence = shadow.get("confidence").and_then(Value::as_f64);
    let sure = confidence.map_or_else(String::new, |confidence| format!(", with confidence {}", figure(confidence)));
    match (weighs, agrees) {
        (true, true) => "Without it the answer would be the same.".to_owned(),
        (true, false) => "Without it the answer would be another one.".to_owned(),
        (false, true) => format!("It would decide the same, for {pick}{sure}."),
        (false, false) => format!("It would decide otherwise, for {pick}{sure}."),
    }
}
