//! One frame with two fillings, from both sides: what a text says in words of its own makes it another one, wherever they
//! stand, and words for the same leave one. Each class is a matrix of frames and fillings.

mod common;

use common::are_one;

const NOTICES: [&str; 4] = ["an oral notice", "a notice on paper", "a signed notice", "a notice by the court"];

const NOTICE_FRAMES: [&str; 3] = [
    "Section 5 requires # at least four weeks before the end.",
    "The tenant has to give # to the owner before the contract ends.",
    "The contract of the tenant ends with # to the owner.",
];

/// What is done, and the same as a clause behind "without".
const DEEDS: [[&str; 2]; 5] = [
    ["you publish your changes", "publishing your changes"],
    ["you name the author", "naming the author"],
    ["you keep the licence", "keeping the licence"],
    ["you pay the fee", "paying the fee"],
    ["you ask the owner", "asking the owner"],
];

const DEED_FRAMES: [&str; 3] =
    ["You can use the library in products #.", "Students may copy the book for a class #.", "The work may be sold #."];

/// What counts, as it stands before "findings must be fixed before the merge".
const COUNTS: [[&str; 2]; 4] =
    [["All", "Two"], ["Every one of the", "Three"], ["All open", "Only open"], ["All", "Only severe"]];

/// Who does two things, the things, and who else may do the second.
const SHARED_WORK: [[&str; 4]; 4] = [
    ["landlord", "installs", "maintains", "tenant"],
    ["vendor", "delivers", "repairs", "buyer"],
    ["author", "writes", "signs", "editor"],
    ["school", "orders", "stores", "teacher"],
];

/// The same put otherwise: words written as two, forms that do not begin alike, synonyms.
const SAME: [[&str; 2]; 21] = [
    ["Follow the link in the e-mail.", "Follow the link in the email."],
    ["The e-mails are kept for 30 days.", "The emails are kept for 30 days."],
    ["Restore the data base from the copy.", "Restore the database from the copy."],
    ["The bank keeps the records for ten years.", "The records are kept by the bank for ten years."],
    ["The buyer pays the fee in advance.", "The fee is paid in advance by the buyer."],
    ["The court sends the file to the lawyer.", "The file is sent to the lawyer by the court."],
    [
        "The doctor recommends more practice with the left hand.",
        "The doctor recommends practising more with the left hand.",
    ],
    ["The audit did not find any serious problems.", "The audit found no serious problems."],
    ["All reviewers must approve the change.", "Every reviewer has to approve the change."],
    ["You may copy it only if you name the author.", "You may copy it only if the author is named."],
    ["Allow any origin.", "Any origin is allowed."],
    ["After the audit, close the account.", "Close the account after the audit."],
    ["After the audit the account is closed.", "The account is closed after the audit."],
    ["The cache keeps the last answer for each key.", "The cache stores the last answer for each key."],
    ["Tell the team of the change today.", "The team must be informed of the change today."],
    ["The court decided that the clause is void.", "The court ruled that the clause is void."],
    ["The valve stays closed while the pump runs.", "While the pump runs the valve remains closed."],
    ["According to the witness, the car was red.", "The witness said that the car was red."],
    ["Both reports recommend a new supplier.", "A new supplier is recommended by both reports."],
    [
        "The landlord installs and maintains the detectors.",
        "The detectors are installed and maintained by the landlord.",
    ],
    ["The club calls off the match.", "The match is called off by the club."],
];

fn broken(pairs: impl IntoIterator<Item = [String; 2]>, one: bool) -> Vec<[String; 2]> {
    pairs.into_iter().filter(|[a, b]| are_one([a, b]) != one).collect()
}

/// Each frame with each two of the fillings.
fn filled(frames: &[&str], fillings: &[&str]) -> Vec<[String; 2]> {
    let two = |frame: &str, a: usize, b: usize| [fillings[a], fillings[b]].map(|said| frame.replace('#', said));
    let pairs = |frame: &&str| {
        let frame = (*frame).to_owned();
        (0..fillings.len()).flat_map(move |a| (0..a).map(|b| two(&frame, a, b)).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    frames.iter().flat_map(pairs).collect()
}

#[test]
fn words_of_ones_own_in_one_frame_make_another_answer() {
    assert_eq!(broken(filled(&NOTICE_FRAMES, &NOTICES), false), Vec::<[String; 2]>::new());
}

#[test]
fn what_is_done_is_not_what_is_done_without() {
    let pairs = DEED_FRAMES.iter().flat_map(|frame| {
        DEEDS.map(|[done, without]| {
            [format!("if {done}"), format!("without {without}")].map(|said| frame.replace('#', &said))
        })
    });
    assert_eq!(broken(pairs, false), Vec::<[String; 2]>::new());
}

#[test]
fn all_are_not_some_of_them() {
    let pairs = COUNTS.map(|counts| counts.map(|count| format!("{count} findings must be fixed before the merge.")));
    assert_eq!(broken(pairs, false), Vec::<[String; 2]>::new());
}

#[test]
fn who_does_the_second_of_two_things_counts() {
    let pairs = SHARED_WORK.map(|[who, first, second, other]| {
        [
            format!("The {who} {first} and {second} the devices."),
            format!("The {who} {first} the devices and the {other} {second} them."),
        ]
    });
    assert_eq!(broken(pairs, false), Vec::<[String; 2]>::new());
}

#[test]
fn another_verb_and_somebody_else_are_another_answer() {
    let pairs = [
        ["The union calls for a strike from Monday on.", "The union calls off the strike from Monday on."],
        ["Allow any origin.", "Allow this origin."],
        ["The service accepts every token.", "The service accepts this token."],
        ["It should work with the new driver.", "It does work with the new driver."],
        ["Once the backup is done, upgrade the host.", "Once the host is upgraded, do the backup."],
        ["After the audit, close the account.", "After the account is closed, audit it."],
        ["The form was signed by somebody other than the owner.", "The form was signed by the owner."],
        ["Late papers are marked as failed.", "Late papers are marked like any other."],
    ];
    assert_eq!(broken(pairs.map(|pair| pair.map(str::to_owned)), false), Vec::<[String; 2]>::new());
}

#[test]
fn words_for_the_same_leave_one_answer() {
    assert_eq!(broken(SAME.map(|pair| pair.map(str::to_owned)), true), Vec::<[String; 2]>::new());
}
