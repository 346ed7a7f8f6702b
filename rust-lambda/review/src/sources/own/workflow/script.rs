//! What stands in scripts of a workflow: expressions that are pasted into them, code of outsiders that they fetch, and
//! what they run of an artefact.

use super::super::catalogue as rules;
use super::flow::{Scope, Writer};
use super::{Say, expression};
use crate::tree::Node;

/// Keys of `with` that hold a script.
const SCRIPTS: [&str; 6] = ["script", "run", "command", "commands", "inlineScript", "cmd"];

/// All scripts of a step.
pub(super) fn of_step(step: &Node) -> impl Iterator<Item = &Node> {
    let with = step.get("with");
    let given = SCRIPTS.iter().filter_map(move |key| with?.get(key));
    [step.get("run"), step.get("shell")].into_iter().flatten().chain(given)
}

/// Expressions inside of a script. A block begins on the line after its mark, and the parser counts from there.
pub(super) fn pasted(script: &Node, scope: &Scope<'_>, say: &mut Say<'_>) {
    let Some(text) = script.text() else { return };
    for one in expression::pasted(text) {
        told(scope.writer(one.text), script.line + one.line, one.text, say);
    }
    // A line feed in the value makes another variable, such as LD_PRELOAD.
    for (at, line) in text.lines().enumerate() {
        let kept = line.contains("GITHUB_ENV") || line.contains("GITHUB_PATH");
        if let Some(Writer::Outsider(name)) = kept.then(|| scope.of_line(line, 0)).flatten() {
            say(&rules::WORKFLOW_KEPT_VARIABLE, script.line + at as u32, &name);
        }
    }
}

fn told(writer: Option<Writer>, line: u32, expression: &str, say: &mut Say<'_>) {
    match writer {
        Some(Writer::Outsider(_)) => say(&rules::WORKFLOW_INJECTION, line, expression),
        Some(Writer::Caller(_)) => say(&rules::WORKFLOW_CALLERS_TEXT, line, expression),
        Some(Writer::Starter(_)) => say(&rules::WORKFLOW_PASTED_INPUT, line, expression),
        None => {}
    }
}

/// A condition in which an expression stands inside of a text: its value may end the text.
pub(super) fn condition(step: &Node, scope: &Scope<'_>, say: &mut Say<'_>) {
    let Some(condition) = step.get("if") else { return };
    let text = condition.text().unwrap_or_default();
    let whole = text.trim().starts_with("${{") && text.matches("${{").count() == 1 && text.trim().ends_with("}}");
    for one in expression::pasted(text).iter().filter(|_| !whole) {
        if let Some(Writer::Outsider(_)) = scope.writer(one.text) {
            say(&rules::WORKFLOW_PASTED_CONDITION, condition.line + one.line, one.text);
        }
    }
}

/// Downloads that are run, and code of the one who asks. `heads`: by what it is named; none where outsiders have no rights.
pub(super) fn downloads(script: &Node, heads: &[&str], say: &mut Say<'_>) {
    let Some(text) = script.text() else { return };
    for (at, line_text) in text.lines().enumerate() {
        let piped = |shell: &str| {
            line_text.split('|').skip(1).any(|part| part.trim_start().trim_start_matches("sudo ").starts_with(shell))
        };
        let line = script.line + at as u32;
        if (line_text.contains("curl ") || line_text.contains("wget "))
            && ["bash", "sh", "python", "node"].iter().any(|shell| piped(shell))
        {
            say(&rules::WORKFLOW_PIPED_DOWNLOAD, line, "");
        }
        if !heads.is_empty() && fetches(line_text, heads) {
            say(&rules::WORKFLOW_OUTSIDERS_CODE, line, "");
        }
    }
}

/// Programs that write a text in another form, in which a log does not know it.
const OTHER_FORMS: [&str; 7] = ["base64", "base32", "xxd", "hexdump", "od", "rev", "openssl enc"];

/// Secrets that a line prints in another form into the log, or sends where everybody on the way reads them.
pub(super) fn sends(script: &Node, say: &mut Say<'_>) {
    let Some(text) = script.text() else { return };
    for (at, line) in text.lines().enumerate().filter(|(_, line)| line.contains("${{") && line.contains("secrets.")) {
        let kept = line.contains("$(") || line.contains('`') || line.contains('>');
        let other = line.split('|').skip(1).map(str::trim).any(|part| {
            let decodes = part.split_whitespace().any(|word| ["-d", "-D", "--decode", "-r", "-di"].contains(&word));
            !decodes && OTHER_FORMS.iter().any(|form| part == *form || part.starts_with(&format!("{form} ")))
        });
        let last = line.rsplit('|').next().unwrap_or_default().trim();
        let printed = other && !kept && OTHER_FORMS.iter().any(|form| last.starts_with(form));
        let own = ["http://localhost", "http://127.", "http://10.", "http://192.168."];
        let plain = line.contains("http://") && !own.iter().any(|address| line.contains(address));
        if printed || plain && (line.contains("curl ") || line.contains("wget ")) {
            say(&rules::WORKFLOW_SECRET_SENT, script.line + at as u32, "");
        }
    }
}

/// Whether a line brings the code of a pull request.
fn fetches(line: &str, heads: &[&str]) -> bool {
    let git = ["git fetch", "git checkout", "git pull", "git clone"].iter().any(|command| line.contains(command));
    let head = heads.iter().any(|head| line.contains(head))
        || line.split_once("pull/").is_some_and(|(_, rest)| rest.contains("/head") || rest.contains("/merge"));
    line.contains("gh pr checkout") || git && head
}

/// The line on which a script runs a file by a relative path, or makes variables of one. `folder`: where it must lie.
pub(super) fn runs_file(script: &Node, folder: Option<&str>) -> Option<u32> {
    let text = script.text()?;
    let is_file = |word: &str| {
        let word = word.trim_matches(['"', '\'']);
        let path = word.strip_prefix("./").unwrap_or(word);
        let named = !word.starts_with(['-', '/', '$', '~']) && path.contains(['/', '.']);
        named && folder.is_none_or(|folder| path.starts_with(folder.trim_start_matches("./").trim_end_matches('/')))
    };
    let runs = |command: &str| {
        let words: Vec<&str> = command.split_whitespace().skip_while(|word| *word == "sudo").collect();
        match words[..] {
            ["bash" | "sh" | "source" | "." | "python" | "python3" | "node" | "ruby" | "perl", file, ..] => {
                is_file(file)
            }
            ["cat", file, ..] => is_file(file) && (text.contains("GITHUB_ENV") || text.contains("GITHUB_PATH")),
            [file, ..] => file.starts_with("./") && is_file(file),
            [] => false,
        }
    };
    let at = text.lines().position(|line| line.split(['&', '|', ';']).any(runs))?;
    Some(script.line + at as u32)
}
