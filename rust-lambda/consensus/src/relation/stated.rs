//! What two short statements in unlike words state that can be told against each other: amounts, paths, flags and
//! opposites. "Delete ~/.cache/app." and "Remove the folder ~/.config/app." are worded unlike and name two folders.
//!
//! # Performance
//! Only texts of at most [`MOST_TOKENS`] tokens are looked at.

use super::contrast::Language;
use super::facing::{amounts, faced, take_common};
use super::mark::Mark;
use super::token::{Sort, Token};
use super::tokens::Tokens;
use crate::normalise::number;

/// Longer texts speak of more than one thing.
const MOST_TOKENS: usize = 24;

/// Words with the same first letters are forms of one.
const STEM: usize = 4;

/// Letters of a preposition.
const LONGEST_DIRECTION: usize = 4;

/// Whether two short texts in prose state different things about what can be told apart.
pub fn apart(a: &Tokens, b: &Tokens) -> bool {
    let brief = |tokens: &Tokens| (2..=MOST_TOKENS).contains(&tokens.len());
    if !brief(a) || !brief(b) || a.has_code || b.has_code {
        return false;
    }
    let language = a.language_with(b);
    if language.is_unspaced() {
        return false;
    }
    let of = |sort: Sort| disjoint(&texts(a, sort), &texts(b, sort));
    if a.has_command && b.has_command && (of(Sort::Path) || of(Sort::Flag)) {
        return true;
    }
    let marks = |tokens: &Tokens| tokens.marks(language).iter().map(|(_, mark)| *mark).collect::<Vec<_>>();
    let (own, other) = (marks(a), marks(b));
    other_amounts((a, &own), (b, &other)) || turned((a, own), (b, other), language) || other_way(a, b, language)
}

/// Whether two things stand behind directions the other way round: "out of src into dist", "from dist to src".
fn other_way(a: &[Token], b: &[Token], language: &Language) -> bool {
    fn directed<'t>(tokens: &'t [Token], language: &Language) -> Vec<&'t Token> {
        let sides = |mark: &Mark| matches!(mark, Mark::Side(..));
        let directs = |token: &Token| {
            let brief = token.text.chars().count() <= LONGEST_DIRECTION;
            token.text == "of" || brief && language.has(token, sides)
        };
        let pairs = tokens.windows(2).filter(|pair| directs(&pair[0]) && !language.is_grammar(&pair[1]));
        pairs.map(|pair| &pair[1]).collect()
    }
    let same = |a: &Token, b: &Token| a.keys[1] == b.keys[1] && a.text.to_lowercase() == b.text.to_lowercase();
    let single = |tokens: &[Token]| tokens.iter().skip(1).all(|token| !token.opens);
    if !single(a) || !single(b) {
        return false;
    }
    match (&directed(a, language)[..], &directed(b, language)[..]) {
        ([first, second], [others_first, others_second]) => {
            !same(first, second) && same(first, others_second) && same(second, others_first)
        }
        _ => false,
    }
}

fn texts(tokens: &[Token], sort: Sort) -> Vec<String> {
    tokens.iter().filter(|token| token.sort == sort).map(|token| token.text.clone()).collect()
}

/// Whether both state something, and nothing that both state.
fn disjoint<T: PartialEq>(own: &[T], other: &[T]) -> bool {
    !own.is_empty() && !other.is_empty() && !own.iter().any(|one| other.contains(one))
}

/// Amounts of one dimension where both have some, else numbers in figures or words.
fn other_amounts(a: (&[Token], &[Mark]), b: (&[Token], &[Mark])) -> bool {
    let (own, other) = (amounts(a.0), amounts(b.0));
    if own.len() == 1 && other.len() == 1 && own[0].0 == other[0].0 {
        let (own, other) = (own[0].1, other[0].1);
        return (own - other).abs() > 1e-9 * own.abs().max(other.abs());
    }
    own.is_empty() && other.is_empty() && disjoint(&numbers(a), &numbers(b))
}

fn numbers((tokens, marks): (&[Token], &[Mark])) -> Vec<String> {
    let figures = tokens.iter().filter(|token| token.sort == Sort::Number);
    let figures = figures.map(|token| number::read(&token.text).unwrap_or_else(|| token.text.clone()));
    let worded = marks.iter().filter_map(|mark| match mark {
        // "One" is an article or a pronoun more often than a number.
        Mark::Number(value) if *value > 1 => Some(value.to_string()),
        _ => None,
    });
    figures.chain(worded).collect()
}

/// Whether one has the opposite of what the other has, or only one of them denies what both speak of.
fn turned((a, mut own): (&[Token], Vec<Mark>), (b, mut other): (&[Token], Vec<Mark>), language: &Language) -> bool {
    take_common(&mut own, &mut other);
    let odd = own.iter().chain(&other).filter(|mark| **mark == Mark::Not).count() % 2 == 1;
    let side = |marks: &[Mark]| marks.iter().filter(|mark| matches!(mark, Mark::Side(..))).copied().collect::<Vec<_>>();
    if faced(&side(&own), &side(&other)) {
        return !odd;
    }
    odd && speak_of_the_same(a, b, language)
}

/// Whether all that the shorter text speaks of stands in the other.
fn speak_of_the_same(a: &[Token], b: &[Token], language: &Language) -> bool {
    let stems = |tokens: &[Token]| -> Vec<String> {
        let carries = |token: &&Token| token.sort == Sort::Word && !language.is_grammar(token);
        let spoken = tokens.iter().filter(carries).filter(|token| !language.has(token, |mark| *mark == Mark::Not));
        spoken.map(|token| token.text.to_lowercase().chars().take(STEM).collect()).collect()
    };
    let (own, other) = (stems(a), stems(b));
    let (short, long) = if own.len() <= other.len() { (own, other) } else { (other, own) };
    short.len() > 1 && short.iter().all(|word| long.contains(word))
}
