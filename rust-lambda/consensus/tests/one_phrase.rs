//! What brief answers write in several ways is one, and what is written nearly so is another: numbers in words, places in an order,
//! spans, lists, parts of a whole, names with a hyphen, sentences that repeat the question.

#[path = "common/pairs.rs"]
mod pairs;

use pairs::{Case, wrong};

const ONE: &[Case] = &[
    (
        "How often is the filter changed?",
        &["{}"],
        &[["every two years", "every 2 years"], ["every other year", "every 2 years"]],
    ),
    ("How often did it fail?", &["{}"], &[["twice", "two times"], ["once", "one time"], ["three times", "3 times"]]),
    (
        "How often is the backup made?",
        &["{}"],
        &[
            ["daily", "every day"],
            ["weekly", "once a week"],
            ["twice a day", "two times per day"],
            ["twice daily", "2x/day"],
        ],
    ),
    (
        "How is it dosed?",
        &["5 mg {}"],
        &[["once daily", "once a day"], ["daily", "per day"], ["twice a day", "two times per day"]],
    ),
    (
        "On which floor is the office?",
        &["{}"],
        &[["third floor", "3rd floor"], ["the third floor", "3rd"], ["3rd floor", "the 3rd"]],
    ),
    ("Which statement is wrong?", &["{}"], &[["the second one", "the second"], ["the second", "2nd"]]),
    ("In which quarter did sales peak?", &["{}"], &[["third quarter of 2026", "Q3 2026"], ["2026 Q3", "Q3 2026"]]),
    (
        "On which day does it begin?",
        &["{}"],
        &[["1 May", "May 1"], ["the 1st of May", "May 1st"], ["1 May", "May 1st"]],
    ),
    ("How long was the outage?", &["{}"], &[["an hour", "1 hour"], ["an hour", "60 minutes"], ["a year", "12 months"]]),
    ("How old is the child?", &["{}"], &[["4 years old", "4 years"], ["six months old", "6 months"]]),
    ("How far is the station?", &["{}"], &[["5 km away", "5 km"], ["5 km", "5000 m"]]),
    (
        "How many nurses are on duty?",
        &["{}"],
        &[["Two nurses", "2 nurses"], ["Two nurses", "2"], ["none", "0"], ["no nurses", "none"]],
    ),
    (
        "How many of the 24 beds are free?",
        &["{}"],
        &[["18 of 24", "18"], ["18 out of 24", "18 beds"], ["eighteen of the 24", "18"]],
    ),
    (
        "What was the turnout in the ward?",
        &["{}"],
        &[["18 of 24", "18 out of 24"], ["18/24", "18 of 24"], ["one in eight", "1 in 8"]],
    ),
    (
        "Which departments are involved?",
        &["{}"],
        &[["sales and legal", "legal, sales"], ["sales & legal", "sales, legal"]],
    ),
    (
        "Which three checks failed?",
        &["{}"],
        &[
            ["lint, tests and build", "lint, tests, build"],
            ["lint, tests, and build", "build, lint and tests"],
            ["- lint\n- tests\n- build", "lint, tests and build"],
        ],
    ),
    ("Welche Abteilungen sind beteiligt?", &["{}"], &[["Vertrieb und Recht", "Recht, Vertrieb"]]),
    ("Que departamentos participan?", &["{}"], &[["ventas y legal", "legal, ventas"]]),
    (
        "When is the window?",
        &["{}"],
        &[
            ["2 AM UTC", "02:00 UTC"],
            ["02:00-04:00 UTC", "02:00\u{2013}04:00 UTC"],
            ["2-4 pm", "2 pm to 4 pm"],
            ["2-4 pm", "14:00-16:00"],
            ["11-1 pm", "11 am to 1 pm"],
            ["Monday-Friday", "Monday to Friday"],
            ["Mon-Fri", "Monday to Friday"],
            ["half past nine", "9:30"],
        ],
    ),
    (
        "What was the result?",
        &["{}"],
        &[
            ["-\u{20ac}12,400", "\u{20ac}-12,400"],
            ["\u{20ac}2.3m", "2.3 million euros"],
            ["minus 5 \u{b0}C", "-5 \u{b0}C"],
        ],
    ),
    ("How fast is it?", &["{}"], &[["50 kilometers per hour", "50 km/h"], ["100 megabits per second", "100 Mbit/s"]]),
    ("Which form has to be filled in?", &["{}"], &[["Form W-9", "W-9"], ["the form W-9", "W-9"]]),
    ("Which commit introduced the bug?", &["{}"], &[["commit 4f2a9c1", "4f2a9c1"]]),
    ("Which version of the API is used?", &["{}"], &[["v2", "version 2"], ["v2", "2"]]),
    ("Which platform does the train leave from?", &["{}"], &[["platform 4", "4"]]),
    (
        "Which protocol does the sensor speak?",
        &["{}"],
        &[["MQTT (Message Queuing Telemetry Transport)", "MQTT"], ["Transport Layer Security (TLS)", "TLS"]],
    ),
    (
        "Which HTTP status does it return?",
        &["{}"],
        &[
            ["429 (Too Many Requests)", "429"],
            ["404 (Not Found)", "404"],
            ["503 (Service Unavailable)", "503"],
            ["HTTP 429", "429"],
        ],
    ),
    ("Which blood group has the donor?", &["{}"], &[["O negative", "O-negative"]]),
    ("What is the square root of 144?", &["{}", "Conclusion: {}"], &[["The square root of 144 is 12.", "12"]]),
    ("Where is the key?", &["{}"], &[["The key is in the desk.", "in the desk"]]),
    ("Who wrote Faust?", &["{}"], &[["Goethe wrote Faust.", "Goethe"]]),
    ("What is 17 * 23?", &["{}"], &[["17 * 23 is 391.", "391"]]),
    (
        "How many days are between 1 March and 15 March?",
        &["{}"],
        &[["There are 14 days between 1 March and 15 March.", "14 days"]],
    ),
    ("Which port does service 2 use?", &["{}"], &[["Service 2 uses port 8443.", "8443"]]),
    ("In which year did the 3rd edition appear?", &["{}"], &[["The 3rd edition appeared in 2019.", "2019"]]),
];

