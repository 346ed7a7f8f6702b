//! A verdict in words and figures: which answer, by which rule, who agreed, who did not, and what each
//! number means.
//!
//! Read are the verdict lines of `agree` and `infer`, the verdict of the API, and a whole consultation
//! with its verdict inside. Fields that are missing are passed over, so that verdicts of older
//! versions can be read too. Names and answers are shown as data: without control and
//! format characters and without commands of a build, in quotes, and cut where they are long.

mod answer;
mod claims;
mod fields;
mod learnt;
mod methods;
mod numbers;
mod plain;
mod ranking;
mod words;

use serde_json::{Map, Value};

/// A verdict as it was written.
type Fields = Map<String, Value>;

/// Explains one line.
///
/// # Errors
/// Says why the line holds no verdict.
pub fn line(line: &[u8]) -> Result<String, String> {
    let text = String::from_utf8_lossy(line);
    let value: Value = serde_json::from_str(&text).map_err(|error| format!("not JSON: {error}"))?;
    let Value::Object(outer) = value else { return Err("not a verdict: no JSON object".to_owned()) };
    let verdict = match outer.get("verdict") {
        Some(Value::Object(verdict)) => verdict,
        Some(_) => {
            return Err(format!("the consultation has no verdict: its status is {}", words::field(&outer, "status")));
        }
        None => &outer,
    };
    if !verdict.get("method").is_some_and(Value::is_string) || !verdict.get("clusters").is_some_and(Value::is_array) {
        return Err("not a verdict: method and clusters are missing".to_owned());
    }
    Ok(explain(&outer, verdict))
}

fn explain(outer: &Fields, verdict: &Fields) -> String {
    let mut sentences = answer::sentences(outer, verdict);
    sentences.extend(methods::sentences(verdict));
    if methods::is_unreadable(verdict) {
        // Nothing was weighed, so there is nothing to explain.
        return lines(&sentences);
    }
    sentences.extend(answer::sides(verdict));
    sentences.extend(fields::sentences(verdict));
    sentences.extend(numbers::sentences(verdict));
    sentences.extend(learnt::sentences(verdict));
    sentences.extend(ranking::sentences(verdict));
    sentences.extend(claims::sentences(verdict));
    lines(&sentences)
}

/// A line each. What is joined may form what neither part was.
fn lines(sentences: &[String]) -> String {
    sentences.iter().map(|sentence| plain::without_commands(sentence) + "\n").collect()
}
