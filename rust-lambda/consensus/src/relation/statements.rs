//! Two texts of several statements, by what each says beside what both say.

use super::text::Text;
use super::{judge, leftover, remainder, swapped};
use crate::wire::Relation;

impl Text<'_> {
    /// How two texts of several statements stand to each other by what each says beside what both say; None where that tells
    /// nothing.
    pub fn by_remainder(&self, other: &Text) -> Option<Relation> {
        if remainder::is_denied(&self.tokens, &other.tokens) {
            return Some(Relation::Differs);
        }
        let [own, others] = remainder::of(&self.tokens, &other.tokens)?;
        if own.is_empty() || others.is_empty() {
            return None;
        }
        let language = self.tokens.language_with(&other.tokens);
        if swapped::is_reordered(&own, &others) {
            let listed = own.iter().any(|token| token.pauses || language.joins(token));
            let turned = !listed && swapped::is_swapped(&own, &others);
            return (turned || leftover::are_crossed(&own, &others)).then_some(Relation::Contradicts);
        }
        if judge::relation(&own, &others, language, true) == Relation::Contradicts {
            return Some(Relation::Contradicts);
        }
        let told = leftover::relation(&own, &others);
        let texts = [&self.tokens, &other.tokens];
        told.or_else(|| remainder::differ(&[own, others], texts).then_some(Relation::Differs))
    }

    /// Whether two texts, one of which has several sentences, say the same statements.
    pub fn states_as(&self, other: &Text) -> bool {
        let numbered = swapped::is_numbered(self.raw) || swapped::is_numbered(other.raw);
        !numbered && remainder::is_empty(&self.tokens, &other.tokens)
    }
}
