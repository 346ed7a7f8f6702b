//! Credentials in any text, by `keyspoor`. No finding holds the credential.

use keyspoor::{Engine, EngineConfig};

use crate::document::Document;
use crate::source::{Found, Raw, Source, short};
use crate::wire::{Confidence, Severity};

struct Secrets {
    engine: Engine,
}

/// Makes the source.
pub fn make() -> Result<Box<dyn Source>, String> {
    let engine = Engine::new(EngineConfig::default()).map_err(|error| error.to_string())?;
    Ok(Box::new(Secrets { engine }))
}

/// It reads every file.
pub fn reads(_: &Document) -> bool {
    true
}

impl Source for Secrets {
    fn version(&self) -> String {
        let rules: String = self.engine.configuration_id().chars().take(12).collect();
        format!("keyspoor 0.1.4, rules {rules}")
    }

    fn rules(&self) -> usize {
        self.engine.rule_count()
    }

    fn limit(&self) -> usize {
        16_000_000
    }

    fn review(&mut self, document: &Document, found: &mut Found<'_>) {
        let findings = match self.engine.scan_bytes(&document.path, document.text.as_bytes()) {
            Ok(findings) => findings,
            Err(error) => return found.missed(None, &error.to_string()),
        };
        for finding in findings {
            let last = document.lines.line(finding.end.saturating_sub(1).max(finding.start));
            // The generic shapes ("key = long random text") disturbed a quarter of the clean files they were tried on.
            let generic = finding.rule_id.contains("generic");
            let confidence = match finding.confidence.as_str() {
                _ if generic => Confidence::Low,
                "high" => Confidence::High,
                _ => Confidence::Medium,
            };
            found.add(Raw {
                severity: if generic { Severity::Low } else { Severity::High },
                confidence,
                lines: (finding.line as u32, last),
                column: None,
                resource: None,
                title: short(&format!("This looks like a credential ({})", finding.rule_id)),
                rule: finding.rule_id,
                why: "Whoever can read the file can use it, and its history keeps it.".to_owned(),
                fix: Some("Revoke it, then read it from a secret store when the program starts.".to_owned()),
            });
        }
    }
}
