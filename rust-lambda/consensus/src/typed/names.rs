//! What the names of fields and the words around them say: reasons, certainty, lists of values, order.

use std::sync::LazyLock;

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

/// Names of fields that hold reasons, in other languages: German, French, Spanish, Portuguese, Italian, Dutch, Polish,
/// Turkish, Russian, Chinese, Japanese, Korean.
const FOREIGN: &str = "Grund Gr\u{fc}nde Begr\u{fc}ndung Erkl\u{e4}rung Erl\u{e4}uterung Kommentar Anmerkung Bemerkung Hinweis \
    Zusammenfassung Beschreibung raison raisons raisonnement explication justification commentaire remarque r\u{e9}sum\u{e9} \
    motif raz\u{f3}n razones razonamiento explicaci\u{f3}n justificaci\u{f3}n motivo motivos comentario comentarios resumen \
    descripci\u{f3}n raz\u{e3}o raz\u{f5}es explica\u{e7}\u{e3}o justificativa coment\u{e1}rio resumo descri\u{e7}\u{e3}o ragione ragioni \
    ragionamento spiegazione motivazione giustificazione commento commenti descrizione reden redenen redenering toelichting \
    uitleg verklaring opmerking samenvatting pow\u{f3}d uzasadnienie wyja\u{15b}nienie komentarz uwagi opis neden gerek\u{e7}e \
    a\u{e7}\u{131}klama yorum \u{43f}\u{440}\u{438}\u{447}\u{438}\u{43d}\u{430} \u{43f}\u{440}\u{438}\u{447}\u{438}\u{43d}\u{44b} \
    \u{43e}\u{431}\u{43e}\u{441}\u{43d}\u{43e}\u{432}\u{430}\u{43d}\u{438}\u{435} \u{43e}\u{431}\u{44a}\u{44f}\u{441}\u{43d}\u{435}\u{43d}\u{438}\u{435} \
    \u{43f}\u{43e}\u{44f}\u{441}\u{43d}\u{435}\u{43d}\u{438}\u{435} \u{43a}\u{43e}\u{43c}\u{43c}\u{435}\u{43d}\u{442}\u{430}\u{440}\u{438}\u{439} \
    \u{539f}\u{56e0} \u{7406}\u{7531} \u{89e3}\u{91ca} \u{8bf4}\u{660e} \u{5907}\u{6ce8} \u{8aac}\u{660e} \u{6839}\u{62e0} \u{89e3}\u{8aac} \u{5099}\u{8003} \
    \u{c774}\u{c720} \u{c124}\u{ba85} \u{adfc}\u{ac70} \u{c758}\u{acac}";

/// The words of [`FOREIGN`] in the pieces that [`parts`] gives.
static FOREIGN_PARTS: LazyLock<Vec<Vec<String>>> =
    LazyLock::new(|| FOREIGN.split_whitespace().map(fold::tokens).collect());

/// Names of fields that say how sure an expert is.
const CERTAINTY: [&str; 3] = ["confidence", "certainty", "sureness"];

/// Whether a field of this name holds a reason.
pub fn names_reason(name: &str) -> bool {
    let parts = parts(name);
    let foreign = |word: &Vec<String>| parts.windows(word.len()).any(|part| part == word.as_slice());
    parts.iter().any(|part| REASONS.contains(&part.as_str())) || FOREIGN_PARTS.iter().any(foreign)
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
    let sentence = |at: usize| lower[..at].rfind(['.', '!', '?', ';', ':', '\n']).map_or(0, |end| end + 1);
    let denied = |at: usize| {
        let before = fold::tokens(&lower[sentence(at)..at]);
        before.iter().any(|word| matches!(word.as_str(), "not" | "never" | "no" | "dont" | "cannot" | "without"))
    };
    ["any order", "unordered", "order does not matter", "order doesn't matter", "regardless of order"]
        .iter()
        .any(|words| lower.match_indices(words).any(|(at, _)| !denied(at)))
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
    fn names_of_reasons_are_known_in_other_languages() {
        let names = [
            "Grund",
            "Begr\u{fc}ndung",
            "kurze_Erl\u{e4}uterung",
            "raison",
            "explicaci\u{f3}n",
            "justificativa",
            "spiegazione",
            "toelichting",
            "uzasadnienie",
            "a\u{e7}\u{131}klama",
            "\u{43f}\u{440}\u{438}\u{447}\u{438}\u{43d}\u{430}",
            "\u{7406}\u{7531}",
            "\u{89e3}\u{91ca}",
            "\u{c124}\u{ba85}",
        ];
        assert!(names.iter().all(|name| names_reason(name)));
        assert!(!["Grundst\u{fc}ck", "ville", "\u{5730}\u{7406}", "opus"].iter().any(|name| names_reason(name)));
    }

    #[test]
    fn order_is_read_from_a_description() {
        assert!(says_unordered("Three tags in any order") && !says_unordered("Steps in order"));
        assert!(says_unordered("No more than three. In any order.") && says_unordered("The order does not matter"));
        for denied in
            ["List them, but not in any order: the first first.", "Never give them in any order but that of execution."]
        {
            assert!(!says_unordered(denied), "{denied}");
        }
    }
}
