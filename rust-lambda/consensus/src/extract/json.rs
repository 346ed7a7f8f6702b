//! The last `"answer"` field of a reply, in JSON that may be escaped, broken or cut short.

use std::ops::Range;

use super::marks::answers;

/// Where the value of the last field named "answer" stands, without its quotes.
pub fn answer_field(reply: &str) -> Option<Range<usize>> {
    let value = |at: usize| value_of_field(reply, at, "answer".len());
    answers(reply).filter_map(value).find(|range| !placeholder(&reply[range.clone()]))
}

/// Only so many fields are read, from the end.
const MOST_FIELDS: usize = 64;

/// The values of all fields whose whole name is one of `names`, in order; the names are in small letters.
pub fn fields(reply: &str, names: &[&str]) -> Vec<Range<usize>> {
    let lower = reply.to_ascii_lowercase();
    let places = names.iter().flat_map(|name| lower.match_indices(name).map(|(at, _)| (at, name.len())));
    let named = |(at, length): &(usize, usize)| {
        let (before, behind) = (lower[..*at].chars().next_back(), lower[at + length..].chars().next());
        let quoted = matches!(before, Some('"' | '\'')) && matches!(behind, Some('"' | '\'' | '\\'));
        let bare = matches!(before, Some('{' | ',' | ' ' | '\n')) && matches!(behind, Some(':' | ' '));
        quoted || bare && lower[..*at].trim_end().ends_with(['{', ','])
    };
    let mut places: Vec<(usize, usize)> = places.filter(named).collect();
    places.sort_unstable();
    places.drain(..places.len().saturating_sub(MOST_FIELDS));
    places.into_iter().filter_map(|(at, length)| value_of_key(reply, at, length)).collect()
}

/// The value behind a key, quoted or bare.
fn value_of_key(reply: &str, at: usize, length: usize) -> Option<Range<usize>> {
    value_of_field(reply, at, length).or_else(|| {
        let start = at + length + skip_to_value(&reply[at + length..])?;
        let found = value_length(&reply[start..]);
        Some(start + found.start..start + found.end)
    })
}

/// The value if a name of this length at this place is a quoted key followed by a colon.
fn value_of_field(reply: &str, at: usize, length: usize) -> Option<Range<usize>> {
    let before = &reply.as_bytes()[..at];
    let last = &before[at.saturating_sub("final_".len())..];
    let quoted = before.ends_with(b"\"")
        || before.ends_with(b"'")
        || last.eq_ignore_ascii_case(b"final_")
        || last.eq_ignore_ascii_case(b"final ");
    let escaped = before.ends_with(b"\\\"");
    let after_key = at + length;
    let after = &reply[after_key..];
    let after_quote = after_key
        + after.strip_prefix('\\').unwrap_or(after).strip_prefix(['"', '\'']).map(|rest| after.len() - rest.len())?;
    let after_colon = after_quote + skip_to_value(&reply[after_quote..])?;
    if !quoted {
        return None;
    }
    let value = &reply[after_colon..];
    let length = if escaped { escaped_length(value) } else { value_length(value) };
    Some(after_colon + length.start..after_colon + length.end)
}

/// Bytes up to the value: blanks, one colon, blanks.
fn skip_to_value(text: &str) -> Option<usize> {
    let after = text.trim_start().strip_prefix(':')?.trim_start();
    Some(text.len() - after.len())
}

/// A value inside JSON inside a string: `\"answer\": \"42\"`.
fn escaped_length(value: &str) -> Range<usize> {
    match value.strip_prefix("\\\"") {
        Some(inner) => 2..2 + inner.find("\\\"").unwrap_or(inner.len()),
        None => 0..value.find([',', '}', '\n', '\\']).unwrap_or(value.len()),
    }
}

fn value_length(value: &str) -> Range<usize> {
    match value.chars().next() {
        Some('"') => 1..1 + string_length(&value[1..]),
        Some('[' | '{' | '(') => 0..balanced_length(value),
        _ => 0..value.find([',', '}', '\n']).unwrap_or(value.len()),
    }
}

