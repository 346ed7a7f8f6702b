//! Classes of differences, each from both sides: what matters makes two answers of texts in nearly the same words, and
//! what does not leaves one. Each class is a matrix of frames and fillings.

mod common;

use common::are_one;

/// Who does something, and to whom it is done.
const ROLES: [[&str; 2]; 8] = [
    ["employer", "employee"],
    ["lessor", "lessee"],
    ["caller", "callee"],
    ["grantor", "grantee"],
    ["mentor", "mentee"],
    ["franchisor", "franchisee"],
    ["licensor", "licensee"],
    ["assignor", "assignee"],
];

const ROLE_FRAMES: [&str; 4] = [
    "The # must give notice.",
    "The # keeps the title.",
    "The contract binds the #.",
    "Only the # may end it within 30 days.",
];

/// A statement in each language, and the same with what says that it may be so, was so, or is missing.
const DOUBTS: [(&str, &[&str]); 11] = [
    (
        "It is safe.",
        &[
            "It is perhaps safe.",
            "It used to be safe.",
            "It would be safe.",
            "It is safe in theory.",
            "It is far from safe.",
            "It was safe.",
        ],
    ),
    ("Es ist sicher.", &["Es ist vielleicht sicher.", "Es ist angeblich sicher.", "Es war sicher."]),
    (
        "Il est s\u{fb}r.",
        &["Il est peut-\u{ea}tre s\u{fb}r.", "Il est probablement s\u{fb}r.", "Il \u{e9}tait s\u{fb}r."],
    ),
    ("Es seguro.", &["Quiz\u{e1}s es seguro.", "Probablemente es seguro.", "Era seguro."]),
    ("\u{c8} sicuro.", &["Forse \u{e8} sicuro.", "\u{c8} probabilmente sicuro.", "Era sicuro."]),
    ("\u{c9} seguro.", &["Talvez \u{e9} seguro.", "\u{c9} provavelmente seguro.", "Era seguro."]),
    ("Het is veilig.", &["Het is misschien veilig.", "Het is waarschijnlijk veilig.", "Het was veilig."]),
    (
        "\u{42d}\u{442}\u{43e} \u{431}\u{435}\u{437}\u{43e}\u{43f}\u{430}\u{441}\u{43d}\u{43e}.",
        &[
            "\u{42d}\u{442}\u{43e} \u{432}\u{435}\u{440}\u{43e}\u{44f}\u{442}\u{43d}\u{43e} \u{431}\u{435}\u{437}\u{43e}\u{43f}\u{430}\u{441}\u{43d}\u{43e}.",
            "\u{42d}\u{442}\u{43e} \u{44f}\u{43a}\u{43e}\u{431}\u{44b} \u{431}\u{435}\u{437}\u{43e}\u{43f}\u{430}\u{441}\u{43d}\u{43e}.",
        ],
    ),
    (
        "To jest bezpieczne.",
        &["To jest prawdopodobnie bezpieczne.", "To jest rzekomo bezpieczne.", "To by\u{142}o bezpieczne."],
    ),
    (
        "\u{662f}\u{5b89}\u{5168}\u{7684}\u{3002}",
        &[
            "\u{53ef}\u{80fd}\u{662f}\u{5b89}\u{5168}\u{7684}\u{3002}",
            "\u{4e5f}\u{8bb8}\u{662f}\u{5b89}\u{5168}\u{7684}\u{3002}",
        ],
    ),
    ("Sleep caused it.", &["Lack of sleep caused it.", "Absence of sleep caused it."]),
];

/// A statement and its denial in languages of which no table is kept.
const DENIED: [[&str; 2]; 9] = [
    ["Starta om tj\u{e4}nsten.", "Starta inte om tj\u{e4}nsten."],
    ["Genstart tjenesten.", "Genstart ikke tjenesten."],
    ["Ind\u{ed}tsa \u{fa}jra a szolg\u{e1}ltat\u{e1}st.", "Ne ind\u{ed}tsa \u{fa}jra a szolg\u{e1}ltat\u{e1}st."],
    ["Reporni\u{21b}i serviciul.", "Nu reporni\u{21b}i serviciul."],
    [
        "\u{110}\u{1b0}\u{1ee3}c ph\u{e9}p truy c\u{1ead}p.",
        "Kh\u{f4}ng \u{111}\u{1b0}\u{1ee3}c ph\u{e9}p truy c\u{1ead}p.",
    ],
    ["Mulai ulang layanan.", "Jangan mulai ulang layanan."],
    ["K\u{e4}ynnist\u{e4} palvelu.", "\u{c4}l\u{e4} k\u{e4}ynnist\u{e4} palvelu."],
    ["Restartujte slu\u{17e}bu.", "Nikdy restartujte slu\u{17e}bu."],
    [
        "\u{417}\u{430}\u{43a}\u{440}\u{438}\u{439}\u{442}\u{435} \u{43a}\u{43b}\u{430}\u{43f}\u{430}\u{43d} \u{434}\u{43e} \u{437}\u{430}\u{43f}\u{443}\u{441}\u{43a}\u{443}.",
        "\u{417}\u{430}\u{43a}\u{440}\u{438}\u{439}\u{442}\u{435} \u{43a}\u{43b}\u{430}\u{43f}\u{430}\u{43d} \u{43f}\u{456}\u{441}\u{43b}\u{44f} \u{437}\u{430}\u{43f}\u{443}\u{441}\u{43a}\u{443}.",
    ],
];

