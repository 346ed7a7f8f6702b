//! A text cut into sentences and list items, each by its place.
//!
//! # Performance
//! O(L); the text is not copied.

use std::ops::Range;

/// Places of the sentences and list items of a text, in order. Code blocks, headings and questions claim nothing.
pub fn places(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut code = false;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") {
            code = !code;
        } else if !code && !line.trim_start().starts_with('#') {
            sentences(text, start..start + line.len(), &mut found);
        }
        start += line.len();
    }
    found
}

fn sentences(text: &str, line: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut start = line.start + marker_length(&text[line.clone()]);
    for (at, stop) in text[start..line.end].match_indices(['.', '!', '?', ';', '\u{3002}']) {
        let end = line.start + marker_length(&text[line.clone()]) + at + stop.len();
        if end > start && ends(&text[start..end], &text[end..line.end]) {
            keep(text, start..end, found);
            start = end;
        }
    }
    keep(text, start..line.end, found);
}

/// Whether a stop ends a sentence: a blank follows, and neither an initial nor an abbreviation stands before it.
fn ends(sentence: &str, rest: &str) -> bool {
    if sentence.ends_with('\u{3002}') {
        return true;
    }
    let next = rest.trim_start_matches(['*', '"', ')', '\u{201d}', '_']);
    if !next.is_empty() && !next.starts_with(char::is_whitespace) {
        return false;
    }
    let Some(before) = sentence.strip_suffix('.') else { return true };
    let word = before.rsplit([' ', '(', '\u{a0}']).next().unwrap_or("");
    let short = word.chars().count() <= 1 || (word.contains('.') && word.chars().count() <= 5);
    let title = matches!(word, "Dr" | "Mr" | "Mrs" | "Ms" | "Prof" | "St" | "vs" | "approx" | "No" | "etc");
    let lower = next.trim_start().starts_with(char::is_lowercase);
    !lower && !title && (!short || word.ends_with(|letter: char| letter.is_ascii_digit()))
}

/// Bytes of blanks, bullets, numbers of a list and signs of a quotation at the head of a line.
fn marker_length(line: &str) -> usize {
    let bare = line.trim_start_matches([' ', '\t', '>', '-', '+', '\u{2022}']);
    let bare = bare.strip_prefix("* ").unwrap_or(bare).trim_start();
    let digits = bare.len() - bare.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let numbered = bare[digits..].strip_prefix(['.', ')']).filter(|rest| digits > 0 && rest.starts_with(' '));
    line.len() - numbered.map_or(bare, str::trim_start).len()
}

fn keep(text: &str, place: Range<usize>, found: &mut Vec<Range<usize>>) {
    let raw = &text[place.clone()];
    let start = place.start + raw.len() - raw.trim_start().len();
    let end = start + raw.trim().len();
    let last = raw.trim_end().trim_end_matches(['*', '_', '"']).chars().next_back();
    if start < end && !matches!(last, Some('?' | ':')) {
        found.push(start..end);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::places;

    fn cut(text: &str) -> Vec<&str> {
        places(text).into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn sentences_and_items_are_cut_apart() {
        let text = "# Advice\nDr. Smith says 3.5 GB is enough. Is it? It is!\n\n1. Rotate the keys.\n- Drain the queue; then stop\n";
        let found = ["Dr. Smith says 3.5 GB is enough.", "It is!", "Rotate the keys.", "Drain the queue;", "then stop"];
        assert_eq!(cut(text), found);
    }

    #[test]
    fn code_headings_and_lead_ins_claim_nothing() {
        assert_eq!(cut("Run this:\n```sh\nrm -rf build.\n```\nDone."), ["Done."]);
        assert_eq!(cut(""), Vec::<&str>::new());
    }

    proptest! {
        #[test]
        fn places_are_in_order_and_whole_letters(text in "\\PC{0,80}|[a-cA-C.!?;\n *`#-]{0,60}") {
            let mut last = 0;
            for place in places(&text) {
                prop_assert!(place.start >= last && place.end > place.start);
                prop_assert!(!text[place.clone()].trim().is_empty());
                last = place.end;
            }
        }
    }
}
