use super::{
    AttributeValue, Attributes, Failure, circle, panel, reliability_partition, with_feedback, with_reliability,
};
use consensus::Kind;
use consensus::reliability::{Feedback, Given, Mode};
use lambda_runtime::Diagnostic;

fn item(pairs: &[(&str, &str)]) -> Attributes {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), AttributeValue::S((*value).to_owned()))).collect()
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
    let panel = with_feedback(panel, Some(&feedback));
    assert_eq!(panel.outcome, Some(Feedback { answer: None, right: Some(false), about: Some("a".to_owned()) }));
}
