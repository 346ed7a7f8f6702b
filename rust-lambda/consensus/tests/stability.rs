//! Coverage, stability, independence and dissent. The oracle of stability is the panel without an
//! expert, weighed from scratch.

mod common;

use common::{Seat, check, opinion, panel, seats};
use consensus::wire::Standing;
use consensus::{Kind, Panel, Verdict};
use proptest::prelude::*;

fn standing(verdict: &Verdict) -> &Standing {
    verdict.standing.as_ref().expect("agree tells the standing")
}

fn without(panel: &Panel, expert: &str) -> Panel {
    let mut less = panel.clone();
    less.opinions.retain(|opinion| opinion.expert != expert);
    less
}

/// Experts in the order of the panel, each once, who answered.
fn answering(panel: &Panel) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for opinion in panel.opinions.iter().filter(|opinion| opinion.answer.is_some()) {
        if !names.contains(&opinion.expert) {
            names.push(opinion.expert.clone());
        }
    }
    names
}

fn cluster<'a>(verdict: &'a Verdict, expert: &str) -> &'a [String] {
    let found = verdict.clusters.iter().find(|cluster| cluster.experts.iter().any(|member| member == expert));
    found.map_or(&[], |cluster| &cluster.experts)
}

/// Whether two answers lead with one weight: neither is the answer then.
fn dead_heat(verdict: &Verdict) -> bool {
    let mut shares: Vec<f64> = verdict.clusters.iter().map(|cluster| cluster.share).collect();
    shares.sort_by(|a, b| b.total_cmp(a));
    matches!(shares[..], [first, second, ..] if first > 0.0 && first - second < 1e-9)
}

#[test]
fn two_against_one_hang_on_each_of_the_two_whatever_the_line_is_called() {
    for kind in [Kind::Choice, Kind::Short] {
        for id in 0..60 {
            let seat = |answer: usize| Seat { family: None, answer: Some(answer) };
            let panel = Panel { id: format!("line {id}"), ..panel(kind, &[seat(1), seat(0), seat(1)]) };
            let found = standing(&consensus::agree(&panel)).stability.clone().expect("three answered");
            assert_eq!(found.pivotal, ["e0", "e2"]);
        }
    }
}

#[test]
fn an_expert_is_pivotal_if_the_answer_changes_without_it() {
    check((seats(2..12), any::<u64>()), |(seats, twice)| {
        for kind in [Kind::Choice, Kind::Short] {
            let mut panel = panel(kind, &seats);
            if twice % 3 == 0 {
                // One expert stands in the line twice.
                let again = panel.opinions[0].expert.clone();
                panel.opinions[1].expert = again;
            }
            let verdict = consensus::agree(&panel);
            let experts = answering(&panel);
            let Some(stability) = &standing(&verdict).stability else {
                prop_assert!(experts.len() < 2);
                continue;
            };
            let changes = |expert: &&String| {
                let less = consensus::agree(&without(&panel, expert));
                less.answer != verdict.answer || dead_heat(&less)
            };
            let expected: Vec<&String> = experts.iter().filter(changes).collect();
            prop_assert_eq!(stability.pivotal.iter().collect::<Vec<_>>(), expected.clone());
            let unchanged = (experts.len() - expected.len()) as f64 / experts.len() as f64;
            prop_assert!((stability.unchanged - unchanged).abs() < 1e-12);
        }
        Ok(())
    });
}

/// The text with the best score: of the cluster with more than half of the experts, else of all.
fn best_text(verdict: &Verdict, experts: &[String], gone: &str) -> String {
    let left = |members: &[String]| members.iter().filter(|member| *member != gone).count();
    let all = experts.len() - 1;
    let most = verdict.clusters.iter().find(|cluster| 2 * left(&cluster.experts) > all);
    let scores = verdict.scores.as_ref().expect("texts have scores");
    let scored = experts.iter().zip(scores).filter(|(expert, _)| *expert != gone);
    let eligible = scored.filter(|(expert, _)| most.is_none_or(|cluster| cluster.experts.contains(*expert)));
    eligible.max_by(|a, b| a.1.total_cmp(b.1)).expect("somebody is left").0.clone()
}

