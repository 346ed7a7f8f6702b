//! Which names are one: further words make another name, unless they only tell who or what it is.

use consensus::{Kind, Opinion, Panel, agree};

/// Whether two answers are one, whichever of them a third expert repeats; None where that decides.
fn are_one(question: &str, kind: Kind, a: &str, b: &str) -> Option<bool> {
    let panel = |answers: [&str; 3]| Panel {
        id: "names".to_owned(),
        question: Some(question.to_owned()),
        kind,
        opinions: answers.iter().enumerate().map(opinion).collect(),
        ..Panel::default()
    };
    let joined = [[a, b, a], [b, a, b]].map(|answers| agree(&panel(answers)).clusters.len() == 1);
    (joined[0] == joined[1]).then_some(joined[0])
}

fn opinion((at, answer): (usize, &&str)) -> Opinion {
    Opinion { expert: format!("e{at}"), answer: Some((*answer).to_owned()), ..Opinion::default() }
}

fn assert_each<'a>(question: &str, pairs: impl IntoIterator<Item = (&'a str, String)>, one: bool) {
    let mut wrong = Vec::new();
    for (name, longer) in pairs {
        for (form, kind) in [("{}", Kind::Short), ("{}", Kind::Auto), ("It fits.\n\nAnswer: {}", Kind::Short)] {
            if are_one(question, kind, &form.replace("{}", name), &form.replace("{}", &longer)) != Some(one) {
                wrong.push((kind, form, name, longer.clone()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Each name in each frame.
fn framed<'a>(names: &'a [&'a str], frames: &'a [&'a str]) -> impl Iterator<Item = (&'a str, String)> {
    names.iter().flat_map(move |name| frames.iter().map(move |frame| (*name, frame.replace("{}", name))))
}

const PLACES: [&str; 4] = ["York", "Mexico", "Wales", "Kansas"];
const PERSONS: [&str; 4] = ["Goethe", "Marie Curie", "Bach", "Ada Lovelace"];
const PRODUCTS: [&str; 5] = ["React", "Windows", "PostgreSQL", "Redis", "Visual Studio"];

#[test]
fn a_further_word_of_a_name_makes_another_name() {
    let places =
        ["New {}", "North {}", "Real {}", "{} City", "{} Wall", "Gulf of {}", "University of {}", "Prince of {}"];
    let persons = ["{} King", "{} Prize", "Statue of {}", "{} II", "{} & the Band"];
    let products = ["{} Native", "{} Server", "{} 15", "{} Pro", "{} Cloud", "Bank of {}", "{} Code", "{} license"];
    assert_each("Which exactly?", framed(&PLACES, &places), false);
    assert_each("Which exactly?", framed(&PERSONS, &persons), false);
    assert_each("Which exactly?", framed(&PRODUCTS, &products), false);
}

#[test]
fn a_word_that_tells_who_or_what_it_is_leaves_the_name() {
    let places = ["the city of {}", "{}, Europe", "{} (again)", "It is {}.", "{} in Europe", "the state of {}"];
    let persons = ["Johann {}", "Mr. {}", "Dr. {}", "the poet {}", "{} (again)", "J. {}"];
    let products = ["the {} library", "{} database", "{} (the tool)", "Use {}.", "The answer is {}.", "Acme {}"];
    assert_each("Which exactly?", framed(&PLACES, &places), true);
    assert_each("Which exactly?", framed(&PERSONS, &persons), true);
    assert_each("Which exactly?", framed(&PRODUCTS, &products), true);
}

#[test]
fn a_word_of_the_question_is_no_news() {
    assert_each("Which city of the state?", [("Kansas", "Kansas City".to_owned())], true);
    assert_each("Which license has it?", [("MIT", "MIT license".to_owned())], true);
    assert_each("Which state?", [("Kansas", "Kansas City".to_owned())], false);
    assert_each("Which university?", [("MIT", "MIT license".to_owned())], false);
}

#[test]
fn a_city_of_another_region_is_another_city() {
    for (city, region) in [("Paris", "Texas"), ("London", "Ontario"), ("Cambridge", "Massachusetts")] {
        assert_each("Which exactly?", [(city, format!("{city}, {region}"))], false);
        assert_each("Which exactly?", [(city, format!("{city}, Europe"))], true);
    }
    assert_each("Which exactly?", [("Chicago", "Chicago, Illinois".to_owned())], true);
    assert_each("Which exactly?", [("Paris, France", "Paris, Texas".to_owned())], false);
}

#[test]
fn persons_of_other_initials_are_two() {
    assert_each("Who?", [("George W. Bush", "George H. W. Bush".to_owned())], false);
    assert_each("Who?", [("John Adams", "John Quincy Adams".to_owned())], false);
    assert_each("Who?", [("John F. Kennedy", "John Kennedy".to_owned())], true);
    assert_each("Who?", [("J. S. Bach", "Johann Sebastian Bach".to_owned())], true);
    assert_each("Who?", [("Wilhelm R\u{f6}ntgen", "Wilhelm Conrad R\u{f6}ntgen".to_owned())], true);
}

#[test]
fn a_keyword_or_a_noun_with_another_one_is_another() {
    let pairs = [
        ("UNION", "UNION ALL"),
        ("INSERT", "INSERT IGNORE"),
        ("matter", "dark matter"),
        ("carbon", "carbon dioxide"),
        ("key", "private key"),
        ("/api", "/api/v2"),
        ("iPhone 15", "iPhone 15 Pro"),
    ];
    assert_each("Which exactly?", pairs.map(|(a, b)| (a, b.to_owned())), false);
}

/// Names that end in what they name, and further words of such names.
const KINDS: [&str; 8] = [
    "Labour Court",
    "Vice President",
    "Works Council",
    "Public License",
    "Site Engineer",
    "Income Tax",
    "Operating Profit",
    "Office Chair",
];

#[test]
fn a_further_word_of_what_is_named_after_its_kind_makes_another() {
    let further = ["Higher {}", "Executive {}", "General {}", "Joint {}", "Core {}", "the Supreme {}", "{} II"];
    assert_each("Which exactly?", framed(&KINDS, &further), false);
    let between = [("Regional Court", "Regional Labour Court"), ("GNU Public License", "GNU Lesser Public License")];
    assert_each("Which exactly?", between.map(|(a, b)| (a, b.to_owned())), false);
}

#[test]
fn what_only_describes_it_leaves_the_name() {
    let described = ["the {}", "our {}", "the competent {}", "{} (again)", "It is the {}.", "{} in Berlin"];
    assert_each("Which exactly?", framed(&KINDS, &described), true);
    let borne = ["Mr. {}", "Dr. {}", "Managing Director {}", "{}, the manager", "{} approved it."];
    assert_each("Who approved it?", framed(&["Tom Becker", "Anna Weber"], &borne), true);
}
