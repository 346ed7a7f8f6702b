//! Votes and parts of whole replies, over generated mutations.

use consensus::reply::{self, Asked};
use consensus::{Kind, Opinion, Panel};
use proptest::prelude::*;

const OPTIONS: [&str; 3] = ["approve", "revise", "reject"];

/// Words in front of an option after which it is not chosen.
const NOT_BEFORE: [&str; 22] = [
    "not ",
    "never ",
    "don't ",
    "I would not ",
    "I cannot ",
    "unable to ",
    "neither ",
    "perhaps ",
    "maybe ",
    "I hesitate to ",
    "it would be wrong to ",
    "it would be premature to ",
    "far from ",
    "I refuse to ",
    "nicht ",
    "ne pas ",
    "no ",
    "\u{4e0d}",
    "\u{43d}\u{435} ",
    "some would ",
    "either ",
    "before I can ",
];

/// Words behind an option after which it is not chosen.
const NOT_BEHIND: [&str; 14] = [
    " if the tests pass",
    " only after the fix",
    " unless it leaks",
    "? No.",
    ": no",
    ", but only on Monday",
    " is not an option",
    " is wrong",
    " or another",
    ", maybe",
    ", just kidding",
    " would be a mistake",
    " once it is fixed",
    ", I am not sure",
];

/// Values that switch off what stands before them.
const OFF: [&str; 14] = [
    "false",
    "FALSE",
    "0",
    "no",
    "off",
    "denied",
    "\u{274c}",
    "\u{2717}",
    "nein",
    "non",
    "nee",
    "falso",
    "\u{43d}\u{435}\u{442}",
    "\u{5426}",
];

/// Both poles in one clause, in ten languages.
const BOTH: [&str; 10] = [
    "Yes and no",
    "Ja und nein",
    "Oui et non",
    "S\u{ed} y no",
    "S\u{ec} e no",
    "Sim e n\u{e3}o",
    "Ja en nee",
    "\u{434}\u{430} \u{438} \u{43d}\u{435}\u{442}",
    "\u{65e2}\u{662f}\u{53c8}\u{4e0d}\u{662f}",
    "\u{306f}\u{3044}\u{3067}\u{3082}\u{3044}\u{3044}\u{3048}\u{3067}\u{3082}\u{3042}\u{308b}",
];

/// Advice for one thing, in ten languages.
const ADVICE: [&str; 12] = [
    "Use {}.",
    "Just go with {}.",
    "Nimm {}.",
    "Utilisez {}.",
    "Usa {}.",
    "Scegli {}.",
    "Escolha {}.",
    "Gebruik {}.",
    "\u{418}\u{441}\u{43f}\u{43e}\u{43b}\u{44c}\u{437}\u{443}\u{439}\u{442}\u{435} {}.",
    "\u{4f7f}\u{7528}{}\u{3002}",
    "{}\u{3092}\u{4f7f}\u{3063}\u{3066}\u{304f}\u{3060}\u{3055}\u{3044}\u{3002}",
    "Answer: use {}",
];

/// What makes no advice for one thing of it.
const NO_ADVICE: [&str; 16] = [
    "Don't use {}.",
    "Never use {}.",
    "You could use {}.",
    "You can use {}.",
    "Use {} or another one.",
    "Use {} unless it is small.",
    "Use {} if it is big.",
    "Use {} only for tests.",
    "They use {}.",
    "Nimm nicht {}.",
    "Nimm kein {}.",
    "N'utilisez pas {}.",
    "No uses {}.",
    "Non usare {}.",
    "\u{4e0d}\u{8981}\u{4f7f}\u{7528}{}\u{3002}",
    "Should I use {}?",
];

fn vote_among(options: &[&str], text: &str) -> Option<usize> {
    let options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
    let asked = Asked { kind: Kind::Choice, options: Some(&options), ..Asked::default() };
    reply::read(&asked, text, false).option
}

fn vote(text: &str, cut: bool) -> Option<usize> {
    let options: Vec<String> = OPTIONS.iter().map(|option| (*option).to_owned()).collect();
    let asked = Asked { kind: Kind::Choice, options: Some(&options), ..Asked::default() };
    reply::read(&asked, text, cut).option
}

fn option() -> impl Strategy<Value = usize> {
    0..OPTIONS.len()
}

