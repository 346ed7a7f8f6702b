//! Which option a reply chooses.
//!
//! The marked places are tried first, then the whole reply if it is one line, then its last line.
//! In each place an option is taken if it is the whole text, if it stands at the start, or if it is
//! the only option named there without a "not" before it.

use std::cell::OnceCell;

use crate::normalise::{self, fold};

/// A line longer than this is reasoning, in which options are named without being chosen.
const LONGEST_LINE: usize = 300;

/// The options of one panel, prepared once for all opinions; as words only if an opinion asks for it.
#[derive(Debug)]
pub struct Options<'a> {
    /// Each option as it was given, trimmed.
    given: Vec<&'a str>,
    words: OnceCell<InWords>,
}

/// Options as words.
#[derive(Debug)]
struct InWords {
    /// Each option as tokens.
    tokens: Vec<Vec<String>>,
    /// Label and text of options like "A) Paris", as tokens; empty where there is no label.
    parts: Vec<Vec<Vec<String>>>,
}

impl<'a> Options<'a> {
    /// Prepares the options.
    pub fn new(options: &'a [String]) -> Options<'a> {
        Options { given: options.iter().map(|option| option.trim()).collect(), words: OnceCell::new() }
    }

    fn words(&self) -> &InWords {
        self.words.get_or_init(|| InWords {
            tokens: self.given.iter().map(|option| fold::tokens(option)).collect(),
            parts: self.given.iter().map(|option| label_and_text(option)).collect(),
        })
    }

    /// Index of the option that the reply chooses; None if no option can be told.
    pub fn chosen(&self, reply: &str) -> Option<usize> {
        if let Some(exact) = self.whole(reply) {
            return Some(exact);
        }
        for found in super::marked(reply) {
            if let Some(option) = self.in_place(&super::text(reply, &found)) {
                return Some(option);
            }
        }
        let line = reply[super::last_line(reply)].trim();
        if line.len() > LONGEST_LINE { None } else { self.in_place(line) }
    }

    fn in_place(&self, place: &str) -> Option<usize> {
        self.whole(place).or_else(|| self.at_start(place)).or_else(|| self.only_named(place))
    }

    /// The place is the option and nothing else. The spelling as given is preferred, because
    /// options may differ only by case or signs.
    fn whole(&self, place: &str) -> Option<usize> {
        let trimmed = place.trim();
        if let Some(exact) = self.unique(|at| self.given[at] == trimmed) {
            return Some(exact);
        }
        let bare = unwrapped(place);
        if let Some(exact) = self.unique(|at| self.given[at] == bare) {
            return Some(exact);
        }
        let (words, tokens) = (self.words(), fold::tokens(bare));
        self.unique(|at| !words.tokens[at].is_empty() && words.tokens[at] == tokens)
            .or_else(|| self.unique(|at| words.parts[at].contains(&tokens)))
    }

    /// "(B) because", "B. Paris", "approve, since": the longest option at the start, closed by a sign.
    fn at_start(&self, place: &str) -> Option<usize> {
        let bare = normalise::bare(place).trim_start_matches(['(', '[', '*', '"', '\'', ' ']);
        let bare = bare.strip_prefix("option ").or_else(|| bare.strip_prefix("Option ")).unwrap_or(bare);
        let head_end = bare.find([')', ']', '.', ':', ',', ';', '*', '\n', '\u{2014}', '\u{2013}'])?;
        self.whole(&bare[..head_end])
    }

    /// The only option named in the place, shorter options inside longer ones not counted.
    fn only_named(&self, place: &str) -> Option<usize> {
        let tokens = fold::tokens(place);
        let mut named: Vec<(usize, usize, usize)> = Vec::new();
        for (option, words) in self.words().tokens.iter().enumerate() {
            // A single letter in prose is an article or an initial, not a choice.
            let letter = words.len() == 1 && words[0].chars().count() == 1;
            if words.is_empty() || (letter && !self.letter_stands_out(option, place)) {
                continue;
            }
            named.extend(mentions(&tokens, words).map(|at| (at, at + words.len(), option)));
        }
        let outer: Vec<_> = named.iter().filter(|one| !named.iter().any(|other| contains(other, one))).collect();
        let first = outer.first()?.2;
        outer.iter().all(|one| one.2 == first).then_some(first)
    }

    /// "(B)", "**B**" or a capital that is no article and no "I".
    fn letter_stands_out(&self, option: usize, place: &str) -> bool {
        let given = self.given[option];
        let wrapped = [format!("({given})"), format!("**{given}**"), format!("[{given}]"), format!("{given})")];
        if wrapped.iter().any(|form| place.contains(form.as_str())) {
            return true;
        }
        let article = matches!(given, "A" | "I" | "a" | "i");
        !article && place.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == given)
    }

