//! Python and JSON literals: lists, tuples, sets, dictionaries and quoted strings.

use super::number;

/// Nesting beyond this is no answer but an attack on the stack.
const DEEPEST: usize = 32;

/// The content of a text that is exactly one quoted string.
pub fn quoted(text: &str) -> Option<String> {
    let mut parser = Parser { rest: text };
    let content = parser.string()?;
    parser.rest.is_empty().then_some(content)
}

/// A text with the common escapes undone, as if it stood in quotes.
pub fn undone(text: &str) -> String {
    let mut content = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        content.push(if letter == '\\' { letters.next().map_or(letter, unescaped) } else { letter });
    }
    content
}

/// The canonical form of a text that is exactly one container; None for anything else.
pub fn container(text: &str) -> Option<String> {
    if !text.starts_with(['[', '(', '{']) {
        return None;
    }
    let mut parser = Parser { rest: text };
    let written = parser.value(0)?;
    parser.space();
    parser.rest.is_empty().then_some(written)
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, sign: char) -> bool {
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, depth: usize) -> Option<String> {
        if depth > DEEPEST {
            return None;
        }
        self.space();
        match self.rest.chars().next()? {
            '[' => self.items('[', ']', depth),
            '(' => self.items('(', ')', depth),
            '{' => self.items('{', '}', depth),
            '\'' | '"' => self.string().map(|content| format!("{content:?}")),
            _ => self.bare(),
        }
    }

    /// Items between brackets; a dictionary's `key: value` is one item.
    fn items(&mut self, open: char, close: char, depth: usize) -> Option<String> {
        self.take(open);
        let mut items = Vec::new();
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut comma = false;
        loop {
            self.space();
            if self.take(close) {
                break;
            }
            let item = self.value(depth + 1)?;
            self.space();
            if open == '{' && self.take(':') {
                insert(&mut pairs, item, self.value(depth + 1)?);
                self.space();
            } else {
                items.push(item);
            }
            comma = self.take(',');
            if !comma && !self.rest.starts_with(close) {
                return None;
            }
        }
        // Python reads one value in parentheses as that value, and only a comma makes a tuple of it.
        if open == '(' && items.len() == 1 && !comma {
            return items.pop();
        }
        // Sets have no order; dictionaries are compared as they are printed.
        if open == '{' {
            items.sort();
        }
        items.extend(pairs.into_iter().map(|(key, value)| format!("{key}:{value}")));
        Some(format!("{open}{}{close}", items.join(",")))
    }

    /// A quoted string with the common escapes undone.
    fn string(&mut self) -> Option<String> {
        let quote = self.rest.chars().next().filter(|sign| matches!(sign, '\'' | '"'))?;
        let mut content = String::new();
        let mut letters = self.rest.char_indices().skip(1);
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\\' => content.push(unescaped(letters.next()?.1)),
                _ if letter == quote => {
                    self.rest = &self.rest[at + 1..];
                    return Some(content);
                }
                _ => content.push(letter),
            }
        }
        None
    }

    /// A number, True, None or a bare word up to the next sign of the container.
    fn bare(&mut self) -> Option<String> {
        let end = self.rest.find([',', ':', ']', ')', '}', '[', '(', '{', '\'', '"']).unwrap_or(self.rest.len());
        let word = self.rest[..end].trim();
        if word.is_empty() {
            return None;
        }
        let written = number::read(word).unwrap_or_else(|| constant(word));
        self.rest = &self.rest[end..];
        Some(written)
    }
}

/// A key of a dictionary stands where it came first, with the value that came last.
fn insert(pairs: &mut Vec<(String, String)>, key: String, value: String) {
    match pairs.iter_mut().find(|pair| pair.0 == key) {
        Some(pair) => pair.1 = value,
        None => pairs.push((key, value)),
    }
}

/// JSON's and Python's spelling of the constants are one.
fn constant(word: &str) -> String {
    match word {
        "true" => "True".to_owned(),
        "false" => "False".to_owned(),
        "null" => "None".to_owned(),
        _ => word.to_owned(),
    }
}

fn unescaped(letter: char) -> char {
    match letter {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{container, quoted};

    #[test]
    fn containers_have_one_spelling() {
        assert_eq!(container("[1, 2.0, 'a',]"), container("[1,2,\"a\"]"));
        assert_eq!(container("{2, 1}"), container("{1,2}"));
        assert_eq!(container("{'a': True}"), container("{\"a\": true}"));
        assert_ne!(container("['1']"), container("[1]"));
        assert_eq!(container("{2: 1, 1: 0, 1: 5}"), container("{2: 1, 1: 5}"));
        assert_eq!(container("([1, 2])"), container("[1, 2]"));
        assert_ne!(container("([1, 2],)"), container("[1, 2]"));
    }

    #[test]
    fn broken_and_deep_literals_are_none() {
        for text in ["[1", "[1 2", "(", "{'a':}", "[,]"] {
            assert_eq!(container(text), None, "{text}");
        }
        assert_eq!(container(&"[".repeat(100_000)), None);
    }

    #[test]
    fn a_quoted_string_is_one_string_only() {
        assert_eq!(quoted("'it\\'s'"), Some("it's".into()));
        assert_eq!(quoted("'a' or 'b'"), None);
        assert_eq!(quoted("'open"), None);
    }
}
