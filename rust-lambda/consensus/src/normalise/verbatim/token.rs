//! Single words that are no words of prose.

use super::sign::{is_mark, is_sign};
use crate::normalise::number;

/// A word of letters and digits of at least this many bytes is a token in which a final stop counts: "hunter2." is no
/// "hunter2", and "S3." is "S3".
const TOKEN: usize = 7;

/// What formulas in LaTeX hold: they have a reader of their own.
const LATEX: [&str; 14] = [
    "\\pi",
    "\\frac",
    "\\dfrac",
    "\\tfrac",
    "\\sqrt",
    "\\text",
    "\\cdot",
    "\\times",
    "\\infty",
    "\\circ",
    "\\left",
    "\\boxed",
    "\\math",
    "\\overline",
];

/// Signs at the end of a token, which belong to it.
const ENDS: [char; 8] = ['!', '.', '#', '$', '%', '&', '?', '*'];

/// Whether one word is no word of prose.
pub fn is_coded(token: &str) -> bool {
    // A list of names, an address of a person and a colour are read elsewhere.
    if token.contains('@') && token.contains('.') && !token.contains([':', '/']) || is_colour(token) || is_growth(token)
    {
        return false;
    }
    let letters: Vec<char> = token.chars().collect();
    let alphabetic = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|letter| letter.is_alphabetic());
    let said = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|letter| letter.is_alphanumeric());
    let latex = LATEX.iter().any(|command| token.contains(command));
    if latex || !letters.iter().any(|letter| letter.is_alphabetic()) && number::read(token).is_some() {
        return false;
    }
    let meant = |(at, sign): (usize, &char)| match sign {
        '\'' | '\u{2019}' | '-' | '"' => false,
        // ".env", "a.b", "example.com": between letters, or in front of one.
        '.' => (alphabetic(Some(at + 1)) && (at == 0 || said(at.checked_sub(1)))) && !is_initials(token),
        ':' if letters.get(at + 1) == Some(&':') => true,
        ':' | ',' | ';' => alphabetic(at.checked_sub(1)) && alphabetic(Some(at + 1)),
        '!' => said(Some(at + 1)) || at + 1 == letters.len() && is_token(token.trim_end_matches('!')),
        '?' => said(Some(at + 1)) || at + 1 == letters.len() && (1..=2).contains(&at) && alphabetic(Some(0)),
        '/' => letters.len() > 1 && !is_pair(token),
        '&' | '%' | '$' | '@' => {
            at == 0 && alphabetic(Some(1)) || alphabetic(at.checked_sub(1)) && *sign != '&' && alphabetic(Some(at + 1))
        }
        '#' | '+' => at == 0 && alphabetic(Some(1)) || alphabetic(Some(at + 1)),
        '*' => true,
        '(' => is_called(&letters, at),
        '`' => false,
        other => is_sign(*other),
    };
    let symbols = !letters.iter().any(|letter| letter.is_alphanumeric());
    !symbols && letters.iter().enumerate().any(meant) || is_mixed(&letters) || is_camel(&letters) || is_token(token)
}

/// "Road/Track", "AC/DC": two names.
fn is_pair(token: &str) -> bool {
    let name = |part: &str| part.starts_with(char::is_uppercase) && part.chars().all(char::is_alphabetic);
    token.split_once('/').is_some_and(|(first, second)| name(first) && name(second))
}

/// Letters before digits: "x2", "aB3dE", "Secret1". Digits before letters are a number with its unit or ending.
fn is_mixed(letters: &[char]) -> bool {
    let mixed = letters.windows(2).any(|pair| pair[0].is_alphabetic() && pair[1].is_numeric());
    mixed && letters.iter().all(|letter| letter.is_alphanumeric() || is_sign(*letter) || is_mark(*letter))
}

/// "userId": small letters before a capital.
fn is_camel(letters: &[char]) -> bool {
    letters.len() > 2
        && letters[..2].iter().all(char::is_ascii_lowercase)
        && letters.iter().any(char::is_ascii_uppercase)
        && letters.iter().all(char::is_ascii_alphanumeric)
}

