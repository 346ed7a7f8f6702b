//! Words that make another thing of what stands behind or before them, and marks that belong to a symbol.

/// Where only one of two names has one of these, they name two things: "former president", "lack of vitamin C". In small
/// letters without accents, as words are compared.
const WORDS: [&str; 78] = [
    "lack",
    "deficiency",
    "loss",
    "low",
    "high",
    "excess",
    "shortage",
    "surplus",
    "anti",
    "counter",
    "ex",
    "former",
    "vice",
    "deputy",
    "step",
    "half",
    "law",
    "inverse",
    "partial",
    "reverse",
    "local",
    "global",
    "least",
    "most",
    "unsigned",
    "signed",
    "democratic",
    "people",
    "peoples",
    "new",
    "pseudo",
    "quasi",
    "semi",
    "false",
    "true",
    "pre",
    "post",
    "sub",
    "hyper",
    "hypo",
    "acting",
    "interim",
    "late",
    "fake",
    "imitation",
    "opposite",
    "grand",
    "great",
    "mangel",
    "verlust",
    "ehemalige",
    "ehemaliger",
    "neue",
    "falsche",
    "stellvertretende",
    "manque",
    "perte",
    "ancien",
    "ancienne",
    "nouveau",
    "nouvelle",
    "faux",
    "falta",
    "perdida",
    "antiguo",
    "nuevo",
    "nueva",
    "falso",
    "mancanza",
    "perdita",
    "nuovo",
    "nuova",
    "perda",
    "novo",
    "nova",
    "gebrek",
    "verlies",
    "voormalig",
];

/// Marks behind a single letter: derivatives, factorials, means.
const MARKS: [char; 6] = ['\'', '\u{2019}', '\u{2032}', '\u{2033}', '!', '\u{304}'];

/// Whether a word makes another thing of a name.
pub fn turns(word: &str) -> bool {
    WORDS.contains(&word)
}

/// A single letter with a mark behind it, "f''", "n!": the mark is part of it.
pub fn symbol(token: &str) -> Option<String> {
    let mut letters = token.chars();
    let letter = letters.next().filter(|first| first.is_alphabetic())?;
    // Most tokens are words.
    letters.clone().next().filter(|mark| MARKS.contains(mark))?;
    let marks: String = letters
        .as_str()
        .trim_end_matches(['.', ',', ';', ':'])
        .replace(['\u{2019}', '\u{2032}'], "'")
        .replace('\u{2033}', "''");
    (!marks.is_empty() && marks.chars().all(|mark| MARKS.contains(&mark))).then(|| format!("{letter}{marks}"))
}
