//! A verdict without words, as both doors give it. It names experts and places, so that answer texts stay where they
//! are stored and never pass through a workflow's state.

use std::collections::BTreeMap;

use consensus::wire::{Field, Position, Promise, Ranking, Reliability, Standing};
use consensus::{Claim, Cluster, Kind, Panel, Verdict};
use serde::Serialize;

/// Claims that a weighing keeps: with 50 experts named in each they stay far below the 256 KB of a state.
const MAX_CLAIMS: usize = 40;

/// The outcome of weighing, by reference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weighing {
    /// The expert whose answer stands.
    pub pick: Option<String>,
    /// Whether the answers lead to one answer and no other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided: Option<bool>,
    /// The answers that experts stand behind, heaviest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub positions: Option<Vec<Position>>,
    /// Whether a promise that was asked for is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
    /// Kind `auto`: what the answers turned out to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_as: Option<Kind>,
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
    /// What the answers say field by field, where a schema describes them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<Field>>,
    /// What the long answers claim, most supported first; for kind text only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<Vec<Claim>>,
    /// How alike every two answers are; absent with fewer than two that could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pairs: Option<Pairs>,
    /// The orders of all options; for kind ranking only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ranking: Option<Places>,
    /// What is known of the experts, and what this consultation adds to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Reliability>,
}

/// Similarity of every two experts; names once and scores by place, so that a large panel still fits the state.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pairs {
    /// Experts whose answer could be read, in the order of the panel.
    pub experts: Vec<String>,
    /// 0 to 1 with three decimals: the first with each later one, then the second with each later one, and so on.
    pub scores: Vec<f64>,
}

/// The orders of all options, by their indexes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Places {
    /// Schulze's order, best first, options of one rank together.
    pub order: Vec<Vec<usize>>,
    /// Borda points, in the order of the options.
    pub borda: Vec<f64>,
    /// Copeland's scores, in the order of the options.
    pub copeland: Vec<f64>,
    /// Kemeny's order.
    pub kemeny: KemenyPlaces,
    /// Kendall's W, where it is defined.
    pub concordance: Option<f64>,
}

/// Kemeny's order, by the indexes of the options.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KemenyPlaces {
    /// Best first.
    pub order: Vec<usize>,
    /// Ballots against it, summed over pairs of options.
    pub distance: u64,
    /// Whether no order has a smaller distance.
    pub exact: bool,
}

/// Weighs a panel and keeps the references only.
pub fn weigh(panel: &Panel) -> Weighing {
    let verdict = consensus::agree(panel);
    Weighing {
        option: option(panel, &verdict),
        decided: verdict.decided,
        positions: verdict.positions,
        promise: verdict.promise,
        read_as: verdict.read_as,
        pick: verdict.pick,
        agreement: verdict.agreement,
        confidence: verdict.confidence,
        clusters: verdict.clusters,
        method: verdict.method,
        span: verdict.span,
        standing: verdict.standing,
        fields: verdict.fields,
        claims: (panel.kind == Kind::Text || verdict.read_as == Some(Kind::Text))
            .then(|| foremost(consensus::claims(panel))),
        pairs: pairs(panel),
        ranking: verdict.ranking.map(|ranking| places(panel, &ranking)),
        reliability: verdict.reliability,
    }
}

/// The most supported claims only: a weighing must fit the state of the workflow.
fn foremost(mut claims: Vec<Claim>) -> Vec<Claim> {
    claims.truncate(MAX_CLAIMS);
    claims
}

fn pairs(panel: &Panel) -> Option<Pairs> {
    let pairs = consensus::pairs(panel);
    let &(first, ..) = pairs.first()?;
    let others = pairs.iter().take_while(|(i, ..)| *i == first).map(|&(_, j, _)| j);
    Some(Pairs {
        experts: std::iter::once(first).chain(others).map(|at| panel.opinions[at].expert.clone()).collect(),
        scores: pairs.iter().map(|(.., score)| (score * 1000.0).round() / 1000.0).collect(),
    })
}

