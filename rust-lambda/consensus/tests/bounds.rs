//! Each number that decides something, from both sides: just below and just above, nothing else changed.

use consensus::wire::{Given, Mode, State, Tally};
use consensus::{Kind, Learner, Opinion, Panel, Verdict, agree, infer, pairs};

/// The landmark of the decay: 2026-01-01.
const DAY: f64 = 20_454.0;

/// A word that is in no table, so that all weigh alike.
fn word(number: usize) -> String {
    let letter = |digit: usize| char::from(b"bdfgklmnprtvz"[digit % 13]);
    format!("{}a{}o{}uqx", letter(number), letter(number / 13), letter(number / 169))
}

fn words(range: std::ops::Range<usize>) -> String {
    range.map(word).collect::<Vec<_>>().join(" ")
}

/// Two texts of `all` words that have `shared` of them in common, in another order: they are no frame with two fillings.
fn alike(shared: usize, all: usize) -> [String; 2] {
    let turned = (0..shared).rev().map(word).collect::<Vec<_>>().join(" ");
    let own = |start: usize, common: String| format!("{} {common}.", words(start..start + all - shared));
    [own(500, words(0..shared)), own(1000, turned)]
}

fn panel(kind: Kind, answers: &[String]) -> Panel {
    let opinion = |(at, answer): (usize, &String)| Opinion {
        expert: format!("e{at}"),
        answer: Some(answer.clone()),
        ..Opinion::default()
    };
    Panel { kind, opinions: answers.iter().enumerate().map(opinion).collect(), ..Panel::default() }
}

fn texts(answers: &[String]) -> Verdict {
    agree(&panel(Kind::Text, answers))
}

#[test]
fn texts_are_one_answer_from_a_similarity_of_six_tenths() {
    for (shared, all, clusters) in [(7, 12, 2), (4, 7, 2), (8, 13, 1), (5, 8, 1)] {
        let both = alike(shared, all);
        let similarity = pairs(&panel(Kind::Text, &both))[0].2;
        assert!((similarity - shared as f64 / all as f64).abs() < 0.005, "{similarity}");
        assert_eq!(texts(&both).clusters.len(), clusters, "{shared} of {all} words");
    }
}

#[test]
fn short_answers_in_words_are_one_from_a_pair_score_of_four_tenths() {
    let below = [
        "harvest mountain bicycle quarrel lantern whisper copper thunder villager crimson",
        "monsoon puzzle ribbon falcon glacier tunnel orchard zealous pigment crimson",
    ];
    let above = [
        "harvest mountain bicycle quarrel lantern whisper copper thunder villager monsoon crimson",
        "crimson puzzle ribbon falcon glacier tunnel orchard zealous pigment cabbage dolphin",
    ];
    for (both, score, clusters) in [(below, 0.3977, 2), (above, 0.4129, 1)] {
        let asked = panel(Kind::Short, &both.map(str::to_owned));
        let found = pairs(&asked)[0].2;
        assert!((found - score).abs() < 5e-5, "{found}");
        assert_eq!(agree(&asked).clusters.len(), clusters, "{score}");
    }
}

#[test]
fn texts_without_a_majority_are_decided_from_an_agreement_of_three_tenths() {
    for (shared, all, decided) in [(3, 11, false), (5, 17, false), (4, 13, true), (5, 16, true)] {
        let verdict = texts(&alike(shared, all));
        assert_eq!(verdict.clusters.len(), 2);
        assert_eq!(verdict.decided, Some(decided), "{shared} of {all} words");
    }
}

#[test]
fn a_contradiction_of_a_quarter_of_the_weight_each_leaves_texts_undecided() {
    for (others, decided) in [(2, false), (3, true)] {
        let mut answers = vec![format!("Yes, {}.", words(0..9)), format!("No, {}.", words(20..29))];
        answers.extend((0..others).map(|at| words(100 * (at + 1)..100 * (at + 1) + 9)));
        let asked = Panel { least_agreement: Some(0.0), ..panel(Kind::Text, &answers) };
        assert_eq!(agree(&asked).decided, Some(decided), "{others} others");
    }
}

#[test]
fn texts_with_one_head_are_alike_by_three_quarters_and_with_two_by_a_fifth_at_most() {
    let headed = |a: &str, b: &str, shared: usize| {
        let [left, right] = alike(shared, 12);
        pairs(&panel(Kind::Text, &[format!("{a}, {left}"), format!("{b}, {right}")]))[0].2
    };
    assert_eq!(headed("Yes", "Yes", 0), 0.75);
    assert_eq!(headed("Yes", "No", 6), 0.2);
}

