//! Credentials in any text, by `keyspoor`. No finding holds the credential.

use keyspoor::{Engine, EngineConfig};

use crate::document::Document;
use crate::source::{Found, Made, Raw, Source, short};
use crate::wire::{Confidence, Severity};

struct Secrets {
    engine: Engine,
}

/// Makes the source.
pub fn make() -> Made {
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
            let stands = document.text.get(finding.start..finding.end).map_or(Stands::Value, stands_for);
            let confidence = match finding.confidence.as_str() {
                _ if generic || stands != Stands::Value => Confidence::Low,
                "high" => Confidence::High,
                _ => Confidence::Medium,
            };
            let severity = match stands {
                _ if generic => Severity::Low,
                Stands::Value => Severity::High,
                Stands::Words => Severity::Medium,
                Stands::Placeholder => Severity::Low,
            };
            found.add(Raw {
                severity,
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

/// What stands where a credential could.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    /// What nobody would write by hand, or a password with more than letters.
    Value,
    /// A word or some: a bad password at most.
    Words,
    /// What says of itself that it is none.
    Placeholder,
}

fn stands_for(text: &str) -> Stands {
    let value = text.trim_matches(['"', '\'', '`', ' ']);
    let small = value.to_ascii_lowercase();
    if is_reference(value) || says_so(&small) || value.ends_with("EXAMPLE") || value.ends_with("EXAMPLEKEY") {
        return Stands::Placeholder;
    }
    let parts = || value.split(['-', '_', '.', ' ']);
    let is_word = |part: &str| {
        let rest = part.get(1..).unwrap_or_default();
        part.chars().all(|c| c.is_ascii_alphabetic())
            && (rest.chars().all(|c| c.is_ascii_lowercase()) || part.chars().all(|c| c.is_ascii_uppercase()))
    };
    if value.len() <= 32 && parts().all(is_word) { Stands::Words } else { Stands::Value }
}

/// What stands for a value that is put in later: `<name>`, `${name}`, `{{ name }}`, `$NAME`.
fn is_reference(value: &str) -> bool {
    let within = |open, close| value.starts_with(open) && value.ends_with(close);
    let names = |rest: &str| rest.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    within("<", ">") || within("${", "}") || within("{", "}") || value.strip_prefix('$').is_some_and(names)
}

/// Whether a value in small letters says that it is none, and holds nothing beside that but words and a number or two.
fn says_so(small: &str) -> bool {
    const SAYS: [&str; 9] =
        ["example", "changeme", "change-me", "change_me", "placeholder", "dummy", "your-", "your_", "redacted"];
    let mut rest = small.to_owned();
    for word in SAYS {
        rest = rest.replace(word, "-");
    }
    let filled = ["xxxx", "****"].iter().any(|run| small.contains(run));
    let bare = if filled { rest.replace(['x', '*'], "-") } else { rest.clone() };
    let harmless = |part: &str| part.len() <= 2 || part.chars().all(|c| c.is_ascii_alphabetic());
    (filled || rest != small) && bare.len() <= 64 && bare.split(['-', '_', '.', ' ']).all(harmless)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_what_stands_for_a_value_are_told_from_values() {
        for text in ["\"password\"", "mustbeeightchars", "correct-horse-battery", "Hunter", "SECRET_VALUE"] {
            assert_eq!(stands_for(text), Stands::Words, "{text}");
        }
        for text in ["AKIAIOSFODNN7EXAMPLE", "<your password>", "change-me-2", "${var.password}", "xxxxxxxx1"] {
            assert_eq!(stands_for(text), Stands::Placeholder, "{text}");
        }
        for text in ["$DB_PASSWORD", "your_password_here", "****", "{{ secret }}", "example.password"] {
            assert_eq!(stands_for(text), Stands::Placeholder, "{text}");
        }
        for text in ["example-Xk29vLq81z", "$uperSecret9", "<9xLq81zT", "{7Jq2Lm", "a9Fxxxx0Qz7TkP2", "your_9aK2m1Qz"] {
            assert_eq!(stands_for(text), Stands::Value, "{text}");
        }
        for text in ["hunter2", "Xk29vLq81z", "aVeryMixedPassWord", "p@ssword", "abcdefghijklmnopqrstuvwxyzabcdefghijk"]
        {
            assert_eq!(stands_for(text), Stands::Value, "{text}");
        }
    }
}