/// The same in other forms of the same words.
const REWORDED: [[&str; 2]; 20] = [
    ["All replicas are healthy.", "Every replica is healthy."],
    ["Every node has one disk.", "Each node has one disk."],
    ["Nearly all tests pass.", "Almost all tests pass."],
    ["The migration locks the table.", "The table is locked by the migration."],
    ["Alice sued Bob.", "Bob was sued by Alice."],
    ["Restart the service after rotating the key.", "Rotate the key, then restart the service."],
    ["Close the connection when you are done.", "Close the connection once you are done."],
    ["The colour of the button is grey.", "The color of the button is gray."],
    ["The organisation optimised its behaviour.", "The organization optimized its behavior."],
    ["It is not possible to delete the project.", "It is impossible to delete the project."],
    ["The price rose from 10 to 20 euros.", "The price went up from 10 to 20 euros."],
    ["Restart it at once.", "Restart it immediately."],
    ["All regions but Paris were affected.", "All regions except Paris were affected."],
    ["Everything except billing is back.", "Everything is back except billing."],
    ["Red\u{e9}marrez le service.", "Il faut red\u{e9}marrer le service."],
    ["Riavviare il servizio.", "Il servizio va riavviato."],
    ["Reinicie o servi\u{e7}o.", "O servi\u{e7}o deve ser reiniciado."],
    ["Le certificat a expir\u{e9} hier.", "Hier, le certificat a expir\u{e9}."],
    ["Der Mieter k\u{fc}ndigt dem Vermieter.", "Dem Vermieter k\u{fc}ndigt der Mieter."],
    ["El plazo es de al menos 30 d\u{ed}as.", "El plazo es de 30 d\u{ed}as al menos."],
];

/// What looks like such a form and is none.
const TOLD: [[&str; 2]; 12] = [
    ["Bob was sued by Alice.", "Bob sued Alice."],
    ["Not all tests pass.", "No tests pass."],
    ["The price fell by 20 euros.", "The price fell to 20 euros."],
    ["Point staging at the production database.", "Point production at the staging database."],
    ["Open the port to the internet.", "Open the port to the internal network."],
    ["It is too hot to touch.", "It is hot enough to touch."],
    ["Den Hund bei\u{df}t der Mann.", "Der Hund bei\u{df}t den Mann."],
    [
        "Set the flag on the producer; the consumer needs no change.",
        "Set the flag on the consumer; the producer needs no change.",
    ],
    ["Version 2 fails and version 3 works.", "Version 3 fails and version 2 works."],
    ["Lock A, lock B, write.", "Lock B, lock A, write."],
    [
        "\u{9375}\u{306f}\u{5931}\u{52b9}\u{3057}\u{305f}\u{3002}",
        "\u{9375}\u{306f}\u{5931}\u{52b9}\u{3059}\u{308b}\u{3002}",
    ],
    ["Replace A with B.", "Replace B with A."],
];

/// Sentences of different fields, each with one that differs in a word, a number, a name, a denial or a role, and one that
/// says the same.
const SENTENCES: [[&str; 3]; 10] = [
    ["The backup runs every night.", "The backup runs every week.", "Every night the backup runs."],
    [
        "The dose may be doubled after two weeks.",
        "The dose may be halved after two weeks.",
        "After two weeks the dose may be doubled.",
    ],
    [
        "The tenant pays for the repairs.",
        "The landlord pays for the repairs.",
        "The repairs are paid for by the tenant.",
    ],
    [
        "Store passwords with a random salt.",
        "Store passwords with a fixed salt.",
        "Passwords must be stored with a random salt.",
    ],
    [
        "The alert had been muted in January.",
        "The alert had been muted in March.",
        "In January the alert had been muted.",
    ],
    ["All replicas were healthy.", "No replicas were healthy.", "Every replica was healthy."],
    [
        "The supplier delivered the colour charts.",
        "The customer delivered the colour charts.",
        "The supplier delivered the color charts.",
    ],
    ["Use Redis, Kafka and Postgres.", "Use Redis, Kafka and Oracle.", "Use Postgres, Redis and Kafka."],
    [
        "The court did not dismiss the claim.",
        "The court did dismiss the claim.",
        "The claim was not dismissed by the court.",
    ],
    ["The margin fell to 12 percent.", "The margin fell by 12 percent.", "The margin fell to 12%."],
];

