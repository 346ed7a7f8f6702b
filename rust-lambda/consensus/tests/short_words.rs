//! Short answers in words: different answers stay apart, however alike their letters are.

use consensus::similarity::wording::{Asked, Wording};
use consensus::{Kind, Opinion, Panel, Verdict, agree};
use proptest::prelude::*;

fn weigh(question: &str, answers: &[&str]) -> Verdict {
    let opinion = |(at, answer): (usize, &&str)| Opinion {
        expert: format!("e{at}"),
        family: Some(format!("f{at}")),
        answer: Some((*answer).to_owned()),
        ..Opinion::default()
    };
    agree(&Panel {
        id: "short".to_owned(),
        question: Some(question.to_owned()),
        kind: Kind::Short,
        opinions: answers.iter().enumerate().map(opinion).collect(),
        ..Panel::default()
    })
}

/// Question, and answers of which no two mean the same.
const DIFFERENT: &[(&str, &[&str])] = &[
    ("Which version?", &[">=1.2", "1.2"]),
    ("Which version?", &["^1.2.0", "~1.2.0"]),
    ("Which commit?", &["1e10", "10000000000"]),
    ("Which part number?", &["5E3", "5000"]),
    ("Which exit code?", &["1", "-1"]),
    ("When?", &["15:00 UTC", "15:00 CET"]),
    ("Which flag?", &["-v", "-V"]),
    ("Which flag?", &["-v", "v"]),
    ("Which char?", &["\\n", "n"]),
    ("Which path?", &["/etc/hosts", "etc/hosts"]),
    ("Which file?", &["main.c", "main.cc"]),
    ("Power?", &["5 mW", "5 MW"]),
    ("Score?", &["3:2", "2:3"]),
    ("What ratio of sugar to flour?", &["1:3", "3:1"]),
    ("Which route?", &["A to B", "B to A"]),
    ("Who beat whom?", &["Alice beat Bob", "Bob beat Alice"]),
    ("Which way?", &["left to right", "right to left"]),
    ("Which commit range?", &["a1b2c3..d4e5f6", "d4e5f6..a1b2c3"]),
    ("Which expression?", &["a - b", "b - a"]),
    ("Which expression?", &["a/b", "b/a"]),
    ("Complexity?", &["O(n log n)", "O(log n)"]),
    ("Which language?", &["C", "C++"]),
    ("Which language?", &["C", "C#"]),
    ("Which language?", &["F", "F#"]),
    ("Which blood type?", &["A+", "A-"]),
    ("Which grade?", &["B+", "B-"]),
    ("Which grade?", &["B", "B+"]),
    ("Which ion?", &["Na+", "Na"]),
    ("Which molecule?", &["CO", "Co"]),
    ("Which day?", &["Monday or Tuesday", "Monday"]),
    ("Which day?", &["Monday morning", "Monday evening"]),
    ("Which side?", &["north", "northeast"]),
    ("Coordinates?", &["52.5\u{b0} N, 13.4\u{b0} E", "52.5\u{b0} S, 13.4\u{b0} E"]),
    ("Coordinates?", &["52.5, 13.4", "13.4, 52.5"]),
    ("Which file?", &["src/a.ts", "test/a.ts"]),
    ("Which file?", &["config.yml", "config.yaml"]),
    ("Which branch?", &["feature/a", "feature-a"]),
    ("Which domain?", &["example.com", "example.org"]),
    ("Which domain?", &["a.example.com", "example.com"]),
    ("Which e-mail?", &["a@x.org", "b@x.org"]),
    ("Which variable?", &["user_id", "userId"]),
    ("Which variable?", &["userId", "userid"]),
    ("Which regex?", &["\\d+", "\\D+"]),
    ("Which regex?", &["^a", "a$"]),
    ("What time?", &["10:00 EST", "10:00 PST"]),
    ("What time?", &["10:00 am ET", "10:00 am PT"]),
    ("Which power?", &["1 mW", "1 MW"]),
    ("Dose?", &["5 mg", "5 Mg"]),
    ("Size?", &["10 mm", "10 Mm"]),
    ("How many?", &["3\u{b2}", "32"]),
    ("How many?", &["one of ten", "ten of one"]),
    ("How many?", &["3 of 5", "5 of 3"]),
    ("Which version?", &["<2.0", ">2.0"]),
    ("Which id?", &["a1", "A1"]),
    ("Which colour?", &["#ff0000", "#00ff00"]),
    ("Which song?", &["Nothing Else Matters", "Nothing Matters"]),
    ("Which country?", &["Niger", "Nigeria"]),
    ("Which country?", &["Republic of Ireland", "Northern Ireland"]),
    ("Which country?", &["Austria", "Australia"]),
    ("Who?", &["J. S. Bach", "C. P. E. Bach"]),
    ("Who?", &["Alice and Bob", "Alice"]),
    ("Who?", &["Alice, not Bob", "Bob, not Alice"]),
    ("Result?", &["TypeError", "ValueError"]),
    ("Which Unicode char?", &["\u{e9}", "e"]),
    ("Which word?", &["schon", "sch\u{f6}n"]),
    ("Which word?", &["a\u{f1}o", "ano"]),
    ("Which country?", &["Niger", "Nigeria", "Chad"]),
    ("Which country?", &["Austria", "Australia", "Hungary"]),
    ("Which colour?", &["#ff0000", "#00ff00", "#0000ff"]),
    ("Which exception is raised?", &["TypeError", "ValueError", "KeyError"]),
    ("What is the ratio of sugar to flour?", &["1:3", "3:1", "1:1"]),
    ("Which exit code?", &["-1", "1", "0"]),
    ("Which language is it written in?", &["C", "C++", "Rust"]),
    ("Which power does it draw?", &["1 mW", "1 MW", "1 kW"]),
    ("Which domain?", &["example.com", "example.org", "foo.net"]),
    ("Which flag?", &["-v", "-V", "-x"]),
    ("What complexity?", &["O(n log n)", "O(log n)", "O(n^3)"]),
    ("Which version constraint?", &["<2.0", ">2.0", "=2.0"]),
    ("Which version constraint?", &["^1.2.0", "~1.2.0", "1.2.0"]),
    ("When does it start?", &["10:00 EST", "10:00 PST", "9:00 CET"]),
    ("Which e-mail address?", &["a@x.org", "b@x.org", "c@y.com"]),
    ("Which file is broken?", &["src/a.ts", "test/a.ts", "README.md"]),
    ("Which direction?", &["left to right", "right to left", "top down"]),
    ("Which regex matches?", &["\\d+", "\\D+", "\\s+"]),
    ("Who beat whom?", &["Alice beat Bob", "Bob beat Alice", "draw"]),
    ("Which day?", &["Monday morning", "Monday evening", "Sunday"]),
    ("Which expression?", &["a - b", "b - a", "a * b"]),
    ("Which expression?", &["a/b", "b/a", "a*b"]),
    ("Which coordinates?", &["52.5, 13.4", "13.4, 52.5", "0, 0"]),
    ("How many of them?", &["3 of 5", "5 of 3", "1 of 1"]),
    ("Which id?", &["a1", "A1", "b7"]),
    ("Which commits?", &["a1b2c3..d4e5f6", "d4e5f6..a1b2c3", "HEAD"]),
    ("Which letter?", &["\u{e9}", "e", "a"]),
    ("Which file?", &["main.c", "main.cc", "lib.rs"]),
    ("Which drug?", &["hydralazine", "hydroxyzine", "aspirin"]),
    ("Which drug?", &["clonidine", "clonazepam", "aspirin"]),
    ("Which layer?", &["input layer", "output layer", "dropout"]),
    ("Which function?", &["strcpy", "strncpy", "memcpy"]),
    ("Which function?", &["malloc", "calloc", "mmap"]),
    ("Which method?", &["getUser", "getUsers", "putUser"]),
    ("Which bug class?", &["overflow", "underflow", "race"]),
    ("Which test?", &["test_login_ok", "test_login_fail", "test_logout"]),
    ("Which host?", &["db1.eu", "db1.us", "web.eu"]),
    ("Which table?", &["orders", "order_items", "users"]),
    ("Which person?", &["John Smith", "Jane Smith", "Bob Lee"]),
    ("Which person?", &["Johann Strauss I", "Johann Strauss II", "Verdi"]),
    ("Which king?", &["Henry VII", "Henry VIII", "George III"]),
    ("Which war?", &["World War I", "World War II", "Cold War"]),
    ("Which chord?", &["C major", "C minor", "G major"]),
    ("Which note?", &["F sharp", "F", "G"]),
    ("Which tense?", &["is used", "was used", "shall be"]),
    ("Welche Stadt?", &["Frankfurt am Main", "Frankfurt an der Oder", "Berlin"]),
    ("\u{54ea}\u{4e2a}\u{57ce}\u{5e02}\u{ff1f}", &["\u{4e1c}\u{4eac}", "\u{4eac}\u{4e1c}", "\u{5927}\u{962a}"]),
    (
        "\u{3069}\u{3061}\u{3089}\u{ff1f}",
        &["\u{5de6}\u{304b}\u{3089}\u{53f3}", "\u{53f3}\u{304b}\u{3089}\u{5de6}", "\u{4e0a}"],
    ),
    ("Which person?", &["John Smith", "Jane Smith", "Joan Smith"]),
    ("Which exception?", &["IndexError", "IndentError", "ImportError"]),
    ("Which monomer?", &["propane", "propene", "propyne"]),
];