proptest! {
    #[test]
    fn an_option_alone_on_its_marked_line_is_read(option in option(), reason in "[a-z ]{0,40}", mark in prop::sample::select(vec!["Answer: ", "**Answer:** ", "Final answer: "])) {
        prop_assert_eq!(vote(&format!("{reason}\n\n{mark}{}", OPTIONS[option]), false), Some(option));
    }

    #[test]
    fn a_denial_or_doubt_before_an_option_is_no_vote(option in option(), word in prop::sample::select(&NOT_BEFORE[..]), mark in prop::sample::select(vec!["", "Answer: ", "The answer is "])) {
        prop_assert_eq!(vote(&format!("{mark}{word}{}", OPTIONS[option]), false), None);
    }

    #[test]
    fn a_condition_or_doubt_behind_an_option_is_no_vote(option in option(), words in prop::sample::select(&NOT_BEHIND[..]), mark in prop::sample::select(vec!["", "Answer: ", "The answer is "])) {
        // "reject: no" may be read as a refusal or as none, never as another option.
        let read = vote(&format!("{mark}{}{words}", OPTIONS[option]), false);
        prop_assert!(read.is_none(), "{words}: {read:?}");
    }

    #[test]
    fn an_option_that_is_switched_off_is_no_vote(option in option(), off in prop::sample::select(&OFF[..]), sign in prop::sample::select(vec![": ", " = ", " -> ", " => ", ":", "="]), end in prop::sample::select(vec!["", ".", "\n"])) {
        let read = vote(&format!("Answer: {}{sign}{off}{end}", OPTIONS[option]), false);
        prop_assert!(read.is_none(), "{off}: {read:?}");
    }

    #[test]
    fn a_correction_that_only_supposes_is_no_vote(a in option(), b in option(), mood in prop::sample::select(vec!["would be right", "might be better", "should be considered", "w\u{e4}re richtig", "serait juste", "ser\u{ed}a lo correcto"]), word in prop::sample::select(vec!["Correction", "Korrektur", "Edit", "Correcci\u{f3}n"])) {
        prop_assume!(a != b);
        prop_assert_eq!(vote(&format!("Answer: {}\n{word}: {} {mood}.", OPTIONS[a], OPTIONS[b]), false), None);
    }

    #[test]
    fn both_poles_are_no_vote(both in prop::sample::select(&BOTH[..]), mark in prop::sample::select(vec!["", "Answer: ", "The answer is: "]), end in prop::sample::select(vec!["", ".", "!"])) {
        prop_assert_eq!(vote_among(&["yes", "no"], &format!("{mark}{both}{end}")), None);
    }

    #[test]
    fn advice_for_one_option_alone_is_a_vote(option in 0..3_usize, words in prop::sample::select(&ADVICE[..])) {
        let options = ["PostgreSQL", "MySQL", "SQLite"];
        prop_assert_eq!(vote_among(&options, &words.replace("{}", options[option])), Some(option));
    }

    #[test]
    fn advice_with_a_case_or_a_rival_is_no_vote(option in 0..3_usize, words in prop::sample::select(&NO_ADVICE[..])) {
        let options = ["PostgreSQL", "MySQL", "SQLite"];
        prop_assert_eq!(vote_among(&options, &words.replace("{}", options[option])), None);
        let two = format!("Use {} for logs and {} for the rest.", options[option], options[(option + 1) % 3]);
        prop_assert_eq!(vote_among(&options, &two), None);
    }

    #[test]
    fn a_range_is_one_with_its_spellings_and_with_neither_end(low in 1..900_u32, more in 1..90_u32, words in prop::sample::select(vec!["{}-{}", "from {} to {}", "between {} and {}", "zwischen {} und {}", "entre {} et {}", "entre {} y {}", "tra {} e {}", "tussen {} en {}", "\u{43e}\u{442} {} \u{434}\u{43e} {}", "{}\u{5230}{}"])) {
        let high = low + more;
        let range = words.replacen("{}", &low.to_string(), 1).replacen("{}", &high.to_string(), 1);
        prop_assert!(are_one(&range, &format!("{low} to {high}")), "{range}");
        prop_assert!(!are_one(&range, &low.to_string()) && !are_one(&range, &high.to_string()), "{range}");
    }

    #[test]
    fn a_denied_number_is_not_the_number(value in 2..5_000_u32, words in prop::sample::select(vec!["{} is wrong", "not {}", "{} ist falsch", "no es {}", "{} would be incorrect", "{} est faux", "{} \u{e8} sbagliato", "n\u{e3}o \u{e9} {}", "niet {}", "\u{43d}\u{435} {}", "\u{4e0d}\u{662f}{}", "{}\u{4e0d}\u{5bf9}", "{}: no", "{}? No."])) {
        prop_assert!(!are_one(&words.replace("{}", &value.to_string()), &value.to_string()), "{words}");
    }

    #[test]
    fn two_options_are_no_vote(a in option(), b in option(), between in prop::sample::select(vec![", ", " or ", "/", " and ", " & ", "\n"])) {
        prop_assume!(a != b);
        prop_assert_eq!(vote(&format!("{}{between}{}", OPTIONS[a], OPTIONS[b]), false), None);
    }

    #[test]
    fn thinking_never_turns_a_vote(option in option(), other in option(), tag in prop::sample::select(vec!["think", "thinking", "reasoning", "seed:think"])) {
        let reply = format!("<{tag}>The answer is {}.\nAnswer: {}</{tag}>\n\nAnswer: {}", OPTIONS[other], OPTIONS[other], OPTIONS[option]);
        prop_assert_eq!(vote(&reply, false), Some(option));
    }

    #[test]
    fn a_reply_cut_anywhere_before_its_mark_is_no_vote(option in option(), at in 0_usize..60) {
        let reply = format!("Some people would {0}, others would not. The {0} camp says so.\nAnswer: {0}\n", OPTIONS[option]);
        let mark = reply.rfind("Answer: ").unwrap_or(0);
        prop_assert_eq!(vote(&reply[..at.min(mark)], true), None);
    }
}

