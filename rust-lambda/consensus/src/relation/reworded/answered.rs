//! A statement that says yes or no to the question in the question's own words: "Is the sample contaminated?", "The sample is
//! not contaminated."

use super::{Shared, Words, bound, order};
use crate::relation::contrast::Language;
use crate::relation::head::Polarity;
use crate::relation::mark::{Cue, Mark};
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

/// What a statement answers to a question that [`asks_whether`]; None where it adds something but a reason, or leaves out
/// what was asked for.
pub fn answered(statement: &Tokens, question: &Tokens) -> Option<Polarity> {
    let language = statement.language_with(question);
    let brief = statement.len() <= MOST_TOKENS && !language.is_unspaced();
    brief.then(|| without_reason(statement, language)).and_then(|said| repeated(&said, question))
}

/// The same where a statement gives no reason.
pub fn repeated(said: &Tokens, question: &Tokens) -> Option<Polarity> {
    let language = said.language_with(question);
    let brief = said.len().max(question.len()) <= MOST_TOKENS && said.len() > 1;
    if !brief || language.is_unspaced() || said.has_code {
        return None;
    }
    let shared = Shared::of(said, question, language);
    let words = Words::of(&shared);
    let last = question.iter().rposition(|token| shared.carries(token) && !super::counts(language, token))?;
    let turned = turned(&shared);
    let whole = turned.contains(&last) || words.content.iter().any(|pair| pair[1] == last);
    let own = super::own(&shared, 0).count();
    if !whole || own != turned.len() || !order::is_kept(&words) {
        return None;
    }
    let denied = (denials(said, language) + denials(question, language) + turned.len()) % 2 == 1;
    let alike = if denied { bound::but_for_modals(&shared, &words) } else { bound::but_for_denials(&shared, &words) };
    alike.then_some(if denied { Polarity::No } else { Polarity::Yes })
}

/// Whether a text says a yes or no and then nothing but what was asked: "No, it may not be published."
pub fn echoes(said: &Tokens, polarity: Polarity, question: &Tokens) -> bool {
    let language = said.language_with(question);
    let Some((_, rest)) = said.split_first() else { return false };
    if rest.len().max(question.len()) > MOST_TOKENS || language.is_unspaced() || said.has_code {
        return false;
    }
    let rest = Tokens::new(rest.to_vec());
    let shared = Shared::of(&rest, question, language);
    let turned = turned(&shared);
    let denied = (denials(&rest, language) + denials(question, language) + turned.len()) % 2 == 1;
    let counts =
        |at: &usize| language.has(&rest[*at], |mark| matches!(mark, Mark::Quantity(_) | Mark::Number(_) | Mark::Doubt));
    super::own(&shared, 0).count() == turned.len()
        && denied == (polarity == Polarity::No)
        && !shared.left[0].iter().any(counts)
        && !rest.iter().any(|token| language.joins(token) || language.is_step(token))
}

/// A statement without the reason that it gives: "All tests pass, so it should go out.", "It should go out, since all pass."
fn without_reason(statement: &Tokens, language: &Language) -> Tokens {
    let place = |wanted: &dyn Fn(&Token) -> bool| {
        let mut found = (1..statement.len()).filter(|at| wanted(&statement[*at]));
        found.next().filter(|_| found.next().is_none())
    };
    let why = place(&|token| language.tells_why(token));
    let so = place(&|token| language.cue(token) == Some(Cue::So));
    match (why, so) {
        (Some(at), None) => Tokens::new(statement[..at].to_vec()),
        (None, Some(at)) => Tokens::new(statement[at + 1..].to_vec()),
        _ => statement.clone(),
    }
}

/// Words of the question of which a statement has the opposite by a syllable: "valid", "invalid".
fn turned(shared: &Shared) -> Vec<usize> {
    let words = shared.left[1].iter().copied();
    let is_turned = |word: &usize| {
        let asked = &shared.texts[1][*word].text;
        shared.left[0].iter().any(|at| {
            let said = &shared.texts[0][*at].text;
            said.len() > asked.len() && shared.language.prefixed(said, asked)
        })
    };
    words.filter(is_turned).collect()
}

/// How many denials there are.
fn denials(tokens: &[Token], language: &Language) -> usize {
    tokens.iter().filter(|token| language.has(token, |mark| *mark == Mark::Not)).count()
}