fn places(panel: &Panel, ranking: &Ranking) -> Places {
    let options = panel.options.as_deref().unwrap_or_default();
    let indexes = |names: &[String]| -> Vec<usize> {
        names.iter().filter_map(|name| options.iter().position(|option| option == name)).collect()
    };
    let scores = |by_option: &BTreeMap<String, f64>| {
        options.iter().map(|option| by_option.get(option).copied().unwrap_or(0.0)).collect()
    };
    Places {
        order: ranking.order.iter().map(|layer| indexes(layer)).collect(),
        borda: scores(&ranking.borda),
        copeland: scores(&ranking.copeland),
        kemeny: KemenyPlaces {
            order: indexes(&ranking.kemeny.order),
            distance: ranking.kemeny.distance,
            exact: ranking.kemeny.exact,
        },
        concordance: ranking.concordance,
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
    use super::{MAX_CLAIMS, weigh};
    use consensus::wire::{Given, State};
    use consensus::{Kind, Opinion, Panel};

    #[test]
    fn a_weighing_holds_no_answer_text() {
        let opinion = |expert: &str, answer: &str| Opinion {
            expert: expert.into(),
            family: None,
            answer: Some(answer.into()),
            ..Opinion::default()
        };
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
    fn a_weighing_tells_how_alike_every_two_readable_answers_are() {
        let opinion = |expert: &str, answer: Option<&str>| Opinion {
            expert: expert.into(),
            family: None,
            answer: answer.map(str::to_owned),
            ..Opinion::default()
        };
        let answers = [("a", Some("Paris")), ("b", None), ("c", Some("Lyon")), ("d", Some("Paris"))];
        let panel = |count: usize| Panel {
            kind: Kind::Short,
            opinions: answers[..count].iter().map(|&(expert, answer)| opinion(expert, answer)).collect(),
            ..Panel::default()
        };
        let pairs = weigh(&panel(4)).pairs.expect("three answers");
        assert_eq!(pairs.experts, ["a", "c", "d"]);
        assert_eq!(pairs.scores, [0.0, 1.0, 0.0]);
        assert_eq!(weigh(&panel(2)).pairs, None);
    }

    #[test]
    fn a_weighing_tells_the_standing_and_what_was_learnt() {
        let opinion = |expert: &str, answer: &str| Opinion {
            expert: expert.into(),
            family: None,
            answer: Some(answer.into()),
            ..Opinion::default()
        };
        let panel = Panel {
            id: "c1".into(),
            kind: Kind::Ranking,
            options: Some(vec!["approve".into(), "reject".into()]),
            opinions: vec![opinion("a", "reject > approve"), opinion("b", "reject > approve"), opinion("c", "approve")],
            ..Panel::default()
        };
        let written = serde_json::to_value(weigh(&panel)).expect("plain data");
        assert_eq!((&written["option"], &written["coverage"]["asked"]), (&1.into(), &3.into()));
        assert_eq!(written["ranking"]["order"], serde_json::json!([[1], [0]]));
        assert_eq!(written["ranking"]["kemeny"]["order"], serde_json::json!([1, 0]));
        assert!(!written.to_string().contains("reject"));
        assert_eq!(written["dissent"][0]["pick"], "c");
        let learning = Panel { kind: Kind::Choice, reliability: Some(Given::Known(State::default())), ..panel };
        let written = serde_json::to_value(weigh(&learning)).expect("plain data");
        assert_eq!(written["reliability"]["weighs"], false);
        assert_eq!(written["reliability"]["shadow"]["option"].as_u64(), written["option"].as_u64());
    }

    #[test]
    fn a_weighing_of_as_many_as_can_sit_fits_the_state_of_a_workflow() {
        let names: Vec<String> = (0..50).map(|at| format!("{at:02}{}", "x".repeat(62))).collect();
        let claims = |at: usize| (0..20).map(move |n| format!("Expert {at} measured value {n} in season {}.", at * n));
        let opinion = |(at, name): (usize, &String)| Opinion {
            expert: name.clone(),
            answer: Some(claims(at).collect::<Vec<_>>().join(" ")),
            ..Opinion::default()
        };
        let panel = Panel {
            kind: Kind::Text,
            opinions: names.iter().enumerate().map(opinion).collect(),
            reliability: Some(Given::Known(State::default())),
            at: Some(20_454.0),
            ..Panel::default()
        };
        assert!(consensus::claims(&panel).len() > MAX_CLAIMS);
        let weighing = weigh(&panel);
        assert_eq!(weighing.claims.as_ref().map(Vec::len), Some(MAX_CLAIMS));
        assert_eq!(weighing.pairs.as_ref().map(|pairs| pairs.scores.len()), Some(50 * 49 / 2));
        let written = serde_json::to_string(&weighing).expect("plain data");
        assert!(written.len() < 200_000, "{}", written.len());
    }

    #[test]
    fn the_claims_of_a_question_that_turned_out_to_want_a_text_are_told() {
        let opinion = |expert: &str, answer: &str| Opinion {
            expert: expert.into(),
            answer: Some(answer.into()),
            ..Opinion::default()
        };
        let long = "The bridge was closed in May because its bearings had worn out. It opens again in autumn, when \
                    the new ones are in. Until then the ferry runs twice an hour and takes bicycles too.";
        let panel =
            Panel { kind: Kind::Auto, opinions: vec![opinion("a", long), opinion("b", long)], ..Panel::default() };
        let weighing = weigh(&panel);
        assert_eq!(weighing.read_as, Some(Kind::Text));
        assert!(weighing.claims.is_some_and(|claims| !claims.is_empty()));
    }

    #[test]
    fn the_scores_of_pairs_have_three_decimals() {
        let opinion = |expert: &str, answer: &str| Opinion {
            expert: expert.into(),
            answer: Some(answer.into()),
            ..Opinion::default()
        };
        let texts = [
            "Trains from the harbour leave hourly until nine.",
            "A harbour train leaves once an hour, early and late.",
        ];
        let panel = Panel {
            kind: Kind::Text,
            opinions: vec![opinion("a", texts[0]), opinion("b", texts[1])],
            ..Panel::default()
        };
        let exact = consensus::pairs(&panel)[0].2;
        let score = weigh(&panel).pairs.expect("two answers").scores[0];
        assert!(
            exact != score && (exact - score).abs() <= 0.0005 && (score * 1000.0).fract() == 0.0,
            "{exact} {score}"
        );
    }
}
