//! From the table's items to a panel. A run that is still open, missing or malformed is refused by
//! name; the state machine matches the names.
//!
//! What is known of the experts lies in one item below a partition for each tenant, circle and kind. A number there that cannot be makes the state refused, not the run.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use consensus::wire::{Feedback, Mode, Skill};
use consensus::{Awaited, Kind, Opinion, Panel};
use lambda_runtime::Diagnostic;

use crate::time;

mod journal;
mod question;
mod rounds;
mod sums;

pub use rounds::Answers;

/// One item as DynamoDB gives it.
pub type Attributes = HashMap<String, AttributeValue>;

/// Only opinions of this status count.
const ANSWERED: &str = "answered";

/// A run of this status still takes opinions in: its answers are not frozen.
const OPEN: &str = "open";

/// Value of a run's `learning` with which nothing is learnt.
const OFF: &str = "off";

/// Value of a run's `learning` with which what was learnt may decide.
const AUTO: &str = "auto";

/// Why a consultation could not be weighed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// There is no such run.
    RunNotFound(String),
    /// The run still takes opinions in.
    RunNotClosed(String),
    /// An item lacks an attribute or holds one of another type.
    BadItem(String),
    /// The table could not be read; a retry may help.
    TableUnavailable(String),
}

impl From<Failure> for Diagnostic {
    fn from(failure: Failure) -> Diagnostic {
        let (name, message) = match failure {
            Failure::RunNotFound(id) => ("RunNotFound", format!("no run for consultation {id}")),
            Failure::RunNotClosed(id) => ("RunNotClosed", format!("the run of consultation {id} is still open")),
            Failure::BadItem(reason) => ("BadItem", reason),
            Failure::TableUnavailable(reason) => ("TableUnavailable", reason),
        };
        Diagnostic { error_type: name.to_owned(), error_message: message }
    }
}

/// Puts the panel of a frozen run together.
///
/// # Errors
/// Fails if the run is missing or open, or if an item is malformed.
pub fn panel(id: &str, run: Option<&Attributes>, opinions: &[Attributes], answers: Answers) -> Result<Panel, Failure> {
    if run.map(|run| text(run, "status")).transpose()? == Some(OPEN) {
        return Err(Failure::RunNotClosed(id.to_owned()));
    }
    panel_of(id, run, opinions, answers)
}

/// Puts together what is in of a run, open or not.
///
/// # Errors
/// Fails if the run is missing, or if an item is malformed.
pub fn panel_so_far(id: &str, run: Option<&Attributes>, opinions: &[Attributes]) -> Result<Panel, Failure> {
    panel_of(id, run, opinions, Answers::Standing)
}

fn panel_of(id: &str, run: Option<&Attributes>, opinions: &[Attributes], answers: Answers) -> Result<Panel, Failure> {
    let run = run.ok_or_else(|| Failure::RunNotFound(id.to_owned()))?;
    let word = |name: &str| run.get(name).and_then(|value| value.as_s().ok());
    let counted = journal::counted(run)?;
    let opinions: Vec<Option<Opinion>> = rounds::chosen(opinions, counted.as_ref(), answers)
        .into_iter()
        .map(|item| opinion(item, answers))
        .collect::<Result<_, _>>()?;
    Ok(Panel {
        id: id.to_owned(),
        question: Some(question::weighed(text(run, "question")?)),
        kind: kind(text(run, "kind")?)?,
        options: options(run)?,
        opinions: opinions.into_iter().flatten().collect(),
        schema: word("schema").cloned(),
        ordered: run.get("ordered").and_then(|value| value.as_bool().ok()).copied().unwrap_or(false),
        least_agreement: number(run, "leastAgreement"),
        skill: skill(run)?,
        at: time::day(word("createdAt").map_or("", String::as_str)),
        promise: number(run, "promise"),
        // What is learnt is read from its own items. All members are named, so that a new one is not forgotten here.
        authors: None,
        reliability: None,
        reliability_mode: None,
        outcome: None,
    })
}

fn number(item: &Attributes, name: &str) -> Option<f64> {
    item.get(name).and_then(|value| value.as_n().ok()?.parse().ok())
}

