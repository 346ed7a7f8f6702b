//! What is to be done with the same thing: "Pay the invoice.", "We should dispute the invoice."

use super::shared::{Shared, is_form};
use crate::relation::mark::Mark;
use crate::relation::token::Token;

/// Groups of modals behind which stands what is to be done.
const ADVISING: [&str; 3] = ["must", "should", "will"];

/// Whether two pieces of advice on the same thing name two things to do, each a word that the other has in no form.
pub fn differ(shared: &Shared) -> bool {
    if shared.content.is_empty() || (0..2).any(|text| is_turned(shared, text)) {
        return false;
    }
    let [own, other] = [0, 1].map(|text| modal(shared, text));
    let verbs = match (own, other) {
        (Some(own), Some(other)) => (!own.passive || !other.passive).then_some((own.verb, other.verb)),
        (Some(own), None) => order(shared, 1).map(|other| (own.verb, other)),
        (None, Some(other)) => order(shared, 0).map(|own| (own, other.verb)),
        (None, None) => None,
    };
    verbs.is_some_and(|(own, other)| is_own(shared, 0, own) && is_own(shared, 1, other))
}

/// What a modal says is to be done.
struct Advice {
    verb: usize,
    passive: bool,
}

/// Whether a text is more than one sentence, or denies something.
fn is_turned(shared: &Shared, text: usize) -> bool {
    let tokens = shared.texts[text];
    let denies = |mark: &Mark| matches!(mark, Mark::Not | Mark::Doubt | Mark::Quantity("none"));
    let turns = |token: &Token| shared.language.has(token, denies) || shared.language.lacks(token);
    tokens.iter().skip(1).any(|token| token.opens) || tokens.iter().any(turns)
}

/// The verb behind the one modal that advises: "we should sign", "it should be signed". Who does it stands in both texts, or
/// is a word for those who ask.
fn modal(shared: &Shared, text: usize) -> Option<Advice> {
    let (tokens, language) = (shared.texts[text], shared.language);
    let marks = tokens.marks(language);
    let mut modals = marks.iter().filter(|(_, mark)| matches!(mark, Mark::Modal(group) if ADVISING.contains(group)));
    let (at, _) = modals.next().filter(|_| modals.next().is_none())?;
    let counts = |token: &Token| language.has(token, |mark| matches!(mark, Mark::Quantity(_) | Mark::Modal(_)));
    let verb = (at + 1..tokens.len()).find(|place| shared.carries(&tokens[*place]) && !counts(&tokens[*place]))?;
    let known = |before: usize| {
        let named = shared.carries(&tokens[before]) && !language.is_pronoun(&tokens[before]);
        !named || !shared.left[text].contains(&before)
    };
    let passive = tokens[at + 1..verb].iter().any(|token| language.is_copula(token));
    (0..*at).all(known).then_some(Advice { verb, passive })
}

/// The place of the verb with which an order begins.
fn order(shared: &Shared, text: usize) -> Option<usize> {
    let tokens = shared.texts[text];
    let told = tokens.iter().any(|token| shared.language.be.contains(&token.text));
    (!told && tokens.first().is_some_and(|first| shared.carries(first))).then_some(0)
}

/// Whether the other text has no form of a word and none of the same meaning.
fn is_own(shared: &Shared, text: usize, at: usize) -> bool {
    let (word, language) = (&shared.texts[text][at], shared.language);
    let is_one = |other: &Token| {
        is_form(word, other) || language.are_forms(&word.text, &other.text) || language.are_synonyms(word, other)
    };
    shared.left[text].contains(&at) && !shared.texts[1 - text].iter().any(is_one)
}