/// A word of letters and digits that is too long for a name: a password, a key, a hash.
pub fn is_token(token: &str) -> bool {
    let token = token.trim_end_matches(ENDS);
    let letters: Vec<char> = token.chars().collect();
    token.len() >= TOKEN && letters.iter().all(char::is_ascii_alphanumeric) && is_mixed(&letters)
}

/// `f(x)`: a name and what it is called with; "word(s)" is none.
fn is_called(letters: &[char], at: usize) -> bool {
    let name = letters[..at].iter().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
    let plural = at > 2 && matches!(&letters[at..], ['(', 's', ')']);
    at > 0 && name && !plural && !letters[0].is_uppercase()
}

/// "O(n)": case says nothing in it.
fn is_growth(token: &str) -> bool {
    token.starts_with("O(") && token.ends_with(')')
}

/// `#ff0000`, "#5".
fn is_colour(token: &str) -> bool {
    token.strip_prefix('#').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// "U.S", "J.S.", "a.m.", "Ph.D.": letters with stops; `a.b` is none.
fn is_initials(token: &str) -> bool {
    let parts: Vec<&str> = token.split('.').collect();
    let capitals = || parts.iter().all(|part| part.len() <= 1 && part.chars().all(char::is_uppercase));
    let stopped = || token.ends_with('.') && parts.iter().all(|part| part.chars().count() <= 2);
    capitals() || stopped()
}

/// A pattern for texts or file names, in which a stop at the end has a meaning.
pub fn is_pattern(token: &str) -> bool {
    let class = |at: usize| {
        let mut rest = token[at + 1..].chars();
        rest.next().is_some_and(|sign| {
            !sign.is_alphabetic() || "dDwWsSbBnt".contains(sign) && !rest.next().is_some_and(char::is_alphabetic)
        })
    };
    token.starts_with('^')
        || token.contains(".*")
        || token.ends_with(['*', '|', '\\', '.', '/', '~'])
        || token.match_indices('\\').any(|(at, _)| class(at))
}

/// A token as it counts. Digits below the line are digits; a name of capitals and digits may be written small; the
/// scheme and the host of an address have no case, and a plain call has empty brackets or none.
pub fn folded_token(token: &str) -> String {
    let plain: String = token.chars().map(lowered).collect();
    let plain = plain.strip_suffix("()").map_or(plain.clone(), str::to_owned);
    let letters = || plain.chars().filter(|letter| letter.is_alphabetic());
    let named = plain.chars().all(char::is_alphanumeric) && letters().count() > 1 && letters().all(char::is_uppercase);
    if named || is_domain(&plain) {
        return plain.to_lowercase();
    }
    if let Some((scheme, rest)) = plain.split_once("://") {
        let host = rest.find('/').unwrap_or(rest.len());
        let path = if &rest[host..] == "/" { "" } else { &rest[host..] };
        return format!("{}://{}{path}", scheme.to_lowercase(), rest[..host].to_lowercase());
    }
    plain
}

/// "DB1.example.com": the name of a host, which has no case. Names of products are written "Node.js" too.
fn is_domain(token: &str) -> bool {
    const ENDINGS: [&str; 10] = [".com", ".org", ".net", ".io", ".dev", ".edu", ".gov", ".eu", ".de", ".uk"];
    let host = token.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-'));
    let product =
        || token.ends_with(".js") && token.chars().skip(1).all(|letter| letter.is_lowercase() || letter == '.');
    host && (ENDINGS.iter().any(|ending| token.to_ascii_lowercase().ends_with(ending)) || product())
}

/// A digit below the line is a digit.
fn lowered(letter: char) -> char {
    match letter {
        '\u{2080}'..='\u{2089}' => char::from(b'0' + u8::try_from(u32::from(letter) - 0x2080).unwrap_or_default()),
        _ => letter,
    }
}
