//! What stands beside a number or a name: words that both have and the other lacks tell two answers apart, words of the question
//! and one that only describes do not.

#[path = "common/pairs.rs"]
mod pairs;

use pairs::{Case, found, wrong};

const APART: &[Case] = &[
    ("What is 15 % of 80?", &["Answer: 15 % of 80 is {}."], &[["12", "14"]]),
    ("Which is larger, 5 or 7?", &["Answer: {}"], &[["7 is larger than 5.", "5"]]),
    (
        "What has to be set?",
        &["{} = 200", "`{}=200`", "Answer: {} = 200"],
        &[
            ["max_connections", "max_wal_senders"],
            ["learning rate", "weight decay"],
            ["temperature", "top_p"],
            ["x", "y"],
        ],
    ),
    (
        "Which line declares it?",
        &["{} n = 0;", "Answer: `{} n = 0;`"],
        &[["let", "let mut"], ["const", "let"], ["int", "unsigned int"]],
    ),
    (
        "Which command deletes the merged branch?",
        &["git branch {} feature", "Answer: `git branch {} feature`"],
        &[["-d", "-D"]],
    ),
    ("How many tests failed?", &["12 tests {}", "12 {}"], &[["passed", "failed"], ["skipped", "failed"]]),
    ("How many tests failed?", &["12 {}"], &[["suites", "tests"], ["succeeded", "failed"]]),
    ("How many people died?", &["12 {}", "12 people {}"], &[["survived", "died"], ["recovered", "died"]]),
    ("How many users failed?", &["5 {}"], &[["admins", "users"], ["groups", "users"], ["passed", "failed"]]),
    ("How many euros is the loss?", &["12 euros {}"], &[["profit", "loss"], ["gain", "loss"]]),
    ("Wie viele Tests sind fehlgeschlagen?", &["12 {}"], &[["bestanden", "fehlgeschlagen"]]),
    ("How many days?", &["5 {}"], &[["days", "hours"], ["weeks", "days"]]),
    ("How many days?", &["5{}"], &[["", " hours"], ["", " weeks"], ["", " dozen"]]),
    (
        "Which port must be open?",
        &["80 {}", "port 80 {}", "80 ({})"],
        &[["tcp", "udp"], ["inbound", "outbound"], ["optional", "required"]],
    ),
    ("Which port must be open?", &["{} 80"], &[["TCP", "UDP"]]),
    ("Which port must be open?", &["443 {}"], &[["in", "out"], ["from the internet", "from the office"]]),
    (
        "What is the answer?",
        &["12 ({})", "12 % ({})"],
        &[
            ["before tax", "after tax"],
            ["base 8", "base 10"],
            ["per day", "per week"],
            ["max", "min"],
            ["2019", "2020"],
        ],
    ),
    ("What is the dose?", &["5 mg ({})"], &[["adults", "children"]]),
    ("What is the bandwidth of the link?", &["5 {}"], &[["Mbps", "MBps"], ["Gbps", "GBps"]]),
    ("What is the interest rate?", &["5 % {}"], &[["p.a.", "p.m."], ["per year", "p.m."]]),
    (
        "When was it?",
        &["{}"],
        &[["week 5", "5 weeks"], ["day 5", "5 days"], ["2024", "May 2024"], ["the 1920s", "1920"]],
    ),
    ("Who wrote it?", &["{}"], &[["Goethe", "Schiller (with Goethe)"], ["Goethe", "Goethe (translator)"]]),
    ("How many errors occurred?", &["17 {}"], &[["warnings", "errors"], ["fatal errors", "harmless errors"]]),
    ("How many seats are free?", &["17 {}"], &[["taken", "free"], ["booked seats", "free seats"]]),
    ("How much memory does the pod need?", &["512 MB{}"], &[["", " per core"], [" of RAM", " of disk"]]),
    (
        "What does the plan cost?",
        &["$20 {}"],
        &[["per month", "per user per month"], ["(plus VAT)", "(including VAT)"]],
    ),
    ("Which version fixes the bug?", &["2.4.1{}"], &[["", "-rc1"], ["", " or later"], [" beta", " stable"]]),
    ("When does the certificate expire?", &["{}3 May 2027"], &[["", "before "], ["", "after "], ["by ", "after "]]),
    ("Who is the CEO?", &["Jane Smith{}"], &[["", " (former)"], [" (acting)", " (former)"], ["", "-Miller"]]),
    ("Is the change safe?", &["Yes{}"], &[["", " (with a backup)"], ["", " (probably)"], ["", " (only at night)"]]),
    (
        "Which company is the parent?",
        &["{}"],
        &[
            ["Siemens Energy AG", "Siemens AG"],
            ["Amazon Web Services, Inc.", "Amazon, Inc."],
            ["Fresenius Medical Care AG", "Fresenius AG"],
            ["the Ohio River", "Ohio"],
            ["Mount Washington", "Washington"],
        ],
    ),
    (
        "What is written on the label?",
        &["{}"],
        &[
            ["B\u{e4}r", "Bar"],
            ["drucken", "dr\u{fc}cken"],
            ["av\u{f3}", "av\u{f4}"],
            ["jeune", "je\u{fb}ne"],
            ["\u{394}", "\u{3b4}"],
        ],
    ),
    (
        "Which header carries the token?",
        &["{}", "the {} header"],
        &[
            ["Authorization", "Proxy-Authorization"],
            ["Authenticate", "WWW-Authenticate"],
            ["Cookie", "Set-Cookie"],
            ["Encoding", "Accept-Encoding"],
        ],
    ),
    (
        "Which tool does the build use?",
        &["{}"],
        &[["docker", "docker-compose"], ["apt", "apt-get"], ["react", "react-dom"]],
    ),
    ("Which glob matches every file whose name contains test?", &["{}", "Answer: {}"], &[["*test*", "test"]]),
];

