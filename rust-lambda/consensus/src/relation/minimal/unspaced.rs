//! Fillings in texts without blanks, and in letters of which no table of words is kept.

use super::places::Places;
use crate::relation::hunks::Hunk;
use crate::relation::mark::Mark;
use crate::relation::token::Token;

/// Letters of one filling in a text without blanks.
const MOST_LETTERS: usize = 2;

impl Places<'_> {
    /// Whether other letters stand for words, or only one text leads on or denies. Endings in letters of sound are put in
    /// many ways.
    pub fn tells_unspaced(&self, hunk: &Hunk) -> bool {
        let (own, other) = (&self.a[hunk.a.clone()], &self.b[hunk.b.clone()]);
        let says = |tokens: &[Token]| tokens.iter().any(|token| token.text.chars().any(is_han));
        let turned = |tokens: &[Token]| tokens.iter().any(|token| self.language.turns_on(token));
        let open = |tokens: &[Token]| {
            let may = |mark: &Mark| matches!(mark, Mark::Doubt | Mark::Modal("may"));
            self.language.marks(tokens).iter().any(may)
        };
        let tenses = (self.language.tense(own), self.language.tense(other));
        if open(own) != open(other) || matches!(tenses, (Some(own), Some(other)) if own != other) {
            return true;
        }
        let marks = self.language.marks(own);
        let synonyms = !marks.is_empty() && marks == self.language.marks(other);
        !synonyms
            && own.len().max(other.len()) <= MOST_LETTERS
            && (says(own) && says(other) || turned(own) != turned(other))
    }
}

/// Whether a letter stands for a word, and is no particle.
fn is_han(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter) && !"\u{7684}\u{4e86}\u{5730}\u{5f97}\u{4e5f}\u{5c31}".contains(letter)
}
