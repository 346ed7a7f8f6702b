//! Migrations in any dialect: statements that empty or drop, alone, behind `WITH`, in blocks and functions, and in
//! texts that are executed. Words are read, not patterns: other texts, quoted names and comments are passed over.

use super::always;
use super::catalogue::{SQL_DELETE_WITHOUT_WHERE, SQL_DROPS_CASCADE, SQL_DROPS_DATA, SQL_UPDATE_WITHOUT_WHERE};
use super::executed::executed;
use super::merge;
use super::sql_rights::Rights;
use crate::document::Document;
use crate::source::Found;
use crate::statements::{Word, statements};

/// How many parts of one statement are looked at; each may be as long as all of it.
pub(super) const MAX_PARTS: usize = 500;

/// Reviews all statements.
pub fn review(document: &Document, found: &mut Found<'_>) {
    let mut reading = Reading {
        made: Vec::new(),
        down: is_down(&document.path),
        ends: down_section(document).unwrap_or(u32::MAX),
        rights: Rights::default(),
        found,
    };
    reading.all(&document.text, 1, true);
    reading.rights.tell(reading.found);
}

struct Reading<'a, 'b> {
    /// Tables that the file itself makes.
    made: Vec<String>,
    down: bool,
    /// The line from which on the rest is undone.
    ends: u32,
    rights: Rights,
    found: &'a mut Found<'b>,
}

impl Reading<'_, '_> {
    /// Reads a text that begins on a line. Texts that it executes are read too; those in them are not.
    fn all(&mut self, text: &str, from: u32, outer: bool) {
        for mut statement in statements(text) {
            statement.iter_mut().for_each(|word| word.line += from - 1);
            let (Some(first), Some(last)) = (statement.first(), statement.last()) else { continue };
            let (lines, end) = ((first.line, last.line), last.line);
            let all: Vec<usize> = (0..statement.len()).filter(|at| begins(&statement, *at)).collect();
            if all.len() > MAX_PARTS {
                self.found.missed(Some(lines.0), &format!("a statement of more than {MAX_PARTS} parts"));
            }
            for at in all.into_iter().take(MAX_PARTS) {
                self.rows(&statement, at, end);
                if !self.down && lines.0 < self.ends {
                    self.drops(&statement, at, end);
                }
            }
            if let Some((what, name)) = merge::replaced(&statement).filter(|(_, name)| !self.made.contains(name))
                && !self.down
                && lines.0 < self.ends
            {
                self.found.own(&SQL_DROPS_DATA, lines, None, &format!("{what} {name}"));
            }
            self.rights.read(&statement, self.down || lines.0 >= self.ends, self.found);
            let words: Vec<&str> = statement.iter().map(|word| word.text.as_str()).collect();
            // What may be there already holds data that the file has not put in.
            let makes = words.starts_with(&["CREATE"]) && words[1..].iter().take(3).any(|word| *word == "TABLE");
            if makes && !words.windows(3).take(5).any(|part| part == ["IF", "NOT", "EXISTS"]) {
                self.made.extend(tables(&words).into_iter().take(1));
            }
            if outer && let Some((line, code)) = executed(&statement) {
                self.all(&code, line, false);
            }
        }
    }

    /// `UPDATE` and `DELETE` of all rows: without a condition, or with one that always holds.
    fn rows(&mut self, statement: &[Word], at: usize, end: u32) {
        let word = &statement[at];
        let scope = statement[at..].iter().take_while(|later| later.depth >= word.depth).count();
        let scope = &statement[at..at + scope];
        let place = |text: &str| scope.iter().position(|later| later.depth == word.depth && later.text == text);
        let next = scope.get(1).map(|word| word.text.as_str()).unwrap_or_default();
        let starts = at == 0 || matches!(statement[at - 1].text.as_str(), "BEGIN" | "AS" | "ATOMIC" | "LOOP");
        let (rule, name) = match word.text.as_str() {
            "UPDATE" if next != "SET" && place("SET").is_some() && place("CURRENT").is_none() => {
                (&SQL_UPDATE_WITHOUT_WHERE, next_name(scope, 1))
            }
            "DELETE" if place("FROM").is_some() => {
                (&SQL_DELETE_WITHOUT_WHERE, next_name(scope, place("FROM").unwrap_or(1)))
            }
            "DELETE" if at > 0 && statement[at - 1].text == "THEN" => match merge::emptied(statement, at) {
                Some(table) => {
                    let about = format!("MERGE {table}");
                    return self.found.own(&SQL_DELETE_WITHOUT_WHERE, (word.line, end), None, &about);
                }
                None => return,
            },
            // SQL Server and Oracle need no FROM.
            "DELETE" if starts && scope.len() > 1 && !matches!(next, "(" | ";" | "ON" | "OR") => {
                (&SQL_DELETE_WITHOUT_WHERE, next_name(scope, 1))
            }
            _ => return,
        };
        let condition = |at: usize| {
            let rest = &scope[at + 1..];
            let ends = |later: &&Word| later.depth > word.depth || !ENDS.contains(&later.text.as_str());
            always::holds(&rest[..rest.iter().take_while(ends).count()], &name)
        };
        let about = match (place("WHERE"), place("JOIN").and(place("ON"))) {
            (None, None) if place("JOIN").is_some() && place("USING").is_some() => return,
            (Some(at), _) if condition(at) => format!("{name}; the condition always holds"),
            // A join takes only rows that have a partner.
            (None, Some(on)) if condition(on) => format!("{name}; the condition always holds"),
            (None, None) => name.clone(),
            _ => return,
        };
        self.found.own(rule, (word.line, end), None, &about);
    }

