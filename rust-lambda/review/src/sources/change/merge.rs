//! What `MERGE` deletes.

use super::always;
use crate::statements::Word;

/// The table of which a `MERGE` deletes all rows, or all that have no partner where none can have one; `at` is its
/// `DELETE`.
pub fn emptied(statement: &[Word], at: usize) -> Option<String> {
    let text = |at: usize| statement[at].text.as_str();
    let merge = statement[..at].iter().rposition(|word| word.text == "MERGE")?;
    let depth = statement[merge].depth;
    let place = |from: usize, wanted: &str| {
        (from..at).find(|at| statement[*at].depth == depth && statement[*at].text == wanted)
    };
    let table = (merge + 1..at).map(text).find(|word| *word != "INTO")?.to_lowercase();
    let on = place(merge, "ON")?;
    let first = place(on, "WHEN")?;
    let own = (first..at).rev().find(|at| text(*at) == "WHEN")?;
    let arm: Vec<&str> = (own..at).map(text).collect();
    let condition = &statement[on + 1..first];
    let empties = match arm.as_slice() {
        ["WHEN", "MATCHED", "THEN"] => always::holds(condition, &table),
        ["WHEN", "NOT", "MATCHED", "BY", "SOURCE", "THEN"] => always::fails(condition, &table),
        _ => false,
    };
    empties.then_some(table)
}
