//! Words in letters of which no table is kept.

use crate::normalise::fold;
use crate::relation::token::Token;

/// Letters of one filling in a text without blanks, where a word takes several.
const MOST_OTHER_LETTERS: usize = 8;

/// Whether other letters stand in a text without blanks of which no table is kept.
pub fn tells_other_script(own: &[Token], other: &[Token]) -> bool {
    let letter = |token: &Token| token.text.chars().all(fold::unspaced) && is_other_script(token);
    own.len().max(other.len()) <= MOST_OTHER_LETTERS && own.iter().chain(other).any(letter)
}

/// Whether a word is written in letters of which no table of words is kept: there each word of its own counts.
pub fn is_other_script(token: &Token) -> bool {
    let known = |letter: char| matches!(letter, '\0'..='\u{52f}' | '\u{1e00}'..='\u{1eff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}');
    token.text.chars().any(|letter| letter.is_alphabetic() && !known(letter))
}
