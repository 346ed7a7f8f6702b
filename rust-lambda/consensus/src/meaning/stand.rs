//! How two answers stand to each other.

use crate::wire::Relation;

/// Texts that begin with the same yes or no are at least so alike.
const SAME_HEAD: f64 = 0.75;

/// Texts that say something else are no more alike than this, below [`super::LINK`].
pub const APART: f64 = 0.5;

/// How two answers stand to each other.
#[derive(Clone, Copy, Debug)]
pub struct Stand {
    /// The same, different, or in contradiction.
    pub relation: Relation,
    /// 0 to 1.
    pub similarity: f64,
    /// Whether both conclude, and come to the same.
    pub linked: bool,
    /// Whether something tells them apart, and not only that they are worded unlike.
    pub told: bool,
}

impl Stand {
    /// As alike as their words are.
    pub fn alike(relation: Relation, similarity: f64) -> Stand {
        Stand { relation, similarity: relation.bound(similarity), linked: false, told: false }
    }

    /// The same for texts that begin with the same yes or no, or not.
    pub fn headed(relation: Relation, similarity: f64, same_head: bool) -> Stand {
        Stand::alike(relation, if same_head { similarity.max(SAME_HEAD) } else { similarity })
    }

    /// Told apart by something that the one says and the other does not.
    pub fn apart(similarity: f64) -> Stand {
        Stand { told: true, ..Stand::alike(Relation::Differs, similarity.min(APART)) }
    }

    /// In contradiction.
    pub fn contrary(similarity: f64) -> Stand {
        Stand::alike(Relation::Contradicts, similarity)
    }
}
