//! What typed answers say field by field, in figures: the values stand in the answers.

use serde_json::Value;

use super::Fields;
use super::words::{name, percent};

/// Fields that are shown.
const MOST: usize = 12;

/// How far each field that counts is agreed on, and which ones are only reasons.
pub fn sentences(verdict: &Fields) -> Vec<String> {
    let fields = verdict.get("fields").and_then(Value::as_array).into_iter().flatten();
    let (votes, reasons): (Vec<&Value>, Vec<&Value>) = fields.partition(|field| text(field, "role") == Some("vote"));
    let mut sentences: Vec<String> = votes.into_iter().take(MOST).filter_map(voted).collect();
    sentences.extend(
        reasons.into_iter().take(MOST).map(|field| format!("{} holds reasons, which have no vote.", path(field))),
    );
    sentences
}

fn voted(field: &Value) -> Option<String> {
    let leading = field.get("values")?.get(0)?;
    let share = percent(leading.get("share")?.as_f64()?);
    let pick = name(text(leading, "pick")?);
    let decided = if field.get("decided").and_then(Value::as_bool) == Some(false) { "undecided" } else { "decided" };
    Some(format!("{} is {decided}: {share} of the weight says what {pick} says there.", path(field)))
}

fn path(field: &Value) -> String {
    match text(field, "path") {
        None | Some("") => "The value as a whole".to_owned(),
        Some(path) => format!("The field {}", name(path)),
    }
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}
