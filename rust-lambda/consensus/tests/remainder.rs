//! Texts of several statements that are one but for a statement, whatever the order and the form of the others.

mod common;

use common::are_one;

/// Statements on one subject; the contrary of one of them in other words; and the same statement in other forms.
const SUBJECTS: [([&str; 4], usize, &str, &str); 12] = [
    (
        ["It adds a column", "Old clients keep working", "A test is included", "The migration runs online"],
        1,
        "Old clients will break",
        "Old clients keep on working",
    ),
    (
        ["She sleeps well", "She eats little", "The wound is healing", "There is no fever"],
        2,
        "The wound is infected",
        "The wound heals",
    ),
    (
        ["The rent stays", "Each side pays its own costs", "The lift must be repaired", "The tenant may stay"],
        3,
        "The tenant must leave",
        "The tenant may stay there",
    ),
    (
        ["The names are good", "The loop is correct", "The tests are slow", "The merge can go ahead"],
        3,
        "The merge has to wait",
        "The merge can go ahead now",
    ),
    (
        ["Delivery is included", "Assembly costs 80 euros", "The warranty is two years", "Work begins in May"],
        1,
        "Assembly is free of charge",
        "The assembly costs 80 euros",
    ),
    (
        ["The thesis is clear", "The sources are named", "The language is simple", "The ending convinces"],
        3,
        "The ending is weak",
        "The ending convinces the reader",
    ),
    (
        ["It keeps no state", "Failed messages are tried again", "Logs go to one place", "It scales to ten copies"],
        1,
        "Failed messages are thrown away",
        "A failed message is tried again",
    ),
    (
        ["The form is due in July", "Both spouses sign it", "Receipts stay at home", "It can be filed online"],
        2,
        "Every receipt must be attached",
        "The receipts stay at home",
    ),
    (
        ["The term is two years", "The price is fair", "The seller is known", "We should sign the contract"],
        3,
        "We should walk away",
        "We should sign this contract",
    ),
    (
        ["The roof is new", "The location is central", "The cellar is dry", "I would buy the building"],
        3,
        "I would keep my hands off it",
        "I would buy it",
    ),
    (
        ["The fever is gone", "The wound is dry", "The lungs are clear", "He can go home today"],
        3,
        "He has to stay for now",
        "Today he can go home",
    ),
    (
        ["It runs for two years", "It renews each year", "Notice is three months", "The price is fixed"],
        1,
        "It does not renew",
        "It is renewed each year",
    ),
];

/// Orders of four statements; in none but the first does one stand in its place.
const ORDERS: [[usize; 4]; 4] = [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]];

/// Statements as sentences, as a list, and joined two by two.
fn forms(statements: [&str; 4]) -> [String; 3] {
    let small = |statement: &str| statement[..1].to_lowercase() + &statement[1..];
    let [a, b, c, d] = statements;
    [
        format!("{a}. {b}. {c}. {d}."),
        format!("- {a}.\n- {b}.\n- {c}.\n- {d}."),
        format!("{a} and {}. {c}, and {}.", small(b), small(d)),
    ]
}

/// Every form of the statements beside every form of them in every order.
fn beside(own: [&str; 4], others: [&str; 4]) -> impl Iterator<Item = [String; 2]> {
    let texts = ORDERS.into_iter().flat_map(move |order| forms(order.map(|at| others[at])));
    texts.flat_map(move |other| forms(own).map(|own| [own, other.clone()]))
}

#[test]
fn a_statement_that_says_otherwise_makes_another_text_in_any_order_and_form() {
    for (statements, at, contrary, _) in SUBJECTS {
        let mut others = statements;
        others[at] = contrary;
        for [own, other] in beside(statements, others) {
            assert!(!are_one([&own, &other]), "{own} | {other}");
        }
    }
}

#[test]
fn the_same_statements_are_one_text_in_any_order_and_form() {
    for (statements, ..) in SUBJECTS {
        for [own, other] in beside(statements, statements) {
            assert!(are_one([&own, &other]), "{own} | {other}");
        }
    }
}

#[test]
fn a_statement_in_another_form_leaves_one_text() {
    for (statements, at, _, same) in SUBJECTS {
        let mut others = statements;
        others[at] = same;
        for [own, other] in beside(statements, others) {
            assert!(are_one([&own, &other]), "{own} | {other}");
        }
    }
}
