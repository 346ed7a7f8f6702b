//! A text cut into prose and code.

use super::code;
use super::language;
use super::prose;
use super::token::Token;
use super::values;

/// What code is read as: how lines, comments, quotes and case count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// SQL: case counts in strings only.
    Sql,
    /// Commands of a shell: words end at blanks.
    Shell,
    /// A Dockerfile.
    Docker,
    /// Lines and indentation count.
    Python,
    /// As Python, with bare strings.
    Yaml,
    /// JSON.
    Json,
    /// Languages of braces: JavaScript, HCL, nginx and their like.
    Brace,
    /// Lines of key and value.
    Ini,
    /// A regular expression: every character counts.
    Pattern,
    /// Any other.
    Other,
}

impl Language {
    /// Whether lines are carried out one after another, so that their order counts: keys of a configuration may stand in any.
    pub fn runs_in_order(self) -> bool {
        matches!(self, Language::Shell | Language::Python | Language::Other)
    }
}

/// The tokens of a text.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// In order.
    pub tokens: Vec<Token>,
    /// Comments of code.
    pub remarks: Vec<Token>,
    /// The language where all is code.
    pub language: Option<Language>,
}

/// Reads a text.
pub fn read(text: &str) -> Read {
    let mut read = Read::default();
    let mut languages: Vec<Option<Language>> = Vec::new();
    let mut line = 0;
    for (fence, part) in parts(text) {
        let language = fence.map(|info| named(info).or_else(|| recognise(part)).unwrap_or(Language::Other));
        let language = language.or_else(|| recognise(part));
        match language {
            Some(language) => {
                let lexed = code::lex(part, language);
                read.tokens.extend(lexed.tokens.into_iter().map(|token| Token { line: token.line + line, ..token }));
                read.remarks.extend(lexed.remarks);
            }
            None => mixed(part, line, &mut read),
        }
        line += part.lines().count() + 1;
        if !part.trim().is_empty() {
            languages.push(language);
        }
    }
    read.language = if let [only] = languages[..] { only } else { None };
    read
}

/// Reads a text as code of a language.
pub fn read_as(text: &str, language: Language) -> Read {
    let lexed = code::lex(text, language);
    Read { tokens: lexed.tokens, remarks: lexed.remarks, language: Some(language) }
}

/// Prose in which single lines may be code.
fn mixed(part: &str, offset: usize, read: &mut Read) {
    // Of a single line it is known already that it is no code.
    let single = part.trim().lines().nth(1).is_none();
    for (at, line) in part.lines().enumerate() {
        match if single { None } else { recognise(line) } {
            Some(language) => {
                let lexed = code::lex(line, language);
                read.tokens
                    .extend(lexed.tokens.into_iter().map(|token| Token { line: token.line + at + offset, ..token }));
                read.remarks.extend(lexed.remarks);
            }
            None if is_rule(line) => {}
            None => {
                let from = read.tokens.len();
                prose::lex(line, at + offset, &mut read.tokens);
                values::join(&mut read.tokens, from);
            }
        }
    }
}

/// The line below the head of a table, which says how its columns are set.
fn is_rule(line: &str) -> bool {
    line.contains('|') && line.contains('-') && line.chars().all(|sign| matches!(sign, '|' | '-' | ':' | ' ' | '\t'))
}

/// Parts between fences; the info string stands with what a fence holds. One pair of backticks around all is a fence.
fn parts(text: &str) -> Vec<(Option<&str>, &str)> {
    let bare = text.trim();
    if let Some(inner) = bare.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'))
        && !inner.contains('`')
        && !inner.trim().is_empty()
    {
        return vec![(Some(""), inner)];
    }
    let mut parts = Vec::new();
    let (mut start, mut at, mut fence) = (0, 0, None);
    for line in text.split_inclusive('\n') {
        let mark = line.trim();
        if mark.starts_with("```") || mark.starts_with("~~~") {
            parts.push((fence, &text[start..at]));
            fence = if fence.is_none() { Some(mark.trim_start_matches(['`', '~']).trim()) } else { None };
            start = at + line.len();
        }
        at += line.len();
    }
    parts.push((fence, &text[start.min(text.len())..]));
    parts.retain(|(_, part)| !part.trim().is_empty());
    parts
}

/// The language that an info string names.
fn named(info: &str) -> Option<Language> {
    let word = info.split([' ', '{', ',']).next().unwrap_or("").to_ascii_lowercase();
    Some(match word.as_str() {
        "sql" | "postgresql" | "mysql" | "plsql" | "sqlite" => Language::Sql,
        "sh" | "bash" | "shell" | "zsh" | "console" | "shellsession" => Language::Shell,
        "dockerfile" | "docker" => Language::Docker,
        "python" | "py" | "python3" => Language::Python,
        "yaml" | "yml" => Language::Yaml,
        "json" | "jsonc" => Language::Json,
        "js" | "javascript" | "ts" | "typescript" | "jsx" | "tsx" | "hcl" | "terraform" | "tf" | "nginx" | "java"
        | "go" | "rust" | "c" | "cpp" | "csharp" | "cs" | "php" | "kotlin" | "swift" | "css" | "scala" => {
            Language::Brace
        }
        "ini" | "toml" | "properties" | "conf" | "env" | "dotenv" | "cfg" => Language::Ini,
        "regex" | "regexp" => Language::Pattern,
        _ => return None,
    })
}

/// The language of a text that is code from end to end.
pub fn recognise(text: &str) -> Option<Language> {
    let text = text.trim();
    if (text.starts_with('{') || text.starts_with('[')) && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
        return Some(Language::Json);
    }
    // Most lines are code, and none of the others reads like a sentence.
    let sentence = |line: &str| line.ends_with(['.', '?', '!']) && line.split_whitespace().nth(4).is_some();
    let (mut known, mut lines) = (Vec::new(), 0);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        lines += 1;
        match language::of_line(line) {
            Some(language) => known.push(language),
            None if sentence(line) => return None,
            None => {}
        }
    }
    if known.is_empty() || 2 * known.len() < lines {
        return None;
    }
    // The first line of a clause or a block tells most.
    let first = known[0];
    Some(if known.contains(&Language::Python) && first == Language::Other { Language::Python } else { first })
}
