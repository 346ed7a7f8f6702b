//! Texts that list the same things in another order: "Use Redis, Kafka and Postgres.", "Use Postgres, Redis and Kafka."

use super::contrast::Language;

/// Longer texts list more than one thing.
const LONGEST: usize = 400;

/// Items of a list that are looked at.
const MOST_ITEMS: usize = 12;

/// Whether two texts in the same words list the same items in another order. What both begin and end with belongs to no
/// item.
pub fn are_one_list(a: &str, b: &str, language: &Language) -> bool {
    if a.len().max(b.len()) > LONGEST {
        return false;
    }
    let (own, other) = (items(a, language), items(b, language));
    if own.len() != other.len() || !(2..=MOST_ITEMS).contains(&own.len()) {
        return false;
    }
    let last = own.len() - 1;
    let words = |text: &str| text.split_whitespace().any(|word| language.joins_word(&word.to_lowercase()));
    let joined = words(a) && words(b);
    // "X does this, and Y does that" are two clauses.
    if joined && own.len() == 2 && a.contains(',') && b.contains(',') {
        return false;
    }
    let head = own[0].iter().zip(&other[0]).take_while(|(a, b)| a == b).count();
    let tail = own[last].iter().rev().zip(other[last].iter().rev()).take_while(|(a, b)| a == b).count();
    (0..=head).rev().any(|head| (0..=tail).rev().any(|tail| are_permuted(&own, &other, head, tail, joined)))
}

/// Whether the items are the same without so many words of the first one and of the last one.
fn are_permuted(own: &[Vec<String>], other: &[Vec<String>], head: usize, tail: usize, joined: bool) -> bool {
    let bare = |items: &[Vec<String>]| -> Vec<Vec<String>> {
        let mut items = items.to_vec();
        items[0].drain(..head);
        if let Some(last) = items.last_mut() {
            last.truncate(last.len().saturating_sub(tail));
        }
        items.sort_unstable();
        items
    };
    let (own, other) = (bare(own), bare(other));
    // Without a word that joins them, longer items may be steps.
    let is_item = |item: &Vec<String>| item.len() == 1 || joined && !item.is_empty();
    own == other && own.iter().all(is_item)
}

/// The words between what joins the items of a list.
fn items(text: &str, language: &Language) -> Vec<Vec<String>> {
    let joins = |letter: char| matches!(letter, ',' | '\u{3001}' | '\u{ff0c}');
    let mut items = Vec::new();
    for part in text.split(joins) {
        let words: Vec<String> = part.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
        items.extend(
            words.split(|word| language.joins_word(word)).filter(|item| !item.is_empty()).map(<[String]>::to_vec),
        );
    }
    items
}

/// A word without the signs around it.
fn bare(word: &str) -> String {
    let stops = |letter: char| matches!(letter, '.' | ':' | '!' | '?' | '"' | '\'' | '`' | '*' | '_' | '(' | ')');
    word.trim_matches(stops).to_lowercase()
}
