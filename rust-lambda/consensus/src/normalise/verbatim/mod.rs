//! Answers that are no prose: paths, globs, commands, flags, formulas, identifiers, tokens, patterns. They are compared
//! by their characters, case and signs included; only blanks between their words are free.
//!
//! What prose writes is listed, and every other sign has a meaning: no list of operators is ever whole.
//!
//! # Performance
//! A few linear scans of a text of at most [`LONGEST`] bytes.

mod command;
mod form;
mod sign;
mod token;

use super::{emphasis, operator};
use command::{is_command, is_sentence, is_target};
pub use sign::is_sign;
use token::{folded_token, is_coded, is_pattern, is_token};

/// A longer text is prose or a program, which has a reader of its own.
const LONGEST: usize = 400;

/// The characters of an answer as they count where it is no prose; None for prose, names, numbers.
pub fn of(bare: &str) -> Option<String> {
    if bare.is_empty() || bare.len() > LONGEST {
        return None;
    }
    if let Some(form) = form::of(bare) {
        return Some(form);
    }
    if bare.contains('\n') {
        return None;
    }
    let mut tokens = bare.split_whitespace();
    let first = tokens.next()?;
    if tokens.next().is_none() {
        return is_coded(first).then(|| folded_token(first));
    }
    if is_target(bare) {
        // A sentence may begin with it.
        let spaced = spaced(bare);
        return Some(spaced.strip_prefix('M').map_or(spaced.clone(), |rest| format!("m{rest}")));
    }
    (is_schedule(bare) || is_command(first, bare) || is_formula(bare)).then(|| spaced(bare))
}

/// Whether the form alone says that an answer is no number, although it begins like one or holds one.
pub fn is_sure(bare: &str) -> bool {
    let first = bare.chars().next().unwrap_or(' ');
    let rest = &bare[first.len_utf8().min(bare.len())..];
    let number = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    form::of(bare).is_some()
        || is_schedule(bare)
        || (first == '~' && number)
        || bare.ends_with(['!', '.']) && is_token(bare)
}

/// The characters of a text that calls a program or has a form of its own, although it could be read as a product, or as
/// prose: `rm a*`.
pub fn called(bare: &str) -> Option<String> {
    let first = bare.split_whitespace().next()?;
    form::of(bare).or_else(|| is_command(first, bare).then(|| spaced(bare)))
}

/// Whether a stop behind a text is part of a value.
pub fn holds_stop(rest: &str) -> bool {
    // Behind a code span it ends the sentence.
    if rest.len() > LONGEST || rest.contains(' ') || rest.ends_with('`') {
        return false;
    }
    let rest = emphasis::off(rest).unwrap_or(rest);
    is_token(rest) || is_pattern(rest)
}

/// Five or six fields of a schedule: `0 0 * * *`.
fn is_schedule(bare: &str) -> bool {
    let field = |token: &str| {
        token
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'/' | b',' | b'-' | b'?' | b'L' | b'#'))
    };
    bare.contains('*') && (5..=7).contains(&bare.split_whitespace().count()) && bare.split_whitespace().all(field)
}

/// Values with an operator between them, or with a sign that prose has none of.
fn is_formula(bare: &str) -> bool {
    // Most answers hold no sign at all.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" .,;:'\"()-".contains(&byte);
    if bare.bytes().all(plain) {
        return false;
    }
    let signed = |token: &str| {
        let sign = |letter: char| {
            is_sign(letter) && !matches!(letter, '[' | ']' | '{' | '}' | '_' | '\\' | '=' | '<' | '>' | '^' | '~' | '|')
        };
        operator::is_hard(token) && !matches!(token, "+" | "#" | "@" | "%" | "$" | "*" | "/")
            || token.chars().any(sign)
            || token.starts_with(['!', '&', '~']) && token.len() > 1 && token[1..].starts_with(char::is_alphabetic)
    };
    bare.split_whitespace().any(signed) && !is_sentence(bare.split_whitespace())
}

/// One blank between words; blanks in quotes are part of the value.
fn spaced(bare: &str) -> String {
    let mut kept = String::with_capacity(bare.len());
    let mut quote = None;
    let mut before = ' ';
    for letter in bare.chars() {
        match quote {
            None if matches!(letter, '\'' | '"') && !before.is_alphanumeric() => quote = Some(letter),
            Some(open) if letter == open => quote = None,
            _ => {}
        }
        if !letter.is_whitespace() || quote.is_some() {
            kept.push(letter);
        } else if !kept.ends_with(' ') {
            kept.push(' ');
        }
        before = letter;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{is_sure, of};

    #[test]
    fn what_is_no_prose_is_known() {
        for text in [
            "*.txt",
            "__init__",
            "_id",
            "**/*.js",
            "**kwargs",
            "x?",
            "int*",
            "0 0 * * *",
            "A \u{2227} B",
            "\u{2203}x",
            "a \u{2208} B",
            "!p",
            "\u{ac}p",
            "&p",
            "Ca\u{b2}\u{207a}",
            "x\u{b2}",
            "~5",
            "mv a b",
            "dd a b",
            "cp a the",
            "kubectl delete pod a",
            "make foo",
            "a.b",
            "%m",
            "aGVsbG8=",
            "aB3dE",
            "Secret1",
            "https://x.com/A",
            "bxc3",
            "ssh -p",
            "rm -i *.log",
            "sed -n",
            "echo '$x'",
            "echo a  b",
            "hunter2!",
            "hunter2.",
            "src/main.rs",
            ".env",
            "f(x)",
            "a -> b",
            "x := 5",
            "git branch -d a",
            "user_id",
            "std::fs",
            "{a}",
            "$HOME",
        ] {
            assert!(of(text).is_some() || is_sure(text), "{text}");
        }
    }

    #[test]
    fn prose_names_and_numbers_are_none() {
        for text in [
            "Paris",
            "the answer",
            "1,000",
            "42",
            "C++",
            "C#",
            "A+",
            "U.S.",
            "a.m.",
            "Ph.D.",
            "AT&T",
            "R&D",
            "20th",
            "5 km",
            "$5",
            "50%",
            "Simon & Garfunkel",
            "left-pad",
            "don't",
            "Paris (France)",
            "Paris!",
            "Paris?",
            "It depends on the load.",
            "find love",
            "top gun",
            "git is a tool",
            "cat people",
            "a@x.org",
            "#ff0000",
            "O(n log n)",
            "Yes \u{1f389}",
            "\u{939}\u{948}",
            "\u{201e}Faust\u{201c}",
            "word(s)",
            "3:2",
            "-3",
            "Jean-Paul",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn harmless_spellings_are_one() {
        for [a, b] in [
            ["getId()", "getId"],
            ["H\u{2082}O", "H2O"],
            ["SHA256", "sha256"],
            ["mv  a b", "mv a b"],
            ["HTTPS://X.com/a", "https://x.com/a"],
        ] {
            assert_eq!(of(a).unwrap_or_else(|| a.to_owned()), of(b).unwrap_or_else(|| b.to_owned()), "{a} {b}");
        }
        assert_ne!(of("echo a  b"), of("echo 'a  b'"));
    }
}
