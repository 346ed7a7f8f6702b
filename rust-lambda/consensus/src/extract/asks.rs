//! Whether what stands behind a yes or a no answers with it, or only asks back, offers help or speaks of the question:
//! "Yes, please send me the query." Yes and no at a head are courtesies too.
//!
//! # Performance
//! O(L) for L bytes behind the head, which are looked at up to the first clause that says something.

use std::sync::LazyLock;

use crate::normalise::fold;

/// Bytes behind a head that are looked at.
const REACH: usize = 400;

/// A word is one of the question's from this many letters on: `send` and `sending`.
const STEM: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Courtesy,
    Please,
    Request,
    Offer,
    Inside,
}

/// An entry in tokens; whether it is the whole clause.
type Entry = (Class, Vec<String>, bool);

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let lines = include_str!("asks.txt").lines().filter(|line| !line.starts_with('#'));
    let mut entries = Vec::new();
    for (head, list) in lines.filter_map(|line| line.split_once(": ")) {
        let class = match head.split(' ').next() {
            Some("courtesy") => Class::Courtesy,
            Some("please") => Class::Please,
            Some("request") => Class::Request,
            Some("offer") => Class::Offer,
            _ => Class::Inside,
        };
        for entry in list.split('|').map(str::trim) {
            let whole = entry.ends_with('$');
            entries.push((class, fold::tokens(entry), whole));
        }
    }
    // The longest first: "let me know" is a request, "let me" an offer.
    entries.sort_by_key(|(_, words, _): &Entry| std::cmp::Reverse(words.len()));
    entries
});

/// Whether the text behind a yes or a no asks back before it says anything. `asked` tells the words of the question:
/// "Yes, please send me the query" answers "Shall I send you the query?".
pub fn back(behind: &str, asked: &dyn Fn(&str) -> bool) -> bool {
    let reach = (0..=REACH.min(behind.len())).rev().find(|at| behind.is_char_boundary(*at)).unwrap_or(0);
    for sentence in sentences(&behind[..reach]) {
        let asks = sentence.trim_end().ends_with(['?', '\u{ff1f}', '\u{61f}']);
        let clauses = sentence.split([',', ':', ';', '\u{ff0c}', '\u{3001}', '\u{2014}', '\u{2013}', '\u{60c}']);
        for clause in clauses {
            let words = fold::tokens(clause);
            let rest = without_courtesies(&words);
            if rest.is_empty() {
                continue;
            }
            return asks || class_of(rest, asked);
        }
    }
    false
}

/// Sentences with their signs.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '!', '?', '\n', '\u{3002}', '\u{ff01}', '\u{ff1f}', '\u{61f}', '\u{964}'])
}

fn without_courtesies(words: &[String]) -> &[String] {
    let mut rest = words;
    while let Some(length) = fitting(rest, &[Class::Courtesy]).filter(|_| !rest.is_empty()) {
        rest = &rest[length..];
    }
    rest
}

/// Whether a clause asks or offers.
fn class_of(words: &[String], asked: &dyn Fn(&str) -> bool) -> bool {
    let mut rest = words;
    while let Some(length) = fitting(rest, &[Class::Please]) {
        rest = &rest[length..];
    }
    let inside = || (0..words.len()).any(|at| fitting(&words[at..], &[Class::Inside]).is_some());
    let found = fitting(rest, &[Class::Request, Class::Offer]);
    let echoed = |words: &[String]| words.iter().any(|word| word.chars().count() >= STEM && asked(word));
    found.map_or_else(inside, |length| !echoed(&rest[..length]))
}

/// Words that the longest entry of some classes takes at the start of a clause.
fn fitting(words: &[String], classes: &[Class]) -> Option<usize> {
    let fits = |(class, entry, whole): &&Entry| {
        classes.contains(class) && words.starts_with(entry) && (!whole || words.len() == entry.len())
    };
    ENTRIES.iter().find(fits).map(|(_, entry, _)| entry.len())
}

/// Whether a word is one of the question's, in any of its forms.
pub fn in_question<'a>(question: Option<&str>) -> impl Fn(&str) -> bool + use<'a> {
    let words = question.map(fold::tokens).unwrap_or_default();
    let stem = |word: &str| word.chars().take(STEM).collect::<String>();
    let stems: Vec<String> = words.iter().filter(|word| word.chars().count() >= STEM).map(|word| stem(word)).collect();
    move |word| stems.contains(&word.chars().take(STEM).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::{back, in_question};

    fn asks(behind: &str) -> bool {
        back(behind, &|_| false)
    }

    #[test]
    fn requests_offers_and_questions_are_no_answers() {
        for behind in [
            ", please send me the query.",
            ", of course. Which table do you mean?",
            ", I can help with that. What is your version?",
            "! Could you share the plan?",
            ", bitte schick mir die Abfrage.",
            ", envoyez-moi la requ\u{ea}te s'il vous pla\u{ee}t.",
            "\u{7684}\u{ff0c}\u{8bf7}\u{628a}\u{67e5}\u{8be2}\u{53d1}\u{7ed9}\u{6211}\u{3002}",
            "\u{3001}\u{30af}\u{30a8}\u{30ea}\u{3092}\u{9001}\u{3063}\u{3066}\u{304f}\u{3060}\u{3055}\u{3044}\u{3002}",
        ] {
            assert!(asks(behind), "{behind}");
        }
        for behind in [
            "",
            ".",
            ", it can. Would you like an example?",
            ". Use CREATE INDEX CONCURRENTLY.",
            ", please use CREATE INDEX CONCURRENTLY.",
            ", I see no reason against it.",
            ", send writes elsewhere.",
        ] {
            assert!(!asks(behind), "{behind}");
        }
    }

    #[test]
    fn a_request_may_be_what_was_asked_for() {
        let asked = in_question(Some("Shall I send you the query?"));
        assert!(!back(", please send me the query.", &asked));
    }
}
