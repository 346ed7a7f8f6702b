//! JSON with the place of every value and with exact numbers.
//!
//! # Performance
//! O(L) for L bytes. Values nested deeper than [`DEEPEST`] are not read.

pub mod decimal;
mod string;

use std::collections::BTreeMap;
use std::ops::Range;

use decimal::Decimal;

/// Levels of lists and objects.
pub const DEEPEST: usize = 100;

/// One value and the bytes where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What stands there.
    pub value: Value,
}

/// A value of JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Decimal),
    /// A string, escapes undone.
    Text(String),
    /// An array.
    List(Vec<Node>),
    /// An object; a name that stands twice is refused.
    Object(BTreeMap<String, Node>),
}

impl Node {
    /// The member of an object.
    pub fn get(&self, name: &str) -> Option<&Node> {
        if let Value::Object(members) = &self.value { members.get(name) } else { None }
    }

    /// The string.
    pub fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// The number.
    pub fn number(&self) -> Option<&Decimal> {
        if let Value::Number(number) = &self.value { Some(number) } else { None }
    }

    /// The items of an array; none of anything else.
    pub fn items(&self) -> &[Node] {
        if let Value::List(items) = &self.value { items } else { &[] }
    }
}

/// Reads a text that is one value and blanks.
pub fn read(text: &str) -> Option<Node> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let node = reader.value()?;
    reader.blanks();
    (reader.at == text.len()).then_some(node)
}

/// Reads the value that begins at a byte; gives where reading ended, and the value if there is one.
pub fn read_at(text: &str, at: usize) -> (usize, Option<Node>) {
    let mut reader = Reader { text, at, depth: 0 };
    let node = reader.value();
    (reader.at, node)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Steps over a sign.
    fn takes(&mut self, sign: u8) -> bool {
        let found = self.peek() == Some(sign);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self) -> Option<Node> {
        self.blanks();
        let start = self.at;
        let value = match self.peek()? {
            b'{' => self.nested(Reader::object)?,
            b'[' => self.nested(Reader::list)?,
            b'"' => Value::Text(self.string()?),
            b'-' | b'0'..=b'9' => Value::Number(self.number()?),
            _ => self.word()?,
        };
        Some(Node { span: start..self.at, value })
    }

    fn nested(&mut self, read: impl Fn(&mut Self) -> Option<Value>) -> Option<Value> {
        self.depth += 1;
        self.at += 1;
        let value = if self.depth > DEEPEST { None } else { read(self) };
        self.depth -= 1;
        value
    }

    fn list(&mut self) -> Option<Value> {
        let mut items = Vec::new();
        self.blanks();
        if self.takes(b']') {
            return Some(Value::List(items));
        }
        loop {
            items.push(self.value()?);
            self.blanks();
            if self.takes(b']') {
                return Some(Value::List(items));
            }
            self.takes(b',').then_some(())?;
        }
    }

    fn object(&mut self) -> Option<Value> {
        let mut members = BTreeMap::new();
        self.blanks();
        if self.takes(b'}') {
            return Some(Value::Object(members));
        }
        loop {
            self.blanks();
            let name = self.string()?;
            self.blanks();
            self.takes(b':').then_some(())?;
            let value = self.value()?;
            if members.insert(name, value).is_some() {
                return None;
            }
            self.blanks();
            if self.takes(b'}') {
                return Some(Value::Object(members));
            }
            self.takes(b',').then_some(())?;
        }
    }

    fn word(&mut self) -> Option<Value> {
        let words = [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))];
        let (word, value) = words.into_iter().find(|(word, _)| self.text[self.at..].starts_with(word))?;
        self.at += word.len();
        Some(value)
    }

    fn number(&mut self) -> Option<Decimal> {
        let start = self.at;
        self.takes(b'-');
        let whole = self.digits();
        let padded = whole > 1 && self.text.as_bytes()[self.at - whole] == b'0';
        let part = !self.takes(b'.') || self.digits() > 0;
        let power = if self.takes(b'e') || self.takes(b'E') {
            let _sign = self.takes(b'-') || self.takes(b'+');
            self.digits() > 0
        } else {
            true
        };
        if whole == 0 || padded || !part || !power {
            return None;
        }
        Decimal::read(&self.text[start..self.at])
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - start
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Value, read};

    #[test]
    fn values_keep_their_places() {
        let text = r#" {"b": [1, 2.50], "a": "x\u00e9\ud83d\ude00"} "#;
        let node = read(text).expect("JSON");
        assert_eq!(&text[node.span.clone()], text.trim());
        assert_eq!(&text[node.get("b").expect("b").items()[1].span.clone()], "2.50");
        assert_eq!(node.get("a").and_then(|a| a.text()), Some("x\u{e9}\u{1f600}"));
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in [
            "",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "01",
            "1.",
            "-",
            "tru",
            "'a'",
            "\"\u{1}\"",
            "{\"a\":1,\"a\":2}",
            "1 2",
            "\"\\x\"",
            "NaN",
            "[",
            "\"",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"[".repeat(100_000)), None);
    }

    proptest! {
        #[test]
        fn as_the_common_parser_reads(text in r#"[\[\]{},:"a0-9.eE\\ un-]{0,24}"#) {
            let known: Result<serde_json::Value, _> = serde_json::from_str(&text);
            if let Some(node) = read(&text) {
                // Numbers beyond f64 and lone surrogates are ours alone.
                let ours = text.contains(['e', 'E']) || text.contains("\\u");
                prop_assert!(ours || known.is_ok(), "{text}");
                prop_assert!(!matches!(node.value, Value::Null) || known.is_ok());
            } else if let Ok(known) = known {
                // A name that stands twice.
                prop_assert!(known.to_string().contains('{'), "{text}");
            }
        }
    }
}
