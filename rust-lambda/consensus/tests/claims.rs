//! The claim ledger on answers as experts write them.

use consensus::ballot::Ballot;
use consensus::claims::ledger;
use consensus::wire::Claim;
use consensus::{Kind, Opinion, Panel};
use proptest::prelude::*;

fn panel(answers: &[(&str, &str)]) -> Panel {
    let opinion = |(expert, answer): &(&str, &str)| Opinion {
        expert: (*expert).to_owned(),
        family: None,
        answer: Some((*answer).to_owned()),
        ..Opinion::default()
    };
    Panel {
        id: "review".to_owned(),
        question: Some("Is this template safe to deploy?".to_owned()),
        kind: Kind::Text,
        opinions: answers.iter().map(opinion).collect(),
        ..Panel::default()
    }
}

fn claims(panel: &Panel) -> Vec<Claim> {
    ledger(panel, &Ballot::new(panel))
}

/// The words a claim points at, cut as JavaScript would.
fn words(panel: &Panel, claim: &Claim) -> String {
    let opinion = panel.opinions.iter().find(|opinion| opinion.expert == claim.expert).expect("a member");
    let units: Vec<u16> = opinion.answer.as_deref().unwrap_or("").encode_utf16().collect();
    String::from_utf16(&units[claim.span[0]..claim.span[1]]).expect("whole letters")
}

fn review() -> Panel {
    panel(&[
        (
            "ada",
            "The bucket policy allows public read access. \u{1f512} Backups are kept for 30 days.\n\n- Rotate the access keys before the deployment.",
        ),
        ("bob", "Public read access is allowed by the bucket policy. The backups are kept for 7 days."),
        ("cyd", "1. The bucket policy does not allow public read access.\n2. The queue has no dead letter queue."),
        ("dan", "Everything looks fine to me."),
    ])
}

#[test]
fn the_most_supported_claim_comes_first_with_all_who_stand_to_it() {
    let panel = review();
    let claims = claims(&panel);
    let first = &claims[0];
    assert!(words(&panel, first).contains("bucket policy"), "{}", words(&panel, first));
    assert_eq!(first.supports, ["ada", "bob"]);
    assert_eq!(first.contradicts, ["cyd"]);
    assert_eq!(first.silent, ["dan"]);
}

#[test]
fn another_number_contradicts_and_a_lone_claim_has_one_supporter() {
    let panel = review();
    let claims = claims(&panel);
    let of = |part: &str| claims.iter().find(|claim| words(&panel, claim).contains(part)).expect(part);
    assert_eq!(of("30 days").contradicts, ["bob"]);
    assert_eq!(of("7 days").contradicts, ["ada"]);
    assert_eq!(of("Rotate").supports, ["ada"]);
    assert_eq!(of("Rotate").silent, ["bob", "cyd", "dan"]);
    assert_eq!(words(&panel, of("30 days")), "\u{1f512} Backups are kept for 30 days.");
}

#[test]
fn equal_answers_are_quoted_once_and_support_each_other() {
    let answer = "Rotate the access keys first. Drain the queue afterwards.";
    let panel = panel(&[("zoe", answer), ("amy", answer), ("ben", "Drain the queue afterwards.")]);
    let claims = claims(&panel);
    assert_eq!(claims.len(), 2);
    assert_eq!(claims[0].supports, ["zoe", "amy", "ben"]);
    assert_eq!((claims[1].supports.len(), claims[1].silent.len()), (2, 1));
    assert!(claims[1].expert == "amy");
}

#[test]
fn a_crowd_is_bounded_and_complete() {
    let answers: Vec<(String, String)> = (0..600)
        .map(|at| (format!("e{at}"), format!("Server alpha{at} stopped responding. Disk beta{at} overflowed.")))
        .collect();
    let borrowed: Vec<(&str, &str)> = answers.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let claims = claims(&panel(&borrowed));
    assert!(!claims.is_empty() && claims.len() <= 384);
    assert!(claims.iter().all(|claim| claim.supports.len() + claim.contradicts.len() + claim.silent.len() == 600));
}

#[test]
fn what_was_only_thought_claims_nothing() {
    let panel = panel(&[
        ("ada", "<think>The user wants zero downtime.</think>Add the column without a default."),
        ("bob", "Add the column without a default."),
    ]);
    let claims = claims(&panel);
    let said: Vec<String> = claims.iter().map(|claim| words(&panel, claim)).collect();
    assert_eq!(said, ["Add the column without a default."]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_expert_stands_once_to_each_claim_in_any_order(
        texts in prop::collection::vec("((Keys|Backups|Queues) (are|are not) (rotated|kept|drained) (in|for) (7|30) days\\. ){0,3}|\\PC{0,30}", 1..6),
        turn in 0_usize..6,
    ) {
        let names: Vec<String> = (0..texts.len()).map(|at| format!("e{at}")).collect();
        let answers: Vec<(&str, &str)> = names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let plain = panel(&answers);
        let mut turned = plain.clone();
        turned.opinions.rotate_left(turn % texts.len());
        let (one, two) = (claims(&plain), claims(&turned));
        let answering = Ballot::new(&plain).answered;
        prop_assert_eq!(one.len(), two.len());
        for (a, b) in one.iter().zip(&two) {
            let mut all: Vec<&String> = a.supports.iter().chain(&a.contradicts).chain(&a.silent).collect();
            prop_assert!(a.supports.contains(&a.expert));
            prop_assert_eq!(words(&plain, a), words(&turned, b));
            all.sort();
            all.dedup();
            prop_assert_eq!(all.len(), answering);
            prop_assert_eq!(a.supports.len() + a.contradicts.len() + a.silent.len(), answering);
            prop_assert_eq!(a.supports.len(), b.supports.len());
        }
    }
}
