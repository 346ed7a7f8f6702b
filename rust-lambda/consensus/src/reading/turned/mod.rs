//! Words beside a value that make it another one: "twice 100", "5 days before", "100 dozen", "minus five".
//!
//! # Performance
//! One look at the words of a short answer.

use crate::normalise::{fold, measure, number};

/// A longer answer is a sentence, in which other words stand beside a number.
const LONGEST: usize = 60;

/// Behind a number: they make another quantity of it. In the languages of the reading corpus.
const BEHIND: [&str; 86] = [
    "before",
    "after",
    "ago",
    "ahead",
    "behind",
    "earlier",
    "later",
    "early",
    "late",
    "prior",
    "previous",
    "older",
    "younger",
    "faster",
    "slower",
    "above",
    "below",
    "north",
    "south",
    "east",
    "west",
    "northward",
    "southward",
    "up",
    "down",
    "upward",
    "downward",
    "too",
    "each",
    "apiece",
    "pair",
    "dozen",
    "couple",
    "score",
    "gross",
    "net",
    "halves",
    "thirds",
    "quarters",
    "fourths",
    "fifths",
    "sixths",
    "sevenths",
    "eighths",
    "ninths",
    "tenths",
    "twelfths",
    "hundredths",
    "thousandths",
    "hence",
    "overdue",
    "short",
    "deficit",
    "surplus",
    "vorher",
    "nachher",
    "vor",
    "nach",
    "zuvor",
    "danach",
    "sp\u{e4}ter",
    "fr\u{fc}her",
    "paar",
    "dutzend",
    "avant",
    "apr\u{e8}s",
    "paire",
    "douzaine",
    "antes",
    "despu\u{e9}s",
    "par",
    "docena",
    "prima",
    "dopo",
    "paia",
    "dozzina",
    "depois",
    "d\u{fa}zia",
    "voor",
    "na",
    "paren",
    "dozijn",
    "przed",
    "po",
    "\u{43d}\u{430}\u{437}\u{430}\u{434}",
    "\u{434}\u{44e}\u{436}\u{438}\u{43d}\u{430}",
];

/// In front of a number: something is made of it.
const BEFORE: [&str; 71] = [
    "twice",
    "thrice",
    "half",
    "double",
    "triple",
    "quadruple",
    "quarter",
    "third",
    "square",
    "cube",
    "root",
    "sqrt",
    "log",
    "ln",
    "exp",
    "mod",
    "modulo",
    "minus",
    "negative",
    "neg",
    "factorial",
    "all",
    "every",
    "per",
    "except",
    "without",
    "almost",
    "nearly",
    "fast",
    "beinahe",
    "presque",
    "casi",
    "quasi",
    "quase",
    "bijna",
    "\u{43f}\u{43e}\u{447}\u{442}\u{438}",
    "doppelt",
    "halb",
    "h\u{e4}lfte",
    "dreifach",
    "wurzel",
    "alle",
    "ohne",
    "double",
    "moitie",
    "triple",
    "moins",
    "racine",
    "tous",
    "sauf",
    "doble",
    "mitad",
    "todos",
    "menos",
    "raiz",
    "doppio",
    "meta",
    "meno",
    "tutti",
    "dobro",
    "metade",
    "menos",
    "dubbel",
    "helft",
    "polowa",
    "bez",
    "\u{43f}\u{43e}\u{43b}\u{43e}\u{432}\u{438}\u{43d}\u{430}",
    "\u{43c}\u{438}\u{43d}\u{443}\u{441}",
    "\u{43a}\u{43e}\u{440}\u{435}\u{43d}\u{44c}",
    "\u{432}\u{441}\u{435}",
    "\u{431}\u{435}\u{437}",
];

/// Between such a word and its number.
const JOINTS: [&str; 14] = ["of", "the", "a", "von", "der", "de", "la", "le", "di", "da", "van", "as", "much", "to"];

/// Whether the stem of a word behind a number makes another quantity of it.
pub fn turns(stem: &str) -> bool {
    let stemmed = |word: &str| word.strip_suffix('s').filter(|short| short.len() >= 3).unwrap_or(word).to_owned();
    BEHIND.iter().any(|word| *word == stem || stemmed(&fold::words(word)) == stem)
}