#[test]
fn a_text_is_stable_if_the_pick_or_its_cluster_stays() {
    let words = ["restart", "rollback", "monitor", "queue", "keys", "deploy", "wait"];
    let text = proptest::collection::vec(0..words.len(), 1..6);
    check(proptest::collection::vec(text, 2..9), |texts| {
        let mut panel = panel(Kind::Text, &[]);
        for (at, text) in texts.iter().enumerate() {
            let text: Vec<&str> = text.iter().map(|&word| words[word]).collect();
            panel.opinions.push(opinion(&format!("e{at}"), None, Some(&text.join(" "))));
        }
        let verdict = consensus::agree(&panel);
        let scores = verdict.scores.clone().expect("texts have scores");
        let apart = |a: usize| scores[..a].iter().all(|score| (score - scores[a]).abs() > 1e-6);
        prop_assume!((0..scores.len()).all(apart));
        let pick = verdict.pick.clone().expect("somebody answered");
        let experts = answering(&panel);
        let changes = |expert: &&String| {
            let next = best_text(&verdict, &experts, expert);
            if **expert == pick { !cluster(&verdict, &pick).contains(&next) } else { next != pick }
        };
        let expected: Vec<&String> = experts.iter().filter(changes).collect();
        let found = standing(&verdict).stability.as_ref().expect("two answered");
        prop_assert_eq!(found.pivotal.iter().collect::<Vec<_>>(), expected);
        Ok(())
    });
}

#[test]
fn many_votes_are_counted_as_few_are() {
    // 60 against 41 of another, with families: nobody is pivotal; 51 against 50: every supporter is.
    let seats = |yes: usize, no: usize| -> Vec<Seat> {
        (0..yes + no).map(|at| Seat { family: None, answer: Some(usize::from(at >= yes)) }).collect()
    };
    let stable = consensus::agree(&panel(Kind::Choice, &seats(60, 41)));
    assert!(standing(&stable).stability.as_ref().is_some_and(|found| found.pivotal.is_empty()));
    let narrow = consensus::agree(&panel(Kind::Choice, &seats(1000, 1000)));
    let found = standing(&narrow).stability.clone().expect("many answered");
    assert_eq!(found.pivotal.len(), 1000);
    assert_eq!(found.unchanged, 0.5);
}

#[test]
fn fewer_than_two_answers_have_no_stability() {
    let one = consensus::agree(&panel(Kind::Short, &[Seat { family: None, answer: Some(1) }]));
    assert_eq!((standing(&one).stability.clone(), standing(&one).independent), (None, Some(1.0)));
    let none = consensus::agree(&panel(Kind::Short, &[Seat { family: None, answer: None }]));
    assert_eq!((standing(&none).coverage.asked, standing(&none).coverage.answered), (1, 0));
    assert_eq!((standing(&none).independent, standing(&none).dissent.len()), (None, 0));
}

#[test]
fn coverage_and_independence_count_experts_and_families() {
    check(seats(1..12), |seats| {
        let panel = panel(Kind::Choice, &seats);
        let verdict = consensus::agree(&panel);
        let standing = standing(&verdict);
        let answered: Vec<&Seat> = seats.iter().filter(|seat| seat.answer.is_some()).collect();
        let named = (0..3).filter(|family| answered.iter().any(|seat| seat.family == Some(*family))).count();
        let loners = answered.iter().filter(|seat| seat.family.is_none()).count();
        prop_assert_eq!(standing.coverage.asked, seats.len());
        prop_assert_eq!(standing.coverage.answered, answered.len());
        prop_assert_eq!(standing.coverage.families, named + loners);
        if let Some(independent) = standing.independent {
            prop_assert!(independent >= 1.0 - 1e-12 && independent <= answered.len() as f64 + 1e-12);
            prop_assert!(independent >= standing.coverage.families as f64 - 1e-12);
        }
        Ok(())
    });
}

#[test]
fn dissent_names_every_cluster_but_the_winners() {
    check(seats(1..12), |seats| {
        for kind in [Kind::Choice, Kind::Short, Kind::Text] {
            let verdict = consensus::agree(&panel(kind, &seats));
            let Some(pick) = &verdict.pick else { continue };
            let others: Vec<&[String]> = verdict
                .clusters
                .iter()
                .map(|cluster| &cluster.experts[..])
                .filter(|experts| !experts.contains(pick))
                .collect();
            let dissent = &standing(&verdict).dissent;
            prop_assert_eq!(dissent.iter().map(|side| &side.experts[..]).collect::<Vec<_>>(), others);
            prop_assert!(dissent.iter().all(|side| side.experts.contains(&side.pick)));
        }
        Ok(())
    });
}

#[test]
fn dissent_says_where_the_answer_stands() {
    let mut panel = panel(Kind::Short, &[]);
    for (name, answer) in [("a", "42"), ("b", "42"), ("c", "\u{1f600} So the answer is 41.")] {
        panel.opinions.push(opinion(name, None, Some(answer)));
    }
    let verdict = consensus::agree(&panel);
    let side = &standing(&verdict).dissent[0];
    let [start, end] = side.span.expect("a part of the reply");
    let units: Vec<u16> = panel.opinions[2].answer.as_deref().expect("an answer").encode_utf16().collect();
    assert_eq!(String::from_utf16_lossy(&units[start..end]).trim_end_matches('.'), "41");
}
