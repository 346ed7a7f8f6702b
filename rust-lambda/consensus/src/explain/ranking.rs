//! The orders of all options as a table.

use serde_json::Value;

use super::Fields;
use super::words::{count, figure, name, names};

/// The options in Schulze's order, with the figures of the other methods.
pub fn sentences(verdict: &Fields) -> Vec<String> {
    let Some(ranking) = verdict.get("ranking").and_then(Value::as_object) else { return Vec::new() };
    let mut sentences = table(ranking);
    sentences.extend(ranking.get("kemeny").and_then(kemeny));
    sentences.push(match ranking.get("concordance").and_then(Value::as_f64) {
        Some(concordance) => {
            format!("Kendall's W {}: 1 if all rank alike, 0 if there is nothing in common.", figure(concordance))
        }
        None => {
            "Kendall's W: not defined, since not everybody ranks the same options, or nobody prefers one.".to_owned()
        }
    });
    sentences
}

fn table(ranking: &Fields) -> Vec<String> {
    let layers: Vec<Vec<&str>> =
        ranking.get("order").and_then(Value::as_array).into_iter().flatten().map(texts).collect();
    let width = layers.iter().flatten().map(|option| name(option).chars().count()).max().unwrap_or(0).max(6);
    // The API lists the scores, option by option.
    let listed = |method: &str, option: &str| {
        let mut rows = ranking.get("scores").and_then(Value::as_array).into_iter().flatten();
        rows.find(|row| row.get("option").and_then(Value::as_str) == Some(option))?.get(method)?.as_f64()
    };
    let of = |method: &str, option: &str| {
        let value = ranking.get(method).and_then(|scores| scores.get(option)).and_then(Value::as_f64);
        let value = value.or_else(|| listed(method, option));
        value.map_or_else(|| "-".to_owned(), |value| format!("{value:.1}"))
    };
    let mut rows = vec![format!("Rank  {:width$}  {:>7}  {:>8}", "Option", "Borda", "Copeland")];
    let mut rank = 1;
    for layer in &layers {
        for option in layer {
            let (borda, copeland) = (of("borda", option), of("copeland", option));
            rows.push(format!("{rank:>4}  {:width$}  {borda:>7}  {copeland:>8}", name(option)));
        }
        rank += layer.len();
    }
    rows
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn kemeny(kemeny: &Value) -> Option<String> {
    let order = names(kemeny.get("order")).join(" > ");
    let distance = kemeny.get("distance").and_then(Value::as_u64)?;
    let exact = kemeny.get("exact").and_then(Value::as_bool).unwrap_or(false);
    let sure = if exact { "no order has fewer" } else { "the best found" };
    let against = count(distance, "preference in the ballots speaks", "preferences in the ballots speak");
    Some(format!("Kemeny's order: {order}; {against} against it ({sure})."))
}
