//! Greetings, praise and offers of help: what is said to be polite claims nothing.

/// How such a sentence begins, in small letters.
const BEGINNINGS: [&str; 31] = [
    "great question",
    "good question",
    "excellent question",
    "thanks for",
    "thank you",
    "hello",
    "i hope this",
    "i hope that helps",
    "hope this helps",
    "hope that helps",
    "let me know",
    "please let me know",
    "feel free to",
    "please feel free",
    "happy to help",
    "i'm happy to",
    "i'd be happy to",
    "i am happy to",
    "if you have any",
    "if you need any",
    "you're welcome",
    "gute frage",
    "ich hoffe, das",
    "lass mich wissen",
    "lassen sie mich wissen",
    "bonne question",
    "n'h\u{e9}sitez pas",
    "j'esp\u{e8}re que cela",
    "buena pregunta",
    "no dudes en",
    "espero que esto",
];

/// A longer sentence says something beside.
const LONGEST: usize = 120;

/// Whether a sentence is only polite.
pub fn is_one(sentence: &str) -> bool {
    if sentence.len() > LONGEST {
        return false;
    }
    let bare = sentence.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let small = bare.to_lowercase().replace('\u{2019}', "'");
    BEGINNINGS.iter().any(|beginning| small.starts_with(beginning))
}
