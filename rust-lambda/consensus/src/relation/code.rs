//! Code as tokens: identifiers with their case, numbers, strings and operators of maximal munch.

use super::blocks::Language;
use super::json;
use super::prose;
use super::shell;
use super::signs::{canonical_sign, operator};
use super::token::{Sort, Token};

/// What code is made of.
#[derive(Clone, Debug, Default)]
pub struct Lexed {
    /// In order.
    pub tokens: Vec<Token>,
    /// Comments.
    pub remarks: Vec<Token>,
}

/// The tokens of code.
pub fn lex(text: &str, language: Language) -> Lexed {
    let mut lexed = match language {
        Language::Shell | Language::Docker => shell::lex(text, language),
        Language::Pattern => pattern(text),
        _ => Lexer::new(text, language).lex(),
    };
    if language == Language::Json {
        lexed.tokens = json::ordered(lexed.tokens);
    }
    while lexed.tokens.last().is_some_and(|last| last.sort == Sort::Break || last.text == ";") {
        lexed.tokens.pop();
    }
    lexed
}

fn pattern(text: &str) -> Lexed {
    let sign = |letter: char| Token::code(letter.to_string(), Sort::Sign, 0);
    Lexed { tokens: text.trim().chars().map(sign).collect(), remarks: Vec::new() }
}

struct Lexer<'a> {
    text: &'a str,
    language: Language,
    at: usize,
    line: usize,
    indents: Vec<usize>,
    /// Round brackets that are open.
    inside: usize,
    lexed: Lexed,
}

