//! Every word of the table in every frame: what only mentions a name, and its harmless twin.

use super::{Said, TABLE};

fn is_only(question: Option<&str>, a: &str, b: &str) -> bool {
    super::is_only(question, &Said::new(a), &Said::new(b))
}

const NAMES: [&str; 4] = ["Goethe", "PostgreSQL", "New York", "Marie Curie"];

#[test]
fn a_sentence_that_rules_a_name_out_only_mentions_it() {
    for name in NAMES {
        for ruled in TABLE.ruled.values().flatten().map(|entry| entry.join(" ")) {
            assert!(is_only(None, &format!("{ruled} {name}"), name), "{ruled} {name}");
            assert!(is_only(None, &format!("{name} {ruled}."), name), "{name} {ruled}");
        }
        for before in TABLE.before.values().flatten().map(|entry| entry.join(" ")) {
            assert!(is_only(None, &format!("{before} {name}."), name), "{before} {name}");
            assert!(is_only(None, name, &format!("The {before} the {name}")), "{before} the {name}");
        }
        for behind in TABLE.behind.iter().map(|entry| entry.join(" ")) {
            assert!(is_only(None, &format!("A {name} {behind}"), name), "{name} {behind}");
        }
        for (but, aside) in [("but", "it is another"), ("aber", "es war anders"), ("mais", "c'est un autre")] {
            assert!(is_only(None, &format!("Some say {name}, {but} {aside}."), name), "{but} {aside}");
        }
    }
}

#[test]
fn a_sentence_that_gives_a_name_as_its_answer_does_not() {
    for name in NAMES {
        for plain in [
            "{}",
            "{}.",
            "It was {}.",
            "The answer is {}.",
            "The database is {}.",
            "I would go with {} because it fits.",
            "{}, of course",
            "Use {}.",
            "Probably {}",
            "{} (1749-1832)",
            "It was {}, the author, who made it in 1808.",
            "Es war {}.",
            "Der Autor ist {}, weil der Stil passt.",
            "C'est {}.",
            "Fue {}.",
            "Lo scrisse {}.",
            "Foi {}.",
            "Het was {}.",
            "To jest {}.",
            "\u{41e}\u{442}\u{432}\u{435}\u{442}: {}.",
            "Johann {}",
            "It was made by {}.",
            "The {} team",
            "It was {}, but some doubt remains.",
            "Not the other one; {} it is.",
        ] {
            let said = plain.replace("{}", name);
            assert!(!is_only(None, &said, name), "{said}");
        }
    }
}

#[test]
fn what_the_question_says_rules_nothing_out() {
    let question = Some("Apart from London, which city has a Charing Cross?");
    assert!(!is_only(question, "Apart from London, Glasgow has a Charing Cross.", "Glasgow"));
    assert!(!is_only(Some("Whom is the university named after?"), "It is named after Loyola.", "Loyola"));
    assert!(is_only(Some("Who wrote it?"), "Anyone apart from Loyola", "Loyola"));
}
