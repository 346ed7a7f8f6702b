//! What denies, and what puts a thing before or after another, in languages of which no more is kept.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::files::list;
use crate::hash::Words;
use crate::relation::token::Token;

const OTHERS: &str = include_str!("../../../../../layers/knowledge/contrast/others.json");

/// What a word does in one of the languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Denies,
    Before,
    After,
}

/// What each word does, with the place of its language.
type Table = HashMap<String, Vec<(usize, Turn)>, Words>;

fn words() -> &'static Table {
    static WORDS: OnceLock<Table> = OnceLock::new();
    WORDS.get_or_init(|| {
        // The file is part of the program: a broken one is met by every test.
        let languages: HashMap<String, [String; 3]> =
            serde_json::from_str(OTHERS).expect("the file of other languages");
        let mut words = Table::default();
        for (at, lines) in languages.into_values().enumerate() {
            for (line, turn) in lines.iter().zip([Turn::Denies, Turn::Before, Turn::After]) {
                list(line).into_iter().for_each(|word| words.entry(word).or_default().push((at, turn)));
            }
        }
        words
    })
}

fn turns(tokens: &[Token]) -> impl Iterator<Item = (usize, Turn)> {
    tokens.iter().filter_map(|token| words().get(&token.text)).flatten().copied()
}

/// Whether some tokens hold a word that denies in one of the languages.
pub fn denies(tokens: &[Token]) -> bool {
    turns(tokens).any(|(_, turn)| turn == Turn::Denies)
}

/// Whether one of two fillings puts before what the other puts after.
pub fn tell(own: &[Token], other: &[Token]) -> bool {
    turns(own).any(|(at, turn)| {
        turns(other).any(|(others, opposite)| {
            at == others && matches!((turn, opposite), (Turn::Before, Turn::After) | (Turn::After, Turn::Before))
        })
    })
}
