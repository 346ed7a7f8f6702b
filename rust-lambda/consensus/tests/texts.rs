//! Texts: contrasts are dissent, conclusions count, and nothing hangs on order, names or ids.

mod common;

use common::{check_some, opinion};
use consensus::wire::Relation;
use consensus::{Kind, Opinion, Panel, Verdict, agree};
use proptest::prelude::*;

fn panel(kind: Kind, question: Option<&str>, answers: &[&str]) -> Panel {
    let opinion = |(at, answer): (usize, &&str)| opinion(&format!("e{at}"), None, Some(answer));
    Panel {
        id: "line".to_owned(),
        question: question.map(str::to_owned),
        kind,
        opinions: answers.iter().enumerate().map(opinion).collect(),
        ..Panel::default()
    }
}

fn concluding(kind: Kind, answers: &[(&str, &str)]) -> Panel {
    let opinion = |(at, (answer, conclusion)): (usize, &(&str, &str))| Opinion {
        conclusion: Some((*conclusion).to_owned()),
        ..opinion(&format!("e{at}"), None, Some(answer))
    };
    Panel { kind, opinions: answers.iter().enumerate().map(opinion).collect(), ..Panel::default() }
}

fn dissent(verdict: &Verdict) -> &[consensus::wire::Dissent] {
    &verdict.standing.as_ref().expect("a standing").dissent
}

/// Two of three say the one, the third says the other.
const SPLIT: [(&str, &str); 24] = [
    ("DELETE FROM t WHERE id = 5;", "DELETE FROM t WHERE id <> 5;"),
    ("x + 1", "x - 1"),
    ("x < 1", "x > 1"),
    ("x == y", "x != y"),
    ("a and b", "a or b"),
    ("a * b", "a / b"),
    ("a && b", "a || b"),
    ("a >= b", "a > b"),
    ("echo x > out", "echo x >> out"),
    ("!x", "x"),
    ("a?.b", "a.b"),
    ("a ?? b", "a || b"),
    ("not x", "x"),
    ("rm -rf ./build", "rm -rf / build"),
    ("rm -r build", "rm -R build"),
    (
        "Yes. The migration takes only a short lock on the table.",
        "No. The migration takes only a short lock on the table.",
    ),
    ("You can drop the column.", "You cannot drop the column."),
    ("Take the backup before the deployment.", "Take the backup after the deployment."),
    ("The policy allows public access.", "The policy denies public access."),
    ("Wait 30 s.", "Wait 30 minutes."),
    ("All replicas must restart.", "All replicas may restart."),
    ("Stocks will increase next year.", "Stocks will decrease next year."),
    ("Man muss den Dienst vorher stoppen.", "Man muss den Dienst nachher stoppen."),
    ("\u{5fc5}\u{987b}\u{5148}\u{5907}\u{4efd}\u{3002}", "\u{4e0d}\u{5fc5}\u{5148}\u{5907}\u{4efd}\u{3002}"),
];

#[test]
fn a_contrast_is_dissent_and_the_minority_is_never_delivered() {
    for (said, denied) in SPLIT {
        for (kind, most) in [(Kind::Text, [said, denied, said]), (Kind::Text, [denied, said, said])] {
            let verdict = agree(&panel(kind, None, &most));
            assert_eq!(verdict.answer.as_deref(), Some(said), "{said}");
            assert!(verdict.agreement.expect("agreement") < 0.6, "{said}: {:?}", verdict.agreement);
            assert_eq!(dissent(&verdict).len(), 1, "{said}");
            assert_eq!(dissent(&verdict)[0].relation, Some(Relation::Contradicts), "{said}");
            assert_eq!(verdict.decided, Some(true), "{said}");
        }
    }
}

#[test]
fn short_texts_that_differ_in_a_word_of_meaning_are_not_one() {
    for (one, other) in [
        ("Deploy to staging first.", "Deploy to production first."),
        ("Store the sessions in memory.", "Store the sessions in cookies."),
        ("Use a queue between the services.", "Use a database between the services."),
        ("Zuerst den Server neu starten.", "Zuerst den Client neu starten."),
    ] {
        let verdict = agree(&panel(Kind::Text, None, &[one, one, other]));
        assert_eq!(verdict.clusters.len(), 2, "{one} / {other}");
        assert_eq!(verdict.answer.as_deref(), Some(one));
    }
    for (one, other) in [
        ("Deploy to staging first.", "Deploy to staging, first!"),
        ("Restart the server after the upgrade.", "Restart the servers after the upgrade."),
    ] {
        let verdict = agree(&panel(Kind::Text, None, &[one, one, other]));
        assert_eq!(verdict.clusters.len(), 1, "{one} / {other}");
    }
}

