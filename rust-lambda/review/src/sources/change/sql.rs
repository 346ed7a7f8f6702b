//! Migrations in any dialect: statements that empty or drop. Words are read, not patterns: texts, quoted names and
//! comments are passed over.

use super::catalogue::{SQL_DELETE_WITHOUT_WHERE, SQL_DROPS_DATA, SQL_GRANTS_ALL, SQL_UPDATE_WITHOUT_WHERE};
use crate::document::Document;
use crate::source::Found;

/// A word of a statement: in capitals, with its line and depth of brackets.
#[derive(Debug)]
pub struct Word {
    /// In capitals; quoted names keep their letters.
    pub text: String,
    /// Its line.
    pub line: u32,
    /// How many brackets are open.
    pub depth: u32,
}

/// Reviews all statements.
pub fn review(document: &Document, found: &mut Found<'_>) {
    let down = is_down(&document.path);
    let ends = down_section(document);
    let mut made: Vec<String> = Vec::new();
    for statement in statements(&document.text) {
        let (Some(first), Some(last)) = (statement.first(), statement.last()) else { continue };
        let lines = (first.line, last.line);
        let words: Vec<&str> = statement.iter().map(|word| word.text.as_str()).collect();
        rows(&statement, lines, found);
        if words.starts_with(&["CREATE"]) && words[1..].iter().take(3).any(|word| *word == "TABLE") {
            made.extend(table(&words));
        }
        let undoes = down || ends.is_some_and(|line| first.line >= line);
        if !undoes {
            drops(&words, &made, lines, found);
        }
        if words.first() == Some(&"GRANT") {
            let everything = words.get(1) == Some(&"ALL");
            let everybody = words.windows(2).any(|pair| pair == ["TO", "PUBLIC"]);
            if everything || everybody {
                found.own(&SQL_GRANTS_ALL, lines, None, "");
            }
        }
    }
}

/// `UPDATE` and `DELETE`, also behind `WITH` and inside of `EXPLAIN`.
fn rows(statement: &[Word], lines: (u32, u32), found: &mut Found<'_>) {
    let mut at = 0;
    while at < statement.len() {
        let word = &statement[at];
        let before = at.checked_sub(1).map(|at| statement[at].text.as_str());
        // `FOR UPDATE`, `ON UPDATE`, `DO UPDATE`, triggers and grants are no statements of their own.
        let begins = before.is_none_or(|before| {
            matches!(before, "(" | ")" | "AS" | "BEGIN" | "THEN" | "ELSE" | "LOOP" | "EXPLAIN" | "ANALYZE")
        });
        let rest = || {
            statement[at..]
                .iter()
                .take_while(|later| later.depth >= word.depth && later.text != ")" || later.depth > word.depth)
        };
        let has = |text: &str| rest().any(|later| later.depth == word.depth && later.text == text);
        if begins && word.text == "UPDATE" && has("SET") && !has("WHERE") && !has("CURRENT") {
            found.own(&SQL_UPDATE_WITHOUT_WHERE, (word.line, lines.1), None, &next_name(statement, at));
        }
        if begins && word.text == "DELETE" && has("FROM") && !has("WHERE") {
            found.own(&SQL_DELETE_WITHOUT_WHERE, (word.line, lines.1), None, &next_name(statement, at + 1));
        }
        at += 1;
    }
}

fn next_name(statement: &[Word], at: usize) -> String {
    let mut names = statement[at + 1..].iter().map(|word| word.text.as_str());
    names.find(|word| !matches!(*word, "FROM" | "ONLY" | "IGNORE" | "LOW_PRIORITY")).unwrap_or_default().to_lowercase()
}

fn drops(words: &[&str], made: &[String], lines: (u32, u32), found: &mut Found<'_>) {
    let what = match words {
        ["DROP", "TABLE" | "DATABASE" | "SCHEMA", ..] => words[1],
        ["DROP", "MATERIALIZED", ..] | ["DROP", _, ..] => return,
        ["TRUNCATE", ..] => "TRUNCATE",
        ["ALTER", "TABLE", rest @ ..] if drops_column(rest) => "COLUMN",
        _ => return,
    };
    if table(words).is_some_and(|table| made.contains(&table)) {
        return;
    }
    let name = table(words).unwrap_or_default();
    let about = if what == "TRUNCATE" { format!("TRUNCATE {name}") } else { format!("DROP {what}, {name}") };
    found.own(&SQL_DROPS_DATA, lines, None, &about);
}

/// `DROP COLUMN x`, and `DROP x` where `x` is no constraint, default or the like.
fn drops_column(rest: &[&str]) -> bool {
    rest.windows(2).any(|pair| {
        pair[0] == "DROP"
            && (pair[1] == "COLUMN"
                || !matches!(
                    pair[1],
                    "CONSTRAINT"
                        | "DEFAULT"
                        | "NOT"
                        | "INDEX"
                        | "KEY"
                        | "PRIMARY"
                        | "FOREIGN"
                        | "CHECK"
                        | "EXPRESSION"
                        | "IDENTITY"
                        | "PARTITION"
                ))
    })
}

/// The name of the table that a statement is about.
fn table(words: &[&str]) -> Option<String> {
    let skip = [
        "TABLE",
        "DATABASE",
        "SCHEMA",
        "IF",
        "NOT",
        "EXISTS",
        "ONLY",
        "TEMP",
        "TEMPORARY",
        "UNLOGGED",
        "GLOBAL",
        "LOCAL",
    ];
    words.iter().skip(1).find(|word| !skip.contains(word)).map(|word| word.to_lowercase())
}

/// Whether the name says that the file undoes another.
fn is_down(path: &str) -> bool {
    let name = crate::kind::name(path);
    ["down.sql", "rollback.sql", "undo.sql", "revert.sql"].iter().any(|end| name.ends_with(end))
        || name.starts_with('u') && name[1..].starts_with(|c: char| c.is_ascii_digit())
}

/// The line at which the part begins that undoes the rest.
fn down_section(document: &Document) -> Option<u32> {
    let marks = ["-- +goose down", "-- migrate:down", "-- +migrate down", "--//@undo", "-- rollback"];
    let mut lines = document.text.lines().enumerate();
    lines
        .find(|(_, line)| {
            let line = line.trim().to_ascii_lowercase();
            marks.iter().any(|mark| line.starts_with(mark))
        })
        .map(|(at, _)| at as u32 + 1)
}

/// Splits a text into statements of words: linear.
pub fn statements(text: &str) -> Vec<Vec<Word>> {
    let bytes = text.as_bytes();
    let (mut all, mut now) = (Vec::new(), Vec::new());
    let (mut at, mut line, mut depth) = (0, 1_u32, 0_u32);
    while at < bytes.len() {
        let from = at;
        match bytes[at] {
            b'-' if bytes.get(at + 1) == Some(&b'-') => at = find(bytes, at, b"\n"),
            b'#' => at = find(bytes, at, b"\n"),
            b'/' if bytes.get(at + 1) == Some(&b'*') => at = find(bytes, at + 2, b"*/") + 2,
            b'\'' => at = closed(bytes, at, b'\''),
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
            _ => at += 1,
        }
        at = at.min(bytes.len());
        line += bytes[from..at].iter().filter(|byte| **byte == b'\n').count() as u32;
    }
    all.push(now);
    all
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
