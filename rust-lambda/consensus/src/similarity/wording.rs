//! Which brief answers may be one by likeness: the same words in the same order, but for what is harmless.
//!
//! Letters that look alike say nothing of meaning: *Austria* is no *Australia*, and *-v* is no *-V*. So likeness joins
//! two answers only where one has all words of the other in their order and adds nothing that turns it, or where they
//! differ by one slip of typing inside a long word.
//!
//! # Performance
//! O(L) to prepare an answer, O(L1 + L2) to compare two.

use super::turning;
use crate::normalise::{self, fold, operator};

/// Longer answers are sentences that tell more than a name ("It was opened in May 1937."); there the fitted weights
/// decide.
pub const MAX_NAME_WORDS: usize = 5;

/// Longer answers are texts, in which operators are compared one by one.
const MAX_COMMAND: usize = 400;

/// Shorter words that differ by one letter are two words more often than a slip: *strcpy*, *strncpy*.
const SHORTEST_SLIP: usize = 7;

/// Endings turn a word: *propane*, *propene*.
const ENDING: usize = 3;

/// Articles and openings that carry nothing.
const ARTICLES: [&str; 3] = ["a", "an", "the"];
const OPENINGS: [&str; 9] = ["answer", "it", "its", "they", "he", "she", "this", "that", "thats"];
const COPULAS: [&str; 4] = ["is", "was", "are", "were"];

/// Signs that make an identifier, an operator or a bound of a word.
const SIGNS: [char; 15] = ['_', '\\', '/', '@', '#', '+', '<', '>', '=', '^', '~', '|', '\u{2265}', '\u{2264}', '$'];

/// "Paris, France" is a name of two items; what has more is a list, which an item less makes another.
const MOST_OF_A_NAME: usize = 2;

/// A capital counts in an identifier of at most this many bytes: "a1".
const LONGEST_CASED: usize = 3;

/// Words that turn an answer where only one has them.
const TURNING: [&str; 57] = [
    "or",
    "and",
    "not",
    "no",
    "nor",
    "never",
    "non",
    "none",
    "without",
    "except",
    "neither",
    "but",
    "to",
    "from",
    "oder",
    "und",
    "nicht",
    "kein",
    "ohne",
    "ou",
    "et",
    "sharp",
    "flat",
    "major",
    "minor",
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "other",
    "second",
    "third",
    "fourth",
    "alternate",
    "next",
    "last",
    "else",
    "morning",
    "evening",
    "vice",
    "former",
    "deputy",
    "acting",
    "assistant",
    "equatorial",
    "democratic",
    "native",
    "anti",
    "senior",
    "junior",
    "sans",
    "senza",
    "zonder",
];

/// One word of a brief answer.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    /// As it counts: without case and accents, unless these or its signs tell it from another word.
    text: String,
    /// An identifier, a number or another word in which each sign counts.
    exact: bool,
    /// Whether it is a name, by its first letter.
    name: bool,
    /// In brackets behind the answer.
    aside: bool,
}

/// A short answer in words, prepared for comparison.
#[derive(Clone, Debug)]
pub struct Wording {
    words: Vec<Word>,
    /// "Bach, Johann" is read as "Johann Bach" too.
    turned: Option<Vec<Word>>,
    /// Items between commas.
    items: usize,
}

impl Wording {
    /// Prepares an answer; None for one that is not brief.
    pub fn new(text: &str) -> Option<Wording> {
        let words = words(text)?;
        let mut halves = normalise::bare(text).split(", ");
        let turned = match (halves.next(), halves.next(), halves.next()) {
            (Some(last), Some(first), None) if !words.iter().any(|word| word.exact) => {
                self::words(&format!("{first} {last}"))
            }
            _ => None,
        };
        Some(Wording { words, turned, items: items(text) })
    }

    /// Whether two answers may be one by likeness.
    pub fn may_be(&self, other: &Wording) -> bool {
        let turned = |a: &Wording, b: &Wording| {
            b.turned.is_none() && a.turned.as_ref().is_some_and(|turned| extends(turned, &b.words))
        };
        let listed = self.items.max(other.items) > MOST_OF_A_NAME && self.items != other.items;
        !listed && (extends(&self.words, &other.words) || turned(self, other) || turned(other, self))
    }
}

