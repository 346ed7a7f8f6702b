//! Which rules are off, by name and reason, and what is known of the others: data in `data/`.

use std::collections::HashMap;

use crate::kind::Kind;
use crate::wire::{Confidence, Severity};

/// A rule by its source and id.
type Id = (&'static str, &'static str);

/// The rules that are off, and the weights of those that are on.
pub struct Off {
    off: HashMap<Id, Vec<&'static str>>,
    weights: HashMap<Id, (Option<Severity>, Option<Confidence>)>,
    topics: Vec<(&'static str, Vec<&'static str>)>,
}

const OFF: &str = include_str!("../data/off.txt");
const WEIGHTS: &str = include_str!("../data/weights.txt");
const TOPICS: &str = include_str!("../data/topics.txt");

impl Off {
    /// Reads the data that is compiled in.
    pub fn read() -> Off {
        let mut off: HashMap<Id, Vec<&'static str>> = HashMap::new();
        for [source, rule, kind, _reason] in rows::<4>(OFF) {
            off.entry((source, rule)).or_default().push(kind);
        }
        let mut weights = HashMap::new();
        for [source, rule, severity, confidence] in rows::<4>(WEIGHTS) {
            weights.insert((source, rule), (said_severity(severity), said_confidence(confidence)));
        }
        let topics =
            rows::<2>(TOPICS).map(|[topic, words]| (topic, words.split(',').map(str::trim).collect())).collect();
        Off { off, weights, topics }
    }

    /// Whether a rule is off for files of a kind.
    pub fn is_off(&self, source: &str, rule: &str, kind: Kind) -> bool {
        // A plan is read as the configuration that it comes from.
        let kind = if kind == Kind::TerraformPlan { Kind::Terraform } else { kind };
        self.off.get(&(source, rule)).is_some_and(|of| of.iter().any(|of| *of == "*" || *of == kind.name()))
    }

    /// A rule's severity and confidence as measured or judged here, else its own; and its topic by the title's words.
    pub fn weigh(
        &self,
        source: &str,
        rule: &str,
        title: &str,
        severity: Severity,
        confidence: Confidence,
    ) -> (Severity, Confidence, Option<String>) {
        let known = self.weights.get(&(source, rule)).copied().unwrap_or((None, None));
        (known.0.unwrap_or(severity), known.1.unwrap_or(confidence), self.topic(title))
    }

    /// The topic of a foreign rule: the first whose words occur in its title.
    pub fn topic(&self, title: &str) -> Option<String> {
        let title = title.to_lowercase();
        let found = self.topics.iter().find(|(_, words)| words.iter().any(|word| title.contains(word)));
        found.map(|(topic, _)| (*topic).to_owned())
    }

    /// How many rules of a source are off.
    pub fn count(&self, source: &str) -> usize {
        self.off.keys().filter(|(of, _)| *of == source).count()
    }
}

/// The rows of a table: columns apart by blanks, the last takes the rest; `#` begins a comment.
fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| {
        let mut rest = line;
        let mut columns = [""; N];
        for column in columns.iter_mut().take(N - 1) {
            let (first, after) = rest.split_once(char::is_whitespace)?;
            (*column, rest) = (first, after.trim_start());
        }
        columns[N - 1] = rest;
        Some(columns)
    })
}

fn said_severity(word: &str) -> Option<Severity> {
    Some(match word {
        "info" => Severity::Info,
        "low" => Severity::Low,
        "medium" => Severity::Medium,
        "high" => Severity::High,
        "critical" => Severity::Critical,
        _ => return None,
    })
}

fn said_confidence(word: &str) -> Option<Confidence> {
    Some(match word {
        "low" => Confidence::Low,
        "medium" => Confidence::Medium,
        "high" => Confidence::High,
        _ => return None,
    })
}
