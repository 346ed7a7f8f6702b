//! Very many different texts: the sum of the panel stands for all its pairs.

use consensus::ballot::Ballot;
use consensus::{Kind, Opinion, Panel};

/// Texts over a small vocabulary; the first expert has two answers.
fn crowd(size: usize) -> Panel {
    let text =
        |at: usize| (0..12).map(|word| format!("word{} ", (at * 31 + word * word * (at % 7 + 1)) % 53)).collect();
    let opinion = |at: usize| Opinion {
        expert: format!("e{}", at.max(1)),
        family: at.is_multiple_of(3).then(|| format!("f{}", at % 5)),
        answer: Some(text(at)),
        ..Opinion::default()
    };
    let opinions = (0..size).map(opinion).collect();
    Panel { id: "crowd".to_owned(), kind: Kind::Text, opinions, ..Panel::default() }
}

#[test]
fn the_sum_of_a_crowd_gives_the_agreement_of_all_its_pairs() {
    let panel = crowd(120);
    let ballot = Ballot::new(&panel);
    assert!(ballot.compared().points.are_many());
    let (mut alike, mut all) = (0.0, 0.0);
    for (at, a) in ballot.votes.iter().enumerate() {
        for b in ballot.votes[..at].iter().filter(|b| b.expert != a.expert) {
            alike += a.weight * b.weight * ballot.similarity(a.opinion, b.opinion);
            all += a.weight * b.weight;
        }
    }
    let found = consensus::agreement::of(&ballot, Kind::Text).expect("many answered");
    assert!((found - alike / all).abs() < 1e-6, "{found} {}", alike / all);
}

#[test]
fn a_crowd_in_another_order_gets_the_same_verdict() {
    let panel = crowd(150);
    let mut turned = panel.clone();
    turned.opinions.reverse();
    let (one, two) = (consensus::agree(&panel), consensus::agree(&turned));
    assert_eq!((one.agreement, one.pick, one.answer), (two.agreement, two.pick, two.answer));
    assert!(one.method.ends_with("+many-answers"), "{}", one.method);
}