/// Length of a string's content. Models forget to escape inner quotes, so the closing quote is the
/// first one after which JSON can go on.
fn string_length(content: &str) -> usize {
    let mut skip = false;
    for (at, letter) in content.char_indices() {
        match letter {
            _ if skip => skip = false,
            '\\' => skip = true,
            '"' if closes(&content[at + 1..]) => return at,
            _ => {}
        }
    }
    // Cut short: the content runs to the end, without the rest of a code fence.
    content.trim_end_matches(['`', '\n', '}', ' ']).len()
}

fn closes(rest: &str) -> bool {
    let rest = rest.trim_start();
    let next_key = rest.strip_prefix(',').is_some_and(|after| {
        let after = after.trim_start();
        after.starts_with('"')
            && after[1..]
                .trim_start_matches(|letter: char| letter.is_alphanumeric() || letter == '_')
                .starts_with("\":")
    });
    rest.is_empty() || rest.starts_with('}') || rest.starts_with("```") || next_key
}

/// Length of a bracketed value; quotes inside are respected as far as they are balanced.
fn balanced_length(value: &str) -> usize {
    let mut depth = 0_i32;
    for (at, letter) in value.char_indices() {
        match letter {
            '[' | '{' | '(' => depth += 1,
            ']' | '}' | ')' => depth -= 1,
            _ => {}
        }
        if depth <= 0 {
            return at + letter.len_utf8();
        }
    }
    value.len()
}

/// The field of the asked format repeated: `"answer": "..."`.
fn placeholder(value: &str) -> bool {
    let value = value.trim();
    value.is_empty() || value == "..." || value == "___" || value.eq_ignore_ascii_case("your answer")
}

/// A string's content with JSON escapes undone. Escapes that JSON does not know stay as they are,
/// because models write `\sqrt` in strings.
pub fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let letter = after.chars().next();
        // `\n` and `\t` before a letter are LaTeX (`\neq`, `\times`), not line ends.
        let word = after.chars().nth(1).is_some_and(|next| next.is_ascii_lowercase());
        match letter {
            Some('"' | '\\' | '/') => text.push_str(&after[..1]),
            Some('n') if !word => text.push('\n'),
            Some('t') if !word => text.push('\t'),
            Some(other) => {
                text.push('\\');
                text.push(other);
            }
            None => {}
        }
        rest = &after[letter.map_or(0, char::len_utf8)..];
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::{answer_field, unescaped};

    fn value(reply: &str) -> Option<&str> {
        answer_field(reply).map(|range| &reply[range])
    }

    #[test]
    fn the_last_field_counts() {
        assert_eq!(value(r#"{"answer": "1"} then {"reasoning": "x", "answer": "2"}"#), Some("2"));
        assert_eq!(value(r#"{"answer": 42}"#), Some("42"));
        assert_eq!(value(r#"{"answer": [1, 2], "x": 1}"#), Some("[1, 2]"));
    }

    #[test]
    fn broken_json_is_read_as_far_as_it_goes() {
        assert_eq!(value(r#"{"answer": "["a", "b"]"}"#), Some(r#"["a", "b"]"#));
        assert_eq!(value(r#"{"answer": "cut sho"#), Some("cut sho"));
        assert_eq!(value(r#"{\"reasoning\": \"r\", \"answer\": \"7\"}"#), Some("7"));
        assert_eq!(value(r#"{"answer": "5"} so {"answer": "..."}"#), Some("5"));
    }

    #[test]
    fn a_word_is_no_field() {
        assert_eq!(value("the answer: 5"), None);
        assert_eq!(value("\"answer"), None);
    }

    #[test]
    fn escapes_of_latex_survive() {
        assert_eq!(unescaped(r#"\\frac{1}{2} \"q\" \times"#), "\\frac{1}{2} \"q\" \\times");
    }
}
