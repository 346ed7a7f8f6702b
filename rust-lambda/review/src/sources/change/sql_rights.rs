//! Statements that take away a protection of a database, or hand the machine over: patterns of words, as data, and what
//! needs to know the whole file: policies that are made anew, functions with the rights of their owner.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::catalogue::{
    SQL_DEFINER_WITHOUT_PATH, SQL_GRANTS_ALL, SQL_GRANTS_POWER, SQL_LOCKS_TABLE, SQL_LOSES_COPY, SQL_POLICY_DROPPED,
    SQL_ROW_SECURITY_OFF, SQL_RUNS_PROGRAM, SQL_SERVER_CHANGED, SQL_TRIGGERS_OFF, SQL_UNTRUSTED_LANGUAGE,
};
use super::sql::MAX_PARTS;
use crate::rule::Rule;
use crate::source::Found;
use crate::statements::Word;

const TABLE: &str = include_str!("../../../data/sql-rights.txt");

/// The rules that the table names.
const RULES: [&Rule; 9] = [
    &SQL_LOSES_COPY,
    &SQL_LOCKS_TABLE,
    &SQL_GRANTS_ALL,
    &SQL_ROW_SECURITY_OFF,
    &SQL_GRANTS_POWER,
    &SQL_RUNS_PROGRAM,
    &SQL_SERVER_CHANGED,
    &SQL_TRIGGERS_OFF,
    &SQL_UNTRUSTED_LANGUAGE,
];

/// Words that stand side by side, each one of several.
type Run = Vec<Vec<&'static str>>;

/// Runs with anything between them; the first stands at the front of a statement.
struct Pattern {
    rule: &'static Rule,
    runs: Vec<Run>,
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.filter_map(|line| {
        let (id, words) = line.split_once(' ')?;
        let rule = RULES.into_iter().find(|rule| rule.id == id)?;
        let run = |run: &'static str| run.split_whitespace().map(|word| word.split('|').collect()).collect();
        Some(Pattern { rule, runs: words.split("...").map(run).collect() })
    })
    .collect()
});

/// What is known of a file so far.
#[derive(Default)]
pub struct Rights {
    dropped: Vec<(String, (u32, u32))>,
    made: HashSet<String>,
    /// Functions that run with the rights of their owner, where they begin, and whether they name where they look.
    definers: Vec<Definer>,
    pathed: HashSet<String>,
}

struct Definer {
    name: String,
    line: u32,
    definer: bool,
    path: bool,
}

impl Rights {
    /// Looks at one statement; `undoes`: it is there to undo another, so what it takes away was not there before.
    pub fn read(&mut self, statement: &[Word], undoes: bool, found: &mut Found<'_>) {
        let (Some(first), Some(last)) = (statement.first(), statement.last()) else { return };
        let texts: Vec<String> = statement.iter().map(plain).collect();
        let words: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut told: Vec<&str> = Vec::new();
        for at in starts(&words).take(MAX_PARTS) {
            for pattern in PATTERNS.iter().filter(|pattern| !(undoes && pattern.rule.id == SQL_ROW_SECURITY_OFF.id)) {
                if !told.contains(&pattern.rule.id) && fits(&pattern.runs, &words[at..]) {
                    told.push(pattern.rule.id);
                    found.own(pattern.rule, (statement[at].line, last.line), None, &shown(&words[at..]));
                }
            }
            match &words[at..] {
                ["DROP", "POLICY", rest @ ..] if !undoes => {
                    self.dropped.push((named(rest), (statement[at].line, last.line)));
                }
                ["CREATE", "POLICY", rest @ ..] => drop(self.made.insert(named(rest))),
                _ => {}
            }
        }
        self.function(&words, first.line);
    }

