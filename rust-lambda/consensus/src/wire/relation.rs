//! How two texts stand to each other, in one word.

use serde::Serialize;

/// How two texts stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// Equal but for what is harmless.
    Same,
    /// Not the same, and not in contradiction as far as can be seen.
    Differs,
    /// The one denies what the other says.
    Contradicts,
}
