//! Which pairs of brief answers are not what they should be, in every kind that reads them.

use consensus::{Kind, Opinion, Panel, agree};

/// Whether two answers are one, whichever of them has the majority.
pub fn are_one(kind: Kind, question: &str, a: &str, b: &str) -> bool {
    [[a, b, a], [b, a, b]].iter().any(|answers| {
        let opinions = answers.iter().enumerate().map(|(at, answer)| Opinion {
            expert: format!("e{at}"),
            answer: Some((*answer).to_owned()),
            ..Opinion::default()
        });
        let panel =
            Panel { kind, question: Some(question.to_owned()), opinions: opinions.collect(), ..Panel::default() };
        agree(&panel).clusters.iter().any(|cluster| cluster.experts.len() == 3)
    })
}

/// The pairs that are not what they should be.
pub fn found(question: &str, pairs: &[[String; 2]], one: bool) -> Vec<String> {
    let kinds = [Kind::Short, Kind::Auto];
    let each = pairs.iter().flat_map(|pair| kinds.map(|kind| (kind, pair)));
    let wrong = each.filter(|(kind, [a, b])| are_one(*kind, question, a, b) != one);
    wrong.map(|(kind, pair)| format!("{kind:?} {question} {pair:?}")).collect()
}
