//! Asks all sources about a file, through a panel whose engines are made once.

use std::cell::RefCell;

use review::panel::{self, Event, Job, Panel};
use review::wire::{File, Finding, NotReviewed};

/// What was said of a file.
#[derive(Debug, Default)]
pub struct Said {
    /// Its kind.
    pub kind: String,
    /// Who read it.
    pub sources: Vec<String>,
    /// What was not reviewed.
    pub missed: Vec<NotReviewed>,
    /// What was found.
    pub findings: Vec<Finding>,
}

thread_local! {
    static PANEL: RefCell<Panel> = RefCell::default();
}

/// Asks some sources; none named: all.
pub fn ask(file: File, sources: &[&str]) -> Said {
    let sources = if sources.is_empty() { panel::names() } else { sources.to_vec() };
    let sources = sources.into_iter().map(str::to_owned).collect();
    let job = Job { file, sources, ..Job::default() };
    let mut said = Said::default();
    PANEL.with_borrow_mut(|panel| {
        panel.review(&job, &mut |event| match event {
            Event::Read { kind, sources, missed } => {
                (said.kind, said.sources) = (kind, sources);
                said.missed.extend(missed);
            }
            Event::Through { findings, missed, .. } => {
                said.findings.extend(findings);
                said.missed.extend(missed);
            }
            _ => {}
        });
    });
    said
}

/// A file without a former text.
pub fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned(), ..File::default() }
}
