//! Panels that a stranger would bring: typed answers, texts of which one differs from two others in one contrast, and
//! texts that differ in nothing that counts. Each is weighed in all orders of its experts.

use consensus::{Kind, Opinion, Panel, Verdict, agree};
use serde::Deserialize;

/// Typed answers. `wins`: whose answer is delivered, nobody's where nothing is decided.
#[derive(Deserialize)]
struct Typed {
    case: String,
    question: String,
    schema: serde_json::Value,
    answers: Vec<String>,
    wins: Option<Vec<usize>>,
    #[serde(default)]
    unread: Vec<usize>,
    #[serde(default)]
    apart: Vec<(usize, usize)>,
}

/// Two say one thing, a third another one. `decides`: whether two are found to say the same.
#[derive(Deserialize)]
struct Compared {
    contrast: String,
    question: String,
    said: [String; 2],
    other: String,
    decides: bool,
}

fn lines<T: for<'a> Deserialize<'a>>(file: &str) -> Vec<T> {
    file.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// All orders of some experts; of many the first one and its reverse.
fn orders(count: usize) -> Vec<Vec<usize>> {
    match count {
        3 => vec![vec![0, 1, 2], vec![0, 2, 1], vec![1, 0, 2], vec![1, 2, 0], vec![2, 0, 1], vec![2, 1, 0]],
        _ => vec![(0..count).collect(), (0..count).rev().collect()],
    }
}

fn name(at: usize) -> String {
    format!("e{at}")
}

/// Weighs the answers in an order; experts are named by their place in the line.
fn weighed(panel: &Panel, answers: &[&str], order: &[usize]) -> Verdict {
    let opinion =
        |at: &usize| Opinion { expert: name(*at), answer: Some(answers[*at].to_owned()), ..Opinion::default() };
    agree(&Panel { opinions: order.iter().map(opinion).collect(), ..panel.clone() })
}

fn are_together(verdict: &Verdict, a: usize, b: usize) -> bool {
    let together = |experts: &[String]| experts.contains(&name(a)) && experts.contains(&name(b));
    verdict.clusters.iter().any(|cluster| cluster.share > 0.0 && together(&cluster.experts))
}

#[test]
fn typed_answers_are_decided_by_what_their_fields_say() {
    for Typed { case, question, schema, answers, wins, unread, apart } in lines(include_str!("panels/typed.jsonl")) {
        let panel =
            Panel { kind: Kind::Text, question: Some(question), schema: Some(schema.to_string()), ..Panel::default() };
        let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
        for order in orders(answers.len()) {
            let verdict = weighed(&panel, &answers, &order);
            let case = format!("{case}, order {order:?}");
            let silent: Vec<usize> = (0..answers.len())
                .filter(|at| verdict.clusters.iter().all(|one| one.share == 0.0 || !one.experts.contains(&name(*at))))
                .collect();
            assert_eq!(silent, unread, "{case}: unread");
            if let Some(wins) = &wins {
                assert_eq!(verdict.decided, Some(!wins.is_empty()), "{case}: decided");
                let picked = verdict.pick.as_deref().is_some_and(|pick| wins.iter().any(|at| name(*at) == pick));
                assert!(wins.is_empty() || picked, "{case}: {:?} is picked", verdict.pick);
            }
            for (a, b) in &apart {
                assert!(!are_together(&verdict, *a, *b), "{case}: {a} and {b} are one");
            }
        }
    }
}

#[test]
fn what_one_alone_says_is_never_the_answer_of_two() {
    for Compared { contrast, question, said, other, decides } in lines(include_str!("panels/compared.jsonl")) {
        let panel = Panel { kind: Kind::Text, question: Some(question), ..Panel::default() };
        let answers = [&*said[0], &*said[1], &*other];
        for order in orders(3) {
            let verdict = weighed(&panel, &answers, &order);
            let case = format!("{contrast}: {answers:?}, order {order:?}");
            assert!(!are_together(&verdict, 0, 2) && !are_together(&verdict, 1, 2), "{case}: one with the others");
            assert!(verdict.decided != Some(true) || verdict.pick != Some(name(2)), "{case}: delivered");
            assert!(!decides || verdict.decided == Some(true), "{case}: undecided");
        }
    }
}

#[test]
fn what_is_harmless_parts_nobody() {
    for answers in lines::<[String; 2]>(include_str!("panels/alike.jsonl")) {
        let panel = Panel { kind: Kind::Text, ..Panel::default() };
        for order in orders(2) {
            let verdict = weighed(&panel, &[&answers[0], &answers[1]], &order);
            assert!(are_together(&verdict, 0, 1), "{answers:?}");
        }
    }
}
