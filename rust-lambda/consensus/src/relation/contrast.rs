//! The words that turn a meaning, in eleven languages (`layers/knowledge/contrast`): negations, quantifiers, modals,
//! opposites, numbers and units.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

use super::token::Token;
use crate::hash::Words;
use crate::normalise::fold;

const FILES: [&str; 11] = [
    include_str!("../../../../layers/knowledge/contrast/en.json"),
    include_str!("../../../../layers/knowledge/contrast/de.json"),
    include_str!("../../../../layers/knowledge/contrast/fr.json"),
    include_str!("../../../../layers/knowledge/contrast/es.json"),
    include_str!("../../../../layers/knowledge/contrast/it.json"),
    include_str!("../../../../layers/knowledge/contrast/pt.json"),
    include_str!("../../../../layers/knowledge/contrast/nl.json"),
    include_str!("../../../../layers/knowledge/contrast/ru.json"),
    include_str!("../../../../layers/knowledge/contrast/pl.json"),
    include_str!("../../../../layers/knowledge/contrast/zh.json"),
    include_str!("../../../../layers/knowledge/contrast/ja.json"),
];

const UNITS: &str = include_str!("../../../../layers/knowledge/contrast/units.json");

/// Place of Japanese and Chinese among the languages.
const JAPANESE: usize = 10;
const CHINESE: usize = 9;

/// The group of modals that deny and bind at once: "must not".
pub const FORBIDDEN: &str = "forbidden";

/// What a word does to a meaning.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// It denies.
    Not,
    /// How many or how often: the name of the group.
    Quantity(String),
    /// How binding: the name of the group.
    Modal(String),
    /// One side of a pair of opposites.
    Side(usize, usize),
    /// A number in words.
    Number(usize),
}

#[derive(Deserialize)]
struct File {
    words: String,
    be: String,
    #[serde(default)]
    nouns: String,
    not: String,
    prefixes: String,
    quantifiers: HashMap<String, String>,
    modals: HashMap<String, String>,
    opposites: Vec<String>,
    numbers: String,
    yes: String,
    no: String,
}

/// The marks of one language.
pub struct Language {
    /// Words of the language's own grammar, and verbs that follow a subject.
    silent: HashSet<String, Words>,
    /// Verbs that follow a subject.
    pub be: Vec<String>,
    /// Words before a noun, in a language that writes nouns with a capital.
    pub nouns: Vec<String>,
    /// Syllables that turn a word around.
    pub prefixes: Vec<String>,
    whole: HashMap<String, Vec<Mark>, Words>,
    /// What an entry of several words begins with, up to each of its blanks.
    leads: HashSet<String, Words>,
    stems: HashMap<String, Vec<Mark>, Words>,
    /// The least and the greatest length of a stem in bytes.
    stem_lengths: (usize, usize),
    longest: usize,
    /// Letters stand for words, and nothing stands between them.
    unspaced: bool,
}

/// The files of all languages, parsed.
fn files() -> &'static [File] {
    static PARSED: OnceLock<Vec<File>> = OnceLock::new();
    // The files are part of the program: a broken one is met by every test.
    PARSED.get_or_init(|| FILES.iter().map(|file| serde_json::from_str(file).expect("a file of contrasts")).collect())
}

/// One language; its tables are made when it is first met.
fn language(at: usize) -> &'static Language {
    static LANGUAGES: [OnceLock<Language>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];
    LANGUAGES[at].get_or_init(|| Language::read(at, &files()[at]))
}

/// The ways of all languages to say yes and no, in this order.
pub fn heads() -> impl Iterator<Item = [Vec<String>; 2]> {
    files().iter().map(|file| [list(&file.yes), list(&file.no)])
}

/// The entries of a line of a file.
fn list(text: &str) -> Vec<String> {
    text.split_whitespace().map(|word| word.replace('_', " ")).collect()
}

