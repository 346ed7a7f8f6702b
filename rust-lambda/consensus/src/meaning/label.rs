//! The label in front of a text.

use crate::conclusion;

/// Bytes of a label, with its marks.
const LONGEST_LABEL: usize = 40;

/// A text without the label in front of it: "Answer:" is no part of what it says.
pub fn without_label(text: &str) -> &str {
    if !text.trim_start().bytes().take(LONGEST_LABEL).any(|byte| byte == b':') {
        return text;
    }
    let place = conclusion::place(text).or_else(|| conclusion::labelled_place(text));
    let Some(place) = place else { return text };
    let (before, behind) = (text[..place.start].trim_start(), &text[place.end..]);
    let labels = before.contains(':') && before.len() <= LONGEST_LABEL && !before.contains('\n');
    let marks = |sign: char| sign.is_whitespace() || matches!(sign, '*' | '_' | '`' | '.');
    if labels && behind.trim_matches(marks).is_empty() { &text[place] } else { text }
}

#[cfg(test)]
mod tests {
    use super::without_label;

    #[test]
    fn a_label_is_no_part_of_what_it_labels() {
        for (text, said) in [
            ("Answer: `git branch -d feature`", "git branch -d feature"),
            ("**Answer:** Use Redis.", "Use Redis."),
            ("Use Redis.", "Use Redis."),
            ("Note: use Redis.", "Note: use Redis."),
            ("Answer: A\nB stays open, see below.", "Answer: A\nB stays open, see below."),
        ] {
            assert_eq!(without_label(text).trim_matches(['`', '.']), said.trim_end_matches('.'), "{text}");
        }
    }
}