/// Remarks that take an answer back.
const TAKEN_BACK: [&str; 8] =
    ["not recommended", "not really", "wrong", "rejected", "deprecated", "negative", "if signed", "nicht empfohlen"];

const ONE: &[Case] = &[
    ("What is 15 % of 80?", &["Answer: {}"], &[["15 % of 80 is 12.", "12"]]),
    ("What was her age in 2020?", &["Answer: {}"], &[["In 2020 she was 34.", "34"]]),
    ("What is 19 % of $200?", &["Answer: {}"], &[["19 % of $200 is $38.", "$38"]]),
    ("How many minutes are 2.5 hours?", &["Answer: {}"], &[["2.5 hours are 150 minutes.", "150 minutes"]]),
    ("How many beds has ward 3?", &["Answer: {}"], &[["Ward 3 has 24 beds.", "24"]]),
    ("How many are left?", &["{}"], &[["18 left", "18"]]),
    ("How many eggs are left?", &["{}"], &[["18 left", "18 eggs"], ["18 eggs", "18"], ["18 eggs left", "18"]]),
    ("How many users were affected?", &["{}"], &[["5 users", "5"], ["5 affected users", "5 users"]]),
    ("How many boxes?", &["{}"], &[["42 red boxes", "42 boxes"], ["42 boxes", "42"], ["42 red boxes", "42"]]),
    (
        "How many tests failed?",
        &["{}"],
        &[["12 tests", "12"], ["12 failed", "12"], ["12 failed tests", "12 tests failed"]],
    ),
    ("How many days?", &["{}"], &[["5 days", "5"], ["5 days", "five days"]]),
    ("How many pounds of salad?", &["{}"], &[["225 lbs", "225"], ["225 pounds", "225"]]),
    ("How many mL are in 8 doses?", &["{}"], &[["448 mL", "448"]]),
    (
        "Which port must be open?",
        &["{}"],
        &[["port 443", "443"], ["443 (HTTPS)", "443"], ["TCP 443", "443 TCP"], ["Use port 443.", "443 (HTTPS)"]],
    ),
    (
        "What is the answer?",
        &["{}"],
        &[
            ["12 (estimated)", "12"],
            ["391 (17 \u{d7} 23)", "391 (23 * 17)"],
            ["5 (not 6)", "5"],
            ["403 (access denied)", "403"],
        ],
    ),
    ("What is the bandwidth of the link?", &["{}"], &[["5 MBps", "5 MB/s"], ["5 Mbps", "5 Mbit/s"]]),
    ("What is the interest rate?", &["{}"], &[["5 % p.a.", "5 % per year"], ["5 percent", "5 %"]]),
    ("When was it?", &["{}"], &[["2024", "in 2024"], ["May 2024", "in May 2024"], ["the year 2024", "2024"]]),
    ("Which week?", &["{}"], &[["week 5", "5"]]),
    ("What is the dose?", &["{}"], &[["5 mg", "5"], ["5 mg (adults)", "5 mg"]]),
    (
        "How much memory does the pod need?",
        &["{}"],
        &[["512Mi", "512 MiB"], ["0.5 GiB", "512 MiB"], ["512 MB of RAM", "512 MB"]],
    ),
    (
        "What does the plan cost?",
        &["{}"],
        &[["$20/month", "$20 per month"], ["20 USD a month", "$20 per month"], ["$1.2k", "$1,200"]],
    ),
    ("How long is it kept?", &["{}"], &[["30 days", "thirty days"]]),
    (
        "What share of users is affected?",
        &["{}"],
        &[["12 %", "12 percent of users"], ["12 %", "0.12"], ["about 12 %", "12 %"]],
    ),
    ("Which command lists the pods?", &["{}"], &[["$ kubectl get pods", "kubectl get pods"]]),
    (
        "Which port does the database use?",
        &["{}"],
        &[["5432/tcp", "5432"], ["5432 (default)", "5432"], ["5432/tcp", "TCP 5432"]],
    ),
    ("Which ports must be open?", &["{}"], &[["80, 443", "443, 80"], ["80 and 443", "443, 80"]]),
    (
        "Which city is it?",
        &["{}"],
        &[["M\u{e1}laga", "Malaga"], ["S\u{e3}o Paulo", "Sao Paulo"], ["Sa\u{303}o Paulo", "S\u{e3}o Paulo"]],
    ),
    (
        "Which company is the parent?",
        &["{}"],
        &[["Siemens AG", "Siemens"], ["Deutsche Bank AG", "Deutsche Bank"], ["Samsung Co., Ltd.", "Samsung Ltd."]],
    ),
    ("Which blood group has the donor?", &["{}"], &[["O negative", "O-negative"]]),
    (
        "Which HTTP status does it return?",
        &["{}"],
        &[["429 (Too Many Requests)", "429"], ["404 (Not Found)", "404"], ["503 (Service Unavailable)", "503"]],
    ),
    ("Which mountain is it?", &["{}"], &[["Mount Everest", "Everest"]]),
    ("Which database?", &["{}"], &[["MySQL (not PostgreSQL)", "MySQL"], ["PostgreSQL (version 15)", "PostgreSQL"]]),
];

#[test]
fn words_that_only_the_other_has_tell_two_answers_apart() {
    let wrong = wrong(APART, false);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn words_of_the_question_and_what_describes_leave_the_value() {
    let wrong = wrong(ONE, true);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_remark_that_takes_an_answer_back_leaves_none_of_it() {
    let answers = ["PostgreSQL", "5", "yes", "Option A", "12 boxes"];
    let pairs: Vec<[String; 2]> = answers
        .iter()
        .flat_map(|answer| TAKEN_BACK.map(|remark| [(*answer).to_owned(), format!("{answer} ({remark})")]))
        .collect();
    let wrong = found("What is the answer?", &pairs, false);
    assert!(wrong.is_empty(), "{wrong:#?}");
}
