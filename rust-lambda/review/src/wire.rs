//! What comes in and what goes out: the same objects over pipes and in the cloud.

use serde::{Deserialize, Serialize};

/// Files to review, and by whom.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Request {
    /// Given back with the answer.
    #[serde(default)]
    pub id: String,
    /// The files, each with its text.
    #[serde(default)]
    pub files: Vec<File>,
    /// The sources that speak; absent: all that are built in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<String>>,
    /// The files of a team's own folder of rules, samples included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<TeamFile>,
    /// How to review.
    #[serde(default)]
    pub options: Options,
    /// A tool to run instead of a review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
    /// What the tool is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<serde_json::Value>,
}

/// What is answered to a request.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Reply {
    /// To files.
    Review(Box<Answer>),
    /// To a tool.
    Tool(ToolAnswer),
}

/// What a tool says.
#[derive(Debug, Serialize)]
pub struct ToolAnswer {
    /// The id of the request.
    pub id: String,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<serde_json::Value>,
    /// Why it says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// How to review.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Options {
    /// Whether comments in the files may silence a rule of a source that knows such comments. Usual: they may not.
    #[serde(default)]
    pub allowances: Option<bool>,
}

/// A file of a team's own rules.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
pub struct TeamFile {
    /// Its path in the folder; nothing is opened.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// One file, and what it was before.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct File {
    /// Its path; only the name is read from it, nothing is opened.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Its former text, where the file was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The lines that the change touches: from and to, both from 1 and both inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Vec<(u32, u32)>>,
}

/// What was found.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Answer {
    /// The id of the request.
    pub id: String,
    /// Each file, what it is and who read it.
    pub files: Vec<Reviewed>,
    /// What nobody could read, and why.
    #[serde(rename = "notReviewed")]
    pub not_reviewed: Vec<NotReviewed>,
    /// Findings by file, line, rule and source.
    pub findings: Vec<Finding>,
    /// Each source with its vote.
    pub sources: Vec<Voted>,
}

/// One file of an answer.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Reviewed {
    /// Its path.
    pub path: String,
    /// What it is by its content.
    pub kind: String,
    /// The sources that read it.
    pub sources: Vec<String>,
}

/// Something that was not reviewed. It is no approval.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotReviewed {
    /// The file.
    pub path: String,
    /// The line, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Why, and for which source.
    pub why: String,
}

/// How bad it is, or how sure a rule is.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Better otherwise; keeps nothing from going out.
    Low,
    /// To be changed.
    Medium,
    /// Dangerous.
    High,
    /// Loses data or opens the door.
    Critical,
}

/// How sure a rule is: its precision where it was measured.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A hint.
    Low,
    /// Mostly right.
    Medium,
    /// Right nine times of ten or more.
    High,
}

/// One finding of one source.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Finding {
    /// The rule's id in its own source.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// The file.
    pub file: String,
    /// The line, from 1; it exists in the file.
    pub line: u32,
    /// The last line, not before `line`.
    #[serde(rename = "endLine")]
    pub end_line: u32,
    /// The column, from 1, in characters, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The resource, by the name that the file gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// What it is about, in one word that all sources share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// How sure the rule is.
    pub confidence: Confidence,
    /// One line.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// Who says so.
    pub source: String,
    /// The weakness by its number, as `CWE-250`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cwe: Option<String>,
}

/// One source and what it says of all files together.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Voted {
    /// Its name.
    pub source: String,
    /// Version of its engine and digest of its rules.
    pub version: String,
    /// How many rules it has on.
    pub rules: usize,
    /// Whether it reviewed anything.
    pub spoke: bool,
    /// Its vote.
    pub vote: Vote,
    /// The vote in a sentence.
    pub reason: String,
}

/// A source's vote.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Vote {
    /// Reviewed, and nothing above low.
    Approve,
    /// To be changed.
    Revise,
    /// A sure finding that is high or critical.
    Reject,
    /// It had nothing to read.
    Abstain,
}