/// All pairs of a class that break its rule.
fn broken(pairs: impl IntoIterator<Item = [String; 2]>, one: bool) -> Vec<[String; 2]> {
    pairs.into_iter().filter(|[a, b]| are_one([a, b]) != one).collect()
}

fn owned(pairs: &[[&str; 2]]) -> Vec<[String; 2]> {
    pairs.iter().map(|pair| pair.map(str::to_owned)).collect()
}

#[test]
fn who_does_a_thing_is_not_to_whom_it_is_done() {
    let pairs = ROLES.iter().flat_map(|role| ROLE_FRAMES.map(|frame| role.map(|who| frame.replace('#', who))));
    assert_eq!(broken(pairs, false), Vec::<[String; 2]>::new());
}

#[test]
fn what_may_be_or_was_is_not_what_is_in_any_language_of_the_tables() {
    let pairs = DOUBTS
        .iter()
        .flat_map(|(plain, doubted)| doubted.iter().map(|doubted| [(*plain).to_owned(), (*doubted).to_owned()]));
    assert_eq!(broken(pairs, false), Vec::<[String; 2]>::new());
}

#[test]
fn a_denial_in_a_language_without_tables_makes_another_answer() {
    assert_eq!(broken(owned(&DENIED), false), Vec::<[String; 2]>::new());
}

#[test]
fn other_forms_of_the_same_words_are_one_answer() {
    assert_eq!(broken(owned(&REWORDED), true), Vec::<[String; 2]>::new());
}

#[test]
fn what_only_looks_like_another_form_is_another_answer() {
    assert_eq!(broken(owned(&TOLD), false), Vec::<[String; 2]>::new());
}

#[test]
fn items_of_a_list_may_stand_in_any_order_and_steps_may_not() {
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let fill = |frame: &str, items: [&str; 3], order: [usize; 3]| {
        order.into_iter().fold(frame.to_owned(), |text, at| text.replacen('#', items[at], 1))
    };
    let pairs = |frames: &[&str], items: [&str; 3]| -> Vec<[String; 2]> {
        let from = |frame: &&str| {
            let frame = (*frame).to_owned();
            orders[1..].iter().map(move |order| [fill(&frame, items, orders[0]), fill(&frame, items, *order)])
        };
        frames.iter().flat_map(from).collect()
    };
    let lists = ["Use #, # and #.", "The affected services are #, # and #.", "Rotate the keys of #, # and # today."];
    assert_eq!(broken(pairs(&lists, ["billing", "search", "the gateway"]), true), Vec::<[String; 2]>::new());
    let steps = ["First #, then #, then #.", "# first, then #, then #.", "1. #\n2. #\n3. #"];
    let acts = ["stop the app", "copy the files", "upgrade the host"];
    assert_eq!(broken(pairs(&steps, acts), false), Vec::<[String; 2]>::new());
}

#[test]
fn one_sentence_of_a_paragraph_tells_it_apart_and_another_form_of_it_does_not() {
    let paragraphs = |said: usize| {
        (0..SENTENCES.len()).flat_map(move |at| {
            (2..=5).map(move |others| {
                let around: Vec<&str> = (1..=others).map(|next| SENTENCES[(at + next) % SENTENCES.len()][0]).collect();
                let (head, tail) = around.split_at(others / 2);
                let text = |sentence: &str| [head, &[sentence], tail].concat().join(" ");
                [text(SENTENCES[at][0]), text(SENTENCES[at][said])]
            })
        })
    };
    assert_eq!(broken(paragraphs(1), false), Vec::<[String; 2]>::new());
    assert_eq!(broken(paragraphs(2), true), Vec::<[String; 2]>::new());
}

#[test]
fn sentences_that_nothing_orders_may_stand_in_any_order() {
    let turned = |at: usize| {
        let said: Vec<&str> = (0..4).map(|next| SENTENCES[(at + next) % SENTENCES.len()][0]).collect();
        let back: Vec<&str> = said.iter().rev().copied().collect();
        [said.join(" "), back.join(" ")]
    };
    assert_eq!(broken((0..SENTENCES.len()).map(turned), true), Vec::<[String; 2]>::new());
}
