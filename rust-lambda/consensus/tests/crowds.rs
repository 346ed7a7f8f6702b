//! The axioms of agreement in large panels with large families.

mod common;

use common::{Seat, answered, check_some, crowd, joined, panel};
use consensus::{Kind, Verdict};
use proptest::prelude::*;

const CASES: u32 = 150;

/// Rounding of the fixed-point sums, with room.
const EPSILON: f64 = 1e-9;

/// What leaving a minority for the leader may cost where mates are there already: see `agreement`.
const OPEN: f64 = 0.005;

fn weigh(seats: &[Seat]) -> Verdict {
    consensus::agree(&panel(Kind::Short, seats))
}

fn agreement(seats: &[Seat]) -> f64 {
    weigh(seats).agreement.expect("two answer")
}

fn leader(seats: &[Seat]) -> usize {
    weigh(seats).answer.expect("somebody answered").parse().expect("a number")
}

#[test]
fn all_the_same_is_1_and_all_different_0_whatever_the_families() {
    check_some(CASES, crowd(), |seats| {
        prop_assert_eq!(agreement(&answered(&seats, |_| 3)), 1.0);
        prop_assert_eq!(agreement(&answered(&seats, |at| at)), 0.0);
        Ok(())
    });
}

#[test]
fn joining_the_leader_never_lowers_and_a_new_answer_never_raises() {
    check_some(CASES, (crowd(), 0_usize..6), |(seats, family)| {
        let (before, leading) = (agreement(&seats), leader(&seats));
        let family = (family < 5).then_some(family);
        let with_leader = joined(&seats, Seat { family, answer: Some(leading) });
        prop_assert!(agreement(&with_leader) >= before - EPSILON);
        let with_new = joined(&seats, Seat { family, answer: Some(99) });
        prop_assert!(agreement(&with_new) <= before + EPSILON);
        Ok(())
    });
}

#[test]
fn a_mate_raises_less_than_a_stranger() {
    check_some(CASES, (crowd(), 0_usize..5), |(seats, family)| {
        let leading = leader(&seats);
        let mate = agreement(&joined(&seats, Seat { family: Some(family), answer: Some(leading) }));
        let stranger = agreement(&joined(&seats, Seat { family: None, answer: Some(leading) }));
        prop_assert!(mate <= stranger + EPSILON);
        Ok(())
    });
}

#[test]
fn leaving_the_minority_for_the_leader_never_lowers_unless_mates_are_there() {
    check_some(CASES, (crowd(), any::<u64>()), |(seats, which)| {
        let (before, leading) = (agreement(&seats), leader(&seats));
        let minority: Vec<usize> = (0..seats.len()).filter(|&at| seats[at].answer != Some(leading)).collect();
        prop_assume!(!minority.is_empty());
        let mover = minority[which as usize % minority.len()];
        let is_mate = |seat: &Seat| seat.family.is_some() && seat.family == seats[mover].family;
        let mates = seats.iter().any(|seat| seat.answer == Some(leading) && is_mate(seat));
        let mut moved = seats.clone();
        moved[mover].answer = Some(leading);
        let allowed = if mates { OPEN } else { EPSILON };
        prop_assert!(agreement(&moved) >= before - allowed, "{} {}", before, agreement(&moved));
        Ok(())
    });
}

#[test]
fn the_open_wish_costs_no_more_than_is_stated() {
    // The worst panel of up to 200 experts: 16 mates lead, one mate and 7 strangers follow, 12 scatter.
    let seat = |family: Option<usize>, answer: usize| Seat { family, answer: Some(answer) };
    let mates = (0..16).map(|_| seat(Some(0), 0));
    let second = [seat(Some(0), 1)].into_iter().chain((0..7).map(|_| seat(None, 1)));
    let seats: Vec<Seat> = mates.chain(second).chain((0..12).map(|at| seat(None, 100 + at))).collect();
    assert_eq!(leader(&seats), 0);
    let mut moved = seats.clone();
    moved[16].answer = Some(0);
    let lost = agreement(&seats) - agreement(&moved);
    assert!(lost > 0.0 && lost < 0.004, "{lost}");
}

#[test]
fn an_even_split_over_k_is_at_most_one_in_k() {
    check_some(CASES, (2_usize..8, 1_usize..25, proptest::collection::vec(0_usize..8, 200)), |(k, each, families)| {
        // Families that take no side: as many members behind each answer.
        let split: Vec<Seat> = (0..k * each)
            .map(|at| Seat { family: (families[at / k] < 4).then_some(families[at / k]), answer: Some(at % k) })
            .collect();
        prop_assert!(agreement(&split) <= 1.0 / k as f64 + EPSILON);
        Ok(())
    });
}