    /// The one option for which the test holds.
    fn unique(&self, test: impl Fn(usize) -> bool) -> Option<usize> {
        let mut passing = (0..self.given.len()).filter(|&at| test(at));
        let first = passing.next()?;
        passing.next().is_none().then_some(first)
    }
}

/// "A) Paris" may be chosen by "A" and by "Paris".
fn label_and_text(option: &str) -> Vec<Vec<String>> {
    let Some((label, text)) = option.trim().trim_start_matches('(').split_once([')', '.', ':']) else {
        return Vec::new();
    };
    let short = (1..=2).contains(&label.len()) && label.chars().all(|sign| sign.is_ascii_alphanumeric());
    if short && text.starts_with(' ') { vec![fold::tokens(label), fold::tokens(text)] } else { Vec::new() }
}

/// Without brackets and quotes around the whole.
fn unwrapped(place: &str) -> &str {
    normalise::bare(place).trim_matches(['(', ')', '[', ']', '"', '\'', '{', '}', ' ', '\u{201c}', '\u{201d}'])
}

/// Where the words stand in the tokens, negated mentions left out.
fn mentions<'a>(tokens: &'a [String], words: &'a [String]) -> impl Iterator<Item = usize> + 'a {
    let last = (tokens.len() + 1).saturating_sub(words.len());
    (0..last).filter(move |&at| tokens[at..at + words.len()] == *words && !negated(&tokens[..at]))
}

/// "not", "never" or a contracted "not" among the two words before.
fn negated(before: &[String]) -> bool {
    before.iter().rev().take(2).any(|word| {
        matches!(word.as_str(), "not" | "never" | "no" | "cannot" | "without" | "nor" | "against" | "than")
            || (word.ends_with("nt")
                && matches!(word.as_str(), "dont" | "doesnt" | "isnt" | "wouldnt" | "shouldnt" | "cant" | "wont"))
    })
}

fn contains(outer: &(usize, usize, usize), inner: &(usize, usize, usize)) -> bool {
    outer.0 <= inner.0 && inner.1 <= outer.1 && outer.1 - outer.0 > inner.1 - inner.0
}

#[cfg(test)]
mod tests {
    use super::Options;

    fn chosen<'a>(options: &[&'a str], reply: &str) -> Option<&'a str> {
        let owned: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
        Options::new(&owned).chosen(reply).map(|at| options[at])
    }

    const LETTERS: [&str; 4] = ["A", "B", "C", "D"];
    const WORDS: [&str; 4] = ["approve", "reject", "it depends", "approve with changes"];

    #[test]
    fn letters_in_many_wrappings() {
        for reply in [
            "B",
            "b",
            "(B)",
            "B.",
            "**B**",
            "The answer is (B).",
            "Answer: B) Paris",
            "I think... \\boxed{B}",
            "{\"reasoning\":\"A is wrong\",\"answer\":\"B\"}",
            "Reasons.\n\nAnswer: B",
            "So it must be (B)",
            "B: Paris",
        ] {
            assert_eq!(chosen(&LETTERS, reply), Some("B"), "{reply}");
        }
    }

    #[test]
    fn an_article_is_no_option() {
        assert_eq!(chosen(&LETTERS, "This is a hard question"), None);
        assert_eq!(chosen(&LETTERS, "A good question"), None);
    }

    #[test]
    fn words_and_sentences_as_options() {
        assert_eq!(chosen(&WORDS, "Much text about reject.\n\n**Answer:** it depends"), Some("it depends"));
        assert_eq!(chosen(&WORDS, "Reasons\nAnswer: Approve with changes."), Some("approve with changes"));
        assert_eq!(chosen(&WORDS, "approve, because it is sound"), Some("approve"));
        assert_eq!(chosen(&WORDS, "I would approve this"), Some("approve"));
        assert_eq!(chosen(&WORDS, "I would not approve this"), None);
        assert_eq!(chosen(&WORDS, "approve or reject, hard to say"), None);
        assert_eq!(chosen(&WORDS, "no idea"), None);
    }

    #[test]
    fn labelled_options_are_chosen_by_label_or_text() {
        for reply in ["Answer: B", "Reasons.\nAnswer: Rome", "(B) Rome", "B) Rome"] {
            assert_eq!(chosen(&["A) Paris", "B) Rome"], reply), Some("B) Rome"), "{reply}");
        }
    }

    #[test]
    fn options_that_differ_by_case_or_sign_stay_apart() {
        assert_eq!(chosen(&["x", "X"], "X"), Some("X"));
        assert_eq!(chosen(&["+1", "-1"], "-1"), Some("-1"));
        assert_eq!(chosen(&["+1", "-1"], "Answer: +1"), Some("+1"));
    }
}
