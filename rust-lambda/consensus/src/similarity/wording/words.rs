//! The words of a brief answer, each with what its writing says of it.

use super::exact;
use crate::normalise::{self, fold, operator};

/// Longer answers are sentences that tell more than a name ("It was opened in May 1937."); there the fitted weights
/// decide.
pub const MAX_NAME_WORDS: usize = 5;

/// Articles and openings that carry nothing.
const ARTICLES: [&str; 3] = ["a", "an", "the"];
const OPENINGS: [&str; 9] = ["answer", "it", "its", "they", "he", "she", "this", "that", "thats"];
const COPULAS: [&str; 4] = ["is", "was", "are", "were"];

/// One word of a brief answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// As it counts: without case and accents, unless these or its signs tell it from another word.
    pub text: String,
    /// An identifier, a number or another word in which each sign counts.
    pub exact: bool,
    /// Whether it is a name, by its first letter.
    pub name: bool,
    /// Whether it is written in capitals alone.
    pub capitals: bool,
    /// In brackets behind the answer.
    pub aside: bool,
    /// Behind a comma.
    pub item: bool,
    /// In front of a colon.
    pub lead: bool,
}

impl Word {
    pub fn is_roman(&self) -> bool {
        self.text.chars().all(|letter| matches!(letter, 'i' | 'v' | 'x'))
    }

    /// Whether it stands for a name that begins with it.
    pub fn is_initial(&self) -> bool {
        self.name && self.text.len() == 1
    }

    /// Whether its script knows capitals.
    pub fn is_cased(&self) -> bool {
        self.text.starts_with(char::is_lowercase)
    }
}

/// The words of an answer; None where it is not brief.
pub fn words(text: &str) -> Option<Vec<Word>> {
    let bare = normalise::bare(text);
    let plain = if bare.contains(['{', '$']) { normalise::latex::plain(bare) } else { bare.replace('\u{2212}', "-") };
    if plain.split_whitespace().nth(MAX_NAME_WORDS).is_some() {
        return None;
    }
    let alone = plain.split_whitespace().nth(1).is_none();
    let mut aside = false;
    let mut found: Vec<Word> = Vec::new();
    let (mut after_number, mut within_call, mut item) = (false, false, false);
    let raws: Vec<&str> = plain.split_whitespace().collect();
    for (at, &raw) in raws.iter().enumerate() {
        aside |= raw.starts_with('(') && !found.is_empty();
        let beside = |at: Option<usize>| at.and_then(|at| raws.get(at)).copied().unwrap_or("");
        let operator = operator::is_operator(beside(at.checked_sub(1)), raw, beside(Some(at + 1)));
        let token = if operator { raw } else { trimmed(raw) };
        let number = token.starts_with(|letter: char| letter.is_ascii_digit());
        let symbol = exact::symbol(raw);
        within_call |= raw.find('(').is_some_and(|at| at > 0 && !raw[at..].contains(')'));
        let exact = operator || within_call || exact::is_exact(token, alone) || (after_number && exact::is_unit(token));
        within_call &= !raw.contains(')');
        let plain = Word { aside, item, ..Word::default() };
        if let Some(text) = symbol {
            found.push(Word { text, exact: true, ..plain });
        } else if exact {
            found.push(Word { text: exact::strict(token), exact: true, ..plain });
        } else {
            let name = token.starts_with(char::is_uppercase);
            let capitals = name && token.len() > 1 && !token.contains(char::is_lowercase);
            let word = |text| Word { text, name, capitals, ..plain.clone() };
            found.extend(tokens(token).into_iter().map(word));
        }
        if raw.ends_with(':') {
            found.iter_mut().for_each(|word| word.lead = true);
        }
        item |= raw.ends_with([',', ';']);
        after_number = number;
        aside &= !raw.trim_end_matches(['.', ',']).ends_with(')');
    }
    Some(bared(found))
}

/// The words of a token; "F.C." is one.
fn tokens(token: &str) -> Vec<String> {
    let capital = |letter: &str| letter.len() == 1 && letter.starts_with(|first: char| first.is_ascii_uppercase());
    match token.split_once('.') {
        Some((first, second)) if capital(first) && capital(second) => vec![format!("{first}{second}").to_lowercase()],
        _ => fold::tokens(token),
    }
}

/// Without an opening and articles, unless nothing else is left.
fn bared(words: Vec<Word>) -> Vec<Word> {
    // "a - b" has no article.
    if words.iter().all(|word| word.exact || word.text.chars().count() == 1) {
        return words;
    }
    let is_in = |list: &[&str], word: &Word| !word.exact && list.contains(&word.text.as_str());
    let start = match words.iter().position(|word| !is_in(&ARTICLES, word)) {
        Some(at) if is_in(&OPENINGS, &words[at]) => words[at..]
            .iter()
            .position(|word| !is_in(&OPENINGS, word) && !is_in(&COPULAS, word))
            .map_or(0, |past| at + past),
        _ => 0,
    };
    // "Vitamin A" ends in a name.
    let kept = |(at, word): &(usize, &Word)| !is_in(&ARTICLES, word) || (*at > start && word.name);
    let rest: Vec<Word> = words[start..]
        .iter()
        .enumerate()
        .map(|(at, word)| (at + start, word))
        .filter(kept)
        .map(|(_, word)| word.clone())
        .collect();
    if rest.is_empty() { words } else { rest }
}

/// Without the marks that stand around words.
fn trimmed(token: &str) -> &str {
    let token = token.trim_matches(['"', '\'', '`', ',', ';', '!', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}']);
    let token = token.trim_start_matches(['(', '[', '*']).trim_end_matches([')', ']', '*', '.', ':']);
    // "O(n" lost its bracket, "?." is nothing but signs.
    token.strip_suffix('?').filter(|rest| !rest.is_empty()).unwrap_or(token)
}