/// What is known of the skill of the seats; a figure that cannot be is the core's to refuse.
fn skill(run: &Attributes) -> Result<BTreeMap<String, Skill>, Failure> {
    let mut known = BTreeMap::new();
    for seat in seats_now(run)?.into_iter().filter_map(|seat| seat.as_m().ok()) {
        let Some(skill) = seat.get("skill").and_then(|value| value.as_m().ok()) else { continue };
        let figure = |name: &str| skill.get(name)?.as_n().ok()?.parse().ok();
        let (rate, trust) = (figure("rate").unwrap_or(f64::NAN), figure("trust").unwrap_or(f64::NAN));
        known.insert(text(seat, "expert")?.to_owned(), Skill { rate, trust });
    }
    Ok(known)
}

/// Experts of a run of whom nothing is in yet.
///
/// # Errors
/// Fails if a seat or an opinion is malformed.
pub fn awaited(run: &Attributes, opinions: &[Attributes]) -> Result<Vec<Awaited>, Failure> {
    let counted = journal::counted(run)?;
    let stored = opinions.iter().filter(|item| journal::counts(counted.as_ref(), item));
    let heard: Vec<&str> = stored.map(|item| text(item, "expert")).collect::<Result<_, _>>()?;
    Ok(seats(run)?.into_iter().filter(|one| !heard.contains(&one.expert.as_str())).collect())
}

/// The experts of a run: those that it began with, and those that sit in the place of one that has failed.
///
/// # Errors
/// Fails if a seat or a line of the journal is malformed.
pub fn seats(run: &Attributes) -> Result<Vec<Awaited>, Failure> {
    if !run.get("seats").is_some_and(AttributeValue::is_l) {
        return Err(Failure::BadItem("seats is not a list".to_owned()));
    }
    let seat = |seat: &AttributeValue| {
        let seat = seat.as_m().map_err(|_| Failure::BadItem("a seat is not a map".to_owned()))?;
        let family = seat.get("family").and_then(|value| value.as_s().ok()).cloned();
        Ok(Awaited { expert: text(seat, "expert")?.to_owned(), family })
    };
    seats_now(run)?.into_iter().map(seat).collect()
}

/// The seats of a run, and behind them those of the candidates that sit in the place of another expert.
fn seats_now(run: &Attributes) -> Result<Vec<&AttributeValue>, Failure> {
    let list = |name: &str| run.get(name).and_then(|value| value.as_l().ok()).map_or(&[][..], Vec::as_slice);
    let joined = journal::joined(run)?;
    let sits = |seat: &&AttributeValue| {
        let name = seat.as_m().ok().and_then(|seat| seat.get("expert")?.as_s().ok());
        name.is_some_and(|name| joined.contains(name))
    };
    Ok(list("seats").iter().chain(list("standIns").iter().filter(sits)).collect())
}

/// Partition of what is known of the experts of a run; None where its circle does not learn.
///
/// # Errors
/// Fails if the run has no kind.
pub fn reliability_partition(run: &Attributes) -> Result<Option<String>, Failure> {
    let word = |name: &str| run.get(name).and_then(|value| value.as_s().ok());
    if word("learning").is_some_and(|learning| learning == OFF) {
        return Ok(None);
    }
    let kind = text(run, "kind")?;
    let named = word("tenant").zip(word("circle"));
    Ok(named.map(|(tenant, circle)| format!("RELIABILITY#{}#{circle}#{kind}", encoded(tenant))))
}

/// As JavaScript's `encodeURIComponent`: the tenant cannot spell another one and its circle.
fn encoded(tenant: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte);
    let one = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    tenant.bytes().map(one).collect()
}

/// Start of the sort keys of what is known of the experts: sums of all of them, and of each one by itself in the
/// layout before.
pub fn reliability_prefix() -> &'static str {
    "V"
}

/// Adds what is known of the experts to the panel of a run.
pub fn with_reliability(panel: Panel, run: &Attributes, known: &[Attributes]) -> Panel {
    let auto = run.get("learning").and_then(|value| value.as_s().ok()).is_some_and(|learning| learning == AUTO);
    let mode = if auto { Mode::Auto } else { Mode::Shadow };
    Panel { reliability: Some(sums::state(known)), reliability_mode: Some(mode), ..panel }
}

