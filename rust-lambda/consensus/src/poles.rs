//! Yes and no in the languages beyond those whose contrasts are known (`layers/knowledge/contrast/poles.json`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

const FILE: &str = include_str!("../../../layers/knowledge/contrast/poles.json");

static WORDS: LazyLock<Vec<(String, bool)>> = LazyLock::new(|| {
    // The file is part of the program: a broken one is met by every test.
    let languages: BTreeMap<&str, [&str; 2]> = serde_json::from_str(FILE).expect("the file of yes and no");
    let mut words: Vec<(String, bool)> = Vec::new();
    for (entries, yes) in languages.values().flat_map(|poles| poles.iter().zip([true, false])) {
        for word in entries.split_whitespace().map(|word| word.replace('_', " ")) {
            if !words.iter().any(|(known, _)| *known == word) {
                words.push((word, yes));
            }
        }
    }
    words
});

/// Every word that stands for yes (true) or no (false), each once.
pub fn words() -> impl Iterator<Item = (&'static str, bool)> {
    WORDS.iter().map(|(word, yes)| (word.as_str(), *yes))
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn no_word_says_both() {
        for (word, yes) in words() {
            assert!(!words().any(|(other, says)| other == word && says != yes), "{word}");
        }
    }
}
