//! A yes or a no at the head of a text: what the text comes to.

use super::contrast;

/// What a text begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Polarity {
    /// Yes, or a word that stands for it.
    Yes,
    /// No.
    No,
}

/// Bytes that are looked at.
const REACH: usize = 64;

/// The yes or no that a text begins with, if a stop or the end of a line stands behind it.
pub fn polarity(text: &str) -> Option<Polarity> {
    let bare = text
        .trim_start_matches(|letter: char| letter.is_whitespace() || "*_#>`\"'\u{201c}\u{bf}\u{a1}(".contains(letter));
    let end = (0..=REACH.min(bare.len())).rev().find(|&at| bare.is_char_boundary(at)).unwrap_or(0);
    let head = bare[..end].to_lowercase();
    let mut best: Option<(usize, Polarity)> = None;
    for language in contrast::languages() {
        for (words, polarity) in language.heads.iter().zip([Polarity::Yes, Polarity::No]) {
            for word in words {
                let longer = best.is_none_or(|(length, _)| word.len() > length);
                if longer && head.strip_prefix(word.as_str()).is_some_and(ends) {
                    best = Some((word.len(), polarity));
                }
            }
        }
    }
    best.map(|(_, polarity)| polarity)
}

/// Whether a word ends here and its sentence too.
fn ends(rest: &str) -> bool {
    let bare = rest.trim_start_matches(['*', '_', '`', '"', '\'', '\u{201d}', ')', '\u{2019}']);
    let blanks = bare.trim_start_matches([' ', '\t']);
    match blanks.chars().next() {
        None => true,
        Some(next) => {
            "\n\r.,:;!\u{3002}\u{ff0c}\u{3001}\u{ff01}\u{ff1a}\u{ff1b}".contains(next)
                || (matches!(next, '-' | '\u{2013}' | '\u{2014}' | '(') && blanks.len() < bare.len())
                || matches!(next, '\u{2014}')
        }
    }
}