/// Question, and answers that mean the same.
const SAME: &[(&str, &[&str])] = &[
    ("Who wrote it?", &["Fyodor Dostoevsky", "Fyodor Dostoyevsky", "Dostoevsky", "F. M. Dostoevsky"]),
    ("Who composed it?", &["Johann Sebastian Bach", "J. S. Bach", "Bach, Johann Sebastian", "Bach"]),
    ("Which city?", &["Paris", "paris.", "**Paris**", "It's Paris", "Paris (France)", "The answer is Paris."]),
    ("Who discovered it?", &["Wilhelm R\u{f6}ntgen", "wilhelm rontgen", "Wilhelm Conrad R\u{f6}ntgen"]),
    ("Which package?", &["left-pad", "left pad"]),
    ("Which language?", &["C++", "`C++`", "C++."]),
    ("Which band?", &["The Beatles", "Beatles", "the beatles"]),
    ("Which vitamin?", &["vitamin C", "Vitamin C"]),
];

#[test]
fn different_answers_stay_apart() {
    let mut joined = Vec::new();
    for (question, answers) in DIFFERENT {
        let verdict = weigh(question, answers);
        if verdict.clusters.len() < answers.len() || (answers.len() > 2 && verdict.decided != Some(false)) {
            joined.push(format!("{question} {answers:?} {} {:?}", verdict.clusters.len(), verdict.decided));
        }
    }
    assert!(joined.is_empty(), "{joined:#?}");
}

