//! Whether a sentence that cites claims says what these say.
//!
//! # Performance
//! One comparison for each claim that is cited, and one more for each two of them where a claim is contradicted.

use serde::Serialize;

use super::statement::{Bearing, Statement};
use crate::relation;
use crate::scan;
use crate::similarity::rarity;
use crate::wire::Relation;

/// How a sentence stands to the claims that it cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Support {
    /// Nothing speaks against it.
    Holds,
    /// It says something else than one of them: a number, a name, a negation.
    Contradicts,
    /// It holds a number that stands in none of them, nor in the question.
    Figures,
    /// It shares no word of content with any of them.
    Foreign,
}

/// How a sentence stands to the claims that it cites. Where two of these contradict each other, who says what one of them
/// says tells of a dispute, and contradicts neither.
pub fn support(question: Option<&str>, sentence: &str, claims: &[&str]) -> Support {
    let disputed = |claim: &str| claims.iter().any(|other| opposes(other, claim) && !opposes(sentence, other));
    if claims.iter().any(|claim| opposes(sentence, claim) && !disputed(claim)) {
        return Support::Contradicts;
    }
    let (said, known) = (Matter::of(&[sentence]), Matter::of(claims));
    let asked = Matter::of(&[question.unwrap_or("")]);
    if said.numbers.iter().any(|number| !known.numbers.contains(number) && !asked.numbers.contains(number)) {
        return Support::Figures;
    }
    let shares = said.words.iter().any(|word| known.words.contains(word));
    if shares || said.words.is_empty() || known.words.is_empty() { Support::Holds } else { Support::Foreign }
}

/// Whether a sentence denies what a claim says, by the ledger's own rule or word by word.
fn opposes(sentence: &str, claim: &str) -> bool {
    let by_matter = match (Statement::new(claim), Statement::new(sentence)) {
        (Some(claim), Some(sentence)) => claim.bearing_of(&sentence) == Bearing::Contradicts,
        _ => false,
    };
    by_matter || relation::of(sentence, claim) == Relation::Contradicts
}

/// The words of content and the numbers of texts.
struct Matter {
    words: Vec<u64>,
    numbers: Vec<u64>,
}

impl Matter {
    fn of(texts: &[&str]) -> Matter {
        let mut matter = Matter { words: Vec::new(), numbers: Vec::new() };
        for text in texts {
            scan::words(text, |word| {
                if word.number {
                    matter.numbers.push(word.hash);
                } else if rarity::of(&word) >= rarity::CONTENT {
                    matter.words.push(word.hash);
                }
            });
        }
        matter
    }
}

#[cfg(test)]
mod tests {
    use super::{Support, support};

    const RETENTION: &str = "The retention period of the backups is 30 days.";

    #[test]
    fn what_a_claim_says_in_other_words_holds() {
        for sentence in ["Backups are kept with a retention of 30 days.", RETENTION, "Backups have a retention period."]
        {
            assert_eq!(support(None, sentence, &[RETENTION]), Support::Holds, "{sentence}");
        }
    }

    #[test]
    fn another_number_name_or_negation_contradicts() {
        let cases = [
            (RETENTION, "The retention period of the backups is 7 days."),
            ("The template is safe to deploy.", "The template is not safe to deploy."),
            ("The capital of Australia is Canberra.", "The capital of Australia is Sydney."),
            ("The job must be enabled before the upgrade.", "The job must be disabled before the upgrade."),
        ];
        for (claim, sentence) in cases {
            assert_eq!(support(None, sentence, &[claim]), Support::Contradicts, "{sentence}");
            assert_eq!(support(None, sentence, &["The weather stays dry.", claim]), Support::Contradicts, "{sentence}");
        }
    }

    #[test]
    fn who_tells_of_a_dispute_contradicts_neither_side() {
        let sides = ["The template is safe to deploy.", "The template is not safe to deploy."];
        assert_eq!(support(None, "The template is not safe to deploy.", &sides), Support::Holds);
        assert_eq!(support(None, "The template is not safe to deploy.", &sides[..1]), Support::Contradicts);
    }

    #[test]
    fn a_number_that_nobody_has_named_is_no_support() {
        let sentence = "Restores from old backups have failed in 12 of our regions.";
        assert_eq!(support(None, sentence, &[RETENTION]), Support::Figures);
        assert_eq!(support(Some("What of the 12 regions?"), sentence, &[RETENTION]), Support::Holds);
    }

    #[test]
    fn a_sentence_on_something_else_is_foreign() {
        assert_eq!(support(None, "Penguins swim remarkably well.", &[RETENTION]), Support::Foreign);
    }
}