#[test]
fn sixty_four_different_texts_are_compared_in_pairs_and_one_more_is_not() {
    for (count, many) in [(64, false), (65, true)] {
        let answers: Vec<String> = (0..count).map(|at| words(at * 9..at * 9 + 9)).collect();
        assert_eq!(texts(&answers).method.contains("+many-answers"), many, "{count}");
    }
}

#[test]
fn a_hundred_options_are_ranked_and_one_more_is_not() {
    for (count, refused) in [(100, false), (101, true)] {
        let options: Vec<String> = (0..count).map(word).collect();
        let order = options.join(" > ");
        let asked = Panel { options: Some(options), ..panel(Kind::Ranking, &[order.clone(), order]) };
        assert_eq!(agree(&asked).method.contains("too-many-options"), refused, "{count}");
    }
}

#[test]
fn nobody_is_surer_than_nine_hundred_and_ninety_nine_in_a_thousand() {
    let sure = |experts: usize| {
        let asked =
            Panel { options: Some(vec!["A".into(), "B".into()]), ..panel(Kind::Choice, &vec!["A".into(); experts]) };
        agree(&asked).confidence.expect("answers")
    };
    assert!(sure(150) < 0.999);
    assert_eq!(sure(400), 0.999);
}

/// Lines on which three experts answer with whole numbers, the third one often alone.
fn lines(count: usize) -> Vec<Panel> {
    let answers = |line: usize| [line, line, line + line % 2].map(|number| (100 + number).to_string());
    (0..count).map(|line| panel(Kind::Short, &answers(line))).collect()
}

#[test]
fn twenty_lines_teach_what_nineteen_do_not() {
    for (count, few) in [(19, true), (20, false)] {
        let verdicts = infer(&lines(count));
        assert!(verdicts.iter().all(|verdict| verdict.method.contains("+few-lines") == few), "{}", verdicts[0].method);
    }
}

#[test]
fn a_line_after_twenty_others_is_weighed_by_what_they_taught() {
    let mut learner = Learner::new();
    let methods: Vec<String> = lines(21).iter().map(|line| learner.agree(line).method).collect();
    assert_eq!(methods[19], "short/plurality-1+few-lines");
    assert!(!methods[20].contains("+few-lines"), "{}", methods[20]);
}

#[test]
fn a_question_can_have_been_asked_ten_years_before_the_landmark_and_a_hundred_after() {
    let asked = |at: f64| {
        let known = Some(Given::Known(State::default()));
        Panel { at: Some(at), reliability: known, ..panel(Kind::Short, &["4".into(), "4".into()]) }
    };
    for (at, refused) in [(-3_653.0, false), (-3_653.1, true), (36_525.0, false), (36_525.1, true)] {
        assert_eq!(agree(&asked(DAY + at)).method.ends_with("+day-refused"), refused, "{at}");
    }
}

#[test]
fn a_state_whose_sums_cannot_be_is_refused() {
    for (right, asked, known) in [
        (1.0, 1e150, true),
        (1.0, 1.1e150, false),
        (10.000_001, 10.0, true),
        (10.000_1, 10.0, false),
        (0.0, -0.000_1, false),
    ] {
        let given = Given::new(State { experts: [("a".to_owned(), Tally { right, asked })].into() });
        assert_eq!(matches!(given, Given::Known(_)), known, "{right} of {asked}");
    }
}

#[test]
fn twenty_judged_answers_of_each_expert_are_enough_to_decide() {
    let weighs = |asked: f64, mode: Mode| {
        let tally = |name: &str| (name.to_owned(), Tally { right: asked / 2.0, asked });
        let state = State { experts: ["e0", "e1"].map(tally).into() };
        let known = Some(Given::Known(state));
        let asked = Panel {
            reliability: known,
            reliability_mode: Some(mode),
            at: Some(DAY),
            ..panel(Kind::Short, &["4".into(), "4".into()])
        };
        serde_json::to_value(agree(&asked)).expect("plain data")["reliability"]["weighs"].clone()
    };
    assert_eq!(weighs(20.0, Mode::Auto), true);
    assert_eq!(weighs(19.996, Mode::Auto), true);
    assert_eq!(weighs(19.99, Mode::Auto), false);
    assert_eq!(weighs(2000.0, Mode::Shadow), false);
}