#[test]
fn harmless_rewordings_agree_fully() {
    let same = ["rm -r -f ./build", "`rm -f -r ./build`", "```sh\nrm -rf ./build\n```"];
    let verdict = agree(&panel(Kind::Text, None, &same));
    assert_eq!((verdict.agreement, dissent(&verdict).len()), (Some(1.0), 0));
}

#[test]
fn options_in_the_question_are_counted() {
    let question = "Which organelle makes ATP? A) nucleus B) mitochondrion. End with ANSWER: <letter>.";
    let answers =
        ["The powerhouse.\nANSWER: B", "The DNA is there.\nANSWER: A", "Respiration happens inside it.\nANSWER: B"];
    let verdict = agree(&panel(Kind::Auto, Some(question), &answers));
    assert_eq!(verdict.read_as, Some(Kind::Choice));
    assert_eq!(verdict.clusters[0].experts, ["e0", "e2"]);
    assert_eq!(dissent(&verdict)[0].experts, ["e1"]);
    let answer = verdict.answer.expect("an answer");
    assert!(answer.ends_with("ANSWER: B"), "the whole answer is delivered");
    let span = verdict.span.expect("a span");
    assert_eq!(&answer[span[0]..span[1]], "B");
    assert!((verdict.agreement.expect("agreement") - 1.0 / 3.0).abs() < 1e-9);
    let apart = agree(&panel(Kind::Auto, Some("A) x1 B) x2 C) x3"), &["p.\nB", "q.\nA", "r.\nC"]));
    assert_eq!((apart.read_as, apart.agreement), (Some(Kind::Choice), Some(0.0)));
    assert_eq!(dissent(&apart).len(), 2);
}

#[test]
fn prose_that_ends_in_a_conclusion_is_counted_by_it() {
    let reasons = ["It asks for bank details.", "The reader subscribed.", "It answers a question that was asked."];
    for minority in 0..3 {
        let answers: Vec<String> = reasons
            .iter()
            .enumerate()
            .map(|(at, reason)| format!("{reason}\n\nANSWER: {}", if at == minority { "spam" } else { "ham" }))
            .collect();
        let texts: Vec<&str> = answers.iter().map(String::as_str).collect();
        for kind in [Kind::Auto, Kind::Text] {
            let verdict = agree(&panel(kind, Some("Is it spam?"), &texts));
            assert!(verdict.answer.expect("an answer").ends_with("ham"), "{kind:?}, {minority}");
            assert_eq!(dissent(&agree(&panel(kind, None, &texts))).len(), 1);
        }
    }
}

#[test]
fn a_question_that_asks_whether_is_a_vote() {
    let answers = [
        "3599 is a prime number.\nConclusion: Yes, it is prime.",
        "3599 = 59 x 61.\nConclusion: No, it is composite.",
        "No. It is 59 times 61.",
    ];
    let verdict = agree(&panel(Kind::Auto, Some("Is 3599 a prime number?"), &answers));
    assert_eq!(verdict.read_as, Some(Kind::Choice));
    assert_eq!(verdict.clusters[0].experts, ["e1", "e2"]);
    let two = agree(&panel(
        Kind::Text,
        None,
        &["I checked: it is a prime number, since no small prime divides it.", "3599 = 59 \u{b7} 61, no"],
    ));
    assert_eq!(two.decided, Some(false));
    assert_eq!(two.positions.map(|positions| positions.len()), Some(2));
}

#[test]
fn texts_that_conclude_the_same_are_one_whatever_their_wording() {
    let answers = [
        ("Logical replication copies the table while it is used.", "Use logical replication."),
        ("Subscribe the new server, wait until it has caught up, then switch.", "Use logical replication"),
        ("There is no safe way online; take a maintenance window.", "Take a maintenance window."),
    ];
    let verdict = agree(&concluding(Kind::Text, &answers));
    assert_eq!(verdict.clusters[0].experts, ["e0", "e1"]);
    assert_eq!(verdict.decided, Some(true));
    assert_ne!(verdict.pick.as_deref(), Some("e2"));
}

#[test]
fn compositions_are_decided_by_quality() {
    let poems = [
        ("Roses are red, violets blue.", "none"),
        ("The sea is wide and cold tonight.", "None."),
        ("Autumn leaves fall one by one.", "none"),
    ];
    let verdict = agree(&concluding(Kind::Text, &poems));
    assert_eq!(verdict.decided, Some(true));
    let auto = agree(&concluding(Kind::Auto, &poems));
    assert_eq!((auto.read_as, auto.decided), (Some(Kind::Text), Some(true)));
}

