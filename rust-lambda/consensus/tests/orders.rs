//! The order read is the order written, whatever leads to it.

use consensus::orders::Names;

const OPTIONS: [&str; 3] = ["alpha", "beta", "gamma"];

/// Options by their level, the best first; None for an unreadable reply.
fn read(reply: &str) -> Option<Vec<String>> {
    let levels = Names::new(&OPTIONS.map(String::from)).levels(reply)?;
    let mut named: Vec<(usize, &str)> = levels.into_iter().flatten().zip(OPTIONS).collect();
    named.sort();
    Some(named.into_iter().map(|(level, name)| format!("{level} {name}")).collect())
}

fn permutations() -> Vec<[&'static str; 3]> {
    let [a, b, c] = OPTIONS;
    vec![[a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]]
}

fn written(order: &[&str]) -> Option<Vec<String>> {
    Some(order.iter().enumerate().map(|(level, name)| format!("{level} {name}")).collect())
}

#[test]
fn words_in_front_of_the_first_option_leave_it_first() {
    let leads = [
        "",
        "My ranking: ",
        "Order: ",
        "Best to worst: ",
        "I would say ",
        "So the order is ",
        "The best is ",
        "Ranking: ",
        "Answer: ",
        "**Answer:** ",
        "Meine Reihenfolge ist ",
    ];
    let forms = [
        "A > B > C",
        "A > B > C.",
        "A, B, C",
        "A, B and C",
        "A, then B, then C",
        "A, B, and C.",
        "A > B > C (the slowest)",
    ];
    let mut wrong = Vec::new();
    for order in permutations() {
        for lead in leads {
            for form in forms {
                let said = form.replace('A', order[0]).replace('B', order[1]).replace('C', order[2]);
                let announces =
                    lead.trim_end().ends_with([':', '*']) || lead.ends_with("is ") || lead.ends_with("ist ");
                let reply = format!("{lead}{said}");
                let found = read(&reply);
                // Where it is not certain that a list is an order, nothing is read.
                let uncertain = !announces && !lead.is_empty() && !form.contains('>') && found.is_none();
                if found != written(&order) && !uncertain {
                    wrong.push((reply, found));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_worst_may_come_first() {
    for order in permutations() {
        let [a, b, c] = order;
        for reply in [
            format!("Worst to best:\n1. {c}\n2. {b}\n3. {a}"),
            format!("Worst to best: {c}, {b}, {a}"),
            format!("From worst to best: {c}, {b}, {a}"),
            format!("worst first: {c} > {b} > {a}"),
            format!("worst first: {c} < {b} < {a}"),
        ] {
            assert_eq!(read(&reply), written(&order), "{reply}");
        }
    }
}

#[test]
fn several_chains_are_put_together_where_they_agree() {
    for order in permutations() {
        let [a, b, c] = order;
        for reply in [
            format!("{a} > {b}\n{b} > {c}"),
            format!("{b} > {c}\n{a} > {b}"),
            format!("{c} > {b} > {a}\n{a} > {b} > {c}"),
            format!("Options: {c}, {b}, {a}\nRanking: {a}, {b}, {c}"),
            format!("~~{c} > {b} > {a}~~ {a} > {b} > {c}"),
            format!("{a}: 1\n{c}: 3\n{b}: 2"),
        ] {
            assert_eq!(read(&reply), written(&order), "{reply}");
        }
    }
}

#[test]
fn an_order_that_cannot_be_told_is_none() {
    for reply in [
        "not alpha > beta > gamma",
        "alpha > rather beta, or so > gamma",
        "The order is wrong: alpha > beta > gamma. Right: gamma > beta > alpha",
        "alpha > beta\nbeta > alpha",
        "alpha: 10 points\nbeta: 5 points\ngamma: 8 points",
        "alpha = 3, beta = 1, gamma = 2",
        "alpha (3), beta (1), gamma (2)",
        "The options are alpha, beta and gamma.",
        "Of alpha, beta and gamma the best is gamma",
    ] {
        assert_eq!(read(reply), None, "{reply}");
    }
}

#[test]
fn words_of_the_worst_elsewhere_turn_nothing_round() {
    let remarks = [
        "It recovers quickly even from worst-case failures.",
        "Latency from lowest to highest decides.",
        "It should be avoided: it has the worst first-byte latency.",
        "(Ranked from best to worst, not worst first.)",
        "I sorted them by their latency, from the least to the most that was measured in a week",
    ];
    for order in permutations() {
        let [a, b, c] = order;
        for said in
            [format!("{a} > {b} > {c}"), format!("[\"{a}\", \"{b}\", \"{c}\"]"), format!("1. {a}\n2. {b}\n3. {c}")]
        {
            for remark in remarks {
                for reply in
                    [format!("{remark}\n{said}"), format!("{said}\n{remark}"), format!("{remark}\n\nAnswer:\n{said}")]
                {
                    let found = read(&reply);
                    assert!(found == written(&order) || found.is_none(), "{reply}: {found:?}");
                }
                assert_eq!(read(&format!("{a} > {b} > {c}\n\n{remark}")), written(&order), "{remark}");
            }
        }
    }
}

#[test]
fn what_stands_behind_an_order_does_not_take_its_place() {
    for order in permutations() {
        let [a, b, c] = order;
        let tails = [
            "Confidence: > 90%".to_owned(),
            "latency > 10 ms".to_owned(),
            format!("If cost matters more: {c} > {b} > {a}"),
            format!("Not {c} > {b} > {a}."),
            "[1]".to_owned(),
            "Sources: [2]".to_owned(),
        ];
        for said in
            [format!("{a} > {b} > {c}"), format!("[\"{a}\", \"{b}\", \"{c}\"]"), format!("1. {a}\n2. {b}\n3. {c}")]
        {
            for tail in &tails {
                let reply = format!("{said}\n{tail}");
                assert_eq!(read(&reply), written(&order), "{reply}");
            }
        }
    }
}

#[test]
fn what_is_struck_out_again_and_again_is_left_out_in_one_go() {
    let reply = format!("{}alpha > beta > gamma ~~", "~~x~~".repeat(200_000));
    let small = std::thread::Builder::new().stack_size(256 * 1024).spawn(move || read(&reply)).expect("a thread");
    small.join().expect("no overflow");
    let one = "~~beta > alpha~~ alpha > beta > gamma";
    assert_eq!(read(one), written(&OPTIONS));
}
