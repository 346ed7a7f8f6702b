//! Strings of JSON, escapes undone.

use super::Reader;

impl Reader<'_> {
    /// The string that begins here.
    pub(super) fn string(&mut self) -> Option<String> {
        self.takes(b'"').then_some(())?;
        let mut content = String::new();
        let mut kept = self.at;
        loop {
            match self.peek()? {
                b'"' => {
                    content.push_str(&self.text[kept..self.at]);
                    self.at += 1;
                    return Some(content);
                }
                b'\\' => {
                    content.push_str(&self.text[kept..self.at]);
                    self.at += 1;
                    content.push(self.escape()?);
                    kept = self.at;
                }
                0..=0x1f => return None,
                _ => self.at += 1,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let sign = self.peek()?;
        self.at += 1;
        Some(match sign {
            b'"' | b'\\' | b'/' => char::from(sign),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => self.unit()?,
            _ => return None,
        })
    }

    /// A unit of UTF-16, or two that belong together; one without its partner is no character.
    fn unit(&mut self) -> Option<char> {
        let first = self.hex()?;
        if !(0xd800..0xdc00).contains(&first) {
            return Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let before = self.at;
        if self.text[self.at..].starts_with("\\u") {
            self.at += 2;
            let second = self.hex()?;
            if (0xdc00..0xe000).contains(&second) {
                return char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
            }
            self.at = before;
        }
        Some(char::REPLACEMENT_CHARACTER)
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let unit = u32::from_str_radix(digits?, 16).ok()?;
        self.at += 4;
        Some(unit)
    }
}
