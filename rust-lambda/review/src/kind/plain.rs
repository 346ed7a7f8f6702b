//! The kind of texts that are no tree. Each has a structure that every line has to keep.

use super::{Kind, name};
use crate::statements::statements;
use crate::tree::hcl::TopBlock;

/// The kind of a text: what can be run comes first, a report last.
pub fn kind(path: &str, text: &str) -> Option<Kind> {
    let free = matches!(
        name(path).rsplit_once('.').map(|(_, extension)| extension),
        Some("env" | "properties" | "ini" | "cfg" | "conf")
    );
    match () {
        () if is_dockerfile(text) => Some(Kind::Dockerfile),
        () if is_lock(text) => Some(Kind::Lockfile),
        () if is_printed_plan(text) => Some(Kind::TerraformPlan),
        () if is_settings(text, !free) => Some(Kind::Env),
        () if is_sql(text) => Some(Kind::Sql),
        () => None,
    }
}

/// Whether a block of Terraform begins at the margin of some line.
pub fn looks_like_hcl(text: &str) -> bool {
    text.lines().any(|line| {
        let mut words = line.split_whitespace();
        let (Some(word), Some(label)) = (words.next(), words.next()) else { return false };
        !line.starts_with(char::is_whitespace)
            && ["resource", "data", "module"].contains(&word)
            && label.starts_with('"')
            && line.contains('{')
    })
}

/// Whether blocks are those of Terraform.
pub fn is_terraform(blocks: &[TopBlock]) -> bool {
    blocks.iter().any(|block| match block.word.as_str() {
        "resource" | "data" => block.labels.len() == 2,
        "module" => block.labels.len() == 1,
        _ => false,
    })
}

const INSTRUCTIONS: [&str; 18] = [
    "FROM",
    "RUN",
    "CMD",
    "LABEL",
    "MAINTAINER",
    "EXPOSE",
    "ENV",
    "ADD",
    "COPY",
    "ENTRYPOINT",
    "VOLUME",
    "USER",
    "WORKDIR",
    "ARG",
    "ONBUILD",
    "STOPSIGNAL",
    "HEALTHCHECK",
    "SHELL",
];

/// Whether every line that goes on from no other is an instruction, and the first of them names an image.
pub fn is_dockerfile(text: &str) -> bool {
    let (mut goes_on, mut document, mut images) = (false, None::<String>, 0);
    for line in text.lines().map(str::trim) {
        if let Some(end) = &document {
            if line == end {
                document = None;
            }
            continue;
        }
        if line.starts_with('#') || (line.is_empty() && !goes_on) {
            continue;
        }
        if !goes_on {
            let mut words = line.split_whitespace();
            let word = words.next().unwrap_or_default().to_ascii_uppercase();
            if !INSTRUCTIONS.contains(&word.as_str()) || (images == 0 && word != "FROM" && word != "ARG") {
                return false;
            }
            if word == "FROM" {
                let named: Vec<&str> = words.filter(|word| !word.starts_with("--")).collect();
                let stage = named.len() == 3 && named[1].eq_ignore_ascii_case("as");
                if !(named.len() == 1 || stage) {
                    return false;
                }
                images += 1;
            }
        }
        document = heredoc(line);
        goes_on = line.ends_with(['\\', '`']);
    }
    images > 0
}

