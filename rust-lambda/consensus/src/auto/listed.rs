//! Options that stand in the question's own text: `A) nucleus B) mitochondrion`, `(a) … (b) …`, `1. …` on lines of
//! their own.

use crate::normalise::{self, fold};

/// Fewer are none; more are a text.
const FEWEST: usize = 2;
const MOST: usize = 26;

/// A longer option is a paragraph.
const LONGEST: usize = 300;

/// Bytes of a question that are searched, from its end.
const REACH: usize = 20_000;

/// One option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its letter or number.
    pub label: String,
    /// Its words.
    pub text: String,
}

impl Listed {
    /// Label and words.
    pub fn whole(&self) -> String {
        format!("{}) {}", self.label, self.text)
    }
}

/// The options that a question lists, in order; None where it lists none.
pub fn options(question: &str) -> Option<Vec<Listed>> {
    let from = (question.len().saturating_sub(REACH)..=question.len()).find(|&at| question.is_char_boundary(at))?;
    let text = &question[from..];
    ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "123456789"]
        .iter()
        .find_map(|labels| in_order(text, labels))
}

/// Marks of a label: what stands before it, and what behind.
fn in_order(text: &str, labels: &str) -> Option<Vec<Listed>> {
    let mut found: Vec<(usize, usize, char)> = Vec::new();
    let mut at = 0;
    for label in labels.chars().take(MOST) {
        let Some((start, end)) = mark(text, at, label) else { break };
        found.push((start, end, label));
        at = end;
    }
    if found.len() < FEWEST {
        return None;
    }
    let end_of = |at: usize| found.get(at + 1).map_or(text.len(), |next| next.0);
    let option = |(at, &(_, end, label)): (usize, &(usize, usize, char))| {
        let words = text[end..end_of(at)].trim();
        // The last option ends with its line or its sentence.
        let last = at + 1 == found.len();
        let words = if last { words.lines().next().unwrap_or("") } else { words };
        let words = if last { words.split(". ").next().unwrap_or("") } else { words };
        let words = words.trim().trim_end_matches(['.', ',', ';']).trim();
        let words = words.strip_suffix(" or").unwrap_or(words).trim_end_matches(',');
        (!words.is_empty() && words.len() <= LONGEST)
            .then(|| Listed { label: label.to_string(), text: words.to_owned() })
    };
    found.iter().enumerate().map(option).collect()
}

/// The next `A)`, `(A)`, `A.` or `A:` behind a place: where it starts and ends.
fn mark(text: &str, from: usize, label: char) -> Option<(usize, usize)> {
    text[from..].match_indices(label).map(|(at, _)| from + at).find_map(|at| {
        let rest = &text[at + label.len_utf8()..];
        let before = text[..at].trim_end_matches(['*', '[']).chars().next_back();
        let bracket = before == Some('(');
        let fresh =
            before.is_none_or(|before| before.is_whitespace() || bracket || matches!(before, ',' | ';' | '?' | ':'));
        let line =
            text[..at].rsplit('\n').next().is_none_or(|head| head.trim_matches([' ', '\t', '-', '*', '(']).is_empty());
        let close = rest.chars().next().filter(|close| *close == ')' || (line && matches!(close, '.' | ':')))?;
        let behind = &rest[close.len_utf8()..];
        let spaced = behind.starts_with(char::is_whitespace) || behind.starts_with('*');
        (fresh && spaced).then_some((if bracket { at - 1 } else { at }, at + label.len_utf8() + close.len_utf8()))
    })
}

/// The option that some words choose: by its label, by its words, or by both.
pub fn chosen(options: &[Listed], words: &str) -> Option<usize> {
    let bare = normalise::bare(words).trim();
    let bare =
        ["option ", "Option ", "answer ", "Answer "].iter().find_map(|head| bare.strip_prefix(head)).unwrap_or(bare);
    let folded = fold::words(bare);
    let by_words = options.iter().position(|option| !folded.is_empty() && fold::words(&option.text) == folded);
    by_words.or_else(|| options.iter().position(|option| labelled(option, bare)))
}

/// Whether words are a label, alone or before the words of its option.
fn labelled(option: &Listed, words: &str) -> bool {
    let open = words.trim_start_matches(['(', '[', '*']);
    let Some(rest) = open.get(..option.label.len()).filter(|head| head.eq_ignore_ascii_case(&option.label)) else {
        return false;
    };
    let rest = open[rest.len()..].trim_start_matches([')', ']', '.', ':', '*']);
    let tight = rest.len() == open.len() - option.label.len();
    let said = fold::words(rest);
    let text = fold::words(&option.text);
    said.is_empty()
        || (!tight || rest.starts_with(' ')) && (said == text || text.starts_with(&said) || said.starts_with(&text))
}

#[cfg(test)]
mod tests {
    use super::{chosen, options};

    #[test]
    fn options_in_the_question_are_found() {
        let question = "Which organelle makes ATP? A) nucleus B) mitochondrion. End with ANSWER: <letter>.";
        let found = options(question).expect("options");
        assert_eq!(found.iter().map(|option| option.text.as_str()).collect::<Vec<_>>(), ["nucleus", "mitochondrion"]);
        for words in ["B", "b)", "(B)", "B) mitochondrion", "mitochondrion", "**B**", "Option B", "B. Mitochondrion"] {
            assert_eq!(chosen(&found, words), Some(1), "{words}");
        }
        assert_eq!(chosen(&found, "both"), None);
        assert_eq!(chosen(&found, "C"), None);
        let lines = options("Pick:\n1. red\n2. green\n3. blue\n").expect("options");
        assert_eq!(lines[2].text, "blue");
        let brackets = options("Is it (a) safe, (b) risky or (c) unknown?").expect("options");
        assert_eq!(brackets.len(), 3);
    }

    #[test]
    fn other_questions_list_none() {
        for question in ["What is plan B?", "Is A better than B?", "Compare (A) and C.", ""] {
            assert_eq!(options(question), None, "{question}");
        }
    }
}
