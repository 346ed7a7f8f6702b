//! Every literal in every dress is one answer; another literal in the same dress is another.

use crate::reading::read;
use crate::wire::{Kind, Opinion, Panel};

const LITERALS: [[&str; 2]; 8] = [
    ["0 5 * * 1", "0 5 * * *"],
    ["^[a-z]+$", "^[a-z]*$"],
    ["rm -rf ./build", "rm -rf /build"],
    ["git rebase -i HEAD~3", "git rebase -i HEAD~2"],
    ["kubectl get pods -A", "kubectl get pods -a"],
    ["/etc/nginx/nginx.conf", "/etc/nginx/Nginx.conf"],
    ["10.0.0.0/8", "10.0.0.0/16"],
    ["https://example.com/api", "https://evil.example/api"],
];

const DRESSES: [&str; 16] = [
    "`{}`",
    "`{}`.",
    "```\n{}\n```",
    "```sh\n{}\n```\n",
    "Answer: {}",
    "Answer: `{}`",
    "**Answer:** `{}`",
    "Answer:\n```sh\n{}\n```",
    "Use this:\n\n```\n{}\n```\n\nIt does what you want.",
    "It works so.\n\nAnswer: `{}`",
    "The value is `{}`.",
    "Use `{}`.",
    "Der Wert ist `{}`.",
    "La r\u{e9}ponse est `{}`.",
    "`{}` (as the manual says)",
    "Answer: `{}` (every Monday at five)",
];

fn are_one(question: &str, a: &str, b: &str) -> bool {
    let opinion = |(at, answer): (usize, &str)| Opinion {
        expert: format!("e{at}"),
        answer: Some(answer.to_owned()),
        ..Opinion::default()
    };
    let read = read(&Panel {
        kind: Kind::Short,
        question: Some(question.to_owned()),
        opinions: [a, b].into_iter().enumerate().map(opinion).collect(),
        ..Panel::default()
    });
    read.key(0).is_some() && read.key(0) == read.key(1)
}

#[test]
fn a_literal_is_one_answer_in_every_dress() {
    for [literal, other] in LITERALS {
        for dress in DRESSES {
            let dressed = dress.replace("{}", literal);
            assert!(are_one("Which one exactly?", &dressed, literal), "{dressed:?}");
            assert!(!are_one("Which one exactly?", &dressed, other), "{dressed:?} / {other}");
        }
    }
}

#[test]
fn a_literal_that_is_denied_is_no_answer() {
    for [literal, _] in LITERALS {
        for denied in ["Do not use `{}`.", "Never run:\n\n```\n{}\n```", "It is not `{}`."] {
            let denied = denied.replace("{}", literal);
            assert!(!are_one("Which one exactly?", &denied, literal), "{denied:?}");
        }
    }
}

#[test]
fn a_link_counts_by_its_address_where_that_is_asked_for() {
    let url = "https://example.com/a";
    for link in [
        "<https://example.com/a>",
        "[the API](https://example.com/a)",
        "[https://example.com/a](https://example.com/a)",
    ] {
        assert!(are_one("Which URL?", link, url), "{link}");
        assert!(!are_one("Which URL?", link, "https://example.com/b"), "{link}");
    }
    let mail = "ada@example.com";
    for link in ["<mailto:ada@example.com>", "<ada@example.com>", "[ada@example.com](mailto:ada@example.com)"] {
        assert!(are_one("Whom to write to?", link, mail), "{link}");
    }
    assert!(are_one("Which city?", "[Canberra](https://example.com/Canberra)", "Canberra"));
    assert!(!are_one("Which city?", "[Canberra](https://example.com/Canberra)", "Sydney"));
}
