//! What the names of fields and the words around them say: reasons, certainty, lists of values, order.

use crate::normalise::fold;

/// Names of fields that hold reasons, as one word or as a part of the name.
const REASONS: [&str; 41] = [
    "reason",
    "reasons",
    "reasoning",
    "rationale",
    "explanation",
    "explanations",
    "explain",
    "justification",
    "why",
    "because",
    "analysis",
    "thought",
    "thoughts",
    "thinking",
    "comment",
    "comments",
    "commentary",
    "note",
    "notes",
    "remark",
    "remarks",
    "evidence",
    "argument",
    "arguments",
    "feedback",
    "critique",
    "discussion",
    "details",
    "summary",
    "description",
    "detail",
    "quote",
    "excerpt",
    "motivation",
    "background",
    "context",
    "chain",
    "steps",
    "scratchpad",
    "reflection",
    "caveats",
];

/// Names of fields that say how sure an expert is.
const CERTAINTY: [&str; 3] = ["confidence", "certainty", "sureness"];

/// Whether a field of this name holds a reason.
pub fn names_reason(name: &str) -> bool {
    parts(name).iter().any(|part| REASONS.contains(&part.as_str()))
}

/// Whether a field of this name says how sure the expert is.
pub fn names_certainty(name: &str) -> bool {
    parts(name).iter().any(|part| CERTAINTY.contains(&part.as_str()))
}

/// `finalReason`, `final_reason` and `final-reason` in words of lower case.
fn parts(name: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(name.len() + 4);
    let mut before = false;
    for letter in name.chars() {
        if letter.is_uppercase() && before {
            spaced.push(' ');
        }
        before = letter.is_lowercase();
        spaced.push(letter);
    }
    fold::tokens(&spaced.replace('_', " "))
}

/// Whether a description lists what a string may say.
pub fn lists_values(description: &str) -> bool {
    let lower = description.to_lowercase();
    let words = ["one of", "either", "exactly one", "allowed values", "possible values"];
    let quoted = |quote: char| description.matches(quote).count() >= 4;
    words.iter().any(|word| lower.contains(word)) || quoted('"') || quoted('`') || description.matches('|').count() >= 1
}

/// Whether a description or a question says that the order of a list has no meaning.
pub fn says_unordered(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["any order", "unordered", "order does not matter", "order doesn't matter", "regardless of order"]
        .iter()
        .any(|words| lower.contains(words))
}

#[cfg(test)]
mod tests {
    use super::{lists_values, names_certainty, names_reason, says_unordered};

    #[test]
    fn names_and_descriptions_are_read() {
        assert!(["reason", "finalReason", "why_not", "Rationale", "key-notes"].iter().all(|name| names_reason(name)));
        assert!(!["answer", "label", "notebook", "season"].iter().any(|name| names_reason(name)));
        assert!(names_certainty("confidence_score") && !names_certainty("score"));
        assert!(lists_values("One of spam, ham") && lists_values("'a'|'b'") && !lists_values("The name of the city"));
    }

    #[test]
    fn order_is_read_from_a_description() {
        assert!(says_unordered("Three tags in any order") && !says_unordered("Steps in order"));
    }
}
