//! No verdict hangs on the id of its line, on the order of the opinions or on the names of the experts.

mod common;

use common::opinion;
use consensus::{Kind, Panel, Verdict, agree, infer};
use proptest::prelude::*;

const OPTIONS: [&str; 4] = ["Postgres", "MySQL", "SQLite", "Redis"];

/// Answers of each kind among which ties are frequent.
fn answers(kind: Kind) -> Vec<&'static str> {
    match kind {
        Kind::Ranking => vec![
            "Postgres > MySQL > SQLite > Redis",
            "MySQL > Postgres > Redis > SQLite",
            "Redis > SQLite",
            "3. Postgres\n2. Redis\n1. SQLite",
            "no idea",
        ],
        Kind::Choice => vec!["Postgres", "Answer: MySQL", "**Verdict:** SQLite", "Redis", "none of them"],
        Kind::Short => vec!["90 min", "1.5 h", "2 h", "Paris", "paris", "Lyon"],
        _ => vec!["Yes, it can.", "No, it cannot.", "Yes, please send me the query.", "Use Redis.", "ANSWER: 4", "4"],
    }
}

fn panel(id: &str, kind: Kind, said: &[(usize, String)]) -> Panel {
    let all = answers(kind);
    let opinions = said.iter().map(|(at, name)| opinion(name, None, Some(all[at % all.len()])));
    let options = matches!(kind, Kind::Choice | Kind::Ranking).then(|| OPTIONS.map(str::to_owned).to_vec());
    Panel { id: id.to_owned(), kind, options, opinions: opinions.collect(), ..Panel::default() }
}

/// What is delivered, without the names that it is credited to.
#[derive(Debug, PartialEq)]
struct Delivered {
    answer: Option<String>,
    decided: Option<bool>,
    agreement: Option<u64>,
    order: Option<Vec<Vec<String>>>,
    sizes: Vec<usize>,
}

fn delivered(verdict: Verdict) -> Delivered {
    let mut sizes: Vec<usize> = verdict.clusters.iter().map(|cluster| cluster.experts.len()).collect();
    sizes.sort_unstable();
    Delivered {
        answer: verdict.answer,
        decided: verdict.decided,
        agreement: verdict.agreement.map(f64::to_bits),
        order: verdict.ranking.map(|ranking| ranking.order),
        sizes,
    }
}

proptest! {
    #[test]
    fn ids_orders_and_names_change_nothing(
        kind in prop::sample::select(vec![Kind::Choice, Kind::Short, Kind::Ranking, Kind::Auto, Kind::Text]),
        said in prop::collection::vec(0_usize..6, 1..7),
        id in "[a-z0-9]{0,6}",
        turn in 0_usize..7,
    ) {
        let named = |prefix: &str| {
            said.iter().enumerate().map(|(at, said)| (*said, format!("{prefix}{at}"))).collect::<Vec<_>>()
        };
        let first = delivered(agree(&panel("", kind, &named("e"))));
        let mut turned = named("e");
        let by = turn % turned.len();
        turned.rotate_left(by);
        prop_assert_eq!(&delivered(agree(&panel(&id, kind, &turned))), &first);
        turned.reverse();
        prop_assert_eq!(&delivered(agree(&panel(&id, kind, &turned))), &first);
        let mut renamed = named("z");
        renamed.iter_mut().for_each(|(at, name)| *name = format!("{}{name}", (b'z' - *at as u8) as char));
        prop_assert_eq!(&delivered(agree(&panel(&id, kind, &renamed))), &first);
    }
}

#[test]
fn a_tie_of_rankings_is_one_under_every_id() {
    let said = [(0, "a".to_owned()), (1, "b".to_owned())];
    let answers: std::collections::BTreeSet<_> =
        (0..50).map(|id| agree(&panel(&format!("run-{id}"), Kind::Ranking, &said)).answer).collect();
    assert_eq!(answers.len(), 1);
}

#[test]
fn lines_of_kind_auto_are_resolved_among_others() {
    let said = |answers: [&str; 3]| {
        let opinions = ["a", "b", "c"].iter().zip(answers).map(|(name, answer)| opinion(name, None, Some(answer)));
        Panel { kind: Kind::Auto, opinions: opinions.collect(), ..Panel::default() }
    };
    let panels = [
        said(["Yes, it can.", "Yes.", "No, it cannot."]),
        said(["It is so.\nANSWER: 4", "Counted.\nANSWER: 4", "ANSWER: 5"]),
        said([
            "One may sort the whole list first and then search in it by halves.",
            "Build an index over the names, since they hardly ever change at all.",
            "Ask the owner of the list to keep it sorted, and search it from its head.",
        ]),
    ];
    let verdicts = infer(&panels);
    let read: Vec<_> = verdicts.iter().map(|verdict| verdict.read_as).collect();
    assert_eq!(read, [Some(Kind::Choice), Some(Kind::Short), Some(Kind::Text)]);
    assert!(verdicts[0].answer.as_deref().is_some_and(|answer| answer.starts_with("Yes")));
    assert!(verdicts[1].answer.as_deref().is_some_and(|answer| answer.ends_with("ANSWER: 4")));
}
