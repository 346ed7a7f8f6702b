//! A choice on a scale: the verdict is the weighed median of the votes.

mod common;

use common::opinion;
use consensus::{Kind, Opinion, Panel, Verdict, agree};
use proptest::prelude::*;

const SCALE: [&str; 3] = ["approve", "revise", "reject"];

fn panel(votes: &[&str]) -> Panel {
    let say = |(at, vote): (usize, &&str)| opinion(&format!("expert-{at}"), None, Some(&format!("Answer: {vote}")));
    ordered(votes.iter().enumerate().map(say).collect())
}

fn ordered(opinions: Vec<Opinion>) -> Panel {
    Panel {
        id: "p".to_owned(),
        kind: Kind::Choice,
        options: Some(SCALE.map(str::to_owned).to_vec()),
        opinions,
        ordered: true,
        ..Panel::default()
    }
}

fn verdict(votes: &[&str]) -> Verdict {
    agree(&panel(votes))
}

#[test]
fn is_the_median_of_the_votes_and_always_decided() {
    let cases: [(&[&str], &str); 12] = [
        (&["approve", "revise", "reject"], "revise"),
        (&["reject", "reject", "reject", "revise"], "reject"),
        (&["approve", "approve", "reject"], "approve"),
        (&["approve", "reject", "reject"], "reject"),
        (&["approve", "approve", "revise", "reject", "reject"], "revise"),
        (&["approve"], "approve"),
        // Split exactly in half: the more cautious of the two.
        (&["approve", "reject"], "reject"),
        (&["approve", "revise"], "revise"),
        (&["revise", "reject"], "reject"),
        (&["approve", "approve", "reject", "reject"], "reject"),
        (&["approve", "approve", "approve", "revise", "revise", "reject"], "revise"),
        (&["approve", "approve", "approve", "revise", "reject"], "approve"),
    ];
    for (votes, expected) in cases {
        let found = verdict(votes);
        assert_eq!(found.answer.as_deref(), Some(expected), "{votes:?}");
        assert_eq!(found.decided, Some(true), "{votes:?}");
        assert_eq!(found.method, "choice/median-1", "{votes:?}");
    }
}

#[test]
fn is_undecided_only_where_nobody_said_anything() {
    let silent = ordered(vec![opinion("ada", None, Some("I cannot say."))]);
    assert_eq!(agree(&silent).decided, Some(false));
    assert_eq!(agree(&silent).answer, None);
}

#[test]
fn names_who_dissents_and_who_could_turn_it() {
    let found = verdict(&["approve", "revise", "reject"]);
    let standing = found.standing.expect("a panel on its own tells its standing");
    let dissenting: Vec<&str> = standing.dissent.iter().map(|dissent| dissent.pick.as_str()).collect();
    assert_eq!(dissenting.len(), 2);
    assert!(!dissenting.contains(&"expert-1"));
    let stability = standing.stability.expect("three have answered");
    // Without the reject it is revise still, for the half is split; without the revise and without the approve it is reject.
    assert_eq!(stability.pivotal, ["expert-0", "expert-1"]);
}

#[test]
fn has_no_calibrated_chance_where_the_median_is_not_the_heaviest_answer() {
    let found = verdict(&["approve", "approve", "revise", "reject", "reject"]);
    assert_eq!((found.answer.as_deref(), found.confidence), (Some("revise"), None));
    assert!(verdict(&["revise", "revise", "reject"]).confidence.is_some());
}

#[test]
fn without_a_scale_the_heaviest_answer_stays() {
    let plain = Panel { ordered: false, ..panel(&["approve", "approve", "reject", "reject", "revise"]) };
    assert_ne!(agree(&plain).answer.as_deref(), Some("revise"));
}

fn vote_of(answer: &str) -> usize {
    SCALE.iter().position(|option| *option == answer).expect("an option")
}

#[test]
fn moves_only_the_way_that_a_vote_moves_and_heeds_no_order() {
    let votes = proptest::collection::vec(0_usize..3, 1..12);
    common::check((votes, any::<prop::sample::Index>(), 0_usize..3), |(votes, at, other)| {
        let words = |votes: &[usize]| votes.iter().map(|vote| SCALE[*vote]).collect::<Vec<_>>();
        let answer = |votes: &[usize]| vote_of(&verdict(&words(votes)).answer.expect("somebody has voted"));
        let before = answer(&votes);
        let mut moved = votes.clone();
        let at = at.index(votes.len());
        moved[at] = other;
        let after = answer(&moved);
        let follows = if other >= votes[at] { after >= before } else { after <= before };
        prop_assert!(follows);
        let mut sorted = votes.clone();
        sorted.sort_unstable();
        // Counted one by one: the later of the middles.
        prop_assert_eq!(before, sorted[votes.len() / 2]);
        let turned = Panel { opinions: panel(&words(&votes)).opinions.into_iter().rev().collect(), ..panel(&[]) };
        prop_assert_eq!(agree(&turned).answer, Some(SCALE[before].to_owned()));
        Ok(())
    });
}
