//! What `MERGE` deletes, and what is put in the place of all rows of a table.

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

/// The statement that puts something else in the place of a table or of all its rows, and the table.
pub fn replaced(statement: &[Word]) -> Option<(&'static str, String)> {
    let words: Vec<&str> = statement.iter().map(|word| word.text.as_str()).collect();
    let (what, from) = match words.as_slice() {
        ["CREATE", "OR", "REPLACE", rest @ ..] => {
            let at = rest.iter().take(3).position(|word| *word == "TABLE")?;
            // A function that gives a table holds no rows.
            (rest.get(at + 1) != Some(&"FUNCTION")).then_some(("CREATE OR REPLACE TABLE", at + 4))?
        }
        ["INSERT", "OVERWRITE", "TABLE" | "INTO", ..] => ("INSERT OVERWRITE", 3),
        ["INSERT", "OVERWRITE", ..] => ("INSERT OVERWRITE", 2),
        _ => return None,
    };
    // A part of a table is named by its key.
    let name = words.get(from).filter(|_| !words.contains(&"PARTITION"))?;
    Some((what, name.to_lowercase()))
}
