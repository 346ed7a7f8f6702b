//! Short replies that give two answers beside each other: two answer lines that differ, two boxes.
//!
//! # Performance
//! Only the first [`MOST_LINES`] lines are looked at.

use crate::extract::marks;
use crate::normalise;

/// A longer reply gives more than two boxes.
const LONGEST: usize = 120;

/// Lines of a reply that are looked at for its answers.
const MOST_LINES: usize = 200;

/// Whether two lines or boxes beside each other give answers that differ.
pub fn is_torn(answer: &str) -> bool {
    torn_lines(answer) || torn_boxes(answer)
}

/// Two lines `Answer:` with nothing between them, or with a word of an alternative.
fn torn_lines(answer: &str) -> bool {
    let mut before: Option<(normalise::Key, usize)> = None;
    let mut end = 0;
    for line in answer.split_inclusive('\n').take(MOST_LINES) {
        let range = end..end + line.trim_end().len();
        end += line.len();
        let Some(value) = marks::line_value(answer, range.clone()) else { continue };
        let Some(key) = normalise::key(&answer[value.clone()]) else { continue };
        if let Some((first, behind)) = &before {
            let between = answer[*behind..range.start].to_lowercase();
            let beside = !between.contains(char::is_alphanumeric) || between.contains("alternativ");
            if beside && *first != key && is_brief(&answer[value]) {
                return true;
            }
        }
        before = Some((key, range.end));
    }
    let sentences = answer.trim().split(". ").map(|sentence| sentence.trim_end_matches('.'));
    let values: Vec<&str> = sentences.map(|sentence| sentence.strip_prefix("The answer is ").unwrap_or("")).collect();
    values.len() == 2
        && values.iter().all(|value| is_brief(value))
        && normalise::key(values[0]) != normalise::key(values[1])
}

/// Whether a value is of a few words.
pub fn is_brief(value: &str) -> bool {
    !value.is_empty() && value.split_whitespace().count() <= 3
}

/// `\boxed{4} \boxed{5}` and nothing else.
fn torn_boxes(answer: &str) -> bool {
    let said = answer.trim();
    if said.len() > LONGEST || !said.starts_with("\\boxed{") {
        return false;
    }
    let mut boxes = said.split("\\boxed{").skip(1).map(|part| part.trim_matches(['}', ' ', ',', '.', '\n', '$']));
    let (Some(first), Some(second), None) = (boxes.next(), boxes.next(), boxes.next()) else { return false };
    let brief = |value: &str| !value.is_empty() && !value.contains(['}', ' ', '{']);
    brief(first) && brief(second) && normalise::key(first) != normalise::key(second)
}

#[cfg(test)]
mod tests {
    use super::is_torn;

    const PAIRS: [[&str; 2]; 3] = [["4", "5"], ["Goethe", "Schiller"], ["Paris", "Rome"]];

    #[test]
    fn two_answers_beside_each_other_are_torn() {
        for [a, b] in PAIRS {
            for torn in [
                format!("Answer: {a}\nAnswer: {b}"),
                format!("**Answer:** {a}\n\n**Answer:** {b}"),
                format!("The answer is {a}. The answer is {b}."),
                format!("Answer: {a}\n\nAs an alternative reading:\nAnswer: {b}"),
                format!("\\boxed{{{a}}} \\boxed{{{b}}}"),
            ] {
                assert!(is_torn(&torn), "{torn}");
                assert!(!is_torn(&torn.replace(b, a)), "{torn}");
            }
            for whole in [
                format!("Answer: {a}\n\nWait, that is wrong.\n\nAnswer: {b}"),
                format!("Answer: {a}\nCorrection: {b}"),
                format!("The answer is {a}. It is no {b}."),
            ] {
                assert!(!is_torn(&whole), "{whole}");
            }
        }
    }
}