    fn drops(&mut self, statement: &[Word], at: usize, end: u32) {
        let words: Vec<&str> = statement[at..].iter().map(|word| word.text.as_str()).collect();
        let cascade = words.contains(&"CASCADE");
        let what = match words.as_slice() {
            ["DROP", "TABLE" | "DATABASE" | "SCHEMA" | "OWNED" | "KEYSPACE" | "TABLESPACE", ..] => words[1],
            // With them go the columns that are of such a type.
            ["DROP", "TYPE" | "DOMAIN" | "EXTENSION", ..] if cascade => words[1],
            ["TRUNCATE", next, ..] if *next != "(" => "TRUNCATE",
            ["ALTER", "TABLE", rest @ ..] if dropped(rest).is_some() => dropped(rest).unwrap_or_default(),
            ["DROP", ..] | ["ALTER", "TABLE", ..] if cascade && words.contains(&"DROP") => "",
            _ => return,
        };
        let all = tables(&words);
        let Some(name) = all.iter().find(|name| !self.made.contains(name)).or(all.first()) else { return };
        if self.made.contains(name) {
            return;
        }
        let lines = (statement[at].line, end);
        let with = if cascade { ", CASCADE" } else { "" };
        match what {
            "" => self.found.own(&SQL_DROPS_CASCADE, lines, None, &words.join(" ").to_lowercase()),
            "TRUNCATE" => self.found.own(&SQL_DROPS_DATA, lines, None, &format!("TRUNCATE {name}{with}")),
            _ => self.found.own(&SQL_DROPS_DATA, lines, None, &format!("DROP {what}, {name}{with}")),
        }
    }
}

/// Words that end a condition.
const ENDS: [&str; 12] =
    ["RETURNING", "ORDER", "LIMIT", "GROUP", "UNION", "OPTION", "END", "WHERE", "SET", "EXCEPTION", "LEFT", "JOIN"];

/// Whether a statement begins at a word: at the front, in a block, behind `WITH x AS (…)` and `EXPLAIN`. `FOR UPDATE`,
/// `ON DELETE`, `DO UPDATE`, triggers and grants are none of their own.
fn begins(statement: &[Word], at: usize) -> bool {
    let word = statement[at].text.as_str();
    let verb = matches!(word, "UPDATE" | "DELETE" | "DROP" | "TRUNCATE" | "ALTER");
    verb && at.checked_sub(1).is_none_or(|before| match statement[before].text.as_str() {
        "(" | ")" | "AS" | "BEGIN" | "ATOMIC" | "THEN" | "ELSE" | "LOOP" | "EXPLAIN" | "ANALYZE" | "INSTEAD"
        | "ALSO" | "PLPGSQL" | "SQL" | ">>" => true,
        "DO" => word != "UPDATE",
        _ => false,
    })
}

fn next_name(scope: &[Word], at: usize) -> String {
    let mut names = scope[at.min(scope.len())..].iter().map(|word| word.text.as_str());
    names.find(|word| !matches!(*word, "FROM" | "ONLY" | "IGNORE" | "LOW_PRIORITY")).unwrap_or_default().to_lowercase()
}

/// What an `ALTER TABLE` drops that holds data: a column (also without the word), a partition.
fn dropped(rest: &[&str]) -> Option<&'static str> {
    const KEPT: [&str; 12] = [
        "CONSTRAINT",
        "DEFAULT",
        "NOT",
        "INDEX",
        "KEY",
        "PRIMARY",
        "FOREIGN",
        "CHECK",
        "EXPRESSION",
        "IDENTITY",
        "UNIQUE",
        "PERIOD",
    ];
    rest.windows(2).find_map(|pair| match (pair[0], pair[1]) {
        ("DROP" | "TRUNCATE", "PARTITION") => Some("PARTITION"),
        ("DROP", what) if !KEPT.contains(&what) => Some("COLUMN"),
        _ => None,
    })
}

/// The names of the tables that a statement is about.
fn tables(words: &[&str]) -> Vec<String> {
    const SKIP: [&str; 14] = [
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
        "OWNED",
        "BY",
    ];
    let mut rest = words.iter().skip(1).filter(|word| !SKIP.contains(word));
    let mut all: Vec<String> = rest.next().map(|word| word.to_lowercase()).into_iter().collect();
    while let (Some(_), Some(next)) = (rest.next().filter(|word| **word == ","), rest.next()) {
        all.push(next.to_lowercase());
    }
    all
}

/// Whether the name says that the file undoes another.
fn is_down(path: &str) -> bool {
    let name = crate::kind::name(path);
    ["down.sql", "rollback.sql", "undo.sql", "revert.sql"].iter().any(|end| name.ends_with(end))
        || name.starts_with('u') && name[1..].starts_with(|c: char| c.is_ascii_digit())
}

/// The line at which the part begins that undoes the rest. These are marks of tools; a sentence in a comment is none.
fn down_section(document: &Document) -> Option<u32> {
    let marks = ["-- +goose down", "-- migrate:down", "-- +migrate down", "--//@undo"];
    let mut lines = document.text.lines().enumerate();
    lines
        .find(|(_, line)| {
            let line = line.trim().to_ascii_lowercase();
            let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric());
            line == "-- rollback" || marks.iter().any(|mark| line.strip_prefix(mark).is_some_and(ends))
        })
        .map(|(at, _)| at as u32 + 1)
}
