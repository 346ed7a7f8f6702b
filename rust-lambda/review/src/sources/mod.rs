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
use crate::source::Source;

/// A source before it is made: its name, its maker, and what it reads.
pub type Entry = (&'static str, fn() -> Result<Box<dyn Source>, String>, fn(&Document) -> bool);

/// Every source that is built in, by name.
pub const ALL: &[Entry] = &[
    ("change", change::make, change::reads),
    #[cfg(feature = "cloudformation")]
    ("cloudformation", cloudformation::make, cloudformation::reads),
    ("docker", docker::make, docker::reads),
    #[cfg(all(feature = "team", control_tower))]
    ("guard", guard::make, guard::reads),
    ("own", own::make, own::reads),
    ("posture", posture::make, posture::reads),
    #[cfg(feature = "secrets")]
    ("secrets", secrets::make, secrets::reads),
    ("sql", sql::make, sql::reads),
];
