//! Signs between two values that say what is done with them: `id <> 5`, `a ?? b`.

/// Signs that prose has none of: a token that holds one and no letter is an operator.
const HARD: [char; 23] = [
    '|', '<', '>', '=', '~', '^', '%', '@', '#', '$', '\\', '+', '\u{2260}', '\u{2264}', '\u{2265}', '\u{2248}',
    '\u{2192}', '\u{2190}', '\u{21d2}', '\u{2194}', '\u{d7}', '\u{f7}', '\u{b1}',
];

/// Operators of signs that prose has too.
const WRITTEN: [&str; 9] = ["&&", "::", "..", "**", "??", "//", "*", "/", "!"];

/// Signs that are operators between values only, and punctuation elsewhere.
const SOFT: [&str; 7] = ["-", "&", ":", "?", ";", "\u{2212}", "."];

/// Whether a token of signs alone is an operator, whatever stands beside it.
pub fn is_hard(token: &str) -> bool {
    let signs = !token.is_empty() && token.chars().all(|sign| !sign.is_alphanumeric());
    signs && !token.starts_with(['"', '\'']) && (WRITTEN.contains(&token) || token.contains(HARD))
}

/// Whether a token between two others is an operator.
pub fn is_operator(before: &str, token: &str, after: &str) -> bool {
    is_hard(token)
        || (SOFT.contains(&token) && is_operand(before) && is_operand(after) && (is_coded(before) || is_coded(after)))
}

/// Whether an equation has an operator of its own before the sign: `n += 5`, `a == b`, `x != 3`.
pub fn is_compound(left: &str) -> bool {
    left.ends_with(['<', '>', '!', '=', ':', '+', '-', '*', '/', '%', '|', '&', '^', '~', '?'])
}

/// A number, a single letter or a word in small letters: what prose begins with a capital is none.
fn is_operand(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next();
    let single = first.is_some() && letters.next().is_none();
    single || is_coded(word) || word.chars().all(|letter| letter.is_ascii_lowercase())
}

/// A number, a letter or an identifier with a sign in it.
fn is_coded(word: &str) -> bool {
    let letters = word.chars().filter(|letter| letter.is_alphanumeric()).count();
    letters == 1 && word.len() == 1 || word.starts_with(|first: char| first.is_ascii_digit()) || word.contains('_')
}

#[cfg(test)]
mod tests {
    use super::{is_compound, is_hard, is_operator};

    #[test]
    fn signs_of_code_are_operators_anywhere() {
        for sign in ["&&", "||", "??", "::", "==", "<>", "%", "\u{2260}", "->", "=>", "<<", "**", ".."] {
            assert!(is_hard(sign), "{sign}");
        }
        for mark in ["-", "\u{2014}", "&", ":", "?", "\u{2026}", "...", "\u{2022}", "(", "a&&b", ""] {
            assert!(!is_hard(mark), "{mark}");
        }
    }

    #[test]
    fn signs_of_prose_are_operators_between_values() {
        for [before, sign, after] in [["id", "&", "5"], ["a", "-", "b"], ["x", "?", "1"], ["user_id", ":", "name"]] {
            assert!(is_operator(before, sign, after), "{before} {sign} {after}");
        }
        for [before, sign, after] in [
            ["Simon", "&", "Garfunkel"],
            ["bread", "&", "butter"],
            ["R\u{e9}ponse", ":", "5"],
            ["Paris", "-", "France"],
        ] {
            assert!(!is_operator(before, sign, after), "{before} {sign} {after}");
        }
    }

    #[test]
    fn assignments_with_an_operator_are_no_equations() {
        for left in ["id <", "n +", "n -", "a =", "a :", "a !"] {
            assert!(is_compound(left), "{left}");
        }
        assert!(!is_compound("x "));
    }
}