/// The language of some tokens; English where nothing tells.
pub fn language_of(a: &[Token], b: &[Token]) -> &'static Language {
    let tokens = || a.iter().chain(b).take(200);
    let begins = |token: &Token| token.text.chars().next().unwrap_or(' ');
    let mut unspaced = tokens().map(begins).filter(|first| ('\u{3040}'..='\u{9fff}').contains(first)).peekable();
    if unspaced.peek().is_some() {
        let (mut japanese, mut chinese) = (false, false);
        for first in unspaced {
            japanese |= first <= '\u{30ff}';
            chinese |= first >= '\u{3400}';
        }
        if japanese || chinese {
            return language(if japanese { JAPANESE } else { CHINESE });
        }
    }
    let mut counts = [0_usize; FILES.len()];
    for token in tokens().filter(|token| !token.code) {
        for &language in grammar().get(token.text.as_str()).into_iter().flatten() {
            counts[language] += 1;
        }
    }
    let most = counts[..CHINESE].iter().max().copied().unwrap_or(0);
    if most == 0 {
        return language(0);
    }
    let mut equals = (0..CHINESE).filter(|language| counts[*language] == most);
    let first = equals.next().unwrap_or(0);
    // Articles are shared: of equals the one that knows more of the words, then the first, which is English.
    let known = |at: usize| tokens().filter(|token| !token.code && language(at).knows(&token.text)).count();
    let best = equals.fold((first, None), |(best, known_best): (usize, Option<usize>), next| {
        let least = known_best.unwrap_or_else(|| known(best));
        let others = known(next);
        if others > least { (next, Some(others)) } else { (best, Some(least)) }
    });
    language(best.0)
}

/// The languages in which a word is part of the grammar.
fn grammar() -> &'static HashMap<String, Vec<usize>, Words> {
    static GRAMMAR: OnceLock<HashMap<String, Vec<usize>, Words>> = OnceLock::new();
    GRAMMAR.get_or_init(|| {
        let mut grammar: HashMap<String, Vec<usize>, Words> = HashMap::default();
        for (at, file) in files().iter().enumerate().take(CHINESE) {
            list(&file.words).into_iter().for_each(|word| grammar.entry(word).or_default().push(at));
        }
        grammar
    })
}

