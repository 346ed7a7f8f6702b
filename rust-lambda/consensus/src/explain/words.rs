//! Words and figures as they are shown.

use serde_json::Value;

use super::{Fields, plain};

/// Longer answers are cut.
const LONGEST: usize = 160;

/// Longer names are cut.
const LONGEST_NAME: usize = 64;

/// One plain line, cut at `longest`.
fn plain(text: &str, longest: usize) -> String {
    // Most of a long text is never shown; blanks may take some of its room.
    let line = plain::line(&text.chars().take(longest * 8).collect::<String>());
    let mut cut = String::new();
    let mut count = 0;
    for word in line.split(' ') {
        let room = longest - count.min(longest);
        if word.chars().count() > room {
            cut.extend(word.chars().take(room));
            return cut.trim_end().to_owned() + "\u{2026}";
        }
        count += word.chars().count() + 1;
        cut.push_str(word);
        cut.push(' ');
    }
    cut.trim_end().to_owned()
}

/// An answer, in quotes.
pub fn quoted(text: &str) -> String {
    format!("\u{201c}{}\u{201d}", plain(text, LONGEST))
}

/// A name.
pub fn name(text: &str) -> String {
    let name = plain(text, LONGEST_NAME);
    if name.is_empty() { "an expert without a name".to_owned() } else { name }
}

/// A text field, or "unknown".
pub fn field(fields: &Fields, key: &str) -> String {
    fields.get(key).and_then(Value::as_str).map_or_else(|| "unknown".to_owned(), name)
}

/// "a", "a and b", "a, b and c", "a, b, c and 7 others".
pub fn listed(names: &[String]) -> String {
    const MOST: usize = 12;
    match names {
        [] => "nobody".to_owned(),
        [only] => only.clone(),
        [first @ .., last] if names.len() <= MOST => format!("{} and {last}", first.join(", ")),
        _ => format!("{} and {} others", names[..MOST - 1].join(", "), names.len() - MOST + 1),
    }
}

/// The texts of a list.
pub fn names(value: Option<&Value>) -> Vec<String> {
    let list = value.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(name).collect()
}

/// The part of a text between two places in UTF-16 code units; all of it if they are none.
pub fn cut(text: &str, span: Option<&Value>) -> String {
    let place = |at: usize| span.and_then(|span| span.get(at)).and_then(Value::as_u64);
    let (Some(start), Some(end)) = (place(0), place(1)) else { return text.to_owned() };
    let units: Vec<u16> = text.encode_utf16().collect();
    let within = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    let part = within.and_then(|(start, end)| units.get(start..end));
    part.map_or_else(|| text.to_owned(), String::from_utf16_lossy)
}

/// The kind of question, which stands before the rule.
pub fn kind(verdict: &Fields) -> Option<&str> {
    let method = verdict.get("method").and_then(Value::as_str)?;
    method.split_once('/').map(|(kind, _)| kind)
}

/// A number with two decimals.
pub fn figure(value: f64) -> String {
    format!("{value:.2}")
}

/// A part of one in percent.
pub fn percent(value: f64) -> String {
    format!("{:.0}%", value * 100.0)
}

/// "1 expert", "2 experts".
pub fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
