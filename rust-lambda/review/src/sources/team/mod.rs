//! A team's own rules as sources, one for each language. Each rule file is a step of its own: one that fails or never
//! ends is named, and the others go on.

#[cfg(feature = "team")]
pub mod cel;
pub mod checkov;
#[cfg(feature = "team")]
pub mod guard;
pub mod input;
#[cfg(feature = "team")]
pub mod rego;

use crate::document::Document;
use crate::source::Source;
use crate::team::language::Language;
use crate::team::{Team, TeamRule};

/// The sources that a team's rules make, each with its name.
pub fn all(team: Team) -> Vec<(&'static str, Box<dyn Source>)> {
    let sources: Vec<&'static str> = team.sources().collect();
    let of = |language: Language| -> Vec<TeamRule> {
        team.rules.iter().filter(|rule| rule.language == language).cloned().collect()
    };
    let make = |name: &'static str| -> Option<Box<dyn Source>> {
        match name {
            "team-checkov" => Some(checkov::make(of(Language::Checkov))),
            #[cfg(feature = "team")]
            "team-guard" => Some(guard::make(of(Language::Guard))),
            #[cfg(feature = "team")]
            "team-rego" => Some(rego::make(of(Language::Rego), team.libraries.clone())),
            #[cfg(feature = "team")]
            "team-cel" => Some(cel::make(of(Language::Cel))),
            _ => None,
        }
    };
    sources.into_iter().filter_map(|name| Some((name, make(name)?))).collect()
}

/// Whether a team's rules may say something of a file: what they are shown is a tree.
pub fn reads(document: &Document) -> bool {
    !document.trees.is_empty() || !document.blocks.is_empty() || document.kind == crate::kind::Kind::Dockerfile
}

/// What a version says of some rules: a digest of their texts, so that a replay knows whether they are the same.
fn digest(rules: &[TeamRule]) -> String {
    let bytes = rules.iter().flat_map(|rule| rule.path.bytes().chain([0]).chain(rule.text.bytes()).chain([0]));
    // FNV-1a: stable over versions of the standard library.
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    format!("{hash:016x}").chars().take(12).collect()
}