    /// The head of a function, or what stands behind its body: bodies hold statements of their own.
    fn function(&mut self, words: &[&str], line: u32) {
        let definer = words.windows(2).enumerate().any(|(at, pair)| {
            // MySQL and views say SQL SECURITY, where no path is looked along; LANGUAGE SQL is another thing.
            let of_view = at >= 1 && words[at - 1] == "SQL" && (at < 2 || words[at - 2] != "LANGUAGE");
            pair == ["SECURITY", "DEFINER"] && !of_view
        });
        let path = words.windows(2).any(|pair| pair == ["SET", "SEARCH_PATH"]);
        let routine = words.iter().take(4).position(|word| matches!(*word, "FUNCTION" | "PROCEDURE" | "ROUTINE"));
        match (words.first(), routine) {
            (Some(&"CREATE"), Some(at)) => {
                self.definers.push(Definer { name: named(&words[at + 1..]), line, definer, path });
            }
            (Some(&"ALTER"), Some(at)) => {
                let name = named(&words[at + 1..]);
                if path {
                    self.pathed.insert(name);
                } else if definer {
                    self.definers.push(Definer { name, line, definer, path });
                }
            }
            (Some(&("END" | "LANGUAGE" | "SECURITY" | "STABLE" | "VOLATILE" | "IMMUTABLE" | "STRICT")), None) => {
                if let Some(open) = self.definers.last_mut() {
                    open.definer |= definer;
                    open.path |= path;
                }
            }
            _ => {}
        }
    }

    /// Tells what only the whole file shows.
    pub fn tell(self, found: &mut Found<'_>) {
        for (name, lines) in self.dropped.iter().filter(|(name, _)| !self.made.contains(name)) {
            found.own(&SQL_POLICY_DROPPED, *lines, None, &name.to_lowercase());
        }
        for open in self.definers.iter().filter(|open| open.definer && !open.path && !self.pathed.contains(&open.name))
        {
            found.own(&SQL_DEFINER_WITHOUT_PATH, (open.line, open.line), None, &open.name.to_lowercase());
        }
    }
}

/// A word in capitals and without quotes.
fn plain(word: &Word) -> String {
    word.text.trim_matches('\'').to_uppercase()
}

/// Where statements begin within one: at its front, and behind what opens a block or stands before a text that runs.
fn starts<'a>(words: &'a [&str]) -> impl Iterator<Item = usize> + 'a {
    const OPENS: [&str; 12] =
        ["AS", "BEGIN", "ATOMIC", "THEN", "ELSE", "LOOP", "DO", "EXPLAIN", "ANALYZE", "PLPGSQL", "SQL", ">>"];
    (0..words.len()).filter(|at| at.checked_sub(1).is_none_or(|before| OPENS.contains(&words[before])))
}

/// Whether words begin as a pattern asks. The first place of a run leaves most to the next, so none is looked for again.
fn fits(runs: &[Run], words: &[&str]) -> bool {
    let Some((first, others)) = runs.split_first() else { return false };
    let mut rest = words;
    if !stands(first, rest) {
        return false;
    }
    rest = &rest[first.len()..];
    others.iter().all(|run| {
        let at = (0..rest.len()).find(|at| stands(run, &rest[*at..]));
        rest = at.map_or(&[], |at| &rest[at + run.len()..]);
        at.is_some()
    })
}

fn stands(run: &Run, words: &[&str]) -> bool {
    let says = |(wanted, word): (&Vec<&str>, &&str)| {
        wanted.iter().any(|wanted| wanted.strip_suffix('*').map_or(wanted == word, |start| word.starts_with(start)))
    };
    words.len() >= run.len() && run.iter().zip(words).all(says)
}

fn named(words: &[&str]) -> String {
    let mut names = words.iter().filter(|word| !matches!(**word, "IF" | "EXISTS" | "NOT" | "ONLY"));
    names.next().copied().unwrap_or_default().to_owned()
}

fn shown(words: &[&str]) -> String {
    words.iter().take(10).map(|word| word.to_lowercase()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let rows = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
        assert_eq!(PATTERNS.len(), rows);
    }
}
