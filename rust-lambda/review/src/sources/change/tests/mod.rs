//! What a change loses, in every way in which it may be written, beside changes that lose nothing.

mod calls;
mod guards;
mod instances;
mod locks;
mod plans;
mod policies;
mod services;
mod templates;

use std::rc::Rc;

use super::reads;
use crate::called;
use crate::document::Document;
use crate::folder;
use crate::moved;
use crate::off::Off;
use crate::source::Found;
use crate::wire::{File, NotReviewed, Severity};

/// What `change` says of files: rules with their severity, and what it could not judge.
#[derive(Debug, Default)]
struct Said {
    rules: Vec<(String, Severity)>,
    missed: Vec<NotReviewed>,
}

impl Said {
    /// The rules that are worse than low.
    fn loud(&self) -> Vec<&str> {
        let loud = self.rules.iter().filter(|(_, severity)| *severity > Severity::Low);
        loud.map(|(rule, _)| rule.as_str()).collect()
    }

    /// Whether some rule of severity high or worse objects.
    fn alarms(&self) -> bool {
        self.rules.iter().any(|(_, severity)| *severity >= Severity::High)
    }

    /// Whether it says nothing at all.
    fn is_silent(&self) -> bool {
        self.loud().is_empty() && self.missed.is_empty()
    }
}

fn file(path: &str, before: Option<&str>, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned(), before: before.map(str::to_owned), ..File::default() }
}

fn of_files(files: &[File]) -> Said {
    let mut said = Said::default();
    let off = Off::read();
    let beside = folder::siblings(files).into_iter().zip(called::within(files));
    for ((file, others), (folder, within)) in files.iter().zip(moved::others(files)).zip(beside) {
        let document = Document::read(&file.path, &file.text).with_before(file.before.as_deref());
        let others = others.iter().map(moved::Other::read).collect();
        let document = Document { others, within: Rc::new(within), ..document };
        for document in document.in_folder(&folder).iter().filter(|document| reads(document)) {
            let mut step = |_: &str| {};
            let mut found = Found::new("change", document, &off, &[], &mut step);
            super::make().expect("a source").review(document, &mut found);
            said.rules.extend(found.findings.into_iter().map(|one| (one.rule, one.severity)));
            said.missed.extend(found.not_reviewed);
        }
    }
    said
}

fn change(path: &str, before: &str, after: &str) -> Said {
    of_files(&[file(path, Some(before), after)])
}
