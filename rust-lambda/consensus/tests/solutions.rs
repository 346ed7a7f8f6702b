//! Several solutions of one variable are an answer of their own, in any order, and no one of them.

#[path = "common/found.rs"]
mod found;

use found::found;

const QUESTION: &str = "What is the solution?";

const SETS: &[[&str; 2]] = &[["-3", "3"], ["2", "3"], ["0", "5"], ["1.5", "-4"], ["10", "100"]];

/// All ways to write two solutions.
fn written([a, b]: [&str; 2]) -> Vec<String> {
    let ways = ["x = {} or x = {}", "x = {} and x = {}", "x = {}, x = {}", "x={}, x={}", "x = {} or {}", "x = {}, {}"];
    let of = |way: &&str, first: &str, second: &str| way.replacen("{}", first, 1).replacen("{}", second, 1);
    ways.iter().flat_map(|way| [of(way, a, b), of(way, b, a)]).collect()
}

fn beside(own: &[String], others: &[String]) -> Vec<[String; 2]> {
    own.iter().flat_map(|a| others.iter().filter(move |b| *b != a).map(|b| [a.clone(), b.clone()])).collect()
}

#[test]
fn the_same_solutions_in_any_order_are_one_answer() {
    let pairs: Vec<[String; 2]> = SETS.iter().flat_map(|set| beside(&written(*set), &written(*set))).collect();
    assert_eq!(found(QUESTION, &pairs, true), Vec::<String>::new());
    let signed = written(["-3", "3"]).into_iter().map(|both| [both, "x = \u{b1}3".to_owned()]);
    assert_eq!(found(QUESTION, &signed.collect::<Vec<_>>(), true), Vec::<String>::new());
}

#[test]
fn several_solutions_are_no_one_of_them_and_no_others() {
    let single = |set: &[&str; 2]| set.map(|value| format!("x = {value}")).to_vec();
    let pairs: Vec<[String; 2]> = SETS.iter().flat_map(|set| beside(&written(*set), &single(set))).collect();
    assert_eq!(found(QUESTION, &pairs, false), Vec::<String>::new());
    let pairs: Vec<[String; 2]> =
        SETS.windows(2).flat_map(|two| beside(&written(two[0]), &written(two[1])[..2])).collect();
    assert_eq!(found(QUESTION, &pairs, false), Vec::<String>::new());
}

#[test]
fn values_of_several_variables_stay_with_their_names() {
    let one = [["x = 3, y = 2", "y = 2, x = 3"], ["x = 3 and y = 2", "x = 3; y = 2"]];
    let two = [["x = 3, y = 2", "x = 2, y = 3"], ["x = 3, y = 2", "x = 3"]];
    let owned = |pairs: [[&str; 2]; 2]| pairs.map(|pair| pair.map(str::to_owned));
    assert_eq!(found(QUESTION, &owned(one), true), Vec::<String>::new());
    assert_eq!(found(QUESTION, &owned(two), false), Vec::<String>::new());
}
