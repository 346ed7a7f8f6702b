//! Marks that stand around a value as a pair: emphasis, code, quotes. What stands on one side only is part of the
//! value, and so are `__init__`, `*.txt` and `**/x/**`.

/// Pairs that may stand around anything, the longer first.
const PAIRS: [(&str, &str); 14] = [
    ("**", "**"),
    ("```", "```"),
    ("``", "``"),
    ("`", "`"),
    ("*", "*"),
    ("_", "_"),
    ("\"", "\""),
    ("'", "'"),
    ("\u{201c}", "\u{201d}"),
    ("\u{201e}", "\u{201c}"),
    ("\u{ab}", "\u{bb}"),
    ("(", ")"),
    ("[", "]"),
    ("{", "}"),
];

/// Without the outermost pair of marks, whatever it holds; None where none stands there. For comparing with what is
/// known: what is left may be no value.
pub fn peeled(text: &str) -> Option<&str> {
    PAIRS.iter().find_map(|(open, close)| {
        let long = text.len() > open.len() + close.len();
        text.strip_prefix(open).filter(|_| long)?.strip_suffix(close)
    })
}

/// As [`peeled`], one sign on each side.
pub fn peeled_once(text: &str) -> Option<&str> {
    let single = |(open, _): &&(&str, &str)| open.chars().count() == 1;
    PAIRS.iter().filter(single).find_map(|(open, close)| {
        let long = text.len() > open.len() + close.len();
        text.strip_prefix(open).filter(|_| long)?.strip_suffix(close)
    })
}

/// Without a pair of emphasis or code marks around words; None where the marks may be part of the value.
pub fn off(text: &str) -> Option<&str> {
    let inner = |mark: &str| {
        let long = text.len() > 2 * mark.len();
        let inner = text.strip_prefix(mark).filter(|_| long)?.strip_suffix(mark)?;
        (!inner.contains(mark)).then_some(inner)
    };
    let tight = |inner: &&str| !inner.starts_with([' ', '/', '*']) && !inner.ends_with([' ', '/', '*']);
    let worded = |inner: &&str| inner.starts_with(begins) && inner.ends_with(ends) && tight(inner);
    inner("**")
        .filter(tight)
        .or_else(|| inner("__").filter(|inner| inner.contains(' ') && tight(inner)))
        .or_else(|| inner("```"))
        .or_else(|| inner("`"))
        .or_else(|| inner("*").filter(worded))
        .or_else(|| inner("_").filter(worded))
}

/// What words in emphasis may begin with.
fn begins(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '"' | '\'' | '`' | '(' | '[' | '$')
}

/// What words in emphasis may end with.
fn ends(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '"' | '\'' | '`' | ')' | ']' | '.' | '!' | '?' | '%' | '$')
}

#[cfg(test)]
mod tests {
    use super::{off, peeled};

    #[test]
    fn pairs_around_words_are_taken_off() {
        for (text, inner) in
            [("**x**", "x"), ("*x*", "x"), ("_x y_", "x y"), ("`*.js`", "*.js"), ("__a b__", "a b"), ("***x***", "*x*")]
        {
            assert_eq!(off(text).or_else(|| peeled(text)), Some(inner), "{text}");
        }
    }

    #[test]
    fn marks_of_a_value_stay() {
        for text in [
            "*.txt",
            "__init__",
            "_id",
            "**/*.js",
            "*args",
            "**kwargs",
            "**/a/**",
            "*.js*",
            "int*",
            "x_",
            "*",
            "**",
            "_",
            "__",
            "``",
            "* a *",
            "*a* or *b*",
        ] {
            assert_eq!(off(text), None, "{text}");
        }
    }
}
