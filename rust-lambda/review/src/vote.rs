//! From a source's findings to its vote.

use crate::wire::{Confidence, Finding, Severity, Vote};

/// The vote of one source, and why in a sentence. `read` is how many files it reviewed, `missed` how many it could not.
pub fn vote(findings: &[&Finding], read: usize, missed: usize) -> (Vote, String) {
    let worst = findings.iter().max_by_key(|finding| (weight(finding), std::cmp::Reverse(finding.line)));
    let Some(worst) = worst.filter(|finding| finding.severity > Severity::Low) else {
        return match (read, missed) {
            (0, 0) => (Vote::Abstain, "no file of its kinds".to_owned()),
            (0, _) => (Vote::Abstain, format!("none of {} could be reviewed", files(missed))),
            (_, 0) => (Vote::Approve, format!("nothing above low in {}", files(read))),
            _ => (Vote::Approve, format!("nothing above low in {}; {} not reviewed", files(read), files(missed))),
        };
    };
    let at = format!("{} at {}:{}", worst.title.trim_end_matches('.'), worst.file, worst.line);
    let more = match findings.iter().filter(|finding| finding.severity > Severity::Low).count() - 1 {
        0 => String::new(),
        more => format!(", and {more} more above low"),
    };
    (decide(worst), format!("{}: {at}{more}", said(worst.severity)))
}

/// What a finding alone asks for.
fn decide(finding: &Finding) -> Vote {
    match finding.severity {
        Severity::High | Severity::Critical if finding.confidence == Confidence::High => Vote::Reject,
        Severity::Medium | Severity::High | Severity::Critical => Vote::Revise,
        Severity::Low | Severity::Info => Vote::Approve,
    }
}

/// Orders findings so that the one that decides comes last: first by what it asks for, then by severity.
fn weight(finding: &Finding) -> (u8, Severity, Confidence) {
    let asked = match decide(finding) {
        Vote::Reject => 2,
        Vote::Revise => 1,
        Vote::Approve | Vote::Abstain => 0,
    };
    (asked, finding.severity, finding.confidence)
}

fn said(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
        Severity::Info => "info",
    }
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}
