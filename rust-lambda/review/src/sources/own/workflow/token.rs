//! The parts of which expressions of GitHub are made: names, texts and signs.

/// A part of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name, or a number.
    Name(String),
    /// What stood in quotes.
    Text(String),
    /// A sign.
    Sign(&'static str),
}

const SIGNS: [&str; 17] = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ",", ".", "*", "?"];

/// The parts of an expression; names in small letters. Linear.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let (mut all, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len());
        if first == '\'' {
            let (text, behind) = quoted(&rest[1..]);
            all.push(Token::Text(text));
            rest = behind;
        } else if word > 0 {
            all.push(Token::Name(rest[..word].to_lowercase()));
            rest = &rest[word..];
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            all.push(Token::Sign(sign));
            rest = &rest[sign.len()..];
        } else {
            rest = &rest[first.len_utf8()..];
        }
    }
    all
}

/// A text up to its closing quote, which is doubled inside, and what stands behind it.
fn quoted(text: &str) -> (String, &str) {
    let (mut made, mut rest) = (String::new(), text);
    loop {
        let Some((part, behind)) = rest.split_once('\'') else { return (made + rest, "") };
        made.push_str(part);
        match behind.strip_prefix('\'') {
            Some(more) => {
                made.push('\'');
                rest = more;
            }
            None => return (made, behind),
        }
    }
}
