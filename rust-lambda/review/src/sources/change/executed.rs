//! Code of SQL in texts: what a statement executes, and the bodies of functions and blocks.

use crate::statements::Word;

/// The text that a statement executes, or gives as the body of a function or block: its parts joined, with a word
/// between them where what stands there is unknown.
pub fn executed(statement: &[Word]) -> Option<(u32, String)> {
    let at = |text: &str| statement.iter().position(|word| word.text == text);
    let runs = ["EXECUTE", "EXEC", "PREPARE", "SP_EXECUTESQL"].iter().find_map(|verb| at(verb));
    // A trigger executes a function, whose arguments are no code.
    let calls = runs.is_some_and(|at| {
        statement.get(at + 1).is_some_and(|next| matches!(next.text.as_str(), "FUNCTION" | "PROCEDURE"))
    });
    let body = |at: usize| matches!(statement[at].text.as_str(), "AS" | "DO" | "PLPGSQL" | "SQL");
    let makes = statement.first()?.text == "DO"
        || at("FUNCTION").or_else(|| at("PROCEDURE")).is_some() && at("CREATE").is_some();
    let code = (1..statement.len()).filter(|at| {
        let text = statement[*at].text.starts_with('\'');
        text && (runs.is_some_and(|run| run < *at && !calls) || makes && body(*at - 1))
    });
    let texts: Vec<usize> = code.collect();
    let line = statement[*texts.first()?].line;
    let mut made = String::new();
    for (place, at) in texts.iter().enumerate() {
        let between = place.checked_sub(1).map_or(&[][..], |before| &statement[texts[before] + 1..*at]);
        let joins =
            |word: &Word| matches!(word.text.as_str(), "||" | "+") || word.text == "," && concats(statement, *at);
        if place > 0 && !(between.len() == 1 && joins(&between[0])) {
            made.push_str(" x ");
        }
        made.push_str(&statement[*at].text.trim_matches('\'').replace("''", "'"));
    }
    Some((line, made))
}

/// Whether a text is an argument of `concat(…)`.
fn concats(statement: &[Word], at: usize) -> bool {
    let depth = statement[at].depth;
    let opens = statement[..at].iter().rposition(|word| word.text == "(" && word.depth < depth);
    opens.and_then(|at| at.checked_sub(1)).is_some_and(|at| statement[at].text == "CONCAT")
}
