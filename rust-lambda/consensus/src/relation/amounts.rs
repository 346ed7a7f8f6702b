//! Values of a text with their signs, units and rates.

use super::contrast::{self, Language};
use super::mark::{Cue, Mark, Unit};
use super::token::{Sort, Token};
use crate::normalise::{number, number_in_words};

/// The dimension of the units that only tell how often.
pub const RATE: &str = "rate";

/// Words behind which a number is a name: 1.10 is not 1.1.
const NUMBERED: [&str; 8] = ["version", "v", "release", "versión", "versione", "versão", "versie", "wersja"];

/// Letters between two units: "5 mg per kg".
const PER: [&str; 11] = ["/", "per", "pro", "par", "por", "al", "a", "an", "each", "every", "je"];

/// One value of a text.
#[derive(Clone, Debug)]
pub struct Value {
    /// As it is read.
    pub number: String,
    /// In the units of its dimension.
    pub amount: Option<(&'static str, f64)>,
    /// What it is for each of: "5 mg/kg".
    per: Option<&'static str>,
    /// Whether something changes to it or by it.
    reached: Option<Cue>,
    /// The places of the words beside it.
    pub beside: [Option<usize>; 2],
}

impl Value {
    /// Whether it has a unit.
    pub fn is_measured(&self) -> bool {
        self.amount.is_some()
    }
}

/// Whether two values are one, as far as both say what they are of.
pub fn is_same(a: &Value, b: &Value) -> bool {
    let other_way = a.reached.zip(b.reached).is_some_and(|(own, other)| own != other);
    a.per == b.per
        && !other_way
        && match (a.amount, b.amount) {
            (Some(own), Some(other)) => {
                own.0 == other.0 && (own.1 - other.1).abs() <= 1e-9 * own.1.abs().max(other.1.abs())
            }
            // "30" beside "30 days" says less, not something else, and so does a year beside its day.
            _ => a.number == b.number || is_year_of(&a.number, &b.number) || is_year_of(&b.number, &a.number),
        }
}

/// Without what makes another value of it: 36 of "36π", f of "f'".
pub fn bare(number: &str) -> &str {
    number.trim_end_matches(|letter| letter == '\'' || is_greek(letter))
}

/// Whether a number is a year.
pub fn is_year(number: &str) -> bool {
    number.len() == 4 && number.starts_with(['1', '2']) && number.bytes().all(|digit| digit.is_ascii_digit())
}

/// Whether a number is the year of a day, or a year without its century.
fn is_year_of(year: &str, day: &str) -> bool {
    let of_day = day.strip_prefix("day:").and_then(|day| day.split('-').next()) == Some(year);
    of_day || (year.len() == 2 && day.len() == 4 && day.ends_with(year))
}

/// The values of a text.
pub fn values(tokens: &[Token], language: &Language) -> Vec<Value> {
    let mut values = Vec::new();
    for at in 0..tokens.len() {
        let Some(mut number) = number_at(language, tokens, at) else { continue };
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        let signed = before.is_some_and(|before| before.sort == Sort::Sign && before.text == "-")
            && !at.checked_sub(2).is_some_and(|at| matches!(tokens[at].sort, Sort::Number | Sort::Quoted));
        if signed {
            number.insert(0, '-');
        }
        let next = tokens.get(at + 1).filter(|next| next.sort == Sort::Word);
        // "36π" is another number than 36.
        if let Some(symbol) = next.filter(|next| is_symbol(next)) {
            number.push_str(&symbol.text);
        }
        let unit = next.and_then(contrast::unit).filter(|unit| unit.0 != RATE);
        let measured = |unit: &'static Unit| Some((unit.0.as_str(), number.parse::<f64>().ok()? * unit.1));
        let amount = unit.and_then(measured);
        let per = amount.and_then(|_| per(tokens, at + 2)).filter(|per| per.0 != "time").map(|per| per.0.as_str());
        let carries =
            |at: &usize| tokens.get(*at).is_some_and(|token| language.carries(token) || token.sort == Sort::Sign);
        let beside = [at.checked_sub(1).filter(carries), Some(at + 1).filter(carries)];
        let cue = before.and_then(|token| language.cue(token));
        let reached = cue.filter(|cue| matches!(cue, Cue::To | Cue::By));
        values.push(Value { number, amount, per, reached, beside });
    }
    values
}

fn number_at(language: &Language, tokens: &[Token], at: usize) -> Option<String> {
    let token = &tokens[at];
    if token.sort == Sort::Number {
        let named = at > 0 && NUMBERED.contains(&tokens[at - 1].text.as_str());
        let read = if named { None } else { number::read(&token.text) };
        return Some(read.unwrap_or_else(|| token.text.clone()));
    }
    if token.sort == Sort::Word && token.text.ends_with('\'') {
        return Some(token.text.clone());
    }
    // "One" is an article or a pronoun more often than a number.
    if token.sort != Sort::Word {
        return None;
    }
    if !language.turns(token) {
        // Not each number in words is in the tables: "thirty days".
        let counts = tokens.get(at + 1).is_some_and(|next| next.sort == Sort::Word && contrast::unit(next).is_some());
        return if counts { number_in_words(&token.text) } else { None };
    }
    let worded = |mark: Mark| match mark {
        Mark::Number(value) if value > 1 => Some(value.to_string()),
        _ => None,
    };
    language.marks(std::slice::from_ref(token)).into_iter().find_map(worded)
}

/// A Greek letter behind a number, but for the sign of a unit.
fn is_symbol(token: &Token) -> bool {
    let mut letters = token.text.chars();
    letters.next().is_some_and(is_greek) && letters.next().is_none()
}

/// Mu is the sign of a unit.
fn is_greek(letter: char) -> bool {
    ('\u{3b1}'..='\u{3c9}').contains(&letter) && letter != '\u{3bc}'
}

/// The unit that a value is for each of.
pub fn per(tokens: &[Token], at: usize) -> Option<&'static Unit> {
    let joined = tokens.get(at).is_some_and(|token| PER.contains(&token.text.as_str()));
    joined.then(|| tokens.get(at + 1)).flatten().and_then(contrast::unit)
}