/// A word in small letters.
fn lower(word: &str) -> Cow<'_, str> {
    let small = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if small { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

impl Language {
    fn read(at: usize, file: &File) -> Language {
        let mut language = Language {
            silent: list(&file.words).into_iter().chain(list(&file.be)).collect(),
            be: list(&file.be),
            nouns: list(&file.nouns),
            prefixes: list(&file.prefixes),
            whole: HashMap::default(),
            leads: HashSet::default(),
            stems: HashMap::default(),
            stem_lengths: (usize::MAX, 0),
            longest: 1,
            unspaced: at >= CHINESE,
        };
        list(&file.not).iter().for_each(|word| language.add(word, Mark::Not));
        for (group, words) in &file.quantifiers {
            list(words).iter().for_each(|word| language.add(word, Mark::Quantity(group.clone())));
        }
        for (group, words) in &file.modals {
            for word in &list(words) {
                language.add(word, Mark::Modal(group.clone()));
                if group == FORBIDDEN {
                    language.add(word, Mark::Not);
                }
            }
        }
        for (axis, line) in file.opposites.iter().enumerate() {
            for (side, words) in line.split('/').enumerate() {
                list(words).iter().for_each(|word| language.add(word, Mark::Side(axis, side)));
            }
        }
        for (value, word) in list(&file.numbers).iter().enumerate() {
            language.add(word, Mark::Number(value));
        }
        language
    }

    fn add(&mut self, word: &str, mark: Mark) {
        self.longest = self.longest.max(word.chars().count());
        match word.strip_suffix('*') {
            Some(stem) => {
                let (least, most) = self.stem_lengths;
                self.stem_lengths = (least.min(stem.len()), most.max(stem.len()));
                self.stems.entry(stem.to_owned()).or_default().push(mark);
            }
            None => {
                self.leads.extend(word.match_indices(' ').map(|(at, _)| word[..at].to_owned()));
                self.whole.entry(word.to_owned()).or_default().push(mark);
            }
        }
    }

    /// What the tokens do to a meaning.
    pub fn marks(&self, tokens: &[Token]) -> Vec<Mark> {
        if self.unspaced {
            return self.marks_within(tokens);
        }
        let mut marks = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let first = &tokens[at].text;
            let next = tokens.get(at + 1).filter(|_| self.leads.contains(first));
            let pair = next.map(|next| format!("{first} {}", next.text));
            if let Some(found) = pair.and_then(|pair| self.whole.get(&pair)) {
                marks.extend(found.iter().cloned());
                at += 2;
                continue;
            }
            self.add_marks(first, &mut marks);
            at += 1;
        }
        marks
    }

    /// Whether two words in a row turn a meaning together.
    pub fn are_one(&self, word: &Token, next: &Token) -> bool {
        self.leads.contains(&word.text) && self.whole.contains_key(&format!("{} {}", word.text, next.text))
    }

    fn add_marks(&self, word: &str, marks: &mut Vec<Mark>) {
        let lower = lower(word);
        marks.extend(self.whole.get(&*lower).into_iter().flatten().cloned());
        let (least, most) = self.stem_lengths;
        for length in least.max(1)..=most.min(lower.len()) {
            let stem = lower.get(..length).and_then(|stem| self.stems.get(stem));
            marks.extend(stem.into_iter().flatten().cloned());
        }
    }

    /// The longest entries of a text without blanks, from its head on.
    fn marks_within(&self, tokens: &[Token]) -> Vec<Mark> {
        let letters: Vec<char> = tokens.iter().flat_map(|token| token.text.chars()).collect();
        let mut marks = Vec::new();
        let mut at = 0;
        while at < letters.len() {
            let most = self.longest.min(letters.len() - at);
            let found = (1..=most).rev().find_map(|length| {
                let word: String = letters[at..at + length].iter().collect();
                self.whole.get(&word).map(|found| (length, found))
            });
            match found {
                Some((length, found)) => {
                    marks.extend(found.iter().cloned());
                    at += length;
                }
                None => at += 1,
            }
        }
        marks
    }

    /// Whether a word turns a meaning in this language.
    fn knows(&self, word: &str) -> bool {
        let mut marks = Vec::new();
        self.add_marks(word, &mut marks);
        !marks.is_empty()
    }

    /// Whether a syllable before the one word makes the other.
    pub fn prefixed(&self, a: &str, b: &str) -> bool {
        let (short, long) = if a.chars().count() < b.chars().count() { (a, b) } else { (b, a) };
        let head = long.strip_suffix(short).filter(|_| short.chars().count() >= 4);
        head.is_some_and(|head| self.prefixes.iter().any(|prefix| prefix == head))
    }

    /// Whether a word is part of the grammar and carries no meaning of its own.
    pub fn is_grammar(&self, word: &str) -> bool {
        self.silent.contains(&*lower(word))
    }

    /// Whether the language writes no blanks.
    pub fn is_unspaced(&self) -> bool {
        self.unspaced
    }
}

/// A unit: what it measures, and how many of the dimension's own it is.
pub type Unit = (String, f64);

struct Units {
    whole: HashMap<String, Unit, Words>,
    stems: Vec<(String, Unit)>,
}

/// The unit that a word names.
pub fn unit(word: &str) -> Option<&'static Unit> {
    static UNITS_READ: OnceLock<Units> = OnceLock::new();
    let units = UNITS_READ.get_or_init(|| {
        let rows: Vec<(String, f64, String)> = serde_json::from_str(UNITS).expect("the file of units");
        let mut units = Units { whole: HashMap::default(), stems: Vec::new() };
        for (dimension, factor, words) in rows {
            for word in words.split(' ') {
                let unit = (dimension.clone(), factor);
                match word.strip_suffix('*') {
                    Some(stem) => units.stems.push((stem.to_owned(), unit)),
                    None => {
                        units.whole.insert(word.to_owned(), unit);
                    }
                }
            }
        }
        units
    });
    let lower = lower(word);
    units.whole.get(&*lower).or_else(|| units.stems.iter().find(|stem| lower.starts_with(&stem.0)).map(|stem| &stem.1))
}

/// Whether a token is a letter that stands for a word.
pub fn is_unspaced(token: &Token) -> bool {
    token.text.chars().all(fold::unspaced)
}
