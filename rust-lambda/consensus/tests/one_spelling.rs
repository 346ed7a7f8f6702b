//! What is asked for beside its value, marks and sizes, lists of tokens, months and days, bounds, statuses and announced numbers: each
//! class from both sides.

#[path = "common/pairs.rs"]
mod pairs;

use pairs::{Case, wrong};

const ONE: &[Case] = &[
    ("Which grade did the pupil get?", &["{}"], &[["B+", "Grade: B+"], ["A", "grade A"], ["C-", "Grade C-"]]),
    ("Which size?", &["{}"], &[["XL", "size XL"], ["M", "Size: M"]]),
    ("Which blood group?", &["{}"], &[["O+", "group O+"], ["AB-", "AB-"]]),
    (
        "Which form must be filed?",
        &["{}"],
        &[["W-9", "the W-9 form"], ["Form W-9", "W-9 form"], ["I-485", "form I-485"]],
    ),
    (
        "Which tests failed?",
        &["{}"],
        &[
            ["test_login, test_logout", "test_logout and test_login"],
            ["src/a.ts, src/b.ts", "src/b.ts and src/a.ts"],
            ["t-1, t-2 and t-3", "t-3, t-1, t-2"],
        ],
    ),
    (
        "Which months have the lowest demand?",
        &["{}"],
        &[["January and February", "Jan and Feb"], ["Jan", "January"], ["March, April", "Apr and Mar"]],
    ),
    (
        "On which days is it closed?",
        &["{}"],
        &[["Monday", "Mon"], ["Monday and Friday", "Fri, Mon"], ["Sunday", "Sundays"], ["Sunday", "on Sundays"]],
    ),
    (
        "How often is the key rotated?",
        &["{}"],
        &[["every 90 days", "every ninety days"], ["every 30 days", "every thirty days"]],
    ),
    (
        "What is the balance?",
        &["{}"],
        &[["-\u{20ac}150", "minus 150 euros"], ["-$1,500", "minus $1,500"], ["-\u{a3}20", "minus 20 pounds"]],
    ),
    (
        "What age is required?",
        &["{}"],
        &[["over 18", "older than 18"], ["under 65", "younger than 65"], ["at least 18", "18 or older"]],
    ),
    (
        "Which status code is returned?",
        &["{}"],
        &[["404", "404 Not Found"], ["201", "201 Created"], ["201 Created", "HTTP 201"], ["503", "HTTP 503"]],
    ),
    ("Which pump was broken?", &["{}"], &[["pump 3", "pump no. 3"], ["3", "No. 3"]]),
    ("Which fiscal year?", &["{}"], &[["FY 2026", "fiscal year 2026"]]),
    ("Which screw?", &["{}"], &[["M8 x 40", "M8x40"]]),
    ("Which version of TLS is required?", &["{}"], &[["TLS 1.3", "TLSv1.3"], ["TLS version 1.3", "TLS 1.3"]]),
    ("Which Docker image is used?", &["{}"], &[["redis:7-alpine", "The image is redis:7-alpine."]]),
    ("When does it end?", &["{}"], &[["before 1 May", "before May 1"], ["by 3 June", "by June 3rd"]]),
    (
        "Who approved the expense?",
        &["{}"],
        &[["Tom Becker", "Tom Becker approved it."], ["a clerk", "A clerk approved it."]],
    ),
];

const APART: &[Case] = &[
    ("Which grade did the pupil get?", &["{}", "Grade: {}"], &[["B+", "B"], ["B+", "B-"], ["A", "B"]]),
    ("Which size?", &["{}", "size {}"], &[["XL", "L"], ["XL", "XXL"]]),
    ("Which blood group?", &["{}", "group {}"], &[["O+", "O-"], ["AB+", "B+"]]),
    ("Which form must be filed?", &["{}", "the {} form"], &[["W-9", "W-8"], ["W-9", "W-9S"]]),
    (
        "Which tests failed?",
        &["{}"],
        &[
            ["test_login, test_logout", "test_login"],
            ["test_login, test_logout", "test_login and test_signup"],
            ["src/a.ts, src/b.ts", "src/A.ts, src/b.ts"],
        ],
    ),
    ("Which months have the lowest demand?", &["{}"], &[["January and February", "Jan and Mar"], ["Jun", "July"]]),
    (
        "On which days is it closed?",
        &["{}"],
        &[["Monday", "Tue"], ["Sundays", "Saturdays"], ["Sunday", "every second Sunday"]],
    ),
    (
        "How often is the key rotated?",
        &["{}"],
        &[["every 90 days", "every nineteen days"], ["every 90 days", "90 days"]],
    ),
    ("What is the balance?", &["{}"], &[["-\u{20ac}150", "150 euros"], ["-$1,500", "minus \u{20ac}1,500"]]),
    (
        "What age is required?",
        &["{}"],
        &[
            ["over 18", "under 18"],
            ["over 18", "18 or older"],
            ["at least 18", "at most 18"],
            ["older than 18", "older than 21"],
        ],
    ),
    (
        "Which status code is returned?",
        &["{}"],
        &[["404 Not Found", "404 pages"], ["403 Forbidden", "404"], ["HTTP 201", "HTTP 200"]],
    ),
    ("Which port is open?", &["{}"], &[["80/udp", "80/tcp"]]),
    ("Which pump was broken?", &["{}"], &[["pump 3", "pump no. 4"], ["no pump", "pump no. 1"]]),
    ("Which screw?", &["{}"], &[["M8 x 40", "M8x60"], ["M8x40", "M6x40"]]),
    ("Which version of TLS is required?", &["{}"], &[["TLS 1.3", "TLSv1.2"]]),
    (
        "Which Docker image is used?",
        &["{}"],
        &[["redis:7", "The image is redis:7-alpine."], ["redis:7-alpine", "The image is not redis:7-alpine."]],
    ),
    (
        "When does it end?",
        &["{}"],
        &[["before 1 May", "before 2 May"], ["before 1 May", "1 May"], ["after 1 May", "before May 1"]],
    ),
    (
        "Who approved the expense?",
        &["{}"],
        &[["Tom Becker", "Tim Becker approved it."], ["Tom Becker", "Nobody approved it."]],
    ),
    ("Which variable is read?", &["{}"], &[["PATH", "Path"]]),
];

#[test]
fn one_value_in_several_spellings_is_one_answer() {
    let wrong = wrong(ONE, true);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_value_in_nearly_the_same_spelling_is_another() {
    let wrong = wrong(APART, false);
    assert!(wrong.is_empty(), "{wrong:#?}");
}
