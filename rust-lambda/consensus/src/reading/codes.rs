//! Digits that are no number: versions, ports, account ids and the like are equal only as texts.

use crate::normalise::fold;

/// What a question asks for where digits are a name.
const NAMES: [&str; 63] = [
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

/// Whether the form alone says that the digits are a name: "01234", "v1.10".
pub fn is_code(text: &str) -> bool {
    let text = text.trim();
    let padded = text.len() > 1 && text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    let tagged = text
        .strip_prefix(['v', 'V'])
        .is_some_and(|rest| rest.contains('.') && rest.starts_with(|letter: char| letter.is_ascii_digit()));
    text.len() <= LONGEST && (padded || tagged)
}

/// The one code in an answer: its only word that holds a digit, without a leading "v".
pub fn code(text: &str) -> Option<String> {
    let mut words = text.split_whitespace().filter(|word| word.bytes().any(|byte| byte.is_ascii_digit()));
    let word = words.next().filter(|word| word.len() <= LONGEST)?;
    if words.next().is_some() {
        return None;
    }
    let sign = sign(text.trim_start()).or_else(|| sign(word)).unwrap_or_default();
    let bare = word.trim_matches(|sign: char| !sign.is_alphanumeric() && sign != '/' && sign != '+');
    let bare = bare
        .strip_prefix(['v', 'V'])
        .filter(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
        .unwrap_or(bare);
    // "a1" and "A1" are two; longer ones are spelled either way.
    let bare = if bare.len() < SHORTEST_FOLDED { bare.to_owned() } else { bare.to_lowercase() };
    Some(format!("{sign}{bare}"))
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

    #[test]
    fn codes_keep_their_zeros() {
        assert!(is_code("01234") && is_code("v1.10") && !is_code("0") && !is_code("0.5") && !is_code("10"));
        assert_eq!(code("Version v20.10.").as_deref(), Some("20.10"));
        assert_eq!(code("port 443"), code("443"));
        assert_ne!(code("20.10"), code("20.1"));
        assert_ne!(code("<2.0"), code(">2.0"));
        assert_ne!(code("^1.2.0"), code("1.2.0"));
        assert_ne!(code("-1"), code("1"));
        assert_eq!(code(">= 1.2"), code(">=1.2"));
        assert_eq!(code("20.10 or 20.11"), None);
    }
}
