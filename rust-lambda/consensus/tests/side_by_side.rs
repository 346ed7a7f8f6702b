//! Two statements side by side: who does what, whichever of them comes first and whatever is left out of the second.

mod common;

use common::are_one;

/// Two subjects, what both do, and the things that they do it to.
const PAIRS: [[&str; 5]; 10] = [
    ["the landlord", "the tenant", "pays", "the repairs", "the heating"],
    ["Tim", "Eva", "cleans", "the kitchen", "the bath"],
    ["the seller", "the buyer", "insures", "the goods", "the transport"],
    ["Team Blue", "Team Red", "runs", "the API", "the database"],
    ["Mr. Hall", "Ms. Reed", "teaches", "maths", "biology"],
    ["the lead", "the intern", "reviews", "the code", "the tests"],
    ["the ward", "the clinic", "keeps", "the chart", "the samples"],
    ["the bank", "the broker", "holds", "the shares", "the cash"],
    ["Rome", "Oslo", "hosts", "the finals", "the opening"],
    ["the server", "the client", "stores", "the key", "the token"],
];

/// Both statements in full, and with the verb left out of the second.
fn said([one, other, does, own, others]: [&str; 5]) -> [String; 4] {
    let opened = |text: String| text[..1].to_uppercase() + &text[1..];
    [
        opened(format!("{one} {does} {own} and {other} {does} {others}.")),
        opened(format!("{one} {does} {own}, and {other} {does} {others}.")),
        opened(format!("{one} {does} {own} and {other} {others}.")),
        opened(format!("{one} {does} {own}, {other} {others}.")),
    ]
}

#[test]
fn the_same_two_statements_are_one_text_whichever_comes_first() {
    for [one, other, does, own, others] in PAIRS {
        for first in said([one, other, does, own, others]) {
            for second in said([other, one, does, others, own]) {
                assert!(are_one([&first, &second]), "{first} | {second}");
            }
        }
    }
}

#[test]
fn two_statements_with_their_things_exchanged_are_another_text() {
    for [one, other, does, own, others] in PAIRS {
        for first in said([one, other, does, own, others]) {
            for second in said([one, other, does, others, own]).into_iter().chain(said([other, one, does, own, others]))
            {
                assert!(!are_one([&first, &second]), "{first} | {second}");
            }
        }
    }
}

#[test]
fn what_is_denied_of_one_of_two_is_not_denied_of_the_other() {
    for [one, other] in [["cats", "dogs"], ["calls", "letters"], ["bikes", "scooters"], ["visitors", "reporters"]] {
        let texts = |yes: &str, no: &str| {
            let opened = |text: String| text[..1].to_uppercase() + &text[1..];
            [
                opened(format!("{yes} are allowed, but {no} are not.")),
                opened(format!("{no} are not allowed, but {yes} are.")),
                opened(format!("{yes} are allowed and {no} are not.")),
            ]
        };
        for first in texts(one, other) {
            for second in texts(one, other) {
                assert!(are_one([&first, &second]), "{first} | {second}");
            }
            for second in texts(other, one) {
                assert!(!are_one([&first, &second]), "{first} | {second}");
            }
        }
    }
}
