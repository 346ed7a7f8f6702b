//! A verdict without words: what the Lambda returns. It names experts and places, so that answer
//! texts stay in the table and never pass through the state machine.

use consensus::ranking::Ranking;
use consensus::reliability::Reliability;
use consensus::verdict::Standing;
use consensus::{Cluster, Kind, Panel, Verdict};
use serde::Serialize;

/// The outcome of weighing, by reference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weighing {
    /// The expert whose answer stands.
    pub pick: Option<String>,
    /// Index of the winning option; for kinds choice and ranking.
    pub option: Option<usize>,
    /// How alike the answers are, 0 to 1.
    pub agreement: Option<f64>,
    /// Calibrated chance that the answer is right, 0 to 1.
    pub confidence: Option<f64>,
    /// Experts by answer, heaviest first.
    pub clusters: Vec<Cluster>,
    /// The rule that decided.
    pub method: String,
    /// Where in the picked answer the short answer stands, in UTF-16 code units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<[usize; 2]>,
    /// Coverage, stability, independence and dissent.
    #[serde(flatten)]
    pub standing: Option<Standing>,
    /// The orders of all options; for kind ranking only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ranking: Option<Ranking>,
    /// What is known of the experts, and what this consultation adds to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Reliability>,
}

/// Weighs a panel and keeps the references only.
pub fn weigh(panel: &Panel) -> Weighing {
    let verdict = consensus::agree(panel);
    Weighing {
        option: option(panel, &verdict),
        pick: verdict.pick,
        agreement: verdict.agreement,
        confidence: verdict.confidence,
        clusters: verdict.clusters,
        method: verdict.method,
        span: verdict.span,
        standing: verdict.standing,
        ranking: verdict.ranking,
        reliability: verdict.reliability,
    }
}

fn option(panel: &Panel, verdict: &Verdict) -> Option<usize> {
    if !matches!(panel.kind, Kind::Choice | Kind::Ranking) {
        return None;
    }
    panel.options.as_ref()?.iter().position(|option| Some(option) == verdict.answer.as_ref())
}

#[cfg(test)]
mod tests {
    use super::weigh;
    use consensus::reliability::{Given, State};
    use consensus::{Kind, Opinion, Panel};

    #[test]
    fn a_weighing_holds_no_answer_text() {
        let opinion =
            |expert: &str, answer: &str| Opinion { expert: expert.into(), family: None, answer: Some(answer.into()) };
        let panel = Panel {
            id: "c1".into(),
            question: None,
            kind: Kind::Choice,
            options: Some(vec!["approve".into(), "it depends".into()]),
            opinions: vec![opinion("a", "Secret reasons.\nAnswer: it depends"), opinion("b", "Answer: it depends")],
            ..Panel::default()
        };
        let weighing = weigh(&panel);
        assert_eq!(weighing.option, Some(1));
        assert_eq!(weighing.agreement, Some(1.0));
        let written = serde_json::to_string(&weighing).expect("plain data");
        assert!(!written.contains("Secret") && !written.contains("depends"), "{written}");
    }

    #[test]
    fn a_weighing_tells_the_standing_and_what_was_learnt() {
        let opinion =
            |expert: &str, answer: &str| Opinion { expert: expert.into(), family: None, answer: Some(answer.into()) };
        let panel = Panel {
            id: "c1".into(),
            kind: Kind::Ranking,
            options: Some(vec!["approve".into(), "reject".into()]),
            opinions: vec![opinion("a", "reject > approve"), opinion("b", "reject > approve"), opinion("c", "approve")],
            ..Panel::default()
        };
        let written = serde_json::to_value(weigh(&panel)).expect("plain data");
        assert_eq!((&written["option"], &written["coverage"]["asked"]), (&1.into(), &3.into()));
        assert_eq!(written["ranking"]["order"][0][0], "reject");
        assert_eq!(written["dissent"][0]["pick"], "c");
        let learning = Panel { kind: Kind::Choice, reliability: Some(Given::Known(State::default())), ..panel };
        let written = serde_json::to_value(weigh(&learning)).expect("plain data");
        assert_eq!(written["reliability"]["weighs"], false);
        assert_eq!(written["reliability"]["shadow"]["option"].as_u64(), written["option"].as_u64());
    }
}
