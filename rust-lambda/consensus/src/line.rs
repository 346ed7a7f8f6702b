//! One line of JSON into one panel, leniently where a writer's slip is harmless.
//!
//! A reply cut in the middle of a character gives a lone surrogate escape (`\ud83d`) or broken
//! UTF-8. Refusing the line would let one expert's text void the whole panel, so such pieces are
//! replaced by U+FFFD and the line is read again.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use crate::wire::Panel;

/// A line that is no panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line's id where one could be found, else "".
    pub id: String,
    /// What was wrong, on one line.
    pub reason: String,
}

/// Reads one panel.
///
/// # Errors
/// Returns what was wrong, and the id of the line if it could still be found.
pub fn read(line: &[u8]) -> Result<Panel, Unreadable> {
    read_as(line)
}

/// Reads one line of any shape that has an `id`.
///
/// # Errors
/// Returns what was wrong, and the id of the line if it could still be found.
pub fn read_as<Shape: DeserializeOwned>(line: &[u8]) -> Result<Shape, Unreadable> {
    parse(line).map_err(|reason| {
        let text = String::from_utf8_lossy(line);
        Unreadable { id: find_id(&mend_surrogates(&text)).unwrap_or_default(), reason }
    })
}

/// Reads JSON into any form, as leniently.
///
/// # Errors
/// Says what was wrong, on one line.
pub fn parse<Form: DeserializeOwned>(json: &[u8]) -> Result<Form, String> {
    // Nearly all lines are sound, and looked at in wide steps.
    let text = std::str::from_utf8(json).map_or_else(|_| String::from_utf8_lossy(json), Cow::Borrowed);
    let first = match serde_json::from_str::<Form>(&text) {
        Ok(form) => return Ok(form),
        Err(error) => error,
    };
    if let Cow::Owned(mended) = &mend_surrogates(&text)
        && let Ok(form) = serde_json::from_str::<Form>(mended)
    {
        return Ok(form);
    }
    Err(first.to_string())
}

/// Replaces surrogate escapes without a partner by `\ufffd`.
fn mend_surrogates(text: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        let start = at + found;
        match escape_unit(text, start) {
            Some(high @ 0xd800..=0xdbff) if pairs_up(text, start + 6) => {
                debug_assert!(high >= 0xd800);
                at = start + 12;
            }
            Some(0xd800..=0xdfff) => {
                mended.push_str(&text[kept..start]);
                mended.push_str("\\ufffd");
                at = start + 6;
                kept = at;
            }
            Some(_) => at = start + 6,
            // Any other escape is two characters long: `\\u` is a backslash, then a letter.
            None => {
                let next = text[start + 1..].chars().next();
                at = start + 1 + next.map_or(0, char::len_utf8);
            }
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(&text[kept..]);
    Cow::Owned(mended)
}

/// The code unit of a `\uXXXX` escape that begins at `at`.
fn escape_unit(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    u32::from_str_radix(digits, 16).ok()
}

fn pairs_up(text: &str, at: usize) -> bool {
    matches!(escape_unit(text, at), Some(0xdc00..=0xdfff))
}

/// The string value of the outermost `"id"` key, found without a full parse.
fn find_id(text: &str) -> Option<String> {
    let mut depth = 0_i64;
    let mut at = 0;
    while at < text.len() {
        match text.as_bytes()[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b'"' => {
                let (value, next) = string_at(text, at)?;
                if depth == 1 && value == "id" {
                    return value_after_colon(&text[next..]);
                }
                at = next;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn value_after_colon(rest: &str) -> Option<String> {
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    if !rest.starts_with('"') {
        return None;
    }
    string_at(rest, 0).map(|(value, _)| value)
}

/// The JSON string that begins at `start`, and the place after it.
fn string_at(text: &str, start: usize) -> Option<(String, usize)> {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => {
                let value = serde_json::from_str(&text[start..=at]).unwrap_or_default();
                return Some((value, at + 1));
            }
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_lone_surrogate_does_not_void_the_panel() {
        let line = br#"{"id":"a","kind":"short","opinions":[{"expert":"x","answer":"\ud83d 42"},{"expert":"y","answer":"\ud83d\ude00"}]}"#;
        let panel = read(line).expect("the line is mended");
        assert_eq!(panel.opinions[0].answer.as_deref(), Some("\u{fffd} 42"));
        assert_eq!(panel.opinions[1].answer.as_deref(), Some("\u{1f600}"));
    }

    #[test]
    fn broken_utf8_does_not_void_the_panel() {
        let mut line = br#"{"id":"a","kind":"short","opinions":[{"expert":"x","answer":"4"#.to_vec();
        line.extend([0xff, 0xfe]);
        line.extend(br#""}]}"#);
        assert!(read(&line).is_ok());
    }

    #[test]
    fn a_bad_line_keeps_its_id_where_it_has_one() {
        let cut = read(br#"{"opinions":[{"id":"inner"}],"id":"outer","kind":"cho"#).unwrap_err();
        assert_eq!(cut.id, "outer");
        assert_eq!(read(b"not json").unwrap_err().id, "");
        assert_eq!(read(br#"{"id":7}"#).unwrap_err().id, "");
    }
}
