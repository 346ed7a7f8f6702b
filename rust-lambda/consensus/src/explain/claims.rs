//! The claims of long texts in figures.

use serde_json::Value;

use super::Fields;
use super::words::{count, listed, name, names};

/// How many claims there are, and which ones are contradicted.
pub fn sentences(verdict: &Fields) -> Vec<String> {
    let Some(claims) = verdict.get("claims").and_then(Value::as_array) else { return Vec::new() };
    let size = |claim: &Value, side: &str| claim.get(side).and_then(Value::as_array).map_or(0, Vec::len);
    let shared = claims.iter().filter(|claim| size(claim, "supports") >= 2).count();
    let disputed: Vec<&Value> = claims.iter().filter(|claim| size(claim, "contradicts") > 0).collect();
    let mut sentences = vec![format!(
        "Claims: {}, of which {} in two answers or more and {} contradicted.",
        count(claims.len() as u64, "claim", "claims"),
        count(shared as u64, "stands", "stand"),
        count(disputed.len() as u64, "is", "are")
    )];
    sentences.extend(disputed.into_iter().map(|claim| {
        let expert = claim.get("expert").and_then(Value::as_str).map_or_else(|| "unknown".to_owned(), name);
        let side = |side: &str| listed(&names(claim.get(side)));
        let place = |at: usize| claim.get("span").and_then(|span| span.get(at)).and_then(Value::as_u64).unwrap_or(0);
        let (start, end) = (place(0), place(1));
        format!(
            "Disputed: what {expert} says at {start} to {end}; supported by {}, contradicted by {}.",
            side("supports"),
            side("contradicts")
        )
    }));
    sentences
}
