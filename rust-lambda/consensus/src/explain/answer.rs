//! Which answer, whose words, who stands for it and who against it.

use serde_json::Value;

use super::Fields;
use super::words::{count, cut, kind, listed, name, names, percent, quoted};

/// The answer and whose words it is in.
pub fn sentences(outer: &Fields, verdict: &Fields) -> Vec<String> {
    let id =
        outer.get("id").or_else(|| verdict.get("id")).and_then(Value::as_str).filter(|id| !id.is_empty()).map(name);
    let head = id.map_or_else(String::new, |id| format!("{id}: "));
    let pick = verdict.get("pick").and_then(Value::as_str).filter(|_| !undecided(verdict)).map(name);
    let words = |answer: &str| quoted(&cut(answer, verdict.get("span")));
    let answer = verdict.get("answer").and_then(Value::as_str).map(words);
    let mut sentences = vec![match (answer, &pick) {
        // The status says why.
        _ if undecided(verdict) && outer.contains_key("status") => format!("{head}Nothing is decided."),
        _ if undecided(verdict) => format!("{head}Nothing is decided: the answers do not single one out."),
        (Some(answer), Some(pick)) if is_ranking(verdict) => {
            format!("{head}{answer} comes first; the order of {pick} is nearest to that of all.")
        }
        (Some(answer), Some(pick)) => format!("{head}The answer is {answer}, in the words of {pick}."),
        (Some(answer), None) => format!("{head}The answer is {answer}."),
        // A weighing names the expert and keeps the words to itself.
        (None, Some(pick)) => format!("{head}The answer of {pick} stands."),
        (None, None) => format!("{head}There is no answer."),
    }];
    sentences.extend(outer.get("status").and_then(Value::as_str).and_then(status));
    if let Some(rule) = verdict.get("endedBy").and_then(Value::as_str) {
        sentences.push(format!("It ended by {}.", ended_by(rule)));
    }
    sentences
}

/// Whether the core has said so: its line then still holds the words of the leading position, which is no result.
pub fn undecided(verdict: &Fields) -> bool {
    let said = verdict.get("decided").and_then(Value::as_bool) == Some(false);
    // A verdict of the API has no answer then, and says who stands behind what.
    let no_answer = verdict.get("answer").is_none_or(Value::is_null);
    said || (no_answer && verdict.get("positions").and_then(Value::as_array).is_some_and(|some| !some.is_empty()))
}

fn is_ranking(verdict: &Fields) -> bool {
    kind(verdict) == Some("ranking")
}

/// What became of a consultation that was not decided.
fn status(status: &str) -> Option<String> {
    match status {
        "decided" => None,
        "no-consensus" => Some("No consensus: the answers do not single one out.".to_owned()),
        "no-quorum" => Some("No quorum: fewer experts answered than were asked for.".to_owned()),
        other => Some(format!("The consultation ended as {}.", name(other))),
    }
}

fn ended_by(rule: &str) -> String {
    match rule {
        "settled" => "settlement: no answer under way could change the outcome".to_owned(),
        "quorum" => "quorum: enough answers were in".to_owned(),
        "all" => "completion: every answer was in".to_owned(),
        "deadline" => "deadline: the time was up".to_owned(),
        "impossible" => "necessity: the quorum could no longer be reached".to_owned(),
        other => name(other),
    }
}

/// Who agreed with what share, who did not, and who gave no answer.
pub fn sides(verdict: &Fields) -> Vec<String> {
    let pick = verdict.get("pick").and_then(Value::as_str).filter(|_| !undecided(verdict));
    let clusters = || verdict.get("clusters").and_then(Value::as_array).into_iter().flatten();
    let holds = |cluster: &&Value| pick.is_some_and(|pick| members(cluster).any(|expert| expert == pick));
    let share = |cluster: &Value| cluster.get("share").and_then(Value::as_f64).unwrap_or(0.0);
    let experts = |cluster: &Value| listed(&names(cluster.get("experts")));
    let mut sentences = Vec::new();
    let (with, against) = sides_of(verdict);
    if let Some(leading) = clusters().find(holds) {
        sentences.push(format!("{with}: {}, with {} of the weight.", experts(leading), percent(share(leading))));
    }
    let others = clusters().filter(|cluster| !holds(cluster));
    for cluster in others.clone().filter(|cluster| share(cluster) > 0.0) {
        let side = if pick.is_some() { against } else { "One side" };
        let stands_for = representative(verdict, cluster);
        sentences.push(format!(
            "{side}: {}, with {} of the weight{stands_for}.",
            experts(cluster),
            percent(share(cluster))
        ));
    }
    let unread: Vec<String> =
        others.filter(|cluster| share(cluster) == 0.0).flat_map(|cluster| names(cluster.get("experts"))).collect();
    if !unread.is_empty() {
        sentences.push(format!("Not counted, since no answer could be read in the reply: {}.", listed(&unread)));
    }
    sentences.extend(missing(verdict));
    sentences
}

/// What it is called to be in the leading cluster, and in another one.
fn sides_of(verdict: &Fields) -> (&'static str, &'static str) {
    match kind(verdict) {
        // Another text need not disagree, and another first choice may come second.
        Some("text") => ("To this effect", "Otherwise"),
        Some("ranking") => ("The same first choice", "Another first choice"),
        _ => ("For it", "Against it"),
    }
}

fn members(cluster: &Value) -> impl Iterator<Item = &str> {
    cluster.get("experts").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// Whose words stand for a side, and the words where the verdict holds them.
fn representative(verdict: &Fields, cluster: &Value) -> String {
    let entries = || verdict.get("dissent").and_then(Value::as_array).into_iter().flatten();
    let speaks = |entry: &&Value| {
        let expert = entry.get("pick").or_else(|| entry.get("expert")).and_then(Value::as_str);
        expert.is_some_and(|expert| members(cluster).any(|member| member == expert))
    };
    let Some(entry) = entries().find(speaks) else { return String::new() };
    let expert = entry.get("pick").or_else(|| entry.get("expert")).and_then(Value::as_str).map(name);
    let words = entry.get("short").or_else(|| entry.get("answer")).and_then(Value::as_str);
    let relation = match entry.get("relation").and_then(Value::as_str) {
        Some("contradicts") => ", which contradicts",
        Some("differs") => ", which differs in wording",
        _ => "",
    };
    let said = words.map(|answer| format!(": {}", quoted(answer)));
    match (expert, members(cluster).count(), said) {
        (Some(_), 1, None) | (None, _, _) => relation.to_owned(),
        (Some(_), 1, Some(said)) => format!("{relation}{said}"),
        (Some(expert), _, said) => format!("{relation}; {expert} stands for them{}", said.unwrap_or_default()),
    }
}

/// Seats without a counted answer, each with its reason (verdict of the API).
fn missing(verdict: &Fields) -> Option<String> {
    let missing = verdict.get("missing").and_then(Value::as_array).filter(|missing| !missing.is_empty())?;
    let reason = |seat: &Value| {
        let expert = seat.get("expert").and_then(Value::as_str).map(name)?;
        let reason = seat.get("error").and_then(|error| error.get("message")).and_then(Value::as_str).map(name);
        Some(reason.map_or_else(|| expert.clone(), |reason| format!("{expert} ({reason})")))
    };
    let seats: Vec<String> = missing.iter().filter_map(reason).collect();
    Some(format!("{} no answer: {}.", count(missing.len() as u64, "expert gave", "experts gave"), listed(&seats)))
}
