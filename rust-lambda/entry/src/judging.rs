//! What some experts of a consultation say by themselves, as if no others had been asked: what asking in stages is
//! decided by, and replayed from.
//!
//! # Performance
//! One verdict a group of experts, and another one where the kind of the question can be settled early.

use consensus::{Awaited, Panel};
use serde::{Deserialize, Serialize};

/// A consultation, and the groups of experts to judge.
#[derive(Debug, Deserialize)]
pub struct Groups {
    /// All answers that count.
    pub panel: Panel,
    /// Everybody who has a seat.
    pub seats: Vec<Awaited>,
    /// Experts who were asked; those of them without an answer in the panel have failed.
    pub groups: Vec<Vec<String>>,
}

/// What the answers of one group say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Judgement {
    /// Whose words the answer would be.
    pub pick: Option<String>,
    /// Whether the answers lead to one answer and no other.
    pub decided: bool,
    /// Calibrated chance that the answer is right.
    pub confidence: Option<f64>,
    /// How many answers there are, those that mean the same counted once.
    pub answers: usize,
    /// Whether the answer stays whatever everybody else says.
    pub settled: bool,
}

/// The judgements of the groups, in their order.
pub fn judge(Groups { panel, seats, groups }: &Groups) -> Vec<Judgement> {
    groups.iter().map(|group| judge_one(panel, seats, group)).collect()
}

fn judge_one(panel: &Panel, seats: &[Awaited], group: &[String]) -> Judgement {
    let opinions = panel.opinions.iter().filter(|opinion| group.contains(&opinion.expert)).cloned().collect();
    let part = Panel { opinions, ..panel.clone() };
    let awaited: Vec<Awaited> = seats.iter().filter(|seat| !group.contains(&seat.expert)).cloned().collect();
    let verdict = consensus::agree(&part);
    Judgement {
        decided: verdict.decided.unwrap_or(verdict.pick.is_some()) && verdict.pick.is_some(),
        pick: verdict.pick,
        confidence: verdict.confidence,
        answers: verdict.clusters.iter().filter(|cluster| cluster.share > 0.0).count(),
        settled: consensus::settled(&part, &awaited),
    }
}

#[cfg(test)]
mod tests {
    use super::{Groups, judge};
    use serde_json::json;

    #[test]
    fn each_group_is_judged_as_if_nobody_else_had_been_asked() {
        let opinion = |expert: &str, answer: &str| json!({"expert": expert, "answer": answer});
        let seats: Vec<_> = ["v", "x", "y", "z"].map(|expert| json!({"expert": expert, "family": null})).into();
        let given: Groups = serde_json::from_value(json!({
            "panel": {"id": "a", "kind": "choice", "options": ["yes", "no"],
                      "opinions": [opinion("x", "yes"), opinion("y", "yes"), opinion("z", "no")]},
            "seats": seats,
            "groups": [["x", "y"], ["x", "z"], ["v", "x", "y"], ["v"], ["v", "x", "y", "z"]],
        }))
        .expect("groups");
        let found = judge(&given);
        let said: Vec<_> = found.iter().map(|one| (one.decided, one.answers, one.settled)).collect();
        // With v heard and silent, x and y are two of three; with both others to come they may be overtaken.
        assert_eq!(said, [(true, 1, false), (false, 2, false), (true, 1, true), (false, 0, false), (true, 2, true)]);
        assert!(found[0].confidence > found[4].confidence, "{found:?}");
    }
}