/// Whether two short answers come to the same, in a panel of two.
fn are_one(a: &str, b: &str) -> bool {
    let opinion = |expert: &str, answer: &str| Opinion {
        expert: expert.into(),
        answer: Some(answer.into()),
        ..Opinion::default()
    };
    let panel = Panel {
        id: "q".into(),
        kind: Kind::Short,
        opinions: vec![opinion("a", a), opinion("b", b)],
        ..Panel::default()
    };
    consensus::agree(&panel).clusters.len() == 1
}

#[test]
fn basis_points_are_points_of_a_percentage() {
    assert!(are_one("100 bps", "1%") && !are_one("100 bps", "100%") && are_one("100 bps", "100 bit/s"));
}

#[test]
fn the_span_of_a_short_answer_is_right_in_a_reply_with_thinking() {
    let reply = "<think>\u{1f914} First guess: 381.</think>\n\nThe answer is 391.";
    let opinion = |expert: &str, answer: &str| Opinion {
        expert: expert.into(),
        answer: Some(answer.into()),
        ..Opinion::default()
    };
    let panel = Panel { id: "q".into(), kind: Kind::Short, opinions: vec![opinion("a", reply)], ..Panel::default() };
    let verdict = consensus::agree(&panel);
    let units: Vec<u16> = reply.encode_utf16().collect();
    let [start, end] = verdict.span.expect("a span");
    assert_eq!(String::from_utf16_lossy(&units[start..end]), "391");
}

#[test]
fn a_text_is_delivered_without_its_thinking() {
    let opinion = |expert: &str, answer: &str| Opinion {
        expert: expert.into(),
        answer: Some(answer.into()),
        ..Opinion::default()
    };
    let opinions = vec![
        opinion("a", "<think>They may be a beginner.</think>\n\nUse a covering index."),
        opinion("b", "<think>Hm"),
    ];
    let panel = Panel { id: "q".into(), kind: Kind::Text, opinions, ..Panel::default() };
    assert_eq!(consensus::agree(&panel).answer.as_deref(), Some("Use a covering index."));
}

#[test]
fn a_question_mark_alone_answers_nothing() {
    let opinion = |expert: &str, answer: &str| Opinion {
        expert: expert.to_owned(),
        answer: Some(answer.to_owned()),
        ..Opinion::default()
    };
    for nothing in ["?", "Answer: ?", "**Answer:** ??", "\u{ff1f}", "\\boxed{?}"] {
        let opinions = vec![opinion("a", "42"), opinion("b", nothing)];
        let verdict = consensus::agree(&Panel { kind: Kind::Short, opinions, ..Panel::default() });
        assert_eq!(verdict.answer.as_deref(), Some("42"), "{nothing}");
        let coverage = verdict.standing.expect("a standing").coverage;
        assert_eq!((coverage.asked, coverage.answered), (2, 1), "{nothing}");
    }
    // In quotes or backticks it is a sign that is meant.
    let opinions = vec![opinion("a", "`?`"), opinion("b", "'?'")];
    let verdict = consensus::agree(&Panel { kind: Kind::Short, opinions, ..Panel::default() });
    assert_eq!(verdict.standing.expect("a standing").coverage.answered, 2);
}

#[test]
fn who_commits_to_nothing_is_unreadable_whatever_is_asked() {
    let options = ["Yes", "No"].map(str::to_owned);
    let long = "There is much to be said for it, and as much against it. ".repeat(8);
    for (kind, reply) in [
        (Kind::Auto, "It depends.".to_owned()),
        (Kind::Text, "It depends.".to_owned()),
        (Kind::Short, "It depends.".to_owned()),
        (Kind::Choice, "It depends.".to_owned()),
        (Kind::Short, format!("{long}\n\nAnswer: It depends.")),
        (Kind::Choice, format!("{long}\n\nAnswer: It depends.")),
    ] {
        let options = (kind == Kind::Choice).then_some(&options[..]);
        let read = reply::read(&Asked { kind, options, ..Asked::default() }, &reply, false);
        assert!(read.unreadable.is_some(), "{kind:?} {reply}");
    }
}
