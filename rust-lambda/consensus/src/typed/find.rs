//! The JSON value in a reply that may have words, a code fence or marks around it.
//!
//! # Performance
//! O(L) for L bytes: looking stops after [`MOST_STEPS`] steps for each byte.

use super::schema;
use crate::json::{self, Node};

/// Steps for each byte of a reply; a sound reply takes one or two.
const MOST_STEPS: usize = 16;

/// Bytes before a value that may say what it is.
const LEAD: usize = 200;

/// Words before a value that say that it counts and no other.
const FINAL: [&str; 9] = ["final", "correct", "revis", "updated", "instead", "actually", "answer", "result", "think>"];

/// The value of the reply: the whole of it, else the one within it that is fit. Where several fit that differ, the last one
/// if the words before it say that it is final, or the only one in a code fence, else none.
pub fn value(reply: &str, fits: impl Fn(&Node) -> bool) -> Option<Node> {
    // A mark of byte order is no part of a value, and moves the rest.
    let start = if reply.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    if let (end, Some(node)) = json::read_at(reply, start)
        && reply[end..].trim().is_empty()
    {
        return Some(node).filter(&fits);
    }
    let mut found: Vec<(Node, &str)> = Vec::new();
    let (mut at, mut steps) = (0, 0);
    while let Some(next) = reply[at..].find(['{', '[']) {
        let start = at + next;
        let (end, node) = json::read_at(reply, start);
        steps += end - start;
        // One that reaches the end of the reply is cut off: what it holds is a part of it, and no answer.
        if steps > MOST_STEPS * reply.len() || (node.is_none() && end == reply.len()) {
            return None;
        }
        at = match node {
            Some(_) => end,
            None if is_object(&reply[start..]) => start + balanced(&reply[start..])?,
            None => start + 1,
        };
        if let Some(node) = node.filter(&fits) {
            let before = found.last().map_or(0, |(node, _)| node.span.end).max(start.saturating_sub(LEAD));
            found.push((node, &reply[boundary(reply, before)..start]));
        }
    }
    chosen(found)
}

fn chosen(mut found: Vec<(Node, &str)>) -> Option<Node> {
    let (last, before) = found.last()?;
    let lead = before.to_lowercase();
    if found.iter().all(|(node, _)| schema::same(node, last)) || FINAL.iter().any(|word| lead.contains(word)) {
        return found.pop().map(|(node, _)| node);
    }
    let fenced =
        |before: &str| before.trim_end().rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with("```"));
    found.retain(|(_, before)| fenced(before));
    if found.len() == 1 { found.pop().map(|(node, _)| node) } else { None }
}

/// The first place from there on where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// Whether a text begins like an object, however it goes on: a brace of prose has no quotes behind it.
fn is_object(text: &str) -> bool {
    text.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"'))
}

/// Bytes up to the bracket that closes the first one, brackets in strings aside; None where none does.
fn balanced(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn a_value_is_found_among_words() {
        let whole = |reply: &str| value(reply, |_| true).map(|node| reply[node.span].to_owned());
        let json = r#"{"a": [1]}"#;
        for reply in [
            json.to_owned(),
            format!("\u{feff}{json}"),
            format!("```json\n{json}\n```"),
            format!("Sure! Here it is:\n{json}\nLet me know {{if}} it helps."),
            format!("<think>Maybe {{\"a\": [2]}}?</think>{json}<|im_end|>"),
        ] {
            assert_eq!(whole(&reply).as_deref(), Some(json), "{reply}");
        }
        assert_eq!(whole("{\"a\":1} or {\"a\":2}"), None);
        assert_eq!(whole("{\"a\":1}, so the final one: {\"a\":2}").as_deref(), Some("{\"a\":2}"));
        assert_eq!(whole("not [1] but\n```json\n[2]\n```").as_deref(), Some("[2]"));
        assert_eq!(whole("no value"), None);
        assert_eq!(whole("{\"a\": [1"), None);
        assert_eq!(whole("{\"a\": [{\"b\": 1}, {\"b\": 2}"), None);
        assert_eq!(whole("{\"a\": {\"b\": 1}, oops}"), None);
        assert_eq!(whole(" 42 ").as_deref(), Some("42"));
    }

    #[test]
    fn hostile_replies_take_no_more_than_their_length() {
        for piece in ["[", "{\"a\":", "[1,", "[\"", "{\"a\":[", "[[]"] {
            assert_eq!(value(&piece.repeat(5_000), |node| !node.items().is_empty()), None, "{piece}");
        }
    }
}
