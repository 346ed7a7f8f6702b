//! Whether a command line is safe to run, by the tree of a shell parser: what runs, with which arguments, and what flows
//! into what. Nothing is run.
//!
//! `refuse`: it may destroy, hand the machine over, or run what nobody has read. `caution`: look first. What cannot be
//! parsed is refused.

mod carrier;
mod databases;
mod escapes;
mod files;
mod flow;
mod invocation;
mod paths;
mod rules;
mod shell;
mod walk;
mod words;

use brush_parser::{Parser, ParserOptions, ast::Program};
use serde::{Deserialize, Serialize};

/// The longest text, in bytes.
const MOST: usize = 64_000;

/// What is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// A command line or a script.
    pub command: String,
}

/// How bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// No rule objects.
    Safe,
    /// Look first.
    Caution,
    /// Not without a person who knows why.
    Refuse,
}

/// What was found in a command.
#[derive(Debug, Serialize)]
pub struct Checked {
    /// The worst of its findings.
    pub level: Level,
    /// By the order of the commands.
    pub findings: Vec<Finding>,
    /// The programs that it runs, as far as they are known.
    pub programs: Vec<String>,
}

/// Why a command is not safe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule.
    pub rule: String,
    /// How bad.
    pub level: Level,
    /// The part of the command.
    pub command: String,
    /// Why it matters.
    pub why: String,
}

/// Checks a command line.
pub fn check(asked: &Asked) -> Result<Checked, String> {
    if asked.command.trim().is_empty() {
        return Err("command is empty: give the command line or the script to look at".to_owned());
    }
    if asked.command.len() > MOST {
        return Err(format!("a command has at most {MOST} bytes"));
    }
    let mut walk = walk::Walk::new();
    walk.line(&asked.command);
    let level = walk.findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Safe);
    Ok(Checked { level, findings: walk.findings, programs: walk.programs })
}

fn parse(script: &str) -> Result<Program, String> {
    Parser::new(script.as_bytes(), &ParserOptions::default()).parse_program().map_err(|error| error.to_string())
}

#[cfg(test)]
mod matrix;
#[cfg(test)]
mod rows;
#[cfg(test)]
mod tests;
