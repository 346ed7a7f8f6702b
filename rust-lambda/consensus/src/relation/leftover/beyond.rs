//! What a text names that stands in none of others: a name, a path, a value with its unit.

use super::shared::is_form;
use crate::relation::amounts::{self, Value};
use crate::relation::contrast::{self, Language};
use crate::relation::facing::spelled_alike;
use crate::relation::token::{Sort, Token, is_letter};

/// What a text has that stands in none of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// A value with its unit: "30 months" beside "30 days", "thirty years".
    Value,
    /// Somebody or something.
    Name,
}

/// What a text has that stands in none of the others.
pub fn of(text: &[Token], others: &[&[Token]]) -> Option<Beyond> {
    let value = values(text, others).then_some(Beyond::Value);
    value.or_else(|| names(text, others).then_some(Beyond::Name))
}

fn values(text: &[Token], others: &[&[Token]]) -> bool {
    let language = contrast::language_of(text, &[]);
    let known: Vec<Value> = others.iter().flat_map(|other| amounts::values(other, language)).collect();
    let measured = amounts::values(text, language).into_iter().filter(Value::is_measured);
    measured.into_iter().any(|value| !known.iter().any(|other| amounts::is_same(&value, other)))
}

fn names(text: &[Token], others: &[&[Token]]) -> bool {
    let language = contrast::language_of(text, &[]);
    let known = |name: &Token| others.iter().copied().flatten().any(|other| is_named(name, other));
    (0..text.len()).filter(|at| is_name(text, *at, language)).any(|at| !known(&text[at]))
}

fn is_named(name: &Token, other: &Token) -> bool {
    name.equals(other)
        || is_form(name, other)
        || name.text.eq_ignore_ascii_case(&other.text)
        || spelled_alike(&[&name.text], &[&other.text])
}

/// Names by their capitals, but where nouns have some too, those with a digit alone; paths and options. The first word
/// of a sentence has a capital of its own, and a single letter stands for one of those who were asked.
fn is_name(text: &[Token], at: usize, language: &Language) -> bool {
    let token = &text[at];
    match token.sort {
        Sort::Path | Sort::Flag => true,
        Sort::Word if language.is_unspaced() || is_letter(&token.text) || token.text.chars().count() == 1 => false,
        Sort::Word => {
            let plain = token.opens || at == 0 || !language.nouns.is_empty();
            token.named && language.carries(token) && (!plain || token.has_digit())
        }
        _ => false,
    }
}
