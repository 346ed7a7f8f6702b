//! Statements of SQL, in any dialect, as words: texts, quoted names and comments are told apart. Linear.

/// A word of a statement: in capitals, with its line and depth of brackets.
#[derive(Debug)]
pub struct Word {
    /// In capitals; quoted names keep their letters, texts their letters and quotes.
    pub text: String,
    /// Its line.
    pub line: u32,
    /// How many brackets are open.
    pub depth: u32,
}

/// Splits a text into statements of words: linear.
pub fn statements(text: &str) -> Vec<Vec<Word>> {
    let bytes = text.as_bytes();
    let (mut all, mut now) = (Vec::new(), Vec::new());
    let (mut at, mut line, mut depth) = (0, 1_u32, 0_u32);
    while at < bytes.len() {
        let from = at;
        match bytes[at] {
            // As PostgreSQL ends a comment: a carriage return alone is enough.
            b'-' if bytes.get(at + 1) == Some(&b'-') && !subtracts(bytes, at) => {
                at += bytes[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(bytes.len() - at);
            }
            b'#' if remark(bytes, at) => at = find(bytes, at, b"\n"),
            // MySQL runs what stands in such a comment.
            b'/' if bytes[at..].starts_with(b"/*!") => at += 3 + digits(&bytes[at + 3..]),
            b'*' if bytes.get(at + 1) == Some(&b'/') => at += 2,
            b'/' if bytes.get(at + 1) == Some(&b'*') => at = find(bytes, at + 2, b"*/") + 2,
            b'\'' => {
                let escapes =
                    now.last().is_some_and(|word: &Word| word.text == "E") && from > 0 && bytes[from - 1] | 32 == b'e';
                at = if escapes { escaped(bytes, at) } else { closed(bytes, at, b'\'') };
                if escapes {
                    now.pop();
                }
                now.push(Word { text: text.get(from..at).unwrap_or("''").to_owned(), line, depth });
            }
            quote @ (b'"' | b'`') => {
                at = closed(bytes, at, quote);
                let name = text.get(from + 1..at.saturating_sub(1)).unwrap_or_default();
                now.push(Word { text: name.to_owned(), line, depth });
            }
            b'$' => at = dollar(bytes, at).unwrap_or(at + 1),
            b';' if depth == 0 => {
                all.push(std::mem::take(&mut now));
                at += 1;
            }
            b'(' => {
                now.push(Word { text: "(".to_owned(), line, depth });
                depth += 1;
                at += 1;
            }
            b')' => {
                depth = depth.saturating_sub(1);
                now.push(Word { text: ")".to_owned(), line, depth });
                at += 1;
            }
            byte if byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 128 => {
                while at < bytes.len()
                    && (bytes[at].is_ascii_alphanumeric() || b"_.".contains(&bytes[at]) || bytes[at] >= 128)
                {
                    at += 1;
                }
                now.push(Word { text: text[from..at].to_ascii_uppercase(), line, depth });
            }
            b',' => {
                now.push(Word { text: ",".to_owned(), line, depth });
                at += 1;
            }
            byte if OPERATORS.contains(&byte) => {
                at += bytes[at..].iter().take_while(|byte| OPERATORS.contains(byte)).count();
                // A comment may follow at once.
                at = from
                    + ["--", "/*", "*/"]
                        .iter()
                        .filter_map(|mark| text[from..at].find(mark))
                        .min()
                        .unwrap_or(at - from)
                        .max(1);
                now.push(Word { text: text[from..at].to_owned(), line, depth });
            }
            _ => at += 1,
        }
        at = at.min(bytes.len());
        line += bytes[from..at].iter().filter(|byte| **byte == b'\n').count() as u32;
    }
    all.push(now);
    all.into_iter().flat_map(batches).collect()
}

/// Whether two signs are no comment: MySQL wants a blank behind them, and takes `5--1` for a sum.
fn subtracts(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b')')
        && bytes.get(at + 2).is_some_and(u8::is_ascii_digit)
}

/// The batches of a script of SQL Server: `GO` on a line of its own ends one.
fn batches(statement: Vec<Word>) -> Vec<Vec<Word>> {
    let line = |at: Option<usize>| at.and_then(|at| statement.get(at)).map(|word| word.line);
    let alone = |at: &usize| {
        statement[*at].text == "GO"
            && line(at.checked_sub(1)) != Some(statement[*at].line)
            && line(Some(at + 1)) != Some(statement[*at].line)
    };
    let ends: Vec<usize> = (0..statement.len()).filter(alone).collect();
    let mut rest = statement;
    let mut all = Vec::new();
    for at in ends.into_iter().rev() {
        let mut behind = rest.split_off(at);
        behind.remove(0);
        all.push(behind);
    }
    all.push(rest);
    all.reverse();
    all
}

/// Of these operators are made.
const OPERATORS: &[u8] = b"=<>!+-*/%|&^~:";

/// Whether `#` begins a comment, as in MySQL; in PostgreSQL it stands in operators.
fn remark(bytes: &[u8], at: usize) -> bool {
    let first = bytes[..at].iter().rev().take_while(|byte| **byte != b'\n').all(u8::is_ascii_whitespace);
    first || bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace)
}

fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Behind the closing quote of a text in which a backslash escapes.
fn escaped(bytes: &[u8], from: usize) -> usize {
    let mut at = from + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'\'' if bytes.get(at + 1) == Some(&b'\'') => at += 1,
            b'\'' => return at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> usize {
    let from = from.min(bytes.len());
    bytes[from..].windows(what.len()).position(|part| part == what).map_or(bytes.len(), |at| from + at)
}

/// Behind the closing quote; a doubled quote stays inside.
fn closed(bytes: &[u8], from: usize, quote: u8) -> usize {
    let mut at = from + 1;
    while at < bytes.len() {
        if bytes[at] == quote {
            if bytes.get(at + 1) != Some(&quote) {
                return at + 1;
            }
            at += 1;
        }
        at += 1;
    }
    bytes.len()
}

/// Behind the tag that opens a dollar-quoted text: the body of a function is read like any other statement, so only
/// the two tags are passed over.
fn dollar(bytes: &[u8], from: usize) -> Option<usize> {
    let length = bytes[from + 1..].iter().take(64).position(|byte| *byte == b'$')?;
    let named = bytes[from + 1..from + 1 + length].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    named.then_some(from + length + 2)
}
