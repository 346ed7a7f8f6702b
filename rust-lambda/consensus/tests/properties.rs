//! The axioms of agreement, pick and confidence, on random panels. The seed is fixed: a run that
//! fails here fails everywhere.

mod common;

use common::{
    Seat, answered, check, fresh_family, joined, leader, opinion, panel, seats, supporter_turns_away, verdict,
};
use consensus::Kind;
use proptest::prelude::*;

/// Rounding of the fixed-point sums, with room.
const EPSILON: f64 = 1e-9;

fn agreement(seats: &[Seat]) -> f64 {
    verdict(seats).agreement.expect("two answer")
}

#[test]
fn agreement_is_a_number_from_0_to_1_or_null() {
    check(seats(0..9), |seats| {
        let answering = seats.iter().filter(|seat| seat.answer.is_some()).count();
        match verdict(&seats).agreement {
            Some(value) => prop_assert!((0.0..=1.0).contains(&value) && answering >= 2),
            None => prop_assert!(answering < 2),
        }
        Ok(())
    });
}

#[test]
fn all_the_same_is_exactly_1_and_all_different_exactly_0() {
    check(seats(2..9), |seats| {
        prop_assert_eq!(agreement(&answered(&seats, |_| 3)), 1.0);
        prop_assert_eq!(agreement(&answered(&seats, |at| at)), 0.0);
        Ok(())
    });
}

#[test]
fn an_even_split_over_k_is_at_most_one_in_k() {
    check((2_usize..6, 1_usize..5), |(k, each)| {
        let split: Vec<Seat> = (0..k * each).map(|at| Seat { family: None, answer: Some(at % k) }).collect();
        prop_assert!(agreement(&split) <= 1.0 / k as f64);
        Ok(())
    });
}

#[test]
fn order_and_names_change_no_bit() {
    check((seats(2..9), any::<u64>()), |(seats, turn)| {
        let plain = panel(Kind::Choice, &seats);
        let mut other = plain.clone();
        let places = other.opinions.len();
        other.opinions.rotate_left(turn as usize % places);
        other.opinions.reverse();
        for opinion in &mut other.opinions {
            opinion.expert = format!("zz{}", opinion.expert.len() * 31 + usize::from(opinion.expert.as_bytes()[1]));
            opinion.family = opinion.family.as_ref().map(|family| format!("x-{family}"));
            opinion.answer = opinion.answer.as_ref().map(|answer| format!("renamed {answer}"));
        }
        other.options =
            other.options.map(|options| options.iter().rev().map(|option| format!("renamed {option}")).collect());
        let (a, b) = (consensus::agree(&plain), consensus::agree(&other));
        prop_assert_eq!(a.agreement.map(f64::to_bits), b.agreement.map(f64::to_bits));
        Ok(())
    });
}

#[test]
fn the_answer_does_not_depend_on_the_order() {
    check((seats(1..9), any::<u64>()), |(seats, turn)| {
        for kind in [Kind::Choice, Kind::Short, Kind::Text] {
            let plain = panel(kind, &seats);
            let mut other = plain.clone();
            let places = other.opinions.len();
            other.opinions.rotate_left(turn as usize % places);
            let (a, b) = (consensus::agree(&plain), consensus::agree(&other));
            prop_assert_eq!(a.answer, b.answer);
            prop_assert_eq!(a.confidence.map(f64::to_bits), b.confidence.map(f64::to_bits));
        }
        Ok(())
    });
}

#[test]
fn joining_the_leader_never_lowers_and_a_new_answer_never_raises() {
    check((seats(2..12), 0_usize..4), |(seats, family)| {
        prop_assume!(seats.iter().filter(|seat| seat.answer.is_some()).count() >= 2);
        let before = agreement(&seats);
        let leading = leader(&seats);
        let with_leader = joined(&seats, Seat { family: fresh_family(family), answer: Some(leading) });
        prop_assert!(agreement(&with_leader) >= before - EPSILON);
        let with_new = joined(&seats, Seat { family: fresh_family(family), answer: Some(50) });
        prop_assert!(agreement(&with_new) <= before + EPSILON);
        Ok(())
    });
}

#[test]
fn leaving_the_minority_for_the_leader_never_lowers() {
    check((seats(2..12), any::<u64>()), |(seats, which)| {
        prop_assume!(seats.iter().filter(|seat| seat.answer.is_some()).count() >= 2);
        let leading = leader(&seats);
        let minority: Vec<usize> =
            (0..seats.len()).filter(|&at| seats[at].answer.is_some_and(|answer| answer != leading)).collect();
        prop_assume!(!minority.is_empty());
        let mut moved = seats.clone();
        moved[minority[which as usize % minority.len()]].answer = Some(leading);
        prop_assert!(agreement(&moved) >= agreement(&seats) - EPSILON);
        Ok(())
    });
}

