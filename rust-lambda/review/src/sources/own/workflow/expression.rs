//! Expressions of GitHub (`${{ … }}`): which values their text may come to. Names count in small letters and with dots,
//! however they are written: `github['event'].Issue.title` is `github.event.issue.title`.

use super::token::{Token, tokens};

/// A value that an expression may come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    /// Its name, in small letters with dots.
    pub name: String,
    /// Whether it is written out whole, as JSON: all that lies below the name.
    pub whole: bool,
}

/// An expression inside of a text, and the line of the text on which it begins, from 0.
pub(super) struct Pasted<'a> {
    pub text: &'a str,
    pub line: u32,
}

/// Functions that come to true, to false, or to a digest, whatever they are asked about.
const TELLING: [&str; 8] =
    ["contains", "startswith", "endswith", "hashfiles", "success", "failure", "always", "cancelled"];

/// How deep brackets are followed; deeper ones say all that they hold.
const MAX_DEPTH: usize = 60;

/// All expressions of a text. Linear.
pub(super) fn pasted(text: &str) -> Vec<Pasted<'_>> {
    let (mut all, mut rest, mut line) = (Vec::new(), text, 0);
    while let Some((before, after)) = rest.split_once("${{") {
        line += lines(before);
        let (inner, behind) = after.split_once("}}").unwrap_or((after, ""));
        let blank = inner.len() - inner.trim_start().len();
        all.push(Pasted { text: inner.trim(), line: line + lines(&inner[..blank]) });
        line += lines(inner);
        rest = behind;
    }
    all
}

fn lines(text: &str) -> u32 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u32
}

/// The values that an expression may come to.
pub(super) fn taken(expression: &str) -> Vec<Taken> {
    let mut reader = Reader { tokens: tokens(expression), at: 0, depth: 0 };
    reader.either()
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Reader {
    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.tokens.get(self.at), Some(Token::Sign(one)) if *one == sign);
        self.at += usize::from(found);
        found
    }

    /// `a || b` comes to either.
    fn either(&mut self) -> Vec<Taken> {
        let mut all = self.both();
        while self.sign("||") {
            all.extend(self.both());
        }
        all
    }

    /// `a && b` comes to `b`, or to what counts as false.
    fn both(&mut self) -> Vec<Taken> {
        let mut last = self.compared();
        while self.sign("&&") {
            last = self.compared();
        }
        last
    }

    /// A comparison comes to true or false.
    fn compared(&mut self) -> Vec<Taken> {
        let mut value = self.single();
        while ["==", "!=", "<=", ">=", "<", ">"].iter().any(|sign| self.sign(sign)) {
            self.single();
            value.clear();
        }
        value
    }

    fn single(&mut self) -> Vec<Taken> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.at = self.tokens.len();
            return Vec::new();
        }
        let found = if self.sign("!") {
            self.single();
            Vec::new()
        } else if self.sign("(") {
            let inner = self.either();
            self.sign(")");
            self.members(inner)
        } else {
            self.named()
        };
        self.depth -= 1;
        found
    }

    fn named(&mut self) -> Vec<Taken> {
        let Some(token) = self.tokens.get(self.at).cloned() else { return Vec::new() };
        self.at += 1;
        match token {
            Token::Name(name) if self.sign("(") => {
                let given = self.arguments();
                let value = match name.as_str() {
                    name if TELLING.contains(&name) => Vec::new(),
                    "tojson" => given.into_iter().map(|one| Taken { whole: true, ..one }).collect(),
                    _ => given,
                };
                self.members(value)
            }
            Token::Name(name) => self.members(vec![Taken { name, whole: false }]),
            _ => Vec::new(),
        }
    }

    fn arguments(&mut self) -> Vec<Taken> {
        let mut all = Vec::new();
        while self.at < self.tokens.len() && !self.sign(")") {
            let before = self.at;
            all.extend(self.either());
            self.sign(",");
            self.at += usize::from(self.at == before);
        }
        all
    }

    /// `.name`, `['name']`, `[0]` and `.*` behind a value.
    fn members(&mut self, mut values: Vec<Taken>) -> Vec<Taken> {
        loop {
            let member = if self.sign(".") {
                match self.tokens.get(self.at) {
                    Some(Token::Name(name)) => name.clone(),
                    _ => "*".to_owned(),
                }
            } else if self.sign("[") {
                match (self.tokens.get(self.at), self.tokens.get(self.at + 1)) {
                    (Some(Token::Text(text)), Some(Token::Sign("]"))) => text.to_lowercase(),
                    _ => "*".to_owned(),
                }
            } else {
                return values;
            };
            let bracket = matches!(self.tokens.get(self.at.wrapping_sub(1)), Some(Token::Sign("[")));
            if bracket {
                self.either();
                self.sign("]");
            } else {
                self.at += 1;
            }
            for value in &mut values {
                value.name = format!("{}.{member}", value.name);
                value.whole = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        for text in [
            "github.event.issue.title",
            "GITHUB.Event.issue.Title",
            "github['event']['issue']['title']",
            "github.event['issue'].title",
            " github . event\n.issue .title ",
            "(github.event).issue.title",
            "fromJSON(toJSON(github.event)).issue.title",
            "format('{0}', github.event.issue.title)",
            "github.event.issue.title || 'x'",
            "github.event.action == 'opened' && github.event.issue.title",
            "join(github.event.issue.title, ' ')",
            "!true && 'a' || github.event.issue.title",
        ] {
            let names: Vec<String> = taken(text).into_iter().map(|one| one.name).collect();
            assert!(names.contains(&"github.event.issue.title".to_owned()), "{text}: {names:?}");
        }
        assert_eq!(taken("github.event.commits[0].message")[0].name, "github.event.commits.*.message");
        assert_eq!(taken("github.event.commits.*.message")[0].name, "github.event.commits.*.message");
        assert_eq!(taken("toJSON(github.event)"), [Taken { name: "github.event".to_owned(), whole: true }]);
    }

    #[test]
    fn what_is_only_asked_about_is_not_taken() {
        for text in [
            "contains(github.event.issue.title, 'x')",
            "github.event.issue.title == 'x'",
            "!github.event.issue.title",
            "github.event.issue.title == 'x' && 'yes' || 'no'",
            "startsWith(github.head_ref, 'x') && 'a' || 'b'",
            "hashFiles('**/x')",
            "'github.event.issue.title'",
            "''",
            "1",
            "",
        ] {
            assert!(taken(text).iter().all(|one| !one.name.contains("github")), "{text}: {:?}", taken(text));
        }
    }

    #[test]
    fn broken_expressions_come_to_an_end() {
        for text in ["(((((", "a[", "a.", "a.[", "f(,", "f(]", "'a", "&& ||", ")", "a b c", "["] {
            taken(text);
        }
        taken(&"(".repeat(100_000));
        taken(&"a[".repeat(100_000));
        taken(&"!".repeat(100_000));
    }

    #[test]
    fn an_expression_has_the_line_on_which_it_begins() {
        let found = pasted("a ${{ 1 }}\nb\n${{\n  x }} ${{ y }}");
        let lines: Vec<(&str, u32)> = found.iter().map(|one| (one.text, one.line)).collect();
        assert_eq!(lines, [("1", 0), ("x", 3), ("y", 3)]);
    }
}
