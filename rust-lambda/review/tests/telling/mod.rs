//! Asks sources about all files of a request, as the reviewer shares them out.

use review::panel::{Event, Panel};
use review::reviewer::jobs;
use review::wire::{File, Finding, NotReviewed};

/// A file without a former text.
pub fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned(), ..File::default() }
}

/// Findings, and what was not reviewed.
pub fn told(sources: &[&str], files: Vec<File>) -> (Vec<Finding>, Vec<NotReviewed>) {
    let sources: Vec<String> = sources.iter().map(|source| (*source).to_owned()).collect();
    let (mut all, mut gaps) = (Vec::new(), Vec::new());
    let mut panel = Panel::default();
    for job in jobs(files, &sources, false) {
        panel.review(&job, &mut |event| match event {
            Event::Through { findings, missed, .. } => {
                all.extend(findings);
                gaps.extend(missed);
            }
            Event::Read { missed, .. } => gaps.extend(missed),
            _ => {}
        });
    }
    (all, gaps)
}
