//! What is no prose is compared and delivered by its characters.

use consensus::reply::{self, Asked};
use consensus::{Kind, Opinion, Panel, Verdict, agree};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Answers of which no two mean the same.
const DIFFERENT: [[&str; 2]; 62] = [
    ["*.js", ".js"],
    ["_id", "id"],
    ["__init__", "init"],
    ["x*", "x"],
    ["x?", "x"],
    ["int*", "int"],
    ["*p", "p"],
    ["0 0 * * *", "0 0"],
    ["A \u{2227} B", "A \u{2228} B"],
    ["\u{2203}x", "\u{2200}x"],
    ["a \u{2208} B", "a \u{2209} B"],
    ["!p", "p"],
    ["\u{ac}p", "p"],
    ["&p", "p"],
    ["Ca\u{b2}\u{207a}", "Ca\u{b2}\u{207b}"],
    ["x\u{b2}", "x2"],
    ["~5", "5"],
    ["x \u{2264} y", "x < y"],
    ["x \u{2260} y", "x = y"],
    ["x \u{2192} y", "x \u{2190} y"],
    ["A+", "A-"],
    ["Na+", "Na"],
    ["2^10", "210"],
    ["5 \u{b1} 1", "5 1"],
    ["mv a b", "mv b a"],
    ["mv x y", "mv y x"],
    ["dd a b", "dd b a"],
    ["cp a the", "cp the a"],
    ["kubectl delete pod a", "kubectl delete pod A"],
    ["mv a B", "mv A b"],
    ["make foo", "make Foo"],
    ["*.TXT", "*.txt"],
    ["a.b", "a.B"],
    ["%m", "%M"],
    ["aGVsbG8=", "AGVsbG8="],
    ["aB3dE", "ab3de"],
    ["Secret1", "secret1"],
    ["https://x.com/A", "https://x.com/a"],
    ["a = 'x'", "a = 'X'"],
    ["bxc3", "Bxc3"],
    ["1 mHz", "1 MHz"],
    ["5 mA", "5 MA"],
    ["5 mW", "5 MW"],
    ["5 Mb/s", "5 MB/s"],
    ["ssh -p", "ssh -P"],
    ["rm -i *.log", "rm -I *.log"],
    ["sed -n", "sed -N"],
    ["git branch -d", "git branch -D"],
    ["tar -C", "tar -c"],
    ["-d", "-D"],
    ["echo '$x'", "echo \"$x\""],
    ["echo a  b", "echo 'a  b'"],
    ["hunter2!", "hunter2"],
    ["hunter2.", "hunter2"],
    ["*args", "args"],
    ["**kwargs", "kwargs"],
    ["**/*.js", "/*.js"],
    ["x (not y)", "x"],
    ["C#", "C"],
    ["src/Main.rs", "src/main.rs"],
    ["f(x)", "f(X)"],
    ["#include", "include"],
];

/// Answers that mean the same.
const SAME: [[&str; 2]; 25] = [
    ["Paris", "paris"],
    ["the answer", "answer"],
    ["1,000", "1000"],
    ["Paris.", "Paris"],
    ["*Paris*", "Paris"],
    ["**Paris**", "_Paris_"],
    ["`Paris`", "\"Paris\""],
    ["`*.txt`", "*.txt"],
    ["`C++`", "C++."],
    ["getId()", "getId"],
    ["`a.b`", "a.b"],
    ["src/main.rs.", "src/main.rs"],
    ["`src/main.rs`", "src/main.rs"],
    ["mv  a b", "mv a b"],
    ["`mv a b`", "mv a b"],
    ["id=5", "id = 5"],
    ["x = 42", "42"],
    ["8 + sqrt(29)", "8+\u{221a}29"],
    ["8 + Sqrt(29)", "8 + sqrt(29)"],
    ["5 km", "5 KM"],
    ["5 MHz", "5 mhz"],
    ["Simon & Garfunkel", "simon & garfunkel"],
    ["AT&T", "at&t"],
    ["Yes \u{1f389}", "yes"],
    ["the file src/a.ts", "src/a.ts"],
];

fn panel(answers: &[&str]) -> Panel {
    let opinion = |(at, answer): (usize, &&str)| Opinion {
        expert: format!("e{at}"),
        answer: Some((*answer).to_owned()),
        ..Opinion::default()
    };
    Panel {
        id: "literals".to_owned(),
        question: Some("What is it?".to_owned()),
        kind: Kind::Short,
        opinions: answers.iter().enumerate().map(opinion).collect(),
        ..Panel::default()
    }
}

fn weigh(answers: &[&str]) -> Verdict {
    agree(&panel(answers))
}

