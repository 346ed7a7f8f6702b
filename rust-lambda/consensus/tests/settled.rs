//! When a run may end early. The oracle tries every course that the awaited experts can take.

mod common;

use std::collections::BTreeMap;

use common::check;
use consensus::wire::{Given, Mode, State, Tally};
use consensus::{Awaited, Kind, Opinion, Panel, agree, settled};
use proptest::prelude::*;

const OPTIONS: [&str; 3] = ["approve", "revise", "reject"];
/// The day on which the sums of a state count as they are.
const TODAY: f64 = 20_454.0;

fn opinion(expert: &str, answer: &str) -> Opinion {
    common::opinion(expert, None, Some(answer))
}

fn choice(votes: &[(usize, Option<u8>)]) -> Panel {
    let vote = |(at, (option, family)): (usize, &(usize, Option<u8>))| Opinion {
        family: family.map(|family| format!("f{family}")),
        ..opinion(&format!("e{at}"), &format!("Answer: {}", OPTIONS[*option]))
    };
    Panel {
        id: "p".into(),
        kind: Kind::Choice,
        options: Some(OPTIONS.iter().map(|option| (*option).to_owned()).collect()),
        opinions: votes.iter().enumerate().map(vote).collect(),
        ..Panel::default()
    }
}

fn awaited(families: &[Option<u8>]) -> Vec<Awaited> {
    let one = |(at, family): (usize, &Option<u8>)| Awaited {
        expert: format!("late{at}"),
        family: family.map(|family| format!("f{family}")),
    };
    families.iter().enumerate().map(one).collect()
}

/// Whether the answer is decided and the same in every course: each awaited expert gives one of the options, something that
/// cannot be read, or nothing.
fn holds_in_every_course(panel: &Panel, awaited: &[Awaited]) -> bool {
    let now = agree(panel);
    let Some((first, rest)) = awaited.split_first() else {
        return now.decided == Some(true);
    };
    let read = OPTIONS.iter().map(|option| Some(format!("Answer: {option}")));
    let answers = read.chain([Some("I cannot say.".to_owned()), None]);
    now.decided == Some(true)
        && answers.into_iter().all(|answer| {
            let mut next = panel.clone();
            if let Some(answer) = answer {
                let said = Opinion { family: first.family.clone(), ..opinion(&first.expert, &answer) };
                next.opinions.push(said);
            }
            agree(&next).answer == now.answer && holds_in_every_course(&next, rest)
        })
}

fn known(names: &[String], tallies: &[(u8, u8)]) -> Given {
    let tally = |(asked, right): (u8, u8)| {
        let asked = f64::from(asked);
        Tally { asked, right: asked * f64::from(right) / 10.0 }
    };
    let experts: BTreeMap<String, Tally> =
        names.iter().zip(tallies.iter().cycle()).map(|(name, given)| (name.clone(), tally(*given))).collect();
    Given::new(State { experts })
}

#[test]
fn a_choice_is_settled_exactly_where_no_course_of_the_awaited_changes_it() {
    let family = proptest::option::of(0..3_u8);
    let votes = proptest::collection::vec((0..3_usize, family.clone()), 2..7);
    let late = proptest::collection::vec(family, 1..4);
    check((votes, late), |(votes, late)| {
        let (panel, late) = (choice(&votes), awaited(&late));
        // Two are needed to agree, whatever weighs most.
        let expected = holds_in_every_course(&panel, &late);
        prop_assert_eq!(settled(&panel, &late), expected, "{:?} {:?}", votes, late);
        Ok(())
    });
}