impl<'a> Lexer<'a> {
    fn new(text: &'a str, language: Language) -> Lexer<'a> {
        let text = text.trim_matches('\n').trim_end();
        Lexer { text, language, at: 0, line: 0, indents: vec![0], inside: 0, lexed: Lexed::default() }
    }

    fn lex(mut self) -> Lexed {
        let first = self.text.len() - self.text.trim_start_matches(' ').len();
        self.indents = vec![first];
        while let Some(letter) = self.rest().chars().next() {
            match letter {
                '\n' => self.newline(),
                _ if letter.is_whitespace() => self.at += letter.len_utf8(),
                _ if self.comment() => {}
                _ => self.token(letter),
            }
        }
        self.lexed
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    fn apart(&self) -> bool {
        self.before()
            .is_none_or(|before| before.is_whitespace() || matches!(before, '=' | '(' | ',' | ':' | '"' | '\'' | '['))
    }

    fn push(&mut self, text: &str, sort: Sort) {
        match text {
            "(" => self.inside += 1,
            ")" => self.inside = self.inside.saturating_sub(1),
            // With braces a statement may end with its line or with a semicolon; in `for (;;)` one counts.
            ";" if self.language == Language::Brace && self.inside == 0 => return,
            _ => {}
        }
        let closes = matches!(text, "}" | "]" | ")") && sort == Sort::Sign;
        if closes && self.lexed.tokens.last().is_some_and(|last| last.text == "," && last.sort == Sort::Sign) {
            self.lexed.tokens.pop();
        }
        self.lexed.tokens.push(Token::code(text, sort, self.line));
    }

    /// Lines end something in Python, YAML and lists of keys; indentation opens and closes blocks in the first two.
    fn newline(&mut self) {
        self.line += 1;
        self.at += 1;
        let lines = matches!(self.language, Language::Python | Language::Yaml | Language::Ini);
        let next = self.rest().lines().next().unwrap_or("");
        if !lines || next.trim().is_empty() || next.trim_start().starts_with('#') {
            return;
        }
        if self.lexed.tokens.last().is_some_and(|last| last.sort != Sort::Break) {
            self.lexed.tokens.push(Token::code("\n", Sort::Break, self.line));
        }
        if self.language == Language::Ini {
            return;
        }
        let depth = next.len() - next.trim_start().len();
        if self.indents.last().is_some_and(|top| depth > *top) {
            self.indents.push(depth);
            self.lexed.tokens.push(Token::code("\u{21e5}", Sort::Sign, self.line));
        }
        while self.indents.len() > 1 && self.indents.last().is_some_and(|top| depth < *top) {
            self.indents.pop();
            self.lexed.tokens.push(Token::code("\u{21e4}", Sort::Sign, self.line));
        }
    }

    fn comment(&mut self) -> bool {
        use Language::{Brace, Ini, Json, Other, Python, Sql, Yaml};
        let rest = self.rest();
        let apart = self.before().is_none_or(char::is_whitespace);
        let fresh = self.text[..self.at].rsplit('\n').next().is_none_or(|head| head.trim().is_empty());
        let line = (apart && rest.starts_with('#') && matches!(self.language, Python | Yaml | Brace | Ini | Other))
            || (apart && rest.starts_with("//") && matches!(self.language, Brace | Json))
            || (rest.starts_with("--") && self.language == Sql)
            || (fresh && rest.starts_with(';') && self.language == Ini);
        let end = if line {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") && matches!(self.language, Brace | Sql) {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else {
            return false;
        };
        prose::lex(rest[..end].trim_start_matches(['#', '/', '-', '*', ';']), self.line, &mut self.lexed.remarks);
        self.line += rest[..end].matches('\n').count();
        self.at += end;
        true
    }

    fn token(&mut self, letter: char) {
        let rest = self.rest();
        let inside = self.before().is_some_and(char::is_alphanumeric);
        if matches!(letter, '"' | '\'' | '`') && !(inside && matches!(self.language, Language::Yaml | Language::Ini)) {
            return self.string(letter);
        }
        let taken = |holds: &dyn Fn(char) -> bool| rest.find(|letter| !holds(letter)).unwrap_or(rest.len());
        if letter.is_ascii_digit() {
            let end = taken(&|letter| letter.is_alphanumeric() || matches!(letter, '.' | '_'));
            let number = rest[..end].trim_end_matches('.').replace('_', "");
            self.push(&number, Sort::Number);
            self.at += rest[..end].trim_end_matches('.').len();
        } else if letter.is_alphabetic() || matches!(letter, '_' | '$' | '@') {
            let end = letter.len_utf8()
                + rest[letter.len_utf8()..]
                    .find(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '_' | '$')))
                    .unwrap_or(rest.len() - letter.len_utf8());
            let word = &rest[..end];
            if self.language == Language::Sql {
                self.push(&word.to_lowercase(), Sort::Word);
            } else {
                self.push(word, Sort::Word);
            }
            self.at += end;
        } else if self.rooted(rest) {
            let end = taken(&|letter| letter.is_alphanumeric() || "._-/~*@+%".contains(letter));
            self.push(&rest[..end], Sort::Path);
            self.at += end;
        } else {
            let sign = operator(rest);
            self.push(canonical_sign(sign), Sort::Sign);
            self.at += sign.len();
        }
    }

    fn rooted(&self, rest: &str) -> bool {
        let root = ["../", "./", "~/", "/"].iter().find_map(|root| rest.strip_prefix(root));
        let named =
            root.is_some_and(|name| name.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '.' | '_')));
        named && self.apart() && !matches!(self.language, Language::Sql | Language::Json)
    }

    fn string(&mut self, quote: char) {
        let inner = &self.text[self.at + 1..];
        let mut escaped = false;
        let mut end = inner.len();
        for (at, letter) in inner.char_indices() {
            match letter {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                _ if letter == quote => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        let content = &inner[..end];
        let bare = matches!(self.language, Language::Yaml | Language::Ini) && is_bare(content);
        if bare {
            self.push(content, Sort::Word);
        } else {
            let kind = match (self.language, quote) {
                (Language::Sql, '"' | '`') => "\"",
                (_, '`') if content.contains("${") => "`",
                _ => "'",
            };
            self.push(&format!("{kind}{content}{kind}"), Sort::Quoted);
        }
        self.line += content.matches('\n').count();
        self.at = (self.at + 1 + end + 1).min(self.text.len());
    }
}

/// A string that YAML reads as the same string without quotes.
fn is_bare(content: &str) -> bool {
    const VALUES: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    content.starts_with(|first: char| first.is_ascii_alphabetic())
        && content.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        && !VALUES.contains(&content.to_ascii_lowercase().as_str())
}
