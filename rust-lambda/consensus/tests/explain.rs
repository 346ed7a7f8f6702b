//! Verdicts in words: a golden text, and what no verdict is.

use consensus::{Kind, Opinion, Panel, explain};

fn explained(line: &str) -> String {
    explain::line(line.as_bytes()).expect("a verdict")
}

#[test]
fn the_golden_verdicts_are_put_into_these_words() {
    let lines = include_str!("golden/explain.jsonl").lines();
    let words: Vec<String> = lines.map(explained).collect();
    let expected = include_str!("golden/explain.txt");
    assert_eq!(words.join("\n"), expected);
}

#[test]
fn nothing_undecided_is_told_as_the_answer() {
    let line = |fields: &str| {
        format!(
            r#"{{"id":"a",{fields}"agreement":0,"confidence":0.5,"clusters":[{{"experts":["ada"],"share":0.5}},{{"experts":["bob"],"share":0.5}}],"method":"choice/plurality-1","stability":{{"unchanged":0.5,"pivotal":["ada"]}}}}"#
        )
    };
    let of_the_core = explained(&line(r#""answer":"yes","pick":"ada","decided":false,"#));
    let of_the_api =
        explained(&line(r#""answer":null,"pick":null,"positions":[{"experts":["ada"],"share":0.5,"answer":"yes"}],"#));
    for words in [of_the_core, of_the_api] {
        assert!(words.contains("a: Nothing is decided"), "{words}");
        assert!(words.contains("One side: ada, with 50%"), "{words}");
        for claimed in ["The answer", "Stability", "Confidence", "For it"] {
            assert!(!words.contains(claimed), "{claimed} in {words}");
        }
    }
}

#[test]
fn what_is_no_verdict_is_named() {
    for (line, reason) in [
        ("", "not JSON"),
        ("[1,2]", "no JSON object"),
        ("{\"id\":\"a\"}", "method and clusters are missing"),
        ("{\"method\":7,\"clusters\":[]}", "method and clusters are missing"),
        ("{\"id\":\"a\",\"status\":\"open\",\"verdict\":null}", "its status is open"),
    ] {
        let found = explain::line(line.as_bytes()).expect_err(line);
        assert!(found.contains(reason), "{found}");
    }
}

#[test]
fn a_ranking_of_the_api_lists_its_scores() {
    let words = explained(
        r#"{"answer":"A","pick":"ada","agreement":1,"confidence":null,"clusters":[],"method":"ranking/schulze-1","ranking":{"order":[["A"],["B"]],"scores":[{"option":"A","borda":2,"copeland":1},{"option":"B","borda":0,"copeland":0}],"kemeny":{"order":["A","B"],"distance":0,"exact":true},"concordance":1}}"#,
    );
    assert!(words.contains("   1  A           2.0       1.0\n   2  B           0.0       0.0\n"), "{words}");
}

#[test]
fn claims_of_the_api_are_quoted_and_unknown_shadows_passed_over() {
    let words = explained(
        r#"{"answer":"Backups are kept for 30 days.","pick":"ada","agreement":0.5,"confidence":null,"clusters":[],"method":"text/quality-1","claims":[{"expert":"ada","span":[0,29],"supports":["ada"],"contradicts":["bob"],"silent":[],"text":"Backups are kept for 30 days."}],"reliability":{"evidence":30,"weighs":false,"estimates":{},"shadow":null}}"#,
    );
    assert!(words.contains("“Backups are kept for 30 days.”; supported by ada, contradicted by bob."), "{words}");
    assert!(words.contains("only reported, since it never decides on texts"), "{words}");
    assert!(!words.contains("It would decide"), "{words}");
}

#[test]
fn a_shadow_agrees_with_nothing_where_nothing_is_decided() {
    let line = |decided: bool| {
        explained(&format!(
            r#"{{"answer":"blue","pick":"cyd","decided":{decided},"agreement":0,"confidence":null,"clusters":[],"method":"choice/learnt-2","reliability":{{"learnt":{{}},"evidence":1,"weighs":false,"estimates":{{}},"shadow":{{"pick":"cyd","option":0,"agrees":true}}}}}}"#
        ))
    };
    assert!(line(true).contains("It would decide the same, for cyd."), "{}", line(true));
    assert!(!line(false).contains("would decide"), "{}", line(false));
}

#[test]
fn a_short_answer_is_cut_out_of_its_reply() {
    let of = |span: &str| {
        explained(&format!(
            r#"{{"answer":"ᵘ😀 it is 42.","pick":"ada","agreement":null,"clusters":[],"method":"short/plurality-1","span":{span}}}"#
        ))
    };
    assert!(of("[10,12]").starts_with("The answer is “42”, in the words of ada."), "{}", of("[10,12]"));
    for absurd in ["[10]", "[3,900]", "[12,10]", "[-1,2]", "[1,2]", "7"] {
        assert!(of(absurd).starts_with("The answer is “"), "{}", of(absurd));
    }
}

#[test]
fn fields_of_other_types_are_passed_over() {
    let words = explained(
        r#"{"id":7,"answer":["x"],"pick":{},"agreement":"high","confidence":[],"clusters":[1,{"experts":"all"}],"method":"a","stability":9,"independent":"two","coverage":3,"dissent":"no","reliability":{"evidence":"x"},"ranking":{"order":7},"claims":[3]}"#,
    );
    assert!(words.starts_with("There is no answer."), "{words}");
}

#[test]
fn no_text_of_an_expert_can_steer_the_terminal() {
    let line = serde_json::json!({
        "id": "\u{1b}]0;x\u{7}", "answer": "a\u{1b}[2Jb\u{202e}c\u{0}\r\nd", "pick": "e\u{1b}", "agreement": null,
        "confidence": null, "clusters": [{"experts": ["e\u{1b}"], "share": 1.0}], "method": "short/\u{1b}[1m",
    });
    let words = explained(&line.to_string());
    assert!(words.chars().all(|letter| letter == '\n' || !letter.is_control()), "{words:?}");
    assert!(!words.contains('\u{202e}'));
}

#[test]
fn every_rule_of_the_library_has_words() {
    let opinion = |at: usize, answer: &str| Opinion {
        expert: format!("e{at}"),
        family: None,
        answer: Some(answer.to_owned()),
        ..Opinion::default()
    };
    let panel = |kind: Kind, answers: &[&str], id: usize| Panel {
        id: id.to_string(),
        kind,
        options: matches!(kind, Kind::Choice | Kind::Ranking).then(|| ["A", "B", "C"].map(str::to_owned).to_vec()),
        opinions: answers.iter().enumerate().map(|(at, answer)| opinion(at, answer)).collect(),
        ..Panel::default()
    };
    let mut verdicts = Vec::new();
    let answers: [(Kind, &[&str]); 5] = [
        (Kind::Choice, &["A", "B", "A"]),
        (Kind::Short, &["1", "2", "1"]),
        (Kind::Short, &["Rome", "Paris", "Rome"]),
        (Kind::Text, &["one long text", "another long text", "a third"]),
        (Kind::Ranking, &["A > B", "B > A > C", "C"]),
    ];
    for (kind, answers) in answers {
        let many: Vec<Panel> = (0..30).map(|id| panel(kind, answers, id)).collect();
        verdicts.extend(consensus::infer(&many));
        verdicts.extend(consensus::infer(&many[..2]));
        verdicts.push(consensus::agree(&many[0]));
        verdicts.push(consensus::agree(&panel(kind, &[], 0)));
        verdicts.push(consensus::Learner::new().agree(&many[0]));
    }
    for verdict in verdicts {
        let words = explained(&serde_json::to_string(&verdict).expect("plain data"));
        assert!(!words.contains("without words here"), "{words}");
    }
}

#[test]
fn typed_answers_are_told_field_by_field() {
    let answer = |label: &str, reason: &str| Some(format!(r#"Sure: {{"label":"{label}","reason":"{reason}"}}"#));
    let opinion = |expert: &str, label: &str, reason: &str| Opinion {
        expert: expert.to_owned(),
        answer: answer(label, reason),
        ..Opinion::default()
    };
    let panel = Panel {
        id: "q".to_owned(),
        kind: Kind::Text,
        schema: Some(r#"{"properties":{"label":{"enum":["spam","ham"]},"reason":{"type":"string"}}}"#.to_owned()),
        opinions: vec![opinion("ada", "ham", "x"), opinion("bob", "ham", "y"), opinion("cyd", "spam", "z")],
        ..Panel::default()
    };
    let words = explained(&serde_json::to_string(&consensus::agree(&panel)).expect("plain data"));
    assert!(words.contains("The field /label is decided: 67% of the weight says what"), "{words}");
    assert!(words.contains("The field /reason holds reasons, which have no vote."), "{words}");
    assert!(words.contains("The answer is \u{201c}{\"label\":\"ham\""), "{words}");
    assert!(!words.contains("without words here"), "{words}");
}

#[test]
fn what_experts_say_steers_neither_a_terminal_nor_a_build() {
    let words = explained(
        r###"{"id":":","answer":"::error::y\u001b[2J","pick":"##vso[x]y","agreement":1,"confidence":null,"clusters":[{"experts":["##vso[x]y","a\u202eb"],"share":1}],"method":"text/::add-mask::z"}"###,
    );
    assert!(!words.lines().any(|line| line.trim_start().starts_with("::")), "{words}");
    for sign in ["\u{1b}", "\u{202e}", "##vso[", "“::", "(::"] {
        assert!(!words.contains(sign), "{sign:?} in {words}");
    }
}