/// The word that ends the document which a line begins.
fn heredoc(line: &str) -> Option<String> {
    let rest = line.split_once("<<")?.1;
    let word: String = rest
        .trim_start_matches(['-', '"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    (word.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(word)
}

/// Lines that only say something and stand in every language's comment.
fn said(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with(['#', ';', '!']))
}

/// Whether every line is `KEY=value`; `strict`: in capitals, as variables of a process are.
pub fn is_settings(text: &str, strict: bool) -> bool {
    let mut any = false;
    for line in said(text) {
        let line = line.trim();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((key, _)) = line.split_once('=') else { return false };
        let key = key.trim_end();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || (!strict && ".-".contains(c));
        if key.is_empty() || !key.chars().all(plain) || (strict && key.chars().any(|c| c.is_ascii_lowercase())) {
            return false;
        }
        any = true;
    }
    any
}

/// Whether every statement begins with a verb of SQL, one of them with what it is about.
pub fn is_sql(text: &str) -> bool {
    const VERBS: [&str; 37] = [
        "ALTER", "ANALYZE", "BEGIN", "CALL", "CLUSTER", "COMMENT", "COMMIT", "COPY", "CREATE", "DECLARE", "DELETE",
        "DO", "DROP", "END", "EXEC", "EXECUTE", "GO", "GRANT", "INSERT", "LOCK", "MERGE", "PRAGMA", "REFRESH",
        "REINDEX", "RENAME", "REPLACE", "REVOKE", "ROLLBACK", "SELECT", "SET", "START", "TRUNCATE", "UPDATE", "USE",
        "VACUUM", "VALUES", "WITH",
    ];
    let mut sure = false;
    for statement in statements(text) {
        let words: Vec<&str> = statement.iter().map(|word| word.text.as_str()).collect();
        let Some(first) = words.first() else { continue };
        // Words after a verb that prose does not have there.
        sure |= match *first {
            "CREATE" | "DROP" | "ALTER" => words.iter().skip(1).take(4).any(|word| {
                matches!(
                    *word,
                    "TABLE"
                        | "INDEX"
                        | "VIEW"
                        | "SCHEMA"
                        | "DATABASE"
                        | "FUNCTION"
                        | "TYPE"
                        | "SEQUENCE"
                        | "ROLE"
                        | "USER"
                        | "TRIGGER"
                        | "EXTENSION"
                        | "PROCEDURE"
                        | "POLICY"
                )
            }),
            "INSERT" | "MERGE" => words.get(1) == Some(&"INTO"),
            "DELETE" | "SELECT" => words.contains(&"FROM"),
            "UPDATE" => words.contains(&"SET"),
            "TRUNCATE" | "GRANT" | "REVOKE" | "WITH" | "DO" => words.len() > 1,
            _ => false,
        };
        if !VERBS.contains(first) {
            return false;
        }
    }
    sure && text.contains(';')
}

/// A lock file by its text: packages of Cargo, poetry and uv, of Go, Ruby and yarn.
pub fn is_lock(text: &str) -> bool {
    let mut lines = said(text).peekable();
    let Some(first) = lines.peek().map(|line| line.trim()) else { return false };
    let packages = text.lines().filter(|line| line.trim_end() == "[[package]]").count();
    let named = text.lines().filter(|line| line.starts_with("name = \"")).count();
    let toml = |line: &str| line.starts_with(['[', ' ', ']', '"', '\'', '{', '}']) || line.contains('=');
    let go = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.len() == 3 && words[1].starts_with('v') && words[2].starts_with("h1:")
    };
    let yarn = text.lines().any(|line| line.starts_with("  resolved \""))
        && text.lines().any(|line| line.starts_with("  version \""));
    packages > 0 && named >= packages && said(text).all(toml)
        || said(text).all(go)
        || yarn && said(text).all(|line| line.starts_with("  ") || line.ends_with(':'))
        || matches!(first, "GEM" | "GIT" | "PATH") && text.lines().any(|line| line.trim_end() == "DEPENDENCIES")
}

/// Whether `terraform plan` printed this, and nothing else. At the margin only its own sentences stand; further in, only
/// marked lines and remarks, and whatever it likes between a marked line that opens and the bracket that closes it.
fn is_printed_plan(text: &str) -> bool {
    let (mut told, mut open) = (false, false);
    for line in text.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        let inner = line.trim_start();
        let depth = line.len() - inner.len();
        if open {
            open = depth > 4 || !inner.starts_with(['}', ']', ')']);
            continue;
        }
        let action = inner.trim_start_matches(['+', '-', '~', '/', '<', '=']);
        if action.len() < inner.len() && action.starts_with(' ') {
            open = action.ends_with(['{', '[', '(']);
        } else if depth > 0 && !inner.starts_with(['#', '(']) || depth == 0 && !is_printed(line) {
            return false;
        }
        told |=
            depth == 0 && (line.ends_with(" will perform the following actions:") || line.starts_with("No changes. "));
    }
    told && !open
}

/// A sentence at the margin of a plan, or an address that is being read.
fn is_printed(line: &str) -> bool {
    const SENTENCES: [&str; 21] = [
        "Terraform ",
        "OpenTofu ",
        "No changes. ",
        "Resource actions ",
        "Plan: ",
        "Changes to Outputs",
        "Note: ",
        "Saved the plan",
        "To perform exactly",
        "This plan was saved",
        "You can apply this plan",
        "You didn't use",
        "Unless you have made",
        "An execution plan",
        "Your infrastructure matches",
        "Objects have changed",
        "Acquiring state lock",
        "Releasing state lock",
        "Running plan ",
        "guarantee to take exactly",
        "actions in response",
    ];
    let busy = [": Refreshing state...", ": Reading...", ": Read complete"].iter().any(|said| line.contains(said));
    busy || line.starts_with(['│', '╷', '╵', '─']) || SENTENCES.iter().any(|said| line.starts_with(said))
}
