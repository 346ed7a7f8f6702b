//! JSON into a tree. Strict but for a trailing comma and `//` comments, which configuration files carry. Linear.

use super::{Key, MAX_DEPTH, Node, Unreadable, Value};

/// Reads one JSON text.
pub fn read(text: &str) -> Result<Node, Unreadable> {
    let mut reader = Reader { bytes: text.as_bytes(), text, at: 0, line: 1, depth: 0 };
    let node = reader.value()?;
    reader.blank();
    if reader.at < reader.bytes.len() { reader.fail("text after the end") } else { Ok(node) }
}

struct Reader<'a> {
    bytes: &'a [u8],
    text: &'a str,
    at: usize,
    line: u32,
    depth: usize,
}

impl Reader<'_> {
    fn fail<T>(&self, why: &str) -> Result<T, Unreadable> {
        Err(Unreadable { line: Some(self.line), why: format!("not JSON: {why}") })
    }

    fn blank(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' => {}
                b'/' if self.bytes.get(self.at + 1) == Some(&b'/') => {
                    while self.bytes.get(self.at + 1).is_some_and(|byte| *byte != b'\n') {
                        self.at += 1;
                    }
                }
                _ => return,
            }
            self.at += 1;
        }
    }

    fn value(&mut self) -> Result<Node, Unreadable> {
        self.blank();
        let line = self.line;
        let value = match self.bytes.get(self.at) {
            Some(b'{') => self.nested(Self::map)?,
            Some(b'[') => self.nested(Self::list)?,
            Some(b'"') => Value::Text(self.string()?),
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(_) => return self.fail("an unexpected character"),
            None => return self.fail("the text ends early"),
        };
        Ok(Node { value, line, end: self.line })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Value, Unreadable>) -> Result<Value, Unreadable> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unreadable { line: Some(self.line), why: format!("nested deeper than {MAX_DEPTH}") });
        }
        self.at += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn map(&mut self) -> Result<Value, Unreadable> {
        let mut entries = Vec::new();
        loop {
            self.blank();
            if self.skip(b'}') {
                return Ok(Value::Map(entries.into()));
            }
            if self.bytes.get(self.at) != Some(&b'"') {
                return self.fail("a key is missing");
            }
            let key = Key { line: self.line, text: self.string()? };
            self.blank();
            if !self.skip(b':') {
                return self.fail("a colon is missing");
            }
            entries.push((key, self.value()?));
            self.blank();
            if !self.skip(b',') && self.bytes.get(self.at) != Some(&b'}') {
                return self.fail("a comma is missing");
            }
        }
    }

    fn list(&mut self) -> Result<Value, Unreadable> {
        let mut items = Vec::new();
        loop {
            self.blank();
            if self.skip(b']') {
                return Ok(Value::List(items.into()));
            }
            items.push(self.value()?);
            self.blank();
            if !self.skip(b',') && self.bytes.get(self.at) != Some(&b']') {
                return self.fail("a comma is missing");
            }
        }
    }

    fn skip(&mut self, byte: u8) -> bool {
        let there = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(there);
        there
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Unreadable> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return self.fail("an unknown word");
        }
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<Value, Unreadable> {
        let from = self.at;
        while self.bytes.get(self.at).is_some_and(|byte| b"+-.eE0123456789".contains(byte)) {
            self.at += 1;
        }
        let text = &self.text[from..self.at];
        if text.parse::<f64>().is_err() { self.fail("a broken number") } else { Ok(Value::Number(text.to_owned())) }
    }

    /// A string; `serde_json` undoes the escapes, where there are any.
    fn string(&mut self) -> Result<String, Unreadable> {
        let from = self.at;
        let mut escaped = false;
        self.at += 1;
        loop {
            match self.bytes.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at += 1;
                }
                Some(b'\n') => self.line += 1,
                Some(_) => {}
                None => return self.fail("a string without an end"),
            }
            self.at += 1;
        }
        self.at += 1;
        let Some(quoted) = self.text.get(from..self.at) else { return self.fail("a broken escape") };
        if !escaped {
            return Ok(quoted[1..quoted.len() - 1].to_owned());
        }
        serde_json::from_str(quoted).or_else(|_| self.fail("a broken escape"))
    }
}
