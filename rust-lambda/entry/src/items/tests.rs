use super::{
    Answers, AttributeValue, Attributes, Failure, add_words, awaited, circle, key_of_words, panel_so_far,
    reliability_partition, with_feedback, with_reliability,
};
use consensus::wire::{Feedback, Given, Mode};
use consensus::{Awaited, Kind, Panel};
use lambda_runtime::Diagnostic;

fn item(pairs: &[(&str, &str)]) -> Attributes {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), AttributeValue::S((*value).to_owned()))).collect()
}

fn panel(id: &str, run: Option<&Attributes>, opinions: &[Attributes]) -> Result<Panel, Failure> {
    super::panel(id, run, opinions, Answers::Standing)
}

fn run(status: &str) -> Attributes {
    let mut run = item(&[("question", "Safe?"), ("kind", "choice"), ("status", status)]);
    let options = ["approve", "reject"].map(|option| AttributeValue::S(option.to_owned()));
    run.insert("options".to_owned(), AttributeValue::L(options.to_vec()));
    run
}

#[test]
fn a_closed_run_becomes_a_panel_of_the_answered() {
    let opinions = [
        item(&[("expert", "a"), ("family", "f"), ("status", "answered"), ("answer", "approve")]),
        item(&[("expert", "b"), ("status", "timeout")]),
        item(&[("expert", "c"), ("status", "answered"), ("answer", "reject")]),
    ];
    let panel = panel("c1", Some(&run("closed")), &opinions).expect("a panel");
    assert_eq!(panel.kind, Kind::Choice);
    assert_eq!(panel.options.as_deref(), Some(&["approve".to_owned(), "reject".to_owned()][..]));
    let experts: Vec<&str> = panel.opinions.iter().map(|opinion| opinion.expert.as_str()).collect();
    assert_eq!(experts, ["a", "c"]);
    assert_eq!(panel.opinions[1].family, None);
}

