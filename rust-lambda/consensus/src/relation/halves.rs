//! Half of something, where the other text says 50 %: "half of the users", "50% of the users".

use std::borrow::Cow;

use super::token::{Sort, Token};

/// Words for one of two equal parts of something.
const HALVES: [&str; 13] = [
    "half",
    "hälfte",
    "moitié",
    "mitad",
    "metà",
    "metade",
    "helft",
    "половина",
    "половину",
    "половины",
    "połowa",
    "połowę",
    "połowy",
];

/// What stands before a half that is one of two periods or places: "the second half of the year".
const PLACED: [&str; 24] = [
    "first",
    "second",
    "other",
    "latter",
    "last",
    "next",
    "top",
    "bottom",
    "upper",
    "lower",
    "left",
    "right",
    "erste",
    "ersten",
    "zweite",
    "zweiten",
    "première",
    "seconde",
    "primera",
    "segunda",
    "prima",
    "seconda",
    "eerste",
    "tweede",
];

/// The tokens with each half written as 50 %, if the other text says so; else as they are.
pub fn written<'t>(tokens: &'t [Token], other: &[Token]) -> Cow<'t, [Token]> {
    let fifty = |pair: &[Token]| pair[0].sort == Sort::Number && pair[0].text == "50" && pair[1].text == "%";
    if !other.windows(2).any(fifty) || !tokens.iter().any(is_half) {
        return Cow::Borrowed(tokens);
    }
    let mut written = Vec::with_capacity(tokens.len() + 1);
    for (at, token) in tokens.iter().enumerate() {
        let of = |next: &Token| token.text != "half" || matches!(next.text.as_str(), "of" | "the");
        let placed = |before: &Token| before.sort == Sort::Number || PLACED.contains(&before.text.as_str());
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        if is_half(token) && tokens.get(at + 1).is_some_and(of) && !before.is_some_and(placed) {
            written.push(Token { opens: token.opens, ..Token::prose("50", Sort::Number, token.line) });
            written.push(Token::prose("%", Sort::Sign, token.line));
        } else {
            written.push(token.clone());
        }
    }
    Cow::Owned(written)
}

fn is_half(token: &Token) -> bool {
    token.sort == Sort::Word && !token.code && HALVES.contains(&token.text.as_str())
}
