//! The language of a line of code, by its words and signs.

use memchr::memmem;

use super::blocks::Language;
use super::shell;
use crate::normalise::operator;

/// The language of one line that can hardly be prose.
pub fn of_line(line: &str) -> Option<Language> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let first = *words.first()?;
    let second = words.get(1).copied().unwrap_or("");
    if is_pattern(line) {
        return Some(Language::Pattern);
    }
    if is_sql(line, first, second) {
        return Some(Language::Sql);
    }
    const DOCKER: [&str; 16] = [
        "FROM",
        "RUN",
        "COPY",
        "ADD",
        "ENV",
        "EXPOSE",
        "CMD",
        "ENTRYPOINT",
        "WORKDIR",
        "USER",
        "ARG",
        "VOLUME",
        "LABEL",
        "HEALTHCHECK",
        "SHELL",
        "ONBUILD",
    ];
    if DOCKER.contains(&first) && words.len() > 1 {
        return Some(Language::Docker);
    }
    if shell::is_command(line, &words) {
        return Some(Language::Shell);
    }
    if is_python(line, first) {
        return Some(Language::Python);
    }
    if is_brace(line, first) {
        return Some(Language::Brace);
    }
    if is_entry(line, &words) {
        return Some(Language::Yaml);
    }
    let section = line.starts_with('[') && line.ends_with(']') && words.len() == 1;
    let (key, value) = line.split_once('=').unwrap_or((line, ""));
    let plain = |letter: char| letter.is_alphanumeric() || "_.-".contains(letter);
    let pair = !value.is_empty() && !value.starts_with('=') && !key.trim().is_empty() && key.trim().chars().all(plain);
    if section || (pair && !line.ends_with(['.', '!', '?']) && value.split_whitespace().count() <= 6) {
        return Some(Language::Ini);
    }
    is_expression(line, &words).then_some(Language::Other)
}

fn is_pattern(line: &str) -> bool {
    let marks = ["\\d", "\\w", "\\s", "\\b", "[a-z", "[A-Z", "[0-9", "(?:", "[^", "(?=", "(?i)"];
    let anchored = line.starts_with('^') || (line.ends_with('$') && line.len() > 1);
    !line.contains(' ')
        && (anchored || marks.iter().any(|mark| line.contains(mark)))
        && !line.starts_with(['"', '\''])
        && !line.contains("\\frac")
        && !line.starts_with('$')
}

fn is_sql(line: &str, first: &str, second: &str) -> bool {
    let upper = first.to_ascii_uppercase();
    let known = match upper.as_str() {
        "SELECT" | "WITH" | "FROM" | "WHERE" | "GROUP" | "ORDER" | "HAVING" | "JOIN" | "LEFT" | "INNER" | "LIMIT" => {
            first == upper
        }
        "INSERT" => second.eq_ignore_ascii_case("into"),
        "DELETE" => second.eq_ignore_ascii_case("from"),
        "UPDATE" => line.to_ascii_uppercase().contains(" SET "),
        "CREATE" | "ALTER" | "DROP" | "TRUNCATE" | "GRANT" | "REVOKE" | "MERGE" | "EXPLAIN" => first == upper,
        _ => return upper == "SELECT" || (first == "select" && line.contains(" from ")),
    };
    let docker = first == "FROM" && !line.contains(';');
    known && !docker && (first == upper || line.contains(['=', ';', '*', '<', '>', '(']))
        || (first == "select" && line.contains(" from "))
}

fn is_python(line: &str, first: &str) -> bool {
    let calls = line.contains('(') || line.contains('=') || line.contains('[');
    match first {
        "def" | "class" | "elif" | "except" | "async" => line.ends_with(':') || calls,
        "if" | "while" | "for" | "with" | "try:" | "else:" => line.ends_with(':') && !line.contains(", "),
        "import" => line.split_whitespace().count() <= 4 && !line.ends_with([';', '.']) && !line.contains(['\'', '"']),
        "from" => line.contains(" import "),
        "return" | "yield" | "raise" | "assert" => calls && !line.ends_with([';', '.']),
        "not" => line.split_whitespace().count() <= 3 && !line.ends_with('.') && calls,
        _ => first.starts_with("print(") || memmem::find(line.as_bytes(), b"lambda ").is_some(),
    }
}

fn is_brace(line: &str, first: &str) -> bool {
    let declares = matches!(
        first,
        "const" | "let" | "var" | "function" | "export" | "interface" | "type" | "public" | "func" | "fn"
    ) && line.contains(['=', '(', '{']);
    let blocks = matches!(
        first,
        "resource"
            | "variable"
            | "provider"
            | "module"
            | "output"
            | "data"
            | "location"
            | "server"
            | "upstream"
            | "terraform"
            | "locals"
    ) && line.contains('{');
    let closes = matches!(line, "}" | "};" | "})" | "});" | "]" | ")" | "{" | "],");
    let ends = line.ends_with(';')
        || line.ends_with('{')
        || line.contains('=') && (line.contains("=>") || line.contains("===") || line.contains("!=="));
    declares || blocks || closes || (ends && line.is_ascii())
}

/// A key with a value, as in YAML.
fn is_entry(line: &str, words: &[&str]) -> bool {
    let bare = line.strip_prefix("- ").unwrap_or(line);
    let Some((key, value)) = bare.split_once(':') else { return false };
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "_.-/".contains(letter);
    let keyed = key.starts_with(|first: char| first.is_ascii_alphabetic()) && key.chars().all(plain);
    let lower = key.starts_with(|first: char| first.is_ascii_lowercase()) || line.starts_with("- ");
    let valued = value.is_empty() || (value.starts_with(' ') && words.len() <= 3 && !value.trim_end().ends_with('.'));
    keyed && lower && valued && !value.starts_with("//")
}

/// A call, a comparison or a sum: signs of code, and hardly a word of prose.
fn is_expression(line: &str, words: &[&str]) -> bool {
    let call = line.find('(').is_some_and(|at| {
        at > 0
            && line[..at].chars().all(|letter| letter.is_ascii_alphanumeric() || "_.".contains(letter))
            && line.ends_with([')', ';'])
    });
    let signs =
        ["==", "!=", "<=", ">=", "&&", "||", "->", "+=", "-=", "::", " < ", " > ", " + ", " * ", " % ", " ** ", " // "];
    // Most lines hold no byte of a sign, and need no look for each.
    let sign = |byte| matches!(byte, b'=' | b'!' | b'<' | b'>' | b'&' | b'|' | b'-' | b'+' | b':' | b'*' | b'%' | b'/');
    let may_hold = line.bytes().any(sign);
    let marked = may_hold && (signs.iter().any(|sign| line.contains(sign)) || line.starts_with('!'));
    let prose =
        || words.iter().filter(|word| word.chars().all(char::is_alphabetic) && word.chars().count() > 3).count();
    let single = matches!(words, [left, sign, right] if operator::is_operator(left, sign, right));
    call || single || (marked && words.len() <= 12 && prose() * 2 <= words.len() && !line.ends_with(['.', '!', '?']))
}
