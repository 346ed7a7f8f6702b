//! Replies that answer nothing: refusals, sentences that say that nothing can be said, and places left empty, in
//! twenty languages.
//!
//! # Performance
//! A reply of more than 300 letters is not looked at; in a shorter one each pattern is tried at one place.

use std::sync::LazyLock;

use super::pattern::{Step, begins, sentences, steps};
use crate::normalise::fold;

/// A refusal with more letters gives reasons that may hold an answer.
const LONGEST: usize = 300;

static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::parse(include_str!("../../../../layers/knowledge/replies/refusals.txt")));

/// What stands in `refusals.txt`, in folded words.
#[derive(Default)]
struct Table {
    /// What is passed over at a start, the longest first; whether it is an apology.
    polite: Vec<(Vec<String>, bool)>,
    /// What a refusing sentence begins with; whether only behind an apology.
    refusals: Vec<(Vec<Step>, bool)>,
    whole: Vec<Vec<String>>,
    bracketed: Vec<Vec<String>>,
}

impl Table {
    fn parse(text: &str) -> Self {
        let mut table = Self::default();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        for (head, list) in lines.filter_map(|line| line.split_once(": ")) {
            for pattern in list.split(" / ").map(str::trim) {
                let words = || fold::tokens(pattern);
                match head.split(' ').next().unwrap_or_default() {
                    class @ ("sorry" | "filler") => table.polite.push((words(), class == "sorry")),
                    class @ ("refusal" | "apologised") => {
                        table.refusals.push((steps(pattern), class == "apologised"));
                    }
                    "whole" => table.whole.push(words()),
                    _ => table.bracketed.push(words()),
                }
            }
        }
        table.polite.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        table
    }

    /// The sentence without what is polite in front, and whether that holds an apology.
    fn bare<'a>(&self, mut sentence: &'a [String]) -> (&'a [String], bool) {
        let mut sorry = false;
        while let Some((words, apology)) = self.polite.iter().find(|(words, _)| sentence.starts_with(words)) {
            sentence = &sentence[words.len()..];
            sorry |= apology;
        }
        (sentence, sorry)
    }
}

/// Whether a short reply refuses, says that it does not know, or leaves its place empty.
pub fn refuses(answer: &str) -> bool {
    // No letter has more than four bytes.
    if answer.len() > 4 * LONGEST || answer.chars().count() > LONGEST {
        return false;
    }
    let said = answer.trim();
    if says_nothing(said) {
        return true;
    }
    let table = &*TABLE;
    let words = fold::tokens(said);
    if in_brackets(said) && table.bracketed.contains(&words) || ["TODO", "TBD"].contains(&said) {
        return true;
    }
    let mut apologised = false;
    if table.whole.iter().any(|whole| table.bare(&words).0 == whole) {
        return true;
    }
    for sentence in sentences(said) {
        let words = fold::tokens(sentence);
        let (bare, sorry) = table.bare(&words);
        apologised |= sorry;
        if !bare.is_empty() {
            let refuses = |(pattern, behind): &(Vec<Step>, bool)| (apologised || !behind) && begins(bare, pattern);
            return table.refusals.iter().any(refuses);
        }
    }
    false
}

/// Dots or question marks that stand for an answer. Fewer than three may be an operator.
fn says_nothing(said: &str) -> bool {
    let only = |sign: char| said.trim_matches(sign).is_empty();
    said == "\u{2026}" || said.len() > 2 && ['.', '?', '_', '\u{2014}'].into_iter().any(only)
}

fn in_brackets(said: &str) -> bool {
    let pairs = [('[', ']'), ('(', ')'), ('<', '>'), ('{', '}')];
    pairs.iter().any(|(open, close)| said.starts_with(*open) && said.ends_with(*close))
}

#[cfg(test)]
mod tests {
    use super::refuses;

    #[test]
    fn refusals_are_no_answers() {
        for reply in
            ["I cannot determine this.", "I'm sorry, but I can't help with that.", "Answer: unknown", "I don't know"]
        {
            assert!(refuses(reply), "{reply}");
        }
    }

    #[test]
    fn who_commits_to_nothing_gives_no_answer() {
        for reply in [
            "It depends.",
            "Depends",
            "Answer: It depends.",
            "Es kommt darauf an.",
            "\u{c7}a d\u{e9}pend",
            "Depende.",
            "Dipende",
            "Het hangt ervan af",
            "\u{417}\u{430}\u{432}\u{438}\u{441}\u{438}\u{442}",
            "\u{770b}\u{60c5}\u{51b5}",
            "Hard to say.",
            "Yes and no.",
        ] {
            assert!(refuses(reply), "{reply}");
        }
        for reply in [
            "It depends on the load.",
            "It depends: below 10 use A.",
            "It depends. For small teams, yes.",
            "Dependable",
        ] {
            assert!(!refuses(reply), "{reply}");
        }
    }

    #[test]
    fn who_says_what_cannot_be_done_answers() {
        for reply in [
            "391",
            "Unknown Pleasures",
            "I know: 391",
            "Nobody",
            "You cannot delete the volume while it is mounted.",
            "I can't see a bug in this; the code is right.",
            "I'm sorry, but I disagree: the lock is held.",
            "It is not possible to delete a mounted volume.",
            "I am unable to reproduce it, so close the ticket.",
            "There is no answer from the server; restart it.",
        ] {
            assert!(!refuses(reply), "{reply}");
        }
    }
}