/// Whether the first two of three answers count as one.
fn are_one(a: &str, b: &str) -> bool {
    let verdict = weigh(&[a, b, "zzz other thing 77"]);
    verdict
        .clusters
        .iter()
        .any(|cluster| cluster.experts.contains(&"e0".to_owned()) && cluster.experts.contains(&"e1".to_owned()))
}

fn marked(answer: &str) -> String {
    format!("I looked at it with care.\n\nAnswer: {answer}")
}

#[test]
fn literals_that_differ_in_a_sign_are_two_answers() {
    let joined: Vec<_> = DIFFERENT.iter().filter(|[a, b]| are_one(a, b) || are_one(&marked(a), &marked(b))).collect();
    assert!(joined.is_empty(), "{joined:#?}");
}

#[test]
fn spellings_that_say_nothing_are_one_answer() {
    let apart: Vec<_> = SAME.iter().filter(|[a, b]| !are_one(a, b) || !are_one(&marked(a), &marked(b))).collect();
    assert!(apart.is_empty(), "{apart:#?}");
}

#[test]
fn what_is_delivered_is_what_was_written() {
    let wrong: Vec<_> = [
        "*.txt",
        "*args",
        "**kwargs",
        "__init__",
        "_id",
        "**/*.js",
        "*",
        "_",
        ".",
        "x (not y)",
        "0 0 * * *",
        "int*",
        "**/a/**",
        "hunter2.",
        "!p",
        "~/x",
        "C++",
        "echo 'a  b'",
        "`",
        "(a)",
        "**",
        "#x",
        "- -",
    ]
    .into_iter()
    .filter_map(|answer| {
        let reply = marked(answer);
        let verdict = weigh(&[&reply, &reply, &reply]);
        (verdict.answer.as_deref() != Some(&reply) || spanned(&reply, &verdict) != answer)
            .then(|| (answer, verdict.answer.clone(), spanned(&reply, &verdict)))
    })
    .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn pairs_of_marks_around_a_word_are_not_delivered() {
    for answer in ["**Paris**", "*Paris*", "_Paris_", "Paris."] {
        let reply = marked(answer);
        assert_eq!(spanned(&reply, &weigh(&[&reply])), "Paris", "{answer}");
    }
    for reply in
        ["**Answer:** Paris", "**Answer: Paris**", "**Answer**: Paris", "_Answer:_ Paris", "**Answer: Paris.**"]
    {
        assert_eq!(spanned(reply, &weigh(&[reply])), "Paris", "{reply}");
    }
    for reply in ["**Answer:** *.txt", "**Answer: *.txt**", "**Answer**: *.txt", "*Answer:* *.txt"] {
        assert_eq!(spanned(reply, &weigh(&[reply])), "*.txt", "{reply}");
    }
}

/// The part of a reply that a verdict names as the answer.
fn spanned(reply: &str, verdict: &Verdict) -> String {
    let units: Vec<u16> = reply.encode_utf16().collect();
    let [start, end] = verdict.span.expect("a span");
    String::from_utf16_lossy(&units[start..end])
}

/// The option that a reply is read as.
fn vote(options: &[String], reply: &str) -> Option<usize> {
    reply::read(&Asked { kind: Kind::Choice, options: Some(options), ..Asked::default() }, reply, false).option
}

#[test]
fn an_option_as_it_is_written_is_that_option() {
    for two in DIFFERENT.iter().chain(&[["x", "x."], ["\"x\"", "x"], ["*.js", "*.JS"], ["-x", "x"], ["*x*", "x"]]) {
        let options = two.map(str::to_owned);
        for (at, option) in two.iter().enumerate() {
            for reply in
                [(*option).to_owned(), marked(option), marked(&format!("`{option}`")), marked(&format!("**{option}**"))]
            {
                assert_eq!(vote(&options, &reply), Some(at), "{two:?} {reply}");
            }
        }
    }
}

/// Each run of the tests makes the same cases; `PROPTEST_CASES` and another seed search on.
const SEED: RngSeed = RngSeed::Fixed(20_261_130);

/// Options of marks, letters, case and blanks.
fn options() -> impl Strategy<Value = Vec<String>> {
    let option = "[*_.?!a-cA-C~#$%&@+=<>|^/(){}'\"`:;, -]{1,5}".prop_map(|text| text.trim().to_owned());
    let kept = option.prop_filter("something is left", |text| !text.is_empty());
    proptest::collection::vec(kept, 2..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, rng_seed: SEED, ..ProptestConfig::default() })]

    #[test]
    fn who_copies_an_option_is_never_read_as_another(options in options(), at in 0_usize..5, form in 0_usize..5) {
        let at = at % options.len();
        let option = &options[at];
        let written = match form {
            0 | 1 => option.clone(),
            2 => format!("`{option}`"),
            3 => format!("**{option}**"),
            _ => format!("*{option}*"),
        };
        // Who writes another option to the letter says that.
        prop_assume!(options.iter().filter(|other| *other == option).count() == 1);
        prop_assume!(form < 2 || !options.iter().any(|other| written.contains(other) && other.len() > option.len()));
        let reply = if form == 0 { written } else { marked(&written) };
        prop_assert_eq!(vote(&options, &reply), Some(at), "{}", reply);
    }
}

