//! Answers of several rounds: in a debate experts are asked once more, and which answer of each is read depends on what for.

use std::collections::HashSet;

use serde::Deserialize;

use super::{ANSWERED, Attributes, journal};

/// The round of a debate.
const DEBATE: u32 = 2;

/// Which answers of a run are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answers {
    /// Of each expert the last one that counts.
    #[default]
    Standing,
    /// What each expert had said before it saw others: what it is known by.
    First,
    /// All of them, to see which mean the same.
    All,
}

/// The stored opinions that are read, of those that count.
pub fn chosen<'a>(
    opinions: &'a [Attributes],
    counted: Option<&HashSet<String>>,
    answers: Answers,
) -> Vec<&'a Attributes> {
    let counting = || opinions.iter().filter(|item| journal::counts(counted, item));
    let first = || counting().filter(|item| round(item) == 1);
    match answers {
        Answers::First => first().collect(),
        Answers::All => counting().filter(|item| round(item) <= DEBATE).collect(),
        Answers::Standing => {
            let second: Vec<&Attributes> = counting().filter(|item| round(item) == DEBATE && is_answer(item)).collect();
            let same = |one: &Attributes, other: &Attributes| one.get("expert") == other.get("expert");
            first().map(|item| second.iter().find(|other| same(item, other)).copied().unwrap_or(item)).collect()
        }
    }
}

/// How often the expert had been asked with this opinion.
pub fn round(opinion: &Attributes) -> u32 {
    opinion.get("round").and_then(|value| value.as_n().ok()?.parse().ok()).unwrap_or(1)
}

/// What an opinion is called: its expert, with its round behind a sign that no name holds unless that is the first one.
pub fn name(expert: &str, round: u32) -> String {
    if round == 1 { expert.to_owned() } else { format!("{expert}#{round}") }
}

/// Whether what became known of the right answer is about a second answer: of the first one it then says nothing.
pub fn is_about_second(opinions: &[Attributes], counted: Option<&HashSet<String>>, feedback: &Attributes) -> bool {
    let about = feedback.get("about");
    let standing = chosen(opinions, counted, Answers::Standing);
    about.is_some() && standing.iter().any(|item| item.get("expert") == about && round(item) > 1)
}

fn is_answer(opinion: &Attributes) -> bool {
    opinion.get("status").and_then(|value| value.as_s().ok()).is_some_and(|status| status == ANSWERED)
}
