//! Digits that are no number: versions, ports, account ids and the like are equal only as texts.

use crate::extract::aside;
use crate::normalise::fold;

/// What a question asks for where digits are a name.
const NAMES: [&str; 69] = [
    "commit",
    "version",
    "versions",
    "release",
    "id",
    "ids",
    "identifier",
    "account",
    "port",
    "ports",
    "puertos",
    "porte",
    "poorten",
    "tags",
    "releases",
    "accounts",
    "code",
    "codes",
    "phone",
    "telephone",
    "zip",
    "postcode",
    "postal",
    "serial",
    "isbn",
    "issn",
    "tag",
    "build",
    "pin",
    "token",
    "checksum",
    "hash",
    "sku",
    "ticket",
    "iban",
    "vat",
    "extension",
    "hotline",
    "versionsnummer",
    "kennung",
    "konto",
    "kontonummer",
    "postleitzahl",
    "telefonnummer",
    "artikelnummer",
    "numero",
    "compte",
    "identifiant",
    "cuenta",
    "identificador",
    "puerto",
    "codigo",
    "telefono",
    "porta",
    "codice",
    "conto",
    "conta",
    "versie",
    "rekening",
    "poort",
    "postcode",
    "versione",
    "versao",
    "версия",
    "версии",
    "порт",
    "код",
    "счет",
    "телефон",
];

/// Names of scripts without blanks, and of several words.
const UNSPACED: [&str; 11] =
    ["part number", "版本", "端口", "账号", "编号", "电话", "邮编", "バージョン", "ポート", "番号", "コード"];

/// Question words beside which a name is asked for, and not counted.
const COUNTS: [&str; 12] = [
    "many",
    "much",
    "viele",
    "combien",
    "cuantos",
    "cuantas",
    "quanti",
    "quante",
    "quantos",
    "quantas",
    "hoeveel",
    "сколько",
];

/// A code is at most this long.
const LONGEST: usize = 64;

/// Words beside a code; more are a sentence.
const MOST_BESIDE: usize = 5;

/// Codes of fewer bytes keep their case.
const SHORTEST_FOLDED: usize = 4;

/// Whether the question asks for a name made of digits.
pub fn asked_for(question: &str) -> bool {
    let tokens = fold::tokens(question);
    let has = |words: &[&str]| tokens.iter().any(|token| words.contains(&token.as_str()));
    (has(&NAMES) || UNSPACED.iter().any(|name| question.contains(name))) && !counts(question)
}

/// Whether a question asks how many.
pub fn counts(question: &str) -> bool {
    fold::tokens(question).iter().any(|token| COUNTS.contains(&token.as_str()))
}

/// Whether a word of a question asks for a count of what stands behind it; "much" asks for an amount.
pub fn is_count(word: &str) -> bool {
    !word.eq_ignore_ascii_case("much") && is_quantity(word)
}

/// Whether a word of a question asks how many or how much.
pub fn is_quantity(word: &str) -> bool {
    if word.is_ascii() {
        return COUNTS.iter().any(|count| count.eq_ignore_ascii_case(word));
    }
    COUNTS.contains(&fold::words(word).as_str())
}

/// Whether the form alone says that the digits are a name: "01234", "v1.10".
pub fn is_code(text: &str) -> bool {
    let text = text.trim();
    let padded = text.len() > 1 && text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    let tagged = text
        .strip_prefix(['v', 'V'])
        .is_some_and(|rest| rest.contains('.') && rest.starts_with(|letter: char| letter.is_ascii_digit()));
    text.len() <= LONGEST && (padded || tagged)
}

/// Several codes in any order where the question asks for several: "80, 443". None where words stand between them.
pub fn several(text: &str) -> Option<String> {
    let pieces = text.trim_end_matches('.').split([',', ';']).flat_map(|piece| piece.split(" and "));
    let pieces: Vec<&str> = pieces.map(str::trim).filter(|piece| !piece.is_empty()).collect();
    let plain =
        |piece: &&str| piece.bytes().all(|sign| sign.is_ascii_digit() || sign == b'.') && piece.len() <= LONGEST;
    if pieces.len() < 2 || !pieces.iter().all(plain) {
        return None;
    }
    let mut sorted: Vec<String> = pieces.iter().map(|piece| (*piece).to_owned()).collect();
    sorted.sort();
    Some(sorted.join(", "))
}

