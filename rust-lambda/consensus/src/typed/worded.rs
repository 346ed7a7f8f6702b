//! Answers of free strings alone as texts: which field a string stands in, and which place in a list, is part of what it
//! says.

use std::collections::BTreeSet;

use super::said::Said;

/// What an answer says that has no string with anything in it: "no risks" is an answer.
const NOTHING: &str = "Nothing.";

/// The texts of some answers. Names of fields stand in them where the answers have several, and numbers where a list of
/// some order has several items.
pub fn all<'s>(each: impl Iterator<Item = Option<&'s Said>> + Clone) -> Vec<Option<String>> {
    let fields: BTreeSet<&str> =
        each.clone().flatten().flat_map(|said| said.texts.iter().map(|(place, _)| field(place))).collect();
    each.map(|said| said.map(|said| text(said, fields.len() > 1))).collect()
}

fn text(said: &Said, named: bool) -> String {
    let line = |(place, text): &(String, String)| {
        let number = position(place).filter(|_| items_beside(said, place) > 1).map(|at| format!("{}. ", at + 1));
        let name = Some(field(place)).filter(|name| named && !name.is_empty()).map(|name| format!("{name}: "));
        format!("{}{}{text}", number.unwrap_or_default(), name.unwrap_or_default())
    };
    let said_something = said.texts.iter().any(|(_, text)| !text.trim().is_empty());
    // An answer that is one string and empty says nothing at all.
    let whole = said.texts.iter().any(|(place, _)| place.is_empty());
    if !said_something && !whole {
        return NOTHING.to_owned();
    }
    said.texts.iter().map(line).collect::<Vec<_>>().join("\n\n")
}

/// The name of the field that a place belongs to, also that of a list.
fn field(place: &str) -> &str {
    place.rsplit('/').find(|part| part.parse::<usize>().is_err() && *part != "*").unwrap_or("")
}

/// The place in a list of some order, from 0.
fn position(place: &str) -> Option<usize> {
    place.rsplit('/').next()?.parse().ok()
}

fn items_beside(said: &Said, place: &str) -> usize {
    let list = |place: &str| place.rsplit_once('/').map(|(list, _)| list.to_owned());
    said.texts.iter().filter(|(other, _)| list(other) == list(place)).count()
}
