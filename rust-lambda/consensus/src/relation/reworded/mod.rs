//! Whether two sentences say the same in the same words put otherwise: a clause at the other end, in the passive, what
//! follows before what it follows from. "The disk limits the throughput." and "The throughput is limited by the disk."
//!
//! They do if all that carries a meaning stands in both, if what denies, limits, counts or compares stands before the same
//! word in both, and if something tells why each word that changed places could.
//!
//! # Performance
//! O(n m) comparisons of numbers for n and m tokens, at most [`MOST_TOKENS`]; then O(c²) steps for c shared words.

pub mod answered;
mod bound;
mod order;

use std::borrow::Cow;

use super::contrast;
use super::contrast::Language;
use super::head::Polarity;
use super::hunks;
use super::leftover::shared::{Shared, is_form};
use super::leftover::{amounts, parallel, says_opposite};
use super::mark::{Cue, Mark};
use super::token::{Sort, Token};
use super::tokens::Tokens;

/// Longer texts say more than one thing.
const MOST_TOKENS: usize = 40;

/// Whether two texts say the same in other words; what only one of them repeats of the question counts for nothing.
pub fn is_reworded(a: &Tokens, b: &Tokens, asked: &[Token]) -> bool {
    let brief = |tokens: &Tokens| (2..=MOST_TOKENS).contains(&tokens.len());
    if !brief(a) || !brief(b) || 3 * hunks::most_shared(a, b) < a.len().min(b.len()) {
        return false;
    }
    let language = a.language_with(b);
    if language.is_unspaced() || has_signs(a) || has_signs(b) {
        return false;
    }
    // "Is", "was".
    let (own, other) = (language.tenses(a), language.tenses(b));
    if own & other != own && own & other != other {
        return false;
    }
    let shared = Shared::of(a, b, language);
    let words = Words::of(&shared);
    !words.content.is_empty()
        && says_no_more(&shared, asked)
        && code(a).eq(code(b))
        && words.content.iter().all(|pair| order::is_same_form(&shared, *pair))
        && cases_alike(&shared, &words)
        && (bound::is_alike(&shared, &words) && order::is_harmless(&shared, &words) || is_parallel(&shared, &words))
        && !amounts::clash(&shared)
        && !says_opposite(&shared)
}

/// Whether two texts put the same two statements side by side, and bind and limit what they say in the same way.
fn is_parallel(shared: &Shared, words: &Words) -> bool {
    let (cuts, turned) = match parallel::of(shared) {
        Some(parallel::Match::Turned(cuts)) => (cuts, true),
        Some(parallel::Match::Kept(cuts)) => (cuts, false),
        _ => return false,
    };
    // "Stop the app and back up the disk": of orders each has its place.
    let orders = |text: usize| {
        let tokens = shared.texts[text];
        let begins = |at: usize| {
            let article = tokens.get(at + 1).is_some_and(|next| shared.language.cue(next) == Some(Cue::Article));
            article && tokens.get(at).is_some_and(|token| shared.carries(token) && (token.opens || !token.named))
        };
        let joined = usize::from(shared.language.joins(&tokens[cuts[text]]));
        begins(0) || begins(cuts[text] + joined)
    };
    if turned && orders(0) && orders(1) {
        return false;
    }
    // A word of both statements may have been paired with that of the other one.
    let side = |second: bool| {
        let stands = |pair: &[usize; 2]| (pair[0] >= cuts[0]) == second && (pair[1] >= cuts[1]) == (second != turned);
        Words { content: words.content.iter().copied().filter(stands).collect() }
    };
    bound::but_for_places(shared, words)
        && [false, true].iter().all(|second| order::is_harmless(shared, &side(*second)))
}

/// Whether signs stand in a text, but for that of a unit behind its number: "125 %".
fn has_signs(tokens: &Tokens) -> bool {
    let measured = |at: usize| at > 0 && tokens[at - 1].sort == Sort::Number && contrast::unit(&tokens[at]).is_some();
    (0..tokens.len()).any(|at| match tokens[at].sort {
        Sort::Sign => !measured(at),
        sort => sort == Sort::Quoted,
    })
}