#[test]
fn one_answer_in_several_wordings_is_one() {
    let apart: Vec<_> = SAME.iter().filter(|(question, answers)| weigh(question, answers).clusters.len() > 1).collect();
    assert!(apart.is_empty(), "{apart:#?}");
}

#[test]
fn two_equal_answers_win_over_look_alikes() {
    for answers in [
        ["strcpy", "strncpy", "memcpy", "gets", "gets"],
        ["TypeError", "ValueError", "KeyError", "OSError", "OSError"],
        ["John Smith", "Jane Smith", "Joan Smith", "Bob Lee", "Bob Lee"],
        ["src/a.ts", "test/a.ts", "lib/a.ts", "README.md", "README.md"],
        ["#ff0000", "#00ff00", "#0000ff", "#123456", "#123456"],
    ] {
        let verdict = weigh("Which one?", &answers);
        assert_eq!(verdict.answer.as_deref(), Some(answers[4]), "{answers:?}");
    }
}

proptest! {
    #[test]
    fn another_word_or_another_order_is_another_answer(
        words in prop::collection::vec("[a-z]{3,6}", 2..6),
        at in 0_usize..6,
        other in "[a-z]{3,6}",
    ) {
        let at = at % words.len();
        let mut changed = words.clone();
        changed[at] = other;
        let mut turned = words.clone();
        turned.rotate_left(1);
        let asked = Asked::default();
        let own = Wording::new(&words.join(" ")).expect("brief");
        prop_assert!(own.may_be(&own, &asked));
        for list in [changed, turned] {
            let other = Wording::new(&list.join(" ")).expect("brief");
            prop_assert_eq!(own.may_be(&other, &asked), other.may_be(&own, &asked));
            if words.concat() != list.concat() && !words.iter().chain(&list).any(|word| OPENING.contains(&word.as_str())) {
                prop_assert!(!own.may_be(&other, &asked), "{:?} {:?}", words, list);
            }
        }
    }
}

/// Words that may be left out.
const OPENING: [&str; 12] =
    ["the", "its", "they", "she", "this", "that", "thats", "answer", "was", "are", "were", "it"];
