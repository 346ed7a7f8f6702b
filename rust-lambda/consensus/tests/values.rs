//! Which short answers are one value: what stands beside a number or a name is part of it, unless it says nothing.

use consensus::{Kind, Opinion, Panel, Verdict, agree};

fn weigh(kind: Kind, answers: &[&str]) -> Verdict {
    let opinion = |(at, answer): (usize, &&str)| Opinion {
        expert: format!("e{at}"),
        answer: Some((*answer).to_owned()),
        ..Opinion::default()
    };
    agree(&Panel {
        id: "values".to_owned(),
        question: Some("What is it?".to_owned()),
        kind,
        opinions: answers.iter().enumerate().map(opinion).collect(),
        ..Panel::default()
    })
}

/// Whether two answers are one, whichever of them a third expert repeats.
fn are_one(kind: Kind, a: &str, b: &str) -> [bool; 2] {
    [[a, a, b], [a, b, b]].map(|answers| {
        let both = |experts: &[String]| ["e0", "e2"].iter().all(|name| experts.iter().any(|expert| expert == name));
        weigh(kind, &answers).clusters.iter().any(|cluster| both(&cluster.experts))
    })
}

fn assert_each<A: AsRef<str>>(pairs: &[(A, A)], one: bool) {
    let mut wrong = Vec::new();
    for (a, b) in pairs.iter().map(|(a, b)| (a.as_ref(), b.as_ref())) {
        for kind in [Kind::Short, Kind::Auto] {
            if are_one(kind, a, b) != [one; 2] {
                wrong.push((kind, a, b));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_factor_is_no_unit() {
    assert_each(
        &[
            ("36\u{3c0}", "36"),
            ("2\u{3c0}/3", "2"),
            ("3\u{3c0}", "3\u{3c0}/2"),
            ("5 hundred", "5"),
            ("three dozen", "a dozen"),
            ("a thousand", "five thousand"),
            ("half a dozen", "a dozen"),
        ],
        false,
    );
    assert_each(&[("5 hundred", "500"), ("a dozen", "12"), ("a hundred", "100"), ("36\u{3c0}", "36 \u{3c0}")], true);
}

#[test]
fn a_compound_unit_is_compared_whole() {
    assert_each(
        &[
            ("3 mol/L", "3 mmol/L"),
            ("3 m^3", "3 m^2"),
            ("3 N/m", "3 N\u{b7}m"),
            ("3 m\u{b3}", "3 m\u{b2}"),
            ("3 kg/m^3", "3 kg/m^2"),
        ],
        false,
    );
    assert_each(&[("3 m^3", "3 m\u{b3}"), ("3 m^2", "3 m2"), ("3 mol/L", "3 mol/L.")], true);
}

#[test]
fn case_tells_powers_of_ten_apart() {
    let mut apart: Vec<(String, String)> =
        ["Pa", "eV", "J", "N", "Sv", "\u{3a9}", "T", "F", "K", "bar", "W", "A", "Hz", "V"]
            .iter()
            .map(|unit| (format!("3 m{unit}"), format!("3 M{unit}")))
            .collect();
    for (a, b) in [("5 nM", "5 nm"), ("10 ns", "10 nS"), ("3 cal", "3 Cal")] {
        apart.push((a.to_owned(), b.to_owned()));
    }
    assert_each(&apart, false);
    assert_each(
        &[
            ("5 km", "5 KM"),
            ("5 kHz", "5 KHz"),
            ("5 minutes", "5 min"),
            ("1 GB", "1000 MB"),
            ("5 apples", "5"),
            ("42 USD", "$42"),
            ("5 km", "5"),
            ("3 months", "3"),
        ],
        true,
    );
}

#[test]
fn hours_are_a_duration_and_a_clock_is_none() {
    for hours in 0..48 {
        let forms = [format!("{hours} h"), format!("{hours} hrs"), format!("{} minutes", hours * 60)];
        for form in forms {
            assert_eq!(are_one(Kind::Short, &format!("{hours} hours"), &form), [true; 2], "{hours} {form}");
        }
    }
    assert_each(&[("5 hours", "5:00"), ("12 hours", "noon")], false);
    assert_each(&[("15 o'clock", "15:00"), ("15 Uhr", "3 pm")], true);
}

#[test]
fn a_numeral_with_a_noun_is_a_number_among_numbers() {
    for (word, number) in [("two", "2"), ("five", "5"), ("twelve", "12"), ("fifty", "50"), ("twenty-one", "21")] {
        for noun in ["hours", "apples", "people", "percent", "km"] {
            let verdict = weigh(Kind::Short, &[&format!("{number} {noun}"), number, &format!("{word} {noun}")]);
            assert_eq!(verdict.agreement, Some(1.0), "{word} {noun}");
            let verdict = weigh(Kind::Short, &["7", "7", &format!("{word} {noun}")]);
            assert!(verdict.agreement < Some(1.0), "{word} {noun}");
        }
    }
}

#[test]
fn who_gives_no_number_among_numbers_dissents() {
    for number in ["0", "5", "1911", "5 kg"] {
        for other in
            ["undefined", "infinity", "none", "nothing", "no solution", "It does not exist.", "infinitely many"]
        {
            for kind in [Kind::Short, Kind::Auto] {
                let said = weigh(kind, &[number, number, number, other, other]);
                let counted = weigh(kind, &[number, number, number, "77", "77"]);
                assert_eq!(said.agreement, counted.agreement, "{number} {other}");
            }
        }
    }
    assert_eq!(weigh(Kind::Short, &["5", "5", "This follows from what was said above already."]).agreement, Some(1.0));
}

#[test]
fn neither_yes_nor_no_is_a_position_of_its_own() {
    for other in ["both", "Partly.", "It depends on the version.", "neither", "unclear"] {
        let verdict = weigh(Kind::Auto, &["yes", "yes", "yes", other, other]);
        assert_eq!(verdict.agreement, Some(0.4), "{other}");
    }
    assert_ne!(weigh(Kind::Auto, &["yes", "yes", "no", "both", "both"]).decided, Some(true));
    assert_eq!(weigh(Kind::Auto, &["Yes, because a.", "Yes.", "yes"]).agreement, Some(1.0));
}

#[test]
fn a_number_beside_the_answer_is_not_the_answer() {
    for (sentence, value) in [
        ("5 of the 8 items are valid", "5"),
        ("The result is 5 with 95% confidence.", "5"),
        ("5, confidence 0.9", "5"),
        ("5 as of 2024", "5"),
        ("5 on page 12", "5"),
        ("It prints 5 in Python 3.", "5"),
        ("It has 5 edges, as shown in Figure 2.", "5"),
        ("There are 5 (see section 3).", "5"),
        ("5. See RFC 2616.", "5"),
        ("There are 5 edges.\n\n1. a\n2. b\n3. c", "5"),
        ("It's 5.[3]", "5"),
        ("It is 5 for n = 12.", "5"),
        ("x = 5 for y = 2", "5"),
        ("The sum of 3 and 4 is 7.", "7"),
        ("3 plus 4 = 7", "7"),
    ] {
        let verdict = weigh(Kind::Short, &[value, value, sentence]);
        assert_eq!(verdict.agreement, Some(1.0), "{sentence}");
        for beside in ["2", "3", "8", "12", "95", "2024", "2616"] {
            let verdict = weigh(Kind::Short, &[beside, beside, sentence]);
            assert!(verdict.agreement < Some(1.0), "{beside} {sentence}");
        }
    }
}

#[test]
fn citations_are_no_part_of_an_answer() {
    for value in ["5", "Paris", "42 km", "Yes", "1911", "Ada Lovelace"] {
        for citation in [
            " [1]",
            " [2]",
            " [1, 2]",
            " [^1]",
            " [1][2]",
            "\u{3010}1\u{2020}source\u{3011}",
            " ([source](https://a.b/c))",
        ] {
            for form in ["{}", "Answer: {}"] {
                let reply = form.replace("{}", &format!("{value}{citation}"));
                let cited = format!("{value}{}", if citation.starts_with(' ') { citation } else { " [3]" });
                let verdict = weigh(Kind::Short, &[value, &reply, &cited]);
                assert_eq!(verdict.agreement, Some(1.0), "{reply}");
            }
        }
    }
    for list in ["[1]", "[1, 2]", "a[1]", "x = [1]"] {
        assert!(weigh(Kind::Short, &[list, list, "[2]"]).agreement < Some(1.0), "{list}");
    }
}

#[test]
fn an_item_less_makes_another_list() {
    let items = ["nginx", "redis", "postgres", "kafka"];
    for count in 3..=items.len() {
        for mark in [", ", "; "] {
            let (long, short) = (items[..count].join(mark), items[..count - 1].join(mark));
            assert_eq!(are_one(Kind::Short, &long, &short), [false; 2], "{long}");
        }
    }
    assert_each(&[("Paris, France", "Paris"), ("Bach, Johann", "Johann Bach")], true);
}

#[test]
fn a_word_that_turns_a_name_makes_another() {
    let words = [
        "former",
        "vice",
        "lack of",
        "loss of",
        "low",
        "anti",
        "unsigned",
        "half",
        "local",
        "inverse",
        "Democratic",
        "New",
    ];
    for name in ["president", "vitamin C", "sodium", "Republic of Congo"] {
        for word in words {
            assert_eq!(are_one(Kind::Short, &format!("{word} {name}"), name), [false; 2], "{word} {name}");
        }
    }
    assert_each(
        &[("at least one", "one"), ("at most one", "one"), ("f''", "f'"), ("x'", "x"), ("O(log log n)", "O(log n)")],
        false,
    );
    assert_each(&[("the president", "president"), ("Wilhelm R\u{f6}ntgen", "R\u{f6}ntgen"), ("the 'x'", "x")], true);
}

#[test]
fn half_of_a_yes_is_a_position_of_its_own() {
    let whole = ["Yes", "yes.", "Yes, because it is signed.", "Yes, it is."];
    let halves =
        ["mostly yes", "Yes, if it is signed.", "Yes, but only if you never deploy it.", "Yes, unless it rains."];
    for half in halves {
        assert_each(&whole.map(|whole| (whole, half)), false);
    }
    assert_each(&whole.map(|whole| ("Yes", whole)), true);
}

#[test]
fn money_of_another_country_is_other_money() {
    let dollars = ["$5", "A$5", "CA$5", "HK$5", "NZ$5", "S$5", "Z$5", "Mex$5"];
    for (at, a) in dollars.iter().enumerate() {
        assert_each(&dollars[..at].iter().map(|b| (*a, *b)).collect::<Vec<_>>(), false);
    }
    assert_each(&[("\u{a3}5", "E\u{a3}5"), ("\u{a5}5", "CN\u{a5}5"), ("5 EUR", "$5")], false);
    assert_each(&[("$5", "US$5"), ("A$5", "5 AUD"), ("CA$5", "C$5"), ("HKD 5", "HK$5"), ("\u{a3}5", "GBP 5")], true);
    let verdict = weigh(Kind::Short, &["$5", "A$5", "A$5"]);
    assert_eq!(verdict.answer.as_deref(), Some("A$5"));
}

#[test]
fn a_symbol_keeps_its_case_and_its_marks() {
    for letter in ["m", "k", "g", "s", "h", "t"] {
        assert_each(&[(format!("5 {letter}"), format!("5 {}", letter.to_uppercase()))], false);
    }
    let apart = [
        ("5'", "5\""),
        ("5 AU", "5 \u{c5}"),
        ("5 kPa", "5 Pa"),
        ("5 gallons (US)", "5 gallons (UK)"),
        ("5 (a)", "5 (b)"),
        ("5 (mod 7)", "5 (mod 9)"),
        ("5 (mod 7)", "5"),
        ("5 (\u{b1}1)", "5"),
        ("101b", "101"),
        ("3 halves", "3"),
        ("almost 5", "5"),
        ("No 5", "not 5"),
        ("NULL", "'NULL'"),
        ("None", "\"None\""),
    ];
    assert_each(&apart, false);
    let one = [
        ("5 kPa", "5000 Pa"),
        ("1 bar", "100 kPa"),
        ("5 (\u{b1}1)", "5 \u{b1} 1"),
        ("5 KHz", "5 kHz"),
        ("42 (17 \u{d7} 23)", "42"),
        ("403 (access denied)", "403"),
    ];
    assert_each(&one, true);
}

#[test]
fn a_list_of_values_is_none_of_them() {
    for list in ["1. 4\n2. 5", "- 4\n- 5", "a) 4\nb) 5", "4\n5", "x = 4, y = 5"] {
        for value in ["4", "5"] {
            let verdict = weigh(Kind::Short, &[value, list, value]);
            assert_eq!(verdict.clusters.len(), 2, "{list:?} {value}");
        }
    }
    for one in ["1. 5\n2. 5", "5\n5"] {
        assert_eq!(weigh(Kind::Short, &["5", one, "5"]).clusters.len(), 1, "{one:?}");
    }
}

#[test]
fn an_index_is_no_citation() {
    let places = [
        "m{}",
        "grid[2]{}",
        "int[3]{}",
        "$.a[0]{}",
        "[1]{}",
        "x.{}",
        "a[0][1]{}",
        "f(x){}",
        "Use arr{}",
        "(1){}",
        "v2{}",
    ];
    let pairs: Vec<(String, String)> =
        places.iter().map(|place| (place.replace("{}", "[1]"), place.replace("{}", "[2]"))).collect();
    assert_each(&pairs, false);
    assert_each(
        &[("Paris [1]", "Paris [2]"), ("5 [1]", "5[2]"), ("It is Paris.[1][2]", "Paris"), ("5 [1][2]", "5")],
        true,
    );
}