#[test]
fn a_mate_who_repeats_the_leader_raises_less_than_an_independent_expert() {
    check((seats(2..12), any::<u64>()), |(seats, which)| {
        prop_assume!(seats.iter().filter(|seat| seat.answer.is_some()).count() >= 2);
        let families: Vec<usize> =
            seats.iter().filter_map(|seat| seat.family.filter(|_| seat.answer.is_some())).collect();
        prop_assume!(!families.is_empty());
        let leading = leader(&seats);
        let mate =
            joined(&seats, Seat { family: Some(families[which as usize % families.len()]), answer: Some(leading) });
        let independent = joined(&seats, Seat { family: None, answer: Some(leading) });
        let (before, with_mate, with_other) = (agreement(&seats), agreement(&mate), agreement(&independent));
        prop_assert!(with_mate >= before - EPSILON);
        prop_assert!(with_mate <= with_other + EPSILON);
        Ok(())
    });
}

#[test]
fn silence_and_repetition_change_nothing() {
    check((seats(2..9), any::<u64>()), |(seats, which)| {
        let before = panel(Kind::Short, &seats);
        let mut silent = before.clone();
        silent.opinions.push(opinion("silent", None, None));
        let mut repeated = before.clone();
        repeated.opinions.push(before.opinions[which as usize % before.opinions.len()].clone());
        let agreement = consensus::agree(&before).agreement;
        prop_assert_eq!(consensus::agree(&silent).agreement, agreement);
        prop_assert_eq!(consensus::agree(&repeated).agreement, agreement);
        Ok(())
    });
}

#[test]
fn the_pick_answered_and_belongs_to_the_winning_cluster() {
    check(seats(1..9), |seats| {
        for kind in [Kind::Choice, Kind::Short, Kind::Text] {
            let panel = panel(kind, &seats);
            let verdict = consensus::agree(&panel);
            let Some(pick) = &verdict.pick else {
                prop_assert!(seats.iter().all(|seat| seat.answer.is_none()));
                continue;
            };
            let picked = panel.opinions.iter().find(|opinion| opinion.expert == *pick).expect("a member");
            prop_assert_eq!(&picked.answer, &verdict.answer);
            if kind != Kind::Text {
                prop_assert!(verdict.clusters[0].experts.contains(pick));
            }
            let sum: f64 = verdict.clusters.iter().map(|cluster| cluster.share).sum();
            prop_assert!((sum - 1.0).abs() < EPSILON);
        }
        Ok(())
    });
}

#[test]
fn without_families_the_plain_majority_wins() {
    check(seats(1..12), |seats| {
        let plain: Vec<Seat> = seats.iter().map(|seat| Seat { family: None, ..*seat }).collect();
        let count = |answer: usize| plain.iter().filter(|seat| seat.answer == Some(answer)).count();
        let most = (0..5).map(count).max().unwrap_or(0);
        if let Some(answer) = verdict(&plain).answer {
            let option: usize = answer.trim_start_matches("option ").parse().expect("an option");
            prop_assert_eq!(count(option), most);
        }
        Ok(())
    });
}

#[test]
fn confidence_is_a_probability_below_1_and_falls_when_a_supporter_turns_away() {
    check((seats(3..9), any::<u64>()), |(seats, which)| {
        let before = verdict(&seats);
        if let Some(confidence) = before.confidence {
            prop_assert!(confidence > 0.0 && confidence < 1.0);
        }
        for turned in supporter_turns_away(&seats, &before, which) {
            let after = verdict(&turned);
            if let (true, Some(was), Some(is)) = (after.answer == before.answer, before.confidence, after.confidence) {
                prop_assert!(is < was, "{is} {was}");
            }
        }
        Ok(())
    });
}

#[test]
fn unanimous_experts_are_not_certain() {
    for size in 2..40 {
        let same: Vec<Seat> = (0..size).map(|_| Seat { family: None, answer: Some(0) }).collect();
        let verdict = verdict(&same);
        assert!(verdict.confidence.is_some_and(|confidence| confidence < 1.0 && Some(confidence) != verdict.agreement));
    }
}

#[test]
fn small_changes_of_a_long_text_change_agreement_little() {
    let text = "Rotate the keys first, then restart the workers one by one and watch the queue while they drain \
                because a full restart would drop the messages that are still in flight at that moment";
    let three = |changed: &str| {
        let mut panel = panel(Kind::Text, &[]);
        for (name, answer) in [("a", text), ("b", text), ("c", changed)] {
            panel.opinions.push(opinion(name, Some("one family"), Some(answer)));
        }
        consensus::agree(&panel).agreement.expect("three answer")
    };
    let changed = three(&text.replace("watch", "observe"));
    assert_eq!(three(text), 1.0);
    assert!(changed > 0.9 && changed < 1.0, "{changed}");
}

#[test]
fn a_text_that_repeats_the_medoid_never_lowers_agreement() {
    let words = ["restart", "rollback", "monitor", "queue", "keys", "deploy"];
    check(proptest::collection::vec(proptest::collection::vec(0..words.len(), 1..6), 2..7), |texts| {
        let mut panel = panel(Kind::Text, &[]);
        for (at, text) in texts.iter().enumerate() {
            let text: Vec<&str> = text.iter().map(|&word| words[word]).collect();
            panel.opinions.push(opinion(&format!("e{at}"), None, Some(&text.join(" "))));
        }
        let before = consensus::agree(&panel);
        panel.opinions.push(opinion("new", None, before.answer.as_deref()));
        prop_assert!(consensus::agree(&panel).agreement >= before.agreement.map(|value| value - EPSILON));
        Ok(())
    });
}
