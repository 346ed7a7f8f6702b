//! Mathematical expressions and equations: compared sign by sign, without spaces.

use super::{number, operator};

/// An expression longer than this is prose with a formula in it.
const LONGEST: usize = 120;

/// What an expression turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub enum Read {
    /// An equation whose right side is a number: "x = 5", "144 / 12 = 12 inches".
    Number(String),
    /// Anything else.
    Other(String),
}

/// Reads a text that is one expression; None for prose.
pub fn read(text: &str) -> Option<Read> {
    if text.len() > LONGEST || !looks_mathematical(text) {
        return None;
    }
    let value = match text.rsplit_once('=') {
        Some((left, right)) if !operator::is_compound(left) => right.trim(),
        _ => text,
    };
    if let Some(number) = number::read(value) {
        return Some(Read::Number(number));
    }
    let tight: String = value.chars().filter(|sign| !sign.is_whitespace()).collect();
    let tight = tight.to_lowercase().replace('\u{2212}', "-").replace("**", "^").replace('\u{3c0}', "pi");
    (!tight.is_empty()).then_some(Read::Other(tight))
}

/// An operator or a root, and hardly a word: at most three, named functions not counted.
fn looks_mathematical(text: &str) -> bool {
    let operator = text.contains(['^', '=', '+', '*', '\u{3c0}']) || text.contains("sqrt");
    let slash = text.contains('/') && text.bytes().any(|byte| byte.is_ascii_digit());
    let minus = text.contains('-') && text.bytes().any(|byte| byte.is_ascii_digit());
    let words = text
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| word.len() > 2 && !matches!(*word, "sqrt" | "sin" | "cos" | "tan" | "log" | "infinity"))
        .count();
    (operator || slash || minus || compares(text)) && words <= 3
}

/// Whether a name is compared with a value: "id <> 5".
fn compares(text: &str) -> bool {
    let sign = text.find(['<', '>', '\u{2260}', '\u{2264}', '\u{2265}']).or_else(|| text.find("!="));
    let left = sign.map_or("", |at| text[..at].trim());
    let named = left.starts_with(|first: char| first.is_alphabetic() || first == '_') && !left.contains(' ');
    named && text.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{Read, read};

    #[test]
    fn an_equation_is_its_right_side() {
        assert_eq!(read("144 / 12 = 12 inches"), Some(Read::Number("12".into())));
        assert_eq!(read("y = 2 * x"), Some(Read::Other("2*x".into())));
        assert_eq!(read("id <> 5"), Some(Read::Other("id<>5".into())));
        assert_eq!(read("id >= 5"), Some(Read::Other("id>=5".into())));
        assert_eq!(read("n += 5"), Some(Read::Other("n+=5".into())));
        assert_eq!(read("id == 5"), Some(Read::Other("id==5".into())));
    }

    #[test]
    fn prose_is_no_expression() {
        assert_eq!(read("the well-known author of three long books"), None);
        assert_eq!(read("Jean-Paul"), None);
    }
}
