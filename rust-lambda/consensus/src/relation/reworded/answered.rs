//! A statement that says yes or no to the question in the question's own words: "Is the sample contaminated?", "The sample is
//! not contaminated."

use super::{Shared, Words, bound, order};
use crate::relation::head::Polarity;
use crate::relation::mark::Mark;
use crate::relation::token::Token;
use crate::relation::tokens::Tokens;

/// Longer statements and questions say more.
const MOST_TOKENS: usize = 30;

/// Whether a question can be answered by yes or no.
pub fn asks_whether(question: &Tokens) -> bool {
    let language = question.language_with(question);
    let begins = question.first().is_some_and(|first| language.be.contains(&first.text));
    begins && question.len() <= MOST_TOKENS && !question.iter().any(|token| token.text == language.or)
}

/// What a statement answers to a question that [`asks_whether`]; None where it adds something, or leaves out what was asked for.
pub fn answered(statement: &Tokens, question: &Tokens) -> Option<Polarity> {
    let language = statement.language_with(question);
    let brief = statement.len().max(question.len()) <= MOST_TOKENS && statement.len() > 1;
    if !brief || language.is_unspaced() || statement.has_code {
        return None;
    }
    let shared = Shared::of(statement, question, language);
    let words = Words::of(&shared);
    let last = question.iter().rposition(|token| shared.carries(token) && !super::counts(language, token))?;
    let whole = words.content.last().is_some_and(|pair| pair[1] == last);
    let denies =
        |tokens: &[Token]| tokens.iter().filter(|token| language.has(token, |mark| *mark == Mark::Not)).count();
    if !whole || !super::says_nothing(&shared, 0) || !bound::but_for_denials(&shared, &words) || !order::is_kept(&words)
    {
        return None;
    }
    let odd = (denies(statement) + denies(question)) % 2 == 1;
    Some(if odd { Polarity::No } else { Polarity::Yes })
}