/// Whether a question asks for several names of digits: "Which ports must be open?"
pub fn are_asked_for(question: &str) -> bool {
    let tokens = fold::tokens(question);
    tokens.iter().any(|token| SEVERAL.contains(&token.as_str())) && asked_for(question)
}

/// Names of several.
const SEVERAL: [&str; 10] =
    ["ports", "versions", "ids", "codes", "tags", "releases", "accounts", "puertos", "porte", "poorten"];

/// The one code in an answer, with the words beside it that say something in a brief one.
pub fn code(text: &str) -> Option<(String, Vec<String>)> {
    if let Some((digits, name)) = slashed(text) {
        return Some((digits.to_owned(), fold::tokens(name)));
    }
    let holds = |word: &&str| word.bytes().any(|byte| byte.is_ascii_digit());
    let mut coded = text.split_whitespace().filter(holds);
    let word = coded.next().filter(|word| word.len() <= LONGEST)?;
    if coded.next().is_some() {
        return None;
    }
    let others: Vec<String> = text.split_whitespace().filter(|word| !holds(word)).flat_map(fold::tokens).collect();
    let last = others.len().saturating_sub(1);
    // "443 in" says where to, "in" before a noun does not.
    let trails = |at: usize| at == last && !text.trim_end().ends_with(word);
    let says = |at: &usize| trails(*at) || !aside::is_plain(&others[*at]);
    let beside = if others.len() > MOST_BESIDE {
        Vec::new()
    } else {
        (0..others.len()).filter(says).map(|at| others[at].clone()).collect()
    };
    Some((spelled(text, word), beside))
}

/// "443/tcp": a code with what it is of behind a stroke.
pub fn slashed(text: &str) -> Option<(&str, &str)> {
    let (digits, name) = text.trim().trim_end_matches('.').split_once('/')?;
    let coded = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (coded && !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic())).then_some((digits, name))
}

/// A code as it counts, without a leading "v", with the sign in front of it.
fn spelled(text: &str, word: &str) -> String {
    let sign = sign(text.trim_start()).or_else(|| sign(word)).unwrap_or_default();
    let bare = word.trim_matches(|sign: char| !sign.is_alphanumeric() && sign != '/' && sign != '+');
    let bare = bare
        .strip_prefix(['v', 'V'])
        .filter(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
        .unwrap_or(bare);
    // "a1" and "A1" are two; longer ones are spelled either way.
    let bare = if bare.len() < SHORTEST_FOLDED { bare.to_owned() } else { bare.to_lowercase() };
    format!("{sign}{bare}")
}

/// The sign before a code that makes another of it: a bound of a version, or a minus.
fn sign(text: &str) -> Option<&str> {
    let end = text.find(|sign| !matches!(sign, '<' | '>' | '=' | '^' | '~' | '!' | '-'))?;
    let digit = text[end..].trim_start().starts_with(|first: char| first.is_ascii_digit());
    let signs = &text[..end];
    (digit && !matches!(signs, "" | "=" | "==") && (signs == "-" || !signs.contains('-'))).then_some(signs)
}

#[cfg(test)]
mod tests {
    use super::{asked_for, code, is_code};

    #[test]
    fn questions_for_names_are_known() {
        assert!(asked_for("Which version of Docker is it?") && asked_for("What is the account id?"));
        assert!(!asked_for("How many versions are there?") && !asked_for("What is 17 * 23?"));
    }

    fn only(text: &str) -> Option<String> {
        code(text).map(|(code, _)| code)
    }

    #[test]
    fn codes_keep_their_zeros() {
        assert!(is_code("01234") && is_code("v1.10") && !is_code("0") && !is_code("0.5") && !is_code("10"));
        assert_eq!(only("Version v20.10.").as_deref(), Some("20.10"));
        assert_eq!(only("port 443"), only("443"));
        assert_ne!(only("20.10"), only("20.1"));
        assert_ne!(only("<2.0"), only(">2.0"));
        assert_ne!(only("^1.2.0"), only("1.2.0"));
        assert_ne!(only("-1"), only("1"));
        assert_eq!(only(">= 1.2"), only(">=1.2"));
        assert_eq!(only("20.10 or 20.11"), None);
        assert_eq!(code("443 TCP inbound").map(|read| read.1), Some(vec!["tcp".to_owned(), "inbound".to_owned()]));
        assert_eq!(code("Use port 443.").map(|read| read.1), Some(Vec::new()));
    }
}