/// What a short answer says where a word or a sign makes another value of its number; None where none does.
pub fn value(bare: &str) -> Option<String> {
    if bare.len() > LONGEST {
        return None;
    }
    if let Some(decade) = decade(bare) {
        return Some(decade.to_owned());
    }
    if is_factorial(bare) || is_binary(bare) {
        return Some(bare.to_owned());
    }
    if let Some(value) = qualified(bare) {
        return Some(value);
    }
    // One look at the first letter spares most answers the rest.
    if bare.starts_with(|first: char| !first.is_alphabetic()) {
        return None;
    }
    let words = fold::tokens(bare);
    let place = words.iter().position(|word| is_number(word)).filter(|place| *place > 0)?;
    let at = words[..place].iter().rposition(|word| !JOINTS.contains(&word.as_str()))?;
    // "au moins 3", "al menos 3" are bounds.
    if words[..at].iter().any(|word| matches!(word.as_str(), "au" | "al" | "pelo")) {
        return None;
    }
    let front = &words[at];
    let turned = BEFORE.iter().any(|word| *word == front || fold::words(word) == *front);
    turned.then(|| words.join(" "))
}

/// What a value with a mark of feet, inches, minutes or seconds behind it says: `5'`, `5"`. Quotes on both sides are none.
pub fn primed(text: &str) -> Option<String> {
    let digits = text.starts_with(|first: char| first.is_ascii_digit());
    let plain = |text: &str| {
        text.replace(['\u{2019}', '\u{2032}'], "'").replace(['\u{201d}', '\u{2033}'], "\"").replace("''", "\"")
    };
    (digits && text.len() <= LONGEST && text.ends_with(['\'', '"', '\u{2019}', '\u{2032}', '\u{201d}', '\u{2033}']))
        .then(|| plain(text).replace(' ', ""))
}

/// A value with what says how it is meant: "5 ± 1", "5 (mod 7)", "5 gallons (US)". What stands in longer brackets
/// explains it.
fn qualified(bare: &str) -> Option<String> {
    if !bare.starts_with(|first: char| first.is_ascii_digit() || "-+$\u{20ac}\u{a3}".contains(first)) {
        return None;
    }
    let tight = |text: &str| text.replace([' ', '(', ')'], "").to_lowercase();
    if is_tolerance(bare) || bare.contains("mod ") {
        return Some(tight(bare));
    }
    let (value, aside) = bare.strip_suffix(')')?.rsplit_once(" (")?;
    let letters = (1..=2).contains(&aside.len()) && aside.bytes().all(|byte| byte.is_ascii_alphabetic());
    let meant = letters && !measure::is_known(aside) || QUALIFIERS.contains(&aside);
    meant.then(|| format!("{} {}", fold::words(value), aside.to_lowercase()))
}

/// "5 ± 1", "5 (±1)".
pub fn is_tolerance(bare: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_digit() || " .,()\u{b1}%".contains(letter);
    bare.starts_with(|first: char| first.is_ascii_digit()) && bare.contains('\u{b1}') && bare.chars().all(plain)
}

/// In brackets behind a value: another kind of its unit.
const QUALIFIERS: [&str; 10] =
    ["imperial", "metric", "gross", "net", "nautical", "troy", "avoirdupois", "short", "long", "dry"];

fn is_number(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit()) || number::read(word).is_some()
}

/// `10!`
fn is_factorial(bare: &str) -> bool {
    bare.strip_suffix('!').is_some_and(|digits| (1..=3).contains(&digits.len()) && is_digits(digits))
}

/// `1990s`, with an article or without.
fn decade(bare: &str) -> Option<&str> {
    let bare = ["the ", "The "].iter().find_map(|article| bare.strip_prefix(article)).unwrap_or(bare);
    let digits = bare.strip_suffix('s').map(|rest| rest.strip_suffix('\'').unwrap_or(rest));
    let round = |year: &&str| year.len() == 4 && is_digits(year) && year.starts_with(['1', '2']) && year.ends_with('0');
    digits.filter(round).map(|_| bare)
}

/// `101b`
fn is_binary(bare: &str) -> bool {
    bare.strip_suffix('b').is_some_and(|bits| bits.len() > 1 && bits.bytes().all(|bit| matches!(bit, b'0' | b'1')))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
