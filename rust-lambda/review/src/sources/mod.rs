//! The sources. The table here is the only place that names them all.

pub mod change;
#[cfg(feature = "cloudformation")]
pub mod cloudformation;
pub mod docker;
#[cfg(all(feature = "team", control_tower))]
pub mod guard;
pub mod own;
pub mod posture;
#[cfg(feature = "secrets")]
pub mod secrets;
pub mod sql;
pub mod team;

use crate::document::Document;
use crate::source::Made;

/// A source before it is made: its name, its maker, and what it reads.
pub type Entry = (&'static str, fn() -> Made, fn(&Document) -> bool);

/// Every source, by name. One that a build is without stands here too: it says so of each file that it would read, since
/// its silence would look like a template that keeps its rules.
pub const ALL: &[Entry] = &[
    ("change", change::make, change::reads),
    #[cfg(feature = "cloudformation")]
    ("cloudformation", cloudformation::make, cloudformation::reads),
    #[cfg(not(feature = "cloudformation"))]
    ("cloudformation", absent, is_template),
    ("docker", docker::make, docker::reads),
    #[cfg(all(feature = "team", control_tower))]
    ("guard", guard::make, guard::reads),
    #[cfg(not(all(feature = "team", control_tower)))]
    ("guard", absent, is_template),
    ("own", own::make, own::reads),
    ("posture", posture::make, posture::reads),
    #[cfg(feature = "secrets")]
    ("secrets", secrets::make, secrets::reads),
    #[cfg(not(feature = "secrets"))]
    ("secrets", absent, |_| true),
    ("sql", sql::make, sql::reads),
];

/// In the place of a source that this build is without: a feature, or the npm package that brings its rules.
pub fn absent() -> Made {
    Err("this build is without it".to_owned())
}

#[cfg(not(all(feature = "cloudformation", feature = "team", control_tower)))]
fn is_template(document: &Document) -> bool {
    document.kind == crate::kind::Kind::CloudFormation
}
