//! LaTeX to plain text: `\frac{1}{2}` to `(1)/(2)`, `\sqrt{2}` to `sqrt(2)`, spacing to nothing.

/// Commands that stand for a sign or a word.
const SIGNS: [(&str, &str); 17] = [
    ("times", "*"),
    ("cdot", "*"),
    ("div", "/"),
    ("pi", "pi"),
    ("infty", "infinity"),
    ("circ", "\u{b0}"),
    ("degree", "\u{b0}"),
    ("le", "<="),
    ("leq", "<="),
    ("ge", ">="),
    ("geq", ">="),
    ("neq", "!="),
    ("cup", "U"),
    ("pm", "+-"),
    ("to", "->"),
    ("quad", " "),
    ("newline", " "),
];

/// A longer text is no value, and each level of a formula that nests is read once more.
const LONGEST: usize = 4_096;

/// The text without LaTeX commands. Text that holds none comes back as it is.
pub fn plain(text: &str) -> String {
    let commands = text.contains('\\');
    if text.len() > LONGEST || (!commands && !text.contains('\u{221a}')) {
        return text.to_owned();
    }
    let grouped = commands && !text.contains(['\'', '"', ':']);
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        rest = match letter {
            '\\' => command(&rest[1..], &mut plain),
            '\u{221a}' => {
                plain.push_str("sqrt");
                argument(&rest[letter.len_utf8()..], &mut plain)
            }
            '{' | '}' if grouped => &rest[1..],
            _ => {
                plain.push(letter);
                &rest[letter.len_utf8()..]
            }
        };
    }
    plain
}

/// Writes what one command means and returns the text behind it.
fn command<'a>(rest: &'a str, plain: &mut String) -> &'a str {
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, after) = rest.split_at(length);
    match name {
        "frac" | "dfrac" | "tfrac" | "cfrac" => {
            let after = argument(after, plain);
            plain.push('/');
            argument(after, plain)
        }
        "sqrt" => {
            plain.push_str("sqrt");
            argument(after, plain)
        }
        "boxed" | "fbox" | "text" | "mathrm" | "mathbf" | "textbf" | "mbox" | "left" | "right" | "displaystyle" => {
            after
        }
        "" => escaped_sign(rest, plain),
        _ => {
            let sign = SIGNS.iter().find(|(command, _)| *command == name);
            plain.push_str(sign.map_or(name, |(_, sign)| sign));
            after
        }
    }
}

/// `\$` and `\%` are the sign; `\,` `\!` `\;` are spacing.
fn escaped_sign<'a>(rest: &'a str, plain: &mut String) -> &'a str {
    let Some(sign) = rest.chars().next() else { return rest };
    match sign {
        ',' | '!' | ';' | ':' | '(' | ')' | '[' | ']' => {}
        ' ' | '\\' => plain.push(' '),
        _ => plain.push(sign),
    }
    &rest[sign.len_utf8()..]
}

/// Writes one braced argument, or one letter, in parentheses unless it is a plain number.
fn argument<'a>(rest: &'a str, plain: &mut String) -> &'a str {
    let rest = rest.trim_start();
    let (inner, after) = match rest.chars().next() {
        Some('{') => braced(rest, '{', '}'),
        Some('(') => braced(rest, '(', ')'),
        Some(letter) if letter.is_ascii_digit() && plain.ends_with("sqrt") => {
            let end = rest.bytes().take_while(u8::is_ascii_digit).count();
            (&rest[..end], &rest[end..])
        }
        Some(letter) => rest.split_at(letter.len_utf8()),
        None => ("", rest),
    };
    let inner = self::plain(inner);
    let number = !plain.ends_with("sqrt") && inner.chars().all(|letter| letter.is_ascii_digit());
    if number {
        plain.push_str(&inner);
    } else {
        plain.push('(');
        plain.push_str(&inner);
        plain.push(')');
    }
    after
}

/// What stands between the opening sign and its partner; an unclosed group runs to the end.
fn braced(text: &str, open: char, close: char) -> (&str, &str) {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        if letter == open {
            depth += 1;
        } else if letter == close {
            depth -= 1;
            if depth == 0 {
                return (&text[1..at], &text[at + 1..]);
            }
        }
    }
    (&text[1..], "")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn commands_become_signs() {
        assert_eq!(plain("\\frac{1}{2}"), "1/2");
        assert_eq!(plain("\\dfrac12"), "1/2");
        assert_eq!(plain("\\frac{x+1}{2}"), "(x+1)/2");
        assert_eq!(plain("\\sqrt{29}"), "sqrt(29)");
        assert_eq!(plain("90^\\circ"), "90^\u{b0}");
        assert_eq!(plain("\\$5"), "$5");
    }

    #[test]
    fn broken_latex_does_not_panic() {
        for text in ["\\", "\\frac", "\\frac{", "\\sqrt", "\\frac{\\frac{", "\\\u{e9}", "\u{221a}"] {
            let _ = plain(text);
        }
    }
}