/// Literals of many kinds.
fn literal() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,4}/[a-zA-Z]{1,6}\\.(rs|ts|py)",
        "/[a-z]{2,5}/[a-z_]{2,6}",
        "\\*\\.[a-z]{2,4}",
        "(mv|cp|ln -s|rm -r|ls -l) [a-zA-Z]{1,3} [a-zA-Z_]{1,4}",
        "--?[a-zA-Z]{2,6}=[a-z]{1,4}",
        "[a-zA-Z]{1,2} [\u{2227}\u{2228}\u{2208}\u{2209}\u{2286}\u{2192}\u{2264}\u{b1}] [a-zA-Z]{1,2}",
        "[\u{ac}\u{2203}\u{2200}!&~][a-z]{1,2}",
        "[a-z]{1,3}_[a-zA-Z]{1,5}",
        "__[a-z]{3,6}__",
        "[a-z]{2,4}[A-Z]{1,2}[0-9]{2,3}[a-z]{2}",
        "https://[a-z]{2,4}\\.org/[a-zA-Z]{1,6}",
        "[0-9*]{1,2} [0-9]{1,2} \\* \\* \\*",
        "\\^[a-z]{1,3}\\.\\*[a-z]",
        "[a-z]{1,2}\\([a-z]\\)",
        "[a-zA-Z]{6,8}[0-9]{1,3}[!#=]",
        "\\$[A-Z_]{3,5}",
        "[a-z]{1,3}::[a-zA-Z]{1,4}",
        "[a-z] [<>!=]= [a-z]{1,2}",
    ]
}

/// One character changed: another letter, the other case, another sign.
fn mutated(text: &str, at: usize) -> Option<String> {
    let mut letters: Vec<char> = text.chars().collect();
    let at = at % letters.len();
    letters[at] = match letters[at] {
        letter if letter.is_ascii_lowercase() => letter.to_ascii_uppercase(),
        letter if letter.is_ascii_uppercase() => letter.to_ascii_lowercase(),
        digit if digit.is_ascii_digit() => {
            if digit == '9' {
                '3'
            } else {
                '9'
            }
        }
        ' ' => return None,
        '*' => '?',
        '.' => ',',
        '/' => '|',
        _ => '*',
    };
    Some(letters.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, rng_seed: SEED, ..ProptestConfig::default() })]

    #[test]
    fn a_literal_with_one_other_character_is_another_answer(text in literal(), at in 0_usize..24) {
        let Some(other) = mutated(&text, at) else { return Ok(()) };
        // The scheme and the host of an address have no case.
        prop_assume!(!text.starts_with("https://") || text.rfind('/') < other.char_indices().zip(text.chars()).position(|((_, a), b)| a != b));
        // In a comparison the names of functions and of logic have no case: `a == ln`.
        prop_assume!(!["ln", "or"].iter().any(|name| text.ends_with(&format!("= {name}"))));
        prop_assert!(!are_one(&text, &other), "{} {}", text, other);
        prop_assert!(!are_one(&marked(&text), &marked(&other)), "{} {}", text, other);
    }

    #[test]
    fn a_literal_in_a_harmless_dress_is_the_same_answer(text in literal(), dress in 0_usize..5) {
        let other = match dress {
            0 => format!("  {text} "),
            1 => format!("`{text}`"),
            2 => format!("**{text}**"),
            3 => text.replace(' ', "  "),
            _ => format!("\"{text}\""),
        };
        prop_assume!(dress != 2 || !text.contains('*') && !text.starts_with('/'));
        prop_assert!(are_one(&text, &other), "{} {}", text, other);
        prop_assert!(are_one(&marked(&text), &marked(&other)), "{} {}", text, other);
    }

    #[test]
    fn a_plain_word_is_the_same_in_any_case(word in "[a-z]{4,9}", dress in 0_usize..5) {
        prop_assume!(!["answer", "true", "null", "none", "false", "their", "there"].contains(&word.as_str()));
        let capital = format!("{}{}", word[..1].to_uppercase(), &word[1..]);
        let other = match dress {
            0 => capital,
            1 => format!("{word}."),
            2 => format!("*{word}*"),
            3 => format!("`{capital}`"),
            _ => format!("**{capital}.**"),
        };
        prop_assert!(are_one(&word, &other), "{} {}", word, other);
    }
}
