//! Whether a sentence that cites claims says what these say.
//!
//! # Performance
//! One comparison for each claim that is cited, and one more for each two of them where a claim is contradicted.

use serde::Serialize;

use super::statement::{Bearing, Statement};
use crate::relation::{self, Beyond, Text};
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
    /// It holds a number, or one with a unit, that stands in none of them, nor in the question.
    Figures,
    /// It shares no word of content with any of them, or names somebody or something that stands nowhere in them.
    Foreign,
}

/// How a sentence stands to the claims that it cites. Where two of these contradict each other, who says what one of them
/// says tells of a dispute, and contradicts neither.
pub fn support(question: Option<&str>, sentence: &str, claims: &[&str]) -> Support {
    let disputed = |claim: &str| claims.iter().any(|other| opposes(other, claim) && !opposes(sentence, other));
    if claims.iter().any(|claim| opposes(sentence, claim) && !disputed(claim)) {
        return Support::Contradicts;
    }
    if is_told_from(sentence, claims) {
        return Support::Contradicts;
    }
    let (said, known) = (Matter::of(&[sentence]), Matter::of(claims));
    let asked = Matter::of(&[question.unwrap_or("")]);
    if said.numbers.iter().any(|number| !known.numbers.contains(number) && !asked.numbers.contains(number)) {
        return Support::Figures;
    }
    let sources: Vec<Text> = claims.iter().copied().chain(question).map(Text::new).collect();
    match Text::new(sentence).beyond(&sources) {
        Some(Beyond::Value) => return Support::Figures,
        Some(Beyond::Name) => return Support::Foreign,
        None => {}
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

/// Whether a sentence says something else than all of its claims by what only one side has, in whatever words, or ties
/// values otherwise than they do: what belongs together in the sentence must belong together in one of them.
fn is_told_from(sentence: &str, claims: &[&str]) -> bool {
    let sentence = Text::new(sentence);
    let apart = |source: &Text| {
        sentence.left_over(source) == Some(Relation::Contradicts)
            || sentence.is_told_from(source)
            || sentence.binds_otherwise(source)
            || relation::says_else(&sentence, source)
    };
    let all = claims.join(" ");
    !claims.is_empty() && claims.iter().all(|claim| apart(&Text::new(claim)))
        || sentence.ties_otherwise(&Text::new(&all))
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
    fn a_sentence_says_no_more_and_nothing_else_than_its_claims_in_other_words_either() {
        let must = "Backups must be kept for 30 days.";
        let versions = ["Version 3 fails.", "Version 2 works."];
        let kept = ["Backups are kept for 30 days.", "Logs are kept for 7 days."];
        let cases: [(&str, &[&str]); 17] = [
            ("Backups are kept for 30 months.", &[RETENTION]),
            ("Backups are kept for thirty years.", &[RETENTION]),
            ("thirty thousand backups are kept", &[RETENTION]),
            ("Experts agree that backups need not be kept.", &[must]),
            ("Experts agree that backups must not be kept.", &[must]),
            ("Use MD5 for passwords.", &["Use bcrypt for passwords."]),
            ("It lacks encryption.", &["It has encryption."]),
            ("The tenant pays the landlord.", &["The landlord pays the tenant."]),
            ("Version 2 fails; version 3 works.", &versions),
            ("Backups are kept for 30 hours and logs for 7 days.", &kept),
            ("The outage lasted 40 minutes, says Bob.", &["The outage lasted 40 minutes."]),
            ("The cause was a valid certificate.", &["The cause was an expired certificate."]),
            ("The cause was a revoked certificate.", &["The cause was an expired certificate."]),
            ("Delete the old index with --force.", &["Delete the old index."]),
            ("The key lies in /etc/shadow.", &["The key lies in /etc/keys."]),
            ("Der Schl\u{fc}ssel wird in K3 gehalten.", &["Der Schl\u{fc}ssel wird in einem Tresor gehalten."]),
            ("Release X2 is unsafe.", &["The release is safe.", "It is safe to release."]),
        ];
        for (sentence, claims) in cases {
            assert_ne!(support(None, sentence, claims), Support::Holds, "{sentence}");
        }
    }

    #[test]
    fn what_several_claims_say_together_holds() {
        let kept = ["Backups are kept for 30 days.", "Logs are kept for 7 days."];
        let cases: [(&str, &[&str]); 12] = [
            ("Backups stay for thirty days.", &[RETENTION]),
            ("Backups are kept for 30 days and logs for 7 days.", &kept),
            ("Backups are kept for 30 days.", &kept),
            ("Expert A says that the release is safe.", &["The release is safe."]),
            ("Version 2 works, while version 3 fails.", &["Version 3 fails.", "Version 2 works."]),
            ("Rotate the key before deleting the old one.", &["Delete the old key after you have rotated it."]),
            (
                "Redis holds the sessions, and Postgres the orders.",
                &["Sessions are held in Redis.", "Orders are held in Postgres."],
            ),
            ("Both hold that passwords need bcrypt.", &["Use bcrypt for passwords.", "bcrypt is right for passwords."]),
            ("Canberra is the capital of Australia.", &["The capital of Australia is Canberra."]),
            ("Encrypt the disk and rotate the keys yearly.", &["Encrypt the disk.", "Rotate the keys yearly."]),
            ("Die Sicherungen werden 30 Tage aufbewahrt.", &["Sicherungen werden f\u{fc}r 30 Tage aufbewahrt."]),
            ("Return 429 from the API with a Retry-After.", &["The API returns HTTP 429 and a header Retry-After."]),
        ];
        for (sentence, claims) in cases {
            assert_eq!(support(None, sentence, claims), Support::Holds, "{sentence}");
        }
    }

    #[test]
    fn a_sentence_on_something_else_is_foreign() {
        assert_eq!(support(None, "Penguins swim remarkably well.", &[RETENTION]), Support::Foreign);
    }
}
