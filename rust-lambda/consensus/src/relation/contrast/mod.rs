//! The words that turn a meaning, in eleven languages (`layers/knowledge/contrast`): negations, quantifiers, modals,
//! opposites, numbers and units.
//!
//! # Performance
//! What the tables say of a word is looked up once and kept with the word: comparing each of n texts with the others
//! asks the tables n times, not n² times.

mod files;
mod language;
mod table;
mod units;
mod words;

pub mod others;

use std::collections::HashMap;
use std::sync::OnceLock;

pub use files::{buts, forms, heads};
pub use language::{FORBIDDEN, Language};
pub use units::unit;

use super::token::Token;
use crate::hash::Words;
use crate::normalise::fold;
pub use files::CHINESE as SPACED;
use files::{CHINESE, JAPANESE, list};
use table::language;

/// The pair of opposites that tells what comes first: it is the first of every language.
pub const ORDER: usize = 0;

/// Tokens by which the language of two texts is told.
pub const MOST_TOKENS: usize = 200;

/// Bits of a token's languages: it begins with a sign of the Japanese scripts, of Chinese.
const KANA: u16 = 1 << 14;
const IDEOGRAPH: u16 = 1 << 15;

/// How many words of some tokens belong to the grammar of each language, and in which scripts they are written.
#[derive(Clone, Copy, Debug)]
pub struct Heard {
    counts: [u16; CHINESE],
    seen: u16,
}

impl Heard {
    /// Hears some tokens.
    pub fn of(tokens: &[Token]) -> Heard {
        let mut heard = Heard { counts: [0; CHINESE], seen: 0 };
        for token in tokens {
            let languages = languages(token);
            heard.seen |= languages;
            let mut grammar = if token.code { 0 } else { languages & ((1 << CHINESE) - 1) };
            while grammar != 0 {
                heard.counts[grammar.trailing_zeros() as usize] += 1;
                grammar &= grammar - 1;
            }
        }
        heard
    }

    /// What is heard in both.
    pub fn and(self, other: Heard) -> Heard {
        Heard { counts: std::array::from_fn(|at| self.counts[at] + other.counts[at]), seen: self.seen | other.seen }
    }
}

/// The language of some tokens; English where nothing tells.
pub fn language_of(a: &[Token], b: &[Token]) -> &'static Language {
    let a = &a[..a.len().min(MOST_TOKENS)];
    let b = &b[..b.len().min(MOST_TOKENS - a.len())];
    let known =
        |language: &Language| [a, b].into_iter().flatten().filter(|token| !token.code && language.knows(token)).count();
    language_heard(Heard::of(a).and(Heard::of(b)), known)
}

/// The language of two texts by what is heard in both, and by how many of their words a language knows.
pub fn language_heard(Heard { counts, seen }: Heard, known: impl Fn(&Language) -> usize) -> &'static Language {
    if seen & (KANA | IDEOGRAPH) != 0 {
        return language(if seen & KANA != 0 { JAPANESE } else { CHINESE });
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    if most == 0 {
        return language(0);
    }
    let mut equals = (0..CHINESE).filter(|language| counts[*language] == most);
    let first = equals.next().unwrap_or(0);
    // Articles are shared: of equals the one that knows more of the words, then the first, which is English.
    let known = |at: usize| known(language(at));
    let best = equals.fold((first, None), |(best, known_best): (usize, Option<usize>), next| {
        let least = known_best.unwrap_or_else(|| known(best));
        let others = known(next);
        if others > least { (next, Some(others)) } else { (best, Some(least)) }
    });
    language(best.0)
}

/// One bit for each language in which a word is part of the grammar, and those of its script.
fn languages(token: &Token) -> u16 {
    *token.known.languages.get_or_init(|| {
        let first = token.text.chars().next().unwrap_or(' ');
        let mut bits = grammar().get(token.text.as_str()).copied().unwrap_or(0);
        if ('\u{3040}'..='\u{9fff}').contains(&first) {
            bits |= if first <= '\u{30ff}' { KANA } else { 0 };
            bits |= if first >= '\u{3400}' { IDEOGRAPH } else { 0 };
        }
        bits
    })
}

/// The languages in which a word is part of the grammar.
fn grammar() -> &'static HashMap<String, u16, Words> {
    static GRAMMAR: OnceLock<HashMap<String, u16, Words>> = OnceLock::new();
    GRAMMAR.get_or_init(|| {
        let mut grammar: HashMap<String, u16, Words> = HashMap::default();
        for (at, file) in files::all().iter().enumerate().take(CHINESE) {
            let all = file.quantifiers.get("all");
            let words = [&file.words, &file.be, &file.steps.then].into_iter().chain(all).flat_map(|line| list(line));
            words.for_each(|word| *grammar.entry(word).or_default() |= 1 << at);
        }
        grammar
    })
}

/// Whether a token is a letter that stands for a word.
pub fn is_unspaced(token: &Token) -> bool {
    token.text.chars().all(fold::unspaced)
}
