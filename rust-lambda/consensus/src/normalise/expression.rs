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
    let text = without_case(text);
    if text.len() > LONGEST || !looks_mathematical(text) {
        return None;
    }
    let value = match text.rsplit_once('=') {
        Some((left, right)) if is_computed(left, right.trim()) => right.trim(),
        _ => text,
    };
    if let Some(number) = number::read(value) {
        return Some(Read::Number(number));
    }
    let tight = tight(value).replace('\u{2212}', "-").replace("**", "^").replace('\u{3c0}', "pi");
    (!tight.is_empty()).then_some(Read::Other(tight))
}

/// Without the case that a value is given for: "x = 5 for y = 2" is 5.
fn without_case(text: &str) -> &str {
    let sets = |case: &str| {
        case.split_once('=').is_some_and(|(name, value)| {
            !value.starts_with('=') && !name.trim().is_empty() && name.trim().chars().all(char::is_alphanumeric)
        })
    };
    text.split_once(" for ").filter(|(_, case)| sets(case)).map_or(text, |(said, _)| said)
}

/// Whether the right side of an equation says all: a number or a formula, and on the left no option, path or setting.
fn is_computed(left: &str, right: &str) -> bool {
    let option = left.trim_start().starts_with('-') && !left.bytes().any(|byte| byte.is_ascii_digit());
    let set = left.contains(['_', '.', '$', '\'', '"', ':', '&', '?']) && !left.trim().contains(' ');
    let value =
        right.contains(|sign: char| sign.is_numeric() || "+*^/(".contains(sign)) && !right.contains(['\'', '"']);
    !operator::is_compound(left) && !option && !set && (value || number::read(right).is_some())
}

/// Names whose case says nothing in a formula.
const FUNCTIONS: [&str; 16] =
    ["sqrt", "sin", "cos", "tan", "log", "ln", "exp", "pi", "infinity", "mod", "and", "or", "not", "min", "max", "abs"];

/// Without the blanks that tell nothing apart: those between a value and a sign. Case counts but in names of functions
/// and in words of prose.
fn tight(text: &str) -> String {
    let mut tight = String::with_capacity(text.len());
    for token in text.split_whitespace() {
        let (end, start) = (tight.chars().next_back(), token.chars().next());
        let apart = end.zip(start).is_some_and(|(end, start)| are_apart(end, start));
        if apart {
            tight.push(' ');
        }
        let word = token.len() > 2 && token.chars().all(char::is_alphabetic);
        // A pattern for texts or files holds no functions, and an option of a command none.
        let option = token.contains('=') && token.trim_start_matches('-').len() < token.len();
        let pattern = option || token.starts_with('^') || token.contains(['.', '\\']);
        for run in runs(token) {
            let lower = run.to_lowercase();
            let folds = word || !pattern && FUNCTIONS.contains(&lower.as_str());
            tight.push_str(if folds { &lower } else { run });
        }
    }
    tight
}

/// Whether a blank between two signs tells two values or two operators apart; "2 x" is "2x".
fn are_apart(end: char, start: char) -> bool {
    let digit = |sign: char| sign.is_ascii_digit();
    let values =
        end.is_alphanumeric() && start.is_alphanumeric() && (digit(end) == digit(start) || end.is_alphabetic());
    values || end == start && !end.is_alphanumeric() && !matches!(end, '(' | ')')
}

/// Runs of letters, and what stands between them.
fn runs(token: &str) -> impl Iterator<Item = &str> {
    let mut rest = token;
    std::iter::from_fn(move || {
        let letters = rest.chars().next()?.is_alphabetic();
        let end = rest.find(|sign: char| sign.is_alphabetic() != letters).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        rest = behind;
        Some(run)
    })
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
    let named = left.starts_with(|first: char| first.is_alphabetic() || first == '_') && !left.trim().contains(' ');
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
