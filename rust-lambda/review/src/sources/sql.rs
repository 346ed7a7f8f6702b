//! Migrations of PostgreSQL by `squawk-linter`. Other dialects are named as not reviewed.

use squawk_linter::{Linter, Rule};
use squawk_syntax::SourceFile;

use crate::document::Document;
use crate::kind::Kind;
use crate::source::{Found, Made, Raw, Source, short};
use crate::wire::{Confidence, Severity};

struct Sql;

/// Makes the source.
pub fn make() -> Made {
    Ok(Box::new(Sql))
}

/// Whether it reads a file.
pub fn reads(document: &Document) -> bool {
    document.kind == Kind::Sql
}

/// Marks that no PostgreSQL has, and the dialect that has them.
const FOREIGN: [(&str, &str); 7] = [
    ("auto_increment", "MySQL"),
    ("engine=innodb", "MySQL"),
    ("`", "MySQL"),
    ("nvarchar", "SQL Server"),
    ("[dbo]", "SQL Server"),
    ("autoincrement", "SQLite"),
    ("varchar2", "Oracle"),
];

/// The dialect of a text, where it is surely not PostgreSQL.
pub fn foreign(text: &str) -> Option<(&'static str, usize)> {
    let small = text.to_ascii_lowercase();
    FOREIGN.iter().find_map(|(mark, dialect)| small.find(mark).map(|at| (*dialect, at)))
}

/// The text with line feeds where carriage returns stand alone, which end a comment for PostgreSQL and not for the parser; no place moves.
fn with_line_ends(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    let mut rest = text.chars().peekable();
    std::iter::from_fn(|| rest.next().map(|one| if one == '\r' && rest.peek() != Some(&'\n') { '\n' } else { one }))
        .collect()
}

impl Source for Sql {
    fn version(&self) -> String {
        "squawk-linter 2.68.0".to_owned()
    }

    fn rules(&self) -> usize {
        Linter::with_default_rules().rules.len()
    }

    fn limit(&self) -> usize {
        1_000_000
    }

    fn review(&mut self, document: &Document, found: &mut Found<'_>) {
        // A comment that would silence a rule says nothing, unless it may; the places of all else stay.
        let silenced = if document.allowances {
            document.text.clone()
        } else {
            document.text.replace("squawk-ignore", "squawk-passed")
        };
        let silenced = with_line_ends(silenced);
        let text = silenced.as_str();
        if let Some((dialect, at)) = foreign(text) {
            let why = format!("written for {dialect}, and these rules are about PostgreSQL");
            found.missed(Some(document.lines.line(at)), &why);
            return;
        }
        let file = SourceFile::parse(text);
        if let Some(error) = file.errors().first() {
            let line = document.lines.line(usize::from(error.range().start()));
            found.missed(
                Some(line),
                &format!("not all of it is PostgreSQL as this parser knows it: {}", error.message()),
            );
        }
        let mut linter = Linter::with_default_rules();
        for violation in linter.lint(&file, text) {
            let lines = (
                document.lines.line(usize::from(violation.text_range.start())),
                document.lines.line(usize::from(violation.text_range.end()).saturating_sub(1)),
            );
            let (severity, confidence) = weigh(violation.code);
            found.add(Raw {
                rule: violation.code.to_string(),
                severity,
                confidence,
                lines,
                column: None,
                resource: None,
                title: short(&violation.message),
                why: why(severity).to_owned(),
                fix: violation.help.as_deref().map(short),
            });
        }
    }
}

/// What a rule's finding means for a database in use.
fn weigh(rule: Rule) -> (Severity, Confidence) {
    match rule {
        Rule::BanDropDatabase | Rule::BanDropTable | Rule::BanDropSchema | Rule::BanTruncateCascade => {
            (Severity::High, Confidence::High)
        }
        Rule::BanDropColumn | Rule::AddingRequiredField | Rule::AddingNotNullableField => {
            (Severity::Medium, Confidence::High)
        }
        Rule::PreferBigintOverInt
        | Rule::PreferBigintOverSmallint
        | Rule::PreferIdentity
        | Rule::PreferRobustStmts
        | Rule::PreferTextField
        | Rule::PreferTimestampTz
        | Rule::PreferRepack
        | Rule::BanCharField
        | Rule::RequireLockTimeout
        | Rule::RequireStatementTimeout
        | Rule::UnusedIgnore
        | Rule::IdentifierTooLong => (Severity::Low, Confidence::High),
        _ => (Severity::Medium, Confidence::Medium),
    }
}

fn why(severity: Severity) -> &'static str {
    match severity {
        Severity::High | Severity::Critical => "What it removes cannot be had back without a backup.",
        Severity::Medium => "It locks or rewrites a table in use, or breaks what still runs on the old schema.",
        Severity::Low | Severity::Info => {
            "It makes the migration harder to repeat or the column harder to change later."
        }
    }
}
