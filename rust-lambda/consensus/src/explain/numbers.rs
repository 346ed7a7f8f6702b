//! Coverage, agreement, confidence, stability and independence: what each number says and what it does not.

use serde_json::Value;

use super::Fields;
use super::answer::undecided;
use super::words::{count, figure, kind, listed, names, percent};

/// One sentence for each number.
pub fn sentences(verdict: &Fields) -> Vec<String> {
    // Confidence and stability speak of an answer.
    let named = ["answer", "pick"].iter().any(|key| verdict.get(*key).is_some_and(|value| !value.is_null()));
    let answered = named && !undecided(verdict);
    let mut sentences = Vec::new();
    sentences.extend(coverage(verdict));
    sentences.extend(verdict.get("agreement").map(|value| agreement(value, kind(verdict))));
    sentences.extend(verdict.get("confidence").filter(|_| answered).map(|value| confidence(verdict, value)));
    sentences.extend(verdict.get("stability").filter(|_| !undecided(verdict)).map(stability));
    sentences.extend(independent(verdict));
    sentences
}

fn coverage(verdict: &Fields) -> Option<String> {
    let coverage = verdict.get("coverage")?;
    let number = |key: &str| coverage.get(key).and_then(Value::as_u64);
    let (asked, answered, families) = (number("asked")?, number("answered")?, number("families")?);
    let from = count(families, "family", "families");
    Some(format!("Coverage: {answered} of {} answered, from {from}.", count(asked, "expert", "experts")))
}

fn agreement(value: &Value, kind: Option<&str>) -> String {
    match value.as_f64() {
        None => "Agreement: not measurable, since fewer than two experts answered.".to_owned(),
        Some(value) => format!(
            "Agreement {}: {}. It says how alike the answers are, not how likely one is right.",
            figure(value),
            meaning(value, kind)
        ),
    }
}

fn meaning(value: f64, kind: Option<&str>) -> String {
    if value >= 1.0 {
        return "all answers say the same".to_owned();
    }
    let part = percent(value);
    match kind {
        Some("choice" | "short") if value <= 0.0 => "no two experts say the same".to_owned(),
        Some("choice" | "short") => format!("two experts drawn at random say the same in {part} of the cases"),
        Some("ranking") => {
            format!("two experts drawn at random put two options in the same order in {part} of the cases")
        }
        _ if value <= 0.0 => "no two answers have anything in common".to_owned(),
        _ => format!("the answers of two experts drawn at random are alike to {part}"),
    }
}

fn confidence(verdict: &Fields, value: &Value) -> String {
    match (value.as_f64(), kind(verdict)) {
        (Some(value), _) => format!(
            "Confidence {}: of 100 answers with evidence like this, about {:.0} are right (calibrated on questions with known answers).",
            figure(value),
            value * 100.0
        ),
        (None, Some("text")) => {
            "Confidence: none, since likeness of long texts is no evidence that they are right.".to_owned()
        }
        (None, Some("ranking")) => {
            "Confidence: none, since an order of options is a preference and not right or wrong.".to_owned()
        }
        (None, _) => "Confidence: none, since a single answer carries no evidence that it is right.".to_owned(),
    }
}

fn stability(value: &Value) -> String {
    let Some(unchanged) = value.get("unchanged").and_then(Value::as_f64) else {
        return "Stability: not measurable with fewer than two answers, or too many options.".to_owned();
    };
    let pivotal = names(value.get("pivotal"));
    match pivotal.len() {
        0 => "Stability 1.00: the answer stays the same whichever single expert is left out.".to_owned(),
        1 => format!(
            "Stability {}: the answer changes if {} is left out (pivotal), and no one else.",
            figure(unchanged),
            pivotal[0]
        ),
        _ => format!(
            "Stability {}: the answer changes if any one of {} is left out (pivotal).",
            figure(unchanged),
            listed(&pivotal)
        ),
    }
}

fn independent(verdict: &Fields) -> Option<String> {
    let independent = verdict.get("independent")?.as_f64()?;
    let answered = verdict.get("coverage").and_then(|coverage| coverage.get("answered")).and_then(Value::as_u64);
    let who = match answered {
        // Nobody to be independent of.
        Some(1) => return None,
        Some(answered) => format!("the {answered} experts who answered count"),
        None => "those who answered count".to_owned(),
    };
    let strangers = answered.is_some_and(|answered| independent >= answered as f64);
    let why = if strangers { "no two are of one family" } else { "mates of one family tend to err together" };
    Some(format!("Independence: {who} as {independent:.1} independent ones, since {why}."))
}
