//! A remark in brackets behind a short answer: what it does to the answer.
//!
//! # Performance
//! Only an answer that ends with a bracket is looked at.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::normalise::{fold, number};

/// A remark of more words explains.
const MOST_WORDS: usize = 4;

/// A longer answer is a text.
const LONGEST: usize = 120;

static TABLE: LazyLock<HashMap<&str, HashSet<String>>> = LazyLock::new(|| {
    let mut table: HashMap<&str, HashSet<String>> = HashMap::new();
    let lines = include_str!("../../../../layers/knowledge/replies/remarks.txt").lines();
    for (head, list) in lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": ")) {
        let class = head.split(' ').next().unwrap_or_default();
        table.entry(class).or_default().extend(list.split('|').map(|entry| fold::tokens(entry).join(" ")));
    }
    table
});

fn is(class: &str, words: &str) -> bool {
    TABLE.get(class).is_some_and(|entries| entries.contains(words))
}

/// Whether a word says nothing beside a name made of digits.
pub fn is_plain(word: &str) -> bool {
    is("plain", word)
}

/// A short answer and the remark in brackets behind it; None where there is none.
pub fn parted(text: &str) -> Option<(&str, &str)> {
    let whole = text.trim().trim_end_matches('.');
    let (value, remark) = whole.strip_suffix(')').filter(|_| whole.len() <= LONGEST)?.rsplit_once(" (")?;
    (!value.trim().is_empty() && !remark.contains(['(', ')'])).then_some((value.trim(), remark))
}

/// Whether the remark denies the answer, makes it hold only under a condition or turns it into another.
pub fn turns(text: &str) -> bool {
    let Some((_, remark)) = parted(text) else { return false };
    let words = fold::tokens(remark);
    let head = |count: usize| words.get(..count).map(|head| head.join(" ")).unwrap_or_default();
    if (1..=3).any(|count| is("condition", &head(count))) || is("turning", &words.join(" ")) {
        return true;
    }
    // What is named instead of the answer says the same as the answer: "5 (not 6)".
    let instead = remark.split_whitespace().nth(1).is_some_and(|next| {
        next.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
            || matches!(next, "the" | "a" | "an")
    });
    is("denial", &head(1)) && !instead && words.len() <= MOST_WORDS
}

/// Whether a remark behind a yes or a no takes half of it back: "yes (with a backup)". `is_agreement` knows the two.
pub fn halves(text: &str, is_agreement: &dyn Fn(&str) -> bool) -> bool {
    let Some((value, remark)) = parted(text).filter(|(value, _)| is_agreement(&value.to_lowercase())) else {
        return false;
    };
    let words = fold::tokens(remark);
    (1..=3).filter_map(|count| words.get(..count)).any(|head| is("halving", &head.join(" "))) && !value.is_empty()
}

/// The words of a brief remark that may tell two answers of one value apart: "before tax", "binary". A calculation, the value
/// in other words and what only says how exact it is do not.
pub fn words(text: &str) -> Vec<String> {
    let Some((_, remark)) = parted(text) else { return Vec::new() };
    let words = fold::tokens(remark);
    let reckoned = remark.contains(['=', '+', '*', '\u{d7}', '/', '\u{2248}', '^', ':']);
    let numeral = number::read(remark).is_some() && !remark.bytes().all(|byte| byte.is_ascii_digit());
    if reckoned || numeral || words.len() > MOST_WORDS || is("harmless", &words.join(" ")) {
        return Vec::new();
    }
    words.into_iter().filter(|word| !is("harmless", word) && !matches!(&word[..], "the" | "a" | "an")).collect()
}

#[cfg(test)]
mod tests {
    use super::{turns, words};

    #[test]
    fn a_remark_that_takes_the_answer_back_turns_it() {
        for remark in
            ["not recommended", "not really", "no", "if signed", "wrong", "deprecated", "negative", "abgelehnt"]
        {
            for answer in ["PostgreSQL", "5", "yes", "Option A"] {
                assert!(turns(&format!("{answer} ({remark})")), "{answer} ({remark})");
            }
        }
        for text in [
            "5 (not 6)",
            "MySQL (not PostgreSQL)",
            "404 (Not Found)",
            "12 (twelve)",
            "403 (access denied)",
            "f(x)",
            "5",
        ] {
            assert!(!turns(text), "{text}");
        }
    }

    #[test]
    fn a_calculation_or_a_rounding_tells_nothing_apart() {
        for text in ["391 (17 \u{d7} 23)", "5 (estimated)", "5 (five)", "5 (3 of the 4 boxes and one more)", "5"] {
            assert!(words(text).is_empty(), "{text}");
        }
        assert_eq!(words("12 (before tax)"), ["before", "tax"]);
        assert_eq!(words("12 (2019)"), ["2019"]);
    }
}