const APART: &[Case] = &[
    (
        "How often is the filter changed?",
        &["{}"],
        &[["every two years", "two years"], ["every 2 years", "every 3 years"], ["every other year", "every year"]],
    ),
    ("How often did it fail?", &["{}"], &[["twice", "once"], ["two times", "three times"], ["twice", "2 days"]]),
    (
        "How often is the backup made?",
        &["{}"],
        &[["daily", "weekly"], ["twice a day", "twice a week"], ["every hour", "every day"], ["daily", "every 2 days"]],
    ),
    ("How is it dosed?", &["5 mg {}"], &[["once daily", "twice daily"], ["per day", "per dose"], ["daily", "weekly"]]),
    (
        "On which floor is the office?",
        &["{}"],
        &[["third floor", "fourth floor"], ["3rd floor", "2nd floor"], ["third floor", "thirteenth floor"]],
    ),
    (
        "In which quarter did sales peak?",
        &["{}"],
        &[["Q3 2026", "Q3 2025"], ["third quarter", "second quarter"], ["Q3", "a third"]],
    ),
    (
        "On which day does it begin?",
        &["{}"],
        &[["1 May", "1 June"], ["May 1", "May 11"], ["the 1st of May", "the 1st of March"]],
    ),
    ("How long was the outage?", &["{}"], &[["an hour", "a day"], ["1 hour", "1 minute"], ["an hour", "half an hour"]]),
    ("How old is the child?", &["{}"], &[["4 years old", "4 months old"], ["14 years", "4 years old"]]),
    (
        "How many nurses are on duty?",
        &["{}"],
        &[["Two nurses", "2 doctors"], ["none", "1"], ["no nurses", "no doctors"]],
    ),
    ("How many of the 24 beds are free?", &["{}"], &[["18 of 24", "6 of 24"], ["18 of 24", "24"]]),
    (
        "What was the turnout in the ward?",
        &["{}"],
        &[["18 of 24", "18 of 25"], ["18 of 24", "24 of 18"], ["1 in 8", "1 in 80"]],
    ),
    ("How many are free?", &["{}"], &[["18 of 24", "24"], ["18 of 24", "17 of 24"]]),
    (
        "Which departments are involved?",
        &["{}"],
        &[["sales and legal", "sales and support"], ["sales, legal", "sales"], ["sales and legal", "sales or legal"]],
    ),
    ("Which three checks failed?", &["{}"], &[["lint, tests and build", "lint, tests and deploy"]]),
    ("In which order do they run?", &["{}"], &[["lint, tests and build", "build, tests and lint"]]),
    ("Which city is it?", &["{}"], &[["Paris, Texas", "Paris and London"]]),
    (
        "When is the window?",
        &["{}"],
        &[
            ["2 AM UTC", "2 PM UTC"],
            ["02:00-04:00 UTC", "02:00-04:00 CET"],
            ["2-4 pm", "2-4 am"],
            ["Monday-Friday", "Monday to Saturday"],
        ],
    ),
    (
        "What was the result?",
        &["{}"],
        &[
            ["-\u{20ac}12,400", "\u{20ac}12,400"],
            ["\u{20ac}2.3m", "\u{20ac}2.3bn"],
            ["5 \u{b0}C", "minus 5 \u{b0}C"],
            ["a - 1", "-1"],
        ],
    ),
    ("Which form has to be filled in?", &["{}"], &[["Form W-9", "W-8"], ["W-9", "W-9S"]]),
    ("Did the revenue rise or fall?", &["{}"], &[["rise 5 %", "fall 5 %"]]),
    (
        "Which header carries the token?",
        &["{}", "`{}`", "the {} header"],
        &[
            ["Authorization", "Proxy-Authorization"],
            ["Authenticate", "WWW-Authenticate"],
            ["Cookie", "Set-Cookie"],
            ["Encoding", "Accept-Encoding"],
        ],
    ),
    (
        "Which package is missing?",
        &["{}"],
        &[["react", "react-dom"], ["eslint", "eslint-config"], ["babel", "babel-core"]],
    ),
    ("Which directive bounds the age of what is kept?", &["{}"], &[["max-age", "s-maxage"]]),
    ("Which tool does the build use?", &["{}"], &[["docker", "docker-compose"], ["apt", "apt-get"]]),
    ("What is the answer?", &["{}"], &[["12 (before tax)", "12 (after tax)"], ["Berlin (Ohio)", "Berlin (Germany)"]]),
    (
        "What is the square root of 144?",
        &["{}"],
        &[["The square root of 144 is 12.", "14"], ["The square root of 144 is not 12.", "12"]],
    ),
    (
        "Which port does service 2 use?",
        &["{}"],
        &[["Service 3 uses port 8443.", "8443"], ["Service 2 does not use port 8443.", "8443"]],
    ),
    (
        "Who wrote Faust?",
        &["{}"],
        &[["Goethe did not write Faust.", "Goethe"], ["The teacher of Goethe wrote Faust.", "Goethe"]],
    ),
    ("Who won and who lost?", &["{}"], &[["Ann, Bob", "Bob, Ann"], ["Ann and Bob", "Bob and Ann"]]),
    ("Which command lists all pods?", &["{}"], &[["kubectl get pods -A", "kubectl get pods -a"]]),
    ("Which newspaper is it?", &["{}"], &[["The Time", "The Times"]]),
];

#[test]
fn one_phrase_in_several_spellings_is_one_answer() {
    let wrong = wrong(ONE, true);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_written_nearly_so_is_another_answer() {
    let wrong = wrong(APART, false);
    assert!(wrong.is_empty(), "{wrong:#?}");
}
