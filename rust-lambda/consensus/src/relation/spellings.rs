//! British and American spellings of one word.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::hash::Words;

const SPELLINGS: &str = include_str!("../../../../layers/knowledge/contrast/spellings.json");

/// Letters of the shortest word of the list: "grey".
const SHORTEST: usize = 4;

/// Shorter words end so by chance: "four", "wise".
const LEAST_LETTERS: usize = 5;

#[derive(Deserialize)]
struct File {
    endings: String,
    words: String,
}

struct Spellings {
    /// By the last letter: the ending and what is written for it.
    endings: HashMap<u8, Vec<(&'static str, &'static str)>, Words>,
    words: HashMap<&'static str, &'static str, Words>,
}

fn spellings() -> &'static Spellings {
    static FILE: OnceLock<File> = OnceLock::new();
    static SPELLINGS_READ: OnceLock<Spellings> = OnceLock::new();
    SPELLINGS_READ.get_or_init(|| {
        let file = FILE.get_or_init(|| serde_json::from_str(SPELLINGS).expect("the file of spellings"));
        let mut read = Spellings { endings: HashMap::default(), words: pairs(&file.words).collect() };
        for pair in pairs(&file.endings) {
            let last = pair.0.bytes().last().unwrap_or_default();
            read.endings.entry(last).or_default().push(pair);
        }
        read
    })
}

fn pairs(line: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    line.split(' ').filter_map(|pair| pair.split_once('/'))
}

/// A word in small letters in its American spelling; None where it has no other.
pub fn spelled(word: &str) -> Option<String> {
    if word.len() < SHORTEST || !word.is_ascii() {
        return None;
    }
    let spellings = spellings();
    if let Some(other) = spellings.words.get(word) {
        return Some((*other).to_owned());
    }
    if word.len() <= LEAST_LETTERS {
        return None;
    }
    let endings = spellings.endings.get(&word.bytes().last()?)?;
    endings.iter().find_map(|(ending, other)| Some(format!("{}{other}", word.strip_suffix(ending)?)))
}
