//! One entry of the claim ledger.

use serde::Serialize;

/// One claim, by reference to the sentence that shows it. Every answering expert is in exactly one of the lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// The expert whose sentence shows the claim; one of `supports`.
    pub expert: String,
    /// Where in that expert's answer it stands: start and end in UTF-16 code units.
    pub span: [usize; 2],
    /// Experts who say the same, in the order of the panel.
    pub supports: Vec<String>,
    /// Experts who say something else of the same matter.
    pub contradicts: Vec<String>,
    /// Experts who say nothing of it.
    pub silent: Vec<String>,
}