#[test]
fn what_was_learnt_counts_and_one_expert_of_whom_too_little_is_known_takes_it_back() {
    let family = proptest::option::of(0..2_u8);
    let votes = proptest::collection::vec((0..3_usize, family.clone()), 2..6);
    let late = proptest::collection::vec(family, 1..4);
    let tallies = proptest::collection::vec((prop_oneof![Just(4_u8), Just(30), Just(90)], 0..11_u8), 9);
    check((votes, late, tallies), |(votes, late, tallies)| {
        let (mut panel, late) = (choice(&votes), awaited(&late));
        let names: Vec<String> = panel
            .opinions
            .iter()
            .map(|one| one.expert.clone())
            .chain(late.iter().map(|one| one.expert.clone()))
            .collect();
        panel.reliability = Some(known(&names, &tallies));
        panel.reliability_mode = Some(Mode::Auto);
        panel.at = Some(TODAY);
        let expected = holds_in_every_course(&panel, &late);
        // Never too early; and never too late where the weights are the same in every course.
        prop_assert!(expected || !settled(&panel, &late), "{:?} {:?} {:?}", votes, late, tallies);
        let one_weighing =
            tallies.iter().all(|(asked, _)| *asked >= 30) || tallies.iter().all(|(asked, _)| *asked < 20);
        if one_weighing {
            prop_assert_eq!(settled(&panel, &late), expected, "{:?} {:?} {:?}", votes, late, tallies);
        }
        Ok(())
    });
}

#[test]
fn a_short_answer_is_never_settled_too_early() {
    let said = ["42", "$42.00", "The answer is 41.", "41", "Paris", "Lyon", "paris.", "30 s", "30"];
    let votes = proptest::collection::vec(0..said.len(), 2..6);
    let courses = proptest::collection::vec(0..said.len(), 1..3);
    check((votes, courses), |(votes, courses)| {
        let opinions = votes.iter().enumerate().map(|(at, word)| opinion(&format!("e{at}"), said[*word])).collect();
        let mut panel = Panel { id: "p".into(), kind: Kind::Short, opinions, ..Panel::default() };
        let late = awaited(&vec![None; courses.len()]);
        if !settled(&panel, &late) {
            return Ok(());
        }
        let leading = agree(&panel).clusters[0].experts.clone();
        for (one, word) in late.iter().zip(&courses) {
            panel.opinions.push(opinion(&one.expert, said[*word]));
            let verdict = agree(&panel);
            prop_assert_eq!(verdict.decided, Some(true));
            let still = verdict.clusters[0].experts.iter().filter(|expert| leading.contains(expert)).count();
            prop_assert!(2 * still > leading.len(), "{:?} {:?}", votes, courses);
        }
        Ok(())
    });
}

#[test]
fn three_of_five_alike_are_enough_and_two_of_three_with_one_each_are_not() {
    let short = |answers: &[&str]| Panel {
        id: "p".into(),
        kind: Kind::Short,
        opinions: answers.iter().enumerate().map(|(at, answer)| opinion(&format!("e{at}"), answer)).collect(),
        ..Panel::default()
    };
    assert!(settled(&short(&["42", "42", "42"]), &awaited(&[None, None])));
    assert!(settled(&short(&["42", "42", "42", "41"]), &awaited(&[None])));
    assert!(!settled(&short(&["42", "42", "42", "41"]), &awaited(&[None, None])));
    assert!(!settled(&short(&["42", "42"]), &awaited(&[None, None])));
    // One answer alone may be joined or outvoted, and a tie waits for those who were asked.
    assert!(!settled(&short(&["42"]), &awaited(&[None])));
    assert!(!settled(&choice(&[(0, None), (2, None)]), &awaited(&[None])));
}

#[test]
fn a_new_text_an_order_and_a_scale_may_change_everything() {
    let same = |kind: Kind| Panel {
        id: "p".into(),
        kind,
        options: (kind != Kind::Text).then(|| vec!["a".into(), "b".into()]),
        opinions: ["x", "y", "z"].iter().map(|expert| opinion(expert, "a > b")).collect(),
        ..Panel::default()
    };
    for kind in [Kind::Text, Kind::Auto, Kind::Ranking] {
        assert!(!settled(&same(kind), &awaited(&[None])), "{kind:?}");
        assert!(settled(&same(kind), &[]), "{kind:?}");
    }
    let votes = [(0, None), (0, None), (0, None)];
    assert!(settled(&choice(&votes), &awaited(&[None])));
    assert!(!settled(&Panel { ordered: true, ..choice(&votes) }, &awaited(&[None])));
    assert!(!settled(&Panel { schema: Some("{}".into()), ..choice(&votes) }, &awaited(&[None])));
}
