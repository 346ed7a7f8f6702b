//! Operators, and the signs that are spelled in several ways.

/// Operators of more than one sign, the longest first.
const OPERATORS: [&str; 58] = [
    ">>>=", "<<<", "===", "!==", "**=", "//=", "<<=", ">>=", "...", "<=>", "??=", "&&=", "||=", "->>", ">>>", "=>",
    "->", "::", ":=", "==", "!=", "<>", "<=", ">=", "&&", "||", "++", "--", "+=", "-=", "*=", "/=", "%=", "|=", "&=",
    "^=", "**", "//", "<<", ">>", "??", "?.", "=~", "!~", "~*", "|>", "@>", "<@", "..", "(?", "[^", "*?", "+?", "<-",
    "|&", "&>", "%%", "#>",
];

/// The operator at the head of a text, which is not empty.
pub fn operator(text: &str) -> &str {
    let known = OPERATORS.iter().find(|operator| text.starts_with(**operator));
    known.map_or_else(|| &text[..text.chars().next().map_or(0, char::len_utf8)], |operator| &text[..operator.len()])
}

/// One spelling for signs that mean the same.
pub fn canonical_sign(sign: &str) -> &str {
    match sign {
        "\u{2264}" => "<=",
        "\u{2265}" => ">=",
        "\u{2260}" | "<>" => "!=",
        "\u{d7}" => "*",
        "\u{f7}" => "/",
        "\u{2212}" => "-",
        "\u{ff1c}" => "<",
        "\u{ff1e}" => ">",
        "\u{ff1d}" => "=",
        "\u{ff05}" => "%",
        "\u{2192}" | "\u{21d2}" => "->",
        other => other,
    }
}
