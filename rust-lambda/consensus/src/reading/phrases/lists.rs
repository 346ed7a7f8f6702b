//! The items of a brief list: between commas and words, or a line each.

use super::letters::lower;
use super::table;

/// Between the items of a list in its form.
pub const ITEMS: &str = "; ";

/// The items of a text, and whether it surely lists: by a word, or in lines. None where a line is no item.
pub fn items(text: &str) -> Option<(Vec<&str>, bool)> {
    if text.contains('\n') { Some((lines(text)?, true)) } else { Some(parted(text)) }
}

/// Whether a text lists tokens of which each character counts: "test_login, test_logout".
pub fn of_tokens(text: &str) -> bool {
    let (items, _) = parted(text);
    items.len() > 1 && items.iter().all(|item| is_token(item))
}

/// Whether an item is one word with signs of code in it: then each character counts.
fn is_token(item: &str) -> bool {
    let sign = |sign: char| "_-./:@".contains(sign) || sign.is_ascii_digit();
    item.contains(char::is_alphabetic) && item.contains(sign) && item.chars().all(|c| c.is_alphanumeric() || sign(c))
}

/// Items in lines of their own, each behind a bullet or a number.
fn lines(text: &str) -> Option<Vec<&str>> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(item).collect()
}

/// What stands behind the mark of an item.
fn item(line: &str) -> Option<&str> {
    let bullet = ["- ", "* ", "\u{2022} ", "\u{2013} "].iter().find_map(|mark| line.strip_prefix(mark));
    let numbered = || {
        line.trim_start_matches(|sign: char| sign.is_ascii_digit())
            .strip_prefix([')', '.'])
            .filter(|rest| rest.starts_with(' ') && line.as_bytes()[0].is_ascii_digit())
    };
    bullet.or_else(numbered).map(|item| item.trim().trim_end_matches(['.', ',', ';']))
}

/// Items between commas and words, and whether one of the words is among them.
fn parted(text: &str) -> (Vec<&str>, bool) {
    let mut items = Vec::new();
    let mut certain = false;
    for part in text.split([',', ';']).flat_map(|part| part.split(" + ")) {
        let mut rest = part.trim();
        while let Some((at, length)) = joint(rest) {
            items.push(rest[..at].trim());
            rest = rest[at + length..].trim();
            certain = true;
        }
        items.push(rest);
    }
    items.retain(|item| !item.is_empty());
    (items, certain)
}

/// Bytes of a word that parts items.
const LONGEST_JOINT: usize = 5;

/// Where a word that parts items stands, and its bytes.
fn joint(text: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    for word in text.split(' ') {
        let short = word.len() <= LONGEST_JOINT;
        if word == "&" || short && table::parts_items(&lower(word)) {
            return Some((at, word.len()));
        }
        at += word.len() + 1;
    }
    None
}