/// A text without the yes or no that it begins with; None where the rest of it does not say which.
pub fn without_head(tokens: &Tokens, polarity: Option<Polarity>) -> Option<Cow<'_, Tokens>> {
    let Some(polarity) = polarity else { return Some(Cow::Borrowed(tokens)) };
    let (_, rest) = tokens.split_first()?;
    let language = contrast::language_of(rest, rest);
    let denied = rest.iter().any(|token| language.has(token, |mark| *mark == Mark::Not));
    (denied == (polarity == Polarity::No)).then(|| Cow::Owned(Tokens::new(rest.to_vec())))
}

/// The words that carry what two texts say, but for those that deny or count others.
struct Words {
    /// Their places in the two texts, in the order of the first.
    content: Vec<[usize; 2]>,
}

impl Words {
    fn of(shared: &Shared) -> Words {
        let turns = |at: usize| counts(shared.language, &shared.texts[0][at]);
        Words { content: shared.content.iter().copied().filter(|pair| !turns(pair[0])).collect() }
    }

    /// The first of them behind a place of a text.
    fn behind(&self, text: usize, at: usize) -> Option<usize> {
        let behind = |(found, pair): (usize, &[usize; 2])| (pair[text] > at).then_some((pair[text], found));
        self.content.iter().enumerate().filter_map(behind).min().map(|(_, found)| found)
    }

    /// Whether one of them stands before a place of a text.
    fn any_before(&self, text: usize, at: usize) -> bool {
        self.content.iter().any(|pair| pair[text] < at)
    }
}

/// Whether a word denies, or tells of how many something is said.
fn counts(language: &Language, token: &Token) -> bool {
    language.has(token, |mark| matches!(mark, Mark::Not | Mark::Quantity(_) | Mark::Number(_)))
}

/// Whether neither text has a word of its own that carries a meaning, but for one of them what the question says.
fn says_no_more(shared: &Shared, asked: &[Token]) -> bool {
    let repeats = |text: usize, token: &Token| {
        repeated(shared, text, token) || asked.iter().any(|word| token.equals(word) || is_form(token, word))
    };
    let all = |text: usize| own(shared, text).all(|token| repeats(text, token));
    (says_nothing(shared, 0) && all(1)) || (says_nothing(shared, 1) && all(0))
}

/// Whether a text has no word of its own that carries a meaning.
fn says_nothing(shared: &Shared, text: usize) -> bool {
    own(shared, text).next().is_none()
}

/// The tokens of a text that the other has not, but for those of the grammar and those that deny or count.
fn own<'t>(shared: &'t Shared, text: usize) -> impl Iterator<Item = &'t Token> {
    // "Supplier A": a letter in capitals is a name, though "a" is an article.
    let silent = move |at: usize| {
        let (token, next) = (&shared.texts[text][at], shared.texts[text].get(at + 1));
        // "A calculator is allowed.": before a noun it is the article, whatever its case.
        let article = token.opens && next.is_some_and(|next| shared.carries(next));
        let letter = token.named && token.text.chars().count() == 1 && !article;
        token.sort == Sort::Word && !letter && (!shared.carries(token) || counts(shared.language, token))
    };
    shared.left[text].iter().filter(move |at| !silent(**at)).map(move |at| &shared.texts[text][*at])
}

/// Whether no article tells that another one does it: in some languages it has a case, which counts unless the sentence is in
/// the passive.
fn cases_alike(shared: &Shared, words: &Words) -> bool {
    let is = |token: &Token, wanted: Cue| shared.language.cue(token) == Some(wanted);
    let passive = || shared.texts.iter().any(|text| text.iter().any(|token| is(token, Cue::By)));
    let article = |text: usize, at: usize| {
        let before = at.checked_sub(1).map(|before| &shared.texts[text][before]);
        before.filter(|token| shared.language.cased.contains(&token.text)).map(|token| token.key(false))
    };
    words.content.iter().all(|[own, other]| article(0, *own) == article(1, *other)) || passive()
}

/// Whether a word of one text stands there once more, and has its counterpart.
fn repeated(shared: &Shared, text: usize, token: &Token) -> bool {
    token.sort == Sort::Word && shared.content.iter().any(|pair| shared.texts[text][pair[text]].equals(token))
}

/// What stands in code, in its order.
fn code(tokens: &[Token]) -> impl Iterator<Item = &str> {
    tokens.iter().filter(|token| token.code).map(|token| token.text.as_str())
}

#[cfg(test)]
mod tests;