#[test]
fn words_that_are_not_in_an_item_are_put_back_into_it() {
    let mut opinion = item(&[("expert", "a"), ("status", "answered"), ("texts", "answers/c1/a-00.json")]);
    assert_eq!(key_of_words(&opinion), Some("answers/c1/a-00.json"));
    assert!(panel("c1", Some(&run("closed")), &[opinion.clone()]).is_err());
    add_words(&mut opinion, r#"{"answer":"At length: approve","reasoning":"Well","conclusion":"approve"}"#)
        .expect("words");
    let panel = panel("c1", Some(&run("closed")), &[opinion.clone()]).expect("a panel");
    assert_eq!(panel.opinions[0].answer.as_deref(), Some("At length: approve"));
    assert_eq!(panel.opinions[0].conclusion.as_deref(), Some("approve"));
    for wrong in ["", "[]", r#"{"answer":1}"#] {
        assert!(matches!(add_words(&mut opinion, wrong), Err(Failure::BadItem(_))));
    }
    assert_eq!(key_of_words(&item(&[("answer", "yes")])), None);
}

#[test]
fn what_was_read_on_arrival_and_the_form_of_the_answers_go_with_the_panel() {
    let mut run = run("closed");
    run.insert("ordered".to_owned(), AttributeValue::Bool(true));
    run.insert("leastAgreement".to_owned(), AttributeValue::N("0.4".to_owned()));
    run.insert("schema".to_owned(), AttributeValue::S("{}".to_owned()));
    run.insert("promise".to_owned(), AttributeValue::N("0.95".to_owned()));
    let opinions = [
        item(&[
            ("expert", "a"),
            ("status", "answered"),
            ("answer", "Fine by me."),
            ("vote", "approve"),
            ("conclusion", "x"),
        ]),
        item(&[("expert", "b"), ("status", "answered"), ("answer", "No."), ("conclusion", "reject")]),
        item(&[("expert", "c"), ("status", "unreadable"), ("answer", "Either approve or reject.")]),
    ];
    let panel = panel("c1", Some(&run), &opinions).expect("a panel");
    assert_eq!(panel.promise, Some(0.95));
    assert_eq!((panel.ordered, panel.least_agreement, panel.schema.as_deref()), (true, Some(0.4), Some("{}")));
    let conclusions: Vec<Option<&str>> = panel.opinions.iter().map(|opinion| opinion.conclusion.as_deref()).collect();
    assert_eq!(conclusions, [Some("approve"), Some("reject")]);
}

#[test]
fn seats_of_which_nothing_is_stored_are_awaited_and_a_panel_so_far_may_be_of_an_open_run() {
    let mut run = run("open");
    let seat = |expert: &str, family: Option<&str>| {
        let mut seat = item(&[("expert", expert)]);
        seat.extend(family.map(|family| ("family".to_owned(), AttributeValue::S(family.to_owned()))));
        AttributeValue::M(seat)
    };
    let seats = vec![seat("a", Some("f")), seat("b", Some("g")), seat("c", None)];
    run.insert("seats".to_owned(), AttributeValue::L(seats));
    let opinions = [item(&[("expert", "a"), ("status", "failed")])];
    let found = awaited(&run, &opinions).expect("seats");
    let expected = [("b", Some("g")), ("c", None)];
    let expected = expected.map(|(expert, family)| Awaited { expert: expert.into(), family: family.map(Into::into) });
    assert_eq!(found, expected);
    assert!(panel_so_far("c1", Some(&run), &opinions).expect("a panel").opinions.is_empty());
    // Whoever sits in the place of an expert that failed is awaited too, and the candidates behind it are not.
    run.insert("standIns".to_owned(), AttributeValue::L(vec![seat("d", Some("h")), seat("e", None)]));
    assert_eq!(awaited(&run, &opinions).expect("seats"), expected);
    let lines = [r#"["opinion",1,"a",1,"failed",0,null,"key-rejected"]"#, r#"["replaced",2,"a","d","key-rejected"]"#];
    let lines = lines.map(|line| AttributeValue::S(line.to_owned()));
    run.insert("journal".to_owned(), AttributeValue::L(lines.to_vec()));
    let joined = Awaited { expert: "d".into(), family: Some("h".into()) };
    assert_eq!(awaited(&run, &opinions).expect("seats"), [&expected[..], &[joined]].concat());
    run.remove("seats");
    assert!(matches!(awaited(&run, &opinions), Err(Failure::BadItem(_))));
}

#[test]
fn failures_have_names() {
    let name = |failure: Failure| Diagnostic::from(failure).error_type;
    assert_eq!(name(panel("c1", None, &[]).unwrap_err()), "RunNotFound");
    assert_eq!(name(panel("c1", Some(&run("open")), &[]).unwrap_err()), "RunNotClosed");
    let wordless = item(&[("expert", "a"), ("status", "answered")]);
    assert_eq!(name(panel("c1", Some(&run("closed")), &[wordless]).unwrap_err()), "BadItem");
    let mut unknown = run("closed");
    unknown.insert("kind".to_owned(), AttributeValue::S("poem".to_owned()));
    assert_eq!(name(panel("c1", Some(&unknown), &[]).unwrap_err()), "BadItem");
}

fn numbers(expert: &str, right: &str, asked: &str) -> Attributes {
    let mut item = item(&[("sk", &format!("V1#{expert}"))]);
    item.insert("right".to_owned(), AttributeValue::N(right.to_owned()));
    item.insert("asked".to_owned(), AttributeValue::N(asked.to_owned()));
    item
}

fn learning_run(learning: &str) -> Attributes {
    let mut run = run("closed");
    let more =
        [("tenant", "t1"), ("circle", "safety"), ("learning", learning), ("createdAt", "2026-01-02T12:00:00.000Z")];
    run.extend(item(&more));
    run
}

#[test]
fn what_is_known_of_the_experts_comes_with_the_panel() {
    let run = learning_run("auto");
    assert_eq!(reliability_partition(&run), Ok(Some("RELIABILITY#t1#safety#choice".to_owned())));
    assert_eq!(circle(&run), Ok([Some("t1"), Some("safety"), Some("choice")]));
    let panel = panel("c1", Some(&run), &[]).expect("a panel");
    assert_eq!(panel.at, Some(20_455.5));
    let panel = with_reliability(panel, &run, &[numbers("a", "1.5", "2"), numbers("b", "0", "0.25")]);
    assert_eq!(panel.reliability_mode, Some(Mode::Auto));
    let Some(Given::Known(state)) = panel.reliability else { panic!("a state") };
    assert_eq!(state.experts["a"].right, 1.5);
    assert_eq!(state.experts["b"].asked, 0.25);
}

#[test]
fn a_tenant_cannot_spell_the_circle_of_another() {
    let mut run = learning_run("auto");
    run.extend(item(&[("tenant", "t1#\u{e9} x")]));
    assert_eq!(reliability_partition(&run), Ok(Some("RELIABILITY#t1%23%C3%A9%20x#safety#choice".to_owned())));
}

#[test]
fn a_circle_that_does_not_learn_has_no_partition() {
    assert_eq!(reliability_partition(&learning_run("off")), Ok(None));
    assert_eq!(reliability_partition(&run("closed")), Ok(None));
    let shadow = learning_run("shadow");
    let panel = with_reliability(panel("c1", Some(&shadow), &[]).expect("a panel"), &shadow, &[]);
    assert_eq!(panel.reliability_mode, Some(Mode::Shadow));
}

#[test]
fn numbers_that_cannot_be_refuse_the_state_and_not_the_run() {
    for (right, asked) in [("NaN", "1"), ("-5", "1"), ("1e300", "1e300"), ("2", "1"), ("", "")] {
        let run = learning_run("auto");
        let panel = panel("c1", Some(&run), &[]).expect("a panel");
        let panel = with_reliability(panel, &run, &[numbers("a", right, asked)]);
        assert!(matches!(panel.reliability, Some(Given::Refused(_))), "{right}");
    }
}

#[test]
fn feedback_comes_with_the_panel() {
    let mut feedback = item(&[("about", "a")]);
    feedback.insert("right".to_owned(), AttributeValue::Bool(false));
    let panel = panel("c1", Some(&run("closed")), &[]).expect("a panel");
    let panel = with_feedback(panel, Some(&run("closed")), &[], Some(&feedback)).expect("a panel");
    assert_eq!(panel.outcome, Some(Feedback { answer: None, right: Some(false), about: Some("a".to_owned()) }));
}

/// An opinion of a round, and the run whose journal tells of those that are named.
fn debate(told: &[(&str, u32, &str)], closed_before: usize) -> Attributes {
    let line =
        |&(expert, round, status): &(&str, u32, &str)| format!(r#"["opinion",1,"{expert}",{round},"{status}",null]"#);
    let mut lines: Vec<String> = told.iter().map(line).collect();
    lines.insert(closed_before, r#"["closed",2,"all"]"#.to_owned());
    let mut run = run("closed");
    run.insert("v".to_owned(), AttributeValue::N("2".to_owned()));
    run.insert("journal".to_owned(), AttributeValue::L(lines.into_iter().map(AttributeValue::S).collect()));
    run
}

fn said(expert: &str, round: u32, status: &str, answer: &str) -> Attributes {
    let mut opinion = item(&[("expert", expert), ("status", status), ("answer", answer)]);
    if round > 1 {
        opinion.insert("round".to_owned(), AttributeValue::N(round.to_string()));
    }
    opinion
}

#[test]
fn a_second_answer_takes_the_place_of_the_first_where_it_counts() {
    let opinions = [
        said("a", 1, "answered", "approve"),
        said("a", 2, "answered", "reject"),
        said("b", 1, "answered", "approve"),
        said("b", 2, "timeout", ""),
        said("c", 1, "answered", "reject"),
        said("c", 2, "answered", "approve"),
    ];
    let told = [
        ("a", 1, "answered"),
        ("b", 1, "answered"),
        ("c", 1, "answered"),
        ("b", 2, "timeout"),
        ("a", 2, "answered"),
        ("c", 2, "answered"),
    ];
    // The second answer of c came after the close.
    let run = debate(&told, 5);
    let read = |answers: Answers| -> Vec<(String, String)> {
        let panel = super::panel("c1", Some(&run), &opinions, answers).expect("a panel");
        panel.opinions.into_iter().map(|one| (one.expert, one.answer.unwrap_or_default())).collect()
    };
    let pairs = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter().map(|&(expert, answer)| (expert.to_owned(), answer.to_owned())).collect()
    };
    assert_eq!(read(Answers::Standing), pairs(&[("a", "reject"), ("b", "approve"), ("c", "reject")]));
    assert_eq!(read(Answers::First), pairs(&[("a", "approve"), ("b", "approve"), ("c", "reject")]));
    assert_eq!(read(Answers::All), pairs(&[("a", "approve"), ("a#2", "reject"), ("b", "approve"), ("c", "reject")]));
}

#[test]
fn what_is_said_of_a_second_answer_teaches_nothing_of_the_first() {
    let opinions =
        [said("a", 1, "answered", "approve"), said("a", 2, "answered", "reject"), said("b", 1, "answered", "reject")];
    let run = debate(&[("a", 1, "answered"), ("b", 1, "answered"), ("a", 2, "answered")], 3);
    let outcome = |about: &str, answer: Option<&str>| {
        let mut feedback = item(&[("about", about)]);
        feedback.insert("right".to_owned(), AttributeValue::Bool(true));
        feedback.extend(answer.map(|answer| ("answer".to_owned(), AttributeValue::S(answer.to_owned()))));
        let panel = super::panel("c1", Some(&run), &opinions, Answers::First).expect("a panel");
        with_feedback(panel, Some(&run), &opinions, Some(&feedback)).expect("a panel").outcome
    };
    assert_eq!(outcome("a", None), None);
    let known = |answer: &str| Some(Feedback { answer: Some(answer.to_owned()), right: None, about: None });
    assert_eq!(outcome("a", Some("reject")), known("reject"));
    let of_b = Feedback { answer: None, right: Some(true), about: Some("b".to_owned()) };
    assert_eq!(outcome("b", None), Some(of_b));
}
