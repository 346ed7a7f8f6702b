//! What a source says of a file in several readings: each finding once, with who gives the values that it is found with.

use std::collections::HashMap;

use crate::document::Document;
use crate::source::short;
use crate::wire::{Finding, NotReviewed};

/// Sources that look at values in the place of variables.
const LOOK_AT_VALUES: [&str; 3] = ["own", "posture", "change"];

/// Whether a source may say something else of another reading.
pub fn differs(source: &str) -> bool {
    LOOK_AT_VALUES.contains(&source) || source.starts_with("team-")
}

/// What is known of the findings of one source so far.
#[derive(Default)]
pub struct Told {
    findings: Vec<(Finding, Option<String>, usize)>,
    missed: Vec<NotReviewed>,
    known: HashMap<Place, usize>,
}

/// What makes two findings one: a template with conditions is read twice.
type Place = (String, (u32, u32, Option<u32>), Option<String>, String);

fn place(finding: &Finding) -> Place {
    let lines = (finding.line, finding.end_line, finding.column);
    (finding.rule.clone(), lines, finding.resource.clone(), finding.title.clone())
}

impl Told {
    /// Takes what was found in one reading.
    pub fn take(&mut self, document: &Document, findings: Vec<Finding>, missed: Vec<NotReviewed>) {
        let before = self.findings.len();
        let mut again = vec![false; before];
        for finding in findings {
            match self.known.get(&place(&finding)) {
                Some(at) if *at < before && !again[*at] => {
                    again[*at] = true;
                    self.findings[*at].2 += 1;
                }
                Some(_) => {}
                None => {
                    self.known.insert(place(&finding), self.findings.len());
                    self.findings.push((finding, document.giver.clone(), 1));
                }
            }
        }
        for gap in missed {
            if !self.missed.contains(&gap) {
                self.missed.push(gap);
            }
        }
    }

    /// All findings; one that is not found in each of so many readings names who gives its values.
    pub fn all(self, readings: usize) -> (Vec<Finding>, Vec<NotReviewed>) {
        let named = |(mut finding, giver, times): (Finding, Option<String>, usize)| {
            if let Some(giver) = giver.filter(|_| times < readings) {
                finding.title = short(&format!("{} (with the values of {giver})", finding.title));
            }
            finding
        };
        (self.findings.into_iter().map(named).collect(), self.missed)
    }
}
