use super::Names;

fn levels(reply: &str) -> Option<Vec<usize>> {
    let names = Names::new(&["A", "B", "C", "Dee Dee"].map(String::from));
    Some(names.levels(reply)?.into_iter().flatten().collect())
}

#[test]
fn a_ranking_in_many_spellings() {
    for reply in [
        "B > A = C > Dee Dee",
        "b>c=a",
        "My ranking: B > A = C > Dee Dee.",
        "[\"B\", [\"A\", \"C\"], \"Dee Dee\"]",
        "Reasons [1].\n```json\n[\"B\",[\"C\",\"A\"]]\n```",
        "1. B\n2. A = C\n3. Dee Dee",
        "B \u{227b} A ~ C",
    ] {
        assert_eq!(levels(reply), Some(vec![1, 0, 1, 2]), "{reply}");
    }
    for reply in ["1. B\n2. A\n3. **dee dee**: it is late\n4) C", "- B\n- A\n- Dee Dee", "B, A, Dee Dee, C"] {
        assert_eq!(levels(reply), Some(vec![1, 0, 3, 2]), "{reply}");
    }
}

#[test]
fn numbers_count_whichever_way_they_run() {
    for reply in [
        "3. A\n1. B\n2. C\n4. Dee Dee",
        "4. Dee Dee\n3. A\n2. C\n1. B",
        "4) Dee Dee 3) A 2) C 1) B",
        "1. B 2. C 3. A 4. Dee Dee",
        "Rank 4: Dee Dee\nRank 3: A\nRank 2: C\nRank 1: B",
        "#1 B\n#2 C\n#3 A\n#4 Dee Dee",
        "4th place: Dee Dee\n3rd place: A\n2nd place: C\n1st place: B",
        "| 1 | B |\n| 2 | C |\n| 3 | A |\n| 4 | Dee Dee |",
        "\u{1f947} B\n\u{1f948} C\n\u{1f949} A\n4. Dee Dee",
        "Dee Dee < A < C < B",
        "First: B\nSecond: C\nThird: A\nFourth: Dee Dee",
        "Priority 1: B\nPriority 2: C\nPriority 3: A\nPriority 4: Dee Dee",
        "1st place \u{2013} B\n2nd place \u{2013} C\n3rd place \u{2013} A\n4th place \u{2013} Dee Dee",
        "**Best:** B\n**Second:** C\n**Third:** A\n**Worst:** Dee Dee",
        "Worst: Dee Dee\nThird: A\nSecond: C\nBest: B",
        "Erster Platz: B\nZweiter Platz: C\nDritter Platz: A\nLetzter Platz: Dee Dee",
        "B, then C, then A, and last Dee Dee",
        "B, followed by C, then A and finally Dee Dee.",
        "- **1.** B\n- **2.** C\n- **3.** A\n- **4.** Dee Dee",
    ] {
        assert_eq!(levels(reply), Some(vec![2, 0, 1, 3]), "{reply}");
    }
    // The worst of some is not the last of all.
    assert_eq!(levels("Best: B\nWorst: A"), None);
    // Markdown numbers a list by itself.
    assert_eq!(levels("1. B\n1. A\n1. C\n1. Dee Dee"), Some(vec![1, 0, 2, 3]));
    assert_eq!(levels("1. B\n2. A\n2. C\n4. Dee Dee"), Some(vec![1, 0, 1, 2]));
}

#[test]
fn an_option_may_hold_the_marks_of_a_chain() {
    let names = Names::new(&["x > 3", "x = 3", "x", "3"].map(String::from));
    for (reply, expected) in [
        ("Answer: x = 3 > x > 3", [1, 0, 2, 2]),
        ("3 > x > x = 3", [3, 2, 1, 0]),
        ("x=x > 3", [0, 1, 0, 1]),
        ("[\"3\", \"x > 3\"]", [1, 2, 2, 0]),
    ] {
        let levels: Option<Vec<usize>> = names.levels(reply).map(|levels| levels.into_iter().flatten().collect());
        assert_eq!(levels, Some(expected.to_vec()), "{reply}");
    }
}

#[test]
fn strangers_are_passed_over_and_an_option_on_both_sides_of_another_says_nothing() {
    assert_eq!(levels("B > Z > A > C"), Some(vec![1, 0, 2, 3]));
    assert_eq!(levels("C \u{2192} A \u{2192} B"), levels("C > A > B"));
    for reply in ["B > A > B", "A > B > C > A", "B > Z > A > B > C"] {
        assert_eq!(levels(reply), None, "{reply}");
    }
}

#[test]
fn a_reply_without_an_option_says_nothing() {
    for reply in ["", "I cannot tell", "[[[", "[]", ">>>", "{\"expert\":\"A\"}"] {
        assert_eq!(levels(reply), None, "{reply}");
    }
}
