//! From the table's items to a panel. A run that is still open, missing or malformed is refused by
//! name; the state machine matches the names.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use consensus::{Kind, Opinion, Panel};
use lambda_runtime::Diagnostic;

/// One item as DynamoDB gives it.
pub type Attributes = HashMap<String, AttributeValue>;

/// Only opinions of this status count.
const ANSWERED: &str = "answered";

/// A run of this status still takes opinions in: its answers are not frozen.
const OPEN: &str = "open";

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

/// Puts the panel together.
///
/// # Errors
/// Fails if the run is missing or open, or if an item is malformed.
pub fn panel(id: &str, run: Option<&Attributes>, opinions: &[Attributes]) -> Result<Panel, Failure> {
    let run = run.ok_or_else(|| Failure::RunNotFound(id.to_owned()))?;
    if text(run, "status")? == OPEN {
        return Err(Failure::RunNotClosed(id.to_owned()));
    }
    let opinions: Vec<Option<Opinion>> = opinions.iter().map(opinion).collect::<Result<_, _>>()?;
    Ok(Panel {
        id: id.to_owned(),
        question: Some(text(run, "question")?.to_owned()),
        kind: kind(text(run, "kind")?)?,
        options: options(run)?,
        opinions: opinions.into_iter().flatten().collect(),
        ..Panel::default()
    })
}

fn opinion(item: &Attributes) -> Result<Option<Opinion>, Failure> {
    if text(item, "status")? != ANSWERED {
        return Ok(None);
    }
    Ok(Some(Opinion {
        expert: text(item, "expert")?.to_owned(),
        family: item.get("family").and_then(|value| value.as_s().ok()).cloned(),
        answer: Some(text(item, "answer")?.to_owned()),
    }))
}

fn kind(word: &str) -> Result<Kind, Failure> {
    [Kind::Choice, Kind::Short, Kind::Text, Kind::Ranking]
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
mod tests {
    use super::{AttributeValue, Attributes, Failure, panel};
    use consensus::Kind;
    use lambda_runtime::Diagnostic;

    fn item(pairs: &[(&str, &str)]) -> Attributes {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), AttributeValue::S((*value).to_owned()))).collect()
    }

    fn run(status: &str) -> Attributes {
        let mut run = item(&[("question", "Safe?"), ("kind", "choice"), ("status", status)]);
        let options = ["approve", "reject"].map(|option| AttributeValue::S(option.to_owned()));
        run.insert("options".to_owned(), AttributeValue::L(options.to_vec()));
        run
    }

    #[test]
    fn a_closed_run_becomes_a_panel_of_the_answered() {
        let opinions = [
            item(&[("expert", "a"), ("family", "f"), ("status", "answered"), ("answer", "approve")]),
            item(&[("expert", "b"), ("status", "timeout")]),
            item(&[("expert", "c"), ("status", "answered"), ("answer", "reject")]),
        ];
        let panel = panel("c1", Some(&run("closed")), &opinions).expect("a panel");
        assert_eq!(panel.kind, Kind::Choice);
        assert_eq!(panel.options.as_deref(), Some(&["approve".to_owned(), "reject".to_owned()][..]));
        let experts: Vec<&str> = panel.opinions.iter().map(|opinion| opinion.expert.as_str()).collect();
        assert_eq!(experts, ["a", "c"]);
        assert_eq!(panel.opinions[1].family, None);
    }

    #[test]
    fn failures_have_names() {
        let name = |failure: Failure| Diagnostic::from(failure).error_type;
        assert_eq!(name(panel("c1", None, &[]).unwrap_err()), "RunNotFound");
        assert_eq!(name(panel("c1", Some(&run("open")), &[]).unwrap_err()), "RunNotClosed");
        let wordless = item(&[("expert", "a"), ("status", "answered")]);
        assert_eq!(name(panel("c1", Some(&run("closed")), &[wordless]).unwrap_err()), "BadItem");
        let mut unknown = run("closed");
        unknown.insert("kind".to_owned(), AttributeValue::S("poem".to_owned()));
        assert_eq!(name(panel("c1", Some(&unknown), &[]).unwrap_err()), "BadItem");
    }
}
