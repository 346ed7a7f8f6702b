//! A yes or a no in whatever words: all that only answers the question is one answer, the opposite is another, and so is
//! what takes something back.

mod common;

use common::are_one_answer;

/// A question, what denies it, and the same with more.
struct Asked {
    question: &'static str,
    yes: &'static [&'static str],
    no: &'static [&'static str],
    /// A yes and what takes it back.
    but: [&'static str; 2],
}

const ASKED: [Asked; 5] = [
    Asked {
        question: "May the photo be published?",
        yes: &["Yes", "Yes, it may be published.", "The photo may be published.", "Yes, the photo may be published."],
        no: &[
            "No",
            "No, it must not be published.",
            "No, the photo may not be published.",
            "The photo may not be published.",
            "The photo must not be published.",
        ],
        but: ["Yes, publish it.", "Yes, but do not publish it yet."],
    },
    Asked {
        question: "Can the part be welded?",
        yes: &["Yes", "Yes, it can be welded.", "The part can be welded."],
        no: &["No", "No, the part cannot be welded.", "No, it cannot be welded.", "The part cannot be welded."],
        but: ["Yes, weld it.", "Yes, but do not weld it twice."],
    },
    Asked {
        question: "Is the clause valid?",
        yes: &["Yes", "Yes, it is valid.", "The clause is valid.", "Yes, the clause is valid."],
        no: &[
            "No",
            "No, the clause is invalid.",
            "The clause is invalid.",
            "No, it is not valid.",
            "The clause is not valid.",
        ],
        but: ["Yes, sign it.", "Yes, but do not sign it."],
    },
    Asked {
        question: "Should the release go out today?",
        yes: &[
            "Yes",
            "Yes, the release should go out today.",
            "Yes. The release should go out today.",
            "All tests pass, so the release should go out today.",
            "Yes, the release should go out today, since all tests pass.",
        ],
        no: &["No", "No, the release should not go out today.", "The release should not go out today."],
        but: ["Yes, release it.", "Yes, but do not release it before noon."],
    },
    Asked {
        question: "Should the server be restarted?",
        yes: &["Yes", "Yes, it should be restarted.", "The server should be restarted."],
        no: &["No", "No, it should not be restarted.", "The server should not be restarted, because it is in use."],
        but: ["Yes, restart it.", "Yes, but do not restart it."],
    },
];

/// All pairs of which one or neither stands behind "Conclusion:".
fn pairs<'t>(own: &[&'t str], others: &[&'t str]) -> Vec<[String; 2]> {
    let two = |a: &&str, b: &&str| {
        let plain = [(*a).to_owned(), (*b).to_owned()];
        let concluded = plain.clone().map(|said| format!("It was looked into.\n\nConclusion: {said}"));
        [plain, concluded]
    };
    own.iter().flat_map(|a| others.iter().filter(move |b| a != *b).flat_map(move |b| two(a, b))).collect()
}

fn broken(question: &str, pairs: Vec<[String; 2]>, one: bool) -> Vec<[String; 2]> {
    pairs.into_iter().filter(|[a, b]| are_one_answer(question, [a, b]) != one).collect()
}

#[test]
fn whatever_only_answers_is_one_answer() {
    for Asked { question, yes, no, .. } in ASKED {
        for said in [yes, no] {
            assert_eq!(broken(question, pairs(said, said), true), Vec::<[String; 2]>::new(), "{question}");
        }
    }
}

#[test]
fn a_yes_is_no_no() {
    for Asked { question, yes, no, .. } in ASKED {
        assert_eq!(broken(question, pairs(yes, no), false), Vec::<[String; 2]>::new(), "{question}");
    }
}

#[test]
fn a_yes_that_takes_something_back_is_an_answer_of_its_own() {
    for Asked { question, but, .. } in ASKED {
        assert_eq!(broken(question, pairs(&but[..1], &but[1..]), false), Vec::<[String; 2]>::new(), "{question}");
        assert_eq!(broken(question, pairs(&["Yes"], &but[1..]), false), Vec::<[String; 2]>::new(), "{question}");
    }
}

#[test]
fn another_reason_is_another_answer_where_nobody_begins_with_the_word() {
    let reasons = |question, said: &str| {
        let two = ["it depends on the network", "it depends on the system clock"];
        broken(question, vec![two.map(|reason| format!("{said} because {reason}."))], false)
    };
    for [question, said] in [
        ["Is the test flaky?", "The test is flaky"],
        ["Should the job be moved?", "The job should be moved"],
        ["Can the run be repeated?", "The run cannot be repeated"],
    ] {
        assert_eq!(reasons(question, said), Vec::<[String; 2]>::new());
    }
}