/// Adds what became known of the right answer to the panel of the first ones of a run.
///
/// # Errors
/// Fails if the journal of the run cannot be read.
pub fn with_feedback(
    panel: Panel,
    run: Option<&Attributes>,
    opinions: &[Attributes],
    feedback: Option<&Attributes>,
) -> Result<Panel, Failure> {
    let Some(item) = feedback else { return Ok(Panel { outcome: None, ..panel }) };
    let word = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).cloned();
    let counted = run.map(journal::counted).transpose()?.flatten();
    if rounds::is_about_second(opinions, counted.as_ref(), item) {
        let outcome = word("answer").map(|answer| Feedback { answer: Some(answer), right: None, about: None });
        return Ok(Panel { outcome, ..panel });
    }
    let right = item.get("right").and_then(|value| value.as_bool().ok()).copied();
    Ok(Panel { outcome: Some(Feedback { answer: word("answer"), right, about: word("about") }), ..panel })
}

/// What the consultations of one circle have in common, as text.
///
/// # Errors
/// Fails if the run has no kind.
pub fn circle(run: &Attributes) -> Result<[Option<&str>; 3], Failure> {
    let word = |name: &str| run.get(name).and_then(|value| value.as_s().ok()).map(String::as_str);
    Ok([word("tenant"), word("circle"), Some(text(run, "kind")?)])
}

/// The key of the words of an opinion, where they are not in its item.
pub fn key_of_words(opinion: &Attributes) -> Option<&str> {
    opinion.get("texts").and_then(|value| value.as_s().ok()).map(String::as_str)
}

/// Puts the words of an opinion back into its item: those that are weighed.
///
/// # Errors
/// Fails if they are none.
pub fn add_words(opinion: &mut Attributes, words: &str) -> Result<(), Failure> {
    let words: BTreeMap<String, String> =
        serde_json::from_str(words).map_err(|error| Failure::BadItem(format!("the words of an opinion: {error}")))?;
    opinion.extend(words.into_iter().map(|(name, word)| (name, AttributeValue::S(word))));
    Ok(())
}

fn opinion(item: &Attributes, answers: Answers) -> Result<Option<Opinion>, Failure> {
    if text(item, "status")? != ANSWERED {
        return Ok(None);
    }
    let word = |name: &str| item.get(name).and_then(|value| value.as_s().ok());
    let expert = text(item, "expert")?;
    Ok(Some(Opinion {
        expert: if answers == Answers::All { rounds::name(expert, rounds::round(item)) } else { expert.to_owned() },
        family: word("family").cloned(),
        answer: Some(text(item, "answer")?.to_owned()),
        // The vote that was read on arrival is what the answer comes to.
        conclusion: word("vote").or_else(|| word("conclusion")).cloned(),
    }))
}

fn kind(word: &str) -> Result<Kind, Failure> {
    [Kind::Choice, Kind::Short, Kind::Text, Kind::Ranking, Kind::Auto]
        .into_iter()
        .find(|kind| kind.word() == word)
        .ok_or_else(|| Failure::BadItem(format!("unknown kind: {word}")))
}

/// The options, where there are any: an absent list and a null are the same.
fn options(run: &Attributes) -> Result<Option<Vec<String>>, Failure> {
    let list = match run.get("options") {
        None | Some(AttributeValue::Null(_)) => return Ok(None),
        Some(AttributeValue::L(list)) => list,
        Some(_) => return Err(Failure::BadItem("options is not a list".to_owned())),
    };
    let words = list.iter().map(|option| option.as_s().cloned());
    words.collect::<Result<_, _>>().map(Some).map_err(|_| Failure::BadItem("an option is not a string".to_owned()))
}

fn text<'a>(item: &'a Attributes, name: &str) -> Result<&'a str, Failure> {
    let value = item.get(name).ok_or_else(|| Failure::BadItem(format!("{name} is missing")))?;
    value.as_s().map(String::as_str).map_err(|_| Failure::BadItem(format!("{name} is not a string")))
}

#[cfg(test)]
mod tests;
