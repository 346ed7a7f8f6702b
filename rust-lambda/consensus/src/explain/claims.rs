//! The claims of long texts in figures, and in words where the verdict holds them.

use serde_json::Value;

use super::Fields;
use super::words::{count, listed, name, names, quoted};

/// Claims of one sort that are shown.
const MOST: usize = 10;

/// How many claims there are, which ones several experts make, and which ones are contradicted.
pub fn sentences(verdict: &Fields) -> Vec<String> {
    let claims = verdict.get("claims").and_then(Value::as_array).filter(|claims| !claims.is_empty());
    let Some(claims) = claims else { return Vec::new() };
    let size = |claim: &Value, side: &str| claim.get(side).and_then(Value::as_array).map_or(0, Vec::len);
    let shared = claims.iter().filter(|claim| size(claim, "supports") >= 2).count();
    let disputed: Vec<&Value> = claims.iter().filter(|claim| size(claim, "contradicts") > 0).collect();
    let mut sentences = vec![format!(
        "The answers make {}: {} in two answers or more, {} contradicted.",
        count(claims.len() as u64, "claim", "claims"),
        count(shared as u64, "stands", "stand"),
        count(disputed.len() as u64, "is", "are")
    )];
    let undisputed = claims.iter().filter(|claim| size(claim, "supports") >= 2 && size(claim, "contradicts") == 0);
    sentences.extend(
        undisputed
            .take(MOST)
            .map(|claim| format!("Shared: {}; supported by {}.", said(claim), side(claim, "supports"))),
    );
    sentences.extend(disputed.into_iter().take(MOST).map(|claim| {
        let (with, against) = (side(claim, "supports"), side(claim, "contradicts"));
        format!("Disputed: {}; supported by {with}, contradicted by {against}.", said(claim))
    }));
    sentences
}

fn side(claim: &Value, side: &str) -> String {
    listed(&names(claim.get(side)))
}

/// The words of a claim, or where they stand.
fn said(claim: &Value) -> String {
    if let Some(text) = claim.get("text").and_then(Value::as_str) {
        return quoted(text);
    }
    let expert = claim.get("expert").and_then(Value::as_str).map_or_else(|| "unknown".to_owned(), name);
    let place = |at: usize| claim.get("span").and_then(|span| span.get(at)).and_then(Value::as_u64).unwrap_or(0);
    format!("what {expert} says at {} to {}", place(0), place(1))
}
