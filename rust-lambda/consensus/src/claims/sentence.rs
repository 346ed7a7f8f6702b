//! A text cut into the sentences of its paragraphs and list items, each by its place. Headings, tables, code and what
//! a block of code cuts in two claim nothing, and neither do greetings and offers of help.
//!
//! # Performance
//! O(L); the text is not copied.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::courtesy;

/// Places of the sentences and list items of a Markdown text, in order.
pub fn places(text: &str) -> Vec<Range<usize>> {
    let mut reader = Reader { text, run: None, silent: 0, behind_code: false, found: Vec::new() };
    for (event, place) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        reader.take(&event, place);
    }
    reader.close();
    reader.found
}

/// What was read of a text so far.
struct Reader<'a> {
    text: &'a str,
    /// The stretch of words that is being read.
    run: Option<Range<usize>>,
    /// Open blocks that claim nothing.
    silent: usize,
    /// Whether the last block was code.
    behind_code: bool,
    found: Vec<Range<usize>>,
}

impl Reader<'_> {
    fn take(&mut self, event: &Event, place: Range<usize>) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                self.close();
                self.drop_cut();
                self.silent += 1;
            }
            Event::End(TagEnd::CodeBlock) => {
                self.silent -= 1;
                self.behind_code = true;
            }
            Event::Start(Tag::Heading { .. } | Tag::Table(_) | Tag::HtmlBlock) => {
                self.close();
                self.silent += 1;
            }
            Event::End(TagEnd::Heading(_) | TagEnd::Table | TagEnd::HtmlBlock) => self.silent -= 1,
            Event::SoftBreak if self.goes_on(place.end) => self.extend(place),
            Event::SoftBreak | Event::HardBreak | Event::Rule => self.close(),
            Event::Start(tag) if is_block(tag) => self.close(),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::List(_) | TagEnd::BlockQuote(_)) => self.close(),
            // Marks of emphasis and links say nothing, and those of an opening one reach over what is yet to come.
            Event::Start(_) | Event::End(_) => {}
            _ => self.extend(place),
        }
    }

    fn extend(&mut self, place: Range<usize>) {
        if self.silent == 0 {
            let start = self.run.as_ref().map_or(place.start, |run| run.start.min(place.start));
            let end = self.run.as_ref().map_or(place.end, |run| run.end.max(place.end));
            self.run = Some(start..end);
        }
    }

    /// Whether a line goes on with the sentence of the line before: its first letter is small.
    fn goes_on(&self, next: usize) -> bool {
        self.text[next..].trim_start_matches([' ', '\t', '>', '*', '_']).starts_with(char::is_lowercase)
    }

    fn close(&mut self) {
        let Some(run) = self.run.take() else { return };
        let known = self.found.len();
        sentences(self.text, run, &mut self.found);
        // "this rewrites the table" behind code is the end of a sentence that began before it.
        let rest = |place: &Range<usize>| self.text[place.clone()].starts_with(char::is_lowercase);
        if std::mem::take(&mut self.behind_code) && self.found.get(known).is_some_and(rest) {
            self.found.remove(known);
        }
    }

    /// Takes off a sentence that the code behind it cuts.
    fn drop_cut(&mut self) {
        let last = self.found.last().map(|place| self.text[place.clone()].trim_end_matches(['*', '_', '"', ')']));
        if last.is_some_and(|last| !last.ends_with(['.', '!', ';', '\u{3002}'])) {
            self.found.pop();
        }
    }
}

fn is_block(tag: &Tag) -> bool {
    matches!(tag, Tag::Paragraph | Tag::Item | Tag::List(_) | Tag::BlockQuote(_))
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
    if start < end && !matches!(last, Some('?' | ':')) && !courtesy::is_one(&text[start..end]) {
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

    #[test]
    fn tables_courtesies_and_cut_sentences_claim_nothing() {
        let table = "| Version | Constant default |\n|---|---|\n| 11 | instant |\n";
        let text = format!(
            "Great question!\n\nAdd the column first.\n\n{table}\nWith 200 million rows the statement\n\n```sql\nALTER TABLE t;\n```\n\nrewrites the table. Use batches.\n\nI hope this helps! Let me know if you have any further questions."
        );
        assert_eq!(cut(&text), ["Add the column first.", "Use batches."]);
    }

    #[test]
    fn a_sentence_may_run_over_lines() {
        assert_eq!(cut("The lock is short\nand safe.\nUse it."), ["The lock is short\nand safe.", "Use it."]);
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