/// The words of an answer where a sign, a capital or an accent tells it from others; None where none does. In longer
/// answers operators count alone.
pub fn exact(text: &str) -> Option<String> {
    let Some(words) = words(text) else { return with_operators(text) };
    let exact = words.iter().any(|word| word.exact);
    exact.then(|| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "))
}

/// The words of a longer answer with the operators between them, flags and paths; None where there is no operator.
fn with_operators(text: &str) -> Option<String> {
    let bare = normalise::bare(text);
    let tokens: Vec<&str> = bare.split_whitespace().collect();
    if bare.len() > MAX_COMMAND || !tokens.iter().any(|token| operator::is_hard(token) || is_flag(token)) {
        return None;
    }
    let word = |token: &&str| {
        let counts = operator::is_hard(token) || is_flag(token) || token.contains(SIGNS);
        if counts { (*token).to_owned() } else { fold::words(token) }
    };
    Some(tokens.iter().map(word).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
}

/// How many items stand between commas or semicolons.
fn items(text: &str) -> usize {
    normalise::bare(text)
        .split([',', ';', '\u{3001}', '\u{ff0c}'])
        .filter(|item| item.chars().any(char::is_alphanumeric))
        .count()
}

/// `-v`, `--force`.
fn is_flag(token: &str) -> bool {
    let name = token.trim_start_matches('-');
    (1..=2).contains(&(token.len() - name.len())) && name.starts_with(|first: char| first.is_ascii_alphabetic())
}

/// Whether one of two answers is the other with harmless additions.
fn extends(a: &[Word], b: &[Word]) -> bool {
    let bytes = |words: &[Word]| words.iter().map(|word| word.text.len()).sum::<usize>();
    let joined = || a.iter().flat_map(|word| word.text.bytes());
    if bytes(a) == bytes(b) && joined().eq(b.iter().flat_map(|word| word.text.bytes())) {
        return true;
    }
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let mut left = short.iter().peekable();
    let (mut shared, mut slips) = (0, 0);
    for word in long {
        match left.peek().map(|next| likened(word, next)) {
            Some(Likened::Same) => shared += 1,
            Some(Likened::Initial) => {}
            Some(Likened::Slip) => (shared, slips) = (shared + 1, slips + 1),
            _ if word.turns() => return false,
            _ => continue,
        }
        left.next();
    }
    left.peek().is_none() && shared > 0 && slips <= 1
}

impl Word {
    fn is_roman(&self) -> bool {
        self.text.chars().all(|letter| matches!(letter, 'i' | 'v' | 'x'))
    }

    /// Whether it makes another answer of one that lacks it.
    fn turns(&self) -> bool {
        !self.aside
            && (self.exact || self.is_roman() || TURNING.contains(&self.text.as_str()) || turning::turns(&self.text))
    }
}

enum Likened {
    Same,
    Initial,
    Slip,
    No,
}

fn likened(a: &Word, b: &Word) -> Likened {
    let (short, long) = if a.text.len() <= b.text.len() { (a, b) } else { (b, a) };
    if a.text == b.text {
        Likened::Same
    } else if a.exact || b.exact {
        Likened::No
    } else if short.name && long.name && short.text.len() == 1 && !long.is_roman() && long.text.starts_with(&short.text)
    {
        Likened::Initial
    } else if is_slip(&short.text, &long.text) {
        Likened::Slip
    } else {
        Likened::No
    }
}

/// One letter more, another letter, or two letters in the other order, neither at the start nor in the ending.
fn is_slip(short: &str, long: &str) -> bool {
    let (short, long): (Vec<char>, Vec<char>) = (short.chars().collect(), long.chars().collect());
    let (short, long) = if short.len() <= long.len() { (short, long) } else { (long, short) };
    let digit = short.iter().chain(&long).any(|letter| letter.is_numeric());
    if short.len() < SHORTEST_SLIP || long.len() - short.len() > 1 || digit {
        return false;
    }
    let front = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let back = short.iter().rev().zip(long.iter().rev()).take_while(|(a, b)| a == b).count();
    let swapped = short.len() == long.len()
        && front + back + 2 == short.len()
        && short[front] == long[front + 1]
        && short[front + 1] == long[front];
    front > 0 && back >= ENDING && (front + back + 1 >= long.len() || swapped)
}

fn words(text: &str) -> Option<Vec<Word>> {
    let bare = normalise::bare(text);
    let plain = if bare.contains(['{', '$']) { normalise::latex::plain(bare) } else { bare.to_owned() };
    if plain.split_whitespace().nth(MAX_NAME_WORDS).is_some() {
        return None;
    }
    let alone = plain.split_whitespace().nth(1).is_none();
    let mut aside = false;
    let mut found: Vec<Word> = Vec::new();
    let (mut after_number, mut within_call) = (false, false);
    let raws: Vec<&str> = plain.split_whitespace().collect();
    for (at, &raw) in raws.iter().enumerate() {
        aside |= raw.starts_with('(') && !found.is_empty();
        let beside = |at: Option<usize>| at.and_then(|at| raws.get(at)).copied().unwrap_or("");
        let operator = operator::is_operator(beside(at.checked_sub(1)), raw, beside(Some(at + 1)));
        let token = if operator { raw } else { trimmed(raw) };
        let number = token.starts_with(|letter: char| letter.is_ascii_digit());
        let symbol = turning::symbol(raw);
        within_call |= raw.find('(').is_some_and(|at| at > 0 && !raw[at..].contains(')'));
        let exact = operator || within_call || is_exact(token, alone) || (after_number && is_unit(token));
        within_call &= !raw.contains(')');
        if let Some(text) = symbol {
            found.push(Word { text, exact: true, name: false, aside });
        } else if exact {
            found.push(Word { text: strict(token), exact: true, name: false, aside });
        } else {
            let name = token.starts_with(char::is_uppercase);
            let word = |text| Word { text, exact: false, name, aside };
            found.extend(fold::tokens(token).into_iter().map(word));
        }
        after_number = number;
        aside &= !raw.trim_end_matches(['.', ',']).ends_with(')');
    }
    Some(bared(found))
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

/// Whether each sign of a token counts.
fn is_exact(token: &str, alone: bool) -> bool {
    let letters: Vec<char> = token.chars().collect();
    let inner = |sign: char| token.split(sign).filter(|part| part.chars().any(char::is_alphanumeric)).count() > 1;
    let lasting = |sign: char| letters.len() <= 3 && letters.len() > 1 && letters.last() == Some(&sign);
    let flag = letters.len() > 1 && letters[0] == '-';
    let dotted = inner('.') && token.split('.').any(|part| part.chars().count() > 1);
    token.contains(SIGNS)
        || flag
        || lasting('-')
        || dotted
        || inner(':')
        || inner('(')
        || inner('*')
        || letters.windows(2).any(|pair| pair[0].is_ascii_digit() && matches!(pair[1], '\u{b2}' | '\u{b3}' | '\u{b9}'))
        || token.chars().any(|letter| letter.is_ascii_digit())
        || (alone && is_cased(&letters))
        || is_camel(&letters)
        || (alone && is_marked(&letters))
}

/// "CO" and "Co": two letters that begin with a capital.
fn is_cased(letters: &[char]) -> bool {
    letters.len() == 2
        && letters.iter().all(|letter| letter.is_ascii_uppercase())
        && !matches!(letters, ['N', 'O'] | ['O', 'K'])
}

/// "userId": small letters before a capital.
fn is_camel(letters: &[char]) -> bool {
    letters.len() > 2
        && letters[..2].iter().all(char::is_ascii_lowercase)
        && letters.iter().any(char::is_ascii_uppercase)
}

/// "schon" and "sch\u{f6}n": short words in small letters, in which the mark is a letter of its own.
fn is_marked(letters: &[char]) -> bool {
    let small = letters.iter().all(|letter| letter.is_lowercase());
    let mark = |letter: &char| matches!(letter, '\u{e4}' | '\u{f6}' | '\u{fc}' | '\u{f1}' | '\u{df}');
    let lone = letters.len() == 1 && !letters[0].is_ascii();
    small && (lone || (letters.len() <= 6 && letters.iter().any(mark)))
}

/// "mW" and "MW".
fn is_unit(token: &str) -> bool {
    token.chars().count() <= 2 && token.chars().all(char::is_alphabetic)
}

/// A token in which signs count. Case counts where it tells flags, symbols and identifiers apart.
fn strict(token: &str) -> String {
    let plain = token.replace(|letter: char| ('\u{2080}'..='\u{2089}').contains(&letter), "");
    let token = if plain.len() == token.len() { token.to_owned() } else { token.chars().map(lowered).collect() };
    let cased = !(token.contains('@') || token.starts_with('#') || token.ends_with(['+', '#']))
        && token.len() <= LONGEST_CASED
        || token.contains(['-', '\\', '_', '/']) && !token.contains("://");
    if cased || is_camel(&token.chars().collect::<Vec<_>>()) { token } else { token.to_lowercase() }
}

/// A digit below the line is a digit.
fn lowered(letter: char) -> char {
    match letter {
        '\u{2080}'..='\u{2089}' => char::from(b'0' + (u32::from(letter) - 0x2080) as u8),
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::{TURNING, Wording};

    fn may_be(a: &str, b: &str) -> bool {
        Wording::new(a).zip(Wording::new(b)).is_some_and(|(a, b)| a.may_be(&b))
    }

    #[test]
    fn a_word_that_turns_a_name_makes_another_of_it() {
        for name in ["President", "Guinea", "Monday", "Bach"] {
            for word in TURNING {
                assert!(!may_be(&format!("{word} {name}"), name), "{word} {name}");
                assert!(!may_be(&format!("the {name} {word}"), name), "{name} {word}");
            }
            for harmless in ["the {}", "It is {}.", "Johann {}", "{} (again)"] {
                assert!(may_be(&harmless.replace("{}", name), name), "{harmless}");
            }
        }
    }
}