#[test]
fn short_facts_in_prose_are_counted_and_delivered_whole() {
    let answers = [
        "17 times 20 is 340, and 17 times 3 is 51.\n\nConclusion: 391",
        "It is **391**.\n\nAnswer: 391",
        "Conclusion: 401",
    ];
    let verdict = agree(&panel(Kind::Auto, Some("What is 17 * 23?"), &answers));
    assert_eq!(verdict.read_as, Some(Kind::Short));
    assert_eq!(verdict.clusters[0].experts, ["e0", "e1"]);
    assert!(verdict.answer.expect("an answer").len() > 10 && verdict.span.is_some());
}

#[test]
fn one_word_in_a_long_text_is_dissent() {
    let page = |word: &str| {
        let head = "The service keeps its state in one table and reads it through an index.\n".repeat(12);
        let tail = "Alarms go to the team that owns the queue, and nobody else is paged.\n".repeat(12);
        format!("{head}Take the backup {word} the deployment.\n{tail}")
    };
    let (before, after) = (page("before"), page("after"));
    let verdict = agree(&panel(Kind::Text, None, &[&before, &after, &before.replace("\n", "\n\n")]));
    assert_eq!(verdict.answer.as_deref().map(|answer| answer.contains("before")), Some(true));
    let of_after = dissent(&verdict).iter().find(|entry| entry.experts == ["e1"]).expect("a dissent");
    assert_eq!(of_after.relation, Some(Relation::Contradicts));
}

/// Random panels of texts that agree, differ and contradict.
fn texts() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(0..SPLIT.len().min(6) * 2, 2..7)
}

fn of(choice: usize) -> &'static str {
    let (said, denied) = SPLIT[choice / 2];
    if choice.is_multiple_of(2) { said } else { denied }
}

#[test]
fn the_verdict_hangs_neither_on_order_nor_on_names_nor_on_ids() {
    check_some(300, (texts(), any::<u64>()), |(choices, seed)| {
        for kind in [Kind::Text, Kind::Auto] {
            let answers: Vec<&str> = choices.iter().map(|choice| of(*choice)).collect();
            let first = agree(&panel(kind, Some("q"), &answers));
            let mut order: Vec<usize> = (0..answers.len()).collect();
            order.sort_by_key(|at| (*at as u64 + 1).wrapping_mul(seed | 1));
            let moved: Vec<&str> = order.iter().map(|at| answers[*at]).collect();
            let other = Panel { id: format!("other {seed}"), ..panel(kind, Some("q"), &moved) };
            let second = agree(&other);
            prop_assert_eq!(&first.answer, &second.answer);
            prop_assert_eq!(
                (first.agreement, first.decided, first.read_as),
                (second.agreement, second.decided, second.read_as)
            );
            let shares =
                |verdict: &Verdict| verdict.clusters.iter().map(|cluster| cluster.share.to_bits()).collect::<Vec<_>>();
            prop_assert_eq!(shares(&first), shares(&second));
        }
        Ok(())
    });
}

/// The verdict without what names may change: who of those with equal words is credited.
fn nameless(verdict: &Verdict, name_of: impl Fn(&str) -> String) -> serde_json::Value {
    let clusters = verdict.clusters.iter().map(|cluster| {
        let experts: Vec<String> = cluster.experts.iter().map(|expert| name_of(expert)).collect();
        serde_json::json!([experts, cluster.share])
    });
    let clusters: Vec<serde_json::Value> = clusters.collect();
    let positions = verdict.positions.iter().flatten().map(|position| position.share).collect::<Vec<_>>();
    serde_json::json!([
        verdict.answer,
        verdict.agreement,
        verdict.confidence,
        verdict.method,
        verdict.decided,
        verdict.read_as,
        verdict.span,
        clusters,
        positions
    ])
}

#[test]
fn experts_under_other_names_and_a_line_under_another_id_give_the_same_verdict() {
    check_some(150, (texts(), any::<u64>()), |(choices, seed)| {
        for kind in [Kind::Short, Kind::Text, Kind::Auto] {
            let answers: Vec<&str> = choices.iter().map(|choice| of(*choice)).collect();
            let plain = panel(kind, Some("q"), &answers);
            let mut other = Panel { id: format!("again {seed}"), ..plain.clone() };
            let names: Vec<String> = (0..answers.len() as u64)
                .map(|at| format!("m{}", seed.wrapping_mul(2 * at + 1) % 1_000_003 * 10 + at))
                .collect();
            for (opinion, name) in other.opinions.iter_mut().zip(&names) {
                opinion.expert.clone_from(name);
            }
            let back = |name: &str| {
                names.iter().position(|known| known == name).map_or_else(String::new, |at| format!("e{at}"))
            };
            let (first, second) = (agree(&plain), agree(&other));
            prop_assert_eq!(nameless(&first, str::to_owned), nameless(&second, back));
            // Under another id alone not even the names change.
            let again = agree(&Panel { id: "other".to_owned(), ..plain.clone() });
            prop_assert_eq!(Verdict { id: first.id.clone(), ..again }, first);
        }
        Ok(())
    });
}
