//! What a panel of rankings comes to: the verdict with all its parts.

mod common;

use common::{check, opinion};
use consensus::{Kind, Panel, Verdict};
use proptest::prelude::*;

fn panel(options: &[&str], answers: &[&str]) -> Panel {
    Panel {
        id: "r".to_owned(),
        kind: Kind::Ranking,
        options: Some(options.iter().map(|option| (*option).to_owned()).collect()),
        opinions: answers
            .iter()
            .enumerate()
            .map(|(at, answer)| opinion(&format!("e{at}"), None, Some(answer)))
            .collect(),
        ..Panel::default()
    }
}

fn weighed(panel: &Panel) -> Verdict {
    consensus::agree(panel)
}

#[test]
fn the_verdict_of_a_ranking_has_all_its_parts() {
    let verdict =
        weighed(&panel(&["A", "B", "C"], &["A > B > C", "[\"A\",\"C\",\"B\"]", "1. B\n2. A\n3. C", "I pass"]));
    assert_eq!((verdict.answer.as_deref(), verdict.method.as_str()), (Some("A"), "ranking/schulze-1"));
    let shares: Vec<f64> = verdict.clusters.iter().map(|cluster| cluster.share).collect();
    assert_eq!(shares, [2.0 / 3.0, 1.0 / 3.0, 0.0]);
    assert_eq!(verdict.confidence, None);
    let ranking = verdict.ranking.expect("a ranking");
    assert_eq!(ranking.order, [["A"], ["B"], ["C"]]);
    assert_eq!(ranking.kemeny.order, ["A", "B", "C"]);
    let standing = verdict.standing.expect("the standing");
    assert_eq!((standing.coverage.asked, standing.coverage.answered), (4, 3));
    let dissenters: Vec<&str> = standing.dissent.iter().map(|dissent| dissent.pick.as_str()).collect();
    assert_eq!(dissenters, ["e2", "e3"]);
}

#[test]
fn no_expert_ranks_its_own_option() {
    let mut own = panel(&["A", "B", "C"], &["A > B > C", "B > C > A", "C > B > A"]);
    own.authors = Some(["e0", "e1", "e2"].map(|name| Some(name.to_owned())).to_vec());
    let verdict = weighed(&own);
    // Without the own ones: B > C, C > A, B > A.
    assert_eq!(verdict.answer.as_deref(), Some("B"));
    assert_eq!(verdict.ranking.expect("a ranking").concordance, None);
    // Whoever wrote an option cannot help it: putting it last changes nothing.
    own.opinions[2].answer = Some("B > A > C".to_owned());
    assert_eq!(weighed(&own).answer.as_deref(), Some("B"));
}

#[test]
fn agreement_is_1_for_equal_rankings_and_0_for_two_opposite_ones() {
    let same = weighed(&panel(&["A", "B", "C"], &["A>B>C"; 5]));
    assert_eq!(
        (same.agreement, same.standing.and_then(|standing| standing.stability).map(|found| found.unchanged)),
        (Some(1.0), Some(1.0))
    );
    assert_eq!(weighed(&panel(&["A", "B", "C"], &["A>B>C", "C>B>A"])).agreement, Some(0.0));
    assert_eq!(weighed(&panel(&["A", "B", "C"], &["A>B>C"])).agreement, None);
}

#[test]
fn order_of_experts_and_of_options_changes_nothing() {
    let strategy = proptest::collection::vec(Just(["A", "B", "C", "D"]).prop_shuffle(), 1..7);
    check((strategy, any::<u64>()), |(orders, turn)| {
        let answers: Vec<String> = orders.iter().map(|order| order.join(" > ")).collect();
        let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
        let plain = panel(&["A", "B", "C", "D"], &answers);
        let mut turned = plain.clone();
        turned.opinions.rotate_left(turn as usize % answers.len());
        turned.options = turned.options.map(|options| options.into_iter().rev().collect());
        let (a, b) = (weighed(&plain), weighed(&turned));
        prop_assert_eq!(a.agreement.map(f64::to_bits), b.agreement.map(f64::to_bits));
        prop_assert_eq!((a.answer, a.ranking), (b.answer, b.ranking));
        Ok(())
    });
}

#[test]
fn panels_that_cannot_be_ranked_say_why() {
    for (options, reason) in [
        (vec![], "fewer-than-two-options"),
        (vec!["A"; 1], "fewer-than-two-options"),
        (vec!["A"; 101], "too-many-options"),
    ] {
        let verdict = weighed(&panel(&options, &["A"]));
        assert_eq!((verdict.answer, verdict.method), (None, format!("ranking/schulze-1+{reason}")));
    }
    let silent = weighed(&panel(&["A", "B"], &["I cannot tell"]));
    assert_eq!((silent.answer, silent.method.as_str()), (None, "ranking/schulze-1+nobody-answered"));
}
